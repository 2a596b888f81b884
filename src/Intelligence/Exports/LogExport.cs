using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.Exports;

/// <summary>
/// Writes the journal as an event log for tools of others. The feed is read once, page by page; an export holds a page in memory, and what
/// it learns of objects and cases in a temporary file.
/// </summary>
public sealed class LogExport(IJournal journal, IMaps maps)
{
    private const int Page = 500;

    private readonly HashSet<string> _traded = [.. maps.All.Where(map => !Books.Is(map)).Select(map => map.Kind)];
    private int _running;

    /// <summary>An export reads the whole journal, so a host does one at a time. Null while one runs; dispose to end the turn.</summary>
    public IDisposable? TakeTurn() => Interlocked.CompareExchange(ref _running, 1, 0) == 0 ? new Turn(this) : null;

    /// <summary>Writes JSON or CSV while it reads. The stream is left open.</summary>
    /// <exception cref="InvalidDataException">a row of the journal cannot be read; what was written is no whole log</exception>
    public async Task<ExportCount> Write(ExportOrder order, Stream output, Action<ExportCount>? told, CancellationToken cancel)
    {
        using ILogWriter writer = order.Format switch
        {
            LogFormat.OcelJson => new OcelJsonWriter(output),
            LogFormat.Csv => new CsvLogWriter(output),
            _ => throw new ArgumentException($"{order.Format} needs a file and cannot be streamed", nameof(order)),
        };
        return await Run(order, writer, told, cancel);
    }

    /// <param name="path">a new file</param>
    /// <exception cref="InvalidDataException">a row of the journal cannot be read; what was written is no whole log</exception>
    public async Task<ExportCount> WriteFile(ExportOrder order, string path, Action<ExportCount>? told, CancellationToken cancel)
    {
        if (order.Format != LogFormat.OcelSqlite)
        {
            await using var output = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            return await Write(order, output, told, cancel);
        }

        using var writer = new OcelSqliteWriter(path);
        return await Run(order, writer, told, cancel);
    }

    private async Task<ExportCount> Run(ExportOrder order, ILogWriter writer, Action<ExportCount>? told, CancellationToken cancel)
    {
        using var shelf = new ObjectShelf();
        var (at, count) = (FeedPosition.Start, new ExportCount(0, 0, 0, 0));
        IReadOnlyList<FeedRow> page;
        do
        {
            page = await journal.ReadFeed(at, Page, cancel);
            foreach (var row in page.Where(row => _traded.Contains(row.Row.Case.Kind)))
            {
                count = Take(order, writer, shelf, row.Row, count);
            }

            await writer.Flush(cancel);
            at = page.Count > 0 ? page[^1].Position : at;
            count = count with { Rows = count.Rows + page.Count };
            told?.Invoke(count);
        }
        // What comes while a host is at work and this is read is not waited for.
        while (page.Count == Page);

        return count with { Objects = await writer.End(shelf, cancel) };
    }

    private ExportCount Take(ExportOrder order, ILogWriter writer, ObjectShelf shelf, JournalRow journalled, ExportCount count)
    {
        var (row, memory, links, news) = Read(journalled, shelf.Recall(journalled.Case), order.IncludePersonal);
        shelf.Keep(row.Case, memory);
        if (order.To is { } to && memory.Micros >= ExportTime.Micros(to))
        {
            return count;
        }

        if (writer.HasObjects)
        {
            foreach (var one in news)
            {
                shelf.Learn(one, memory.Micros);
            }
        }

        var wanted = (order.From is not { } from || memory.Micros >= ExportTime.Micros(from))
            && (order.Processes.IsDefaultOrEmpty || order.Processes.Contains(row.Process));
        if (!wanted || row.Outcome != Outcome.Applied)
        {
            return wanted ? count with { NoEvents = count.NoEvents + 1 } : count;
        }

        writer.Add(new LogEvent(
            $"{row.Case}#{row.Seq}", row.Case.ToString(), EventWords.Of(row.Message.Type), memory.Micros, row.Process, row.To, memory.Node,
            RowReading.ResourceOf(row.Message.Who, order.IncludePersonal), links));
        if (writer.HasObjects)
        {
            foreach (var link in links)
            {
                shelf.Use(link);
            }
        }

        return count with { Events = count.Events + 1 };
    }

    private (ExportedRow, CaseMemory, IReadOnlyList<Link>, IReadOnlyList<ObjectNews>) Read(
        JournalRow journalled, CaseMemory before, bool personal)
    {
        try
        {
            var row = ExportedRow.Read(journalled);
            var memory = before.After(row);
            var (links, news) = RowReading.Of(row, memory, _traded.Contains, personal);
            return (row, memory, links, news);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or NotSupportedException or KeyNotFoundException)
        {
            throw new InvalidDataException($"row {journalled.Seq} of {journalled.Case} cannot be read; verify says more", fault);
        }
    }

    private sealed class Turn(LogExport export) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref export._running, 0);
    }
}
