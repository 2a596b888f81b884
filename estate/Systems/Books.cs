using System.Collections.Concurrent;

namespace Crossdock.Estate.Systems;

/// <summary>Something a system has done to the business.</summary>
/// <param name="Identity">what makes it one in the eyes of the business: doing the same again is a duplicate, whatever its key</param>
/// <param name="Times">how often it was done: 1, or the system did it twice</param>
public sealed record BookEntry(string Kind, string Identity, string Key, DateTimeOffset At, decimal Amount, int Times);

/// <param name="Asked">requests by distinct key: more requests than keys are repeats that changed nothing</param>
public sealed record BookSummary(
    string System,
    long Requests,
    int Keys,
    long Repeats,
    int Effects,
    int Duplicated,
    long FaultsMet,
    IReadOnlyDictionary<string, int> EffectsByKind,
    IReadOnlyList<BookEntry> DuplicatedEntries,
    IReadOnlyList<BookEntry>? Entries);

/// <summary>
/// A system's own record of what it did, kept as an honest witness: it books every effect under its business identity, so that
/// one that was done twice, under one key or two, shows.
/// </summary>
public sealed class Books(string system)
{
    private readonly ConcurrentDictionary<(string Kind, string Identity), BookEntry> _entries = new();
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private long _requests;

    public IEnumerable<BookEntry> Entries => _entries.Values;

    public int DuplicatedEffects => _entries.Values.Count(entry => entry.Times > 1);

    /// <summary>Notes a request; the answer is which attempt of this key it is, from 1.</summary>
    public int Ask(string key)
    {
        Interlocked.Increment(ref _requests);
        return _asked.AddOrUpdate(key, 1, (_, times) => times + 1);
    }

    public BookEntry Book(string kind, string identity, string key, DateTimeOffset at, decimal amount = 0) =>
        _entries.AddOrUpdate(
            (kind, identity),
            _ => new BookEntry(kind, identity, key, at, amount, 1),
            (_, entry) => entry with { Times = entry.Times + 1 });

    public bool Has(string kind, string identity) => _entries.ContainsKey((kind, identity));

    public BookSummary Summarise(long faultsMet, bool whole)
    {
        var entries = _entries.Values.ToArray();
        var requests = Interlocked.Read(ref _requests);
        return new BookSummary(
            system, requests, _asked.Count, requests - _asked.Count, entries.Sum(entry => entry.Times),
            entries.Count(entry => entry.Times > 1), faultsMet,
            entries.GroupBy(entry => entry.Kind).ToDictionary(group => group.Key, group => group.Count()),
            [.. entries.Where(entry => entry.Times > 1).Take(100)],
            whole ? [.. entries.OrderBy(entry => entry.At)] : null);
    }
}
