using System.Net;
using System.Text.RegularExpressions;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Acting;

namespace Crossdock.Unit.Tests.Dashboard;

public sealed partial class WorkScreenTests : IAsyncLifetime
{
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _house = await DashboardHouse.Open();

    public async ValueTask DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task The_list_says_what_is_first_why_whose_it_is_and_how_long_it_waits()
    {
        using var browser = await _house.SignedIn("reader");
        var page = await browser.GetStringAsync("/work", Cancel);

        Keys(page).Length.ShouldBe(27, "the order and its 26 tasks, which are other problems");
        Priorities(page).ShouldBe(Priorities(page).OrderDescending());
        page.ShouldContain("<b>Stock shortage</b>");
        page.ShouldContain("stock shortage is serious (4 of 5)");
        page.ShouldContain("Customer service");
        page.ShouldContain("nobody yet, owner");
        page.ShouldContain("data-live-from=\"/work-fragment\"");
    }

    [Fact]
    public async Task Facets_narrow_the_list_and_their_counts_open_what_they_count()
    {
        using var browser = await _house.SignedIn("operator");
        var page = await browser.GetStringAsync("/work?owner=CustomerService", Cancel);
        Keys(page).ShouldBe(["order/WEB-204518#stock-shortage"]);

        var late = LateFacet().Match(await browser.GetStringAsync("/work", Cancel));
        var narrowed = await browser.GetStringAsync(WebUtility.HtmlDecode(late.Groups[1].Value), Cancel);
        Keys(narrowed).Length.ShouldBe(int.Parse(late.Groups[2].Value));
    }

    [Theory]
    [InlineData("/work?region=nowhere")]
    [InlineData("/work?category=margin-breach")]
    public async Task An_empty_list_says_what_is_so_and_where_to_look(string url)
    {
        using var browser = await _house.SignedIn("reader");
        var page = await browser.GetStringAsync(url, Cancel);

        page.ShouldContain("Nothing waits for a person in this slice.");
        page.ShouldContain("look at the whole list");
    }

    [Theory]
    [InlineData("/work?page=99999&age=forever&step=moon&clock=%3Cscript%3E&owner=77&kind=0x1")]
    [InlineData("/work?category=late-pick&category=late-pick")]
    public async Task Words_that_are_none_narrow_nothing_and_come_back_nowhere(string url)
    {
        using var browser = await _house.SignedIn("reader");
        var page = await browser.GetStringAsync(url, Cancel);

        page.ShouldNotContain("<script>");
        Keys(page).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_fragment_is_the_living_part_with_the_same_rows()
    {
        using var browser = await _house.SignedIn("reader");
        var part = await browser.GetStringAsync("/work-fragment?clock=Late", Cancel);

        Keys(part).ShouldBe(Keys(await browser.GetStringAsync("/work?clock=Late", Cancel)));
        part.ShouldNotContain("<html");
        part.ShouldContain("data-live=\"status\"");
    }

    [Fact]
    public async Task An_operator_freezes_those_chosen_under_the_forms_token_and_a_second_press_shows_the_same_set()
    {
        using var browser = await _house.SignedIn("operator");
        var token = Acts.NewToken();
        for (var press = 0; press < 2; press++)
        {
            using var answer = await Freeze(browser, token, BulkAct.HoldCases, "asked by the customer", "order/WEB-204518#8", "no case");
            answer.Headers.Location!.ToString().ShouldBe($"/bulk/{token}");
        }

        var frozen = _house.Cases.Told.ShouldHaveSingleItem().Data.ShouldBeOfType<BulkFrozen>();
        (frozen.Act, frozen.Items, frozen.WillRun).ShouldBe((BulkAct.HoldCases, 1, 1));
    }

    [Theory]
    [InlineData(BulkAct.HoldCases, "", "order/WEB-204518#8")]
    [InlineData(BulkAct.HoldCases, "a reason", "no case")]
    [InlineData(BulkAct.HoldCases, "a reason", "order/WEB-204518")]
    [InlineData(BulkAct.HoldCases, "a reason", "order/WEB-204518#x#")]
    public async Task Nothing_is_frozen_without_a_reason_or_a_choice(BulkAct act, string why, string pick)
    {
        using var browser = await _house.SignedIn("operator");
        using var answer = await Freeze(browser, Acts.NewToken(), act, why, pick);

        answer.Headers.Location!.ToString().ShouldBe("/work?told=empty");
        _house.Cases.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_merchandiser_sees_the_list_without_doors_that_are_not_theirs_and_a_store_sees_none()
    {
        using var merchandiser = await _house.SignedIn("merchandiser");
        var page = await merchandiser.GetStringAsync("/work", Cancel);
        Keys(page).ShouldNotBeEmpty();
        page.ShouldNotContain("href=\"/cases/order");

        using var store = await _house.SignedIn("store");
        using var refused = await store.GetAsync("/work", Cancel);
        refused.Headers.Location!.ToString().ShouldContain("/not-allowed");
    }

    private static Task<HttpResponseMessage> Freeze(HttpClient browser, string token, BulkAct act, string why, params string[] picks) =>
        DashboardHouse.Post(
            browser, "/work", "/work-freeze",
            [("token", token), ("act", act.ToString()), ("why", why), .. picks.Select(pick => ("pick", pick))]);

    private static string[] Keys(string page) => [.. RowKey().Matches(page).Select(match => match.Groups[1].Value)];

    private static int[] Priorities(string page) => [.. Points().Matches(page).Select(match => int.Parse(match.Groups[1].Value))];

    [GeneratedRegex("<tr data-row data-key=\"([^\"]+)\"")]
    private static partial Regex RowKey();

    [GeneratedRegex("<b>(\\d+)</b> <svg class=\"conf\"")]
    private static partial Regex Points();

    [GeneratedRegex("href=\"([^\"]*clock=Late[^\"]*)\"><span>Late</span><span>(\\d+)</span>")]
    private static partial Regex LateFacet();
}
