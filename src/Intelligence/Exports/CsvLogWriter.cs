using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Crossdock.Intelligence.Exports;

/// <summary>
/// A row an event, by its case, as RFC 4180 has it. A text that a spreadsheet would take for a formula is marked as text by an apostrophe.
/// </summary>
internal sealed class CsvLogWriter : ILogWriter
{
    private static readonly string[] Columns = ["case", "activity", "timestamp", "resource", "process", "node"];

    private readonly Stream _output;
    private readonly StringBuilder _page = new();
    private readonly CsvWriter _csv;

    public CsvLogWriter(Stream output)
    {
        _output = output;
        _csv = new CsvWriter(
            new StringWriter(_page, CultureInfo.InvariantCulture),
            new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape, NewLine = "\r\n" });
        Write(Columns);
    }

    public bool HasObjects => false;

    public void Add(LogEvent happened) => Write(
        happened.Case, happened.Activity, ExportTime.Json(happened.Micros), happened.Resource, happened.Process, happened.Node);

    public async Task Flush(CancellationToken cancel)
    {
        await _csv.FlushAsync();
        await _output.WriteAsync(Encoding.UTF8.GetBytes(_page.ToString()), cancel);
        await _output.FlushAsync(cancel);
        _page.Clear();
    }

    public async Task<long> End(ObjectShelf shelf, CancellationToken cancel)
    {
        await Flush(cancel);
        return 0;
    }

    public void Dispose() => _csv.Dispose();

    private void Write(params ReadOnlySpan<string?> fields)
    {
        foreach (var field in fields)
        {
            _csv.WriteField(field);
        }

        _csv.NextRecord();
    }
}
