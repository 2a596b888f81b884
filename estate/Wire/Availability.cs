namespace Crossdock.Estate.Wire;

// What Crossdock says of each channel. Shapes: docs/operating/wire.md.

public sealed record SyncPage(IReadOnlyList<ChannelSyncItem>? Channels);

public sealed record BufferItem(int PiecesANode, int Pieces, decimal Share);

public sealed record RefusalItem(string Sku);

public sealed record ChannelSyncItem(
    string Channel, string System, string? State, double BehindBySeconds, double? LatencyMedianSeconds,
    double? LatencyWorstHundredthSeconds, long Publications, int Healed, int Stale, bool Lags, BufferItem Buffer,
    IReadOnlyList<RefusalItem>? Refused);
