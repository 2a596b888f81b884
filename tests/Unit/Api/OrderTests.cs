using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class OrderTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public async Task An_order_is_told_to_its_case_and_accepted()
    {
        var heard = await house.As("web").Post("/v1/orders", ApiHouse.Order("WEB-1"));

        heard.Status.ShouldBe(202);
        heard.Message.Headers.Location!.ToString().ShouldBe("/v1/orders/WEB-1");
        heard.Body.ToJsonString().ShouldBe("""{"case":"order/WEB-1","state":"Open","duplicate":false}""");
        var envelope = house.Cases.Told.Single(told => told.Subject == CaseId.Order("WEB-1"));
        envelope.Source.ShouldBe("channel/web");
        envelope.Id.ShouldStartWith("web/WEB-1/");
        var order = envelope.Data.ShouldBeOfType<OrderReceived>();
        order.Region.ShouldBe("uk");
        order.Lines.Select(line => line.Line).ShouldBe([1, 2]);
        order.Total.ShouldBe(36.69m);
        order.Customer.Contact!.Address!.City.ShouldBe("Leeds");
    }

    [Fact]
    public async Task An_order_that_is_paid_by_several_means_says_so_to_its_case()
    {
        var body = ApiHouse.Order("WEB-1T");
        body["payment"]!["tenders"] = new JsonArray(
            new JsonObject { ["kind"] = "gift-card", ["token"] = "gc_1", ["amount"] = 25 });
        (await house.As("web").Post("/v1/orders", body)).Status.ShouldBe(202);

        var order = (OrderReceived)house.Cases.Told.Single(told => told.Subject == CaseId.Order("WEB-1T")).Data;
        order.Payment.Tenders.ShouldBe([new PaymentTender("gift-card", "gc_1", 25m)]);

        body["payment"]!["tenders"]![0]!["amount"] = 20;
        (await house.As("web").Post("/v1/orders", body)).Errors.ShouldBe([new("payment.tenders", "are others than first")]);
    }

    [Fact]
    public async Task The_same_order_again_is_a_duplicate_whatever_its_member_order_and_trailing_zeros()
    {
        var web = house.As("web");
        await web.Post("/v1/orders", ApiHouse.Order("WEB-2"));
        var again = ApiHouse.Order("WEB-2");
        var channel = again["channel"]!.DeepClone();
        again.Remove("channel");
        again["channel"] = channel;
        var text = again.ToJsonString().Replace("2.55", "2.5500", StringComparison.Ordinal);

        var heard = await web.PostText("/v1/orders", text);

        heard.Status.ShouldBe(202);
        ((bool)heard.Body["duplicate"]!).ShouldBeTrue();
        house.Cases.RowsOf(CaseId.Order("WEB-2")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_content_under_the_same_number_is_refused_and_says_what_differs()
    {
        var web = house.As("web");
        await web.Post("/v1/orders", ApiHouse.Order("WEB-3"));
        var other = ApiHouse.Order("WEB-3");
        other["lines"]![0]!["quantity"] = 7;
        other["customer"]!["email"] = "eve@example.com";

        var heard = await web.Post("/v1/orders", other);

        heard.Status.ShouldBe(409);
        heard.Errors.ShouldBe([
            ("customer", "is another than first"),
            ("lines[0]", "was 6 x 85123A at 2.55 first, now 7 x 85123A at 2.55")]);
        heard.Body.ToJsonString().ShouldNotContain("ada@example.com");
    }

    [Fact]
    public async Task What_another_channels_order_holds_is_not_told_to_who_uses_its_number()
    {
        (await house.As("web").Post("/v1/orders", ApiHouse.Order("WEB-9"))).Status.ShouldBe(202);
        var other = ApiHouse.Order("WEB-9");
        other["channel"] = "app";
        other["lines"]![0]!["quantity"] = 7;

        var heard = await house.As("app-only").Post("/v1/orders", other);

        heard.Status.ShouldBe(409);
        heard.Errors.ShouldBeEmpty();
        heard.Body.ToJsonString().ShouldNotContain("85123A");
    }

    [Fact]
    public async Task A_key_gets_its_first_answer_again_and_refuses_another_request()
    {
        var web = house.As("web");
        var first = await web.Post("/v1/orders", ApiHouse.Order("WEB-4"), "key-4");
        var told = house.Cases.Told.Count;

        var again = await web.Post("/v1/orders", ApiHouse.Order("WEB-4"), "key-4");
        var other = await web.Post("/v1/orders", ApiHouse.Order("WEB-4-B"), "key-4");

        again.Status.ShouldBe(202);
        again.Body.ToJsonString().ShouldBe(first.Body.ToJsonString());
        again.Message.Headers.Location.ShouldBe(first.Message.Headers.Location);
        other.Status.ShouldBe(422);
        house.Cases.Told.Count.ShouldBe(told);
    }

    [Fact]
    public async Task A_request_with_faults_does_not_use_up_its_key()
    {
        var web = house.As("web");
        (await web.PostText("/v1/orders", "{}", "key-5")).Status.ShouldBe(400);

        (await web.Post("/v1/orders", ApiHouse.Order("WEB-5"), "key-5")).Status.ShouldBe(202);
    }

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("a-key-of-more-than-a-hundred-characters-is-too-long-for-anyone-and-so-it-is-refused-with-a-reason-here-")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var heard = await house.As("web").Post("/v1/orders", ApiHouse.Order("WEB-6"), key);

        heard.Status.ShouldBe(400);
        heard.Errors.Single().Field.ShouldBe("Idempotency-Key");
    }

    [Fact]
    public async Task A_channels_own_key_sends_its_own_orders_only_and_sees_no_other()
    {
        await house.As("web").Post("/v1/orders", ApiHouse.Order("WEB-7"));

        (await house.As("app-only").Post("/v1/orders", ApiHouse.Order("APP-7"))).Status.ShouldBe(403);
        (await house.As("app-only").Get("/v1/orders/WEB-7")).Status.ShouldBe(404);
        (await house.As("app-only").PostText("/v1/orders/WEB-7/cancel", """{"reason":"x"}""")).Status.ShouldBe(404);
        (await house.As("reader").Get("/v1/orders/WEB-7")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_order_shows_what_became_of_each_line()
    {
        var web = house.As("web");
        await web.Post("/v1/orders", ApiHouse.Order("WEB-8"));
        await house.Cases.Tell(Answer("WEB-8", "a", new PaymentAuthorised("AUTH-1", 36.69m, "GBP", 0.1)),
            TestContext.Current.CancellationToken);
        await house.Cases.Tell(Answer("WEB-8", "b", new PartShipped(CaseId.Parse("fulfilment/WEB-8.1"), "T1",
            [new PickedLine(1, "85123A", 5)])), TestContext.Current.CancellationToken);
        await web.PostText("/v1/orders/WEB-8/change", """{"lines":[{"line":2,"quantity":3}]}""");

        var order = (await web.Get("/v1/orders/WEB-8")).Body;

        ((int)order["lines"]![0]!["shipped"]!).ShouldBe(5);
        ((int)order["lines"]![1]!["quantity"]!).ShouldBe(3);
        ((int)order["lines"]![1]!["ordered"]!).ShouldBe(1);
        ((decimal)order["money"]!["authorised"]!).ShouldBe(36.69m);
        ((string)order["title"]!).ShouldBe("Received");
    }

    [Fact]
    public async Task Acts_on_an_order_are_told_and_a_no_of_the_case_is_a_conflict_with_its_reason()
    {
        var web = house.As("web");
        await web.Post("/v1/orders", ApiHouse.Order("WEB-9"));
        (await web.PostText("/v1/orders/WEB-9/answer", """{"answer":"wait"}""")).Status.ShouldBe(202);
        house.Cases.Told.Last().Data.ShouldBe(new CustomerAnswered(CustomerAnswer.Wait));
        (await web.PostText("/v1/orders/WEB-9/answer", """{"answer":"wait","offer":"2"}""")).Status.ShouldBe(202);
        house.Cases.Told.Last().Data.ShouldBe(new CustomerAnswered(CustomerAnswer.Wait, "2"));
        house.Cases.Decide = told => told.Data is CancelRequested ? (Outcome.IgnoredUnexpected, "the goods have left") : null;

        var heard = await web.PostText("/v1/orders/WEB-9/cancel", """{"reason":"late","lines":[1]}""");

        heard.Status.ShouldBe(409);
        ((string)heard.Body["detail"]!).ShouldBe("the goods have left");
        house.Cases.Told.Last().Data.ShouldBeOfType<CancelRequested>().Lines.ShouldBe([1]);
    }

    [Fact]
    public async Task The_same_change_again_is_a_repeat_and_the_same_change_later_is_said_anew()
    {
        var web = house.As("web");
        await web.Post("/v1/orders", ApiHouse.Order("WEB-10"));
        foreach (var (quantity, duplicate) in new[] { (3, false), (3, true), (5, false), (3, false) })
        {
            var heard = await web.PostText("/v1/orders/WEB-10/change", $$"""{"lines":[{"line":1,"quantity":{{quantity}}}]}""");
            ((bool)heard.Body["duplicate"]!).ShouldBe(duplicate);
        }
    }

    [Fact]
    public async Task A_line_that_the_order_does_not_have_is_named()
    {
        var web = house.As("web");
        await web.Post("/v1/orders", ApiHouse.Order("WEB-11"));

        (await web.PostText("/v1/orders/WEB-11/cancel", """{"reason":"x","lines":[1,9]}"""))
            .Errors.ShouldBe([("lines[1]", "is not a line of the order; got 9")]);
        (await web.PostText("/v1/orders/WEB-11/change", """{"lines":[{"line":3,"quantity":1}]}"""))
            .Errors.Single().Field.ShouldBe("lines[0].line");
    }

    [Theory]
    [InlineData("/v1/orders/NOPE/cancel", """{"reason":"x"}""")]
    [InlineData("/v1/orders/NOPE/change", """{"lines":[{"line":1,"quantity":0}]}""")]
    [InlineData("/v1/orders/NOPE/answer", """{"answer":"agree"}""")]
    [InlineData("/v1/orders/%20bad/cancel", """{"reason":"x"}""")]
    public async Task An_unknown_order_is_not_found_and_nothing_is_told(string path, string body)
    {
        var told = house.Cases.Told.Count;

        (await house.As("web").PostText(path, body)).Status.ShouldBe(404);

        house.Cases.Told.Count.ShouldBe(told);
    }

    private static Envelope Answer(string number, string id, Message data) =>
        new(id, "connector/test", CaseId.Order(number), ApiHouse.Now, Actor.System("test"), data);
}

public sealed class StoreDownTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public async Task While_the_store_is_down_callers_are_told_when_to_come_back_and_readiness_says_so()
    {
        house.Cases.StoreIsDown = true;

        var order = await house.As("web").Post("/v1/orders", ApiHouse.Order("WEB-1"), "key-1");
        var movements = await house.As("phone").Post("/v1/stock/movements", JsonNode.Parse(
            """{"movements":[{"id":"1","sku":"A","node":"LEEDS","act":"receive","quantity":1}]}""")!);
        var ready = await house.As(null).Get("/health/ready");
        var live = await house.As(null).Get("/health/live");

        foreach (var heard in new[] { order, movements, ready })
        {
            heard.Status.ShouldBe(503);
            heard.Message.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }

        live.Status.ShouldBe(200);
        house.Cases.StoreIsDown = false;
        (await house.As("web").Post("/v1/orders", ApiHouse.Order("WEB-1"), "key-1")).Status.ShouldBe(202);
        (await house.As(null).Get("/health/ready")).Status.ShouldBe(200);
    }
}
