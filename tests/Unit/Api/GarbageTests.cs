using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

/// <summary>Whatever is sent, the answer is a 2xx or a problem document with a 4xx: never a 500.</summary>
public sealed class GarbageTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    private static readonly (string Key, string Path, string Good)[] Writes =
    [
        ("web", "/v1/orders", ApiHouse.Order("WEB-GARBAGE").ToJsonString()),
        ("web", "/v1/orders/WEB-GARBAGE/cancel", """{"reason":"x","lines":[1,2]}"""),
        ("web", "/v1/orders/WEB-GARBAGE/change",
            """{"lines":[{"line":1,"quantity":2}],"address":{"street":"a","city":"b","postalCode":"c","country":"GB"}}"""),
        ("web", "/v1/orders/WEB-GARBAGE/answer", """{"answer":"agree"}"""),
        ("web", "/v1/returns",
            """
            {"number":"R-G","channel":"web","node":"LEEDS","askedAt":"2026-11-24T10:00:00Z","currency":"GBP",
             "customerId":"C","order":"WEB-GARBAGE",
             "lines":[{"sku":"A","description":"","quantity":1,"unitPrice":2}],"reason":"broken"}
            """),
        ("bea", "/v1/prices",
            """
            {"number":"P-G","title":"t","kind":"promotion","channels":["web"],"regions":["uk"],"nodes":[],"currency":"GBP",
             "starts":"2027-03-27T00:00:00","ends":"2027-04-03T00:00","expectedLift":0.4,
             "lines":[{"sku":"A","price":1.99,"shownBefore":2.5}],"reason":"r"}
            """),
        ("bea", "/v1/prices/P-G/withdraw", """{"reason":"x"}"""),
        ("reader", "/v1/policies/price-tolerance/preview", """{"value":0.01,"channel":"web","from":"2026-12-01T00:00:00Z"}"""),
        ("pat", "/v1/invoices",
            """
            {"supplier":"SUP-1",
             "document":"BG,BT-1,BT-2,BT-3,BT-5,BT-115,BT-126,BT-129,BT-131\n,R-G,2026-11-02,380,EUR,5,,,\nBG-25,,,,,,1,1,5"}
            """),
        ("phone", "/v1/stock/movements",
            """{"movements":[{"id":"1","sku":"A","node":"LEEDS","act":"adjust","quantity":-1,"reason":"count"}]}"""),
        ("phone", "/v1/tasks/T-1/claim", "{}"),
        ("phone", "/v1/tasks/T-1/hand-back", """{"reason":"x"}"""),
        ("phone", "/v1/tasks/T-1/done", """{"lines":[{"line":1,"sku":"A","picked":1}],"choice":"yes","note":"b"}"""),
        ("carrier", "/v1/inbound/carrier",
            """
            {"specversion":"1.0","id":"1","source":"c","type":"carrier.delivered","subject":"order/WEB-GARBAGE",
             "time":"2026-11-24T10:00:00Z",
             "datacontenttype":"application/json","data":{"tracking":"T","signedBy":"x"}}
            """),
    ];

    private static readonly string[] Wrong =
    [
        "null", "true", "-1", "0", "1e400", "-1e400", "1e-400", "79228162514264337593543950335", "0.1", "\"\"", "\"\\u0000\"",
            "\"\\ud800\"", "\"\\udc00x\"",
        "[]", "{}", "[[[[]]]]", "{\"\\ud800\":1}", "\"9999-99-99T99:99:99Z\"", "\"0001-01-01T00:00:00+14:00\"",
            "\"9999-12-31T23:59:59-14:00\"",
        "[null]", "[1,\"a\",{}]", "\"../..\"", "\"order/\"", "\"GBP\\n\"", "\"\\uD83D\\uDE00\"", "123456789012345678901234567890", "-0",
    ];

    private static readonly Gen<(int Write, byte[] Body)> Mutated =
        Gen.Select(Gen.Int[0, Writes.Length - 1], Gen.Int[0, 200], Gen.Int[0, Wrong.Length - 1], Gen.Int[0, 3])
            .Select((write, place, wrong, how) =>
            (write, Mutate(Writes[write].Good, place, Wrong[wrong], how)));

    private static readonly Gen<(int Write, byte[] Body)> Random = Gen.Select(Gen.Int[0, Writes.Length - 1], Gen.Byte.Array[0, 300]);

    private static readonly Gen<(int Write, byte[] Body)> Spliced =
        Gen.Select(Gen.Int[0, Writes.Length - 1], Gen.Int[0, 2_000], Gen.Byte.Array[1, 4]).Select((write, at, bytes) =>
            (write, Splice(Encoding.UTF8.GetBytes(Writes[write].Good), at, bytes)));

    [Fact]
    public async Task Random_bytes_are_refused()
    {
        await GoodOnesFirst();
        await Gen.OneOf(Random, Spliced).SampleAsync(Answered, iter: 1_500, threads: 2);
    }

    [Fact]
    public async Task A_good_request_with_a_wrong_value_anywhere_is_answered()
    {
        await GoodOnesFirst();
        await Mutated.SampleAsync(Answered, iter: 2_500, threads: 2);
    }

    [Theory]
    [InlineData("/v1/cases?take=0")]
    [InlineData("/v1/cases?take=9999999999999999999")]
    [InlineData("/v1/cases?open=maybe")]
    [InlineData("/v1/cases?knid=order")]
    [InlineData("/v1/cases?kind=order&kind=task")]
    [InlineData("/v1/cases?owner=nobody")]
    [InlineData("/v1/cases?parent=order")]
    [InlineData("/v1/cases?after=-1")]
    [InlineData("/v1/cases?text=%01")]
    [InlineData("/v1/availability")]
    [InlineData("/v1/availability?sku=")]
    [InlineData("/v1/availability?sku=a%20b")]
    [InlineData("/v1/availability?sku=A&node=NOWHERE")]
    [InlineData("/v1/stock/positions?max=0")]
    [InlineData("/v1/tasks?state=asleep")]
    [InlineData("/v1/tasks?kind=dance")]
    [InlineData("/v1/integrations?system=nobody")]
    [InlineData("/v1/stock/levels?node=NOWHERE")]
    [InlineData("/v1/stock/levels?page=0")]
    [InlineData("/v1/stock/movements")]
    [InlineData("/v1/stock/movements?sku=a%20b")]
    [InlineData("/v1/price-targets?view=all")]
    [InlineData("/v1/price-targets?region=mars")]
    [InlineData("/v1/reconciliation?stage=late")]
    [InlineData("/v1/reconciliation?age=old")]
    [InlineData("/v1/reconciliation?take=1000")]
    public async Task A_query_with_a_fault_is_refused_by_name(string path) =>
        (await house.As("admin").Get(path)).Errors.Count().ShouldBe(1);

    // What follows is then sent to cases that exist, and nothing is refused merely because its good original would be.
    private async Task GoodOnesFirst()
    {
        await house.Cases.Tell(Samples.Task("T-1", "LEEDS"), TestContext.Current.CancellationToken);
        foreach (var (key, path, good) in Writes)
        {
            (await house.As(key).PostText(path, good)).Status.ShouldBeInRange(200, 202, path);
        }
    }

    private async Task<bool> Answered((int Write, byte[] Body) sent)
    {
        var (key, path, _) = Writes[sent.Write];
        var heard = await house.As(key).PostBytes(path, sent.Body);
        return heard.Status is >= 200 and < 300 || (heard.Status is >= 400 and < 500 && heard.Body["type"] is not null);
    }

    private static byte[] Splice(byte[] good, int at, byte[] bytes) =>
        [.. good.AsSpan(0, at % good.Length), .. bytes, .. good.AsSpan(at % good.Length)];

    // The nth value of the document, wherever it stands, becomes the wrong one, is left out, renamed or said twice.
    private static byte[] Mutate(string good, int place, string wrong, int how)
    {
        var root = JsonNode.Parse(good)!;
        var places = new List<(JsonNode Parent, object Key)>();
        Walk(root, places);
        if (places.Count == 0)
        {
            return Encoding.UTF8.GetBytes(wrong);
        }

        var (parent, key) = places[place % places.Count];
        switch (parent)
        {
            case JsonObject all when how == 1:
                all.Remove((string)key);
                break;
            case JsonObject all when how == 2:
                all[(string)key + "x"] = 1;
                break;
            case JsonObject all:
                all[(string)key] = "@@";
                break;
            case JsonArray list:
                list[(int)key] = "@@";
                break;
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace("\"@@\"", wrong, StringComparison.Ordinal));
    }

    private static void Walk(JsonNode? node, List<(JsonNode, object)> places)
    {
        switch (node)
        {
            case JsonObject all:
                foreach (var (name, value) in all)
                {
                    places.Add((all, name));
                    Walk(value, places);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    places.Add((list, i));
                    Walk(list[i], places);
                }

                break;
        }
    }
}
