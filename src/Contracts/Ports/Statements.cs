using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Ports;

/// <summary>Reads a bank statement in whichever form it came.</summary>
public interface IReadStatements
{
    /// <param name="text">camt.053 or CSV; told by its content</param>
    StatementReadOut Read(ReadOnlyMemory<byte> text);
}

/// <param name="Statements">empty where none could be made of it</param>
/// <param name="Advice">a sentence: what to mend then</param>
public sealed record StatementReadOut(ImmutableArray<BankStatement> Statements, string Advice);

/// <summary>A statement of one account.</summary>
/// <param name="Account">ours, without spaces</param>
/// <param name="Opening">below 0 where the account is overdrawn</param>
/// <param name="Proved">opening balance and all booked entries make the closing balance; not known while an entry cannot be read</param>
/// <param name="Fault">why none of it can be taken; null where nothing speaks against it</param>
public sealed record BankStatement(
    string Account, string Id, string Currency, decimal Opening, decimal Closing, ImmutableArray<StatementLine> Lines, bool Proved,
    string? Fault);

/// <summary>One movement of a statement: an entry, or one of the transactions that a bank has booked in one sum.</summary>
/// <param name="Place">where it stands in the file, for people</param>
/// <param name="Entry">null where it is not taken</param>
/// <param name="WhyNot">what is wrong with it; null where nothing is</param>
/// <param name="Pending">it is announced and not booked yet: it comes again when it is</param>
public sealed record StatementLine(string Place, BankEntry? Entry, string? WhyNot, bool Pending = false);
