using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Settings;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Archiving;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Host.Commands;

/// <summary>Takes cases that were closed long ago out of a store, now, beside a host at work or without one.</summary>
internal static class ArchiveCommand
{
    public static Command Create()
    {
        var store = new Option<string>("--store") { Description = "sqlite:PATH or postgres:CONNECTION-STRING", Required = true };
        var folder = new Option<string>("--folder") { Description = "where the archive files go", Required = true };
        var days = new Option<string>("--after-days") { Description =
            "how many days a case has been closed; longer than anything still comes for one: returns, charge-backs, claims",
            Required = true };
        var json = new Option<bool>("--json") { Description = "print one JSON object instead of sentences" };
        var command = new Command("archive", "Move closed cases from the journal into archive files.") { store, folder, days, json };
        command.SetAction((parsed, cancel) => Run(
            parsed.GetValue(store)!, parsed.GetValue(folder)!, parsed.GetValue(days)!, parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> Run(string address, string folder, string days, bool asJson, CancellationToken cancel)
    {
        var (settings, refusal) = ArchiveReading.Read(folder, days);
        if (settings is null)
        {
            await Console.Error.WriteLineAsync(refusal.AsMemory(), cancel);
            return ExitCodes.BadSettings;
        }

        try
        {
            await using var store = Storage.Store.Open(address, NullLoggerFactory.Instance);
            await store.Prepare(cancel);
            var report = await new Archiver(
                store.Archive, ProcessCatalogue.Retail.Json(), settings, BusinessClock.Wall(TimeProvider.System), TimeProvider.System,
                NullLogger<Archiver>.Instance).Run(() => Task.FromResult(true), cancel);
            Console.WriteLine(asJson ? JsonSerializer.Serialize(report, ArchiveJson.Default.ArchiveReport) : AsText(report));
            return report.Broken == 0 ? ExitCodes.Fine : ExitCodes.Faults;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or InvalidDataException
            or StoreUnavailableException)
        {
            await Console.Error.WriteLineAsync($"Not archived: {fault.Message}".AsMemory(), cancel);
            return ExitCodes.BadSettings;
        }
    }

    private static string AsText(ArchiveReport report)
    {
        var lines = new List<string>
        {
            Counted($"{report.Cases:N0} cases of {report.Rows:N0} rows archived into {report.Files:N0} files of {report.Bytes:N0} bytes."),
            Counted($"{report.Purged:N0} rows taken out; the longest transaction took {report.LongestSlice.TotalMilliseconds:N0} ms."),
        };
        if (report.Waiting > 0)
        {
            lines.Add(Counted($"{report.Waiting:N0} closed cases stay: a case that told them something is still in the journal."));
        }

        if (report.Broken > 0)
        {
            lines.Add(Counted($"{report.Broken:N0} cases stay, for their rows do not fit together. Run verify."));
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static string Counted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArchiveReport))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
