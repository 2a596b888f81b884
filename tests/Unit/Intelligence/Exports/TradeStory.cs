using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Unit.Tests.Intelligence.Figures;

namespace Crossdock.Unit.Tests.Intelligence.Exports;

/// <summary>A day of a small retailer, a minute a row, with every kind of object that a log names.</summary>
internal sealed class TradeStory
{
    /// <summary>What only a log with personal data may hold.</summary>
    public static readonly string[] Personal =
        ["Ada Moor", "ada@example.com", "1 High St", "LS1 4DY", "C-77", "Ida Berg", "TRACK-9", "GB33BUKB"];

    /// <summary>What no log holds: sentences can name anybody.</summary>
    public static readonly string[] Sentences = ["Please ring", "Pick for", "Too small"];

    private static readonly CaseId Order = CaseId.Order("WEB-1"), Part = new("fulfilment", "WEB-1-1"), Pick = CaseId.Task("PICK-1"),
        Back = new("return", "R-1"), Purchase = new("purchase", "PO-1"), Invoice = new("invoice", "I-1"), Price = new("promotion", "P-1"),
        Target = new("price-target", "P-1.till");

    private static readonly Actor Ida = new("Ida Berg", "store"), Erp = Actor.System("erp"), Web = new("web", "channel");

    private readonly Dictionary<CaseId, Transition> _latest = [];

    private TradeStory()
    {
    }

    public List<Transition> Rows { get; } = [];

    public static TradeStory Tell(string sku = "LAMP")
    {
        var story = new TradeStory();
        story.Sell();
        story.Buy(sku);
        story.Reprice();
        story.Happen(new CaseId("stock", "LAMP"), "stock-ledger", "OnTheBooks", new LookAgain("x"));
        story.Happen(Order, "order-to-fulfilment", "Closed", new LookAgain("x"), outcome: Outcome.IgnoredLate);
        return story;
    }

    private void Sell()
    {
        const string selling = "order-to-fulfilment", sending = "fulfilment", tasks = "store-task";
        var customer = new Customer(
            "C-77", "gold", new Contact("Ada Moor", "ada@example.com", new Address("1 High St", "York", "LS1 4DY", "GB")));
        var picking = new CaseCard(
            "Pick for Ada Moor", "uk", "web", "LEEDS", OwnerGroup.StoreOperations, Parent: Order, Kind: "Pick");
        Happen(Order, selling, "Checking",
            new OrderReceived(
                "WEB-1", "web", "uk", MadeUpLives.Start, "GBP", customer, DeliveryWish.Ship, null, null, false,
                [new OrderLine(1, "LAMP", "Lamp", 2, 12.50m), new OrderLine(2, "SHADE", "Shade", 1, 5.5m)], [],
                new PaymentMethod("card", "tok")),
            Web, new CaseCard("Order WEB-1 of Ada Moor", "uk", "web", Value: 30.50m, Currency: "GBP"));
        Happen(Order, selling, "Fulfilling", new OrderChecked([], [], false, null), Erp);
        Happen(Part, sending, "AwaitingPick",
            new FulfilmentAsked(
                Order, "WEB-1", FulfilmentMode.ShipFromStore, "LEEDS", "uk", "web", "GBP", customer, MadeUpLives.Start.AddDays(1),
                [new PartLine(1, "LAMP", "Lamp", 2, 12.50m), new PartLine(2, "SHADE", "Shade", 1, 5.5m)]),
            card: new CaseCard("WEB-1 at LEEDS", "uk", "web", "LEEDS", Parent: Order, Promise: MadeUpLives.Start.AddDays(1)), by: Order);
        Happen(Pick, tasks, "Open",
            new TaskOpened(
                TaskKind.Pick, "Pick for Ada Moor", "Please ring", Part, Order, OwnerGroup.StoreOperations, "LEEDS", "uk", "web", null,
                null, null, null, 50, TimeSpan.FromHours(2), [], []),
            card: picking, by: Part);
        Happen(Pick, tasks, "Claimed", new TaskClaimed("Ida Berg"), Ida, picking with { With = "Ida Berg" });
        Happen(Pick, tasks, "Done", new TaskCompleted(new TaskResult([], null, "Please ring")), Ida);
        Happen(Part, sending, "AwaitingShipment", new PickReported([new PickedLine(1, "LAMP", 2)]), by: Pick);
        Happen(Order, selling, "Fulfilling", new PartPicked(Part), by: Part);
        Happen(Part, sending, "WithCarrier", new CarrierBooked("TRACK-9", "next-day"), Actor.System("carrier"));
        Happen(Part, sending, "Delivered", new ParcelDelivered("TRACK-9", "Ada Moor"), Actor.System("carrier"));
        Happen(Order, selling, "Closed", new PartDelivered(Part, [new PickedLine(2, "SHADE", 1)]), by: Part);
        Happen(Back, "return-to-refund", "Checking",
            new ReturnAsked(
                "R-1", "web", "uk", "LEEDS", MadeUpLives.Start, "GBP", "C-77", Order, [new ReturnLine("LAMP", "Lamp", 1, 12.5m)],
                "Too small"),
            Web, new CaseCard("Return R-1", "uk", "web", "LEEDS", Parent: Order, Why: "Too small"));
    }

