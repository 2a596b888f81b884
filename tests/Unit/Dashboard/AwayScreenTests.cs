using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Processes.Absences;
using Crossdock.Unit.Tests.Api;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>Absences on the screen, over cases that decide for themselves.</summary>
public sealed class AwayScreenTests : IAsyncLifetime
{
    private DecidingCases _cases = null!;
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_house, _cases) = await DashboardHouse.OverDecidingCases();

    public async ValueTask DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task Whoever_goes_away_says_who_stands_in_and_ends_it_when_back()
    {
        using var fay = await _house.SignedIn("fay", "Somebody Else");
        (await fay.GetStringAsync("/away", Cancel)).ShouldContain("Nobody is away.");
        var token = Acts.NewToken();
        var leads = "";
        for (var press = 0; press < 2; press++)
        {
            using var answer = await DashboardHouse.Post(fay, "/away", "/away", [("token", token), .. Asked]);
            leads = answer.Headers.Location!.ToString();
        }

        var id = new CaseId(Absence.Kind, leads["/away?told=".Length..]);
        var row = _cases.RowsOf(id).ShouldHaveSingleItem("once, however often pressed");
        row.Message.Who.ShouldBe(new Actor("Fay Ott", "finance"), "a person's key names its person, whatever is typed");
        ((AbsenceRecorded)row.Message.Data).StandIn.ShouldBe("Bo Ek");
        var page = await fay.GetStringAsync(leads, Cancel);
        page.ShouldContain("Nobody is away now; 1 will be.");
        page.ShouldContain("Bo Ek");
        page.ShouldContain("Mon 21 Dec 08:00");

        using var back = await DashboardHouse.Post(
            fay, "/away", $"/away/{id.Key}/end", [("token", Acts.NewToken()), ("why", "back early")]);
        back.Headers.Location!.ToString().ShouldBe("/away?told=over");
        _cases.RowsOf(id)[^1].To.ShouldBe(nameof(AbsenceState.Ended));
        (await fay.GetStringAsync("/away?told=over", Cancel)).ShouldContain("Nobody is away.");
    }

    [Fact]
    public async Task All_that_is_to_be_mended_is_said_at_once_and_what_was_typed_stays()
    {
        using var fay = await _house.SignedIn("fay");
        using var answer = await DashboardHouse.Post(
            fay, "/away", "/away",
            [("token", Acts.NewToken()), ("standIn", "Bo <Ek>"), ("from", "soon"), ("until", "2027-01-04T08:00"), ("why", "")]);

        ((int)answer.StatusCode).ShouldBe(400);
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        page.ShouldContain("<b>from</b> must be a day and a time");
        page.ShouldContain("<b>why</b> is missing");
        page.ShouldContain("value=\"Bo &lt;Ek&gt;\"");
        page.ShouldContain("value=\"2027-01-04T08:00\"");
        _house.Heads.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("standIn", "Fay Ott", "Nobody stands in for himself.")]
    [InlineData("until", "2028-01-04T08:00", "at most")]
    public async Task What_the_rules_do_not_allow_is_refused_with_their_reason(string field, string value, string reason)
    {
        using var fay = await _house.SignedIn("fay");
        using var answer = await DashboardHouse.Post(
            fay, "/away", "/away",
            [("token", Acts.NewToken()), .. Asked.Select(pair => pair.Name == field ? (field, value) : pair)]);

        ((int)answer.StatusCode).ShouldBe(409);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain(reason);
    }

    [Fact]
    public async Task An_administrator_records_it_for_somebody_and_hands_on_no_right_of_an_administrator()
    {
        using var admin = await _house.SignedIn("admin", "Ida Lindahl");
        (string, string)[] whose = [("person", "Fay Ott"), ("role", "finance")];
        using var taken = await DashboardHouse.Post(admin, "/away", "/away", [("token", Acts.NewToken()), .. Asked, .. whose]);
        (await admin.GetStringAsync(taken.Headers.Location!, Cancel)).ShouldContain("(recorded by Ida Lindahl)");

        using var refused = await DashboardHouse.Post(
            admin, "/away", "/away", [("token", Acts.NewToken()), .. Asked, ("person", "Ida Lindahl"), ("role", "admin")]);
        ((int)refused.StatusCode).ShouldBe(409);
        (await refused.Content.ReadAsStringAsync(Cancel)).ShouldContain("right is not handed on");
        using var half = await DashboardHouse.Post(
            admin, "/away", "/away", [("token", Acts.NewToken()), .. Asked, ("person", "Fay Ott")]);
        (await half.Content.ReadAsStringAsync(Cancel)).ShouldContain("<b>role</b> comes with the person");
    }

    [Fact]
    public async Task Nobody_else_ends_it_and_who_approves_nothing_has_nothing_to_hand_on()
    {
        using var fay = await _house.SignedIn("fay");
        using var taken = await DashboardHouse.Post(fay, "/away", "/away", [("token", Acts.NewToken()), .. Asked]);
        var key = taken.Headers.Location!.ToString()["/away?told=".Length..];

        using var mia = await _house.SignedIn("merchandiser", "Mia");
        (await mia.GetStringAsync("/away", Cancel)).ShouldNotContain("End the absence of");
        using var ended = await DashboardHouse.Post(mia, "/away", $"/away/{key}/end", [("token", Acts.NewToken()), ("why", "mine now")]);
        ((int)ended.StatusCode).ShouldBe(403);
        (await ended.Content.ReadAsStringAsync(Cancel)).ShouldContain("Mia may not end the absence of Fay Ott.");

        using var reader = await _house.SignedIn("reader");
        var page = await reader.GetStringAsync("/away", Cancel);
        page.ShouldContain("Your key approves nothing");
        page.ShouldContain("Bo Ek");
        using var ends = await DashboardHouse.Post(reader, "/", $"/away/{key}/end", [("token", Acts.NewToken()), ("why", "mine now")]);
        ((int)ends.StatusCode).ShouldBe(403);
        using var recorded = await DashboardHouse.Post(reader, "/away", "/away", [("token", Acts.NewToken()), .. Asked]);
        ((int)recorded.StatusCode).ShouldBe(403);
        _cases.RowsOf(new CaseId(Absence.Kind, key))[^1].To.ShouldBe(nameof(AbsenceState.Recorded));
    }

    [Fact]
    public async Task It_is_no_screen_of_a_store()
    {
        using var browser = await _house.SignedIn("store");
        using var answer = await browser.GetAsync("/away", Cancel);

        answer.IsSuccessStatusCode.ShouldBeFalse();
    }

    private static (string Name, string Value)[] Asked =>
        [("standIn", "Bo Ek"), ("from", "2026-12-21T08:00"), ("until", "2027-01-04T08:00"), ("why", "Christmas")];
}
