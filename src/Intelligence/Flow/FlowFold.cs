namespace Crossdock.Intelligence.Flow;

/// <summary>
/// Folds a log into its figures: one pass counts, a second lays the durations of each pair of activities side by side, from which
/// medians are picked without sorting. The cases are shared out among the processors.
/// </summary>
public static class FlowFold
{
    public const int UsualTop = 100;

    /// <summary>Below this many events one processor is done before a second has begun.</summary>
    private const int WorthSharing = 50_000;

    public static FlowFigures Of(EventLog log, Wanted wanted = Wanted.All, int topVariants = UsualTop)
    {
        var parts = Shares(log).Select(share => new FlowPart(log, share.First, share.End)).ToList();
        Parallel.ForEach(parts, part => part.Count(wanted));
        var whole = new FlowPart(log, 0, 0);
        foreach (var part in parts)
        {
            whole.Add(part);
        }

        var durations = parts.SelectMany(part => part.Durations).ToArray();
        var arcs = Arcs(log, whole.Arcs, parts, wanted.HasFlag(Wanted.ArcTimes));
        return new FlowFigures(
            log.Events, log.Cases, whole.Activities(), arcs, whole.Variants.Count, whole.Variants.Top(topVariants), Spread.Of(durations),
            Arrival(log), Resources(log));
    }

    private static List<(int First, int End)> Shares(EventLog log)
    {
        var many = log.Events < WorthSharing ? 1 : Environment.ProcessorCount;
        var ends = Enumerable.Range(1, many)
            .Select(n => n == many ? log.Cases : CaseAt(log, (int)((long)log.Events * n / many))).ToList();
        return [.. ends.Select((end, n) => (n == 0 ? 0 : ends[n - 1], end))];
    }

    private static int CaseAt(EventLog log, int place)
    {
        var found = Array.BinarySearch(log.Start, place);
        return Math.Min(found >= 0 ? found : ~found, log.Cases);
    }

    private static List<Arc> Arcs(EventLog log, ArcIndex arcs, List<FlowPart> parts, bool withTimes)
    {
        var spreads = withTimes ? Spreads(arcs, parts) : new Spread?[arcs.Pairs.Count];
        var names = log.Activities;
        return
        [
            .. spreads.Select((times, arc) => new Arc(
                    names[(int)(arcs.Pairs[arc] / names.Count)], names[(int)(arcs.Pairs[arc] % names.Count)], arcs.CountOf(arc), times))
                .OrderByDescending(arc => arc.Count)
                .ThenBy(arc => arc.From, StringComparer.Ordinal).ThenBy(arc => arc.To, StringComparer.Ordinal),
        ];
    }

    private static Spread?[] Spreads(ArcIndex arcs, List<FlowPart> parts)
    {
        var (start, total) = (new int[arcs.Pairs.Count + 1], 0);
        for (var arc = 0; arc < arcs.Pairs.Count; arc++)
        {
            start[arc] = total;
            total += arcs.TimedOf(arc);
        }

        start[^1] = total;
        var (ticks, next) = (new long[total], (int[])start.Clone());
        foreach (var part in parts)
        {
            part.Reserve(arcs, next);
        }

        Parallel.ForEach(parts, part => part.Lay(ticks));
        var spreads = new Spread?[arcs.Pairs.Count];
        Parallel.ForEach(
            Enumerable.Range(0, spreads.Length).OrderByDescending(arcs.TimedOf).ToList(),
            arc => spreads[arc] = Spread.Of(ticks.AsSpan(start[arc], start[arc + 1] - start[arc])));
        return spreads;
    }

    // The gaps between the first events of all cases add up to the way from the earliest to the latest.
    private static double? Arrival(EventLog log)
    {
        var (count, earliest, latest) = (0, long.MaxValue, long.MinValue);
        for (var c = 0; c < log.Cases; c++)
        {
            if (log.Began(c) is var began && began != EventLog.NoTime)
            {
                (count, earliest, latest) = (count + 1, Math.Min(earliest, began), Math.Max(latest, began));
            }
        }

        return count < 2 ? null : (double)(latest - earliest) / TimeSpan.TicksPerSecond / (count - 1);
    }

    private static int Resources(EventLog log)
    {
        if (!log.Attributes.TryGetValue(LogNames.Resource, out var resources))
        {
            return 0;
        }

        var seen = new bool[resources.Values.Count];
        foreach (var code in resources.Codes)
        {
            if (code >= 0)
            {
                seen[code] = true;
            }
        }

        return seen.Count(was => was);
    }
}
