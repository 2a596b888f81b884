using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class OrderFaultTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    // What is put into a good order, and what is said of it. A path of "-x" takes x out.
    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "number", "null", "number", "is missing" },
        { "-number", "", "number", "is missing" },
        { "number", "7", "number", "must be text; got 7" },
        { "number", "\"a/b\"", "number", "must be letters, digits and . _ : -" },
        { "number", "\"\\u0000\"", "number", "must be letters, digits" },
        { "number", "\"\\ud800\"", "number", "holds half of a surrogate pair" },
        { "number", $"\"{new string('9', 101)}\"", "number", "at most 50" },
        { "number", "\"EX-1\"", "number", "must not begin with EX-" },
        { "channel", "\"wbe\"", "channel", "is not known; got 'wbe'; did you mean 'web'?" },
        { "placedAt", "\"yesterday\"", "placedAt", "must be an instant with its offset" },
        { "placedAt", "\"2026-11-24T10:42:07\"", "placedAt", "must be an instant with its offset" },
        { "placedAt", "\"1899-01-01T00:00:00Z\"", "placedAt", "must lie between 2000 and 2100" },
        { "placedAt", "\"2026-02-30T00:00:00Z\"", "placedAt", "must be an instant" },
        { "placedAt", "\"2026-12-24T10:00:00Z\"", "placedAt", "must not lie ahead of now" },
        { "currency", "\"GBX\"", "currency", "must be an ISO 4217 currency code" },
        { "customer", "[]", "customer", "must be an object; got a list" },
        { "-customer.id", "", "customer.id", "is missing" },
        { "customer.name", "\"a\\u0001b\"", "customer.name", "must not hold control characters" },
        { "customer.emial", "\"x\"", "customer.emial", "is not known here; did you mean 'email'?" },
        { "delivery.wish", "\"shipp\"", "delivery.wish", "must be ship, store-pickup or kerbside; got 'shipp'; did you mean 'ship'?" },
        { "delivery.address", "null", "delivery.address", "is missing; an order that ships needs one" },
        { "delivery.address.country", "\"XX\"", "delivery.address.country", "must be an ISO 3166" },
        { "delivery.address.country", "\"FR\"", "delivery.address.country", "is not served; got 'FR'" },
        { "delivery.address.latitude", "53.8", "delivery.address.longitude", "is missing; a place has a latitude and a longitude" },
        { "delivery.address.longitude", "-1.5", "delivery.address.latitude", "is missing; a place has a latitude and a longitude" },
        { "delivery.address.latitude", "90.1", "delivery.address.latitude", "must be 90 or less; got 90.1" },
        { "delivery.wish", "\"kerbside\"", "delivery.node", "is missing; a pickup names its store" },
        { "delivery", """{"wish":"store-pickup","node":"DC-NORTH"}""", "delivery.node", "must be a store" },
        { "delivery", """{"wish":"store-pickup","node":"LEADS"}""", "delivery.node", "is not known; got 'LEADS'; did you mean 'LEEDS'?" },
        { "acceptsSubstitutes", "\"yes\"", "acceptsSubstitutes", "must be true or false; got text" },
        { "lines", "[]", "lines", "must hold 1 or more; got 0" },
        { "lines", "{}", "lines", "must be a list; got an object" },
        { "lines[0]", "5", "lines[0]", "must be an object; got 5" },
        { "lines[0].quantity", "-3", "lines[0].quantity", "must be 1 or more; got -3" },
        { "lines[0].quantity", "1.5", "lines[0].quantity", "must be a whole number" },
        { "lines[0].quantity", "99999999999999999999", "lines[0].quantity", "must be a whole number from 1 to 1000000" },
        { "lines[0].quantity", "\"6\"", "lines[0].quantity", "must be a whole number; got text" },
        { "lines[0].quantity", "NaN", "body", "is not JSON" },
        { "lines[0].unitPrice", "-0.01", "lines[0].unitPrice", "must be 0 or more; got -0.01" },
        { "lines[0].unitPrice", "1e400", "lines[0].unitPrice", "is beyond what an amount can be; got 1e400" },
        { "lines[0].unitPrice", "79228162514264337593543950336", "lines[0].unitPrice", "is beyond what an amount can be" },
        { "lines[0].unitPrice", "1e-300", "lines[0].unitPrice", "at most 4 decimal places" },
        { "lines[0].unitPrice", "2.55555", "lines[0].unitPrice", "at most 4 decimal places" },
        { "lines[0].sku", "\"85123 A\"", "lines[0].sku", "must be letters, digits" },
        { "lines[0].line", "1", "lines", "must all have a line number, or none" },
        { "charges[0].amount", "-100", "charges", "take more away than the lines are worth" },
        { "charges[0].amount", "true", "charges[0].amount", "must be a number; got true" },
        { "total", "36.70", "total", "must be the sum of lines and charges, which is 36.69; got 36.7" },
        { "payment.token", "\"\"", "payment.token", "must not be empty" },
        { "-payment", "", "payment", "is missing" },
        { "payment.tenders", "{}", "payment.tenders", "must be a list" },
        { "payment.tenders", "[5]", "payment.tenders[0]", "must be an object" },
        { "payment.tenders", Gifts(0), "payment.tenders[0].amount", "must be 0.01 or more; got 0" },
        { "payment.tenders", Gifts(36.70m), "payment.tenders", "pay 36.7, which is more than the order comes to, 36.69" },
        { "payment.tenders", Gifts(1, 1), "payment.tenders", "name one token twice" },
        { "payment.tenders", Gifts([.. Enumerable.Repeat(1m, 11)]), "payment.tenders", "must hold 10 or fewer; got 11" },
        { "\\ud800", "1", "body", "half of a surrogate pair" },
        { "quantiy", "1", "quantiy", "is not known here" },
    };

    private static string Gifts(params decimal[] amounts) => new JsonArray([.. amounts.Select(amount => (JsonNode)new JsonObject
    {
        ["kind"] = "gift-card", ["token"] = "gc_1", ["amount"] = amount,
    })]).ToJsonString();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_named_with_its_field_and_what_to_mend(string path, string json, string field, string reason)
    {
        var told = house.Cases.Told.Count;

        var heard = await house.As("web").PostText("/v1/orders", With(path, json));

        heard.Status.ShouldBe(400);
        heard.Errors.ShouldContain(error => error.Field == field && error.Reason.Contains(reason, StringComparison.Ordinal),
            $"said: {heard.Body.ToJsonString()}");
        house.Cases.Told.Count.ShouldBe(told);
    }

    [Fact]
    public async Task Everything_that_is_missing_is_listed_at_once()
    {
        var heard = await house.As("web").PostText("/v1/orders", """{"lines":[{}],"delivery":{},"channel":"nope"}""");

        heard.Errors.Select(error => error.Field).ShouldBe(
            [
                "number", "placedAt", "currency", "customer", "payment", "lines[0].sku", "lines[0].quantity", "lines[0].unitPrice",
                "delivery.wish", "channel",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_member_given_twice_and_a_line_number_given_twice_are_refused()
    {
        var twice = ApiHouse.Order("W").ToJsonString()
            .Replace("\"currency\":\"GBP\"", "\"currency\":\"GBP\",\"currency\":\"EUR\"", StringComparison.Ordinal);
        (await house.As("web").PostText("/v1/orders", twice)).Errors.ShouldContain(("currency", "is given twice; say it once"));

        var order = ApiHouse.Order("W");
        order["lines"]![0]!["line"] = 4;
        order["lines"]![1]!["line"] = 4;
        (await house.As("web").Post("/v1/orders", order))
            .Errors.ShouldBe([("lines[1].line", "repeats the number 4; each line has its own")]);
    }

    [Fact]
    public async Task Bodies_that_are_no_order_at_all_are_refused_with_their_reason()
    {
        var web = house.As("web");
        var deep = $$"""{"number":{{new string('[', 5_000)}}{{new string(']', 5_000)}}}""";
        var lines = ApiHouse.Order("W");
        lines["lines"] = new JsonArray([.. Enumerable.Range(0, 2_001).Select(_ => lines["lines"]![0]!.DeepClone())]);

        (await web.PostText("/v1/orders", "")).Errors.Single().Reason.ShouldContain("is empty");
        (await web.PostText("/v1/orders", "[1]")).Errors.Single().Reason.ShouldBe("must be an object; got a list");
        (await web.PostText("/v1/orders", deep)).Errors.Single().Reason.ShouldContain("nested too deep");
        (await web.PostBytes("/v1/orders", [(byte)'"', 0xC3, 0x28, (byte)'"'])).Errors.Single().Reason.ShouldBe("is not valid UTF-8");
        (await web.Post("/v1/orders", lines)).Errors.ShouldContain(("lines", "must hold 2000 or fewer; got 2001"));
        (await web.PostBytes("/v1/orders", Encoding.UTF8.GetBytes("{}"), contentType: "text/plain")).Status.ShouldBe(415);
        (await web.PostBytes("/v1/orders", Encoding.UTF8.GetBytes("{}"), contentType: "application/json; charset=utf-16"))
            .Status.ShouldBe(415);
        (await web.PutAsync("/v1/orders", null, TestContext.Current.CancellationToken))
            .StatusCode.ShouldBe(System.Net.HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_body_that_does_not_end_is_not_waited_for_and_gives_its_place_back()
    {
        var web = house.As("web");
        using var line = new TcpClient();
        await line.ConnectAsync(web.BaseAddress!.Host, web.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = line.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /v1/orders HTTP/1.1\r\nHost: here\r\nAuthorization: {web.DefaultRequestHeaders.Authorization}\r\n"
                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var answer = reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        while (!answer.IsCompleted)
        {
            house.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await answer).ShouldNotBeNull().ShouldStartWith("HTTP/1.1 408");
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_whether_its_length_was_said_or_not()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"number":"{{new string('9', 1 << 20)}}"}""");
        (await house.As("web").PostBytes("/v1/orders", body)).Status.ShouldBe(413);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/orders") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TransferEncodingChunked = true;
        ((int)(await house.As("web").SendAsync(request, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(413);
    }

    // Put in as text, so that what no JSON library would write can be sent too.
    private static string With(string path, string json)
    {
        var order = ApiHouse.Order("WEB-FAULT");
        var remove = path.StartsWith('-');
        var steps = path.TrimStart('-').Replace("[0]", ".0", StringComparison.Ordinal).Split('.');
        JsonNode at = order;
        foreach (var step in steps[..^1])
        {
            at = at is JsonArray list ? list[int.Parse(step)]! : at[step]!;
        }

        if (remove)
        {
            ((JsonObject)at).Remove(steps[^1]);
        }
        else if (at is JsonArray list)
        {
            list[int.Parse(steps[^1])] = "@@";
        }
        else
        {
            at[steps[^1].Replace("\\ud800", "@surrogate@", StringComparison.Ordinal)] = "@@";
        }

        return order.ToJsonString().Replace("\"@@\"", json, StringComparison.Ordinal)
            .Replace("@surrogate@", "\\ud800", StringComparison.Ordinal);
    }
}
