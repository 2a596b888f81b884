using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Settings;
using Crossdock.Intelligence.Exports;
using Crossdock.Intelligence.Stays;
using Crossdock.Processes.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Host.Commands;

/// <summary>What was asked for on the command line, in the words that were written.</summary>
internal sealed record AskedExport(
    string Format, string Path, string? Store = null, IReadOnlyList<string>? Processes = null, string? From = null, string? To = null,
    bool Personal = false, bool Force = false);

/// <summary>Writes the journal as an event log for other tools, beside a host at work or without one.</summary>
internal static class ExportCommand
{
    private const string SqliteAddress = "sqlite:";

    private static readonly (string Word, LogFormat Format)[] Formats =
        [("ocel-json", LogFormat.OcelJson), ("ocel-sqlite", LogFormat.OcelSqlite), ("csv", LogFormat.Csv)];

    public static Command Create()
    {
        var format = new Option<string>("--format") { Description =
            "ocel-json or ocel-sqlite (OCEL 2.0, events with all their objects), or csv (a row an event, by its case)", Required = true };
        var path = new Option<string>("--out") { Description = "the file to write", Required = true };
        var store = new Option<string?>("--store") { Description =
            "sqlite:PATH or postgres:CONNECTION-STRING; the one that serve takes when left out" };
        var processes = new Option<string[]>("--process") { Description = "only events of this process; may be given several times" };
        var from = Instant("--from", "only events then or later, as 2026-01-31 or 2026-01-31T08:00:00+01:00");
        var to = Instant("--to", "only events before");
        var personal = new Option<bool>("--include-personal") { Description =
            "with customers' names, addresses and ids, tracking numbers, and the names of people who work" };
        var force = new Option<bool>("--force") { Description = "write over a file that is there" };
        var log = new Command("log", "Write the journal as an event log for other tools.")
        {
            format, path, store, processes, from, to, personal, force,
        };
        log.SetAction((parsed, cancel) => Run(
            new AskedExport(
                parsed.GetValue(format)!, parsed.GetValue(path)!, parsed.GetValue(store), parsed.GetValue(processes),
                parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(personal), parsed.GetValue(force)),
            Console.Out, Console.Error, !Console.IsErrorRedirected, cancel));
        return new Command("export", "Write data for other systems.") { log };
    }

    internal static async Task<int> Run(
        AskedExport asked, TextWriter output, TextWriter errors, bool onScreen, CancellationToken cancel)
    {
        try
        {
            await Export(asked, output, onScreen ? errors : null, cancel);
            return ExitCodes.Fine;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException
            or DbException or StoreUnavailableException)
        {
            await errors.WriteLineAsync(ValidateCommand.Printable($"Not exported: {fault.Message}").AsMemory(), cancel);
            return ExitCodes.BadSettings;
        }
    }

    private static async Task Export(AskedExport asked, TextWriter output, TextWriter? screen, CancellationToken cancel)
    {
        var maps = ProcessCatalogue.Retail;
        var order = Order(asked, maps);
        var path = Path.GetFullPath(asked.Path);
        if (Directory.Exists(path) || (File.Exists(path) && !asked.Force))
        {
            throw new ArgumentException($"{asked.Path} is there already; --force writes over a file");
        }

        var address = HostSettings.Read(new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build(), asked.Store).Store;
        // To open a file that is not there would make it.
        if (address.StartsWith(SqliteAddress, StringComparison.Ordinal) && !File.Exists(address[SqliteAddress.Length..]))
        {
            throw new ArgumentException($"there is no store {address}");
        }

        var draft = $"{path}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.new";
        try
        {
            await using var store = Storage.Store.Open(address, NullLoggerFactory.Instance);
            await store.Prepare(cancel);
            var rows = await store.Journal.CountRows(cancel);
            var count = await new LogExport(store.Journal, maps).WriteFile(order, draft, Progress(screen, rows), cancel);
            // Whoever sees the file sees all of it.
            File.Move(draft, path, asked.Force);
            await output.WriteLineAsync(AsText(asked, count, new FileInfo(path).Length).AsMemory(), cancel);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static ExportOrder Order(AskedExport asked, ProcessCatalogue maps)
    {
        var format = Formats.FirstOrDefault(one => one.Word == asked.Format);
        if (format.Word is null)
        {
            throw new ArgumentException($"'{asked.Format}' is no format; write {string.Join(", ", Formats.Select(one => one.Word))}");
        }

        var processes = maps.All.Where(map => !Books.Is(map)).Select(map => map.Process).Order(StringComparer.Ordinal).ToList();
        if ((asked.Processes ?? []).FirstOrDefault(name => !processes.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is no process that is exported; there are {string.Join(", ", processes)}");
        }

        var (from, to) = (AskedSlice.Instant(asked.From), AskedSlice.Instant(asked.To));
        return to <= from
            ? throw new ArgumentException("--to must come after --from")
            : new ExportOrder(format.Format, [.. asked.Processes ?? []], from, to, asked.Personal);
    }

    private static Action<ExportCount>? Progress(TextWriter? screen, long rows) => screen is null ? null : count =>
    {
        screen.Write(Counted($"\r{count.Rows:N0} of {rows:N0} rows read, {count.Events:N0} events "));
        if (count.Rows >= rows)
        {
            screen.WriteLine();
        }
    };

    private static string AsText(AskedExport asked, ExportCount count, long bytes) => string.Join(
        Environment.NewLine,
        Counted($"{count.Events:N0} events of {count.Rows:N0} rows written to {asked.Path}, {bytes:N0} bytes.")
            + (count.Objects > 0 ? Counted($" They are of {count.Objects:N0} objects.") : ""),
        Counted($"{count.NoEvents:N0} rows decided nothing and are no events."),
        asked.Personal ? "Personal data is in it." : "Personal data is left out; people appear by what they are.");

    private static Option<string?> Instant(string name, string description) => new(name) { Description = description };

    private static string Counted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
