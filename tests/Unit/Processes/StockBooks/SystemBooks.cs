using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockComparison;

namespace Crossdock.Unit.Tests.Processes.StockBooks;

/// <summary>The systems of a test that keep books of stock: each has its own figure, and counts its movements.</summary>
public sealed class SystemBooks
{
    private readonly Dictionary<(string System, string Node, string Sku), (int Pieces, long Mark)> _at = [];
    private readonly HashSet<string> _booked = [];

    /// <summary>Corrections that are taken and whose stock is lost, so many from now on.</summary>
    public int LosesCorrections { get; set; }

    public int Of(string system, string node, string sku) => _at.GetValueOrDefault((system, node, sku)).Pieces;

    public void Move(string system, string node, string sku, int pieces)
    {
        var (before, mark) = _at.GetValueOrDefault((system, node, sku));
        _at[(system, node, sku)] = (before + pieces, mark + 1);
    }

    public Message Carry(Effect effect) => effect switch
    {
        HashStock hash => new StockHashed(Places.Hashes(
            In(hash.System, hash.Node).Select(at => (at.Sku, at.Node, at.Pieces)), hash.Buckets)),
        ReadStock read => new StockRead(
            [.. In(read.System, read.Node).Where(at => read.Asked.Contains(Places.BucketOf(at.Sku, at.Node, read.Buckets)))]),
        PostStockAdjustment told => Take(told),
        _ => throw new InvalidOperationException($"Books of stock do not hear {effect.GetType().Name}."),
    };

    private StockAdjustmentPosted Take(PostStockAdjustment told)
    {
        if (_booked.Add(told.Reference))
        {
            if (LosesCorrections > 0)
            {
                LosesCorrections--;
            }
            else
            {
                foreach (var line in told.Lines)
                {
                    Move(((IForSystem)told).System, told.Node, line.Sku, line.Pieces);
                }
            }
        }

        return new StockAdjustmentPosted($"SA-{told.Reference}");
    }

    private IEnumerable<HeldStock> In(string system, string? node) => _at
        .Where(at => at.Key.System == system && (node is null || at.Key.Node == node) && at.Value.Pieces != 0)
        .Select(at => new HeldStock(at.Key.Sku, at.Key.Node, at.Value.Pieces, at.Value.Mark))
        .OrderBy(at => Places.NameOf(at.Sku, at.Node), StringComparer.Ordinal);
}
