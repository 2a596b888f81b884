using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Availability;

/// <summary><c>bench availability</c>: reads a second over HTTP, beside a constant.</summary>
public static class AvailabilityCommand
{
    public static Command Create()
    {
        var connections = new Option<int>("--connections") { Description = "readers at once", DefaultValueFactory = _ => 64 };
        var command = new Command("availability", "What can be promised of a SKU at 40 nodes, over HTTP with a key.") { connections };
        var options = new BenchOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = options.Read(parsed);
            var result = await AvailabilityBench.Run(asked, Math.Clamp(parsed.GetValue(connections), 1, 2_000), cancel);
            Console.WriteLine(
                asked.Json ? JsonSerializer.Serialize(result, AvailabilityResultJson.Default.AvailabilityResult) : Words(result));
            return 0;
        });
        return command;
    }

    private static string Words(AvailabilityResult r) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {r.Store}, {r.Connections:N0} readers, {r.Seconds} s
          ratio to a constant  {r.RatioToBaseline:N3}
          reads a second       {r.ReadsPerSecond:N0}   (p50 {r.P50Milliseconds:N2} ms, p99 {r.P99Milliseconds:N2} ms)
          constants a second   {r.BaselinePerSecond:N0}   (p99 {r.BaselineP99Milliseconds:N2} ms)
        """);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AvailabilityResult))]
internal sealed partial class AvailabilityResultJson : JsonSerializerContext;
