using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>What to reserve where, and why.</summary>
/// <param name="Instead">what stands in for what no node has, from now on; the lines reserve it</param>
public sealed record SourcingPlan(ImmutableArray<ReserveLine> Lines, ImmutableArray<LineSubstituted> Instead, string Because);

/// <summary>
/// Chooses nodes: one that has it all before several, then the one from which a parcel costs least, by the kind of place, the distance
/// and whether it leaves its region; never one that is full for the day or has failed this order before.
/// </summary>
public static class SourcingRules
{
    public static readonly SourcingPlan Nothing = new([], [], "Nothing is left to source.");

    private sealed record Need(int Line, string Sku, int Pieces);

    private sealed record Candidate(Node Node, Dictionary<string, int> Stock, decimal Cost)
    {
        public int Covers(IEnumerable<Need> needs)
        {
            var left = new Dictionary<string, int>(Stock);
            return needs.Sum(need => Take(left, need.Sku, need.Pieces));
        }
    }

    public static SourcingPlan Plan(Order order, StockFound found, Context context)
    {
        var needs = NeedsOf(order);
        var asked = needs.Sum(need => need.Pieces);
        var candidates = CandidatesOf(order, found, context);
        if (candidates.Count == 0)
        {
            return new SourcingPlan([], [], $"No node has any of {needs.Select(need => need.Sku).Distinct().Count()} SKUs to promise.");
        }

        var most = order.PickupOnly || !context.Policy.Read(Policy.AllowSplit) ? 1 : context.Policy.Read(Policy.MaxSplits);
        var chosen = Choose(needs, [.. candidates], most);
        var instead = Instead(order, needs, chosen, candidates, most, context);
        var covered = chosen.Sum(line => line.Quantity);
        if (covered < asked && !context.Policy.Read(Policy.AllowSplit))
        {
            return new SourcingPlan([], [], $"No node has all {asked} pieces, and this order may not be split.");
        }

        var nodes = chosen.Select(line => line.Node).Distinct().ToList();
        var replaced = instead.Sum(one => one.Pieces);
        return covered == 0
            ? new SourcingPlan([], [], $"No node has any of {needs.Select(need => need.Sku).Distinct().Count()} SKUs to promise.")
            : new SourcingPlan(
                [.. chosen], [.. instead],
                $"{covered} of {asked} pieces from {string.Join(", ", nodes)}; {candidates.Count} nodes considered."
                + (replaced > 0 ? $" Of these {replaced} are sent instead of what no node has." : ""));
    }

    /// <summary>How a node delivers this order.</summary>
    public static FulfilmentMode ModeOf(Order order, Node? node) => node?.Kind switch
    {
        NodeKind.Supplier => FulfilmentMode.DropShip,
        NodeKind.Dc => FulfilmentMode.ShipFromDc,
        _ when order.PickupOnly && order.Needs.Wish == DeliveryWish.Kerbside => FulfilmentMode.Kerbside,
        _ when order.PickupOnly => FulfilmentMode.StorePickup,
        _ => FulfilmentMode.ShipFromStore,
    };

    /// <summary>The latest of what the reserving nodes can keep.</summary>
    public static DateTimeOffset PromiseOf(Order order, Context context) =>
        order.Reserved.Select(line => line.Node).Distinct().Max(id =>
        {
            var node = context.Network.Find(id);
            return ModeOf(order, node) switch
            {
                FulfilmentMode.StorePickup => context.Calendars.Find(id).Due(context.Now, context.Policy.Read(Policy.PickupPromise)),
                FulfilmentMode.Kerbside => context.Calendars.Find(id).Due(context.Now, context.Policy.Read(Policy.KerbsidePromise)),
                FulfilmentMode.DropShip => context.Now + context.Policy.Read(Policy.DropShipPromise),
                _ => context.Now + context.Policy.Read(Policy.ShipPromise) + (AfterCutOff(node, context) ? TimeSpan.FromDays(1) : default),
            };
        });

    private static List<Need> NeedsOf(Order order)
    {
        var held = order.Reserved.ToLookup(line => line.Line, line => line.Reserved);
        return [.. order.Lines
            .Select(line => new Need(line.Number, line.Sku, line.Unassigned - held[line.Number].Sum()))
            .Where(need => need.Pieces > 0)];
    }

    private static List<Candidate> CandidatesOf(Order order, StockFound found, Context context)
    {
        var loads = found.Loads.ToLookup(load => load.Node, load => load.LinesToday);
        return [.. found.Positions
            .GroupBy(position => position.Node)
            .Where(at => !order.AvoidNodes.Contains(at.Key) || at.Key == order.PickupNode || at.Key == order.SendFrom)
            .Select(at => (Node: context.Network.Find(at.Key), Stock: at))
            .Where(at => at.Node is not null && (order.PickupOnly || loads[at.Node.Id].Sum() < at.Node.DailyCapacity))
            .Select(at => new Candidate(
                at.Node!,
                ToPromise(at.Node!, at.Stock, context),
                CostOf(order, at.Node!, context)))
            .Where(candidate => candidate.Stock.Values.Any(pieces => pieces > 0))
            .OrderBy(candidate => candidate.Cost)
            .ThenBy(candidate => candidate.Node.Id, StringComparer.Ordinal)];
    }

