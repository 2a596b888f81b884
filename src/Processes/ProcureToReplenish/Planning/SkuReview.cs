using Crossdock.Contracts.Network;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.ProcureToReplenish.Planning;

/// <summary>Plans one SKU over its nodes: who needs how much, who can spare it, and whether moving is cheaper than buying.</summary>
internal sealed class SkuReview(
    SkuSituation sku, RetailNetwork network, DateOnly today, Func<Scope, ReplenishmentRules> rulesOf, PlanWriter plan)
{
    private readonly List<Place> _places = [];

    /// <summary>A node whose need is known.</summary>
    /// <param name="Spare">what it can give away today and still have its own level; never more than lies there free</param>
    private sealed record Place(NodeSituation At, ReplenishmentRules Rules, Reckoning Reckoned)
    {
        public long Spare { get; set; } = Math.Max(0, Math.Min(At.Stock.Available, Reckoned.Position - Reckoned.Level));

        public SupplyTerms? Terms => At.Suppliers.IsDefaultOrEmpty ? null : At.Suppliers[0];
    }

    public void Plan()
    {
        foreach (var node in sku.Nodes.GroupBy(at => at.Node))
        {
            plan.Look();
            if (node.Count() > 1)
            {
                plan.Fault(sku.Sku, node.Key, "The node stands there twice; which one holds nobody knows.");
            }
            else
            {
                Reckon(node.First());
            }
        }

        // Those that sell most choose first. Whoever lies lowest would be fairer, but then a piece more on hand could cost a node its
        // turn, and it would buy a pack where it had been given a piece.
        foreach (var place in _places.Where(place => place.Reckoned.Need > 0)
            .OrderByDescending(place => place.Reckoned.Demand.Daily).ThenBy(place => place.At.Node, StringComparer.Ordinal).ToList())
        {
            Fill(place);
        }
    }

    private void Reckon(NodeSituation at)
    {
        if (SituationCheck.Of(at, network) is { } fault)
        {
            plan.Fault(sku.Sku, at.Node, fault);
            return;
        }

        var terms = at.Suppliers.IsDefaultOrEmpty ? null : at.Suppliers[0];
        var rules = rulesOf(new Scope(network.Find(at.Node)!.Region, null, at.Node, sku.Category, terms?.Supplier));
        if (DemandForecast.Of(at.Sold, at.AlikeDaily, rules) is not { } demand)
        {
            plan.Fault(sku.Sku, at.Node, "It has no sales yet and nothing to be compared with.");
            return;
        }

        // Without a supplier a transfer has to do; it takes a day and can be asked for at every review.
        var lead = terms is null ? new LeadTime(1, 0, Proven: false) : LeadTime.Of(terms, rules);
        var cycle = Math.Max(rules.ReviewDays, terms?.OrderCycleDays ?? 1);
        var level = OrderUpTo.Level(demand, lead, cycle, rules.ServiceLevel);
        var reckoned = new Reckoning(demand, lead, cycle, rules.ServiceLevel, level, at.Stock.Position, terms?.Supplier ?? "");
        if (reckoned.Need == 0)
        {
            plan.Cover();
        }

        _places.Add(new Place(at, rules, reckoned));
    }

    /// <summary>
    /// A transfer is taken when it covers the whole need and costs less than buying, goods included: what is bought costs money
    /// now, what is moved is paid for. A part of a need is never moved and the rest bought, since both ways would be paid.
    /// </summary>
    private void Fill(Place place)
    {
        var need = place.Reckoned.Need;
        var pieces = place.Terms?.PiecesFor(need) ?? 0;
        if (need > SituationCheck.MostPieces || pieces > SituationCheck.MostPieces)
        {
            plan.Fault(sku.Sku, place.At.Node, $"It would need {need} pieces, which cannot be meant.");
            return;
        }

        var givers = GiversFor(place, need);
        if (givers.Count > 0 && Cheaper(place, need, pieces, givers.Count))
        {
            foreach (var (giver, given) in givers)
            {
                giver.Spare -= given;
                plan.Move(new PlannedMove(sku.Sku, sku.Description, giver.At.Node, place.At.Node, (int)given, place.Reckoned));
            }
        }
        else if (place.Terms is not { } terms)
        {
            plan.Fault(sku.Sku, place.At.Node, $"{need} pieces are needed; nobody supplies it and no node can spare them.");
        }
        else if (terms.NextOrder is { } next && next > today)
        {
            plan.Wait(new PlannedWait(sku.Sku, place.At.Node, terms.Supplier, (int)pieces, next));
        }
        else
        {
            plan.Buy(new PlannedBuy(
                sku.Sku, sku.Description, sku.Category, place.At.Node, terms.Supplier, (int)pieces, terms.UnitPrice, terms.Currency,
                today.AddDays((int)Math.Ceiling(place.Reckoned.Lead.Mean)), place.Reckoned, terms.Tax, terms.Freight));
        }
    }

    /// <summary>The fewest nodes that together can spare the need, those with the most first; none when all together cannot.</summary>
    private List<(Place Giver, long Pieces)> GiversFor(Place needy, long need)
    {
        var givers = new List<(Place, long)>();
        foreach (var giver in _places.Where(place => place != needy && place.Spare > 0)
            .OrderByDescending(place => place.Spare).ThenBy(place => place.At.Node, StringComparer.Ordinal))
        {
            var given = Math.Min(giver.Spare, need);
            givers.Add((giver, given));
            need -= given;
            if (need == 0)
            {
                return givers;
            }
        }

        return [];
    }

    private static bool Cheaper(Place place, long need, long pieces, int transfers) =>
        place.Terms is not { } terms
        || (transfers * place.Rules.TransferCost) + (need * place.Rules.TransferPieceCost)
            < place.Rules.OrderCost + (pieces * terms.UnitPrice);
}
