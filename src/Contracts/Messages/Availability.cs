using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>What a channel is known to hold of a SKU.</summary>
/// <param name="Row">the row of the SKU's ledger that the figure is of</param>
public sealed record KnownFigure(string Sku, int Figure, int Row);

/// <summary>A channel is kept up to date from here on.</summary>
/// <param name="Run">counted per channel: a run hands over to the next, so that no case grows without end</param>
/// <param name="Sequence">of the last publication of the run before</param>
/// <param name="Known">what the run before knew the channel to hold</param>
/// <param name="Agreed">when the channel's own book was last found to say the same</param>
/// <param name="Refused">what the channel refused in the run before, which this one tells anew</param>
public sealed record PublicationBegun(
    string Channel, string System, int Run, long Sequence, ImmutableArray<KnownFigure> Known, DateTimeOffset? Agreed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<KnownFigure> Refused = default) : Message;

/// <summary>A SKU as its ledger has it.</summary>
/// <param name="Available">pieces, over all nodes that have any free</param>
/// <param name="Nodes">how many nodes those are</param>
/// <param name="Row">the ledger's row; a lower one is older</param>
/// <param name="Moved">when the earliest movement was booked that the channel has not been told</param>
/// <param name="Swept">found by looking through the whole ledger, and not by its movement</param>
public sealed record MovedSku(
    string Sku, int Available, int Nodes, int Row, DateTimeOffset Moved,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Swept = false);

/// <summary>Stock has moved. Figures that moved again before they were told come once, as they are now.</summary>
public sealed record AvailabilityMoved(ImmutableArray<MovedSku> Skus) : Message;

/// <summary>A figure that a channel does not take.</summary>
public sealed record FigureRefusal(string Sku, string Reason);

/// <summary>The channel has taken the figures, but for those it refused.</summary>
public sealed record AvailabilityPublished(string Receipt, ImmutableArray<FigureRefusal> Refused) : Message;

/// <summary>The hash of each bucket of the channel's own book; empty for a bucket without figures.</summary>
public sealed record AvailabilityHashed(ImmutableArray<string> Hashes) : Message;

/// <summary>A figure in the channel's own book.</summary>
public sealed record HeldFigure(string Sku, int Figure, long Sequence);

/// <summary>What the channel's own book says in the buckets that were asked about.</summary>
public sealed record AvailabilityRead(ImmutableArray<HeldFigure> Figures) : Message;

/// <summary>The channel did not do what it was asked.</summary>
public sealed record ChannelSaidNo(string Reason) : Message;
