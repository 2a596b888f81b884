using Crossdock.Contracts.Ports;
using Crossdock.Host.Commands;
using Crossdock.Unit.Tests.Dashboard;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Unit.Tests.Intelligence.Exports;

public sealed class ExportCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crossdock-export-command-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Store => $"sqlite:{Path.Combine(_folder.FullName, "store.db")}";

    private string Out => Path.Combine(_folder.FullName, "out", "log");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Out)!);
        await using var store = Crossdock.Storage.Store.Open(Store, NullLoggerFactory.Instance);
        await store.Prepare(Cancel);
        var rows = TradeStory.Tell().Rows;
        var numbers = rows.Select(row => row.Case).Distinct().Index().ToDictionary(one => one.Item, one => one.Index + 1L);
        (await store.Journal.Append(
            [.. rows.Select(row => new JournalRow(numbers[row.Case], row.Case, row.Seq, row.At, MadeUpFact.Json.Write(row), new byte[32]))],
            Cancel)).ShouldBeEmpty();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("ocel-json")]
    [InlineData("ocel-sqlite")]
    [InlineData("csv")]
    public async Task A_store_is_exported_whole_and_what_was_done_is_told(string format)
    {
        var (code, said, errors) = await Run(new AskedExport(format, Out, Store));

        (code, errors).ShouldBe((0, ""));
        said.ShouldStartWith($"19 events of 21 rows written to {Out}, {new FileInfo(Out).Length:N0} bytes.");
        said.ShouldContain("1 rows decided nothing and are no events.");
        said.ShouldContain("Personal data is left out");
        (format == "csv" ? ExportHouse.Cases(Out).Events : ExportHouse.Objects(Out).Events).ShouldBe(19);
        Directory.GetFileSystemEntries(Path.GetDirectoryName(Out)!).ShouldBe([Out]);
    }

    [Fact]
    public async Task A_file_that_is_there_is_written_over_only_when_that_is_said()
    {
        await File.WriteAllTextAsync(Out, "mine", Cancel);
        var (code, _, errors) = await Run(new AskedExport("csv", Out, Store));
        code.ShouldBe(2);
        errors.ShouldBe($"Not exported: {Out} is there already; --force writes over a file{Environment.NewLine}");
        (await File.ReadAllTextAsync(Out, Cancel)).ShouldBe("mine");

        (await Run(new AskedExport("csv", Out, Store, Force: true))).Code.ShouldBe(0);
        ExportHouse.Cases(Out).Events.ShouldBe(19);
    }

    [Theory]
    [InlineData("xes", null, null, null, "'xes' is no format; write ocel-json, ocel-sqlite, csv")]
    [InlineData("csv", "stock-ledger", null, null, "'stock-ledger' is no process that is exported; there are bank-entry, ")]
    [InlineData("csv", null, "soon", null, "'soon' is no instant")]
    [InlineData("csv", null, "2026-01-02", "2026-01-02", "--to must come after --from")]
    public async Task What_cannot_be_exported_is_refused_and_nothing_is_written(
        string format, string? process, string? from, string? to, string words)
    {
        var (code, said, errors) = await Run(new AskedExport(format, Out, Store, process is null ? [] : [process], from, to));

        (code, said).ShouldBe((2, ""));
        errors.ShouldStartWith($"Not exported: {words}");
        File.Exists(Out).ShouldBeFalse();
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_not_made()
    {
        var (code, _, errors) = await Run(new AskedExport("csv", Out, $"{Store}.typo"));

        code.ShouldBe(2);
        errors.ShouldContain($"there is no store {Store}.typo");
        File.Exists($"{Store["sqlite:".Length..]}.typo").ShouldBeFalse();
    }

    private static async Task<(int Code, string Said, string Errors)> Run(AskedExport asked)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await ExportCommand.Run(asked, output, errors, onScreen: false, Cancel);
        return (code, output.ToString(), errors.ToString());
    }
}
