using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Crossdock.Rehearsal.Simulation.Laws;

namespace Crossdock.Rehearsal.Simulation;

/// <summary>The words of <c>./crossdock rehearse simulate</c>.</summary>
internal static class SimulateCommand
{
    private static readonly Option<int> Seeds = new("--seeds") { DefaultValueFactory = _ => 200, Description = "how many lives are tried" };
    private static readonly Option<ulong> Seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "the first seed" };
    private static readonly Option<int> Orders = new("--orders") { DefaultValueFactory = _ => Scenario.UsualOrders,
        Description = "how many orders a life has" };
    private static readonly Option<long> Steps = new("--steps") { DefaultValueFactory = _ => Scenario.UsualSteps,
        Description = "a life that takes more steps counts as stuck" };
    private static readonly Option<int> Stories = new("--stories") { DefaultValueFactory = _ => 1,
        Description = "how many of the harms are told as their shortest story" };
    private static readonly Option<bool> StopAtHarm = new("--stop-at-harm") { Description = "tries no more lives after one with harm" };
    private static readonly Option<bool> AsJson = new("--json") { Description = "prints the figures as JSON" };
    private static readonly Option<string?> Report = new("--report") { Description = "writes the figures to this file as JSON" };

    public static Command Build()
    {
        var command = new Command("simulate", "Tries the real processes under every fault at once, on simulated time, by seed.")
        {
            Seeds, Seed, Orders, Steps, Stories, StopAtHarm, AsJson, Report,
        };
        command.SetAction((parsed, cancel) => Run(
            parsed.GetValue(Seed), parsed.GetValue(Seeds),
            new Scenario(0, parsed.GetValue(Orders), parsed.GetValue(Steps)), parsed.GetValue(Stories),
            parsed.GetValue(StopAtHarm), parsed.GetValue(AsJson), parsed.GetValue(Report), cancel));
        return command;
    }

    private static async Task<int> Run(
        ulong first, int seeds, Scenario scenario, int stories, bool stopAtHarm, bool asJson, string? file, CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var report = new SimulationRun(TimeProvider.System).Play(first, seeds, scenario, Tell, enough.Token);
        var json = JsonSerializer.Serialize(report, SimulationJson.Default.SimulationReport);
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, json + Environment.NewLine, CancellationToken.None);
        }

        Console.WriteLine(asJson ? json : string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Seeds} seeds from {report.FirstSeed}: {report.Harmed.Count} with harm; {report.Orders} orders, {report.Rows} rows, "
            + $"{report.Faults} faults, {report.SimulatedDays:0} days in {report.WallSeconds:0.0} s: {report.SeedsPerSecond:0} seeds/s, "
            + $"{report.TimesLife:0} times life"));
        return report.Harmed.Count == 0 ? 0 : 1;

        void Tell(TrialResult result)
        {
            if (stopAtHarm)
            {
                enough.Cancel();
            }

            if (stories-- > 0)
            {
                foreach (var line in Story.Of(Shortest.Of(result)))
                {
                    Console.Error.WriteLine(line);
                }
            }
        }
    }
}
