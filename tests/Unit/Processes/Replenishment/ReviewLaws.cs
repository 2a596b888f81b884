using System.Collections.Immutable;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.ProcureToReplenish.Planning;
using CsCheck;
using static Crossdock.Unit.Tests.Processes.Replenishment.Shelves;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>What holds for every plan, whatever was sold and lies there.</summary>
public class ReviewLaws
{
    private static readonly string[] Nodes = [Given.Dc, Given.Leeds, Given.York];

    private static readonly Gen<SupplyTerms> AnyTerms = Gen.Select(
        Gen.Int[1, 24], Gen.Int[0, 60], Gen.Int[0, 20], Gen.Int[0, 30].Array[0, 8], Gen.Int[1, 14], Gen.Int[0, 900],
        (pack, minimum, lead, past, cycle, pence) =>
            new SupplyTerms("SUP-A", pence / 100m, "GBP", pack, minimum, lead, [.. past], cycle));

    private static readonly Gen<SoldDay> AnyDay = Gen.Select(
        Gen.Int[-6, 9], Gen.Int[0, 9], (pieces, shelf) => new SoldDay(Math.Max(0, pieces), shelf == 0));

    private static readonly Gen<NodeSituation> AnyNode = Gen.Select(
        AnyDay.Array[0, 100], Gen.Int[-5, 120], Gen.Int[0, 40], Gen.Int[0, 20], Gen.Int[0, 10], AnyTerms, Gen.Int[0, 3],
        (sold, there, ordered, moving, owed, terms, odd) => new NodeSituation(
            "", [.. sold], new StockThere(there, ordered, moving, owed), odd == 0 ? [] : [terms], odd == 1 ? null : 1.5));

    private static readonly Gen<SkuSituation> AnySku = AnyNode.Array[1, 3].Select(nodes =>
        Sku([.. nodes.Select((at, n) => at with { Node = Nodes[n] })]));

    private static readonly Gen<double> AnyLevel = Gen.Double[0.5, 0.999];

    [Fact]
    public void What_is_covered_is_never_ordered() => AnySku.Sample(sku =>
    {
        var plan = Review(sku);
        foreach (var reckoned in plan.Buys.Select(buy => buy.Reckoned).Concat(plan.Moves.Select(move => move.Reckoned)))
        {
            reckoned.Position.ShouldBeLessThan(reckoned.Level);
        }

        (plan.Covered + To(plan).Distinct().Count() + plan.Faults.Length).ShouldBe(plan.Reviewed);
    });

    [Fact]
    public void An_order_is_whole_packs_at_least_the_minimum_and_covers_the_need() => AnySku.Sample(sku =>
    {
        foreach (var buy in Review(sku).Buys)
        {
            var terms = sku.Nodes.Single(at => at.Node == buy.Node).Suppliers[0];
            (buy.Pieces % terms.Pack).ShouldBe(0);
            ((long)buy.Pieces).ShouldBeGreaterThanOrEqualTo(Math.Max(terms.MinimumPieces, buy.Reckoned.Need));
            (buy.Pieces - Math.Max(terms.MinimumPieces, buy.Reckoned.Need)).ShouldBeLessThan(terms.Pack, "and not a pack more");
        }
    });

    [Fact]
    public void A_piece_more_on_hand_never_orders_more() => Gen.Select(AnySku, Gen.Int[0, 2], Gen.Int[1, 30]).Sample((sku, which, more) =>
    {
        var at = sku.Nodes[which % sku.Nodes.Length];
        var fuller = at with { Stock = at.Stock with { Available = at.Stock.Available + more } };

        Got(Review(sku with { Nodes = sku.Nodes.Replace(at, fuller) }), at.Node).ShouldBeLessThanOrEqualTo(Got(Review(sku), at.Node));
    });

    [Fact]
    public void A_higher_service_level_never_orders_less() => Gen.Select(AnyNode, AnyLevel, AnyLevel).Sample((node, a, b) =>
    {
        var sku = Sku(node with { Node = Given.Leeds });
        int At(double level) => Got(Review(With(Policy.ReplenishServiceLevel, level), sku), Given.Leeds);

        At(Math.Max(a, b)).ShouldBeGreaterThanOrEqualTo(At(Math.Min(a, b)));
    });

