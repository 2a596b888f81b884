using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>An invented retailer on an invented morning; the sums add up because everything is counted from the same heads.</summary>
internal static class MadeUpRetailer
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 42, 7, TimeSpan.Zero);

    private static readonly ImmutableArray<OpeningHours> ShopHours =
        [.. Enum.GetValues<DayOfWeek>().Where(day => day != DayOfWeek.Sunday).Select(day =>
            new OpeningHours(day, new TimeOnly(9, 30), new TimeOnly(20, 0)))];

    public static readonly RetailNetwork Network = new(
        "Fjell & Co.",
        [new("dach", "DACH", ["DE", "AT", "CH"], "EUR"), new("nordics", "Nordics", ["SE", "DK"], "SEK"),
            new("uk", "UK & Ireland", ["GB", "IE"], "GBP")],
        [new("web", "Web", "web"), new("app", "App", "app"), new("till", "Till", "till"), new("bazaro", "Bazaro", "marketplace")],
        [
            Shop("S101", "Hamburg Altona", "dach", "Europe/Berlin"), Shop("S102", "Köln Ehrenfeld", "dach", "Europe/Berlin"),
            Shop("S103", "Hamburg Wandsbek", "dach", "Europe/Berlin"), Shop("S201", "Malmö Triangeln", "nordics", "Europe/Stockholm"),
            Shop("S301", "Manchester Arndale", "uk", "Europe/London"),
            new("DC1", "DC Hannover", NodeKind.Dc, "dach", "DE", "Europe/Berlin", 52.4, 9.7, 20_000, new TimeOnly(14, 0), [], []),
        ]);

    public static readonly MapPicture OrderMap = new("order-to-fulfilment", "order", 14, OwnerGroup.CustomerService,
    [
        State("Validating", Waits.OnSystem), State("Held", Waits.OnPerson), State("Sourcing", Waits.OnSystem),
            State("Reserving", Waits.OnSystem),
        State("Releasing", Waits.OnSystem), State("WaitingForStock", Waits.OnTime), State("DcPicking", Waits.OnPerson),
        State("AwaitingStorePick", Waits.OnPerson, "2 business hours, calendar of the node"), State("WithSupplier", Waits.OnPartner),
        State("Rerouting", Waits.OnPerson), State("AskingCustomer", Waits.OnPartner), State("AwaitingShipment", Waits.OnPerson),
        State("ReadyForPickup", Waits.OnPartner), State("WithCarrier", Waits.OnPartner), State("Settling", Waits.OnSystem),
        State("Cancelling", Waits.OnSystem), Final("Closed"), Final("Cancelled"), Final("Refused"),
    ],
    [
        Row(null, "OrderReceived", "Validating"), Row("Validating", "OrderChecked", "Sourcing", "Held", "Refused"),
        Row("Validating", "PaymentAuthorised", "Validating"), Row("Held", "HoldReleased", "Release hold", "Sourcing"),
        Row("Sourcing", "StockFound", "Reserving", "WaitingForStock"), Row("WaitingForStock", "StockArrived", "Reserving"),
        Row("WaitingForStock", "LookAgain", "Look for stock again", "Reserving"),
            Row("Reserving", "StockReserved", "Releasing", "Sourcing"),
        Row("Releasing", "SalesOrderPosted", "DcPicking", "AwaitingStorePick", "WithSupplier"),
            Row("DcPicking", "PartPicked", "AwaitingShipment"),
        Row("AwaitingStorePick", "PartPicked", "AwaitingShipment", "ReadyForPickup"), Row("AwaitingStorePick", "PartShort", "Rerouting"),
        Row("Rerouting", "RerouteAdvised", "Rerouting"), Row("Rerouting", "RerouteChosen", "AskingCustomer", "Reserving"),
        Row("AskingCustomer", "CustomerAnswered", "Record the customer's answer", "Reserving"),
            Row("WithSupplier", "PartShipped", "WithCarrier"),
        Row("AwaitingShipment", "PartShipped", "WithCarrier"), Row("WithCarrier", "PartDelivered", "Settling"),
        Row("ReadyForPickup", "PartDelivered", "Settling"), Row("Settling", "DeliveryPosted", "Closed"),
            Row("Cancelling", "SalesOrderCancelled", "Cancelled"),
        .. new[] { "Held", "WaitingForStock", "DcPicking", "AwaitingStorePick", "WithSupplier", "Rerouting", "AskingCustomer",
            "AwaitingShipment", "ReadyForPickup" }
            .Select(from =>
                new MapRow(from, "CancelRequested", "Cancel", ["Cancelling"], ["void-authorisation", "settle-stock"], "Cancel order",
                    true)),
        new MapRow("AskingCustomer", "ChangeRequested", "Change", ["AskingCustomer"], [], "Change lines", false),
    ]);

    public static readonly MapPicture TaskMap = new("task", "task", 2, OwnerGroup.StoreOperations,
        [State("Open", Waits.OnPerson, "the task's own budget"), State("Claimed", Waits.OnPerson), Final("Done"), Final("Withdrawn")],
        [
            Row(null, "TaskOpened", "Open"), Row("Open", "TaskClaimed", "Claimed"), Row("Claimed", "TaskCompleted", "Done"),
            Row("Claimed", "TaskHandedBack", "Hand back", "Open"), Row("Open", "TaskWithdrawn", "Withdrawn"),
        ]);

    public static readonly MapPicture FulfilmentMap = OrderMap with { Process = "fulfilment", Kind = "fulfilment" };

    public static readonly CaseId Order = CaseId.Order("WEB-204518");

    public static readonly CaseId Pick = CaseId.Task("PICK-88213");

    public static readonly CaseId Decide = CaseId.Task("RES-7001");

    public static IEnumerable<CaseHead> Heads()
    {
        var no = 100;
        string[] states = ["AwaitingStorePick", "AwaitingStorePick", "DcPicking", "WithCarrier", "ReadyForPickup", "Held",
            "WaitingForStock", "Releasing"];
        for (var i = 0; i < 420; i++)
        {
            var state = OrderMap.Find(states[i % states.Length])!;
            var node = Network.Nodes[(i * 7) % Network.Nodes.Length];
            var due = Now.AddMinutes(((i * 37) % 600) - (node.Id == "S101" && i % 4 == 0 ? 400 : 8));
            yield return Head(++no, CaseId.Order($"WEB-{204000 + i}"), i % 5 == 0 ? "fulfilment" : "order-to-fulfilment", state.Name,
                state.Waits, due,
                new CaseCard($"{1 + (i % 4)} lines, {FulfilmentMode.StorePickup}", node.Region, Network.Channels[i % 4].Id, node.Id, null,
                    null, due,
                    40 + (i * 3.17m), "EUR", Terms: ["customer:C-20931", "sku:85123A"]));
        }

        yield return Head(900, Order, "order-to-fulfilment", "AskingCustomer", Waits.OnPartner, Now.AddMinutes(39),
            new CaseCard("3 lines, 5 pieces, pickup", "dach", "web", "S101", OwnerGroup.CustomerService, ExceptionCategory.StockShortage,
                Now.AddMinutes(78), 268.22m, "EUR"));
        var why = new[] { "Promised for 11:30. Gold customer", "Promised for 12:00. 5 more orders wait behind it",
            "New address, third card today", "Books said 2, found 1" };
        var kinds = new[] { TaskKind.Pick, TaskKind.Pick, TaskKind.Resolve, TaskKind.Count, TaskKind.HandOver };
        for (var i = 0; i < 26; i++)
        {
            var task = i == 0 ? Pick : i == 2 ? Decide : CaseId.Task($"T-{88000 + i}");
            yield return Head(1000 + i, task, "task", i == 0 ? "Claimed" : "Open", Waits.OnPerson, Now.AddMinutes((i * 17) - 34),
                new CaseCard(i == 0 ? "Pick WEB-204690" : i == 2 ? "Fraud hold on APP-88107" : $"{kinds[i % 5]} WEB-2046{90 + i}", "dach",
                    "web", i == 2 ? null : "S101", OwnerGroup.StoreOperations,
                    ExceptionCategory.LatePick, Now.AddMinutes(i * 11), 126.4m, "EUR", Order, i == 0 ? "Aylin Kaya" : null,
                        kinds[i % 5].ToString(), 94 - (i * 3), why[i % 4]));
        }
    }

    public static IEnumerable<EffectAttempt> Attempts() =>
    [
        new("order/WEB-204518#4.0", Order, "erp", "post-sales-order", 1, At(-870), TimeSpan.FromSeconds(5), AttemptOutcome.Transient,
            "503"),
        new("order/WEB-204518#4.0", Order, "erp", "post-sales-order", 2, At(-869), TimeSpan.FromSeconds(0.8), AttemptOutcome.Succeeded, ""),
        new("order/WEB-204518#1.0", Order, "payment", "authorise", 1, At(-872), TimeSpan.FromSeconds(0.6), AttemptOutcome.Succeeded, ""),
    ];

    public static IEnumerable<Transition> OrderStory()
    {
        var web = Actor.System("Web shop");
        var ask = new RerouteOption(RerouteKind.Ship, "DC1", null, 3.9m, At(1440), true, 0.81, "Ask: 1 piece from DC Hannover, 4 now");
        ImmutableArray<OrderLine> lines =
            [new(1, "4011-238", "Linen bed set Fjell, sand", 2, 71.91m), new(2, "2207-014", "Table lamp Otto, brass", 1, 64.5m),
                new(3, "1130-551", "Wine glasses Siri, 6", 2, 29.95m)];
        yield return Step(1, -872, web, new OrderReceived(
            "WEB-204518", "web", "dach", At(-872), "EUR", new Customer("C-20931", "gold", new Contact("Annika B.", "a@example.org", null)),
            DeliveryWish.StorePickup, "S101", null, true, lines, [], new PaymentMethod("card", "tok_1")), null, "Validating",
                Waits.OnSystem,
            "3 lines, 5 pieces, pickup",
                [new RequestedEffect("order/WEB-204518#1.0", new AuthorisePayment("WEB-204518", "C-20931", "tok_1", 268.22m, "EUR"))]);
        yield return Step(2, -871.9, Actor.Crossdock, new OrderChecked([], [], false, null), "Validating", "Sourcing", Waits.OnSystem,
            "Price in force, no hold");
        yield return Step(3, -871.8, Actor.Crossdock, new StockFound([], []), "Sourcing", "Reserving", Waits.OnSystem,
            "The customer chose the store; 0 splits");
        yield return Step(4, -871.7, Actor.Crossdock, new StockReserved([]), "Reserving", "Releasing", Waits.OnSystem,
            "All 3 lines, before any branch",
            [new RequestedEffect("order/WEB-204518#4.0", new PostSalesOrder("WEB-204518", "C-20931", "EUR", 268.22m, lines, []))]);
        yield return Step(5, -869, Actor.System("erp"), new SalesOrderPosted("4500912277"), "Releasing", "AwaitingStorePick",
            Waits.OnPerson, "ERP and store have it",
            [new RequestedEffect("order/WEB-204518#5.0", new TellCase(Pick, new TaskWithdrawn("shape only")))]);
        yield return Step(6, -44, Actor.Crossdock,
            new PartShort(CaseId.Order("X"), "S101", FulfilmentMode.StorePickup, [], "Shelf empty"), "AwaitingStorePick", "Rerouting",
                Waits.OnPerson,
            "Shelf empty, 1 piece found. Books said 2");
        yield return Step(7, -44, Actor.System("reroute-options 4.2"), new RerouteAdvised("reroute-options 4.2",
            [ask, new(RerouteKind.OtherStore, "S103", null, 6.5m, At(370), false, 0.12, "Transfer from Hamburg Wandsbek"),
                new(RerouteKind.Refund, null, null, 71.91m, null, true, 0.07, "Refund the piece")],
            [new("Hannover has 306 pieces, cut-off 14:00", 0.31), new("Customer took shipping 2 of 2 times", 0.22),
                new("Wandsbek van leaves at 15:00", -0.28)]),
            "Rerouting", "Rerouting", Waits.OnPerson, "0.81: proposed to a person");
        var chosen = ask.Node is null ? $"{ask.Kind}" : $"{ask.Kind}@{ask.Node}";
        yield return Step(8, -21, new Actor("Jonas Petersen", "store operations lead"), new RerouteChosen(chosen, "gold"), "Rerouting",
            "AskingCustomer", Waits.OnPartner,
            "A customer who chose a store is asked before anything is shipped");
    }

    public static IEnumerable<Transition> PickStory()
    {
        yield return TaskStep(Pick, 1, -60, Actor.Crossdock, new TaskOpened(
            TaskKind.Pick, "WEB-204690", "First: kerbside at 11:15, gold customer", Order, Order, OwnerGroup.StoreOperations, "S101",
                "dach", "web",
            ExceptionCategory.LatePick, Now.AddMinutes(33), 126.4m, "EUR", 94, TimeSpan.FromHours(2),
            [new(1, "3301-002", "Throw Vik, grey", "B 02-4", 1), new(2, "5120-066", "Candle holder Rut, black", "C 04-1", 2),
                new(3, "4011-702", "Cushion Fjell, sand", "C 09-2", 1)], []),
            null, "Open");
        yield return TaskStep(Pick, 2, -3, new Actor("Aylin Kaya", "store"), new TaskClaimed("Aylin Kaya"), "Open", "Claimed");
    }

    public static IEnumerable<Transition> DecideStory()
    {
        yield return TaskStep(Decide, 1, -40, Actor.Crossdock, new TaskOpened(
            TaskKind.Resolve, "Fraud hold on APP-88107", "New address, third card today. Promised for 14:00", Order, null,
                OwnerGroup.CustomerService, null, "dach", "app",
            ExceptionCategory.FraudSuspected, Now.AddMinutes(198), 1940m, "EUR", 84, TimeSpan.FromHours(2), [],
            [new("release", "Release the hold"), new("refuse", "Refuse the order")]), null, "Open");
    }

    public static Transition TaskStep(CaseId id, int seq, double minutes, Actor who, Message message, string? from, string to) => new(
        id, seq, At(minutes), "task", 2, new Envelope($"{id}-{seq}", "crossdock", id, At(minutes), who, message), Outcome.Applied, from,
            to, false, Waits.OnPerson, [], [],
        null, seq == 1 ? new CaseCard("WEB-204690", "dach", "web", "S101", Promise: Now.AddMinutes(33)) : null, "opened", []);

    private static Transition Step(
        int seq, double minutes, Actor who, Message message, string? from, string to, Waits waits, string because,
            ImmutableArray<RequestedEffect>? effects = null) => new(
        Order, seq, At(minutes), "order-to-fulfilment", 14,
        new Envelope($"m-{seq}", who.Role == "system" ? "crossdock" : "person/jonas", Order, At(minutes), who, message, seq == 5
            ? "order/WEB-204518#4.0" : null),
        Outcome.Applied, from, to, false, waits, [], effects ?? [],
        seq == 8 ? new Deadline("AskingCustomer", TimeSpan.FromHours(1), "S101", At(-21), At(39), 1) : null,
        seq == 1 ? new CaseCard("3 lines, 5 pieces, pickup", "dach", "web", "S101", Promise: At(78), Value: 268.22m, Currency: "EUR")
            : null,
        because, ["pickup-promise@6"]);

    private static DateTimeOffset At(double minutes) => Now.AddMinutes(minutes);

    private static CaseHead Head(int no, CaseId id, string process, string state, Waits waits, DateTimeOffset due, CaseCard card) => new(
        no, id, process, 14, 8, state, waits, Now.AddMinutes(-(no % 90) - 21), Now.AddMinutes(-900), null, Now.AddSeconds(-(no % 400)),
        new Deadline(state, TimeSpan.FromHours(2), card.Node ?? "always", Now.AddMinutes(-30), due, 1), null, 1, card);

    private static Node Shop(string id, string name, string region, string zone) =>
        new(id, name, NodeKind.Store, region, "DE", zone, 53.5, 9.9, 400, new TimeOnly(16, 0), ShopHours, []);

    private static MapState State(string name, Waits waits, string? within = null) => new(
        name, Crossdock.Host.Dashboard.Words.Sentence(name).Replace("Dc ", "DC ", StringComparison.Ordinal), waits,
        waits == Waits.OnSystem ? null : OwnerGroup.StoreOperations, waits == Waits.OnSystem ? null : ExceptionCategory.LatePick, within,
            false);

    private static MapState Final(string name) => new(name, name, Waits.Nothing, null, null, null, true);

    private static MapRow Row(string? from, string message, string to) => new(from, message, message, [to], [], null, false);

    private static MapRow Row(string? from, string message, string actOrTo, params string[] to) =>
        actOrTo.Contains(' ', StringComparison.Ordinal)
            ? new(from, message, message, [.. to], [], actOrTo, false)
            : new(from, message, message, [actOrTo, .. to], [], null, false);
}
