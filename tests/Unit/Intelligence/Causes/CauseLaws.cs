using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Intelligence.Causes;
using Crossdock.Unit.Tests.Dashboard;

namespace Crossdock.Unit.Tests.Intelligence.Causes;

/// <summary>What is claimed: at most the stated share by chance, what is planted always, and nothing of too few cases.</summary>
public sealed class CauseLaws
{
    private const int Runs = 400;

    private static readonly CauseRules Rules = new(LeastCases: 30, FalseShare: 0.05, NamesStaff: true);

    [Theory]
    [InlineData(CauseMeasure.Slow)]
    [InlineData(CauseMeasure.Failing)]
    public void Where_all_is_chance_a_claim_comes_in_no_more_runs_than_is_stated(CauseMeasure measure)
    {
        // With nothing to find every claim is false, and the share of runs with one is the share that is promised.
        var claimed = Enumerable.Range(1, Runs).Count(seed => !CauseSearch.Find(Random(seed), measure, Rules).Claims.IsEmpty);

        // Three standard deviations over 5 % of 400 runs.
        claimed.ShouldBeLessThanOrEqualTo((int)(Runs * 0.05 + 3 * Math.Sqrt(Runs * 0.05 * 0.95)), $"seeds 1 to {Runs}, {measure}");
    }

    [Theory]
    [InlineData(CauseMeasure.Slow)]
    [InlineData(CauseMeasure.Failing)]
    public void Beside_something_true_the_false_claims_stay_within_their_share(CauseMeasure measure)
    {
        var (falsely, found) = (0.0, 0);
        for (var seed = 1; seed <= Runs / 4; seed++)
        {
            var claims = CauseSearch.Find(Random(seed, Planted(Trait.Node, "N3")), measure, Rules).Claims;
            found += claims.Any(claim => claim.Trait == new TraitValue(Trait.Node, "N3")) ? 1 : 0;
            falsely += claims.IsEmpty ? 0 : (double)claims.Count(claim => claim.Trait.Value != "N3") / claims.Length;
        }

        found.ShouldBe(Runs / 4, "what is planted is always found");
        (falsely / (Runs / 4)).ShouldBeLessThan(0.08, $"seeds 1 to {Runs / 4}, {measure}");
    }

    [Fact]
    public void A_claim_says_how_much_of_how_many_and_how_sure()
    {
        var cases = Cases(60, "N1", i => i < 30, i => 100 + i).AddRange(Cases(200, "N2", i => i < 20, i => i));

        var failing = CauseSearch.Find(cases, CauseMeasure.Failing, Rules);
        var claim = failing.Claims.ShouldHaveSingleItem();
        (claim.Trait.Value, claim.WithCases, claim.OtherCases, claim.With, claim.Others).ShouldBe(("N1", 60, 200, 0.5, 0.1));
        claim.Effect.Value.ShouldBe(0.4, 1e-12);
        claim.Effect.Low.ShouldBeInRange(0.25, 0.30);
        claim.Effect.High.ShouldBeInRange(0.5, 0.55);
        (failing.Observed, failing.Tested, failing.TooFew).ShouldBe((260, 2, 0));
        failing.Whole!.Value.ShouldBe(50.0 / 260, 1e-12);

        var slow = CauseSearch.Find(cases, CauseMeasure.Slow, Rules).Claims.ShouldHaveSingleItem();
        (slow.Trait.Value, slow.With, slow.Others, slow.Effect.Value).ShouldBe(("N1", 129.5, 99.5, 30));
        ClaimSentence.Of(claim, "Fulfilment in Awaiting pick", CauseMeasure.Failing, isState: true, MadeUpRetailer.Network).ShouldBe(
            "Fulfilment in Awaiting pick at N1 is late in 50 of 100 cases, 40 more than at other nodes; with 95 % confidence 27 to 53 more "
            + "(60 cases against 200).");
        ClaimSentence.Of(slow, "Returns", CauseMeasure.Slow, isState: false, MadeUpRetailer.Network)
            .ShouldStartWith("Returns at N1 takes 2 min at the median, 30 s longer than at other nodes; with 95 % confidence ");
    }

    [Theory]
    [InlineData(29, 500)]
    [InlineData(500, 29)]
    public void Of_too_few_cases_nothing_is_claimed_however_plain_it_looks(int with, int others)
    {
        var cases = Cases(with, "N1", _ => true, _ => 1_000).AddRange(Cases(others, "N2", _ => false, _ => 1));

        foreach (var measure in Enum.GetValues<CauseMeasure>())
        {
            var found = CauseSearch.Find(cases, measure, Rules);
            found.Claims.ShouldBeEmpty();
            (found.Tested, found.TooFew).ShouldBe((0, 2));
        }

        CauseSearch.Find(cases, CauseMeasure.Failing, Rules with { LeastCases = 29 }).Claims.ShouldNotBeEmpty();
    }

