using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Bulk;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

/// <summary>Over real cases: each test has purchases of its own, since all share one house.</summary>
public sealed class ApprovalServiceTests(PolicyHouse house) : IClassFixture<PolicyHouse>
{
    [Fact]
    public async Task Everybody_sees_what_is_theirs_to_approve_by_priority_with_the_reason_and_nobody_what_they_asked_for()
    {
        await Propose("L-1", 600m);
        await Propose("L-2", 60_000m);

        var mine = (await house.As("finance").Get("/v1/approvals")).Body["approvals"]!.AsArray();
        var listed = mine.Where(one => ((string)one!["id"]!).StartsWith("purchase:L-", StringComparison.Ordinal)).ToArray();
        listed.Select(one => (string)one!["id"]!).ShouldBe(["purchase:L-2", "purchase:L-1"]);
        ((int)listed[0]!["seen"]!, (string)listed[0]!["needs"]!, (string)listed[0]!["owner"]!).ShouldBe((1, "finance", "finance-control"));
        ((string)listed[0]!["why"]!).ShouldContain("60000.00 GBP at stake");

        Ids(await house.As("buyer").Get("/v1/approvals")).ShouldNotContain("purchase:L-1");
        var all = (await house.As("buyer").Get("/v1/approvals?all=true")).Body["approvals"]!.AsArray();
        ((string)all.Single(one => (string)one!["id"]! == "purchase:L-1")!["whyNot"]!)
            .ShouldBe("buyer proposed it and may not approve it.");
        (await house.As("web").Get("/v1/approvals")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_decision_is_taken_once_and_by_the_right_person_only()
    {
        await Propose("D-1", 600m);

        (await Decide("buyer", "purchase:D-1", 1)).Status.ShouldBe(403, "who asked");
        (await Decide("pat", "purchase:D-1", 1)).Status.ShouldBe(403, "no row of the matrix");
        (await Decide("finance", "purchase:D-1", 7)).Status.ShouldBe(409, "it was seen otherwise");
        (await Decide("finance", "purchase:D-9", 1)).Status.ShouldBe(404);
        (await Decide("finance", "D-1", 1)).Status.ShouldBe(404);
        house.Cases.RowsOf(new CaseId("purchase", "D-1")).Count.ShouldBe(1, "whoever may not leaves no row");

        var yes = await Decide("finance", "purchase:D-1", 1);
        var again = await Decide("finance", "purchase:D-1", 1);
        (yes.Status, (string)yes.Body["state"]!, (bool)yes.Body["duplicate"]!).ShouldBe((200, "Posting", false));
        (again.Status, (bool)again.Body["duplicate"]!).ShouldBe((200, true));
        house.Cases.RowsOf(new CaseId("purchase", "D-1"))[^1].Message.Who.ShouldBe(new Actor("finance", "finance"));
    }

    [Fact]
    public async Task The_person_is_the_keys_and_a_name_in_a_header_counts_only_from_keys_that_speak_for_people()
    {
        await Propose("N-1", 600m);
        var body = """{ "decision": true, "seen": 1 }""";

        var forged = await house.As("finance").PostText("/v1/approvals/purchase:N-1/decision", body, person: "Fay");
        forged.Errors.ShouldHaveSingleItem().Field.ShouldBe("X-Person");
        (await house.As("admin").PostText("/v1/approvals/purchase:N-1/decision", body, person: "Buyer")).Status.ShouldBe(403, "who asked");
        (await house.As("admin").PostText("/v1/approvals/purchase:N-1/decision", body, person: "Ida")).Status.ShouldBe(200);
        house.Cases.RowsOf(new CaseId("purchase", "N-1"))[^1].Message.Who.ShouldBe(new Actor("Ida", "admin"));
    }

    [Theory]
    [InlineData("/v1/approvals/purchase:X-2/decision", """{ "decision": true, "seen": 1 }""")]
    [InlineData("/v1/approvals/bulk", """{ "note": "n", "items": [{ "id": "purchase:X-2", "seen": 1 }] }""")]
    [InlineData("/v1/absences", """{ "standIn": "pat", "from": "2026-11-24T08:00:00Z", "until": "2026-11-25T08:00:00Z", "why": "away" }""")]
    [InlineData("/v1/policies/pick-time/changes", """{ "value": "3 h", "reason": "busy" }""")]
    [InlineData("/v1/policies/pick-time/changes/2/approve", """{ "note": "yes" }""")]
    public async Task Two_names_over_one_key_that_is_shared_are_not_four_eyes(string path, string body)
    {
        var heard = await house.As("operator").PostText(path, body, person: "Fay");

        var fault = heard.Errors.ShouldHaveSingleItem(heard.Body.ToJsonString());
        (heard.Status, fault.Field).ShouldBe((400, "X-Person"));
        fault.Reason.ShouldContain("give that person a key of their own");
    }

    [Theory]
    [InlineData("""{ "decision": false, "seen": 1 }""", "note")]
    [InlineData("""{ "decision": "yes", "seen": 1 }""", "decision")]
    [InlineData("""{ "decision": true }""", "seen")]
    [InlineData("""{ "decision": true, "seen": 1, "for": "Otto" }""", "for")]
    public async Task What_is_no_decision_is_refused_with_the_field(string body, string field)
    {
        var heard = await house.As("finance").PostText("/v1/approvals/purchase:X-1/decision", body);

        (heard.Status, heard.Errors.ShouldHaveSingleItem().Field).ShouldBe((400, field));
    }

    [Fact]
    public async Task Of_a_set_what_changed_since_or_is_not_theirs_is_left_out_and_says_so()
    {
        await Propose("B-1", 600m);
        await Propose("B-2", 600m);
        await Propose("B-3", 600m, by: "finance");
        await house.As("buyer").PostText("/v1/purchases/B-2/reject", """{ "reason": "too many" }""");

        var heard = await house.As("finance").PostText("/v1/approvals/bulk", """
            { "note": "week 48", "items": [
              { "id": "purchase:B-1", "seen": 1 }, { "id": "purchase:B-2", "seen": 1 }, { "id": "purchase:B-3", "seen": 1 },
              { "id": "purchase:B-1", "seen": 1 }, { "id": "policy-change:no:9", "seen": 4 } ] }
            """);

        heard.Status.ShouldBe(200, heard.Body.ToJsonString());
        ((int)heard.Body["approved"]!, (int)heard.Body["leftOut"]!).ShouldBe((1, 3));
        heard.Body["items"]!.AsArray().Select(item => ((string)item!["id"]!, (string)item["outcome"]!)).ShouldBe(
        [
            ("purchase:B-1", "waiting"), ("purchase:B-2", "moved-on"), ("purchase:B-3", "not-allowed"), ("policy-change:no:9", "moved-on"),
        ]);
        var operation = house.Cases.RowsOf(new CaseId("bulk", (string)heard.Body["operation"]!));
        operation.Select(row => row.Message.Data.GetType()).ShouldBe([typeof(BulkFrozen), typeof(BulkStarted)]);
        operation.ShouldAllBe(row => row.Message.Who == new Actor("finance", "finance"));
        (await house.As("finance").PostText("/v1/approvals/bulk", """{ "note": "n", "items": [{ "id": "B-1", "seen": 1 }] }"""))
            .Errors.ShouldHaveSingleItem().Field.ShouldBe("items[0].id");
        var act = """{ "act": "approve-cases", "why": "w", "cases": ["purchase/B-1"] }""";
        (await house.As("operator").PostText("/v1/operations/bulk", act))
            .Errors.ShouldHaveSingleItem().Field.ShouldBe("act");
    }

    [Fact]
    public async Task Who_is_away_names_a_stand_in_who_approves_in_that_place_until_the_absence_ends()
    {
        await Propose("A-1", 60_000m);
        await Propose("A-2", 60_000m, by: "pat");
        (await Decide("pat", "purchase:A-1", 1)).Status.ShouldBe(403);
        var away = await house.As("finance").PostText("/v1/absences", Away("pat"));
        away.Status.ShouldBe(200, away.Body.ToJsonString());
        var key = (string)away.Body["key"]!;

        var seen = (await house.As("pat").Get("/v1/approvals")).Body["approvals"]!.AsArray()
            .Single(one => (string)one!["id"]! == "purchase:A-1")!;
        ((string)seen["for"]!).ShouldBe($"finance, absence/{key}");
        (await Decide("pat", "purchase:A-2", 1)).Status.ShouldBe(403, "nobody stands in for somebody to approve what he asked for himself");
        (await Decide("pat", "purchase:A-1", 1)).Status.ShouldBe(200);
        house.Cases.RowsOf(new CaseId("purchase", "A-1"))[^1].Because
            .ShouldBe($"Approved by pat for finance, who is away (absence/{key}).");

        (await house.As("bea").PostText($"/v1/absences/{key}/end", """{ "reason": "x" }""")).Status.ShouldBe(403);
        (await house.As("finance").PostText($"/v1/absences/{key}/end", """{ "reason": "back early" }""")).Status.ShouldBe(200);
        (await house.As("finance").PostText($"/v1/absences/{key}/end", """{ "reason": "back early" }""")).Status.ShouldBe(404);
        (await house.As("finance").PostText("/v1/absences", Away("pat"))).Status.ShouldBe(409, "the one that is over is not begun again");
        await Propose("A-3", 60_000m);
        (await Decide("pat", "purchase:A-3", 1)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_stand_in_approves_several_at_once_in_the_place_of_who_is_away_by_then()
    {
        await Propose("S-1", 60_000m);
        await Propose("S-2", 60_000m);
        await Propose("S-3", 60_000m, by: "pat");
        var away = (string)(await house.As("finance").PostText("/v1/absences", Away("pat", why: "Training"))).Body["key"]!;

        var set = await All("S-1", "S-3");
        set["items"]!.AsArray().Select(item => ((string)item!["outcome"]!, (string)item["reason"]!)).ShouldBe(
        [
            ("waiting", "GBP 60,000.00 from SUP-1 for LEEDS is approved for finance, who is away."),
            ("not-allowed", "pat (payables) may not approve GBP 60,000.00 from SUP-1 for LEEDS; finance has to."),
        ], "nobody stands in for somebody to approve what he asked for himself");
        await Run(set);
        var row = house.Cases.RowsOf(new CaseId("purchase", "S-1"))[^1];
        (row.Because, row.Message.Who).ShouldBe(
            ($"Approved by pat for finance, who is away (absence/{away}). n", new Actor("pat", "payables")));

        var late = await All("S-2");
        (await house.As("finance").PostText($"/v1/absences/{away}/end", """{ "reason": "back early" }""")).Status.ShouldBe(200);
        await Run(late);
        house.Cases.RowsOf(new CaseId("purchase", "S-2")).Count.ShouldBe(1, "who is back hands on nothing more");

        async Task<JsonObject> All(params string[] numbers)
        {
            var items = string.Join(',', numbers.Select(number => $$"""{ "id": "purchase:{{number}}", "seen": 1 }"""));
            var heard = await house.As("pat").PostText("/v1/approvals/bulk", $$"""{ "note": "n", "items": [{{items}}] }""");
            heard.Status.ShouldBe(200, heard.Body.ToJsonString());
            return heard.Body;
        }

        // As the runtime does when the operation has begun.
        async Task Run(JsonObject begun)
        {
            var bulk = new CaseId("bulk", (string)begun["operation"]!);
            var runner = new BulkRunner(
                house.Services.GetRequiredService<IBulkItems>(), house.Services, house.Services.GetRequiredService<BusinessClock>(),
                TimeProvider.System);
            (await runner.Run(bulk, "run", new RunBulk(BulkAct.ApproveCases, "n", new Actor("pat", "payables"), 1, 100_000)))
                .ShouldBeOfType<BulkRan>().Complete.ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("buyer", """, "person": "finance", "role": "finance" """, 403, "may not hand on what finance (finance) may")]
    [InlineData("admin", """, "person": "Ada", "role": "admin" """, 403, "An administrator's right is not handed on")]
    [InlineData("admin", """, "person": "lena", "role": "merchandiser" """, 200, "")]
    [InlineData("bea", "", 403, "Nobody stands in for himself")]
    [InlineData("buyer", """, "person": "bo" """, 400, "")]
    public async Task A_right_is_handed_on_by_who_has_it_and_by_nobody_else(string key, string rest, int status, string says)
    {
        var heard = await house.As(key).PostText("/v1/absences", Away("Bea", rest));

        heard.Status.ShouldBe(status, heard.Body.ToJsonString());
        ((string?)heard.Body["detail"] ?? "").ShouldContain(says);
    }

    [Fact]
    public async Task An_absence_without_end_or_longer_than_the_policy_allows_is_refused()
    {
        (await house.As("finance").PostText("/v1/absences", Away("pat").Replace("2027-01-04T08", "2026-11-24T07"))).Errors
            .ShouldHaveSingleItem().Field.ShouldBe("until");
        var tooLong = await house.As("finance").PostText("/v1/absences", Away("pat").Replace("2027-01-04", "2028-01-04"));
        ((string)tooLong.Body["detail"]!).ShouldBe("It may last 42 d at most.");
    }

    private static string Away(string standIn, string rest = "", string why = "Holiday") => $$"""
        { "standIn": "{{standIn}}", "from": "2026-11-24T08:00:00Z", "until": "2027-01-04T08:00:00Z", "why": "{{why}}"{{rest}} }
        """;

    private static IEnumerable<string> Ids(Heard heard) => heard.Body["approvals"]!.AsArray().Select(one => (string)one!["id"]!);

    private Task<Heard> Decide(string key, string id, int seen) => house.As(key).PostText(
        $"/v1/approvals/{id}/decision", $$"""{ "decision": true, "seen": {{seen}} }""");

    private async Task Propose(string number, decimal value, string by = "buyer")
    {
        var proposed = new PurchaseProposed(
            number, "SUP-1", "LEEDS", "uk", "toys", "GBP", house.Now.AddDays(9),
            [new PurchaseLine(1, "85123A", "Heart", 1, value)], [], by, "below its level");
        var told = await house.Cases.Tell(
            new Envelope($"propose/{number}", "test", new CaseId("purchase", number), house.Now, new Actor(by, "buyer"), proposed),
            TestContext.Current.CancellationToken);
        told.State.ShouldBe("AwaitingApproval");
    }
}
