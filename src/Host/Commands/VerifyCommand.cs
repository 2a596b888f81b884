using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Host.Settings;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Verification;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Host.Commands;

/// <summary>Proves a store: the chain, the ledger, no stuck case, projections equal to a fresh fold.</summary>
internal static class VerifyCommand
{
    private const int Shown = 20;

    public static Command Create()
    {
        var store = new Option<string>("--store") { Description = "sqlite:PATH or postgres:CONNECTION-STRING", Required = true };
        var json = new Option<bool>("--json") { Description = "print one JSON object instead of sentences" };
        var command = new Command("verify", "Prove that what is in a store can be true.") { store, json };
        command.SetAction((parsed, cancel) => Run(parsed.GetValue(store)!, parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> Run(string address, bool asJson, CancellationToken cancel)
    {
        await using var store = Storage.Store.Open(address, NullLoggerFactory.Instance);
        await store.Prepare(cancel);
        var result = await new Verifier(store.Journal, store.Heads, new ProcessCatalogue().Json()).Run(cancel);
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new VerificationReport(result.Rows, result.Cases, result.Skus, [.. result.Faults.Select(Sentence)]),
                VerifyJson.Default.VerificationReport));
        }
        else
        {
            Console.WriteLine($"{result.Rows:N0} rows, {result.Cases:N0} cases, {result.Skus:N0} SKUs read.");
            foreach (var fault in result.Faults.Take(Shown))
            {
                Console.WriteLine(Sentence(fault));
            }

            Console.WriteLine(result.Faults.Count == 0 ? "Nothing is wrong." : $"{result.Faults.Count:N0} faults.");
        }

        return result.Faults.Count == 0 ? ExitCodes.Fine : ExitCodes.Faults;
    }

    private static string Sentence(Fault fault) => $"{fault.Check}: {fault.Case} {fault.What}";
}

internal sealed record VerificationReport(long Rows, long Cases, long Skus, string[] Faults);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerificationReport))]
internal sealed partial class VerifyJson : JsonSerializerContext;
