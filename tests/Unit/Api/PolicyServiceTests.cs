using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.PolicyChanges;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

/// <summary>Each test has a policy of its own, so that they do not meet; all share one house.</summary>
public sealed class PolicyServiceTests(PolicyHouse house) : IClassFixture<PolicyHouse>
{
    [Fact]
    public async Task Every_policy_reads_with_unit_bounds_reason_and_what_holds()
    {
        var heard = await house.As("reader").Get("/v1/policies?text=pick store");
        var pick = heard.Body["policies"]!.AsArray().Single(policy => (string)policy!["name"]! == "kerbside-pick-time")!;

        ((string)pick["unit"]!, (string)pick["default"]!, (string)pick["limits"]!, (string)pick["kind"]!)
            .ShouldBe(("business time of the node", "1 h", "5 min to 10 d", "time"));
        ((string)pick["reason"]!).ShouldContain("half of the pickup time");
        ((string)pick["values"]![0]!["value"]!, (int)pick["values"]![0]!["version"]!).ShouldBe(("1 h", 1));
        pick["roles"]!.AsArray().Select(role => (string)role!).ShouldBe(["operator", "admin"]);
        ((await house.As("reader").Get("/v1/policies")).Body["policies"]!.AsArray().Count).ShouldBeGreaterThan(90);
        (await house.As("reader").Get("/v1/policies?area=invoices")).Body["policies"]!.AsArray().Count.ShouldBeInRange(5, 40);
        (await house.As("reader").Get("/v1/policies/no-such")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_value_is_proposed_approved_by_another_and_read_with_its_history()
    {
        var proposed = await Propose("pack-time", """{ "value": "6 h", "region": "uk", "reason": "The van comes later." }""");
        proposed.Status.ShouldBe(202, proposed.Body.ToJsonString());
        ((int)proposed.Body["version"]!, (string)proposed.Body["state"]!, (string)proposed.Body["proposedBy"]!)
            .ShouldBe((2, "awaiting-approval", "operator"));
        proposed.Message.Headers.Location!.ToString().ShouldBe("/v1/policies/pack-time/changes/2");
        var again = await Propose("pack-time", """{ "value": "6 h", "region": "uk", "reason": "The van comes later." }""");
        ((int)again.Body["version"]!).ShouldBe(2, "the same words of the same person are the same proposal");

        var own = await house.As("operator").PostText("/v1/policies/pack-time/changes/2/approve", "{}");
        (own.Status, (string)own.Body["detail"]!).ShouldBe((409, "operator proposed it and may not approve it."));
        var ownAgain = await house.As("operator").PostText("/v1/policies/pack-time/changes/2/approve", "{}");
        (ownAgain.Status, (string)ownAgain.Body["detail"]!).ShouldBe((409, (string)own.Body["detail"]!));
        var yes = await house.As("omar").PostText("/v1/policies/pack-time/changes/2/approve", """{ "note": "seen" }""");
        var yesAgain = await house.As("omar").PostText("/v1/policies/pack-time/changes/2/approve", """{ "note": "seen" }""");
        (yes.Status, yesAgain.Status, (string)yes.Body["state"]!, (string)yes.Body["approvedBy"]!).ShouldBe((202, 202, "in-force", "omar"));

        var read = (await house.As("buyer").Get("/v1/policies/pack-time")).Body;
        var values = read["policy"]!["values"]!.AsArray();
        values.Select(value => ((string?)value!["scope"]!["region"], (string)value["value"]!, (int)value["version"]!))
            .ShouldBe([(null, "4 h", 1), ("uk", "6 h", 2)]);
        ((string)read["changes"]!.AsArray().Single()!["note"]!).ShouldBe("seen");
        house.Shelf.InForce.Find("pack-time", new("uk"), house.Now)!.Version.ShouldBe(2, "this host reads it at once");
    }

    [Theory]
    [InlineData("""{ "value": "11 d", "reason": "r" }""", "value", "must be 5 min to 10 d; got 11 d")]
    [InlineData("""{ "value": 4, "reason": "r" }""", "value", "such as 30 min, 4 h")]
    [InlineData("""{ "reason": "r" }""", "value", "is missing")]
    [InlineData("""{ "value": "3 h", "unset": true, "reason": "r" }""", "value", "must be left out")]
    [InlineData("""{ "unset": true, "reason": "r" }""", "value", "none of its own")]
    [InlineData("""{ "value": "4 h", "reason": "r" }""", "value", "is 4 h there already")]
    [InlineData("""{ "value": "3 h", "region": "mars", "reason": "r" }""", "region", "is not known")]
    [InlineData("""{ "value": "3 h", "supplier": "S", "reason": "r" }""", "supplier", "narrows nothing here")]
    [InlineData("""{ "value": "3 h", "from": "2026-11-24T10:59:59Z", "reason": "r" }""", "from", "must lie ahead")]
    [InlineData("""{ "value": "3 h", "from": "2029-11-24T10:59:59Z", "reason": "r" }""", "from", "must lie within 400 days")]
    [InlineData("""{ "value": "3 h" }""", "reason", "is missing")]
    public async Task What_is_wrong_is_said_by_field_and_nothing_begins(string body, string field, string says)
    {
        var heard = await Propose("hold-time", body);

        heard.Status.ShouldBe(400);
        heard.Errors.ShouldContain(error => error.Field == field && error.Reason.Contains(says), heard.Body.ToJsonString());
        house.Cases.RowsOf(PolicyChange.IdOf("hold-time", 2)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "value": 1e400, "reason": "r" }""")]
    [InlineData("""{ "value": {}, "reason": "r" }""")]
    [InlineData("""{ "value": "\ud800", "reason": "r" }""")]
    [InlineData("""{ "value": "3 h", "value": "4 h", "reason": "r" }""")]
    [InlineData("""{ "value": "3 h", "node": "\u0000", "reason": "r" }""")]
    [InlineData("""{ "value": "3 h", "reason": "" }""")]
    [InlineData("""{ "value": "3 h", "version": 9, "reason": "r" }""")]
    public async Task What_nobody_would_send_is_refused_too(string body)
    {
        (await Propose("hold-time", body)).Status.ShouldBe(400);
        house.Cases.RowsOf(PolicyChange.IdOf("hold-time", 2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_may_change_what_follows_its_area_and_readers_only_look()
    {
        var price = """{ "value": 0.01, "reason": "r" }""";
        (await house.As("operator").PostText("/v1/policies/price-tolerance/changes", price)).Errors.Single().Reason
            .ShouldContain("merchandiser or finance or admin may change it");
        (await house.As("bea").PostText("/v1/policies/price-tolerance/changes", price)).Status.ShouldBe(202);
        foreach (var key in new[] { "reader", "buyer", "web", "phone" })
        {
            (await house.As(key).PostText("/v1/policies/price-tolerance/changes", price)).Status.ShouldBe(403, key);
            (await house.As(key).PostText("/v1/policies/price-tolerance/changes/2/approve", "{}")).Status.ShouldBe(403, key);
        }

        var no = await house.As("omar").PostText("/v1/policies/price-tolerance/changes/2/approve", "{}");
        (no.Status, (string)no.Body["detail"]!).ShouldBe(
            (409, "omar (operator) may not change policies of promotion to pricing; merchandiser or finance or admin may."));
        (await house.As("lena").PostText("/v1/policies/price-tolerance/changes/2/reject", """{ "reason": "no" }""")).Status.ShouldBe(202);
        (await house.As("lena").PostText("/v1/policies/price-tolerance/changes/2/approve", "{}")).Status.ShouldBe(409);
        (await house.As("lena").PostText("/v1/policies/price-tolerance/changes/3/approve", "{}")).Status.ShouldBe(404);
        (await house.As("web").Get("/v1/policies")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_roll_back_is_a_proposal_of_the_former_value_and_of_none_where_there_was_none()
    {
        await InForce("unsettled-time", """{ "value": "2 h", "reason": "r" }""");
        await InForce("unsettled-time", """{ "value": "3 h", "reason": "r" }""");
        var stale = await Do("operator", "unsettled-time", 2, "roll-back");
        (stale.Status, (string)stale.Body["detail"]!).ShouldBe((409, "unsettled-time@2 does not hold now: Version 3 holds instead."));

        var back = await Do("operator", "unsettled-time", 3, "roll-back");
        ((string)back.Body["value"]!, (int)back.Body["rollsBack"]!, (string)back.Body["state"]!).ShouldBe(("2 h", 3, "awaiting-approval"));
        ((int)(await Do("operator", "unsettled-time", 3, "roll-back")).Body["version"]!).ShouldBe(4, "pressed twice, proposed once");
        (await Do("operator", "unsettled-time", 4, "approve")).Status.ShouldBe(409, "four eyes");
        (await Do("omar", "unsettled-time", 4, "approve")).Status.ShouldBe(202);
        var changes = (await house.As("reader").Get("/v1/policies/unsettled-time")).Body["changes"]!.AsArray();
        changes.Select(change => (string)change!["state"]!).ShouldBe(["in-force", "rolled-back", "superseded"]);

        await InForce("inspect-time", """{ "value": "2 h", "reason": "r" }""");
        (await Do("operator", "inspect-time", 2, "roll-back")).Body["value"].ShouldBeNull();
        await Do("omar", "inspect-time", 3, "approve");
        var policy = (await house.As("reader").Get("/v1/policies/inspect-time")).Body["policy"]!;
        ((string)policy["values"]![0]!["value"]!, (int)policy["values"]![0]!["version"]!).ShouldBe(("16 h", 1));
    }

    [Fact]
    public async Task Two_who_propose_for_the_same_scope_at_once_get_two_versions_and_one_holds_in_the_end()
    {
        var both = await Task.WhenAll(
            house.As("operator").PostText("/v1/policies/task-owner/changes", """{ "value": "2 h", "reason": "a" }"""),
            house.As("omar").PostText("/v1/policies/task-owner/changes", """{ "value": "3 h", "reason": "b" }"""));
        both.Select(one => (int)one.Body["version"]!).ShouldBe([2, 3], ignoreOrder: true);
        // The newer one last: the clock stands still here, and two cannot take hold at one moment.
        foreach (var one in both.OrderBy(one => (int)one.Body["version"]!))
        {
            var who = (string)one.Body["proposedBy"]! == "omar" ? "operator" : "omar";
            (await Do(who, "task-owner", (int)one.Body["version"]!, "approve")).Status.ShouldBe(202);
        }

        var read = (await house.As("reader").Get("/v1/policies/task-owner")).Body;
        read["changes"]!.AsArray().Select(change => (string)change!["state"]!).ShouldBe(["in-force", "superseded"], ignoreOrder: true);
        read["policy"]!["values"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_preview_counts_the_deadlines_that_would_be_others_and_changes_nothing()
    {
        // Picked in Leeds since 8:00 and 10:30; opening hours are not set there, so that business time runs through.
        foreach (var (key, hours) in new[] { ("W-1", 3.0), ("W-2", 0.5) })
        {
            house.Heads.All.Add(Pick(key, house.Now.AddHours(-hours), TimeSpan.FromHours(24)));
        }

        house.Heads.All.Add(Pick("W-3", house.Now.AddHours(-3), TimeSpan.FromHours(9)));
        var heard = await house.As("reader")
            .PostText("/v1/policies/warehouse-pick-time/preview", """{ "value": "1 h", "node": "LEEDS" }""");

        heard.Status.ShouldBe(200, heard.Body.ToJsonString());
        ((string)heard.Body["before"]!, (int)heard.Body["openCases"]!, (int)heard.Body["deadlines"]!, (int)heard.Body["otherwise"]!,
            (int)heard.Body["lateAtOnce"]!).ShouldBe(("24 h", 3, 2, 2, 1));
        heard.Body["says"]!.AsArray().Select(says => (string)says!).ShouldContain(
            "Deadlines that it set and that run now: 2. They stay as they are; had the value held when they were set, 2 would be others, "
            + "1 of them late by now and 0 late no longer.");
        (await house.As("reader").PostText("/v1/policies/warehouse-pick-time/preview", """{ "value": "1 h", "node": "HAMBURG" }"""))
            .Body["deadlines"]!.GetValue<int>().ShouldBe(0);
        (await house.As("reader").PostText("/v1/policies/warehouse-pick-time/preview", """{ "value": "x" }""")).Status.ShouldBe(400);
        (await house.As("reader").Get("/v1/policies/warehouse-pick-time")).Body["changes"]!.AsArray().ShouldBeEmpty();
    }

    private static CaseHead Pick(string key, DateTimeOffset since, TimeSpan budget) => new(
        1, new CaseId("fulfilment", key), "fulfilment", 1, 2, "WarehousePicking", Waits.OnPartner, since, since, null, since,
        new Deadline("WarehousePicking", budget, "always", since, since + budget, 1), null, 0, new CaseCard(key, "uk", "web", "LEEDS"));

    private Task<Heard> Propose(string policy, string body) =>
        house.As("operator").PostText($"/v1/policies/{policy}/changes", body);

    private Task<Heard> Do(string who, string policy, int version, string act) => house.As(who).PostText(
        $"/v1/policies/{policy}/changes/{version}/{act}", act == "approve" ? "{}" : """{ "reason": "more late picks" }""");

    private async Task InForce(string policy, string body)
    {
        var proposed = await Propose(policy, body);
        proposed.Status.ShouldBe(202, proposed.Body.ToJsonString());
        (await Do("omar", policy, (int)proposed.Body["version"]!, "approve")).Status.ShouldBe(202);
    }
}
