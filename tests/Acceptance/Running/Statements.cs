using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>Money on our account.</summary>
/// <param name="Amount">below 0 where it left</param>
/// <param name="EndToEnd">the reference of the payment; null where the bank has none</param>
internal sealed record BankMove(string Reference, decimal Amount, string? EndToEnd = null);

/// <summary>Statements as the bank gives them, each of an account of its own, with balances that add up.</summary>
internal static class Statements
{
    private const decimal Opening = 100_000m;

    public static Task<JsonObject> HandsIn(this Api api, string document) =>
        api.Done("/v1/statements", new JsonObject { ["document"] = document });

    public static async Task<string> Csv(this Api api, string id, params BankMove[] moves)
    {
        var day = SupplierBill.Day(await api.Today());
        string Row(string record, decimal amount, string reference = "", string payment = "") =>
            $"{record},ACCOUNT-{id},{id},{day},{SupplierBill.Text(amount)},GBP,{reference},{payment},,,,";
        return string.Join('\n', [
            "record,account,statement,date,amount,currency,reference,end-to-end,counterparty,name,remittance,returned",
            Row("opening", Opening), .. moves.Select(move => Row("entry", move.Amount, move.Reference, move.EndToEnd ?? "")),
            Row("closing", Opening + moves.Sum(move => move.Amount)),
        ]);
    }

    /// <param name="wrongBy">by so much its closing balance is not what the entries make</param>
    public static async Task<string> Camt(this Api api, string id, decimal wrongBy, params BankMove[] moves)
    {
        var day = SupplierBill.Day(await api.Today());
        return $"""
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
            <GrpHdr><MsgId>M-{id}</MsgId><CreDtTm>{day}T18:00:00Z</CreDtTm></GrpHdr>
            <Stmt><Id>{id}</Id><CreDtTm>{day}T18:00:00Z</CreDtTm><Acct><Id><Othr><Id>ACCOUNT-{id}</Id></Othr></Id><Ccy>GBP</Ccy></Acct>
            {Balance("OPBD", Opening, day)}{Balance("CLBD", Opening + moves.Sum(move => move.Amount) + wrongBy, day)}
            {string.Concat(moves.Select(move => Entry(move, day)))}
            </Stmt></BkToCstmrStmt></Document>
            """;
    }

    private static string Balance(string code, decimal amount, string day) => $"""
        <Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">{SupplierBill.Text(amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
        <Dt><Dt>{day}</Dt></Dt></Bal>
        """;

    private static string Entry(BankMove move, string day)
    {
        var (amount, side) = (SupplierBill.Text(Math.Abs(move.Amount)), move.Amount < 0 ? "DBIT" : "CRDT");
        return $"""
            <Ntry><Amt Ccy="GBP">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>
            <AcctSvcrRef>{move.Reference}</AcctSvcrRef><BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>
            <Refs><EndToEndId>{move.EndToEnd ?? "NOTPROVIDED"}</EndToEndId></Refs><Amt Ccy="GBP">{amount}</Amt>
            <CdtDbtInd>{side}</CdtDbtInd></TxDtls></NtryDtls></Ntry>
            """;
    }
}
