using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Settlements;

/// <summary>A payout of the payment provider, in the form that the provider gave it.</summary>
internal static class SettlementShape
{
    public static readonly Field<string> Document = Required(
        "document", Kinds.Text(ApiLimits.StatementLetters), "The text of a CSV or JSON settlement of one payout; its content says which.");

    public static readonly Shape Shape = new("ProviderSettlement", [Document])
    {
        Example = """
            { "document": "record,payout,date,currency,amount,id,order,reference,fee\npayout,PO-77,2026-11-26,GBP,12.20\n..." }
            """,
    };
}

/// <param name="Place">where it stands in the file</param>
/// <param name="Outcome">accepted, or refused: then its money is in no sum, and the payout says that it differs</param>
public sealed record SettlementLineResult(string Place, string? Id, string Outcome, string? Reason);

/// <param name="Outcome">accepted, duplicate, or refused where the number is known with other contents</param>
/// <param name="Proved">the lines make what is paid: captures less refunds less fees</param>
public sealed record SettlementTakenView(
    string Payout, string Outcome, string Case, string? Reason, string Currency, decimal Amount, decimal Sum, bool Proved,
    ImmutableArray<SettlementLineResult> Lines);