    private void Buy(string sku)
    {
        const string buying = "procure-to-replenish", paying = "invoice-to-reconciliation";
        Happen(Purchase, buying, "AwaitingApproval",
            new PurchaseProposed(
                "PO-1", "ACME", "LEEDS", "uk", null, "GBP", MadeUpLives.Start.AddDays(3), [new PurchaseLine(1, sku, "Lamp", 10, 6m)],
                [new WaitingOrder(Order, sku, MadeUpLives.Start)], "Ida Berg", "Please ring"),
            card: new CaseCard("PO-1 from ACME", "uk", null, "LEEDS", Value: 60m));
        Happen(Purchase, buying, "AwaitingDespatch",
            new PurchaseConfirmed("S-1", MadeUpLives.Start.AddDays(4), [new ConfirmedLine(sku, 8, 6m)]), new Actor("supplier", "partner"));
        Happen(Purchase, buying, "Receiving", new GoodsReceived("GR-1", "LEEDS", null, [new ReceivedLine(sku, 8, 1)]), Ida);
        Happen(Purchase, buying, "Closed", new GoodsReceiptPosted("5001", "GR-1"), Erp);
        Happen(Invoice, paying, "Reading",
            new InvoiceReceived(new InvoiceDocument(
                new SupplierInvoice(
                    "I-1", "INV-9", "ACME", new DateOnly(2026, 11, 24), "GBP",
                    [
                        new SupplierInvoiceLine("1", "PO-1", "1", sku, 8, "pcs", 6m, 48m),
                        new SupplierInvoiceLine("2", "no number/of ours", null, sku, 1, "pcs", 6m, 6m),
                    ]),
                54m, null, "GB33BUKB", null, null, [], "json")),
            card: new CaseCard("INV-9 from ACME", Value: 54m, Currency: "GBP"));
    }

    private void Reprice()
    {
        Happen(Price, "promotion-to-pricing", "AwaitingApproval",
            new PromotionProposed(
                "P-1", "Lamps", PriceKind.Promotion, new PriceScope([], [], []), "GBP", new DateTime(2026, 12, 1),
                new DateTime(2026, 12, 8), 0.4m, [new PriceLine("LAMP", 10m, null)], "Please ring"),
            card: new CaseCard("Lamps (P-1)", Kind: "Promotion"));
        Happen(Target, "price-target", "Staging",
            new TargetAsked(
                Price, "P-1", new PriceTarget("till.LEEDS", "tills", "till", "uk", "LEEDS", "Europe/London"), "GBP", MadeUpLives.Start,
                MadeUpLives.Start, [], true),
            card: new CaseCard("P-1 at till.LEEDS", "uk", "till", "LEEDS", Parent: Price), by: Price);
    }

    private void Happen(
        CaseId id, string process, string to, Message what, Actor? who = null, CaseCard? card = null, CaseId? by = null,
        Outcome outcome = Outcome.Applied)
    {
        var before = _latest.GetValueOrDefault(id);
        var row = MadeUpLives.Row(
            id, (before?.Seq ?? 0) + 1, MadeUpLives.Start.AddMinutes(Rows.Count), before?.To, to, Waits.OnSystem, what, outcome,
            card: card);
        row = row with
        {
            Process = process, Message = row.Message with { Who = who ?? Actor.Crossdock, Source = by?.ToString() ?? "connector/test" },
        };
        Rows.Add(row);
        _latest[id] = row;
    }
}
