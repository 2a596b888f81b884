using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Effects;

/// <summary>Asks a system that keeps books of stock for the hash of each bucket of them.</summary>
/// <param name="Node">the place whose books are meant; null for all of them</param>
public sealed record HashStock(string System, string? Node, int Buckets)
    : Effect, IForSystem, IAnsweredBy<StockHashed, StockNotCompared>
{
    public override Message Refused(string reason) => new StockNotCompared(reason);
}

/// <summary>Asks a system what its own books say in some buckets.</summary>
/// <param name="Buckets">how many buckets the books are dealt into</param>
/// <param name="Asked">which of them</param>
public sealed record ReadStock(string System, string? Node, int Buckets, ImmutableArray<int> Asked)
    : Effect, IForSystem, IAnsweredBy<StockRead, StockNotCompared>
{
    public override Message Refused(string reason) => new StockNotCompared(reason);
}

/// <summary>Asks the ledger for the hash of each bucket, dealt and reckoned as the other side does it.</summary>
public sealed record HashLedger(StockMeasure Measure, string? Node, int Buckets) : Effect, IAnsweredBy<LedgerHashed, LedgerNotHeld>
{
    public override Message Refused(string reason) => new LedgerNotHeld(reason);
}

/// <summary>Asks where the ledger says something else than a system's own books do, and what is still on its way between the two.</summary>
/// <param name="Held">all that the system's books say in the buckets that were asked about</param>
public sealed record HoldLedgerAgainst(
    string System, StockMeasure Measure, string? Node, int Buckets, ImmutableArray<int> Asked, ImmutableArray<HeldStock> Held)
    : Effect, IAnsweredBy<LedgerHeld, LedgerNotHeld>
{
    public override Message Refused(string reason) => new LedgerNotHeld(reason);
}
