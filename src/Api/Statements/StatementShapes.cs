using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Statements;

/// <summary>Statements of our accounts, in the form the bank gave them.</summary>
internal static class StatementShape
{
    public static readonly Field<string> Document = Required(
        "document", Kinds.Text(ApiLimits.StatementLetters), "The text of a camt.053 (.02 or .08) or CSV file; its content says which.");

    public static readonly Shape Shape = new("BankStatement", [Document])
    {
        Example = """
            { "document": "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">...</Document>" }
            """,
    };
}

/// <param name="Place">where it stands in the file</param>
/// <param name="Outcome">accepted, duplicate, pending (announced and not booked yet) or refused</param>
/// <param name="Case">the movement's, where it has one</param>
/// <param name="Reason">why it was refused or waits to be booked; null otherwise</param>
public sealed record StatementEntryResult(string Place, string? Reference, string Outcome, string? Case, string? Reason);

/// <param name="Proved">the balances add up; false while an entry cannot be read</param>
public sealed record StatementResult(
    string Account, string Statement, string Currency, decimal Opening, decimal Closing, bool Proved,
    ImmutableArray<StatementEntryResult> Entries);

/// <summary>What became of each movement, statement by statement.</summary>
public sealed record StatementsTaken(ImmutableArray<StatementResult> Statements);
