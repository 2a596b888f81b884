using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Stock;
using Crossdock.Runtime.Synchronisation;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.Stock;

public sealed record StockView(DeskFrame Frame, StockSlice Slice, StockGlance Glance, RetailNetwork Network)
{
    /// <summary>The axis of latencies is logarithmic: from a tenth of a second to an hour.</summary>
    private const double ShortestSeconds = 0.1;
    private const double LongestSeconds = 3600;

    public const int AxisWidth = 144;

    /// <summary>Somebody looks for a SKU that no ledger has.</summary>
    public bool NotFound => Slice.Sku is not null && Glance.Story is null;

    public bool UnknownNode => Slice.Node is { } node && Network.Find(node) is null;

    public IEnumerable<ChannelSync> Lagging => Glance.Sync.Channels.Where(channel => channel.Lags);

    /// <summary>What is the matter, by rule: channels that lag first, then those that refuse figures, else how much is kept.</summary>
    public IReadOnlyList<Phrase> Headline
    {
        get
        {
            if (Glance.Story is { } story)
            {
                return
                [
                    new(Words.Count(story.Sum.Available, "piece", "pieces"), "#h-nodes"), new($" of {story.Sku} "),
                    new(story.Sum.Available == 1 ? "is" : "are"),
                    new($" available at {(Slice.Node is { } node ? NameOf(node) : Words.Count(story.Sum.Nodes, "node", "nodes"))}, "),
                    new(Words.Count(story.Sum.Reserved), "#h-nodes"), new(" reserved."),
                ];
            }

            var channels = Glance.Sync.Channels;
            Phrase all = new(Words.Count(channels.Length, "channel", "channels"), "#h-sync");
            if (Lagging.ToArray() is [var worst, ..] lagging)
            {
                var longest = lagging.MaxBy(channel => channel.BehindBySeconds) ?? worst;
                return
                [
                    new(Words.Count(lagging.Length), "#h-sync"), new(" of "), all, new(lagging.Length == 1 ? " lags; " : " lag; "),
                    new(ChannelName(longest), CaseDoor(longest.Case)),
                    new($" is behind by {Words.Duration(TimeSpan.FromSeconds(longest.BehindBySeconds))}."),
                ];
            }

            Phrase skus = new(
                Words.Count(Glance.Levels.Count, "SKU", "SKUs") + (Slice.Text is { } text ? $" beginning with {text}" : ""),
                Url(slice => slice));
            var refused = channels.Sum(channel => channel.Refused.Length);
            return channels.IsEmpty ? [skus, new(" on the books. No channel is told what it may sell.")]
                : refused > 0
                    ? [new(Words.Count(refused, "figure", "figures"), "#h-sync"), new(refused == 1 ? " is" : " are"),
                        new(" refused by a channel; all other figures are told as they move.")]
                    : [skus, new(" on the books, and "), all, new(channels.Length == 1 ? " is" : " are"), new(" up to date with them.")];
        }
    }

    public string Url(Func<StockSlice, StockSlice> other)
    {
        var slice = other(Slice with { Page = 1, MovementPage = 1 });
        return QueryHelpers.AddQueryString(
            StockEndpoints.Screen,
            new Dictionary<string, string?>
            {
                ["text"] = slice.Text, ["node"] = slice.Node, ["sku"] = slice.Sku, ["page"] = slice.Page > 1 ? $"{slice.Page}" : null,
                ["movements"] = slice.MovementPage > 1 ? $"{slice.MovementPage}" : null,
            }.Where(pair => pair.Value is not null));
    }

    public string NameOf(string node) => Network.Find(node)?.Name ?? node;

    public string ChannelName(ChannelSync channel) =>
        Network.Channels.FirstOrDefault(known => known.Id == channel.Channel)?.Name ?? channel.Channel;

    public string? CaseDoor(CaseId id) => Frame.Person.MayReadCases ? $"/cases/{id}" : null;

    /// <summary>The cases of differences between a system's books and the ledger, open or over.</summary>
    /// <param name="state">null for any</param>
    public string? Discrepancies(BooksCompared books, string? state) => !Frame.Person.MayReadCases ? null
        : QueryHelpers.AddQueryString("/cases", new Dictionary<string, string?>
        {
            ["kind"] = "discrepancy", ["text"] = books.Cases, ["open"] = "any", ["state"] = state,
        }.Where(pair => pair.Value is not null));

    public static double At(double seconds) =>
        AxisWidth * Math.Log10(Math.Clamp(seconds, ShortestSeconds, LongestSeconds) / ShortestSeconds)
        / Math.Log10(LongestSeconds / ShortestSeconds);

    public static StockSlice SliceOf(IQueryCollection query)
    {
        string? Word(string name) => query[name].ToString().Trim() is { Length: > 0 and <= 100 } word ? word : null;
        int Page(string name) => int.TryParse(Word(name), out var page) ? Math.Clamp(page, 1, 100_000) : 1;
        return new StockSlice(Word("text"), Word("node"), Word("sku"), Page("page"), Page("movements"));
    }
}
