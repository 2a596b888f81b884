using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Conformance.Tests.Connectors;

/// <summary>An effect, what must go over the wire for it, and what the answer must become.</summary>
internal sealed record Sample(string System, Effect Effect, string Path, string Request, string Answer, Message Heard)
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 10, 42, 7, TimeSpan.Zero);
    private static readonly CaseId Part = CaseId.Parse("fulfilment/WEB-1-1");
    private static readonly Customer Buyer =
        new("C-1", "gold", new Contact("Ada", "ada@example.org", new Address("1 High St", "Leeds", "LS1 1AA", "GB")));
    private static readonly OrderLine Line = new(1, "85123A", "Holder", 6, 2.55m);
    private static readonly PartLine Goods = new(1, "85123A", "Holder", 6, 2.55m);
    private static readonly PickedLine Picked = new(1, "85123A", 6);

    private static readonly CaseId Purchase = CaseId.Parse("purchase/P-1");
    private static readonly CaseId Billed = CaseId.Parse("invoice/I-7");
    private static readonly PurchaseLine Bought = new(1, "85123A", "Holder", 48, 1.20m, new AgreedTax("S", 20m));
    private static readonly CountedLine Counted = new("85123A", 48, 45, 3);

    private const string WireBuyer =
        """
        {"id":"C-1","name":"Ada","email":"ada@example.org",
         "address":{"street":"1 High St","city":"Leeds","postalCode":"LS1 1AA","country":"GB"}}
        """;

    private const string WireGoods = """[{"line":1,"sku":"85123A","description":"Holder","quantity":6}]""";

    public static IReadOnlyList<Sample> All { get; } =
    [
        new("erp", new CheckOrder("WEB-1", "C-1", "GBP", At, [Line]), "/order-checks",
            """
            {"number":"WEB-1","customerId":"C-1","currency":"GBP","at":"2026-11-24T10:42:07+00:00",
             "lines":[{"line":1,"sku":"85123A","quantity":6,"unitPrice":2.55}]}
            """,
            """{"prices":[{"sku":"85123A","unitPrice":2.55}],"unknownSkus":[],"customerBlocked":false,"likelyDuplicateOf":null}""",
            new OrderChecked([new PriceInForce("85123A", 2.55m)], [], false, null)),
        new("erp", new PostSalesOrder("WEB-1", "C-1", "GBP", 33.30m, [Line], [new Charge("POST", "Postage", 18m)]), "/sales-orders",
            """
            {"number":"WEB-1","customerId":"C-1","currency":"GBP","total":33.30,
             "lines":[{"line":1,"sku":"85123A","description":"Holder","quantity":6,"unitPrice":2.55}],
             "charges":[{"code":"POST","description":"Postage","amount":18}]}
            """,
            """{"document":"SO-1"}""", new SalesOrderPosted("SO-1")),
        new("erp", new CancelSalesOrder(
                "WEB-1", [new LineChange(1, 2)], "substituted", [new OrderLine(3, "85123B", "Instead of Holder", 4, 2.55m)]),
            "/sales-orders/WEB-1/cancellations",
            """
            {"lines":[{"line":1,"quantity":2}],"reason":"substituted",
             "instead":[{"line":3,"sku":"85123B","description":"Instead of Holder","quantity":4,"unitPrice":2.55}]}
            """,
            """{"document":"SO-1-C"}""", new SalesOrderCancelled("SO-1-C", OfLines: true)),
        new("erp", new PostDelivery("WEB-1", "S-LEEDS", "WEB-1-1", "GBP", 15.30m, [Picked]), "/deliveries",
            """
            {"number":"WEB-1","node":"S-LEEDS","reference":"WEB-1-1","currency":"GBP","amount":15.30,
             "lines":[{"line":1,"sku":"85123A","picked":6}]}
            """,
            """{"deliveryDocument":"D-1","invoiceDocument":"I-1"}""", new DeliveryPosted("D-1", "I-1", "WEB-1-1")),
        new("erp", new PostCreditNote(
                "R-2", null, "GBP", 2.55m, [new ReturnLine("85123A", "Holder", 1, 2.55m)], Stocked: [new AdjustedPieces("85123A", 1)],
                Node: "S-LEEDS"), "/credit-notes",
            """
            {"number":"R-2","orderNumber":null,"currency":"GBP","amount":2.55,
             "lines":[{"sku":"85123A","description":"Holder","quantity":1,"unitPrice":2.55}],"disposed":[],
             "stocked":[{"sku":"85123A","quantity":1}],"node":"S-LEEDS"}
            """,
            """{"document":"CN-2"}""", new CreditNotePosted("CN-2")),
        new("erp", new CheckPrices("P-1", 2, "GBP", 30, ["UK"], ["85123A", "XX"]), "/price-checks",
            """{"number":"P-1","currency":"GBP","days":30,"regions":["UK"],"skus":["85123A","XX"]}""",
            """
            {"prices":[{"sku":"85123A","price":2.55,"unitCost":1.10,"dailyDemand":12.5,"onHand":900,
             "history":[{"from":"2026-11-01T00:00:00Z","until":"2026-11-08T00:00:00Z","price":2.25}]}],"unknown":["XX"]}
            """,
            new PricesKnown(2, [new PriceBasis("85123A", 2.55m, 1.10m, 12.5m, 900, [new PastPrice(
                new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 11, 8, 0, 0, 0, TimeSpan.Zero), 2.25m)])], ["XX"])),
        .. new[] { "erp", "tills", "web", "app", "marketplaces" }.SelectMany(PricesOf),
        .. new[] { "tills", "web", "app", "marketplaces" }.SelectMany(AvailabilityOf),
        .. new[] { "erp", "wms" }.SelectMany(StockOf),
        new("erp", new PostPurchase("P-1", 2, "SUP-1", "DC-1", "GBP", At, [Bought], 15m), "/purchase-orders",
            """
            {"number":"P-1","revision":2,"supplier":"SUP-1","node":"DC-1","currency":"GBP","due":"2026-11-24T10:42:07+00:00",
             "freight":15,
             "lines":[{"line":1,"sku":"85123A","description":"Holder","quantity":48,"unitPrice":1.20,
                       "taxCategory":"S","taxRate":20}]}
            """,
            """{"document":"PO-1"}""", new PurchasePosted("PO-1")),
        new("erp", new PostPayable(
                Billed, "SUP-1", BillingKind.CreditNote, "C-7", new(2026, 11, 20), new(2026, 12, 20), "GBP", 10m, 12m, "I-6",
                [new PayableLine("1", "P-1", "85123A", 8.5m, 10m)]), "/payables",
            """
            {"invoice":"invoice/I-7","supplier":"SUP-1","kind":"credit-note","number":"C-7","date":"2026-11-20","due":"2026-12-20",
             "currency":"GBP","net":10,"gross":12,"credits":"I-6",
             "lines":[{"line":"1","order":"P-1","sku":"85123A","quantity":8.5,"amount":10}]}
            """,
            """{"document":"AP-1"}""", new PayablePosted("AP-1")),
        new("erp", new SchedulePayment(
                Billed, "SUP-1", "I-7", new(2026, 12, 19), 78m, "GBP", null, "I-7 less C-3 20.00",
                [new CreditShare(CaseId.Parse("invoice/C-3"), "C-3", 20m)]), "/payments",
            """
            {"invoice":"invoice/I-7","supplier":"SUP-1","number":"I-7","on":"2026-12-19","amount":78,"currency":"GBP","account":null,
             "remittance":"I-7 less C-3 20.00","credits":[{"credit":"invoice/C-3","number":"C-3","amount":20}]}
            """,
            """{"reference":"PAY-2"}""", new PaymentScheduled("PAY-2")),
        new("erp", new VoidPurchase("P-1", "not needed"), "/purchase-orders/P-1/void", """{"reason":"not needed"}""",
            """{"document":"PO-1"}""", new PurchaseVoided("PO-1")),
        new("erp", new ClosePurchase("P-1", Short: true), "/purchase-orders/P-1/close", """{"short":true}""",
            """{"document":"PO-1"}""", new PurchaseClosed("PO-1")),
        new("erp", new PostGoodsReceipt("P-1", "R-1", "DC-1", [Counted]), "/goods-receipts",
            """
            {"number":"P-1","receipt":"R-1","node":"DC-1",
             "lines":[{"sku":"85123A","received":48,"stocked":45,"rejected":3}]}
            """,
            """{"document":"GR-1"}""", new GoodsReceiptPosted("GR-1", "R-1")),
        new("erp", new PostTransfer("T-1", "DC-1", "S-LEEDS", [Counted]), "/transfers",
            """
            {"number":"T-1","from":"DC-1","to":"S-LEEDS",
             "lines":[{"sku":"85123A","received":48,"stocked":45,"rejected":3}]}
            """,
            """{"document":"TR-1"}""", new TransferPosted("TR-1")),
        new("payment", new AuthorisePayment("WEB-1", "C-1", "tok_1", 33.30m, "GBP"), "/authorisations",
            """{"number":"WEB-1","customerId":"C-1","token":"tok_1","amount":33.30,"currency":"GBP"}""",
            """{"authorisation":"A-1","amount":33.30,"currency":"GBP","fraudScore":0.02}""",
            new PaymentAuthorised("A-1", 33.30m, "GBP", 0.02)),
        new("payment", new CapturePayment("A/1", 15.30m, "GBP", "WEB-1-1"), "/authorisations/A%2F1/captures",
            """{"amount":15.30,"currency":"GBP","reference":"WEB-1-1"}""",
            """{"capture":"CP-1","amount":15.30,"currency":"GBP"}""", new PaymentCaptured("CP-1", 15.30m, "GBP", "WEB-1-1")),
        new("payment", new VoidAuthorisation("A-1"), "/authorisations/A-1/void", "{}",
            """{"authorisation":"A-1"}""", new AuthorisationVoided("A-1")),
        new("payment", new RefundPayment("A-1", 2.55m, "GBP", "R-1"), "/authorisations/A-1/refunds",
            """{"amount":2.55,"currency":"GBP","reference":"R-1"}""",
            """{"refund":"RF-1","amount":2.55,"currency":"GBP"}""", new PaymentRefunded("RF-1", 2.55m, "GBP", "R-1")),
        new("wms", new ReleaseToWarehouse(Part, "DC-1", At, [Goods]), "/releases",
            $$"""{"part":"fulfilment/WEB-1-1","node":"DC-1","promise":"2026-11-24T10:42:07+00:00","lines":{{WireGoods}}}""",
            """{"reference":"W-1"}""", new WarehouseAccepted("W-1")),
        new("wms", new RecallFromWarehouse(Part, "DC-1", "customer"), "/releases/recall",
            """{"part":"fulfilment/WEB-1-1","node":"DC-1","reason":"customer"}""", """{"reference":"W-1"}""", new WarehouseRecalled("W-1")),
        new("supplier", new OrderFromSupplier(Part, "SUP-1", Buyer, At, [Goods]), "/orders",
            $$"""
            {"part":"fulfilment/WEB-1-1","supplier":"SUP-1","customer":{{WireBuyer}},
             "promise":"2026-11-24T10:42:07+00:00","lines":{{WireGoods}}}
            """,
            """{"reference":"S-1","shipsBy":"2026-11-25T10:42:07Z"}""", new SupplierAccepted("S-1", At.AddDays(1))),
        new("supplier", new SendPurchase(Purchase, 1, "SUP-1", "DC-1", "GBP", At, [Bought]), "/purchase-orders",
            """
            {"purchase":"purchase/P-1","revision":1,"supplier":"SUP-1","node":"DC-1","currency":"GBP",
             "due":"2026-11-24T10:42:07+00:00","freight":0,
             "lines":[{"line":1,"sku":"85123A","description":"Holder","quantity":48,"unitPrice":1.20,
                       "taxCategory":"S","taxRate":20}]}
            """,
            """{"reference":"S-1"}""", new PurchaseSent("S-1")),
        new("supplier", new RemindSupplier(Purchase, "SUP-1", 2), "/purchase-orders/reminders",
            """{"purchase":"purchase/P-1","supplier":"SUP-1","reminder":2}""",
            """{"reference":"S-1"}""", new SupplierReminded("S-1")),
        new("supplier", new CancelWithSupplier(Purchase, "SUP-1", "not needed"), "/purchase-orders/cancellations",
            """{"purchase":"purchase/P-1","supplier":"SUP-1","reason":"not needed"}""",
            """{"reference":"S-1"}""", new SupplierCancelled("S-1")),
        new("carrier", new BookReturnLabel(new CaseId("return", "R-1"), "S-LEEDS", Buyer, 2), "/return-labels",
            $$"""{"return":"return/R-1","node":"S-LEEDS","customer":{{WireBuyer}},"pieces":2}""",
            """{"tracking":"TR-77"}""", new ReturnLabelled("TR-77")),
        new("supplier", new DisputeInvoice(Billed, "SUP-1", "I-7", 1, "Two are missing."), "/invoices/disputes",
            """{"invoice":"invoice/I-7","supplier":"SUP-1","number":"I-7","dispute":1,"why":"Two are missing."}""",
            """{"reference":"S-1"}""", new DisputeSent("S-1")),
        new("supplier", new TellRefusal(Billed, "SUP-1", "I-7", "Not ours."), "/invoices/refusals",
            """{"invoice":"invoice/I-7","supplier":"SUP-1","number":"I-7","why":"Not ours."}""",
            """{"reference":"S-1"}""", new RefusalTold("S-1")),
        new("carrier", new BookCarrier(Part, "S-LEEDS", Buyer, 1, 900, At), "/bookings",
            $$"""
            {"part":"fulfilment/WEB-1-1","node":"S-LEEDS","customer":{{WireBuyer}},
             "parcels":1,"weightGrams":900,"promise":"2026-11-24T10:42:07+00:00"}
            """,
            """{"tracking":"T-1","service":"next-day"}""", new CarrierBooked("T-1", "next-day")),
        new("mail", new NotifyCustomer("order-confirmed", "WEB-1", Buyer, ["promise=tomorrow"]), "/messages",
            $$"""{"template":"order-confirmed","number":"WEB-1","customer":{{WireBuyer}},"facts":["promise=tomorrow"]}""",
            "{}", new CustomerNotified("order-confirmed")),
    ];

    /// <summary>The price contract, which five systems speak alike.</summary>
    private static Sample[] PricesOf(string system)
    {
        var target = new PriceTarget("till.LEEDS", system, "till", "UK", "LEEDS", "Europe/London");
        ImmutableArray<PriceLine> lines = [new PriceLine("85123A", 2.04m, 2.55m)];
        const string WireLines = """[{"sku":"85123A","price":2.04,"shownBefore":2.55}]""";
        return
        [
            new(system, new StagePrices(target, "P-1", "GBP", At, At.AddDays(1), lines), "/prices/till.LEEDS/staged",
                $$"""
                {"number":"P-1","currency":"GBP","from":"2026-11-24T10:42:07+00:00","until":"2026-11-25T10:42:07+00:00",
                 "lines":{{WireLines}}}
                """,
                """{"receipt":"R-1"}""", new PricesStaged("R-1")),
            new(system, new ReadPrices(target, "P-1", ["85123A"]), "/prices/till.LEEDS/read", """{"number":"P-1","skus":["85123A"]}""",
                """{"prices":[{"sku":"85123A","price":2.55,"promotion":null,"planned":2.04}]}""",
                new PricesRead([new HeldPrice("85123A", 2.55m, null, 2.04m)])),
            new(system, new ActivatePrices(target, "P-1", "GBP", lines), "/prices/till.LEEDS/live",
                $$"""{"number":"P-1","currency":"GBP","lines":{{WireLines}}}""", """{"receipt":"R-2"}""", new PricesActivated("R-2")),
            new(system, new RevertPrices(target, "P-1"), "/prices/till.LEEDS/reverted", """{"number":"P-1"}""",
                """{"receipt":"R-3"}""", new PricesReverted("R-3")),
        ];
    }

    /// <summary>The availability contract, which four systems speak alike.</summary>
    private static Sample[] AvailabilityOf(string system)
    {
        var empty = string.Join(",", Enumerable.Repeat("\"\"", 2));
        return
        [
            new(system, new PublishAvailability("ebay", system, 7, [new ChannelFigure("85123A", 4), new ChannelFigure("22423", 0)]),
                "/availability/ebay",
                """{"sequence":7,"figures":[{"sku":"85123A","available":4},{"sku":"22423","available":0}]}""",
                """{"receipt":"R-4","refused":[{"sku":"22423","reason":"not listed"}]}""",
                new AvailabilityPublished("R-4", [new FigureRefusal("22423", "not listed")])),
            new(system, new HashAvailability("ebay", system, 4), "/availability/ebay/hashes", """{"buckets":4}""",
                $$"""{"hashes":["00ff",{{empty}},"9a"]}""", new AvailabilityHashed(["00ff", "", "", "9a"])),
            new(system, new ReadAvailability("ebay", system, 4, [0, 3]), "/availability/ebay/read", """{"buckets":4,"asked":[0,3]}""",
                """{"figures":[{"sku":"85123A","available":4,"sequence":7}]}""",
                new AvailabilityRead([new HeldFigure("85123A", 4, 7)])),
        ];
    }

    /// <summary>The contract of books of stock, which an ERP and a warehouse system speak alike.</summary>
    private static Sample[] StockOf(string system) =>
    [
        new(system, new HashStock(system, "DC-1", 4), "/stock/hashes", """{"node":"DC-1","buckets":4}""",
            """{"hashes":["00ff","","","9a"]}""", new StockHashed(["00ff", "", "", "9a"])),
        new(system, new ReadStock(system, null, 4, [0, 3]), "/stock/read", """{"buckets":4,"asked":[0,3]}""",
            """{"places":[{"sku":"85123A","node":"DC-1","pieces":-4,"mark":7}]}""",
            new StockRead([new HeldStock("85123A", "DC-1", -4, 7)])),
        new(system, new PostStockAdjustment($"books-{system}:discrepancy:1", "DC-1", "It had missed a sale.", [new("A-1", -2)], system),
            "/stock-adjustments",
            $$"""
            {"reference":"books-{{system}}:discrepancy:1","node":"DC-1","reason":"It had missed a sale.",
             "lines":[{"sku":"A-1","pieces":-2}]}
            """,
            """{"document":"SA-2"}""", new StockAdjustmentPosted("SA-2")),
    ];

    /// <summary>One effect of each system, for what every connector must do alike.</summary>
    public static Sample Of(string system) => All.First(sample => sample.System == system);
}
