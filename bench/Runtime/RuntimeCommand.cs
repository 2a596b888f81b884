using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Runtime;

/// <summary><c>bench runtime</c>: minimal cases a second, beside what the bare store takes.</summary>
public static class RuntimeCommand
{
    private static readonly int[] Usual = [64, 256, 1_024, 4_096];

    public static Command Create()
    {
        var inFlight = new Option<int[]>("--in-flight")
        {
            Description = "how many cases are in flight at once; several are measured one after the other",
            DefaultValueFactory = _ => [1_024], AllowMultipleArgumentsPerToken = true,
        };
        var all = new Option<bool>("--all") { Description = "measure 64, 256, 1,024 and 4,096 in flight; with --json one object a line" };
        var command = new Command("runtime", "Minimal cases: 9 durable rows, 7 effects, one message from outside.") { inFlight, all };
        var options = new BenchOptions(command);
        command.SetAction((parsed, cancel) =>
            Run(options.Read(parsed), parsed.GetValue(all) ? Usual : parsed.GetValue(inFlight)!, cancel));
        return command;
    }

    private static async Task<int> Run(Asked asked, int[] inFlight, CancellationToken cancel)
    {
        foreach (var many in inFlight)
        {
            var result = await RuntimeBench.Run(asked, Math.Clamp(many, 1, 100_000), cancel);
            Console.WriteLine(asked.Json ? JsonSerializer.Serialize(result, RuntimeResultJson.Default.RuntimeResult) : Words(result));
        }

        return 0;
    }

    private static string Words(RuntimeResult r) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {r.Store}, {r.InFlight:N0} in flight, {r.Seconds} s
          ratio to the limit   {r.RatioToLimit:N3}   ({r.TransitionsPerSecond:N0} of {r.LimitRowsPerSecond:N0} rows a second)
          cases a second       {r.CasesPerSecond:N0}   ({r.Cases:N0} cases of {r.RowsPerCase:N1} rows and {r.BytesPerCase:N0} bytes)
          a case               p50 {r.P50Milliseconds:N1} ms, p99 {r.P99Milliseconds:N1} ms
          a step               p50 {r.StepP50Milliseconds:N1} ms, p99 {r.StepP99Milliseconds:N1} ms
          CPU, 1,000 cases     host {r.HostCpuSecondsPerThousandCases:N3} s, database {Known(r.DatabaseCpuSecondsPerThousandCases)}
        """);

    private static string Known(double? seconds) =>
        seconds is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:N3} s") : "not known";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeResult))]
internal sealed partial class RuntimeResultJson : JsonSerializerContext;
