using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Growth;

/// <summary><c>bench growth</c>: what the size of the journal and of the open cases does to speed, memory and start.</summary>
public static class GrowthCommand
{
    public const string ProbeName = "growth-probe";

    private static readonly Option<long> Idle = new("--idle")
    {
        Description = "how many open cases wait at the largest size", DefaultValueFactory = _ => 1_000_000,
    };

    private static readonly Option<int> InFlight = new("--in-flight")
    {
        Description = "how many cases are in flight while speed is measured", DefaultValueFactory = _ => 1_024,
    };

    public static Command Create()
    {
        var rows = new Option<string>("--rows")
        {
            Description = "sizes of the journal, with commas between", DefaultValueFactory = _ => "10000,1000000,10000000",
        };
        var plot = new Option<string?>("--plot") { Description = "a file to draw the curve into, as SVG" };
        var command = new Command("growth", "Speed, memory, start and answers as the journal grows.") { rows, Idle, InFlight, plot };
        var options = new BenchOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = options.Read(parsed);
            var sizes = parsed.GetValue(rows)!.Split(',').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
            var progress = asked.Json ? Console.Error : Console.Out;
            var result = await GrowthBench.Run(asked, sizes, parsed.GetValue(Idle), parsed.GetValue(InFlight), progress, cancel);
            if (asked.Json)
            {
                Console.WriteLine(JsonSerializer.Serialize(result, GrowthJson.Default.GrowthResult));
            }

            if (parsed.GetValue(plot) is { } path)
            {
                await File.WriteAllTextAsync(path, GrowthPlot.Draw(result), cancel);
            }

            return 0;
        });
        return command;
    }

    /// <summary>What the growth bench starts for each size; nobody else needs it.</summary>
    public static Command CreateProbe()
    {
        var since = new Option<long>("--since") { Description = "how many idle cases there were at the size before" };
        var command = new Command(ProbeName, "Measures a filled store, for the growth bench.") { Idle, InFlight, since };
        command.Hidden = true;
        var options = new BenchOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = options.Read(parsed);
            var probe = await GrowthProbing.Run(
                asked.Store, parsed.GetValue(Idle), parsed.GetValue(since), parsed.GetValue(InFlight),
                TimeSpan.FromSeconds(asked.Seconds), cancel);
            Console.WriteLine(JsonSerializer.Serialize(probe, GrowthJson.Default.GrowthProbe));
            return 0;
        });
        return command;
    }
}
