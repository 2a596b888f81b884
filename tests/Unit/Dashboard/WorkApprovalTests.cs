using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>Approvals on the screen, over cases that decide for themselves.</summary>
public sealed class WorkApprovalTests : IAsyncLifetime
{
    private DecidingCases _cases = null!;
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_house, _cases) = await DashboardHouse.OverDecidingCases();
        foreach (var (number, by) in new[] { ("PO-1", "Nia"), ("PO-2", "Nia"), ("PO-3", "Fay Ott") })
        {
            await Tell(number, new PurchaseProposed(
                number, "SUP-1", "DC1", "dach", "toys", "EUR", MadeUpRetailer.Now.AddDays(9),
                [new PurchaseLine(1, "85123A", "Heart", 1, 600m)], [], by, "below its level"), "review");
        }
    }

    public async ValueTask DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task What_is_chosen_is_approved_as_it_was_on_the_screen_and_what_changed_or_is_not_theirs_is_left_out_and_said()
    {
        using var browser = await _house.SignedIn("fay", "Somebody Else");
        var page = await browser.GetStringAsync("/work", Cancel);
        page.ShouldContain("<span>Fay Ott</span>", Case.Sensitive, "a person's key names its person, whatever is typed");
        foreach (var number in new[] { "PO-1", "PO-2", "PO-3" })
        {
            page.ShouldContain($"value=\"purchase/{number}#1\"");
        }

        await Tell("PO-2", new PurchaseRejected("", "too many"), "Bo");
        var token = Acts.NewToken();
        for (var press = 0; press < 2; press++)
        {
            using var answer = await DashboardHouse.Post(
                browser, "/work", "/work-approve",
                [
                    ("token", token), ("why", "week 48"), ("pick", "purchase/PO-1#1"), ("pick", "purchase/PO-2#1"),
                    ("pick", "purchase/PO-3#1"),
                ]);
            answer.Headers.Location!.ToString().ShouldBe($"/bulk/{token}");
        }

        var bulk = _cases.RowsOf(new CaseId("bulk", token));
        bulk.Select(row => row.Message.Data.GetType()).ShouldBe([typeof(BulkFrozen), typeof(BulkStarted)], "once, however often pressed");
        bulk.ShouldAllBe(row => row.Message.Who == new Actor("Fay Ott", "finance"));
        var shown = await browser.GetStringAsync($"/bulk/{token}", Cancel);
        shown.ShouldContain("It waits for no approval.");
        shown.ShouldContain("Fay Ott proposed it and may not approve it.");
        shown.ShouldContain("600.00");
    }

    [Fact]
    public async Task What_is_chosen_is_rejected_with_the_reason_and_what_is_not_theirs_stays()
    {
        using var browser = await _house.SignedIn("fay");
        (await browser.GetStringAsync("/work", Cancel)).ShouldContain("Reject those chosen");
        await Tell("PO-2", new PurchaseRejected("", "too many"), "Bo");
        var token = Acts.NewToken();
        for (var press = 0; press < 2; press++)
        {
            using var answer = await DashboardHouse.Post(
                browser, "/work", "/work-reject",
                [("token", token), ("why", "too dear"), ("pick", "purchase/PO-1#1"), ("pick", "purchase/PO-2#1")]);
            answer.Headers.Location!.ToString().ShouldBe("/work?told=rejected&done=1&of=2");
        }

        var rows = _cases.RowsOf(new CaseId("purchase", "PO-1"));
        rows.Count(row => row.Seq > 1 && row.Outcome == Outcome.Applied).ShouldBe(1, "once, however often pressed");
        rows[^1].Because.ShouldContain("too dear");
        (await browser.GetStringAsync("/work?told=rejected&done=1&of=2", Cancel))
            .ShouldContain("1 of 2 rejected. What is left has changed since it was chosen, or is not yours to decide.");
    }

    [Theory]
    [InlineData("", "purchase/PO-1#1", "/work?told=empty")]
    [InlineData("why", "", "/work?told=empty")]
    public async Task A_rejection_needs_a_reason_and_something_that_is_rejected(string why, string pick, string leads)
    {
        using var browser = await _house.SignedIn("fay");
        using var answer = await DashboardHouse.Post(
            browser, "/work", "/work-reject", [("token", Acts.NewToken()), ("why", why), ("pick", pick)]);

        answer.Headers.Location!.ToString().ShouldBe(leads);
        _cases.RowsOf(new CaseId("purchase", "PO-1")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_approves_nothing()
    {
        using var browser = await _house.SignedIn("reader");
        (await browser.GetStringAsync("/work", Cancel)).ShouldNotContain("Approve those chosen");
        using var answer = await DashboardHouse.Post(
            browser, "/work", "/work-approve", [("token", Acts.NewToken()), ("why", "w"), ("pick", "purchase/PO-1#1")]);

        ((int)answer.StatusCode).ShouldBe(403);
        _cases.RowsOf(new CaseId("purchase", "PO-1")).Count.ShouldBe(1);
    }

    private Task<TellReceipt> Tell(string number, Message message, string who) => _cases.Tell(
        new Envelope(
            $"{who}/{number}/{message.GetType().Name}", "test", new CaseId("purchase", number), MadeUpRetailer.Now, new Actor(who, "buyer"),
            message),
        Cancel);
}
