using System.Net;
using Crossdock.Intelligence.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>Logs of other systems on the screens: drawn and counted as our own cases are, and broken ones said to be so.</summary>
public sealed class LogScreenTests : IAsyncLifetime
{
    private const string Table =
        """
        case:concept:name,concept:name,time:timestamp
        1,Register,2026-01-01T08:00:00Z
        1,"Check <credit>",2026-01-01T09:00:00Z
        1,Pay,2026-01-01T12:00:00Z
        2,Register,2026-01-02T08:00:00Z
        2,Pay,2026-01-02T10:00:00Z
        3,Register,2026-01-03T08:00:00Z
        3,Pay,2026-01-03T10:00:00Z
        """;

    private const string Objects =
        """
        {"objectTypes":[{"name":"order","attributes":[]},{"name":"item","attributes":[]}],
         "eventTypes":[{"name":"place","attributes":[]},{"name":"ship","attributes":[]}],
         "objects":[{"id":"o1","type":"order"},{"id":"i1","type":"item"},{"id":"i2","type":"item"}],
         "events":[
          {"id":"e1","type":"place","time":"2026-01-01T08:00:00Z",
           "relationships":[{"objectId":"o1","qualifier":""},{"objectId":"i1","qualifier":""}]},
          {"id":"e2","type":"ship","time":"2026-01-01T09:00:00Z",
           "relationships":[{"objectId":"i1","qualifier":""},{"objectId":"i2","qualifier":""}]}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("logs-").FullName;
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Shelf => Path.Combine(_folder, "kept");

    public async ValueTask InitializeAsync() =>
        _house = await DashboardHouse.Open(instead: (services, _) => services.AddSingleton(new LogShelf(Shelf)));

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_imported_log_is_drawn_with_its_counts_times_and_variants()
    {
        Keep("loans & more.csv", Table);
        using var browser = await _house.SignedIn("reader");
        Plain(await browser.GetStringAsync("/logs", Cancel)).ShouldContain("href=\"/logs/loans%20%26%20more.csv\">loans & more.csv</a>");

        var raw = await browser.GetStringAsync("/logs/loans%20%26%20more.csv?rows=0", Cancel);
        raw.ShouldNotContain("<credit>");
        var page = Plain(raw);
        Text(raw).ShouldContain("3 cases went 2 different ways. Half of them took longer than 2 h");
        page.ShouldContain("7 events, 3 activities, CSV");
        page.ShouldContain("Register to Pay: 2 passes, median 2 h");
        page.ShouldContain("3 ×", Case.Sensitive, "how often an activity happened, where our own screen has what stands there");
        page.ShouldNotContain(" now</text>");
        page.ShouldNotContain("/cases?of=", Case.Sensitive, "no case of ours is behind it");
        page.ShouldContain("href=\"/logs/loans%20%26%20more.csv?rows=0&time=p90\"");
    }

    [Fact]
    public async Task An_object_centric_log_is_shown_by_type_of_object()
    {
        Keep("orders.jsonocel", Objects);
        using var browser = await _house.SignedIn("reader");
        var items = Plain(await browser.GetStringAsync("/logs/orders.jsonocel", Cancel));
        Text(items).ShouldContain("2 cases went 2 different ways");
        items.ShouldContain("href=\"/logs/orders.jsonocel/order\"");
        Text(await browser.GetStringAsync("/logs/orders.jsonocel/order", Cancel)).ShouldContain("1 case went 1 way.");
        using var none = await browser.GetAsync("/logs/orders.jsonocel/truck", Cancel);
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_without_saying_where_it_lies()
    {
        Directory.CreateDirectory(Shelf);
        await File.WriteAllTextAsync(Path.Combine(Shelf, "broken.xes"), "<log><trace>", Cancel);
        await File.WriteAllTextAsync(Path.Combine(Shelf, "columns.csv"), Table, Cancel);
        await File.WriteAllTextAsync(Path.Combine(Shelf, "columns.csv.columns"), "{", Cancel);
        using var browser = await _house.SignedIn("reader");
        foreach (var name in new[] { "broken.xes", "columns.csv" })
        {
            var page = Plain(await browser.GetStringAsync($"/logs/{name}", Cancel));
            page.ShouldContain($">{name}", Case.Sensitive, "the sentence begins with it");
            page.ShouldNotContain(_folder);
        }
    }

    [Theory]
    [InlineData("/logs/..%2Fsecret.csv")]
    [InlineData("/logs/%2e%2e%2fsecret.csv")]
    [InlineData("/logs/loans.csv.columns")]
    [InlineData("/logs/.loans.csv")]
    public async Task No_name_leads_to_a_file_that_is_no_log_of_the_folder(string path)
    {
        Keep("loans.csv", Table);
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret.csv"), Table, Cancel);
        using var browser = await _house.SignedIn("reader");
        using var answer = await browser.GetAsync(path, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_log_that_is_kept_anew_is_read_anew_and_with_the_columns_it_was_kept_with()
    {
        Keep("t.csv", Table);
        using var browser = await _house.SignedIn("reader");
        Text(await browser.GetStringAsync("/logs/t.csv", Cancel)).ShouldContain("3 cases went");
        Keep("t.csv", "id,what,when\n7,Ask,2026-01-01T08:00:00Z\n7,Answer,2026-01-01T09:00:00Z\n", new LogColumns("id", "what", "when"));
        Text(await browser.GetStringAsync("/logs/t.csv", Cancel)).ShouldContain("1 case went 1 way. Half of them took longer than 1 h");
    }

    [Fact]
    public async Task With_no_log_it_says_how_one_comes_there_and_a_store_does_not_see_it()
    {
        using var browser = await _house.SignedIn("reader");
        Plain(await browser.GetStringAsync("/logs", Cancel)).ShouldContain("./crossdock import log FILE --keep");
        using var store = await _house.SignedIn("store");
        using var answer = await store.GetAsync("/logs", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static string Text(string html) => Rendered.Text(html);

    private static string Plain(string html) => WebUtility.HtmlDecode(html);

    private void Keep(string name, string text, LogColumns? columns = null)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        using var shelf = new LogShelf(Shelf);
        shelf.Keep(path, columns ?? new LogColumns()).Name.ShouldBe(name);
    }
}
