using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Intelligence;

/// <summary><c>bench intelligence</c>: the figures over millions of transitions, and the import of logs.</summary>
public static class IntelligenceCommand
{
    public static Command Create()
    {
        var log = new Option<string?>("--log") { Description = "a real log of cases to repeat; without it one is drawn from the seed" };
        var seed = new Option<int>("--seed") { Description = "the seed of the log that is drawn", DefaultValueFactory = _ => 1 };
        var transitions = new Option<int>("--transitions")
        {
            Description = "how long the log of the figures is", DefaultValueFactory = _ => 10_000_000,
        };
        var events = new Option<int>("--import") { Description = "how many events are imported", DefaultValueFactory = _ => 1_500_000 };
        var command = new Command("intelligence", "Directly-follows graph, variants and percentiles, of all or of a slice; import.")
        {
            log, seed, transitions, events,
        };
        var options = new BenchOptions(command);
        command.SetAction(parsed =>
        {
            var asked = options.Read(parsed);
            try
            {
                var made = parsed.GetValue(log) is { } path ? MadeUpLog.Of(path) : MadeUpLog.Seeded(parsed.GetValue(seed));
                var result = IntelligenceBench.Run(
                    asked, made, Math.Clamp(parsed.GetValue(transitions), 1_000, 40_000_000),
                    Math.Clamp(parsed.GetValue(events), 1_000, 20_000_000));
                Console.WriteLine(
                    asked.Json ? JsonSerializer.Serialize(result, IntelligenceJson.Default.IntelligenceResult) : Words(result));
                return 0;
            }
            catch (InvalidDataException fault)
            {
                Console.Error.WriteLine(fault.Message);
                return 2;
            }
        });
        return command;
    }

    private static string Words(IntelligenceResult r)
    {
        var text = new StringBuilder();
        text.AppendLine(Plain, $"{r.Source}: {r.Transitions:N0} transitions of {r.Cases:N0} cases, {r.Activities} activities, "
            + $"{r.Variants:N0} variants, {r.Processors} processors");
        text.AppendLine(Plain, $"  held in {r.BytesPerTransition:N1} bytes each, read once in {r.PlainScanMilliseconds:N0} ms");
        foreach (var figure in r.Figures)
        {
            text.AppendLine(Plain, $"  {figure.Figure}, {figure.Part} ({figure.Events:N0} events): {figure.Milliseconds:N0} ms, "
                + $"{figure.SlowestMilliseconds:N0} at most, {figure.Runs} runs");
        }

        foreach (var import in r.Imports)
        {
            text.AppendLine(Plain, $"  import of {import.Events:N0} events as {import.Format}, {import.FileMegabytes:N0} MB: "
                + $"{import.Seconds:N1} s, {import.EventsPerSecond:N0} a second, {import.PeakMegabytes:N0} MB at most");
        }

        return text.Append(Plain, $"  memory at most {r.PeakMegabytes:N0} MB").ToString();
    }

    private static CultureInfo Plain => CultureInfo.InvariantCulture;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IntelligenceResult))]
internal sealed partial class IntelligenceJson : JsonSerializerContext;
