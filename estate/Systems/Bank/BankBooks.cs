using System.Globalization;
using System.Text;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Systems.Bank;

/// <summary>A transfer that the ERP has ordered.</summary>
/// <param name="Number">the supplier's invoice that it pays</param>
/// <param name="Credits">credit notes that it is less</param>
public sealed record Transfer(
    string Reference, decimal Amount, string Currency, string Account, string Name, DateOnly On, string Number = "",
    IReadOnlyList<(string Number, decimal Amount)>? Credits = null);

/// <summary>A movement on the retailer's account.</summary>
/// <param name="Amount">below 0 where it left</param>
/// <param name="Order">the reference of the transfer that it is, whatever the statement tells; null where it is none</param>
/// <param name="Reference">the end-to-end id that the statement tells; null where the bank lost it</param>
/// <param name="Returned">why it came back; null where it did not</param>
public sealed record BankMovement(
    string Number, DateTimeOffset At, decimal Amount, string? Order, string? Reference, string? Account, string Text, string? Returned)
{
    /// <summary>The transfers that left in one sum; null where it is one, or none.</summary>
    public IReadOnlyList<Transfer>? Bundle { get; init; }

    /// <summary>The references of the transfers that it is, whatever the statement tells.</summary>
    public IEnumerable<string> Orders => Bundle?.Select(one => one.Reference) ?? (Order is null ? [] : [Order]);

    /// <summary>How much of it belongs to a transfer: below 0 where it left.</summary>
    public decimal PartOf(string reference) => Bundle is null
        ? Order == reference ? Amount : 0
        : Math.Sign(Amount) * Bundle.Where(one => one.Reference == reference).Sum(one => one.Amount);
}

/// <summary>
/// The retailer's account. Transfers leave on their day, those to one supplier in one sum whose remittance names each invoice and the
/// credit notes that it is less; one in 25 comes back the day after, since the receiver's account is closed; of one
/// in 20 the statement does not tell the reference. Every third statement shows a fee. What is shown is shown once, and balances add up.
/// </summary>
public sealed class BankBooks(Seeded chance)
{
    private const string Account = "GB82WEST12345698765432";

    private readonly Lock _lock = new();
    private readonly List<Transfer> _ordered = [];
    private readonly List<BankMovement> _movements = [];
    private readonly List<(DateTimeOffset At, BankMovement Of)> _toReturn = [];
    private decimal _balance = 5_000_000m;
    private int _shown, _statements;

    /// <summary>What statements have shown: what moved since the last one is not known to anybody.</summary>
    public IReadOnlyList<BankMovement> Shown
    {
        get
        {
            lock (_lock)
            {
                return [.. _movements.Take(_shown)];
            }
        }
    }

    public void Order(Transfer transfer)
    {
        lock (_lock)
        {
            _ordered.Add(transfer);
        }
    }

