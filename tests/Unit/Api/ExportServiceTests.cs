using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Exports;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Dashboard;
using Crossdock.Unit.Tests.Intelligence.Exports;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Api;

public sealed class ExportServiceTests : IAsyncLifetime
{
    private const string Path = "/v1/intelligence/export";

    private static readonly ProcessCatalogue Maps = ProcessCatalogue.Retail;

    private static readonly List<Transition> Rows = TradeStory.Tell().Rows;

    private readonly LogExport _export = new(RowsJournal.Of(Rows), Maps);
    private ApiHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _house = new ApiHouse { Instead = services => services.AddSingleton(_export).AddSingleton<IMaps>(Maps) };
        await _house.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task A_log_comes_as_json_or_csv_of_what_was_asked_for_and_names_nobody()
    {
        var json = await _house.As("reader").GetAsync($"{Path}?format=json", Cancel);
        json.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        json.Content.Headers.ContentDisposition!.FileName.ShouldBe("crossdock-log.json");
        var text = await json.Content.ReadAsStringAsync(Cancel);
        OcelRules.Check(JsonDocument.Parse(text).RootElement);
        TradeStory.Personal.ShouldAllBe(word => !text.Contains(word, StringComparison.Ordinal));

        var csv = await _house.As("operator").GetAsync($"{Path}?format=csv&process=return-to-refund,fulfilment", Cancel);
        csv.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        var lines = (await csv.Content.ReadAsStringAsync(Cancel)).Split("\r\n");
        lines[0].ShouldBe("case,activity,timestamp,resource,process,node");
        lines.Length.ShouldBe(1 + 5 + 1);
    }

    [Theory]
    [InlineData("", "format is missing.")]
    [InlineData("?format=xml", "must be json or csv")]
    [InlineData("?format=csv&process=order-to-fulfilmen", "process is not known")]
    [InlineData("?format=csv&process=stock-ledger", "process is not known")]
    [InlineData("?format=csv&from=2026-11-24T00:00:00Z&to=2026-11-24T00:00:00Z", "to must come after from.")]
    [InlineData("?format=csv&personal=true", "personal is not known here")]
    public async Task What_cannot_be_exported_is_refused_with_what_to_mend(string query, string words)
    {
        var heard = await _house.As("reader").Get(Path + query);

        heard.Status.ShouldBe(400);
        ((string)heard.Body["detail"]!).ShouldContain(words);
    }

    [Fact]
    public async Task Only_readers_and_operators_export_and_one_at_a_time()
    {
        (await _house.As(null).Get($"{Path}?format=json")).Status.ShouldBe(401);
        (await _house.As("phone").Get($"{Path}?format=json")).Status.ShouldBe(403);
        using (_export.TakeTurn())
        {
            var heard = await _house.As("admin").Get($"{Path}?format=json");
            heard.Status.ShouldBe(503);
            heard.Message.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }

        (await _house.As("admin").Get($"{Path}?format=json")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_log_that_ends_in_the_middle_does_not_look_whole()
    {
        var broken = new RowsJournal(700, i => RowsJournal.Row(
            Rows[0] with { Seq = i + 1 }, i == 600 ? [(byte)'['] : MadeUpFact.Json.Write(Rows[0] with { Seq = i + 1 })));
        await using var house = new ApiHouse { Instead = services => services.AddSingleton(new LogExport(broken, Maps)) };
        await house.InitializeAsync();

        await Should.ThrowAsync<HttpRequestException>(house.As("reader").GetAsync($"{Path}?format=csv", Cancel));
    }
}
