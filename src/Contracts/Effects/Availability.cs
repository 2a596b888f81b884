using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Effects;

/// <summary>How many pieces of a SKU a channel may sell.</summary>
public sealed record ChannelFigure(string Sku, int Available);

/// <summary>Tells a channel new figures.</summary>
/// <param name="Sequence">grows with every publication to the channel: it keeps a figure of a higher one over one of a lower</param>
public sealed record PublishAvailability(string Channel, string System, long Sequence, ImmutableArray<ChannelFigure> Figures)
    : Effect, IForSystem, IAnsweredBy<AvailabilityPublished, ChannelSaidNo>
{
    public override Message Refused(string reason) => new ChannelSaidNo(reason);
}

/// <summary>Asks a channel for the hash of each bucket of its own book.</summary>
public sealed record HashAvailability(string Channel, string System, int Buckets)
    : Effect, IForSystem, IAnsweredBy<AvailabilityHashed, ChannelSaidNo>
{
    public override Message Refused(string reason) => new ChannelSaidNo(reason);
}

/// <summary>Asks a channel what its own book says in some buckets.</summary>
/// <param name="Buckets">how many buckets the book is dealt into</param>
/// <param name="Asked">which of them</param>
public sealed record ReadAvailability(string Channel, string System, int Buckets, ImmutableArray<int> Asked)
    : Effect, IForSystem, IAnsweredBy<AvailabilityRead, ChannelSaidNo>
{
    public override Message Refused(string reason) => new ChannelSaidNo(reason);
}
