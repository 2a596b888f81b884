using System.Net;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Policies;
using Crossdock.Processes.PolicyChanges;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>The screens over cases that decide for themselves.</summary>
public sealed class PolicyScreenTests : IAsyncLifetime
{
    private readonly PolicyShelf _shelf = new(PolicyBook.Defaults);
    private DecidingCases _cases = null!;
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _house = await DashboardHouse.Open(instead: (services, heads) =>
    {
        var catalogue = ProcessCatalogue.Retail;
        var rules = new Rulebook(MadeUpRetailer.Network, new CalendarBook(MadeUpRetailer.Network), _shelf);
        _cases = new DecidingCases(catalogue, rules, heads);
        services.AddSingleton<ITellCases>(_cases).AddSingleton<IJournal>(_cases).AddSingleton(rules).AddSingleton(_shelf)
            .AddSingleton<IMaps>(catalogue).AddSingleton(catalogue.Json());
    });

    public async ValueTask DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task The_list_says_what_holds_and_is_found_by_words()
    {
        using var browser = await _house.SignedIn("reader");
        var all = await browser.GetStringAsync("/policies", Cancel);
        all.ShouldContain("No change of a policy waits for its approval.");
        all.ShouldContain("Promotion to pricing");
        all.ShouldContain("href=\"/policies/pick-time\"");

        var found = await browser.GetStringAsync("/policies?text=kerbside+pick", Cancel);
        found.ShouldContain("kerbside-pick-time");
        found.ShouldNotContain("href=\"/policies/pack-time\"");
        var none = await browser.GetStringAsync("/policies?text=%3Cscript%3E", Cancel);
        none.ShouldContain("No policy is called that");
        none.ShouldNotContain("<script>", Case.Insensitive, "what was typed is escaped");
    }

    [Fact]
    public async Task A_value_is_looked_at_proposed_approved_by_another_and_rolled_back()
    {
        using var nia = await _house.SignedIn("operator", "Nia Roe");
        using var omar = await _house.SignedIn("operator", "Omar Lind");
        var look = await nia.GetStringAsync("/policies/pick-time?value=3+h", Cancel);
        look.ShouldContain("pick-time is 2 h in that scope and would be 3 h.");
        look.ShouldContain("Propose 3 h");
        _cases.RowsOf(PolicyChange.IdOf("pick-time", 2)).ShouldBeEmpty("looking changes nothing");

        using var proposed = await Do(nia, "/policies/pick-time?value=3+h", "propose", ("value", "3 h"), ("reason", "Before Christmas"));
        proposed.Headers.Location!.ToString().ShouldBe("/policies/pick-time?told=done");
        (await nia.GetStringAsync("/policies", Cancel)).ShouldContain("1 change");
        (await nia.GetStringAsync("/policies/pick-time", Cancel)).ShouldContain("second person");
        using var own = await Do(nia, "/policies/pick-time", "2/approve", ("why", ""));
        own.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await own.Content.ReadAsStringAsync(Cancel)).ShouldContain("Nia Roe proposed it and may not approve it");
        using var yes = await Do(omar, "/policies/pick-time", "2/approve", ("why", ""));
        yes.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        _shelf.InForce.Read(Crossdock.Processes.Policies.Policy.PickTime, Scope.Everywhere, MadeUpRetailer.Now).Version.ShouldBe(2);
        (await omar.GetStringAsync("/policies/pick-time", Cancel)).ShouldContain("pick-time is 3 h");

        using var back = await Do(omar, "/policies/pick-time", "2/roll-back", ("why", "More late picks"));
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await nia.GetStringAsync("/policies/pick-time", Cancel)).ShouldContain("rolls back version 2");
        using var agreed = await Do(nia, "/policies/pick-time", "3/approve", ("why", "seen"));
        agreed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var past = await nia.GetStringAsync("/policies/pick-time", Cancel);
        past.ShouldContain("pick-time is 2 h");
        past.ShouldContain("Rolled back");
    }

    [Fact]
    public async Task Two_names_over_one_key_are_not_four_eyes_on_the_page_of_the_change_either()
    {
        using var nia = await _house.SignedIn("desk", "Nia Roe");
        using var proposed = await Do(nia, "/policies/pick-time?value=3+h", "propose", ("value", "3 h"), ("reason", "Before Christmas"));
        proposed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var bob = await _house.SignedIn("desk", "Bob");
        using var answer = await DashboardHouse.Post(
            bob, "/policies/pick-time", $"/cases/{PolicyChange.IdOf("pick-time", 2)}/acts/PolicyApproved",
            [("token", Acts.NewToken()), ("text", "seen")]);

        _cases.RowsOf(PolicyChange.IdOf("pick-time", 2))[^1].Because.ShouldBe("ops desk proposed it and may not approve it.");
        _shelf.InForce.Read(Crossdock.Processes.Policies.Policy.PickTime, Scope.Everywhere, MadeUpRetailer.Now).Version.ShouldBe(1);
    }

    [Theory]
    [InlineData("11 d", "", "", "<b>value</b> must be 5 min to 10 d; got 11 d.")]
    [InlineData("<b>", "", "", "got &#x27;&lt;b&gt;&#x27;")]
    [InlineData("3 h", "", "2001-01-01T00:00", "<b>from</b> must lie ahead")]
    [InlineData("3 h", "", "soon", "<b>from</b> must be a day and a time")]
    [InlineData("3 h", "MARS", "", "<b>region</b> is not known")]
    [InlineData("", "", "", "<b>value</b> is missing")]
    public async Task What_is_wrong_is_said_and_nothing_begins(string value, string region, string from, string says)
    {
        using var browser = await _house.SignedIn("operator");
        using var answer = await Do(
            browser, "/policies/pick-time?value=3+h", "propose", ("value", value), ("region", region), ("from", from), ("reason", "r"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain(says);
        _cases.RowsOf(PolicyChange.IdOf("pick-time", 2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_only_reads_sees_no_button_that_acts_and_may_not_post()
    {
        using var nia = await _house.SignedIn("operator", "Nia Roe");
        using var proposed = await Do(nia, "/policies/pick-time?value=3+h", "propose", ("value", "3 h"), ("reason", "r"));
        using var reader = await _house.SignedIn("reader");
        var page = await reader.GetStringAsync("/policies/pick-time?value=4+h", Cancel);
        page.ShouldNotContain("action=\"/policies/pick-time/");
        page.ShouldContain("yours only looks");
        using var refused = await Do(reader, "/policies/pick-time", "2/approve", ("why", ""));
        refused.Headers.Location!.ToString().ShouldContain("/not-allowed");

        using var bea = await _house.SignedIn("merchandiser", "Bea");
        (await bea.GetStringAsync("/policies/pick-time?value=4+h", Cancel)).ShouldContain("yours only looks");
        using var foreign = await Do(bea, "/policies/pick-time", "2/approve", ("why", ""));
        foreign.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await foreign.Content.ReadAsStringAsync(Cancel)).ShouldContain("may not change policies of order to fulfilment");
        _cases.RowsOf(PolicyChange.IdOf("pick-time", 2))[^1].To.ShouldBe("AwaitingApproval");
    }

    private static Task<HttpResponseMessage> Do(
        HttpClient browser, string page, string act, params (string Name, string Value)[] fields) => DashboardHouse.Post(
            browser, page, $"/policies/{page.Split('?')[0].Split('/')[2]}/{act}", [("token", Acts.NewToken()), .. fields]);
}
