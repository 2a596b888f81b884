using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>Which of a place's pieces a system's books mean.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StockMeasure>))]
public enum StockMeasure
{
    /// <summary>
    /// What the place owns: what lies there and what has left it and has not arrived. An ERP books goods out when they are delivered, and
    /// a transfer when it is received.
    /// </summary>
    Owned,
    /// <summary>What lies there, set aside for orders or not: what a warehouse system has in its bins.</summary>
    Lying,
}

/// <summary>A system's books of stock are held against the ledger from here on.</summary>
/// <param name="Node">the place whose books are meant; null for all that are ours</param>
/// <param name="Run">counted per book: a run hands over to the next, so that no case grows without end</param>
/// <param name="Agreed">when a look last found nothing that differed</param>
public sealed record ComparisonBegun(string System, StockMeasure Measure, string? Node, int Run, DateTimeOffset? Agreed) : Message;

/// <summary>Somebody has looked at a great many differences: each is a loss of its own, and is to be seen to as one.</summary>
public sealed record ManyAreLosses(string By, string Note) : Message;

/// <summary>The hash of each bucket of a system's own books; empty for a bucket without stock.</summary>
public sealed record StockHashed(ImmutableArray<string> Hashes) : Message;

/// <summary>What a system's own books say of a SKU at a place. What it has none of is left out.</summary>
/// <param name="Mark">the system's own count of movements of the SKU there: as long as it is the same, nothing moved</param>
public sealed record HeldStock(string Sku, string Node, int Pieces, long Mark);

/// <summary>What a system's own books say in the buckets that were asked about.</summary>
public sealed record StockRead(ImmutableArray<HeldStock> Places) : Message;

/// <summary>The system did not do what it was asked.</summary>
public sealed record StockNotCompared(string Reason) : Message;

/// <summary>The hash of each bucket of the ledger.</summary>
public sealed record LedgerHashed(ImmutableArray<string> Hashes) : Message;

/// <summary>Another system whose books of a place are held against the ledger as well.</summary>
public sealed record BooksBeside(string System, StockMeasure Measure);

/// <summary>A SKU at a place of which a system and the ledger say something else.</summary>
/// <param name="Theirs">pieces, as the system has it</param>
/// <param name="Mark">the system's own count of movements of it there; 0 where it has none of it</param>
/// <param name="Ours">pieces, as the ledger has it</param>
/// <param name="Row">the last row of the SKU's ledger that moved it there; 0 where none of the latest did</param>
/// <param name="OnHand">of ours, what lies there</param>
/// <param name="Available">of these, what nobody was promised</param>
/// <param name="Open">cases that are open and have moved it or are seeing to it: what they still have to tell explains a difference</param>
/// <param name="Beside">other systems whose books of the place are held against the ledger; left out where there are none</param>
public sealed record PlaceDiffers(
    string Sku, string Node, string? Region, int Theirs, long Mark, int Ours, int Row, int OnHand, int Available,
    ImmutableArray<string> Open,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<BooksBeside> Beside = default)
{
    /// <summary>Pieces that the system has more than the ledger.</summary>
    [JsonIgnore]
    public int Difference => Theirs - Ours;
}

/// <summary>Where the ledger says something else, of the buckets that were asked about.</summary>
public sealed record LedgerHeld(ImmutableArray<PlaceDiffers> Places) : Message;

public sealed record LedgerNotHeld(string Reason) : Message;

/// <summary>The evidence of a difference that is no delay: two looks, and nothing moved on either side between them.</summary>
/// <param name="Mark">the system's count of movements of it there, at both looks</param>
/// <param name="Row">the last row of the SKU's ledger that moved it there, at both looks</param>
/// <param name="First">the earlier look</param>
/// <param name="Again">the later one</param>
/// <param name="By">the comparison that found it</param>
/// <param name="Beside">other systems whose books of the place are held against the ledger; left out where there are none</param>
public sealed record DiscrepancyFound(
    string System, StockMeasure Measure, string Sku, string Node, string? Region, int Theirs, long Mark, int Ours, int Row, int OnHand,
    int Available, DateTimeOffset First, DateTimeOffset Again, CaseId By,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<BooksBeside> Beside = default) : Message
{
    /// <summary>Pieces that the system has more than the ledger.</summary>
    [JsonIgnore]
    public int Difference => Theirs - Ours;
}

/// <summary>The count that a case asked for is over, and the ledger corrected by it as far as it may be.</summary>
/// <param name="Counted">pieces that lay there</param>
/// <param name="Moved">pieces that the ledger has more than before, or below 0 fewer</param>
public sealed record CountSettled(string Sku, string Node, int Counted, int Moved, string By) : Message;
