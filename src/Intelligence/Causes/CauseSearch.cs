using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Crossdock.Intelligence.Causes;

/// <summary>What is asked for: what goes with taking long, or with failing.</summary>
public enum CauseMeasure { Slow, Failing }

/// <summary>What cases can have in common. The list is closed.</summary>
public enum Trait { Node, Region, Channel, Supplier, Category, Task, Hour, Staff, Connector, FailedAttempt, Policy }

/// <summary>A trait and which: <c>Node S101</c>, <c>Policy pick-time@3</c>.</summary>
public readonly record struct TraitValue(Trait Trait, string Value)
{
    /// <summary>
    /// Whom it is compared with: cases that have the like of it. A supplier is held against other suppliers and a version of a policy
    /// against its other versions, never against cases that have none.
    /// </summary>
    public string Family => Trait == Trait.Policy ? $"{Trait} {Value.Split('@')[0]}" : $"{Trait}";
}

/// <summary>One case of a slice.</summary>
/// <param name="Fails">null where it could not fail, as without a deadline</param>
public sealed record ObservedCase(double Seconds, bool? Fails, ImmutableArray<TraitValue> Traits);

/// <summary>Something that goes with slow or failing cases more than chance would have it.</summary>
/// <param name="With">the median in seconds, or the share from 0 to 1, of the cases that have it</param>
/// <param name="Others">the same of those they are held against</param>
/// <param name="Effect">With less Others, with 95 % confidence</param>
/// <param name="Chance">of so much by chance, were it the only thing looked at</param>
/// <param name="FalseShare">the least share of false claims at which it is still claimed among all that was looked at</param>
/// <param name="SameCases">other traits of nearly the same cases: which of them matters cannot be told from these</param>
public sealed record CauseClaim(
    TraitValue Trait, int WithCases, int OtherCases, double With, double Others, Interval Effect, double Chance, double FalseShare,
    ImmutableArray<TraitValue> SameCases);

/// <param name="Observed">cases that could be looked at</param>
/// <param name="Whole">the median in seconds or the share of all of them; null where there is none</param>
/// <param name="Tested">traits that had enough cases on both sides</param>
/// <param name="TooFew">traits that had not</param>
public sealed record CauseFindings(
    CauseMeasure Measure, int Observed, double? Whole, int Tested, int TooFew, ImmutableArray<CauseClaim> Claims);

/// <summary>Looks through every trait of a slice's cases at once, and claims no more than the rules allow.</summary>
public static class CauseSearch
{
    /// <summary>Two traits whose cases are shared to nine tenths are one finding: a store and the only region it is in.</summary>
    private const double Alike = 0.9;

    public static CauseFindings Find(IReadOnlyList<ObservedCase> cases, CauseMeasure measure, CauseRules rules)
    {
        ObservedCase[] looked = [.. measure == CauseMeasure.Failing ? cases.Where(one => one.Fails is not null) : cases];
        var bearers = new Dictionary<TraitValue, List<int>>();
        var families = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < looked.Length; i++)
        {
            var traits = looked[i].Traits.Where(trait => rules.NamesStaff || trait.Trait != Trait.Staff).Distinct().ToList();
            traits.ForEach(trait => Add(bearers, trait, i));
            foreach (var family in traits.Select(FamilyOf).OfType<string>().Distinct())
            {
                Add(families, family, i);
            }
        }

        int[] everyone = [.. Enumerable.Range(0, looked.Length)];
        var tests = new List<(TraitValue Trait, int[] With, int[] Others)>();
        var tooFew = 0;
        foreach (var (trait, with) in bearers.OrderBy(pair => pair.Key.Trait).ThenBy(pair => pair.Key.Value, StringComparer.Ordinal))
        {
            var others = (FamilyOf(trait) is { } family ? families[family] : (IEnumerable<int>)everyone).Except(with).ToArray();
            if (with.Count < rules.LeastCases || others.Length < rules.LeastCases)
            {
                // What all have in common is no trait of some.
                tooFew += others.Length == 0 ? 0 : 1;
            }
            else
            {
                tests.Add((trait, [.. with], others));
            }
        }

