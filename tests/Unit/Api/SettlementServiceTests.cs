using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class SettlementServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    private const string Path = "/v1/settlements";

    [Fact]
    public async Task A_payout_gets_an_answer_for_each_line_and_twice_changes_nothing()
    {
        var heard = await house.As("pat").Post(Path, Document("PO-A"));

        (heard.Status, (string)heard.Body["case"]!, (bool)heard.Body["proved"]!).ShouldBe((202, "payout/PO-A", true));
        heard.Body["lines"]!.AsArray().Select(line => (string)line!["outcome"]!).ShouldBe(["accepted", "accepted", "accepted"]);

        var again = await house.As("finance").Post(Path, Document("PO-A"));
        (again.Status, (string)again.Body["outcome"]!).ShouldBe((200, "duplicate"));
    }

    [Fact]
    public async Task How_a_payout_stands_is_told_line_by_line()
    {
        await house.As("pat").Post(Path, Document("PO-B"));
        house.Heads.All.Add(Samples.Head("payout/PO-B"));
        await Told("PO-B", new SettlementTaken(CaseId.Order("WEB-1"), "L-1"));
        await Told("PO-B", new SettlementDenied(CaseId.Order("WEB-2"), "L-2", "Never paid back."));

        var heard = await house.As("reader").Get($"{Path}/PO-B");

        heard.Status.ShouldBe(200);
        Lines(heard).ShouldBe([("L-1", "taken", null), ("L-2", "denied", "Never paid back."), ("L-3", "asked", null)]);
        ((decimal)heard.Body["amount"]!, (decimal)heard.Body["sum"]!).ShouldBe((28.70m, 28.70m));
        heard.Body["banked"].ShouldBeNull("the bank shows nothing of it yet");

        await Told("PO-B", new CaseNotThere(CaseId.Order("WEB-3"), "no such case"));
        Lines(await house.As("pat").Get($"{Path}/PO-B"))[2].ShouldBe(("L-3", "denied", "There is no such order."));
        await Told("PO-B", new SettlementTaken(CaseId.Order("WEB-2"), "L-2"));
        Lines(await house.As("pat").Get($"{Path}/PO-B"))[1].ShouldBe(("L-2", "taken", null), "what was looked at again counts");
    }

    [Fact]
    public async Task A_number_that_no_case_can_have_is_found_under_itself()
    {
        const string Number = "PO/2026 11";
        var heard = await house.As("pat").Post(Path, Document(Number));
        house.Heads.All.Add(Samples.Head((string)heard.Body["case"]!));

        var read = await house.As("pat").Get($"{Path}/{Uri.EscapeDataString(Number)}");
        (read.Status, (string)read.Body["payout"]!).ShouldBe((200, Number));
    }

    [Fact]
    public async Task What_is_not_there_and_who_may_not_look()
    {
        (await house.As("pat").Get($"{Path}/PO-NONE")).Status.ShouldBe(404);
        foreach (var other in new[] { "supplier", "web" })
        {
            (await house.As(other).Get($"{Path}/PO-NONE")).Status.ShouldBe(403, other);
        }
    }

    private static JsonObject Document(string number) => new()
    {
        ["document"] = File.ReadAllText(System.IO.Path.Combine(Repository.Root(), "samples", "settlements", "PO-77.csv"))
            .Replace("PO-77", number),
    };

    private static List<(string Id, string Standing, string? Why)> Lines(Heard heard) =>
        [.. heard.Body["lines"]!.AsArray().Select(line => ((string)line!["id"]!, (string)line["standing"]!, (string?)line["why"]))];

    private Task<TellReceipt> Told(string payout, Message data) => house.Cases.Tell(
        new Envelope(Guid.NewGuid().ToString(), "case", new CaseId("payout", payout), ApiHouse.Now, Actor.Crossdock, data),
        TestContext.Current.CancellationToken);
}
