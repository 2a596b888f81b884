using Crossdock.Intelligence.Causes;

namespace Crossdock.Unit.Tests.Intelligence.Causes;

/// <summary>Each method against what its source, or counting by hand, says.</summary>
public sealed class ChanceTests
{
    [Fact]
    public void Fisher_and_the_lady_who_tasted_tea()
    {
        Fisher(3, 4, 4, 8).ShouldBe(17.0 / 70, 1e-12);
        Fisher(4, 4, 4, 8).ShouldBe(1.0 / 70, 1e-12);
        Fisher(0, 4, 4, 8).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Fisher_is_what_one_counts_over_all_ways_of_falling()
    {
        var ways = Enumerable.Range(0, 1 << 12).Where(set => int.PopCount(set) == 5).ToList();
        for (var group = 1; group < 12; group++)
        {
            var inGroup = (1 << group) - 1;
            for (var failed = 0; failed <= Math.Min(group, 5); failed++)
            {
                var counted = (double)ways.Count(set => int.PopCount(set & inGroup) >= failed) / ways.Count;
                Fisher(failed, group, 5, 12).ShouldBe(counted, 1e-12, $"{failed} of {group}");
            }
        }
    }

    [Fact]
    public void Fisher_over_many_cases_keeps_both_ends()
    {
        Fisher(5_000, 10_000, 5_000, 20_000).ShouldBeInRange(0, 1e-300);
        Fisher(2_500, 10_000, 5_000, 20_000).ShouldBe(0.5, 0.02);
        Fisher(10, 10_000, 5_000, 20_000).ShouldBe(1, 1e-12);
    }

    /// <summary>Newcombe 1998: 81 of 263 in the paper on one share, 56 of 70 against 48 of 80 in that on two.</summary>
    [Fact]
    public void Shares_lie_where_Newcombe_has_them()
    {
        var one = Chance.Wilson(81, 263);
        (one.Low, one.High).ShouldBe((0.2553, 0.3662), new Nearly(5e-5));
        var two = Chance.Shares(56, 70, 48, 80);
        two.Value.ShouldBe(0.2, 1e-12);
        (two.Low, two.High).ShouldBe((0.0524, 0.3339), new Nearly(5e-5));
        Chance.Shares(0, 40, 40, 40).Value.ShouldBe(-1);
    }

    [Fact]
    public void Ranks_with_ties_are_worked_out_as_by_hand()
    {
        // 1 2 3 4 5 5 7 9 against 1 1 2 2 3 3 4 5: ranks 82.5, ties 102, spread 9.4021.
        Chance.Ranks(82.5, 8, 8, 102).ShouldBe(0.06824, 1e-5);
        Chance.Ranks(36, 8, 8, 0).ShouldBeGreaterThan(0.999);
        Chance.Ranks(68, 8, 8, 16 * 16 * 16 - 16).ShouldBe(1, "all are the same");
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.959963984540054, 0.025)]
    [InlineData(-1.959963984540054, 0.975)]
    [InlineData(4, 3.1671e-5)]
    public void The_tail_of_the_normal_distribution(double z, double above) =>
        Chance.AboveNormal(z).ShouldBe(above, above * 1e-3);

    /// <summary>Conover, Practical Nonparametric Statistics: ranks n/2 -+ z sqrt(n)/2; of 100 the 40th and the 61st.</summary>
    [Fact]
    public void A_median_lies_between_its_order_statistics()
    {
        var median = Chance.Median([.. Enumerable.Range(1, 100).Reverse().Select(i => (double)i)]);
        (median.Value, median.Low, median.High).ShouldBe((50.5, 40, 61));
    }

    /// <summary>The fifteen chances of Benjamini and Hochberg 1995: four are claimed at 5 %.</summary>
    [Fact]
    public void Four_of_the_fifteen_are_claimed()
    {
        double[] chances =
            [0.0344, 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];

        var shares = Chance.FalseShares(chances);
        shares.Count(share => share <= 0.05).ShouldBe(4);
        shares[1].ShouldBe(0.0015, 1e-12);
        shares[4].ShouldBe(0.035625, 1e-12);
        shares.Max().ShouldBe(1);
        Chance.FalseShares([]).ShouldBeEmpty();
    }

    private static double Fisher(int failed, int group, int failedInAll, int all) =>
        Chance.Fisher(failed, group, failedInAll, all, Chance.LogFactorials(all));

    private sealed class Nearly(double by) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) < by && Math.Abs(x.Item2 - y.Item2) < by;

        public int GetHashCode((double, double) obj) => 0;
    }
}
