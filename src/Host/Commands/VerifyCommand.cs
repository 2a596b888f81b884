using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Host.Settings;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Verification;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Host.Commands;

/// <summary>Proves a store: the seals, the chain, effects, the ledger, no stuck case, projections equal to a fresh fold.</summary>
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
        var json = new Option<bool>("--json") { Description = "print one JSON object instead of sentences" };
        var command = new Command("verify", "Prove that what is in a store can be true.") { store, seals, keys, archive, json };
        command.SetAction((parsed, cancel) => Run(
            parsed.GetValue(store)!, new VerificationOrder(parsed.GetValue(seals), parsed.GetValue(keys) ?? [], parsed.GetValue(archive)),
            parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> Run(string address, VerificationOrder order, bool asJson, CancellationToken cancel)
    {
        try
        {
            var pems = await Task.WhenAll(order.Keys.Select(key => File.ReadAllTextAsync(key, cancel)));
            await using var store = Storage.Store.Open(address, NullLoggerFactory.Instance);
            await store.Prepare(cancel);
            var result = await new Verifier(
                store.Audit, store.Heads, store.Seals, store.SharedValues, new ProcessCatalogue().Json(), store.Archive)
                .Run(order with { Keys = pems }, cancel);
            Console.WriteLine(asJson ? AsJson(result) : AsText(result));
            return result.Found == 0 ? ExitCodes.Fine : ExitCodes.Faults;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"Cannot verify: {fault.Message}".AsMemory(), cancel);
            return ExitCodes.BadSettings;
        }
    }

    private static string AsText(VerificationResult result)
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

        lines.AddRange(result.Faults.Take(Shown).Select(fault => fault.ToString()));
        if (result.Found > Shown)
        {
            lines.Add(Counted($"... and {result.Found - Shown:N0} more; --json gives the first {result.Faults.Count:N0}."));
        }

        lines.Add(result.Found == 0 ? "Nothing is wrong." : Counted($"{result.Found:N0} faults."));
        return string.Join(Environment.NewLine, lines);
    }

    private static string AsJson(VerificationResult result) => JsonSerializer.Serialize(
        new VerificationReport(
            result.Rows, result.Cases, result.Skus, result.Unread, result.Sealed, result.Archived, result.Found,
            [.. result.Faults.Select(fault => new ReportedFault(fault.Check, fault.Case?.ToString(), fault.What))]),
        VerifyJson.Default.VerificationReport);

    private static string Counted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

internal sealed record VerificationReport(
    long Rows, long Cases, long Skus, long Unread, Sealed Sealed, ArchivedSummary Archived, long Found, ReportedFault[] Faults);

internal sealed record ReportedFault(string Check, string? Case, string What);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerificationReport))]
internal sealed partial class VerifyJson : JsonSerializerContext;
