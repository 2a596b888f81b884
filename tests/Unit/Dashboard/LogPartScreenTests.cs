using System.Net;
using System.Text.RegularExpressions;
using Crossdock.Host.Dashboard.Logs;
using Crossdock.Intelligence.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>Parts of imported logs on the screen: cut, set beside each other, and with the cases behind every number.</summary>
public sealed partial class LogPartScreenTests : IAsyncLifetime
{
    private const string Log = "/logs/shop.csv";

    private const string Table =
        """
        case:concept:name,concept:name,time:timestamp,org:resource,case:channel,cost
        1,Register,2026-01-01T08:00:00Z,Ann,web & app,1
        1,"Check <credit>",2026-01-01T09:00:00Z,Bob,web & app,2
        1,Register,2026-01-01T10:00:00Z,Ann,web & app,3
        1,Pay/refund,2026-01-01T12:00:00Z,Ann,web & app,4
        2,Register,2026-01-02T08:00:00Z,Ann,web & app,5
        2,Pay/refund,2026-01-02T10:00:00Z,Ann,web & app,6
        <3>,Register,2026-01-03T08:00:00Z,Bob,store,7
        <3>,-,2026-01-03T09:00:00Z,,store,8
        <3>,onlyHere-in_store,2026-01-03T10:00:00Z,Bob,store,9
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("logs-").FullName;
    private DashboardHouse _house = null!;
    private HttpClient _browser = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var kept = Path.Combine(_folder, "kept");
        Keep(kept, "shop.csv", Table);
        Keep(kept, "many.csv", "case:concept:name,concept:name,time:timestamp\n" + string.Concat(
            Enumerable.Range(1, 450).Select(i => $"c{i},a,2026-01-01\nc{i},b,2026-01-02\n")));
        Keep(kept, "orders.jsonocel", """
            {"objects":[{"id":"o1","type":"order/line"},{"id":"o2","type":"order/line"}],
             "events":[{"id":"e1","type":"place","time":"2026-01-01T08:00:00Z","relationships":[{"objectId":"o1","qualifier":""}]},
              {"id":"e2","type":"place","time":"2026-02-01T09:00:00Z","relationships":[{"objectId":"o2","qualifier":""}]}]}
            """);
        Keep(kept, "empty.jsonocel", """{"objects":[],"events":[]}""");
        _house = await DashboardHouse.Open(instead: (services, _) => services.AddSingleton(new LogShelf(kept)));
        _browser = await _house.SignedIn("reader");
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _house.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_log_is_cut_by_what_its_cases_say()
    {
        var html = await Get($"{Log}?attribute=case:channel&value=web+%26+app&rows=1&time=p90");
        html.ShouldNotContain("web & app");
        Text(html).ShouldContain("2 cases of 3 (channel web & app) went 2 different ways");
        Text(html).ShouldContain("6 events, 3 activities");
        var page = Plain(html);
        page.ShouldContain("<option value=\"case:channel\" selected>channel of cases</option>");
        page.ShouldContain("<option value=\"web & app\" selected>web & app (2 cases)</option>");
        page.ShouldContain("<option value=\"store\">store (1 case)</option>");
        page.ShouldContain("<input type=\"hidden\" name=\"rows\" value=\"1\"");
        page.ShouldContain("<input type=\"hidden\" name=\"time\" value=\"p90\"");
        page.ShouldContain("<option value=\"value:store\">Against store</option>");
        page.ShouldNotContain("onlyHere-in_store");
    }

    [Fact]
    public async Task A_log_is_cut_by_what_its_events_say_and_by_period()
    {
        var html = await Get($"{Log}?attribute=org:resource&value=Ann");
        Text(html).ShouldContain("2 cases of 3 (only events with org:resource Ann) went 2 different ways");
        Text(html).ShouldContain("5 events, 2 activities");
        Plain(html).ShouldContain("<option value=\"Bob\">Bob (3 events)</option>");

        Text(await Get($"{Log}?from=2026-01-02&until=2026-01-03"))
            .ShouldContain("1 case of 3 (begun from 2026-01-02 and before 2026-01-03) went 1 way");
        Text(await Get($"{Log}?until=2026-01-02&attribute=case:channel&value=store"))
            .ShouldContain("shop.csv has no case in this part (channel store, begun before 2026-01-02).");
        Text(await Get($"{Log}?attribute=case:channel")).ShouldContain("3 cases went 3 different ways");
    }

    [Fact]
    public async Task Two_parts_stand_beside_each_other_with_what_only_the_other_has()
    {
        var html = await Get($"{Log}?attribute=case:channel&value=web+%26+app&against=value:store");
        var text = Text(html);
        text.ShouldContain("Against channel store");
        text.ShouldContain("had an activity more than once, % of the cases 50.0 % 0.0 % +50");
        text.ShouldContain("- onlyHere-in_store 0.0 100 −100");
        foreach (var ours in new[] { "closed", "deadlines", "dropped out", "GET /v1", "state", "7 days" })
        {
            text.ShouldNotContain(ours);
        }

        var theirs = Doors(html).Where(door => Plain(door.Href).EndsWith("value=store", StringComparison.Ordinal)).ToList();
        theirs.Count.ShouldBeGreaterThan(2);
        Text(await Get(theirs[0].Href)).ShouldContain("1 case is in the log (channel store).");
    }

    [Theory]
    [InlineData("attribute=case:channel&value=store&against=whole", "Against the whole log", "cases 1 3 −2")]
    [InlineData("from=2026-01-02&until=2026-01-03&against=before", "Against the 1 day before", "cases 1 1 ±0")]
    [InlineData("from=2026-01-02&until=2026-01-05&against=before", "Against the 3 days before", "cases 2 1 +1")]
    [InlineData("from=2026-01-01&until=2026-01-02&against=before", "Against the 1 day before", "No case is in the 1 day before, so")]
    public async Task A_part_stands_beside_the_whole_or_the_time_before(string query, string against, string said)
    {
        var text = Text(await Get($"{Log}?{query}"));
        text.ShouldContain(against);
        text.ShouldContain(said);
    }

    [Theory]
    [InlineData("?rows=0")]
    [InlineData("?rows=0&attribute=case:channel&value=web+%26+app&against=whole")]
    [InlineData("?rows=0&attribute=org:resource&value=Ann")]
    [InlineData("?rows=0&table=variants&from=2026-01-02")]
    public async Task Every_number_leads_to_the_cases_it_counts(string query)
    {
        // Times a hundred cases are no cases.
        var doors = Doors(PerCase().Replace(await Get(Log + query), ""));
        doors.Select(door => Of(door.Href).Split('/')[0]).Except(["again"]).Distinct()
            .ShouldBe(["closed", "took", "came", "ended", "went"], ignoreOrder: true);
        doors.Count(door => Number().IsMatch(door.Shown)).ShouldBeGreaterThan(12);
        foreach (var (href, shown) in doors)
        {
            var html = await Get(href);
            var headline = Text(Headline().Match(html).Groups[1].Value);
            var listed = CaseRow().Count(html);
            Regex.Match(headline, "^[0-9,]+").Value.ShouldBe($"{listed}", href);
            if (Number().Match(shown) is { Success: true } number)
            {
                $" {headline}".ShouldMatch($" {number} (case|times in all)", $"{href} is {shown}");
            }
        }
    }

    [Fact]
    public async Task The_page_behind_a_number_says_what_the_cases_did()
    {
        var doors = Doors(await Get(Log));
        var took = await Get(doors.First(door => Of(door.Href) == "took/Check <credit>/Register").Href);
        Text(took).ShouldContain("1 case went from Check <credit> to Register.");
        took.ShouldNotContain("<credit>");
        Text(took).ShouldContain("1 2026-01-01 08:00:00 2026-01-01 12:00:00 4 h 4 events 2026-01-01 08:00:00 Register , Ann");
        Plain(took).ShouldContain($"href=\"{Log}\">Back to the map</a>");

        var came = await Get(doors.First(door => Of(door.Href) == "came/%2D").Href);
        Text(came).ShouldContain("1 case had -.");
        came.ShouldContain("&lt;3&gt;");
        Text(await Get(doors.First(door => Of(door.Href) == "ended/Pay%2Frefund").Href)).ShouldContain("2 cases ended with Pay/refund.");
        Text(await Get(doors.First(door => Of(door.Href) == "came/Register").Href)).ShouldContain("3 cases had Register, 4 times in all.");
        Text(await Get(doors.First(door => Of(door.Href) == "again/Register").Href)).ShouldContain("1 case had Register more than once.");
    }

    [Fact]
    public async Task Many_cases_are_listed_page_by_page()
    {
        var door = Doors(await Get("/logs/many.csv")).First(one => Of(one.Href) == "took/a/b").Href;
        var first = await Get(door);
        Text(first).ShouldContain("450 cases went from a to b.");
        Text(first).ShouldContain("1 to 200 of 450, in the order of the log");
        first.ShouldContain(">c200</th>");
        first.ShouldNotContain(">c201</th>");
        var second = await Get(Next().Match(first).Groups[1].Value);
        second.ShouldContain(">c201</th>");
        var third = await Get(Next().Matches(second)[^1].Groups[1].Value);
        Text(third).ShouldContain("401 to 450 of 450");
        CaseRow().Count(third).ShouldBe(50);
        Next().Count(third).ShouldBe(1, "back only");
        foreach (var (page, said) in new[] { ("99", "401 to 450"), ("0", "1 to 200"), ("-1", "1 to 200"), ("99999999999", "1 to 200") })
        {
            Text(await Get($"{WebUtility.HtmlDecode(door)}&page={page}")).ShouldContain(said);
        }
    }

    [Theory]
    [InlineData("attribute=colour&value=red", "The log has no attribute 'colour' that it can be cut by, so it is shown whole.")]
    [InlineData("attribute=%3Cb%3E&against=whole", "The log has no attribute '<b>' that it can be cut by")]
    [InlineData("attribute=case:channel&value=phone&against=value:store", "Nothing in the log has channel 'phone'; choose another value")]
    [InlineData("from=soon", "'soon' is no day; write it as 2026-01-31.")]
    [InlineData("until=2026-02-30", "'2026-02-30' is no day")]
    [InlineData("from=2026-02-01&until=2026-01-01&against=before", "No case can have begun from 2026-02-01 and before 2026-01-01")]
    [InlineData("value=web&against=before", "3 cases went")]
    [InlineData("against=%00&table=x&rows=NaN&page=2", "3 cases went")]
    [InlineData("from=0001-01-02&against=before", "3 cases of 3 (begun from 0001-01-02) went")]
    [InlineData("from=0001-01-02&until=9999-12-31&against=before", "3 cases of 3 (begun from 0001-01-02 and before 9999-12-31) went")]
    [InlineData("attribute=case:channel&value=store&against=value:store", "1 case of 3 (channel store) went")]
    [InlineData("attribute=case:channel&value=store&against=value:phone", "1 case of 3 (channel store) went")]
    public async Task What_a_log_does_not_have_is_said_and_left_aside(string query, string said)
    {
        var html = await Get($"{Log}?{query}");
        html.ShouldNotContain("<b>'");
        Text(html).ShouldContain(said);
        html.ShouldNotContain("h-against");
    }

    [Theory]
    [InlineData("")]
    [InlineData("came/Ship")]
    [InlineData("took/Register/Ship")]
    [InlineData("took/Pay/refund")]
    [InlineData("again/")]
    [InlineData("ended/%2F")]
    [InlineData("ignored/Duplicate")]
    [InlineData("deviated/Skipped/-/Register")]
    [InlineData("dropped/-/Register")]
    public async Task Nothing_is_behind_what_no_figure_counts(string of)
    {
        using var answer = await _browser.GetAsync($"{Log}?of={Uri.EscapeDataString(of)}", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_door_of_a_part_that_has_no_such_case_says_so()
    {
        var html = await Get($"{Log}?of=came%2FonlyHere-in_store&until=2026-01-02");
        Text(html).ShouldContain("0 cases had onlyHere-in_store (begun before 2026-01-02).");
        Text(html).ShouldContain("No case of this part is behind it. Look at the map .");
    }

    [Fact]
    public async Task An_object_centric_log_is_cut_by_period_only()
    {
        var html = await Get("/logs/orders.jsonocel/order%2Fline?from=2026-01-15&attribute=case:channel&value=web");
        Text(html).ShouldContain("1 case of 2 (begun from 2026-01-15) went 1 way");
        Text(html).ShouldContain("An object-centric log is cut by period only.");
        html.ShouldNotContain("name=\"attribute\"");
        var behind = await Get(Doors(html).First(door => Of(door.Href) == "came/place").Href);
        Text(behind).ShouldContain("1 case had place (begun from 2026-01-15).");
        behind.ShouldContain(">o2</th>");
        Text(await Get("/logs/empty.jsonocel")).ShouldContain("empty.jsonocel has no event that belongs to an object.");
    }

    [Fact]
    public void A_part_stands_in_the_url_and_comes_back_from_it()
    {
        var part = new LogPart("case:a&b", " <1/2>", new DateOnly(2026, 1, 31), new DateOnly(2026, 2, 28));
        part.Query.Select(pair => $"{pair.Key}={pair.Value}")
            .ShouldBe(["attribute=case:a&b", "value= <1/2>", "from=2026-01-31", "until=2026-02-28"]);
        part.Beside("before").ShouldBe(part with { From = new DateOnly(2026, 1, 3), Until = new DateOnly(2026, 1, 31) });
        part.BesideSaid("before").ShouldBe("the 28 days before");
        part.Beside("value:x").ShouldBe(part with { Value = "x" });
        (part with { Value = null }).Beside("value:x").ShouldBeNull();
        new LogPart("a").Beside("whole").ShouldBeNull();
    }

    private static string Text(string html) => Rendered.Text(html);

    private static string Plain(string html) => WebUtility.HtmlDecode(html);

    private static string Of(string href) => Uri.UnescapeDataString(Regex.Match(WebUtility.HtmlDecode(href), "of=([^&]*)").Groups[1].Value);

    /// <summary>The links of a page that lead to cases, with what stands in them.</summary>
    private static List<(string Href, string Shown)> Doors(string html) =>
        [.. Door().Matches(html).Select(link => (link.Groups[1].Value, Text(link.Groups[2].Value).Trim()))];

    private async Task<string> Get(string href)
    {
        using var answer = await _browser.GetAsync(WebUtility.HtmlDecode(href), Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, href);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private void Keep(string kept, string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        using var shelf = new LogShelf(kept);
        shelf.Keep(path, new LogColumns());
    }

    [GeneratedRegex("<a [^>]*href=\"([^\"]*[?;&]of=[^\"]*)\"[^>]*>(.*?)</a>", RegexOptions.Singleline)]
    private static partial Regex Door();

    [GeneratedRegex("<h1 class=\"headline\"[^>]*>(.*?)</h1>", RegexOptions.Singleline)]
    private static partial Regex Headline();

    [GeneratedRegex("<table class=\"rows gap\">.*?</table>", RegexOptions.Singleline)]
    private static partial Regex PerCase();

    [GeneratedRegex("<tr><th scope=\"row\">")]
    private static partial Regex CaseRow();

    [GeneratedRegex("<a href=\"([^\"]*of=[^\"]*)\">The (?:next|200 before)")]
    private static partial Regex Next();

    [GeneratedRegex("(?<=^|× |: )[0-9,]+(?=$| in$| times?| passe?s?| case)")]
    private static partial Regex Number();
}
