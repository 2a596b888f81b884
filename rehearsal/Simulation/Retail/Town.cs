using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Rehearsal.Simulation.Running;

namespace Crossdock.Rehearsal.Simulation.Retail;

/// <summary>What a customer has in mind when the order is placed.</summary>
/// <param name="Number">counted from 1; names the order in every replay</param>
/// <param name="Cancels">how long after the order the customer changes their mind; null for never</param>
/// <param name="CancelledLine">the only line that goes; 0 for all</param>
/// <param name="Returns">pieces of the first line that come back; 0 for none</param>
/// <param name="Forgets">never comes to collect it</param>
internal sealed record PlannedOrder(
    int Number, TimeSpan At, OrderReceived Order, TimeSpan? Cancels, int CancelledLine, int Returns, bool NamesOrder, bool Forgets)
{
    public CaseId Id => CaseId.Order(Order.Number);

    public override string ToString()
    {
        var lines = string.Join(" and ", Order.Lines.Select(line => $"{line.Quantity} {line.Sku} at {line.UnitPrice}"));
        var what = CancelledLine > 0 ? $"in line {CancelledLine} " : "";
        var cancels = Cancels is { } when ? $", cancelled {what}after {when:d\\.hh\\:mm\\:ss}" : "";
        var returns = Returns > 0 ? $", {Returns} returned" : "";
        var forgets = Forgets ? ", not collected" : "";
        return $"{Order.Number}: {lines}, {Order.Wish} {Order.PickupNode}".TrimEnd() + cancels + returns + forgets;
    }
}

/// <summary>A small retailer: a warehouse, two stores, a supplier, a few things to sell, and never quite enough of them.</summary>
internal static class Town
{
    public const string Dc = "DC-1";
    public const string Leeds = "ST-1";
    public const string York = "ST-2";
    public const string Supplier = "SUP-1";

    public static readonly string[] Nodes = [Dc, Leeds, York, Supplier];

    public static readonly string[] Skus = ["LAMP", "MUG", "RUG"];

    private static readonly ImmutableArray<OpeningHours> Daily =
        [.. Enum.GetValues<DayOfWeek>().Select(day => new OpeningHours(day, new TimeOnly(9, 0), new TimeOnly(18, 0)))];

    public static readonly RetailNetwork Network = new(
        "Simulated", [new Region("UK", "Britain", ["GB"], "GBP")], [new Channel("web", "Web shop", "web")],
        [Place(Dc, NodeKind.Dc), Place(Leeds, NodeKind.Store), Place(York, NodeKind.Store), Place(Supplier, NodeKind.Supplier)])
    {
        Substitutes = SubstitutePlan.Of(
            new Dictionary<string, string[]> { ["LAMP"] = ["MUG", "RUG"], ["MUG"] = ["RUG"], ["RUG"] = ["LAMP"] }),
    };

    private static readonly Customer Buyer = new(
        "C-1", "gold", new Contact("Maria Test", "maria@example.org", new Address("Main Street 1", "Leeds", "LS1 1AA", "GB")));

    private static readonly decimal[] Prices = [10m, 7.35m, 19.99m];

    public static IReadOnlyList<PlannedOrder> Orders(Dice dice, int count, DateTimeOffset start) =>
        [.. Enumerable.Range(1, count).Select(n => Plan(n, dice.Of("order").Of(n), start))];

    /// <summary>The pieces on a shelf in the beginning.</summary>
    public static int Stock(Dice dice, string sku, string node) =>
        node == Supplier ? dice.Of(sku).Of(node).Below(3) : dice.Of(sku).Of(node).Below(6);

    private static PlannedOrder Plan(int n, Dice dice, DateTimeOffset start)
    {
        // Half of them come at the same moment, so that they meet.
        var at = dice.Of("rush").Below(2) == 0 ? TimeSpan.FromMinutes(1) : dice.Of("at").Between(TimeSpan.Zero, TimeSpan.FromHours(20));
        var wish = dice.Of("wish").Below(5) switch { 0 => DeliveryWish.Kerbside, 1 => DeliveryWish.StorePickup, _ => DeliveryWish.Ship };
        ImmutableArray<OrderLine> lines =
            [.. Enumerable.Range(1, 1 + dice.Of("lines").Below(2)).Select(line => Line(line, n, dice.Of(line)))];
        ImmutableArray<Charge> charges = dice.Of("charges").Below(3) switch
        {
            0 => [new Charge("POST", "Postage", 4m)],
            1 => [new Charge("D", "Discount", -1.5m)],
            _ => [],
        };
        var order = new OrderReceived(
            $"W-{n}", "web", "UK", start + at, "GBP",
            Buyer,
            wish, wish == DeliveryWish.Ship ? null : dice.Of("store").Below(2) == 0 ? Leeds : York,
            dice.Of("preorder").Below(12) == 0 ? start.AddDays(2) : null, dice.Of("substitutes").Below(2) == 0, lines, charges,
            dice.Of("gift card").Below(4) > 0 ? new PaymentMethod("card", "tok-1") : new PaymentMethod(
                "card", "tok-1", [new PaymentTender("gift-card", "gc-1", lines[0].UnitPrice)]));
        return new PlannedOrder(
            n, at, order,
            dice.Of("cancels").Below(4) == 0 ? Cancelled(dice.Of("cancels when")) : null,
            dice.Of("cancelled line").Below(3) == 0 ? 1 : 0,
            dice.Of("returns").Below(4) == 0 ? 1 + dice.Of("returned").Below(2) : 0,
            dice.Of("names order").Below(4) > 0,
            dice.Of("forgets").Below(6) == 0);
    }

    /// <summary>Some at once, while systems are still at work, some after hours.</summary>
    private static TimeSpan Cancelled(Dice dice) =>
        dice.Below(2) == 0
            ? dice.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(800))
            : dice.Between(TimeSpan.Zero, TimeSpan.FromHours(40));

    private static OrderLine Line(int line, int order, Dice dice)
    {
        // A line of its own SKU each, so that a return knows its price.
        var sku = (order + line) % Skus.Length;
        return new OrderLine(line, Skus[sku], $"A {Skus[sku]}", 1 + dice.Of("quantity").Below(4), Prices[sku]);
    }

    private static Node Place(string id, NodeKind kind) => new(
        id, $"Place {id}", kind, "UK", "GB", "Europe/London", 53.8, -1.5, 500, new TimeOnly(17, 0),
        kind == NodeKind.Store ? Daily : [], []);
}
