using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Invoices;

/// <summary><c>bench invoices</c>: how long many invoices take to be read, validated, matched and posted.</summary>
public static class InvoicesCommand
{
    public static Command Create()
    {
        var invoices = new Option<int>("--invoices")
        {
            Description = "invoices, with an order and a receipt each", DefaultValueFactory = _ => 10_000,
        };
        var lines = new Option<int>("--lines") { Description = "lines of each", DefaultValueFactory = _ => 20 };
        var suppliers = new Option<int>("--suppliers") { Description = "whose they are", DefaultValueFactory = _ => 250 };
        var seed = new Option<int>("--seed") { Description = "says all of what was ordered and billed", DefaultValueFactory = _ => 2026 };
        var command = new Command("invoices", "Orders, receipts and invoices in any order, until every invoice stands where it belongs.")
        {
            invoices, lines, suppliers, seed,
        };
        var options = new BenchOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = options.Read(parsed);
            var many = Math.Clamp(parsed.GetValue(invoices), 1, 1_000_000);
            var result = await InvoicesBench.Run(
                asked, parsed.GetValue(seed), many, Math.Clamp(parsed.GetValue(lines), 2, 500),
                Math.Clamp(parsed.GetValue(suppliers), 1, many), cancel);
            Console.WriteLine(asked.Json ? JsonSerializer.Serialize(result, InvoicesResultJson.Default.InvoicesResult) : Words(result));
            return result.Faults == 0 && result.AsExpected == result.Invoices ? 0 : 1;
        });
        return command;
    }

    private static string Words(InvoicesResult r) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {r.Store}, {r.Invoices:N0} invoices of {r.LinesEach:N0} lines, {r.Suppliers:N0} suppliers, seed {r.Seed}
          all stand where they belong after {r.Seconds:N1} s, {r.InvoicesPerSecond:N0} a second; {r.RowsPerInvoice:N1} rows each
          bare       {r.BareSeconds:N1} s on one thread, {r.ReadingSeconds:N1} s of it reading and validating; ratio {r.SecondsToBare:N2}
          a reading  p50 {r.P50Milliseconds:N1} ms, p99 {r.P99Milliseconds:N1} ms after the invoice came
          CPU        host {r.HostCpuSeconds:N1} s, database {(r.DatabaseCpuSeconds is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"{known:N1} s") : "not known")}
          stand      {r.Matched:N0} posted, {r.Waiting:N0} waiting, {r.Discrepant:N0} discrepant; {r.AsExpected:N0} as the bare match says
          verification found {r.Faults:N0} faults
        """);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InvoicesResult))]
internal sealed partial class InvoicesResultJson : JsonSerializerContext;
