using Crossdock.Contracts;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ProcureToReplenish.Planning;
using static Crossdock.Unit.Tests.Processes.Replenishment.Shelves;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>A rule change shows what it would order before it takes hold.</summary>
public class DryRunTests
{
    [Fact]
    public void A_surer_service_level_shows_what_it_would_buy_more_and_for_how_much()
    {
        var run = Dry(With(Policy.ReplenishServiceLevel, 0.99), Sku(At(Given.Leeds, 5)), Sku(At(Given.York, 99)) with { Sku = "B" });

        var difference = run.Differences.ShouldHaveSingleItem("B is covered either way");
        (difference.Sku, difference.Node, difference.Currency).ShouldBe(("A", Given.Leeds, "GBP"));
        difference.BoughtBefore.ShouldBe(run.Before.Buys.Single().Pieces);
        difference.BoughtAfter.ShouldBe(run.After.Buys.Single().Pieces);
        difference.Money.ShouldBe((difference.BoughtAfter - difference.BoughtBefore) * 4m);
        run.Spends.ShouldBe([new Money(difference.Money, "GBP")]);
        difference.Money.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Dear_transfers_show_as_moves_that_become_orders()
    {
        var run = Dry(
            With(Policy.ReplenishTransferCost, 500m), Sku(At(Given.Leeds, 5, Terms with { LeadDays = [7, 7, 7, 7, 7] }),
            At(Given.Dc, 40, Terms with { LeadDays = [7, 7, 7, 7, 7] })));

        run.Differences.ShouldHaveSingleItem()
            .ShouldBe(new PlanDifference("A", Given.Leeds, "GBP", 0, 11, 11, 0, 0m, 44m));
    }

    [Fact]
    public void A_change_elsewhere_shows_no_difference_here() =>
        Dry(With(Policy.ReplenishServiceLevel, 0.99, new Scope(Node: Given.York)), Sku(At(Given.Leeds, 5))).Differences.ShouldBeEmpty();

    private static DryRun Dry(PolicyBook changed, params SkuSituation[] skus) =>
        DryRun.Of(skus, PolicyBook.Defaults, changed, Network, Given.Now);
}
