using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crossdock.Bench.Replenish;

/// <summary><c>bench replenish</c>: how long a review of the whole retailer takes.</summary>
public static class ReplenishCommand
{
    public static Command Create()
    {
        var nodes = new Option<int>("--nodes") { Description = "stores", DefaultValueFactory = _ => 40 };
        var skus = new Option<int>("--skus") { Description = "SKUs that each of them keeps", DefaultValueFactory = _ => 5_000 };
        var days = new Option<int>("--days") { Description = "days of sales that are known", DefaultValueFactory = _ => 91 };
        var seed = new Option<int>("--seed") { Description = "says all of the made-up books", DefaultValueFactory = _ => 2026 };
        var json = new Option<bool>("--json") { Description = "print one JSON object on standard output, and nothing else" };
        var command = new Command("replenish", "One replenishment review of every SKU at every store; no store, one thread.")
        {
            nodes, skus, days, seed, json,
        };
        command.SetAction(parsed =>
        {
            var result = ReplenishBench.Run(
                parsed.GetValue(seed), Math.Clamp(parsed.GetValue(nodes), 1, Measuring.Retail.Stores),
                Math.Clamp(parsed.GetValue(skus), 1, 1_000_000), Math.Clamp(parsed.GetValue(days), 1, 730));
            Console.WriteLine(
                parsed.GetValue(json) ? JsonSerializer.Serialize(result, ReplenishResultJson.Default.ReplenishResult) : Words(result));
            return 0;
        });
        return command;
    }

    private static string Words(ReplenishResult r) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {r.Nodes:N0} stores x {r.Skus:N0} SKUs, {r.Days:N0} days of sales, seed {r.Seed}
          review     {r.ReviewSeconds:N2} s, CPU {r.CpuSeconds:N2} s, {r.ReviewedPerSecond:N0} SKUs at stores a second
          reading    {r.ReadingSeconds:N2} s for the same books without planning; ratio {r.ReviewToReading:N2}
          proposed   {r.Buys:N0} to buy, {r.Moves:N0} to move, {r.Waits:N0} to wait, {r.Covered:N0} covered, {r.Faults:N0} faults
          allocated  {r.AllocatedMegabytes:N0} MB
        """);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReplenishResult))]
internal sealed partial class ReplenishResultJson : JsonSerializerContext;
