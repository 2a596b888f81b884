using System.Net;
using Crossdock.Contracts.Messages;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.SignIn;

namespace Crossdock.Unit.Tests.Dashboard;

public sealed class ScreenTests : IAsyncLifetime
{
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _house = await DashboardHouse.Open();

    public async ValueTask DisposeAsync() => await _house.DisposeAsync();

    [Theory]
    [InlineData("/", null, HttpStatusCode.Redirect)]
    [InlineData("/store/S101", null, HttpStatusCode.Redirect)]
    [InlineData("/", "reader", HttpStatusCode.OK)]
    [InlineData("/now/fragment", "reader", HttpStatusCode.OK)]
    [InlineData("/cases?clock=late&order=due", "reader", HttpStatusCode.OK)]
    [InlineData("/cases/order/WEB-204518", "reader", HttpStatusCode.OK)]
    [InlineData("/tasks/RES-7001", "reader", HttpStatusCode.OK)]
    [InlineData("/incidents", "reader", HttpStatusCode.OK)]
    [InlineData("/incidents?cause=none&page=9", "operator", HttpStatusCode.OK)]
    [InlineData("/incidents", "store", HttpStatusCode.Redirect)]
    [InlineData("/policies", "reader", HttpStatusCode.OK)]
    [InlineData("/policies", "finance", HttpStatusCode.OK)]
    [InlineData("/policies?area=prices&text=%3Cb%3E", "merchandiser", HttpStatusCode.OK)]
    [InlineData("/policies/pick-time", "reader", HttpStatusCode.OK)]
    [InlineData("/policies/pick-time?value=soon", "reader", HttpStatusCode.BadRequest)]
    [InlineData("/policies/no-such", "reader", HttpStatusCode.NotFound)]
    [InlineData("/policies", "store", HttpStatusCode.Redirect)]
    [InlineData("/bulk/none", "operator", HttpStatusCode.NotFound)]
    [InlineData("/store/S101", "reader", HttpStatusCode.Redirect)]
    [InlineData("/", "store", HttpStatusCode.Redirect)]
    [InlineData("/store", "store", HttpStatusCode.OK)]
    [InlineData("/store/S101", "store", HttpStatusCode.OK)]
    [InlineData("/store/S101", "store-S101", HttpStatusCode.OK)]
    [InlineData("/store/S102", "store-S101", HttpStatusCode.Forbidden)]
    [InlineData("/store/NOWHERE", "store", HttpStatusCode.NotFound)]
    [InlineData("/cases/order/NEVER", "reader", HttpStatusCode.NotFound)]
    [InlineData("/no-such-page", null, HttpStatusCode.NotFound)]
    public async Task A_screen_opens_for_those_it_is_for(string path, string? role, HttpStatusCode status)
    {
        using var browser = await _house.SignedIn(role);
        using var answer = await browser.GetAsync(path, Cancel);
        answer.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("partner")]
    public async Task A_key_that_opens_no_screen_signs_nobody_in(string key)
    {
        using var browser = await _house.SignedIn(null);
        using var answer = await DashboardHouse.Post(browser, "/sign-in", "/sign-in", [("name", "Eve"), ("key", key)]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var browser = await _house.SignedIn(null);
        using var answer = await DashboardHouse.Post(browser, "/sign-in", "/sign-in", [("name", "Ida"), ("key", "reader")]);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("Dashboard=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/cases")]
    [InlineData("/cases/order/WEB-204518")]
    [InlineData("/store/S101")]
    [InlineData("/tasks/RES-7001")]
    [InlineData("/no-such-page")]
    public async Task No_screen_carries_inline_script_or_style_or_may_be_framed(string path)
    {
        using var browser = await _house.SignedIn("admin");
        using var answer = await browser.GetAsync(path, Cancel);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        html.ShouldNotContain(" style=");
        html.ShouldNotContain(" onclick=");
        html.ShouldNotContain("<script>");
        html.ShouldContain("id=\"main\"");
    }

    [Fact]
    public async Task A_post_without_the_forms_own_field_is_refused_and_tells_nobody()
    {
        using var browser = await _house.SignedIn("admin");
        using var form = new FormUrlEncodedContent([new("token", Acts.NewToken()), new("text", "because")]);
        using var answer = await browser.PostAsync("/cases/order/WEB-204518/acts/CancelRequested", form, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("Open the page anew");
        _house.Cases.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_act_is_told_once_however_often_the_button_is_pressed()
    {
        using var browser = await _house.SignedIn("admin");
        (string, string)[] form = [("token", Acts.NewToken()), ("text", "customer changed their mind")];
        using var first = await DashboardHouse.Post(browser, "/cases/order/WEB-204518", "/cases/order/WEB-204518/acts/CancelRequested",
            form);
        using var second = await DashboardHouse.Post(browser, "/cases/order/WEB-204518", "/cases/order/WEB-204518/acts/CancelRequested",
            form);
        _house.Cases.Only<CancelRequested>().Reason.ShouldBe("customer changed their mind");
        _house.Cases.Told[0].Who.Name.ShouldBe("Ida Lindahl");
        _house.Cases.Told[0].Id.ShouldStartWith("person/ida-lindahl/");
        first.Headers.Location!.ToString().ShouldEndWith("told=Applied");
        second.Headers.Location!.ToString().ShouldEndWith("told=Duplicate");
    }

    [Theory]
    [InlineData("admin", "LookAgain", "the map has no such row here")]
    [InlineData("reader", "CancelRequested", "a reader reads")]
    [InlineData("store", "CancelRequested", "a store has its own screens")]
    public async Task What_the_map_or_the_key_does_not_allow_is_not_told(string role, string message, string because)
    {
        using var browser = await _house.SignedIn(role);
        var page = role == "store" ? "/store/S101" : "/cases/order/WEB-204518";
        using var answer = await DashboardHouse.Post(browser, page, $"/cases/order/WEB-204518/acts/{message}",
            [("token", Acts.NewToken()), ("text", "x")]);
        _house.Cases.Told.ShouldBeEmpty(because);
    }

    [Fact]
    public async Task A_pick_is_reported_with_what_was_found_of_each_line()
    {
        using var browser = await _house.SignedIn("store", "Aylin Kaya");
        using var answer = await DashboardHouse.Post(browser, "/store/S101", "/store/S101/tasks/PICK-88213/done",
            [("token", Acts.NewToken()), ("tab", "Pick"), ("found-1", "1"), ("found-2", "1"), ("found-3", "0")]);
        _house.Cases.Only<TaskCompleted>().Result.Lines.Select(line => line.Picked).ShouldBe([1, 1, 0]);
        answer.Headers.Location!.ToString().ShouldBe("/store/S101?tab=Pick&told=Applied");
    }

    [Theory]
    [InlineData("1", "", "0", "a line has no figure")]
    [InlineData("1", "3", "0", "more than was asked")]
    public async Task A_pick_that_is_not_counted_out_is_not_reported(string one, string two, string three, string because)
    {
        using var browser = await _house.SignedIn("store", "Aylin Kaya");
        using var answer = await DashboardHouse.Post(browser, "/store/S101", "/store/S101/tasks/PICK-88213/done",
            [("token", Acts.NewToken()), ("tab", "Pick"), ("found-1", one), ("found-2", two), ("found-3", three)]);
        _house.Cases.Told.ShouldBeEmpty(because);
        answer.Headers.Location!.ToString().ShouldEndWith("told=pieces");
    }

    [Fact]
    public async Task Pieces_found_are_kept_in_the_address_until_the_task_is_done()
    {
        using var browser = await _house.SignedIn("store", "Aylin Kaya");
        using var answer = await DashboardHouse.Post(browser, "/store/S101", "/store/S101/tasks/PICK-88213/found",
            [("tab", "Pick"), ("found-1", "1"), ("found-2", ""), ("set", "2.1")]);
        answer.Headers.Location!.ToString().ShouldBe("/store/S101?tab=Pick&task=PICK-88213&found-1=1&found-2=1");
        (await browser.GetStringAsync(answer.Headers.Location, Cancel)).ShouldContain("Candle holder Rut, black, 1 of 2");
        _house.Cases.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stores_key_works_in_its_own_store_only()
    {
        using var browser = await _house.SignedIn("store-S101");
        using var answer = await DashboardHouse.Post(browser, "/store/S101", "/store/S102/tasks/PICK-88213/claim",
            [("token", Acts.NewToken()), ("tab", "Pick")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _house.Cases.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_decision_claims_the_task_first_where_its_map_wants_that()
    {
        using var browser = await _house.SignedIn("admin");
        using var answer = await DashboardHouse.Post(browser, "/tasks/RES-7001", "/tasks/RES-7001/done",
            [("token", Acts.NewToken()), ("choice", "release"), ("note", "called her")]);
        _house.Cases.Told.Select(told => told.Data.GetType()).ShouldBe([typeof(TaskClaimed), typeof(TaskCompleted)]);
        ((TaskCompleted)_house.Cases.Told[1].Data).Result.ShouldSatisfyAllConditions(
            result => result.Choice.ShouldBe("release"), result => result.Note.ShouldBe("called her"));
    }

    [Fact]
    public async Task A_choice_that_was_not_offered_decides_nothing()
    {
        using var browser = await _house.SignedIn("admin");
        using var answer = await DashboardHouse.Post(browser, "/tasks/RES-7001", "/tasks/RES-7001/done",
            [("token", Acts.NewToken()), ("choice", "burn")]);
        _house.Cases.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_says_that_nothing_was_done()
    {
        using var browser = await _house.SignedIn("store", "Aylin Kaya");
        _house.Cases.IsAway = true;
        using var answer = await DashboardHouse.Post(browser, "/store/S101", "/store/S101/tasks/T-88001/claim",
            [("token", Acts.NewToken()), ("tab", "Pick")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, "the task has no journal of its own in this house");
        using var away = await DashboardHouse.Post(browser, "/store/S101", "/store/S101/tasks/PICK-88213/hand-back",
            [("token", Acts.NewToken()), ("tab", "Pick")]);
        away.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await away.Content.ReadAsStringAsync(Cancel)).ShouldContain("Nothing was done");
    }

    [Theory]
    [InlineData("/cases?x=1", "/cases?x=1")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/sign-out", "/")]
    [InlineData(null, "/")]
    public void After_signing_in_one_comes_back_to_this_site(string? back, string to) => SignInEndpoints.Local(back).ShouldBe(to);

    [Fact]
    public async Task The_light_is_remembered_without_a_circuit()
    {
        using var browser = await _house.SignedIn("reader");
        using var answer = await DashboardHouse.Post(browser, "/cases", "/theme", [("theme", "dark"), ("back", "/cases")]);
        answer.Headers.Location!.ToString().ShouldBe("/cases");
        (await browser.GetStringAsync("/cases", Cancel)).ShouldContain("data-theme=\"dark\"");
    }

    [Fact]
    public async Task Names_from_outside_are_shown_as_text()
    {
        _house.Heads.All[0] = _house.Heads.All[0] with { Card = _house.Heads.All[0].Card with { Title = "<img src=x onerror=alert(1)>" } };
        using var browser = await _house.SignedIn("reader");
        var html = await browser.GetStringAsync("/cases?text=" + _house.Heads.All[0].Case.Key, Cancel);
        html.ShouldContain("&lt;img");
        html.ShouldNotContain("<img");
    }
}
