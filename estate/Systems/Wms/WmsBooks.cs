using System.Collections.Concurrent;

namespace Crossdock.Estate.Systems.Wms;

public enum ReleaseState { Waiting, Picked, Recalled }

/// <param name="Pieces">by SKU</param>
public sealed record Parcel(string Node, Dictionary<string, int> Pieces);

/// <summary>The warehouse's releases: each is picked or recalled, never both.</summary>
public sealed class WmsBooks
{
    private readonly ConcurrentDictionary<string, ReleaseState> _byReference = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _latestOfPart = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _recalls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, int>> _picked = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, Parcel> _standing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Parcel> _missing = new(StringComparer.Ordinal);

    /// <summary>What was picked for each part: pieces by SKU.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> PickedOf => _picked;

    public int RecallsOf(string part) => _recalls.GetValueOrDefault(part);

    public void Release(string part, string reference)
    {
        _byReference[reference] = ReleaseState.Waiting;
        _latestOfPart[part] = reference;
    }

    /// <summary>False when it was recalled before.</summary>
    public bool Pick(string reference) => _byReference.TryUpdate(reference, ReleaseState.Picked, ReleaseState.Waiting);

    public void Found(string part, IEnumerable<(string Sku, int Pieces)> lines) =>
        _picked[part] = lines.GroupBy(line => line.Sku).ToDictionary(sku => sku.Key, sku => sku.Sum(line => line.Pieces));

    /// <summary>Picked, and at the dock until the carrier comes.</summary>
    public void Stand(string part, Parcel picked, Parcel missing) => (_standing[part], _missing[part]) = (picked, missing);

    /// <summary>What was not found of a part when it was picked.</summary>
    public Parcel? MissingOf(string part) => _missing.GetValueOrDefault(part);

    /// <summary>The carrier has it from now on; null for what does not stand there.</summary>
    public Parcel? TakeAway(string part) => _standing.TryRemove(part, out var parcel) ? parcel : null;

    /// <summary>The reference that was recalled; null when there is none or picking is done.</summary>
    public string? Recall(string part)
    {
        if (!_latestOfPart.TryGetValue(part, out var reference)
            || !_byReference.TryUpdate(reference, ReleaseState.Recalled, ReleaseState.Waiting))
        {
            return null;
        }

        _recalls.AddOrUpdate(part, 1, (_, times) => times + 1);
        return reference;
    }
}
