using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Stock;

/// <summary><c>bench stock</c>: durable reservations a second, on one SKU or on many.</summary>
public static class StockCommand
{
    public static Command Create()
    {
        var skus = new Option<int>("--skus") { Description = "SKUs the reservations are spread over", DefaultValueFactory = _ => 1 };
        var inFlight = new Option<int>("--in-flight") { Description = "reservations asked for at once", DefaultValueFactory = _ => 2_048 };
        var command = new Command("stock", "Reservations of one piece over 40 nodes; conserved and never oversold.") { skus, inFlight };
        var options = new BenchOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = options.Read(parsed);
            var result = await StockBench.Run(
                asked, Math.Clamp(parsed.GetValue(skus), 1, 100_000), Math.Clamp(parsed.GetValue(inFlight), 1, 40_000), cancel);
            Console.WriteLine(asked.Json ? JsonSerializer.Serialize(result, StockResultJson.Default.StockResult) : Words(result));
            return result is { Oversold: 0, Unbalanced: 0 } ? 0 : 1;
        });
        return command;
    }

    private static string Words(StockResult r) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {r.Store}, {r.Skus:N0} SKUs, {r.InFlight:N0} in flight, {r.Seconds} s
          reservations a second {r.ReservationsPerSecond:N0}
          one                   p50 {r.P50Milliseconds:N1} ms, p99 {r.P99Milliseconds:N1} ms
          CPU, 1,000            host {r.HostCpuSecondsPerThousand:N3} s, database {(r.DatabaseCpuSecondsPerThousand is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"{known:N3} s") : "not known")}
          {r.Oversold:N0} pieces oversold, {r.Unbalanced:N0} SKUs that do not add up
        """);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StockResult))]
internal sealed partial class StockResultJson : JsonSerializerContext;
