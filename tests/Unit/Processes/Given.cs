using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Calendars;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>A small retailer and its orders.</summary>
public static class Given
{
    public const string Dc = "DC-1";
    public const string Leeds = "ST-1";
    public const string York = "ST-2";
    public const string Supplier = "SUP-1";

    /// <summary>A Tuesday in winter, so that British local time is UTC and every place is open.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    public static readonly ImmutableArray<OpeningHours> Daily =
        [.. Enum.GetValues<DayOfWeek>().Select(day => new OpeningHours(day, new TimeOnly(9, 0), new TimeOnly(18, 0)))];

    public static readonly RetailNetwork Network = new(
        "Test", [new Region("UK", "Britain", ["GB"], "GBP")], [new Channel("web", "Web shop", "web")],
        [
            Place(Dc, NodeKind.Dc, 53.52, -1.13), Place(Leeds, NodeKind.Store, 53.80, -1.55), Place(York, NodeKind.Store, 53.96, -1.09),
            Place(Supplier, NodeKind.Supplier, 52.5, -1.9),
        ]);

    public static readonly CalendarBook Calendars = new(Network);

    public static readonly Customer Buyer = new(
        "C-1", "gold", new Contact("Maria Test", "maria@example.org", new Address("Main Street 1", "Leeds", "LS1 1AA", "GB")));

    public static Actor Person(string name) => new(name, "staff");

    public static CaseId Part(string key) => new("fulfilment", key);

    public static CaseId Return(string number) => new("return", number);

    public static CaseId PurchaseId(string number) => new("purchase", number);

    public static CaseId TransferId(string number) => new("transfer", number);

    /// <summary>A hundred of A at 10.00, so that a buyer has to approve; Nia proposed it, for the DC, in a week.</summary>
    public static PurchaseProposed Bought(string number, int pieces = 100, decimal price = 10m, params WaitingOrder[] serves) => new(
        number, "SUP-A", Dc, "UK", "toys", "GBP", Now.AddDays(7), [new PurchaseLine(1, "A", "Thing A", pieces, price)], [.. serves], "Nia",
        "Below its level.");

    public static TransferAsked Moved(string number, int pieces, params WaitingOrder[] serves) =>
        new(number, Dc, Leeds, "UK", [new TransferLine(1, "A", "Thing A", pieces)], [.. serves], "Nia", "Below its level.");

    public static OrderLine Line(int line, string sku, int quantity, decimal price = 10m) =>
        new(line, sku, $"Thing {sku}", quantity, price);

    /// <summary>To be shipped; 10.00 a piece and nothing for postage.</summary>
    public static OrderReceived Shipped(string number, params OrderLine[] lines) => new(
        number, "web", "UK", Now, "GBP", Buyer, DeliveryWish.Ship, null, null, AcceptsSubstitutes: false, [.. lines], [],
        new PaymentMethod("card", "tok-1"));

    public static OrderReceived Collected(string number, string store, params OrderLine[] lines) =>
        Shipped(number, lines) with { Wish = DeliveryWish.StorePickup, PickupNode = store };

    public static ReturnAsked Back(string number, string? order, string sku, int pieces, decimal price = 10m) => new(
        number, "web", "UK", Leeds, Now, "GBP", "C-1", order is null ? null : CaseId.Order(order),
        [new ReturnLine(sku, $"Thing {sku}", pieces, price)], "Does not fit.");

    public static RerouteAdvised Advised(params RerouteOption[] options) =>
        new("rules", [.. options], [new AdviceReason("Nearest with stock.", 1)]);

    public static RerouteOption Option(RerouteKind kind, string? node = null, double confidence = 0.9, bool mustAgree = false) =>
        new(kind, node, null, 4.5m, Now.AddDays(2), mustAgree, confidence, $"{kind} {node}".TrimEnd());

    private static Node Place(string id, NodeKind kind, double latitude, double longitude) => new(
        id, $"Place {id}", kind, "UK", "GB", "Europe/London", latitude, longitude, 500, new TimeOnly(17, 0),
        kind == NodeKind.Store ? Daily : [], []);
}