    /// <summary>What a parcel from there costs. One that the customer fetches costs none.</summary>
    private static decimal CostOf(Order order, Node node, Context context)
    {
        if (order.PickupOnly)
        {
            return 0;
        }

        var parcel = context.Policy.Read(node.Kind switch
        {
            NodeKind.Dc => Policy.ShipCostDc,
            NodeKind.Store => Policy.ShipCostStore,
            _ => Policy.ShipCostSupplier,
        });
        var way = context.Policy.Read(Policy.ShipCostDistance) * (decimal)Geography.Kilometres(order, node, context.Network) / 100;
        return decimal.Round(
            parcel + way + (node.Region == order.Needs.Region ? 0 : context.Policy.Read(Policy.ShipCostRegion)), 2);
    }

    /// <summary>What is available less what the node never promises.</summary>
    private static Dictionary<string, int> ToPromise(Node node, IEnumerable<NodeAvailability> stock, Context context)
    {
        var safety = context.Policy.ReadAt(Policy.SafetyStock, node.Id, node.Region);
        return stock.GroupBy(position => position.Sku).ToDictionary(
            sku => sku.Key, sku => Math.Max(0, sku.Sum(position => position.AvailableToPromise) - safety));
    }

    private static List<ReserveLine> Choose(List<Need> needs, List<Candidate> candidates, int maxNodes)
    {
        var plan = new List<ReserveLine>();
        var left = needs;
        foreach (var _ in Enumerable.Range(0, maxNodes))
        {
            var best = candidates.MaxBy(candidate => candidate.Covers(left));
            if (left.Count == 0 || best is null || best.Covers(left) == 0)
            {
                break;
            }

            var stock = new Dictionary<string, int>(best.Stock);
            var rest = new List<Need>();
            foreach (var need in left)
            {
                var taken = Take(stock, need.Sku, need.Pieces);
                if (taken > 0)
                {
                    plan.Add(new ReserveLine(need.Line, need.Sku, best.Node.Id, taken));
                }

                if (taken < need.Pieces)
                {
                    rest.Add(need with { Pieces = need.Pieces - taken });
                }
            }

            candidates.Remove(best);
            left = rest;
        }

        return plan;
    }

    /// <summary>
    /// Adds to what is chosen whatever may be sent instead of lines of which no node has any. Only until the ERP has the order: of what is
    /// short after that, the customer is asked.
    /// </summary>
    private static List<LineSubstituted> Instead(
        Order order, List<Need> needs, List<ReserveLine> chosen, List<Candidate> candidates, int most, Context context)
    {
        var instead = new List<LineSubstituted>();
        if (!order.Needs.AcceptsSubstitutes || order.SalesOrder is not null
            || context.Policy.Read(Policy.PartShortage) != PartShortage.Substitute)
        {
            return instead;
        }

        foreach (var need in needs.Where(need =>
            chosen.All(line => line.Line != need.Line) && Substitution.IsWhole(order.LineOf(need.Line), need.Pieces)))
        {
            var found = context.Network.Substitutes.Of(need.Sku)
                .Select(sku => (Sku: sku, From: HolderOf(sku, need.Pieces, chosen, candidates, most)))
                .FirstOrDefault(one => one.From is not null);
            if (found.From is { } from)
            {
                var one = Substitution.Of(order, need.Line, need.Pieces, found.Sku, before: instead.Count);
                instead.Add(one);
                chosen.Add(new ReserveLine(one.As, one.Sku, from.Node.Id, one.Pieces));
            }
        }

        return instead;
    }

    /// <summary>A node that sends a part anyway before another one.</summary>
    private static Candidate? HolderOf(string sku, int pieces, List<ReserveLine> chosen, List<Candidate> candidates, int most)
    {
        var nodes = chosen.Select(line => line.Node).ToHashSet();
        return candidates
            .Where(at => nodes.Count < most || nodes.Contains(at.Node.Id))
            .Where(at => at.Stock.GetValueOrDefault(sku)
                - chosen.Where(line => line.Node == at.Node.Id && line.Sku == sku).Sum(line => line.Quantity) >= pieces)
            .OrderByDescending(at => nodes.Contains(at.Node.Id)).ThenBy(at => at.Cost).FirstOrDefault();
    }

    private static int Take(Dictionary<string, int> stock, string sku, int wanted)
    {
        var taken = Math.Min(wanted, stock.GetValueOrDefault(sku));
        if (taken > 0)
        {
            stock[sku] -= taken;
        }

        return taken;
    }

    private static bool AfterCutOff(Node? node, Context context) =>
        node is not null
        && TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(context.Now, TimeZoneInfo.FindSystemTimeZoneById(node.TimeZone)).DateTime)
            > node.CutOff;
}
