using System.Net;
using System.Text;
using System.Text.Json;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.Carrier;
using Crossdock.Estate.Systems.Erp;
using Crossdock.Estate.Systems.StockBooks;
using Crossdock.Estate.Systems.Payments;
using Crossdock.Estate.Systems.Wms;
using Crossdock.Estate.Wire;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;
using Request = Crossdock.Estate.Systems.Request;

namespace Crossdock.Unit.Tests.Estate;

public sealed class OutsideSystemsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly List<CloudEvent> _heard = [];

    [Fact]
    public void a_repeat_of_a_key_gets_the_first_answer_and_does_nothing()
    {
        var desk = Desk("erp");
        var erp = new ErpBehaviour(desk, new ErpBooks(), new PriceList(), new StockBook());
        var first = desk.Answer("k1", Asked("k1", """{"number":"WEB-1","total":10}"""), erp.PostSalesOrder);
        var again = desk.Answer("k1", Asked("k1", """{"number":"WEB-1","total":10}"""), erp.PostSalesOrder);
        again.ShouldBe(first);
        desk.Books.Entries.ShouldHaveSingleItem().Times.ShouldBe(1);
        desk.Books.DuplicatedEffects.ShouldBe(0);
    }

    [Fact]
    public async Task one_key_asked_by_many_at_once_is_done_once()
    {
        var desk = Desk("erp");
        var erp = new ErpBehaviour(desk, new ErpBooks(), new PriceList(), new StockBook());
        await Parallel.ForAsync(0, 64, (_, _) =>
        {
            desk.Answer("k1", Asked("k1", """{"number":"WEB-1","total":10}"""), erp.PostSalesOrder);
            return ValueTask.CompletedTask;
        });
        desk.Books.Entries.ShouldHaveSingleItem().Times.ShouldBe(1);
    }

    [Fact]
    public void the_same_sales_order_under_two_keys_is_a_duplicated_effect()
    {
        var desk = Desk("erp");
        var erp = new ErpBehaviour(desk, new ErpBooks(), new PriceList(), new StockBook());
        desk.Answer("k1", Asked("k1", """{"number":"WEB-1"}"""), erp.PostSalesOrder);
        desk.Answer("k2", Asked("k2", """{"number":"WEB-1"}"""), erp.PostSalesOrder);
        desk.Books.DuplicatedEffects.ShouldBe(1);
        desk.Books.Summarise(0, whole: false).DuplicatedEntries.ShouldHaveSingleItem().Identity.ShouldBe("WEB-1");
    }

    [Fact]
    public void two_deliveries_with_one_reference_are_a_duplicate_and_issue_the_goods_once()
    {
        var desk = Desk("erp");
        var books = new ErpBooks();
        var erp = new ErpBehaviour(desk, books, new PriceList(), new StockBook());
        const string Body = """{"number":"WEB-1","reference":"WEB-1.1","amount":5,"lines":[{"line":1,"sku":"AA1","picked":3}]}""";
        erp.PostDelivery(Asked("k1", Body)).Status.ShouldBe(201);
        erp.PostDelivery(Asked("k2", Body));
        desk.Books.DuplicatedEffects.ShouldBe(1);
        books.Issued["AA1"].ShouldBe(3);
    }

    [Fact]
    public void the_provider_takes_no_more_than_was_authorised_and_gives_back_no_more_than_was_taken()
    {
        var desk = Desk("payment");
        var payment = new PaymentBehaviour(desk, new PaymentBooks());
        var authorised = payment.Authorise(Asked("k1", """{"number":"WEB-3","amount":10,"currency":"GBP","token":"t"}"""));
        var id = JsonSerializer.SerializeToElement(authorised.Body, WireJson.Options).GetProperty("authorisation").GetString()!;
        payment.Capture(Asked("k2", """{"amount":8,"reference":"p1"}""", ("authorisation", id))).Status.ShouldBe(201);
        payment.Capture(Asked("k3", """{"amount":8,"reference":"p2"}""", ("authorisation", id))).Status.ShouldBe(422);
        payment.Refund(Asked("k4", """{"amount":9,"reference":"r1"}""", ("authorisation", id))).Status.ShouldBe(422);
        payment.Refund(Asked("k5", """{"amount":8,"reference":"r2"}""", ("authorisation", id))).Status.ShouldBe(201);
        payment.Capture(Asked("k6", """{"amount":1,"reference":"p3"}""", ("authorisation", "nobody"))).Status.ShouldBe(404);
        payment.Void(Asked("k7", "{}", ("authorisation", id))).Status.ShouldBe(200);
        payment.Capture(Asked("k8", """{"amount":1,"reference":"p4"}""", ("authorisation", id))).Status.ShouldBe(422);
    }

    [Fact]
    public void a_refund_that_stays_as_a_credit_pays_once_and_what_is_given_back_of_it_pays_again()
    {
        var payment = new PaymentBehaviour(Desk("payment"), new PaymentBooks());
        var card = Said(payment.Authorise(Asked("k1", Body("WEB-3", 10, "t"))), "authorisation");
        payment.Capture(Asked("k2", """{"amount":10,"reference":"p1"}""", ("authorisation", card)));
        const string AsCredit = """{"amount":6,"reference":"return/R-1","to":"store-credit"}""";
        var credit = Said(payment.Refund(Asked("k3", AsCredit, ("authorisation", card))), "credit");

        var all = Said(payment.Authorise(Asked("k4", Body("EX-R-1", 6, credit))), "authorisation");
        payment.Authorise(Asked("k5", Body("WEB-4", 1, credit))).Status.ShouldBe(422, "all of it is held");
        payment.Void(Asked("k6", "{}", ("authorisation", all)));
        payment.Authorise(Asked("k7", Body("WEB-5", 6, credit))).Status.ShouldBe(201);

        static string Body(string number, int amount, string token) =>
            $$"""{"number":"{{number}}","amount":{{amount}},"currency":"GBP","token":"{{token}}"}""";

        static string Said(Reply reply, string what) =>
            JsonSerializer.SerializeToElement(reply.Body, WireJson.Options).GetProperty(what).GetString()!;
    }

    [Fact]
    public void a_capture_done_twice_for_one_reference_shows_in_the_books()
    {
        var desk = Desk("payment");
        var books = new PaymentBooks();
        books.Open("AUTH-9", 10, "GBP", "tok_1", "WEB-1");
        var payment = new PaymentBehaviour(desk, books);
        payment.Capture(Asked("k2", """{"amount":4,"reference":"p1"}""", ("authorisation", "AUTH-9")));
        payment.Capture(Asked("k3", """{"amount":4,"reference":"p1"}""", ("authorisation", "AUTH-9")));
        desk.Books.DuplicatedEffects.ShouldBe(1);
    }

    [Fact]
    public async Task a_release_is_picked_when_its_time_has_come_or_recalled_but_never_both()
    {
        var desk = Desk("wms");
        var wms = new WmsBehaviour(desk, new WmsBooks(), new StockBook());
        const string Lines = "\"lines\":[{\"line\":1,\"sku\":\"AA1\",\"quantity\":2}]";
        wms.Release(Asked("k1", $$"""{"part":"fulfilment/W-1.1","node":"DC-GB",{{Lines}}}"""));
        wms.Release(Asked("k2", $$"""{"part":"fulfilment/W-2.1","node":"DC-GB",{{Lines}}}"""));
        wms.Recall(Asked("k3", """{"part":"fulfilment/W-2.1","node":"DC-GB"}""")).Status.ShouldBe(200);

        desk.Callbacks.ReleaseDue().ShouldBe(0);
        _time.Advance(TimeSpan.FromHours(6));
        desk.Callbacks.ReleaseDue().ShouldBe(1);
        await desk.Callbacks.TryHead("fulfilment/W-1.1", CancellationToken.None);

        _heard.ShouldHaveSingleItem().Type.ShouldBe("wms.picked");
        wms.Recall(Asked("k4", """{"part":"fulfilment/W-1.1","node":"DC-GB"}""")).Status.ShouldBe(409);
        wms.Release(Asked("k5", $$"""{"part":"fulfilment/W-2.1","node":"DC-GB",{{Lines}}}"""));
        desk.Books.DuplicatedEffects.ShouldBe(0);
        wms.Release(Asked("k6", $$"""{"part":"fulfilment/W-1.1","node":"DC-GB",{{Lines}}}"""));
        desk.Books.DuplicatedEffects.ShouldBe(1);
    }

    [Fact]
    public async Task a_parcel_is_collected_before_it_is_delivered()
    {
        var desk = Desk("carrier");
        new CarrierBehaviour(desk, new CarrierBooks()).Book(Asked("k1", """{"part":"fulfilment/W-1.1","node":"DC-GB","parcels":1}"""));
        _time.Advance(TimeSpan.FromDays(7));
        desk.Callbacks.ReleaseDue().ShouldBeGreaterThan(1);
        while (desk.Callbacks.Pending > 0)
        {
            await desk.Callbacks.TryHead("fulfilment/W-1.1", CancellationToken.None);
        }

        _heard[0].Type.ShouldBe("carrier.collected");
        _heard[^1].Type.ShouldBeOneOf("carrier.delivered", "carrier.returned");
    }

    [Fact]
    public void prices_are_those_of_the_book_and_a_price_of_zero_is_never_in_force()
    {
        var prices = new PriceList();
        prices.Learn("AA1", 2.55m);
        prices.Learn("AA1", 2.10m);
        prices.Learn("AA1", 0m);
        prices.Nearest("AA1", 2.10m).ShouldBe(2.10m);
        prices.Nearest("AA1", 0m).ShouldBe(2.10m);
        prices.Nearest("ZZ9", 1m).ShouldBeNull();
        prices.Knows("ZZ9").ShouldBeFalse();
    }

    [Fact]
    public async Task over_the_wire_a_system_wants_its_key_keeps_its_books_and_can_be_broken()
    {
        await using var world = new OutsideWorld(
            1, new PriceList(), "s3cret", TimeProvider.System, TimeProvider.System, (_, _, _) => Task.FromResult<Answer?>(null));
        await world.Start(0, TestContext.Current.CancellationToken);
        using var http = new HttpClient();

        (await Post(http, new Uri(world.Addresses["erp"], "/sales-orders"), "k1", "wrong", """{"number":"W-1"}"""))
            .ShouldBe(HttpStatusCode.Unauthorized);
        (await Post(http, new Uri(world.Addresses["erp"], "/sales-orders"), "k1", "s3cret", "[")).ShouldBe(HttpStatusCode.BadRequest);
        (await Post(http, new Uri(world.Addresses["erp"], "/sales-orders"), "k1", "s3cret", """{"number":"W-1"}"""))
            .ShouldBe(HttpStatusCode.Created);
        (await Post(http, new Uri(world.Addresses["erp"], "/sales-orders"), "k1", "s3cret", """{"number":"W-1"}"""))
            .ShouldBe(HttpStatusCode.Created);
        (await Post(http, new Uri(world.Addresses["mail"], "/messages"), "k2", "s3cret", """{"template":"t","number":"W-1"}"""))
            .ShouldBe(HttpStatusCode.OK);

        (await Post(http, new Uri(world.Control!, "/control/erp/faults"), "k", "-", """{"error500":1}""")).ShouldBe(HttpStatusCode.OK);
        (await Post(http, new Uri(world.Addresses["erp"], "/sales-orders"), "k9", "s3cret", """{"number":"W-2"}"""))
            .ShouldBe(HttpStatusCode.InternalServerError);

        var books = await http.GetStringAsync(new Uri(world.Control!, "/books/erp?whole=true"), TestContext.Current.CancellationToken);
        using var read = JsonDocument.Parse(books);
        (read.RootElement.GetProperty("requests").GetInt32(), read.RootElement.GetProperty("repeats").GetInt32()).ShouldBe((3, 1));
        read.RootElement.GetProperty("entries").GetArrayLength().ShouldBe(1);
        (await http.GetAsync(new Uri(world.Control!, "/books/fax"), TestContext.Current.CancellationToken))
            .StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> Post(HttpClient http, Uri address, string key, string secret, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8,
            "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.Add("Authorization", $"Bearer {secret}");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private Desk Desk(string name) => new(name, "secret", 1, _time, _time, (_, message, _) =>
    {
        _heard.Add(message);
        return Task.FromResult<Answer?>(new Answer(202, [], 1));
    });

    private static Request Asked(string key, string body, params (string Name, string Value)[] path)
    {
        using var document = JsonDocument.Parse(body);
        return new Request(key, document.RootElement.Clone(), path.ToDictionary(p => p.Name, p => (string?)p.Value));
    }
}
