using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Crossdock.Estate.Systems.Availability;

/// <summary>What a channel shows of a SKU, and the publication that it has it from.</summary>
public sealed record ShownFigure(int Available, long Sequence);

/// <summary>
/// The availability books of one system, channel by channel: what customers are shown there, kept apart from all that Crossdock
/// believes.
/// </summary>
public sealed class AvailabilityShelves
{
    private const int HashLetters = 16;

    private readonly ConcurrentDictionary<(string Channel, string Sku), ShownFigure> _shown = new();
    private long _overtaken;

    /// <summary>Figures that came after a newer one and were left aside.</summary>
    public long Overtaken => Interlocked.Read(ref _overtaken);

    public IEnumerable<string> Channels => _shown.Keys.Select(key => key.Channel).Distinct(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Of(string channel) => _shown.Where(shown => shown.Key.Channel == channel)
        .ToDictionary(shown => shown.Key.Sku, shown => shown.Value.Available, StringComparer.Ordinal);

    /// <summary>Shown from now on, unless it is older than what is shown.</summary>
    public void Show(string channel, string sku, int available, long sequence) => _shown.AddOrUpdate(
        (channel, sku), _ => new ShownFigure(available, sequence), (_, before) =>
        {
            if (before.Sequence < sequence)
            {
                return new ShownFigure(available, sequence);
            }

            Interlocked.Increment(ref _overtaken);
            return before;
        });

    /// <summary>A cache that was not told, a table that was restored: the figure is another one, and its sequence an old one.</summary>
    public void Spoil(string channel, string sku, int available) => _shown[(channel, sku)] = new ShownFigure(available, 0);

    public string[] Hashes(string channel, int buckets)
    {
        var dealt = Of(channel).ToLookup(shown => BucketOf(shown.Key, buckets));
        return [.. Enumerable.Range(0, buckets).Select(bucket => Hash(dealt[bucket]))];
    }

    public IEnumerable<(string Sku, ShownFigure Shown)> In(string channel, int buckets, IReadOnlySet<int> asked) => _shown
        .Where(shown => shown.Key.Channel == channel && asked.Contains(BucketOf(shown.Key.Sku, buckets)))
        .Select(shown => (shown.Key.Sku, shown.Value)).OrderBy(shown => shown.Sku, StringComparer.Ordinal);

    // As the wire contract says it; reckoned here by itself, so that two who err alike do not agree.
    private static int BucketOf(string sku, int buckets) => SHA256.HashData(Encoding.UTF8.GetBytes(sku))[0] % buckets;

    private static string Hash(IEnumerable<KeyValuePair<string, int>> bucket)
    {
        var lines = bucket.OrderBy(shown => shown.Key, StringComparer.Ordinal).Select(shown => $"{shown.Key}={shown.Value}\n").ToList();
        return lines.Count == 0 ? ""
            : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)))).ToLowerInvariant()[..HashLetters];
    }
}
