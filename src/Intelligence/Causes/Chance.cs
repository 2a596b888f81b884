namespace Crossdock.Intelligence.Causes;

/// <summary>An effect and where it lies with 95 % confidence.</summary>
public readonly record struct Interval(double Value, double Low, double High);

/// <summary>
/// How likely it is that chance alone makes one group worse than the rest by so much, and how large the difference is. Each method and
/// its source stands in docs/intelligence/causes.md.
/// </summary>
internal static class Chance
{
    /// <summary>Of the normal distribution, for 95 % on both sides.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Fisher's exact test, one-sided: how likely at least so many failures are in the group when failures fall anywhere.
    /// </summary>
    /// <param name="logs">of factorials, see <see cref="LogFactorials"/>, up to the number of all</param>
    public static double Fisher(int failed, int group, int failedInAll, int all, double[] logs)
    {
        double Log(int x) =>
            logs[failedInAll] - logs[x] - logs[failedInAll - x]
            + logs[all - failedInAll] - logs[group - x] - logs[all - failedInAll - group + x]
            - (logs[all] - logs[group] - logs[all - group]);
        var (least, most) = (Math.Max(0, group + failedInAll - all), Math.Min(group, failedInAll));
        // Outwards from what was seen, on the side where terms shrink: none begins at nothing, and the rest may be left out.
        var upper = failed > (double)group * failedInAll / all;
        var (sum, x, end, step) = upper ? (0.0, failed, most, 1) : (0.0, failed - 1, least, -1);
        for (; step > 0 ? x <= end : x >= end; x += step)
        {
            var term = Math.Exp(Log(x));
            sum += term;
            if (term < sum * 1e-17)
            {
                break;
            }
        }

        return Math.Clamp(upper ? sum : 1 - sum, 0, 1);
    }

    public static double[] LogFactorials(int most)
    {
        var logs = new double[most + 1];
        for (var i = 2; i <= most; i++)
        {
            logs[i] = logs[i - 1] + Math.Log(i);
        }

        return logs;
    }

    /// <summary>The difference of two shares: Newcombe's hybrid of two Wilson intervals.</summary>
    public static Interval Shares(int failed, int group, int failedElsewhere, int elsewhere)
    {
        var (one, other) = (Wilson(failed, group), Wilson(failedElsewhere, elsewhere));
        return Apart(one, other);
    }

    /// <summary>
    /// Mann and Whitney's rank test, one-sided, with ties and continuity corrected: how likely the group's ranks are to sum to at least
    /// that much when lengths fall anywhere.
    /// </summary>
    /// <param name="ties">the sum of t³ - t over lengths that are the same</param>
    public static double Ranks(double rankSum, int group, int elsewhere, double ties)
    {
        double n = group, m = elsewhere, all = n + m;
        var u = rankSum - n * (n + 1) / 2;
        var spread = Math.Sqrt(n * m / 12 * (all + 1 - ties / (all * (all - 1))));
        return spread == 0 ? 1 : AboveNormal((u - n * m / 2 - 0.5) / spread);
    }

    /// <summary>The difference of two medians, from the intervals of each by order statistics.</summary>
    public static Interval Medians(List<double> group, List<double> elsewhere) => Apart(Median(group), Median(elsewhere));

    /// <summary>
    /// Benjamini and Hochberg: for each test the least share of false claims at which it would still be claimed.
    /// </summary>
    public static double[] FalseShares(IReadOnlyList<double> chances)
    {
        var order = Enumerable.Range(0, chances.Count).OrderByDescending(i => chances[i]).ToArray();
        var (shares, least) = (new double[chances.Count], 1.0);
        for (var place = 0; place < order.Length; place++)
        {
            least = Math.Min(least, chances[order[place]] * chances.Count / (chances.Count - place));
            shares[order[place]] = least;
        }

        return shares;
    }

    internal static Interval Wilson(int failed, int group)
    {
        double n = group, p = failed / n, z2 = Z * Z;
        var (middle, half) = ((p + z2 / (2 * n)) / (1 + z2 / n), Z * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n));
        return new Interval(p, Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    internal static Interval Median(List<double> values)
    {
        values.Sort();
        var n = values.Count;
        var half = Z * Math.Sqrt(n) / 2;
        var low = Math.Max(0, (int)Math.Floor(n / 2.0 - half) - 1);
        var high = Math.Min(n - 1, (int)Math.Ceiling(n / 2.0 + 1 + half) - 1);
        return new Interval((values[(n - 1) / 2] + values[n / 2]) / 2, values[low], values[high]);
    }

    /// <summary>Zou and Donner: the limits of a difference from those of its two sides.</summary>
    private static Interval Apart(Interval one, Interval other)
    {
        static double Far(double a, double b) => Math.Sqrt(a * a + b * b);
        var apart = one.Value - other.Value;
        return new Interval(
            apart, apart - Far(one.Value - one.Low, other.High - other.Value), apart + Far(one.High - one.Value, other.Value - other.Low));
    }

    /// <summary>Abramowitz and Stegun 26.2.17 for the upper tail; its error is below 7.5e-8, and relative far out.</summary>
    internal static double AboveNormal(double z)
    {
        if (z < 0)
        {
            return 1 - AboveNormal(-z);
        }

        // Beyond this the polynomial is right to few digits, which no claim hangs on.
        var t = 1 / (1 + 0.2316419 * z);
        var tail = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * tail;
    }
}
