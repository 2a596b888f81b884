using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockSynchronisation;

namespace Crossdock.Unit.Tests.Processes.Synchronisation;

/// <summary>The channels of a test: each keeps a book of what it shows, and a figure of a higher sequence over one of a lower.</summary>
public sealed class ChannelBooks
{
    private readonly Dictionary<(string Channel, string Sku), (int Figure, long Sequence)> _shown = [];

    /// <summary>Figures that are refused, by SKU.</summary>
    public HashSet<string> NotListed { get; } = [];

    /// <summary>Figures that are acknowledged and forgotten, by SKU.</summary>
    public HashSet<string> Forgotten { get; } = [];

    /// <summary>Every figure that a channel was told, in the order of telling.</summary>
    public List<(string Channel, ChannelFigure Figure)> Told { get; } = [];

    public List<PublishAvailability> Requests { get; } = [];

    public int? Of(string channel, string sku) => _shown.TryGetValue((channel, sku), out var shown) ? shown.Figure : null;

    public IEnumerable<string> Skus(string channel) => _shown.Keys.Where(key => key.Channel == channel).Select(key => key.Sku);

    public void Spoil(string channel, string sku, int? figure)
    {
        if (figure is { } pieces)
        {
            _shown[(channel, sku)] = (pieces, 0);
        }
        else
        {
            _shown.Remove((channel, sku));
        }
    }

    /// <summary>A request that was sent long ago arrives once more.</summary>
    public void ArrivesAgain(PublishAvailability request) => Take(request);

    public Message Carry(Effect effect) => effect switch
    {
        PublishAvailability publish => Publish(publish),
        HashAvailability hash => new AvailabilityHashed(Buckets.Hashes(
            Skus(hash.Channel).Select(sku => new KnownFigure(sku, Of(hash.Channel, sku)!.Value, 0)))),
        ReadAvailability read => new AvailabilityRead(
        [
            .. Skus(read.Channel).Where(sku => read.Asked.Contains(Buckets.Of(sku)))
                .Select(sku => new HeldFigure(sku, Of(read.Channel, sku)!.Value, _shown[(read.Channel, sku)].Sequence)),
        ]),
        _ => throw new InvalidOperationException($"No channel carries out {effect.GetType().Name}."),
    };

    private AvailabilityPublished Publish(PublishAvailability publish)
    {
        Requests.Add(publish);
        Take(publish);
        return new AvailabilityPublished(
            $"R-{publish.Sequence}",
            [
                .. publish.Figures.Where(figure => NotListed.Contains(figure.Sku))
                    .Select(figure => new FigureRefusal(figure.Sku, "not listed")),
            ]);
    }

    private void Take(PublishAvailability publish)
    {
        foreach (var figure in publish.Figures.Where(figure => !NotListed.Contains(figure.Sku) && !Forgotten.Contains(figure.Sku)))
        {
            var key = (publish.Channel, figure.Sku);
            if (!_shown.TryGetValue(key, out var before) || before.Sequence < publish.Sequence)
            {
                _shown[key] = (figure.Available, publish.Sequence);
                Told.Add((publish.Channel, figure));
            }
        }
    }
}
