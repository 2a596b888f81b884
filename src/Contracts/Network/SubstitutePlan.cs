using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Crossdock.Contracts.Network;

/// <summary>Which SKUs may be sent instead of which, the best first: master data that the retailer gives.</summary>
public sealed class SubstitutePlan
{
    /// <summary>A person chooses among a few.</summary>
    public const int MostOfOne = 10;

    public static readonly SubstitutePlan None = new([]);

    private readonly FrozenDictionary<string, ImmutableArray<string>> _bySku;

    private SubstitutePlan(IEnumerable<KeyValuePair<string, ImmutableArray<string>>> bySku) =>
        _bySku = bySku.ToFrozenDictionary(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">an entry is none; the message says which</exception>
    public static SubstitutePlan Of(IReadOnlyDictionary<string, string[]> bySku)
    {
        foreach (var (sku, others) in bySku)
        {
            if (others is null || others.Length is 0 or > MostOfOne)
            {
                throw new ArgumentException($"{sku} must have 1 to {MostOfOne} others");
            }

            foreach (var odd in others.Prepend(sku).Where(other => other is null || !CaseId.IsKey(other)))
            {
                throw new ArgumentException($"'{odd}' is no SKU: letters, digits and . _ : - only");
            }

            if (others.Contains(sku, StringComparer.Ordinal) || others.Distinct(StringComparer.Ordinal).Count() < others.Length)
            {
                throw new ArgumentException($"what may be sent instead of {sku} must be others, each once");
            }
        }

        return new SubstitutePlan(bySku.Select(one => KeyValuePair.Create(one.Key, one.Value.ToImmutableArray())));
    }

    /// <summary>Empty where nothing may.</summary>
    public ImmutableArray<string> Of(string sku) => _bySku.TryGetValue(sku, out var others) ? others : [];
}