    /// <summary>The payment provider pays out, or collects what is below 0, under the number of the payout.</summary>
    public void PayOut(string number, decimal amount, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (amount != 0)
            {
                Add(new BankMovement(Next(), now, amount, null, number, null, $"Payout {number}", null));
            }
        }
    }

    /// <summary>The statement of what moved since the last one; null where nothing did.</summary>
    public string? Close(DateTimeOffset now)
    {
        lock (_lock)
        {
            Move(now);
            if (_movements.Count == _shown)
            {
                return null;
            }

            if (++_statements % 3 == 0)
            {
                Add(new BankMovement(Next(), now, -7.5m, null, null, null, "Fee for the account", null));
            }

            var (shown, opening) = (_movements.Skip(_shown).ToList(), _balance);
            _balance += shown.Sum(movement => movement.Amount);
            _shown = _movements.Count;
            return Camt(shown, opening, _balance, now);
        }
    }

    private void Move(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var run in _ordered.Where(one => one.On <= today).ToList().GroupBy(one => (one.Account, one.Name, one.Currency)))
        {
            List<Transfer> transfers = [.. run];
            transfers.ForEach(one => _ordered.Remove(one));
            var several = transfers.Count > 1;
            var reference = several ? $"RUN-{transfers[0].Reference}" : transfers[0].Reference;
            var lost = chance.Chance(0.05, "loses-reference", transfers[0].Reference);
            var left = new BankMovement(
                Next(), now, -transfers.Sum(one => one.Amount), several ? null : reference, lost ? null : reference, run.Key.Account,
                $"Transfer to {run.Key.Name}", null)
            {
                Bundle = several ? transfers : null,
            };
            Add(left);
            if (chance.Chance(0.04, "returns", transfers[0].Reference))
            {
                _toReturn.Add((now + TimeSpan.FromHours(20), left with { Reference = reference }));
            }
        }

        foreach (var due in _toReturn.Where(one => one.At <= now).ToList())
        {
            _toReturn.Remove(due);
            Add(due.Of with { Number = Next(), At = now, Amount = -due.Of.Amount, Text = "Transfer returned", Returned = "AC04" });
        }
    }

    private void Add(BankMovement movement) => _movements.Add(movement);

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"BK{_movements.Count + 1:000000}");

    private string Camt(List<BankMovement> shown, decimal opening, decimal closing, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"ST-{_statements:0000}");
        var text = new StringBuilder($"""
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
            <GrpHdr><MsgId>{id}</MsgId><CreDtTm>{now:yyyy-MM-ddTHH:mm:ssZ}</CreDtTm></GrpHdr><Stmt><Id>{id}</Id>
            <Acct><Id><IBAN>{Account}</IBAN></Id><Ccy>GBP</Ccy></Acct>{Balance("OPBD", opening, now)}{Balance("CLBD", closing, now)}
            """);
        foreach (var movement in shown)
        {
            text.Append("<Ntry>").Append(Sum(movement.Amount)).Append("<Sts><Cd>BOOK</Cd></Sts>").Append(Day("BookgDt", movement.At))
                .Append(CultureInfo.InvariantCulture, $"<AcctSvcrRef>{movement.Number}</AcctSvcrRef><NtryDtls><TxDtls>")
                .Append(CultureInfo.InvariantCulture, $"<Refs><EndToEndId>{movement.Reference ?? "NOTPROVIDED"}</EndToEndId></Refs>")
                .Append(movement.Account is { } account
                    ? $"<RltdPties><CdtrAcct><Id><Othr><Id>{account}</Id></Othr></Id></CdtrAcct></RltdPties>" : "")
                .Append(CultureInfo.InvariantCulture, $"<RmtInf><Ustrd>{movement.Text}</Ustrd>{Documents(movement)}</RmtInf>")
                .Append(movement.Returned is { } why ? $"<RtrInf><Rsn><Cd>{why}</Cd></Rsn></RtrInf>" : "")
                .Append("</TxDtls></NtryDtls></Ntry>");
        }

        return text.Append("</Stmt></BkToCstmrStmt></Document>").ToString();
    }

    /// <summary>An invoice a block, with what it was over, the credit notes that it is less, and what is paid of it.</summary>
    private static string Documents(BankMovement movement) => string.Concat((movement.Bundle ?? []).Select(one =>
    {
        var less = one.Credits?.Sum(credit => credit.Amount) ?? 0;
        return $"<Strd>{Document("CINV", one.Number)}"
            + string.Concat((one.Credits ?? []).Select(credit => Document("CREN", credit.Number)))
            + $"<RfrdDocAmt>{Amount("DuePyblAmt", one.Amount + less)}{(less == 0 ? "" : Amount("CdtNoteAmt", less))}"
            + $"{Amount("RmtdAmt", one.Amount)}</RfrdDocAmt></Strd>";
    }));

    private static string Document(string kind, string number) =>
        $"<RfrdDocInf><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Nb>{number}</Nb></RfrdDocInf>";

    private static string Amount(string name, decimal amount) =>
        string.Create(CultureInfo.InvariantCulture, $"<{name} Ccy=\"GBP\">{amount:0.00}</{name}>");

    private static string Balance(string kind, decimal amount, DateTimeOffset at) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{Sum(amount)}{Day("Dt", at)}</Bal>";

    private static string Sum(decimal amount) => string.Create(
        CultureInfo.InvariantCulture,
        $"<Amt Ccy=\"GBP\">{Math.Abs(amount):0.00}</Amt><CdtDbtInd>{(amount < 0 ? "DBIT" : "CRDT")}</CdtDbtInd>");

    private static string Day(string name, DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture, $"<{name}><Dt>{at.UtcDateTime:yyyy-MM-dd}</Dt></{name}>");
}