    [Fact]
    public void Nor_does_it_lower_what_any_node_has_to_have() => Gen.Select(AnySku, AnyLevel, AnyLevel).Sample((sku, a, b) =>
    {
        Dictionary<string, long> Levels(double level)
        {
            var plan = Review(With(Policy.ReplenishServiceLevel, level), sku);
            return plan.Buys.Select(buy => (buy.Node, buy.Reckoned.Level))
                .Concat(plan.Moves.Select(move => (Node: move.To, move.Reckoned.Level))).DistinctBy(row => row.Node)
                .ToDictionary(row => row.Node, row => row.Level);
        }

        var (low, high) = (Levels(Math.Min(a, b)), Levels(Math.Max(a, b)));
        foreach (var (node, level) in low.Where(row => high.ContainsKey(row.Key)))
        {
            high[node].ShouldBeGreaterThanOrEqualTo(level);
        }
    });

    [Fact]
    public void No_node_gives_more_than_lies_there_free_nor_goes_below_its_own_level() => AnySku.Sample(sku =>
    {
        var plan = Review(sku);
        foreach (var giver in plan.Moves.GroupBy(move => move.From))
        {
            var at = sku.Nodes.Single(at => at.Node == giver.Key);
            giver.Sum(move => move.Pieces).ShouldBeLessThanOrEqualTo(at.Stock.Available);
            plan.Buys.ShouldNotContain(buy => buy.Node == giver.Key, "who needs some gives none");
            plan.Moves.ShouldNotContain(move => move.To == giver.Key);
        }

        plan.Moves.ShouldAllBe(move => move.Pieces > 0 && move.From != move.To);
    });

    /// <summary>A need that could not be met is open still: what another node has bought beyond its own need may meet it now.</summary>
    [Fact]
    public void A_second_review_orders_nothing_for_a_need_that_the_first_one_ordered() => AnySku.Sample(sku =>
    {
        var first = Review(sku);
        var again = Review(Taken(sku, first));

        var open = first.Faults.Select(fault => fault.Node).Concat(first.Waits.Select(wait => wait.Node)).ToHashSet();
        again.Buys.Select(buy => buy.Node).Concat(again.Moves.Select(move => move.To)).Where(node => !open.Contains(node)).ShouldBeEmpty();
    });

    [Fact]
    public void The_same_books_give_the_same_plan_in_whatever_order_nodes_are_told() => AnySku.Sample(sku =>
    {
        var turned = Review(sku with { Nodes = [.. sku.Nodes.Reverse()] });

        turned.Buys.OrderBy(buy => buy.Node).ShouldBe(Review(sku).Buys.OrderBy(buy => buy.Node));
        turned.Moves.OrderBy(move => (move.From, move.To)).ShouldBe(Review(sku).Moves.OrderBy(move => (move.From, move.To)));
    });

    private static int Got(ReplenishmentPlan plan, string node) =>
        plan.Buys.Where(buy => buy.Node == node).Sum(buy => buy.Pieces)
        + plan.Moves.Where(move => move.To == node).Sum(move => move.Pieces);

    private static IEnumerable<string> To(ReplenishmentPlan plan) =>
        plan.Buys.Select(buy => buy.Node).Concat(plan.Moves.Select(move => move.To)).Concat(plan.Waits.Select(wait => wait.Node));

    /// <summary>As the books stand once the plan was carried out: ordered, and picked where it is moved from.</summary>
    private static SkuSituation Taken(SkuSituation sku, ReplenishmentPlan plan) => sku with
    {
        Nodes = [.. sku.Nodes.Select(at => at with
        {
            Stock = at.Stock with
            {
                Available = at.Stock.Available - plan.Moves.Where(move => move.From == at.Node).Sum(move => move.Pieces),
                OnOrder = at.Stock.OnOrder + plan.Buys.Where(buy => buy.Node == at.Node).Sum(buy => buy.Pieces),
                InTransit = at.Stock.InTransit + plan.Moves.Where(move => move.To == at.Node).Sum(move => move.Pieces),
            },
        })],
    };
}
