using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ProcureToReplenish.Planning;
using static Crossdock.Unit.Tests.Processes.Replenishment.Shelves;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>What a review proposes, and what it leaves alone.</summary>
public class ReviewTests
{
    [Fact]
    public void A_shelf_is_filled_for_lead_time_and_order_cycle()
    {
        var buy = Review(Certain, Sku(At(Given.Leeds, 5))).Buys.ShouldHaveSingleItem();

        (buy.Pieces, buy.Money).ShouldBe((11, 44m), "2 a day for 7 days and 1 more are 16; 5 are there");
        buy.Expected.ShouldBe(new DateOnly(2026, 12, 1));
        (buy.Reckoned.Level, buy.Reckoned.Position).ShouldBe((16, 5));
    }

    [Fact]
    public void What_varies_needs_safety_stock_by_the_stated_formula()
    {
        ImmutableArray<SoldDay> uneven = [.. Enumerable.Range(0, 90).Select(n => new SoldDay(n % 2 == 0 ? 1 : 3))];
        var terms = Terms with { LeadDays = [6, 8, 6, 8, 6, 8], OrderCycleDays = 7 };
        var reckoned = Review(Sku(At(Given.Leeds, 0, terms, uneven))).Buys.Single().Reckoned;

        var (deviation, lead) = (Math.Sqrt(90.0 / 89), Math.Sqrt(6.0 / 5));
        reckoned.Demand.Deviation.ShouldBe(deviation, 1e-9);
        reckoned.Lead.ShouldBe(new LeadTime(7, lead, Proven: true));
        var safety = 1.6449 * Math.Sqrt((14 * deviation * deviation) + (4 * lead * lead));
        reckoned.Level.ShouldBe((long)Math.Ceiling(28 + safety));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.9, 1.2816)]
    [InlineData(0.95, 1.6449)]
    [InlineData(0.99, 2.3263)]
    [InlineData(0.999, 3.0902)]
    public void The_safety_factor_is_the_normal_quantile(double level, double factor) =>
        OrderUpTo.SafetyFactor(level).ShouldBe(factor, 0.0006);

    [Fact]
    public void What_is_on_order_or_under_way_counts_and_what_is_owed_counts_against()
    {
        int Bought(StockThere stock) =>
            Review(Certain, Sku(At(Given.Leeds, 0) with { Stock = stock })).Buys.Sum(buy => buy.Pieces);

        Bought(new StockThere(0)).ShouldBe(16);
        Bought(new StockThere(0, OnOrder: 10)).ShouldBe(6);
        Bought(new StockThere(0, OnOrder: 10, InTransit: 6)).ShouldBe(0);
        Bought(new StockThere(0, OnOrder: 10, InTransit: 6, BackOrdered: 3)).ShouldBe(3);
        Bought(new StockThere(-4)).ShouldBe(20, "a till sold four that the books did not know");
    }

    [Theory]
    [InlineData(15, 12, 0, 12)]
    [InlineData(15, 12, 30, 36)]
    [InlineData(3, 12, 0, 24)]
    [InlineData(16, 12, 30, 0)]
    public void Whole_packs_and_the_suppliers_minimum_or_nothing(int there, int pack, int minimum, int bought) =>
        Review(Certain, Sku(At(Given.Leeds, there, Terms with { Pack = pack, MinimumPieces = minimum }))).Buys.Sum(buy => buy.Pieces)
            .ShouldBe(bought);

    [Fact]
    public void A_node_that_can_spare_it_gives_before_anything_is_bought()
    {
        var plan = Review(Certain, Sku(At(Given.Leeds, 5), At(Given.Dc, 40)));

        plan.Buys.ShouldBeEmpty();
        var move = plan.Moves.ShouldHaveSingleItem();
        (move.From, move.To, move.Pieces).ShouldBe((Given.Dc, Given.Leeds, 11));
    }

    [Fact]
    public void Not_where_moving_costs_more_than_buying()
    {
        var cheap = Terms with { UnitPrice = 0.5m };
        var plan = Review(Certain, Sku(At(Given.Leeds, 5, cheap), At(Given.Dc, 40, cheap)));

        plan.Moves.ShouldBeEmpty();
        plan.Buys.Single().Pieces.ShouldBe(11, "15 and 11 times 20 pence are more than 5 and 11 times 50 pence");
    }

    [Fact]
    public void A_node_gives_only_what_lies_there_free_beyond_its_own_need()
    {
        var coming = At(Given.Dc, 3) with { Stock = new StockThere(3, OnOrder: 100) };
        Review(Certain, Sku(At(Given.Leeds, 5), coming)).Buys.Single().Pieces.ShouldBe(11, "what is on order is not there to give");

        Review(Certain, Sku(At(Given.Leeds, 5), At(Given.Dc, 26))).Buys.Single().Pieces.ShouldBe(11, "10 of the 26 are to spare, not 11");
    }

    [Fact]
    public void Two_nodes_give_together_where_one_cannot()
    {
        var plan = Review(Certain, Sku(At(Given.Leeds, 5), At(Given.Dc, 24), At(Given.York, 21)));

        plan.Moves.Select(move => (move.From, move.Pieces)).ShouldBe([(Given.Dc, 8), (Given.York, 3)]);
    }

    [Fact]
    public void A_need_waits_for_the_day_on_which_its_supplier_takes_an_order()
    {
        var plan = Review(Certain, Sku(At(Given.Leeds, 5, Terms with { OrderCycleDays = 7, NextOrder = new DateOnly(2026, 11, 26) })));

        plan.Buys.ShouldBeEmpty();
        plan.Waits.ShouldHaveSingleItem().ShouldBe(new PlannedWait("A", Given.Leeds, "SUP-A", 23, new DateOnly(2026, 11, 26)));
    }

    [Fact]
    public void What_nobody_supplies_and_nobody_can_spare_is_listed()
    {
        var orphan = At(Given.Leeds, 0) with { Suppliers = [] };
        Review(Sku(orphan)).Faults.Single().What.ShouldContain("nobody supplies it");
        Review(Sku(orphan, At(Given.Dc, 90))).Moves.ShouldHaveSingleItem();
    }

    public static TheoryData<string, SkuSituation> Bad => new()
    {
        { "A pack of 0 cannot be.", Sku(At(Given.Leeds, 0, Terms with { Pack = 0 })) },
        { "A minimum of -1 pieces cannot be.", Sku(At(Given.Leeds, 0, Terms with { MinimumPieces = -1 })) },
        { "A price of -4 cannot be.", Sku(At(Given.Leeds, 0, Terms with { UnitPrice = -4 })) },
        { "'pounds' is no currency.", Sku(At(Given.Leeds, 0, Terms with { Currency = "pounds" })) },
        { "An agreed lead time of -7 days cannot be.", Sku(At(Given.Leeds, 0, Terms with { AgreedLeadDays = -7 })) },
        { "An order cycle of 0 days cannot be.", Sku(At(Given.Leeds, 0, Terms with { OrderCycleDays = 0 })) },
        { "A past delivery's lead time cannot be.", Sku(At(Given.Leeds, 0, Terms with { LeadDays = [3, -1] })) },
        { "The supplier is not letters, digits and . _ : - only.", Sku(At(Given.Leeds, 0, Terms with { Supplier = "a/b" })) },
        { "-1 pieces on order cannot be.", Sku(At(Given.Leeds, 0) with { Stock = new StockThere(0, -1) }) },
        { "A day's sales are below 0 or absurdly many.", Sku(At(Given.Leeds, 0, sold: [new SoldDay(-2)])) },
        { "Its sales are missing.", Sku(At(Given.Leeds, 0) with { Sold = default }) },
        { "The daily demand of its like is NaN.", Sku(At(Given.Leeds, 0) with { AlikeDaily = double.NaN }) },
        { "It has no sales yet and nothing to be compared with.", Sku(At(Given.Leeds, 0, sold: [])) },
        { "The network has no such node.", Sku(At("ST-9", 0)) },
        { "A supplier's own stock is not ours to fill.", Sku(At(Given.Supplier, 0)) },
        { "The node stands there twice; which one holds nobody knows.", Sku(At(Given.Leeds, 0), At(Given.Leeds, 9)) },
        { "No node keeps it.", Sku() },
        { "The SKU is not letters, digits and . _ : - only.", Sku(At(Given.Leeds, 0)) with { Sku = "A B" } },
        { "The category 'a b' is not letters, digits and . _ : - only.", Sku(At(Given.Leeds, 0)) with { Category = "a b" } },
        { "It would need 2000000000 pieces, which cannot be meant.",
            Sku(At(Given.Leeds, 0, Terms with { AgreedLeadDays = 999 }, Steady(2_000_000))) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_record_is_listed_and_the_rest_goes_on(string what, SkuSituation bad)
    {
        var good = Sku(At(Given.York, 5)) with { Sku = "B" };

        var plan = Review(Certain, bad, good);

        plan.Faults.ShouldHaveSingleItem().What.ShouldBe(what);
        plan.Buys.ShouldHaveSingleItem().Sku.ShouldBe("B");
    }

    [Fact]
    public void A_bad_node_does_not_stop_the_other_nodes_of_its_SKU()
    {
        var plan = Review(Certain, Sku(At("ST-9", 0), At(Given.York, 5)));

        plan.Faults.Single().Node.ShouldBe("ST-9");
        plan.Buys.Single().Node.ShouldBe(Given.York);
        (plan.Reviewed, plan.Covered).ShouldBe((2, 0));
    }

    [Fact]
    public void A_SKU_that_stands_there_twice_is_ordered_once()
    {
        var plan = Review(Certain, Sku(At(Given.Leeds, 5)), Sku(At(Given.Leeds, 5)));

        plan.Buys.ShouldHaveSingleItem();
        plan.Faults.Single().What.ShouldContain("one need is not ordered twice");
    }

    [Fact]
    public void A_rule_that_is_set_to_what_it_may_not_be_orders_nothing_there_and_is_listed()
    {
        var wrong = With(Policy.ReplenishServiceLevel, 1.5, new Scope(Category: "toys"));

        var plan = Review(wrong, Sku(At(Given.Leeds, 5)), Sku(At(Given.Leeds, 5)) with { Sku = "B", Category = "books" });

        plan.Buys.ShouldHaveSingleItem().Sku.ShouldBe("B");
        plan.Faults.Single().What.ShouldBe("replenish-service-level is set to 1.5; it may be 0.5 to 0.999.");
    }

    [Fact]
    public void A_rule_of_a_supplier_or_a_category_holds_there_only()
    {
        var surer = With(Policy.ReplenishServiceLevel, 0.999, new Scope(Supplier: "SUP-B"));
        long LevelFrom(string supplier) =>
            Review(surer, Sku(At(Given.Leeds, 0, Terms with { Supplier = supplier }))).Buys.Single().Reckoned.Level;

        LevelFrom("SUP-B").ShouldBeGreaterThan(LevelFrom("SUP-A"));
    }
}
