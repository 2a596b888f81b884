using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class OperationsTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    private static int _cases;

    [Fact]
    public async Task Incidents_are_listed_with_their_latest_reason_and_grouped_by_cause()
    {
        var (one, two) = (Failed("tax code GB-T7 of line 3 unknown"), Failed("tax code GB-T9 of line 12 unknown"));

        var groups = (await house.As("operator").Get("/v1/operations/incidents/groups")).Body["groups"]!.AsArray();
        var group = groups.Single(group => ((string)group!["cause"]!).StartsWith("tax code", StringComparison.Ordinal))!;
        ((string)group["cause"]!).ShouldBe("tax code # of line # unknown");
        ((int)group["count"]!).ShouldBe(2);

        var found = await house.As("reader").Get($"/v1/operations/incidents?cause={(string)group["causeId"]!}");
        var list = found.Body["incidents"]!.AsArray();
        list.Select(item => (string)item!["case"]!).ShouldBe([one.ToString(), two.ToString()], ignoreOrder: true);
        ((string)list[0]!["reason"]!).ShouldContain("unknown");
    }

    public static TheoryData<string, string, Type> Acts => new()
    {
        { "retry", """{ "why": "mended" }""", typeof(IncidentRetried) },
        { "retry", """{ "why": "mended", "row": 2, "corrected": { "type": "order.look-again", "note": "x" } }""", typeof(IncidentRetried) },
        { "skip", """{ "why": "by hand", "result": "posted" }""", typeof(IncidentSkipped) },
        { "cancel", """{ "why": "customer called", "state": "Open" }""", typeof(CaseCancelOrdered) },
        { "hold", """{ "why": "look" }""", typeof(CaseHeld) },
        { "resume", """{ "why": "fine" }""", typeof(CaseResumed) },
        { "hand-over", """{ "why": "knows it", "owner": "merchandising" }""", typeof(CaseHandedOver) },
        { "effects/4.1/resend", """{ "why": "key renewed" }""", typeof(EffectRetried) },
        { "effects/4.1/answer", """{ "why": "by phone", "answer": { "type": "order.check-refused", "reason": "no" } }""",
            typeof(EffectAnswered) },
    };

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task An_act_is_told_to_the_case_with_who_and_why(string act, string body, Type message)
    {
        var id = await Begun();
        var heard = await house.As("operator").PostText($"/v1/operations/cases/{id}/{act}", body, person: "Ida Lindahl");

        heard.Status.ShouldBe(200, heard.Body.ToJsonString());
        var told = house.Cases.Told.Last(envelope => envelope.Subject == id);
        told.Data.ShouldBeOfType(message);
        told.Who.ShouldBe(new Actor("Ida Lindahl", "operator"));
    }

    [Theory]
    [InlineData("retry", """{ "why": "x", "corrected": { "type": "case.held", "why": "y" } }""", "corrected")]
    [InlineData("retry", """{ "why": "x", "corrected": 7 }""", "corrected")]
    [InlineData("retry", """{ "why": "x", "corrected": { "type": "no.such" } }""", "corrected")]
    [InlineData("retry", """{ "why": "" }""", "why")]
    [InlineData("retry", """{ "why": "x", "row": 0 }""", "row")]
    [InlineData("hand-over", """{ "why": "x" }""", "owner")]
    [InlineData("hold", """{ }""", "why")]
    [InlineData("effects/4.1/answer", """{ "why": "x" }""", "answer")]
    public async Task What_is_no_act_is_refused_field_by_field(string act, string body, string field)
    {
        var heard = await house.As("operator").PostText($"/v1/operations/cases/{await Begun()}/{act}", body);

        heard.Status.ShouldBe(400, heard.Body.ToJsonString());
        heard.Errors.Select(error => error.Field).ShouldContain(field);
    }

    [Fact]
    public async Task Only_operators_and_administrators_act_and_a_key_makes_a_repeat_harmless()
    {
        var id = await Begun();
        var (path, body) = ($"/v1/operations/cases/{id}/hold", """{ "why": "look" }""");
        (await house.As(null).PostText(path, body)).Status.ShouldBe(401);
        foreach (var role in new[] { "reader", "web", "phone", "carrier" })
        {
            (await house.As(role).PostText(path, body)).Status.ShouldBe(403, role);
        }

        (await house.As("admin").PostText(path, body, "hold-1")).Status.ShouldBe(200);
        var told = house.Cases.Told.Count;
        (await house.As("admin").PostText(path, body, "hold-1")).Status.ShouldBe(200);
        house.Cases.Told.Count.ShouldBe(told);
        (await house.As("operator").PostText("/v1/operations/cases/order/NOBODY/hold", body)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_set_is_frozen_previewed_and_read_item_by_item()
    {
        var (will, gone) = (Failed("no such SKU 85123A"), Failed("no such SKU 71053"));
        house.Heads.All[^1] = house.Heads.All[^1] with { Incident = null };

        var frozen = await house.As("operator").PostText(
            "/v1/operations/bulk",
            $$"""{ "act": "retry-incidents", "why": "list mended", "cases": ["{{will}}", "{{gone}}", "order/NOBODY"] }""");

        frozen.Status.ShouldBe(200, frozen.Body.ToJsonString());
        ((string)frozen.Body["act"]!, (int)frozen.Body["items"]!).ShouldBe(("retry-incidents", 3));
        var key = (string)frozen.Body["key"]!;
        var items = (await house.As("reader").Get($"/v1/operations/bulk/{key}/items")).Body["items"]!.AsArray();
        items.Select(item => ((string)item!["case"]!, (string)item["outcome"]!)).ShouldBe(
            [(will.ToString(), "waiting"), (gone.ToString(), "moved-on"), ("order/NOBODY", "not-allowed")]);
        var started = await house.As("operator").PostText($"/v1/operations/bulk/{key}/start", """{ "why": "read", "perSecond": 5 }""");
        started.Status.ShouldBe(200);
        house.Cases.Told.ShouldContain(told => told.Data == new BulkStarted("read", 5));
        (await house.As("operator").PostText("/v1/operations/bulk/nothing/start", """{ "why": "read" }""")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{ "act": "retry-incidents", "why": "x" }""", "cases")]
    [InlineData("""{ "act": "retry-incidents", "why": "x", "cases": ["order/A"], "incidents": {} }""", "cases")]
    [InlineData("""{ "act": "resend-effects", "why": "x", "cases": ["order/A"] }""", "cases")]
    [InlineData("""{ "act": "explode", "why": "x", "cases": ["order/A"] }""", "act")]
    [InlineData("""{ "act": "hold-cases", "why": "x", "cases": ["order"] }""", "cases[0]")]
    public async Task What_is_no_set_is_refused(string body, string field)
    {
        var heard = await house.As("operator").PostText("/v1/operations/bulk", body);

        heard.Status.ShouldBe(400, heard.Body.ToJsonString());
        heard.Errors.Select(error => error.Field).ShouldContain(field);
    }

    private async Task<CaseId> Begun()
    {
        var id = CaseId.Order($"OP-{Interlocked.Increment(ref _cases)}");
        await house.Cases.Tell(
            new Envelope($"begin-{id}", "test", id, ApiHouse.Now, Actor.Crossdock, new LookAgain("begin")), CancellationToken.None);
        return id;
    }

    private CaseId Failed(string reason)
    {
        var number = Interlocked.Increment(ref _cases);
        var id = CaseId.Order($"OP-{number}");
        house.Incidents.All.Add(new OpenIncident(number, id, "", 2, "OrderChecked", null, reason, ApiHouse.Now, ApiHouse.Now));
        house.Heads.All.Add(new CaseHead(
            number, id, "order-to-fulfilment", 1, 2, "Checking", Waits.OnSystem, ApiHouse.Now, ApiHouse.Now, null, ApiHouse.Now, null,
            reason, 0, new CaseCard($"Order {id.Key}")));
        return id;
    }
}
