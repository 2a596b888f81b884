using System.Text.Json;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.StockBooks;
using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Wire;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;
using ErpPurchasing = Crossdock.Estate.Systems.Erp.PurchasingBehaviour;
using PurchasingBooks = Crossdock.Estate.Systems.Erp.PurchasingBooks;
using Request = Crossdock.Estate.Systems.Request;

namespace Crossdock.Unit.Tests.Estate;

public sealed class SuppliersTests
{
    private const int Many = 120;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly List<CloudEvent> _heard = [];
    private readonly SupplierOrders _orders = new();
    private readonly Yards _yards = new();
    private readonly Desk _desk;
    private readonly PurchasingBehaviour _suppliers;

    public SuppliersTests()
    {
        _desk = new Desk("supplier", "secret", 1, _time, _time, (_, message, _) =>
        {
            _heard.Add(message);
            return Task.FromResult<Answer?>(new Answer(202, [], 1));
        });
        _suppliers = new PurchasingBehaviour(_desk, _orders, _yards);
    }

    [Fact]
    public async Task a_prompt_supplier_confirms_and_sends_what_he_confirmed()
    {
        await Play("VEN-MORTON", Many);
        Count("supplier.confirmed").ShouldBeGreaterThan(Many * 9 / 10);
        Count("supplier.despatch-advised").ShouldBeGreaterThanOrEqualTo(Count("supplier.confirmed"));
        _yards.Count.ShouldBe(Count("supplier.despatch-advised"));
        _orders.All.ShouldAllBe(order => order.Declined || order.Loaded.Count > 0);
    }

    [Fact]
    public async Task what_is_loaded_is_sometimes_short_sometimes_over_and_mostly_what_the_papers_say()
    {
        await Play("VEN-HALLAM", Many);
        var sent = _orders.All.Where(order => order.Loaded.Count > 0)
            .Select(order => order.Loaded["A"] - order.Agreed["A"].Pieces).ToList();
        sent.ShouldContain(pieces => pieces < 0);
        sent.ShouldContain(pieces => pieces > 0);
        sent.Count(pieces => pieces == 0).ShouldBeGreaterThan(sent.Count * 3 / 4);
    }

    [Fact]
    public async Task a_silent_supplier_says_nothing_until_he_is_reminded()
    {
        await Play("VEN-QUILL", 1);
        _heard.ShouldBeEmpty();
        for (var reminder = 0; reminder < 4; reminder++)
        {
            _suppliers.Remind(Asked($"r{reminder}", """{"purchase":"purchase/P-1","supplier":"VEN-QUILL"}""")).Status.ShouldBe(201);
        }

        await Deliver(TimeSpan.FromDays(3));
        _heard[0].Type.ShouldBeOneOf("supplier.confirmed", "supplier.declined");
    }

    [Fact]
    public async Task a_changing_supplier_changes_more_often_than_not()
    {
        await Play("VEN-DARROW", Many);
        _orders.All.Count(order => order.Confirmed is { } said && (said["A"] != order.Asked["A"] || order.Due > Due || order.Freight > 0))
            .ShouldBeInRange(Many / 2, Many * 3 / 4);
    }

    [Fact]
    public async Task an_order_that_is_insisted_on_is_confirmed_as_it_was()
    {
        await Play("VEN-DARROW", 1, hours: 4);
        _suppliers.Order(Ordered(1, "VEN-DARROW", revision: 2));
        await Deliver(TimeSpan.FromHours(4));
        _orders.All.Single().Confirmed!["A"].ShouldBe((24, 1.5m));
    }

    [Fact]
    public async Task what_is_on_the_road_cannot_be_cancelled_and_what_is_cancelled_does_not_come()
    {
        const string First = """{"purchase":"purchase/P-1","supplier":"VEN-MORTON","reason":"no"}""";
        await Play("VEN-MORTON", 2, hours: 0);
        _suppliers.Cancel(Asked("c1", First)).Status.ShouldBe(201);
        await Deliver(TimeSpan.FromHours(3));
        await Deliver(TimeSpan.FromHours(10));
        _yards.ArrivedBy(DateTimeOffset.MaxValue).ShouldHaveSingleItem().Number.ShouldBe("P-2");
        _suppliers.Cancel(Asked("c2", First.Replace("P-1", "P-2", StringComparison.Ordinal))).Status.ShouldBe(409);
        _time.Advance(TimeSpan.FromDays(3));
        _suppliers.Cancel(Asked("c3", First.Replace("P-1", "P-2", StringComparison.Ordinal))).Status.ShouldBe(201);
    }

    [Fact]
    public void the_ERP_counts_a_receipt_once_and_keeps_the_latest_terms()
    {
        var books = new PurchasingBooks();
        var erp = new ErpPurchasing(new Desk("erp", "secret", 1, _time, _time, (_, _, _) => Task.FromResult<Answer?>(null)), books,
            new StockBook());
        erp.Post(Asked("k1", """{"number":"P-1","revision":2,"lines":[{"sku":"A","quantity":12}]}""")).Status.ShouldBe(201);
        erp.Post(Asked("k2", """{"number":"P-1","revision":1,"lines":[{"sku":"A","quantity":24}]}"""));
        const string Receipt = """{"number":"P-1","receipt":"R","lines":[{"sku":"A","received":12,"stocked":11,"rejected":1}]}""";
        erp.Receive(Asked("k3", Receipt)).Status.ShouldBe(201);
        erp.Receive(Asked("k4", Receipt));
        erp.Receive(Asked("k5", Receipt.Replace("P-1", "P-9", StringComparison.Ordinal))).Status.ShouldBe(404);
        var purchase = books.Purchases["P-1"];
        (purchase.Revision, purchase.Ordered["A"], purchase.Stocked["A"], books.BoughtIn["A"]).ShouldBe((2, 12, 11, 11));
    }

    private static readonly DateTimeOffset Due = new(2026, 11, 4, 18, 0, 0, TimeSpan.Zero);

    private int Count(string type) => _heard.Count(message => message.Type == type);

    private async Task Play(string supplier, int orders, int hours = 24 * 4)
    {
        for (var n = 1; n <= orders; n++)
        {
            _suppliers.Order(Ordered(n, supplier, revision: 1)).Status.ShouldBe(201);
        }

        for (var hour = 0; hour < hours; hour++)
        {
            await Deliver(TimeSpan.FromHours(1));
        }
    }

    private async Task Deliver(TimeSpan after)
    {
        _time.Advance(after);
        _desk.Callbacks.ReleaseDue();
        foreach (var order in _orders.All)
        {
            // More than two events of one order are never due at once.
            await _desk.Callbacks.TryHead(order.Purchase, CancellationToken.None);
            await _desk.Callbacks.TryHead(order.Purchase, CancellationToken.None);
        }
    }

    private static Request Ordered(int n, string supplier, int revision) => Asked(
        $"k{n}-{revision}",
        $$"""
        {"purchase":"purchase/P-{{n}}","supplier":"{{supplier}}","revision":{{revision}},"node":"N1","currency":"GBP",
         "due":"2026-11-04T18:00:00Z","lines":[{"line":1,"sku":"A","description":"","quantity":24,"unitPrice":1.5}]}
        """);

    private static Request Asked(string key, string body)
    {
        using var document = JsonDocument.Parse(body);
        return new Request(key, document.RootElement.Clone(), new Dictionary<string, string?>());
    }
}
