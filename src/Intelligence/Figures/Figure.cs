using System.Runtime.InteropServices;
using Crossdock.Contracts;
using Crossdock.Intelligence.Flow;

namespace Crossdock.Intelligence.Figures;

/// <summary>One value of a figure.</summary>
/// <param name="Process">whose it is; null for one that goes over all processes, such as that of an outside system</param>
/// <param name="Of">the state, the category or the system; null for the process as a whole</param>
/// <param name="Measure">which of the figure's values: <c>p50</c>, <c>share</c>, <c>open</c></param>
/// <param name="Value">null where there is nothing to compute it from</param>
/// <param name="Base">out of how many cases, stays or attempts it is computed</param>
public sealed record FigureRow(string? Process, string? Of, string Measure, string Unit, double? Value, long Base);

/// <summary>A figure, defined once. Screens, services, CSV and the page in docs say what stands here.</summary>
/// <param name="Formula">in words</param>
/// <param name="Grain">what is counted one by one</param>
/// <param name="Owner">who answers for what it means</param>
public sealed record Figure(
    string Name, string Title, string Unit, string Formula, string Grain, string Counts, string CountsNot, OwnerGroup Owner,
    Func<FigureSource, IEnumerable<FigureRow>> Compute)
{
    /// <summary>What <see cref="FigureRow.Of"/> names; null where a process is told as a whole.</summary>
    public string? By { get; init; }

    /// <summary>
    /// What stands now is in it beside what moved on. Against a period that is over, of which nothing stands, only what moved on compares.
    /// </summary>
    public bool CountsStanding { get; init; }

    /// <summary>There are few of it, however large the retailer: what counts itself out again and again may show each.</summary>
    public bool IsNarrow => By is not ("state" or "supplier" or "day" or "node");
}

/// <summary>Sums and percentiles as all figures make them.</summary>
internal static class Measured
{
    public const string Seconds = "s", Percent = "%", InCases = "cases";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1), Week = TimeSpan.FromDays(7);

    /// <summary>Durations by a key, gathered while the rows go by: eight bytes each.</summary>
    public static Dictionary<TKey, List<long>> Gather<T, TKey>(IEnumerable<T> rows, Func<T, TKey> key, Func<T, TimeSpan> length)
        where TKey : notnull
    {
        var gathered = new Dictionary<TKey, List<long>>();
        foreach (var row in rows)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(gathered, key(row), out _) ??= []).Add(length(row).Ticks);
        }

        return gathered;
    }

    /// <summary>Percentiles, between two durations in proportion.</summary>
    public static IEnumerable<FigureRow> Percentiles(string process, string? of, List<long> ticks)
    {
        foreach (var (measure, share) in new[] { ("p50", 0.5), ("p90", 0.9), ("p99", 0.99) })
        {
            var value = Spread.At(CollectionsMarshal.AsSpan(ticks), share) / TimeSpan.TicksPerSecond;
            yield return new FigureRow(process, of, measure, Seconds, value, ticks.Count);
        }
    }

    /// <summary>How many of how many, by a key.</summary>
    public static Dictionary<TKey, (long Part, long Whole)> Share<T, TKey>(IEnumerable<T> rows, Func<T, TKey> key, Func<T, long> part)
        where TKey : notnull
    {
        var counted = new Dictionary<TKey, (long, long)>();
        foreach (var row in rows)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counted, key(row), out _);
            count = (count.Item1 + part(row), count.Item2 + 1);
        }

        return counted;
    }

    public static IOrderedEnumerable<KeyValuePair<string, List<long>>> ByProcess(Dictionary<string, List<long>> gathered) =>
        gathered.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>How many of an age, and the oldest.</summary>
    public static IEnumerable<FigureRow> Ages(string? process, string of, IReadOnlyCollection<TimeSpan> ages)
    {
        FigureRow Row(string measure, string unit, double value) => new(process, of, measure, unit, value, ages.Count);
        yield return Row("open", InCases, ages.Count);
        yield return Row("under-1-hour", InCases, ages.Count(age => age < Hour));
        yield return Row("1-hour-to-1-day", InCases, ages.Count(age => age >= Hour && age < Day));
        yield return Row("1-day-to-7-days", InCases, ages.Count(age => age >= Day && age < Week));
        yield return Row("7-days-and-more", InCases, ages.Count(age => age >= Week));
        yield return Row("oldest", Seconds, ages.Max().TotalSeconds);
    }

    public static double InPercent(long part, long whole) => 100.0 * part / whole;
}
