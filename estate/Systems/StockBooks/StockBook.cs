using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Crossdock.Estate.Systems.StockBooks;

/// <summary>A SKU at a place in a system's own books.</summary>
/// <param name="Mark">movements of it there so far</param>
public sealed record BookedStock(long Pieces, long Mark);

/// <summary>
/// A system's own books of stock, kept apart from all that Crossdock believes: each movement as the system booked it. Some go wrong when
/// the estate is asked for drift: a line of a document is taken and its stock is not moved, or pieces go without a document.
/// </summary>
public sealed class StockBook
{
    private const int HashLetters = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Sku, string Node), BookedStock> _at = [];
    private readonly Dictionary<(string Sku, string Node), long> _wrong = [];
    private readonly Dictionary<(string Sku, string Node), int> _toSend = [];
    private long _losses;
    private long _restless;

    /// <summary>Whose stock is not the retailer's; nobody keeps books of it here.</summary>
    public IReadOnlySet<string> NotKept { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether this line of a document is lost on the way into the books; nothing is while nobody asks for drift.</summary>
    public Func<string, bool> Loses { get; set; } = _ => false;

    /// <summary>Lines whose stock was lost, and pieces that went by themselves.</summary>
    public long Losses => Interlocked.Read(ref _losses);

    /// <summary>Pieces by which the books went wrong at a place.</summary>
    public IReadOnlyDictionary<(string Sku, string Node), long> Wrong
    {
        get
        {
            lock (_gate)
            {
                return _wrong.ToDictionary();
            }
        }
    }

    public IReadOnlyDictionary<(string Sku, string Node), BookedStock> At
    {
        get
        {
            lock (_gate)
            {
                return _at.ToDictionary();
            }
        }
    }

    /// <summary>
    /// Something of a place is being sent. Until it is taken, the place has another mark at every look: whoever compares sees that it does
    /// not rest, however fast the hours go by.
    /// </summary>
    public void Sends(string sku, string node, bool begins)
    {
        lock (_gate)
        {
            _toSend[(sku, node)] = _toSend.GetValueOrDefault((sku, node)) + (begins ? 1 : -1);
        }
    }

    /// <param name="document">what is booked; null for what cannot be lost</param>
    public void Move(string? document, string node, IEnumerable<(string Sku, long Pieces)> lines)
    {
        foreach (var (sku, pieces) in lines.Where(line => line.Pieces != 0 && !NotKept.Contains(node)))
        {
            var loses = document is not null && Loses($"{document}/{sku}");
            lock (_gate)
            {
                if (loses)
                {
                    Count((sku, node), -pieces);
                }
                else
                {
                    Add((sku, node), pieces);
                }
            }
        }
    }

    /// <summary>Pieces come or go, and no document says so.</summary>
    public void Spoil(string sku, string node, long pieces)
    {
        lock (_gate)
        {
            Add((sku, node), pieces);
            Count((sku, node), pieces);
        }
    }

    public string[] Hashes(string? node, int buckets)
    {
        var dealt = Kept(node).Where(place => place.Stock.Pieces != 0).ToLookup(place => BucketOf(place.Name, buckets));
        return [.. Enumerable.Range(0, buckets).Select(bucket => Hash(dealt[bucket]))];
    }

    public IEnumerable<(string Sku, string Node, BookedStock Stock)> In(string? node, int buckets, IReadOnlySet<int> asked) =>
        Kept(node).Where(place => asked.Contains(BucketOf(place.Name, buckets))).OrderBy(place => place.Name, StringComparer.Ordinal)
            .Select(place => (place.Sku, place.Node, place.Stock));

    private List<(string Name, string Sku, string Node, BookedStock Stock)> Kept(string? node)
    {
        lock (_gate)
        {
            return
            [
                .. _at.Where(place => node is null || place.Key.Node == node)
                    .Where(place => place.Value.Pieces != 0 || _toSend.GetValueOrDefault(place.Key) > 0)
                    .Select(place => (
                        $"{place.Key.Node}/{place.Key.Sku}", place.Key.Sku, place.Key.Node,
                        _toSend.GetValueOrDefault(place.Key) > 0 ? place.Value with { Mark = --_restless } : place.Value)),
            ];
        }
    }

    private void Add((string, string) place, long pieces)
    {
        var before = _at.GetValueOrDefault(place) ?? new BookedStock(0, 0);
        _at[place] = new BookedStock(before.Pieces + pieces, before.Mark + 1);
    }

    private void Count((string, string) place, long pieces)
    {
        _wrong[place] = _wrong.GetValueOrDefault(place) + pieces;
        Interlocked.Increment(ref _losses);
    }

    // As the wire contract says it; reckoned here by itself, so that two who err alike do not agree.
    private static int BucketOf(string name, int buckets) =>
        BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))) % buckets;

    private static string Hash(IEnumerable<(string Name, string Sku, string Node, BookedStock Stock)> bucket)
    {
        var lines = bucket.OrderBy(place => place.Name, StringComparer.Ordinal)
            .Select(place => $"{place.Name}={place.Stock.Pieces}\n").ToList();
        return lines.Count == 0 ? ""
            : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)))).ToLowerInvariant()[..HashLetters];
    }
}