        var claims = measure == CauseMeasure.Slow ? Slow(looked, tests) : Failing(looked, tests);
        return new CauseFindings(
            measure, looked.Length, Whole(looked, measure), tests.Count, tooFew, Claimed(claims, tests, rules.FalseShare));
    }

    /// <summary>A failed attempt is held against all cases without one.</summary>
    private static string? FamilyOf(TraitValue trait) => trait.Trait == Trait.FailedAttempt ? null : trait.Family;

    private static List<CauseClaim> Failing(ObservedCase[] looked, List<(TraitValue Trait, int[] With, int[] Others)> tests)
    {
        var logs = Chance.LogFactorials(looked.Length);
        return
        [
            .. tests.Select(test =>
            {
                int Failed(int[] some) => some.Count(i => looked[i].Fails == true);
                var (with, others) = (Failed(test.With), Failed(test.Others));
                var effect = Chance.Shares(with, test.With.Length, others, test.Others.Length);
                var chance = Chance.Fisher(with, test.With.Length, with + others, test.With.Length + test.Others.Length, logs);
                return new CauseClaim(
                    test.Trait, test.With.Length, test.Others.Length, (double)with / test.With.Length, (double)others / test.Others.Length,
                    effect, chance, 1, []);
            }),
        ];
    }

    private static List<CauseClaim> Slow(ObservedCase[] looked, List<(TraitValue Trait, int[] With, int[] Others)> tests) =>
    [
        .. tests.Select(test =>
        {
            List<double> Lengths(int[] some) => [.. some.Select(i => looked[i].Seconds)];
            var (with, others) = (Lengths(test.With), Lengths(test.Others));
            var (sum, ties) = RankSum(with, others);
            var chance = Chance.Ranks(sum, with.Count, others.Count, ties);
            var effect = Chance.Medians(with, others);
            return new CauseClaim(
                test.Trait, with.Count, others.Count, Chance.Median(with).Value, Chance.Median(others).Value, effect, chance, 1, []);
        }),
    ];

    /// <summary>The sum of the group's ranks among all, those of equal lengths shared; and how much is equal.</summary>
    private static (double Sum, double Ties) RankSum(List<double> with, List<double> others)
    {
        var all = with.Select(value => (value, true)).Concat(others.Select(value => (value, false))).ToArray();
        Array.Sort(all, (a, b) => a.value.CompareTo(b.value));
        var (sum, ties) = (0.0, 0.0);
        for (int from = 0, to; from < all.Length; from = to)
        {
            to = from + 1;
            while (to < all.Length && all[to].value == all[from].value)
            {
                to++;
            }

            double equal = to - from, rank = (from + 1 + to) / 2.0;
            ties += equal * equal * equal - equal;
            sum += rank * all.AsSpan(from..to).ToArray().Count(one => one.Item2);
        }

        return (sum, ties);
    }

    /// <summary>What an interval that reaches down to nothing says is no more than chance, whatever the test says.</summary>
    private static ImmutableArray<CauseClaim> Claimed(
        List<CauseClaim> looked, List<(TraitValue Trait, int[] With, int[] Others)> tests, double falseShare)
    {
        var shares = Chance.FalseShares([.. looked.Select(one => one.Effect.Low > 0 ? one.Chance : 1)]);
        var held = looked.Select((one, i) => (Claim: one with { FalseShare = shares[i] }, With: tests[i].With.ToHashSet()))
            .Where(one => one.Claim.FalseShare <= falseShare)
            .OrderByDescending(one => one.Claim.Effect.Value).ThenBy(one => one.Claim.Chance).ToList();
        var claims = new List<(CauseClaim Claim, HashSet<int> With)>();
        foreach (var (claim, with) in held)
        {
            var same = claims.FindIndex(other => AreAlike(other.With, with));
            if (same < 0)
            {
                claims.Add((claim, with));
            }
            else
            {
                claims[same] = claims[same] with
                {
                    Claim = claims[same].Claim with { SameCases = claims[same].Claim.SameCases.Add(claim.Trait) },
                };
            }
        }

        return [.. claims.Select(one => one.Claim)];
    }

    private static bool AreAlike(HashSet<int> one, HashSet<int> other)
    {
        var both = one.Count(other.Contains);
        return both >= Alike * (one.Count + other.Count - both);
    }

    private static double? Whole(ObservedCase[] looked, CauseMeasure measure) =>
        looked.Length == 0 ? null
        : measure == CauseMeasure.Slow ? Chance.Median([.. looked.Select(one => one.Seconds)]).Value
        : (double)looked.Count(one => one.Fails == true) / looked.Length;

    private static void Add<TKey>(Dictionary<TKey, List<int>> lists, TKey key, int i)
        where TKey : notnull => (CollectionsMarshal.GetValueRefOrAddDefault(lists, key, out _) ??= []).Add(i);
}
