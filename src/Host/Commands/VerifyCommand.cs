using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Host.Settings;
using Crossdock.Intelligence.Stays;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Verification;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Host.Commands;

/// <summary>Proves a store: the seals, the chain, effects, the ledger, no stuck case, lists and figures equal to a fresh fold.</summary>
internal static class VerifyCommand
{
    private const int Shown = 50;

    public static Command Create()
    {
        var store = new Option<string>("--store") { Description = "sqlite:PATH or postgres:CONNECTION-STRING", Required = true };
        var seals = new Option<string?>("--seals") { Description = "the file of seals that Crossdock:Seals:File kept outside" };
        var keys = new Option<string[]>("--seal-key") { Description =
            "a public key in PEM to believe seals by; may be given several times. Without it, the keys that the store names" };
        var archive = new Option<string?>("--archive") { Description =
            "the folder of the archive files, to prove what is in them as well" };
        var network = new Option<string?>("--network") { Description =
            "the JSON file with the opening hours, to prove the figures over time as well; Crossdock:Network when left out" };
        var figures = new Option<string?>("--figures") { Description =
            "the file of the figures over time; where serve keeps it when left out" };
        var json = new Option<bool>("--json") { Description = "print one JSON object instead of sentences" };
        var command = new Command("verify", "Prove that what is in a store can be true.")
        {
            store, seals, keys, archive, network, figures, json,
        };
        command.SetAction((parsed, cancel) => Run(
            parsed.GetValue(store)!, new VerificationOrder(parsed.GetValue(seals), parsed.GetValue(keys) ?? [], parsed.GetValue(archive)),
            parsed.GetValue(network), parsed.GetValue(figures), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> Run(
        string address, VerificationOrder order, string? networkFile, string? figures, bool asJson, CancellationToken cancel)
    {
        try
        {
            var configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
                .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
            var settings = HostSettings.Read(configuration, address);
            settings = settings with { NetworkFile = networkFile ?? settings.NetworkFile };
            var network = settings.NetworkFile is null ? null : await settings.ReadNetwork(Console.Error, cancel);
            if (network is null && settings.NetworkFile is not null)
            {
                return ExitCodes.BadSettings;
            }

            var pems = await Task.WhenAll(order.Keys.Select(key => File.ReadAllTextAsync(key, cancel)));
            await using var store = Storage.Store.Open(address, NullLoggerFactory.Instance);
            await store.Prepare(cancel);
            var maps = ProcessCatalogue.Retail;
            var journal = await new Verifier(store.Audit, store.Heads, store.Seals, store.SharedValues, maps.Json(), store.Archive)
                .Run(order with { Keys = pems }, cancel);
            var (result, compared) = await FiguresCheck.Add(
                journal, store, new AnalysisFile(figures ?? AnalysisReading.FileOf(configuration, address)), maps, network,
                FiguresCheck.Patience, cancel);
            Console.WriteLine(asJson ? AsJson(result, compared) : AsText(result, compared));
            return result.Found == 0 ? ExitCodes.Fine : ExitCodes.Faults;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"Cannot verify: {fault.Message}".AsMemory(), cancel);
            return ExitCodes.BadSettings;
        }
    }

    private static string AsText(VerificationResult result, FiguresCompared figures)
    {
        var lines = new List<string> { Counted($"{result.Rows:N0} rows, {result.Cases:N0} cases, {result.Skus:N0} SKUs read.") };
        if (result.Unread > 0)
        {
            lines.Add(Counted($"The lists have not read the last {result.Unread:N0} rows yet."));
        }

        var covered = result.Sealed;
        lines.Add(covered.At is { } at
            ? Counted($"{covered.Seals:N0} seals cover {covered.Rows:N0} rows, up to {at:u}; signed by {string.Join(", ", covered.Keys)}.")
            : "No row is sealed: a row that was lost at the end of its case cannot be found.");
        if (covered.Outside is { } compared)
        {
            lines.Add(Counted($"{compared:N0} seals outside compared."));
        }

        if (result.Archived is { Cases: > 0 } archived)
        {
            lines.Add(Counted($"{archived.Cases:N0} cases of {archived.Rows:N0} rows are archived in {archived.Files:N0} files, ")
                + (archived.FilesRead is { } read
                    ? Counted($"of which {read:N0} were read and are whole.") : "which were not read: give --archive."));
        }

        lines.Add(figures.WhyNot is { } why
            ? $"The figures over time were not compared: {why}."
            : Counted($"The figures over time were compared: {figures.Cases:N0} cases and {figures.Stays:N0} stays; ")
                + Counted($"{figures.Archived:N0} cases are archived and were not."));
        lines.AddRange(result.Faults.Take(Shown).Select(fault => fault.ToString()));
        if (result.Found > Shown)
        {
            lines.Add(Counted($"... and {result.Found - Shown:N0} more; --json gives the first {result.Faults.Count:N0}."));
        }

        lines.Add(result.Found == 0 ? "Nothing is wrong." : Counted($"{result.Found:N0} faults."));
        return string.Join(Environment.NewLine, lines);
    }

    private static string AsJson(VerificationResult result, FiguresCompared figures) => JsonSerializer.Serialize(
        new VerificationReport(
            result.Rows, result.Cases, result.Skus, result.Unread, result.Sealed, result.Archived, figures, result.Found,
            [.. result.Faults.Select(fault => new ReportedFault(fault.Check, fault.Case?.ToString(), fault.What))]),
        VerifyJson.Default.VerificationReport);

    private static string Counted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

internal sealed record VerificationReport(
    long Rows, long Cases, long Skus, long Unread, Sealed Sealed, ArchivedSummary Archived, FiguresCompared Figures, long Found,
    ReportedFault[] Faults);

internal sealed record ReportedFault(string Check, string? Case, string What);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerificationReport))]
internal sealed partial class VerifyJson : JsonSerializerContext;
