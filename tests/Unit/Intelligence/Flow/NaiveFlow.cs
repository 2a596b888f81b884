namespace Crossdock.Unit.Tests.Intelligence.Flow;

/// <summary>An event as a test writes it; null where it has no time.</summary>
internal sealed record MadeUpEvent(string Case, string Activity, long? Second, string? Channel = null, string? Resource = null);

/// <summary>The figures as one would reckon them with pencil and paper, to hold against the fast ones.</summary>
internal sealed class NaiveFlow
{
    public NaiveFlow(IEnumerable<MadeUpEvent> events)
    {
        // OrderBy is stable, so equal times stay as they came.
        var cases = events.GroupBy(e => e.Case).Select(group => group.OrderBy(e => e.Second).ToList()).ToList();
        Events = cases.Sum(one => one.Count);
        Cases = cases.Count;
        Starts = Counts(cases.Select(one => one[0].Activity));
        Ends = Counts(cases.Select(one => one[^1].Activity));
        Variants = Counts(cases.Select(one => string.Join('>', one.Select(e => e.Activity))));
        Rework = Counts(cases.SelectMany(one => one.GroupBy(e => e.Activity).Where(g => g.Count() > 1).Select(g => g.Key)));
        Steps = cases.SelectMany(one => one.Zip(one.Skip(1), (a, b) => ($"{a.Activity}>{b.Activity}", (double)(b.Second! - a.Second!))))
            .GroupBy(step => step.Item1).ToDictionary(g => g.Key, g => g.Select(step => step.Item2).Order().ToList());
        Durations = [.. cases.Select(one => (double)(one[^1].Second! - one[0].Second!)).Order()];
    }

    public int Events { get; }

    public int Cases { get; }

    public Dictionary<string, int> Starts { get; }

    public Dictionary<string, int> Ends { get; }

    public Dictionary<string, int> Variants { get; }

    public Dictionary<string, int> Rework { get; }

    public Dictionary<string, List<double>> Steps { get; }

    public List<double> Durations { get; }

    public static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    private static Dictionary<string, int> Counts(IEnumerable<string> names) => names.CountBy(name => name).ToDictionary();
}
