using System.Collections.Concurrent;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Channels;

/// <summary>The estate's own record of what went onto and off the shelves, beside what Crossdock moves.</summary>
public sealed class StockRecord
{
    private readonly ConcurrentDictionary<string, long> _received = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _delivered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _takenBack = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Sku, string Node), bool> _takenUnasked = new();
    private readonly ConcurrentDictionary<(string Sku, string Node), ToldAt> _at = new();

    /// <summary>What deliveries, tills and counts outside said of a place, in pieces.</summary>
    public sealed record ToldAt(long Received, long SoldAtTill, long Adjusted);

    public IReadOnlyDictionary<(string Sku, string Node), ToldAt> At => _at;

    public void Note(MovementDocument movement)
    {
        _at.AddOrUpdate((movement.Sku, movement.Node), _ => Add(new ToldAt(0, 0, 0), movement), (_, at) => Add(at, movement));
        switch (movement.Act)
        {
            case "receive":
                _delivered.AddOrUpdate(movement.Sku, movement.Quantity, (_, sum) => sum + movement.Quantity);
                _received.AddOrUpdate(movement.Sku, movement.Quantity, (_, sum) => sum + movement.Quantity);
                break;
            case "adjust" when movement.Quantity > 0:
                _received.AddOrUpdate(movement.Sku, movement.Quantity, (_, sum) => sum + movement.Quantity);
                break;
            case "adjust":
                _takenUnasked[(movement.Sku, movement.Node)] = true;
                break;
            case "sell-at-till":
                _takenUnasked[(movement.Sku, movement.Node)] = true;
                _received.AddOrUpdate(movement.Sku, -movement.Quantity, (_, sum) => sum - movement.Quantity);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(movement), movement.Act, "not an act that the estate sends");
        }
    }

    private static ToldAt Add(ToldAt at, MovementDocument movement) => movement.Act switch
    {
        "receive" => at with { Received = at.Received + movement.Quantity },
        "sell-at-till" => at with { SoldAtTill = at.SoldAtTill + movement.Quantity },
        _ => at with { Adjusted = at.Adjusted + movement.Quantity },
    };

    public void NoteTakenBack(string sku, int pieces) => _takenBack.AddOrUpdate(sku, pieces, (_, sum) => sum + pieces);

    /// <summary>Pieces that were told as received, at all nodes together.</summary>
    public long Delivered(string sku) => _delivered.GetValueOrDefault(sku);

    /// <summary>The most pieces that could rightly have left for customers: received, less till sales, and brought back.</summary>
    public long MostThatCouldLeave(string sku) => _received.GetValueOrDefault(sku) + _takenBack.GetValueOrDefault(sku);

    /// <summary>Whether a till or a write-off took pieces here without asking, so that available may rightly be below zero.</summary>
    public bool TakenUnasked(string sku, string node) => _takenUnasked.ContainsKey((sku, node));
}
