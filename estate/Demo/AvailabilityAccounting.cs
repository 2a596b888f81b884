using Crossdock.Estate.Systems.Availability;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>What the channels show at the end.</summary>
/// <param name="Figures">that the channels show, over all of them</param>
/// <param name="Healed">that a channel had lost or spoiled, and that were found and told again</param>
/// <param name="Stale">that were found by looking through the ledger, and not by a movement</param>
/// <param name="Overtaken">that came to a channel after a newer one, and were left aside there</param>
/// <param name="Exceptions">figures that a channel refuses, and channels that lag</param>
/// <param name="Differences">figures that are not the ledger's less the buffer, and no exception is open for it</param>
/// <param name="Channels">of each how far it is</param>
public sealed record AvailabilityTally(
    int Figures, long Publications, int Healed, int Stale, long Overtaken, int Exceptions, int Differences,
    IReadOnlyList<ChannelSyncItem> Channels, IReadOnlyList<string> Findings);

/// <summary>Holds what customers are shown in each channel against the ledger, by the buffers that Crossdock says are in force.</summary>
public static class AvailabilityAccounting
{
    public static AvailabilityTally Tally(
        IReadOnlyList<ChannelSyncItem> channels, IReadOnlyCollection<PositionItem> ledger,
        IReadOnlyDictionary<string, AvailabilityShelves> shelves)
    {
        var free = ledger.GroupBy(position => position.Sku, StringComparer.Ordinal).ToDictionary(
            sku => sku.Key, sku => sku.Select(position => position.Available).Where(pieces => pieces > 0).ToList(), StringComparer.Ordinal);
        var differences = channels.Where(channel => !channel.Lags).SelectMany(channel => Differences(channel, free, shelves)).ToList();
        var strangers = shelves.SelectMany(system => system.Value.Channels.Where(shown => !channels.Any(one => one.Channel == shown))
            .Select(shown => $"{system.Key}: {shown} shows figures, and nobody keeps it up to date"));
        List<string> findings = [.. differences, .. strangers];
        return new AvailabilityTally(
            shelves.Values.Sum(system => system.Channels.Sum(channel => system.Of(channel).Count)),
            channels.Sum(channel => channel.Publications), channels.Sum(channel => channel.Healed), channels.Sum(channel => channel.Stale),
            shelves.Values.Sum(system => system.Overtaken),
            channels.Sum(channel => (channel.Refused?.Count ?? 0) + (channel.Lags ? 1 : 0)), findings.Count, channels, findings);
    }

    public static int FigureOf(IReadOnlyCollection<int> freePerNode, BufferItem buffer) =>
        (int)Math.Floor(Math.Max(0, freePerNode.Sum() - (buffer.PiecesANode * freePerNode.Count) - buffer.Pieces) * buffer.Share);

    private static IEnumerable<string> Differences(
        ChannelSyncItem channel, Dictionary<string, List<int>> free, IReadOnlyDictionary<string, AvailabilityShelves> shelves)
    {
        if (!shelves.TryGetValue(channel.System, out var books))
        {
            return [$"{channel.Channel} is of {channel.System}, which shows no figures"];
        }

        var shown = books.Of(channel.Channel);
        var refused = (channel.Refused ?? []).Select(refusal => refusal.Sku).ToHashSet(StringComparer.Ordinal);
        return free.Keys.Union(shown.Keys).Where(sku => !refused.Contains(sku))
            .Select(sku => (
                Sku: sku, Should: FigureOf(free.GetValueOrDefault(sku, []), channel.Buffer),
                Shows: shown.TryGetValue(sku, out var pieces) ? pieces : (int?)null))
            .Where(figure => figure.Should != figure.Shows)
            .Select(figure => $"{channel.Channel}: shows {figure.Shows?.ToString() ?? "nothing"} of {figure.Sku}, and it should be "
                + $"{figure.Should}");
    }
}
