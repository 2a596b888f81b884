using System.Collections.Immutable;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ProcureToReplenish.Planning;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>What a node is expected to sell.</summary>
public class ForecastTests
{
    private static readonly ReplenishmentRules Rules = ReplenishmentRules.Read(PolicyBook.Defaults, Scope.Everywhere, Given.Now);

    [Fact]
    public void Only_the_latest_days_count()
    {
        ImmutableArray<SoldDay> sold = [.. Shelves.Steady(50, 200), .. Shelves.Steady(2, 91)];

        DemandForecast.Of(sold, null, Rules).ShouldBe(new DemandForecast(2, 0, ForecastMethod.Mean, 91, 0));
    }

    [Fact]
    public void A_day_with_an_empty_shelf_says_nothing_of_demand()
    {
        ImmutableArray<SoldDay> sold =
            [.. Enumerable.Range(0, 60).SelectMany(_ => new[] { new SoldDay(4), new SoldDay(0, OutOfStock: true) })];

        var forecast = DemandForecast.Of(sold, null, Rules with { DemandDays = 120 })!;

        (forecast.Daily, forecast.Counted, forecast.LeftOut).ShouldBe((4d, 60, 60));
    }

    [Fact]
    public void Unless_more_was_sold_on_it_than_usual_since_demand_was_at_least_that()
    {
        ImmutableArray<SoldDay> sold = [.. Shelves.Steady(4, 45), .. Enumerable.Repeat(new SoldDay(8, OutOfStock: true), 45)];

        DemandForecast.Of(sold, null, Rules)!.Daily.ShouldBe(6);
    }

    [Fact]
    public void Demand_with_many_days_of_nothing_is_estimated_by_Croston_as_Syntetos_and_Boylan_corrected_it()
    {
        // Six pieces every third day: sizes and intervals stand still, so only the correction is left.
        ImmutableArray<SoldDay> sold = [.. Enumerable.Range(1, 90).Select(n => new SoldDay(n % 3 == 0 ? 6 : 0))];

        var forecast = DemandForecast.Of(sold, null, Rules)!;

        forecast.Method.ShouldBe(ForecastMethod.CrostonSba);
        forecast.Daily.ShouldBe(0.95 * 2, 1e-9);
    }

    [Fact]
    public void A_sale_that_is_not_usual_moves_an_intermittent_estimate_by_its_share()
    {
        ImmutableArray<SoldDay> sold = [.. Enumerable.Range(1, 90).Select(n => new SoldDay(n == 90 ? 16 : n % 3 == 0 ? 6 : 0))];

        DemandForecast.Of(sold, null, Rules)!.Daily.ShouldBe(0.95 * 7 / 3, 1e-9, "a tenth of the ten pieces more");
    }

    [Fact]
    public void What_never_sold_is_not_expected_to() =>
        DemandForecast.Of(Shelves.Steady(0), null, Rules).ShouldBe(new DemandForecast(0, 0, ForecastMethod.Mean, 91, 0));

    [Fact]
    public void A_new_SKU_starts_with_the_sales_of_its_like_and_earns_its_own()
    {
        DemandForecast Sells(int days) => DemandForecast.Of(Shelves.Steady(1, days), alike: 5, Rules)!;

        (Sells(0).Daily, Sells(0).Method).ShouldBe((5d, ForecastMethod.ColdStart));
        Sells(7).Daily.ShouldBe(4, 1e-9, "7 of 28 days are a quarter");
        Sells(14).Daily.ShouldBe(3, 1e-9);
        Sells(28).ShouldBe(new DemandForecast(1, 0, ForecastMethod.Mean, 28, 0));
    }

    [Fact]
    public void Few_days_never_look_surer_than_chance_allows() =>
        DemandForecast.Of(Shelves.Steady(4, 5), null, Rules)!.Deviation.ShouldBe(2, 1e-9, "the root of 4, as a Poisson process varies");
}
