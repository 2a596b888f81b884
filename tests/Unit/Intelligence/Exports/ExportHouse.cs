using System.Text;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Intelligence.Exports;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.Logs;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Intelligence.Flow;

namespace Crossdock.Unit.Tests.Intelligence.Exports;

/// <summary>Exports rows in each form and reads them again with the readers that other systems' logs are read with.</summary>
internal sealed class ExportHouse : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crossdock-exports-");
    private int _files;

    public void Dispose() => _folder.Delete(recursive: true);

    public Task<(string Path, ExportCount Count)> Export(
        IEnumerable<Transition> rows, LogFormat format, Func<ExportOrder, ExportOrder>? asked = null) =>
        Export(RowsJournal.Of([.. rows]), format, asked);

    public async Task<(string Path, ExportCount Count)> Export(
        RowsJournal journal, LogFormat format, Func<ExportOrder, ExportOrder>? asked = null)
    {
        var path = Path.Combine(_folder.FullName, $"log-{++_files}");
        var order = new ExportOrder(format, []);
        var count = await new LogExport(journal, ProcessCatalogue.Retail).WriteFile(
            asked?.Invoke(order) ?? order, path, null, TestContext.Current.CancellationToken);
        return (path, count);
    }

    public async Task<JsonElement> Json(IEnumerable<Transition> rows, Func<ExportOrder, ExportOrder>? asked = null) =>
        JsonDocument.Parse(await File.ReadAllBytesAsync((await Export(rows, LogFormat.OcelJson, asked)).Path)).RootElement;

    public async Task<string> Csv(IEnumerable<Transition> rows, Func<ExportOrder, ExportOrder>? asked = null) =>
        await File.ReadAllTextAsync((await Export(rows, LogFormat.Csv, asked)).Path);

    public static ObjectLog Objects(string path)
    {
        var read = LogReader.Read(path, new LogColumns()).ShouldBeOfType<LogContent.Objects>();
        read.Odd.Count.ShouldBe(0);
        return read.Log;
    }

    public static FlowFigures Cases(string path)
    {
        var read = LogReader.Read(path, new LogColumns("case", "activity", "timestamp", "resource")).ShouldBeOfType<LogContent.Cases>();
        read.Odd.Count.ShouldBe(0);
        return FlowFold.Of(read.Log);
    }

    /// <summary>Whether a file's bytes hold a text, in whatever form the file is.</summary>
    public static bool Holds(string path, string text) =>
        File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    public static void ShouldFlow(FlowFigures read, NaiveFlow counted, string what)
    {
        (read.Events, read.Cases, read.Variants).ShouldBe((counted.Events, counted.Cases, counted.Variants.Count), what);
        read.Arcs.ToDictionary(arc => $"{arc.From}>{arc.To}", arc => arc.Count)
            .ShouldBe(counted.Steps.ToDictionary(step => step.Key, step => step.Value.Count), ignoreOrder: true, what);
    }
}
