using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.ProcureToReplenish.Planning;

/// <summary>What a changed rule would order otherwise for one SKU at one node.</summary>
public sealed record PlanDifference(
    string Sku, string Node, string Currency, int BoughtBefore, int BoughtAfter, int MovedBefore, int MovedAfter,
    decimal MoneyBefore, decimal MoneyAfter)
{
    public decimal Money => MoneyAfter - MoneyBefore;
}

/// <summary>The plan by the rules in force, the plan by changed ones, and where they differ. Nothing is ordered by either.</summary>
public sealed record DryRun(ReplenishmentPlan Before, ReplenishmentPlan After, ImmutableArray<PlanDifference> Differences)
{
    /// <summary>What the change would spend more, by currency; less is below 0.</summary>
    public ImmutableArray<Money> Spends =>
        [.. Differences.Where(one => one.Money != 0).GroupBy(one => one.Currency).OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => new Money(one.Sum(difference => difference.Money), one.Key))];

    public static DryRun Of(
        IEnumerable<SkuSituation> skus, PolicyBook inForce, PolicyBook changed, RetailNetwork network, DateTimeOffset now)
    {
        var (before, after) = (new ReplenishmentReview(inForce, network, now), new ReplenishmentReview(changed, network, now));
        foreach (var sku in skus)
        {
            before.Look(sku);
            after.Look(sku);
        }

        var (old, young) = (before.Plan, after.Plan);
        return new DryRun(old, young, [.. Compare(old, young)]);
    }

    private static IEnumerable<PlanDifference> Compare(ReplenishmentPlan before, ReplenishmentPlan after)
    {
        var (was, willBe) = (ByPlace(before), ByPlace(after));
        foreach (var place in was.Keys.Union(willBe.Keys).OrderBy(place => place.Sku, StringComparer.Ordinal)
            .ThenBy(place => place.Node, StringComparer.Ordinal))
        {
            var (a, b) = (was.GetValueOrDefault(place), willBe.GetValueOrDefault(place));
            if (a != b)
            {
                yield return new PlanDifference(
                    place.Sku, place.Node, a.Currency ?? b.Currency ?? "", a.Bought, b.Bought, a.Moved, b.Moved, a.Money, b.Money);
            }
        }
    }

    // A need is either bought or moved, and what is moved costs no money here.
    private static Dictionary<(string Sku, string Node), (int Bought, int Moved, decimal Money, string? Currency)> ByPlace(
        ReplenishmentPlan plan) =>
        plan.Buys.Select(buy => (Place: (buy.Sku, buy.Node), What: (Bought: buy.Pieces, Moved: 0, buy.Money, (string?)buy.Currency)))
            .Concat(plan.Moves.GroupBy(move => (move.Sku, Node: move.To))
                .Select(moves => (Place: moves.Key, What: (Bought: 0, Moved: moves.Sum(move => move.Pieces), Money: 0m, (string?)null))))
            .ToDictionary(row => row.Place, row => row.What);
}
