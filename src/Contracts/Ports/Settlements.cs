using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Ports;

/// <summary>Reads a payment provider's settlement in whichever form it came.</summary>
public interface IReadSettlements
{
    /// <param name="text">CSV or JSON; told by its content</param>
    SettlementReadOut Read(ReadOnlyMemory<byte> text);
}

/// <param name="Payout">null where none could be made of it</param>
/// <param name="Lines">one for each line of the file, in its order</param>
/// <param name="Advice">a sentence: what to mend where there is no payout</param>
public sealed record SettlementReadOut(ProviderPayout? Payout, ImmutableArray<SettlementReadLine> Lines, string Advice);

/// <param name="Place">where it stands in the file, for people</param>
/// <param name="Id">null where it could not be read</param>
/// <param name="WhyNot">why it is not taken; null where it is</param>
public sealed record SettlementReadLine(string Place, string? Id, string? WhyNot);
