using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>What cannot be an order is refused with the place and the reason, and harms nobody else's.</summary>
public sealed class BadOrderTests(BadOrderTests.TroubledHost troubled) : IClassFixture<BadOrderTests.TroubledHost>
{
    private const int RandomBodies = 400;

    private static readonly (string Kind, string Field, Action<JsonObject> Spoil)[] Kinds =
    [
        ("no number", "number", order => order.Remove("number")),
        ("a number of the wrong type", "number", order => order["number"] = 7),
        ("a number that is no key", "number", order => order["number"] = "../../etc/passwd"),
        ("an endless number", "number", order => order["number"] = new string('9', 5_000)),
        ("an unknown channel", "channel", order => order["channel"] = "wbe"),
        ("no instant", "placedAt", order => order["placedAt"] = "yesterday"),
        ("no currency", "currency", order => order["currency"] = "POUNDS"),
        ("no customer", "customer", order => order["customer"] = null),
        ("a customer that is a list", "customer", order => order["customer"] = new JsonArray()),
        ("an unknown wish", "delivery.wish", order => order["delivery"]!["wish"] = "teleport"),
        ("shipping without an address", "delivery.address", order => order["delivery"]!.AsObject().Remove("address")),
        ("a pickup without a store", "delivery.node", order => order["delivery"] = new JsonObject { ["wish"] = "store-pickup" }),
        ("a pickup at a store that is not there", "delivery.node",
            order => order["delivery"] = new JsonObject { ["wish"] = "store-pickup", ["node"] = "ST-GB-ATLANTIS" }),
        ("a country that is none", "delivery.address.country", order => order["delivery"]!["address"]!["country"] = "Britain"),
        ("no lines", "lines", order => order["lines"] = new JsonArray()),
        ("lines that are no list", "lines", order => order["lines"] = "one lamp"),
        ("too many lines", "lines",
            order => order["lines"] = new JsonArray([.. Enumerable.Range(0, 2_001).Select(_ => Line(order).DeepClone())])),
        ("no pieces", "lines[0].quantity", order => Line(order)["quantity"] = 0),
        ("fewer than no pieces", "lines[0].quantity", order => Line(order)["quantity"] = -3),
        ("half a piece", "lines[0].quantity", order => Line(order)["quantity"] = 0.5),
        ("pieces beyond counting", "lines[0].quantity", order => Line(order)["quantity"] = 1e300),
        ("a negative price", "lines[0].unitPrice", order => Line(order)["unitPrice"] = -1),
        ("a price in words", "lines[0].unitPrice", order => Line(order)["unitPrice"] = "two pounds"),
        ("no SKU", "lines[0].sku", order => Line(order).AsObject().Remove("sku")),
        ("a line that is nothing", "lines[0]", order => order["lines"] = new JsonArray((JsonNode?)null)),
        ("a total that is not the sum", "total", order => order["total"] = 1),
        ("no payment token", "payment.token", order => order["payment"]!["token"] = ""),
        ("a field that nobody reads", "discount", order => order["discount"] = 5),
    ];

    [Fact]
    public async Task Every_kind_of_bad_order_is_refused_with_field_and_reason_and_a_good_one_is_taken_after()
    {
        var host = troubled.Host;
        foreach (var (kind, field, spoil) in Kinds)
        {
            var order = Orders.Shipped("BAD-1", "LAMP", 1);
            spoil(order);
            using var answer = await host.Api.Post("/v1/orders", order);
            var problem = await Problem(answer, kind);
            problem["errors"]!.AsArray().ShouldContain(
                error => ((string)error!["field"]!) == field && ((string)error["reason"]!).Length > 0, $"{kind}: {problem.ToJsonString()}");
        }

        await ServesStill(host);
    }

    [Fact]
    public async Task Broken_and_random_bodies_are_refused_and_the_host_serves_on()
    {
        var host = troubled.Host;
        var good = Encoding.UTF8.GetBytes(Orders.Shipped("BAD-1", "LAMP", 1).ToJsonString());
        byte[][] broken =
        [
            [], "null"u8.ToArray(), "[]"u8.ToArray(), "{"u8.ToArray(), "\"order\""u8.ToArray(), [0xff, 0xfe, 0x00],
            Encoding.UTF8.GetBytes(new string('[', 100_000)), Encoding.UTF8.GetBytes($"{{\"number\":\"{new string('x', 2 << 20)}\"}}"),
            Encoding.UTF8.GetBytes("""{ "number": "A", "number": "B" }"""), good[..(good.Length / 2)],
        ];
        foreach (var body in broken)
        {
            using var answer = await host.Api.Post("/v1/orders", body);
            await Problem(answer, $"a body of {body.Length} bytes");
        }

        // Bytes of any kind, and a good order with some bytes of it changed: the second reach further in.
        var changed = Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 6]
            .Select(changes => changes.Aggregate((byte[])good.Clone(), (body, change) =>
            {
                body[change.Item1] = change.Item2;
                return body;
            }));
        await Gen.OneOf(Gen.Byte.Array[0, 200], changed).SampleAsync(
            async body =>
            {
                using var answer = await host.Api.Post("/v1/orders", body);
                // Some changes leave it an order, or make it another order under the same number.
                if (answer.StatusCode != HttpStatusCode.Accepted)
                {
                    await Problem(answer, Encoding.Latin1.GetString(body));
                }
            },
            iter: RandomBodies, threads: 4);
        await ServesStill(host);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    public async Task An_order_in_another_content_type_is_refused(string type)
    {
        var host = troubled.Host;
        using var answer = await host.Api.Post("/v1/orders", "<order/>"u8.ToArray(), type);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        await Problem(answer, type);
    }

    private static JsonNode Line(JsonObject order) => order["lines"]![0]!;

    private static async Task<JsonObject> Problem(HttpResponseMessage answer, string kind)
    {
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBeInRange(400, 499, $"{kind}: {text}");
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", $"{kind}: {text}");
        var problem = JsonNode.Parse(text)!.AsObject();
        ((string?)problem["detail"]).ShouldNotBeNullOrWhiteSpace(kind);
        return problem;
    }

    private static async Task ServesStill(CrossdockHost host)
    {
        using var answer = await host.Api.Post("/v1/orders", Orders.Shipped("GOOD-1", "LAMP", 1));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await host.Api.Order("GOOD-1")).ShouldNotBeNull();
        (await host.IsReady()).ShouldBeTrue();
        (await host.Api.Cases("kind=order")).ShouldNotContain(order => order["incident"] != null);
    }

    /// <summary>One for all that is bad: it has to stand all of it.</summary>
    public sealed class TroubledHost : IAsyncLifetime
    {
        private CrossdockHost? _host;

        internal CrossdockHost Host => _host!;

        public async ValueTask InitializeAsync() => _host = await CrossdockHost.Start();

        public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