    [Fact]
    public void What_is_faster_or_fails_less_is_no_cause()
    {
        var cases = Cases(100, "N1", _ => false, _ => 1).AddRange(Cases(100, "N2", _ => false, _ => 1));
        CauseSearch.Find(cases, CauseMeasure.Failing, Rules).Claims.ShouldBeEmpty();
        CauseSearch.Find(cases, CauseMeasure.Slow, Rules).Claims.ShouldBeEmpty();
    }

    [Fact]
    public void Two_traits_of_the_same_cases_are_one_finding()
    {
        var cases = Cases(60, "N1", _ => true, _ => 9).Select(one => one with { Traits = one.Traits.Add(new(Trait.Region, "uk")) })
            .Concat(Cases(60, "N2", _ => false, _ => 1).Select(one => one with { Traits = one.Traits.Add(new(Trait.Region, "dach")) }));

        var claim = CauseSearch.Find([.. cases], CauseMeasure.Failing, Rules).Claims.ShouldHaveSingleItem();
        claim.SameCases.Prepend(claim.Trait).ShouldBe([new(Trait.Node, "N1"), new(Trait.Region, "uk")]);
    }

    [Fact]
    public void A_version_of_a_policy_is_held_against_its_other_versions_and_people_only_where_the_retailer_says_so()
    {
        ImmutableArray<ObservedCase> Read(int count, bool fails, params TraitValue[] traits) =>
            [.. Enumerable.Range(0, count).Select(_ => new ObservedCase(1, fails, [.. traits]))];
        var (version, staff) = (new TraitValue(Trait.Policy, "pick-time@3"), new TraitValue(Trait.Staff, "Ida"));
        var cases = Read(50, true, version, staff).AddRange(Read(50, false, new TraitValue(Trait.Policy, "pick-time@2")))
            .AddRange(Read(400, true, new TraitValue(Trait.Policy, "pack-time@1")))
            .AddRange(Read(80, false, new TraitValue(Trait.Staff, "Bo")));

        var unnamed = CauseSearch.Find(cases, CauseMeasure.Failing, Rules with { NamesStaff = false }).Claims.ShouldHaveSingleItem();
        (unnamed.Trait, unnamed.WithCases, unnamed.OtherCases, unnamed.With, unnamed.Others).ShouldBe((version, 50, 50, 1, 0));
        unnamed.SameCases.ShouldBeEmpty();
        CauseSearch.Find(cases, CauseMeasure.Failing, Rules).Claims.ShouldHaveSingleItem().SameCases.ShouldBe([version]);
    }

    private static ImmutableArray<ObservedCase> Cases(int count, string node, Func<int, bool> fails, Func<int, double> seconds) =>
        [.. Enumerable.Range(0, count).Select(i => new ObservedCase(seconds(i), fails(i), [new TraitValue(Trait.Node, node)]))];

    private static Func<ImmutableArray<TraitValue>, bool> Planted(Trait trait, string value) =>
        traits => traits.Contains(new TraitValue(trait, value));

    /// <summary>Four hundred cases with forty traits; where a trait is planted, its cases are slow and fail more often.</summary>
    private static List<ObservedCase> Random(int seed, Func<ImmutableArray<TraitValue>, bool>? isWorse = null)
    {
        var random = new Random(seed);
        var cases = new List<ObservedCase>();
        for (var i = 0; i < 400; i++)
        {
            ImmutableArray<TraitValue> traits =
            [
                new(Trait.Node, $"N{random.Next(8)}"), new(Trait.Channel, $"C{random.Next(3)}"), new(Trait.Supplier, $"S{random.Next(6)}"),
                new(Trait.Hour, $"{random.Next(8, 18)}"), new(Trait.Staff, $"P{random.Next(6)}"), new(Trait.Category, $"G{random.Next(4)}"),
                new(Trait.Policy, $"pick-time@{random.Next(1, 4)}"),
            ];
            var worse = isWorse?.Invoke(traits) == true;
            cases.Add(new ObservedCase(
                Math.Round(-600 * Math.Log(1 - random.NextDouble()) * (worse ? 6 : 1)), random.NextDouble() < (worse ? 0.8 : 0.2), traits));
        }

        return cases;
    }
}
