using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;

namespace Crossdock.Advice.Reroute;

/// <summary>
/// Ways out of a short pick by rules: another node that holds everything missing, something else where the customer takes it, waiting, or
/// the money back. The same stock, network and time give the same advice.
/// </summary>
public sealed class RerouteRules(IReadStock stock, RetailNetwork network, BusinessClock clock) : IAdvise
{
    public const string Model = "reroute-rules 1";

    private const int MostOfAKind = 3;

    public async ValueTask<Message> Advise(AskReroute question, CancellationToken cancel)
    {
        if (question.Missing.IsDefaultOrEmpty)
        {
            return new AdviceUnavailable("The question names no missing line.");
        }

        if (network.Find(question.Node) is not { } origin)
        {
            return new AdviceUnavailable($"The network has no node {question.Node}.");
        }

        if (question.Terms is not { } terms)
        {
            return new AdviceUnavailable("The question does not say what ways out cost; it was asked by an older version.");
        }

        try
        {
            var skus = question.Missing.Select(line => line.Sku).Concat(StandIns(question)).Distinct()
                .Order(StringComparer.Ordinal).ToArray();
            var found = await stock.Availability(skus, node: null, cancel);
            return Ranked(question, terms, origin, found);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            return new AdviceUnavailable($"The stock cannot be read now: {failure.Message}");
        }
    }

    private RerouteAdvised Ranked(AskReroute question, WayTerms terms, Node origin, StockFound found)
    {
        var now = clock.GetUtcNow();
        var holders = Holders(question, found);
        var possible = Best(holders.Select(holder => Ship(question, terms, origin, holder, now)))
            .Concat(Best(holders
                .Where(holder => IsNear(question, terms, origin, holder.Node))
                .Select(holder => OtherStore(question, terms, origin, holder, now))))
            .Concat(Best(StandIns(question).SelectMany(sku => Substitutes(question, terms, origin, sku, found, now))))
            .Append(Wait(question, terms, origin, now));
        WayOut[] ways = [.. InOrder(possible), Refund(question, terms)];
        return new RerouteAdvised(Model, [.. ways.Select(way => way.ToOption(question.Currency))], ways[0].Reasons);
    }

    /// <summary>Stores and DCs that can promise every missing piece, other than the one that just could not.</summary>
    private Holder[] Holders(AskReroute question, StockFound found, string? also = null)
    {
        var wanted = question.Missing.GroupBy(line => line.Sku).ToDictionary(lines => lines.Key, lines => lines.Sum(line => line.Quantity));
        var held = found.Positions.ToLookup(position => position.Node);
        var loads = found.Loads.IsDefault ? [] : found.Loads;
        return
        [
            .. from node in network.Nodes
               where node.Kind is not NodeKind.Supplier && (node.Id != question.Node || node.Id == also)
               let spare = wanted.Min(want => held[node.Id].Where(p => p.Sku == want.Key).Sum(p => p.AvailableToPromise) - want.Value)
               where spare >= 0
               let open = loads.Where(load => load.Node == node.Id).Sum(load => load.LinesToday)
               select new Holder(node, spare, open + question.Missing.Length > node.DailyCapacity),
        ];
    }

    private WayOut Ship(AskReroute question, WayTerms terms, Node origin, Holder holder, DateTimeOffset now)
    {
        var (node, km, abroad) = (holder.Node, origin.KilometresTo(holder.Node), holder.Node.Region != question.Region);
        var cost = Rounded(
            (node.Kind is NodeKind.Dc ? terms.ShipFromDc : terms.ShipFromStore)
            + (terms.ShipDistance * (decimal)km / 100) + (abroad ? terms.ShipOtherRegion : 0));
        var promise = Places.ArrivesBy(node, now, Places.TransitDays(km) + (abroad ? 2 : 0), holder.IsFull ? 1 : 0);
        var changesWish = question.Wish is not DeliveryWish.Ship;
        return new WayOut(
            RerouteKind.Ship, node, cost, promise, changesWish || promise > question.Promise,
            $"Ship {Pieces(question)} from {node.Name}, {Rounded(km)} away",
            [
                .. HolderReasons(holder), PromiseReason(promise, question.Promise),
                node.Kind is NodeKind.Dc
                    ? new AdviceReason("A DC picks by the line and sends at the contract rate", 0.05)
                    : new AdviceReason("A store picks and packs by hand", -0.05),
                .. When(changesWish, new AdviceReason("The customer chose a store and would get a parcel", -0.15)),
                .. When(abroad, new AdviceReason($"{node.Name} is in another region", -0.20)),
            ]);
    }

    private WayOut OtherStore(AskReroute question, WayTerms terms, Node origin, Holder holder, DateTimeOffset now)
    {
        var km = origin.KilometresTo(holder.Node);
        var promise = Places.AfterOpenTime(holder.Node, now, terms.PickTime) + (holder.IsFull ? TimeSpan.FromDays(1) : TimeSpan.Zero);
        var cost = Rounded(terms.OtherStore + (terms.CustomerDistance * (decimal)km));
        return new WayOut(
            RerouteKind.OtherStore, holder.Node, cost, promise, CustomerMustAgree: true,
            $"Hold {Pieces(question)} at {holder.Node.Name}, {Rounded(km)} from {origin.Name}",
            [
                .. HolderReasons(holder), PromiseReason(promise, question.Promise),
                new AdviceReason($"{Rounded(km)} to go for the customer", -Math.Round(0.20 * km / terms.NearKm, 2)),
            ]);
    }

