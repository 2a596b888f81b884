using System.Net;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Acting;

namespace Crossdock.Unit.Tests.Dashboard;

public sealed class IncidentScreenTests : IAsyncLifetime
{
    private const string Order = "order/WEB-204518";

    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _house = await DashboardHouse.Open();
        var now = MadeUpRetailer.Now;
        _house.Incidents.All.Add(new OpenIncident(
            1, CaseId.Parse(Order), "", 3, "OrderChecked", null, "tax code GB-T7 is <unknown>", now.AddMinutes(-34), now));
        _house.Incidents.All.Add(new OpenIncident(
            2, CaseId.Order("WEB-2"), "order/WEB-2#1.1", 4, "post-delivery", "erp", "503 Service Unavailable", now.AddHours(-2), now));
    }

    public async ValueTask DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task Incidents_stand_by_cause_with_their_reason_and_nothing_that_was_sent_runs()
    {
        using var browser = await _house.SignedIn("operator");
        var page = await browser.GetStringAsync("/incidents", Cancel);

        page.ShouldContain("2 incidents");
        page.ShouldContain("tax code # is &lt;unknown&gt;", Case.Sensitive, "the cause, escaped");
        page.ShouldContain("tax code GB-T7 is &lt;unknown&gt;");
        page.ShouldContain("erp: 503 Service Unavailable");
    }

    [Theory]
    [InlineData("retry", "", typeof(IncidentRetried))]
    [InlineData("skip", "", typeof(IncidentSkipped))]
    [InlineData("hold", "", typeof(CaseHeld))]
    [InlineData("cancel", "", typeof(CaseCancelOrdered))]
    [InlineData("hand-over", "Hanna Voss", typeof(CaseHandedOver))]
    public async Task An_act_on_a_row_is_told_to_its_case_with_name_and_reason(string act, string person, Type message)
    {
        using var browser = await _house.SignedIn("operator");
        using var answer = await Do(browser, act, person, "mended");

        answer.Headers.Location!.ToString().ShouldBe("/incidents?told=Applied");
        var told = _house.Cases.Told.ShouldHaveSingleItem();
        told.Data.ShouldBeOfType(message);
        (told.Subject.ToString(), told.Who.Name).ShouldBe((Order, "Ida Lindahl"));
    }

    [Theory]
    [InlineData("retry", "", "")]
    [InlineData("hand-over", "", "mended")]
    [InlineData("explode", "", "mended")]
    public async Task An_act_that_lacks_a_word_does_nothing(string act, string person, string why)
    {
        using var browser = await _house.SignedIn("operator");
        using var answer = await Do(browser, act, person, why);

        answer.Headers.Location!.ToString().ShouldBe("/incidents?told=empty");
        _house.Cases.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_sees_no_act_and_may_not_post_one()
    {
        using var browser = await _house.SignedIn("reader");
        (await browser.GetStringAsync("/incidents", Cancel)).ShouldNotContain("action=\"/incidents/act\"");
        using var answer = await Do(browser, "retry", "", "mended");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldContain("/not-allowed");
        _house.Cases.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Acting_on_a_cause_freezes_its_set_under_the_forms_token()
    {
        var cause = IncidentCause.IdOf(_house.Incidents.All[0].Cause);
        using var browser = await _house.SignedIn("operator");
        var token = Acts.NewToken();
        using var answer = await DashboardHouse.Post(
            browser, "/incidents", "/incidents/freeze",
            [("token", token), ("act", nameof(BulkAct.RetryIncidents)), ("why", "tax code added"), ("cause", cause)]);

        answer.Headers.Location!.ToString().ShouldBe($"/bulk/{token}");
        var frozen = _house.Cases.Told.ShouldHaveSingleItem().Data.ShouldBeOfType<BulkFrozen>();
        (frozen.Act, frozen.Items, frozen.Why).ShouldBe((BulkAct.RetryIncidents, 1, "tax code added"));
    }

    private static Task<HttpResponseMessage> Do(HttpClient browser, string act, string person, string why) => DashboardHouse.Post(
        browser, "/incidents", "/incidents/act",
        [("token", Acts.NewToken()), ("case", Order), ("effect", ""), ("seq", "3"), ("act", act), ("person", person), ("why", why)]);
}