    /// <summary>What may be sent instead, where one SKU is missing and the customer takes something else.</summary>
    private ImmutableArray<string> StandIns(AskReroute question) =>
        question.AcceptsSubstitutes && question.Missing is [{ } only] ? network.Substitutes.Of(only.Sku) : [];

    /// <summary>From the place that was to send it, so that nobody goes anywhere else; or, for a parcel, from any other.</summary>
    private IEnumerable<WayOut> Substitutes(
        AskReroute question, WayTerms terms, Node origin, string sku, StockFound found, DateTimeOffset now)
    {
        var instead = question with { Missing = [question.Missing[0] with { Sku = sku }] };
        foreach (var holder in Holders(instead, found, origin.Id).Where(at => question.Wish is DeliveryWish.Ship || at.Node == origin))
        {
            var way = question.Wish is DeliveryWish.Ship
                ? Ship(instead, terms, origin, holder, now)
                : OtherStore(instead, terms, origin, holder, now);
            yield return way with
            {
                Kind = RerouteKind.Substitute,
                Sku = sku,
                CustomerMustAgree = true,
                Says = $"Send {question.Missing[0].Quantity} of {sku} instead of {question.Missing[0].Sku} from {holder.Node.Name}",
                Reasons = [.. way.Reasons, new AdviceReason("It is not what the customer chose", -0.10)],
            };
        }
    }

    private WayOut Wait(AskReroute question, WayTerms terms, Node origin, DateTimeOffset now)
    {
        var promise = (question.Promise > now ? question.Promise : now).AddDays(terms.FillDays);
        return new WayOut(
            RerouteKind.Wait, origin, Rounded(terms.WaitDay * terms.FillDays), promise,
            CustomerMustAgree: false, $"Wait until {origin.Name} is filled up",
            [
                new AdviceReason($"Filling up takes {terms.FillDays} days as a rule; no receipt is announced here", -0.15),
                PromiseReason(promise, question.Promise),
            ]);
    }

    /// <summary>Always possible, always last: it ends the sale.</summary>
    private WayOut Refund(AskReroute question, WayTerms terms)
    {
        var value = question.Missing.Sum(line => line.UnitPrice * line.Quantity);
        var cost = Rounded(terms.Refund) + Rounded(value * terms.LostMargin);
        return new WayOut(
            RerouteKind.Refund, Node: null, cost, Promise: null, CustomerMustAgree: false,
            $"Give {new Money(value, question.Currency)} back for {Pieces(question)}",
            [new AdviceReason("The sale is lost, and the customer came for the goods", -0.45)]);
    }

    private bool IsNear(AskReroute question, WayTerms terms, Node origin, Node node) =>
        question.Wish is not DeliveryWish.Ship && node.Kind is NodeKind.Store && node.Region == question.Region
        && origin.KilometresTo(node) <= terms.NearKm;

    private static IEnumerable<AdviceReason> HolderReasons(Holder holder)
    {
        yield return new AdviceReason($"{holder.Node.Name} can promise every missing piece", 0.20);
        if (holder.Spare > 0)
        {
            yield return new AdviceReason($"At least {holder.Spare} of each to spare, should one not be on the shelf", 0.05);
        }

        if (holder.IsFull)
        {
            yield return new AdviceReason($"{holder.Node.Name} has taken its {holder.Node.DailyCapacity} lines of today", -0.15);
        }
    }

    private static ImmutableArray<AdviceReason> When(bool applies, AdviceReason reason) => applies ? [reason] : [];

    private static AdviceReason PromiseReason(DateTimeOffset promise, DateTimeOffset promised)
    {
        var late = promise - promised;
        return late <= TimeSpan.Zero
            ? new AdviceReason("The promise is kept", 0.15)
            : new AdviceReason($"{DaysLate(late)} later than promised", -Math.Min(0.25, 0.05 * Math.Ceiling(late.TotalDays)));
    }

    private static string DaysLate(TimeSpan late) =>
        late < TimeSpan.FromDays(2)
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(late.TotalHours)} h")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(late.TotalDays)} days");

    private static IEnumerable<WayOut> Best(IEnumerable<WayOut> ways) =>
        InOrder(ways).Take(MostOfAKind);

    private static IEnumerable<WayOut> InOrder(IEnumerable<WayOut> ways) =>
        ways.OrderByDescending(way => way.Confidence).ThenBy(way => way.Cost).ThenBy(way => way.Node?.Id, StringComparer.Ordinal);

    private static string Pieces(AskReroute question)
    {
        var pieces = question.Missing.Sum(line => line.Quantity);
        return pieces == 1 ? "1 piece" : $"{pieces} pieces";
    }

    private static decimal Rounded(decimal cost) => decimal.Round(cost, 2, MidpointRounding.AwayFromZero);

    private static string Rounded(double km) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(km)} km");

    /// <param name="Spare">of the scarcest SKU, what is left after the missing pieces</param>
    private sealed record Holder(Node Node, int Spare, bool IsFull);
}
