using System.CommandLine;
using System.Globalization;
using Crossdock.Estate;
using Crossdock.Estate.Wire;

namespace Crossdock.Rehearsal.Overload;

/// <summary>The words of <c>./crossdock rehearse overload</c>.</summary>
internal static class OverloadCommand
{
    private static readonly Option<int> Seconds = new("--seconds") { DefaultValueFactory = _ => 60,
        Description = "how long the flood lasts" };
    private static readonly Option<string> Store = new("--store") { DefaultValueFactory = _ => "sqlite",
        Description = "sqlite, postgres (a server of its own) or postgres:CONNECTION (an empty database)" };
    private static readonly Option<string?> Report = new("--report") { Description = "writes the figures to this file as JSON" };

    public static Command Build()
    {
        var command = new Command("overload", "Offers ten times the orders that can be sustained, and watches the host come through.")
        {
            Seconds, Store, Report,
        };
        command.SetAction((parsed, cancel) => Commands.Told(() =>
            Run(parsed.GetRequiredValue(Store), parsed.GetValue(Seconds), parsed.GetValue(Report), cancel)));
        return command;
    }

    private static async Task<int> Run(string store, int seconds, string? file, CancellationToken cancel)
    {
        var wall = TimeProvider.System;
        var folder = Path.GetFullPath(Path.Combine(".data", string.Create(CultureInfo.InvariantCulture,
            $"overload-{wall.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}")));
        var report = await new OverloadRun(store, TimeSpan.FromSeconds(seconds), wall, Console.Out).Play(folder, cancel);
        if (file is not null)
        {
            await File.WriteAllBytesAsync(file, WireJson.Write(report), CancellationToken.None);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"memory {report.RssBeforeMegabytes} MB before, {report.RssMostMegabytes} at most, {report.RssAfterMegabytes} after; "
            + $"normal again after {report.SecondsToNormal} s; health not ready {report.HealthNotReady} times, "
            + $"slowest {report.HealthSlowestMs} ms; another write waited {report.OtherWriteLongestGapSeconds} s at most; "
            + $"{report.Accepted} accepted, {report.Missing} missing"));
        foreach (var finding in report.Findings)
        {
            Console.WriteLine($"finding: {finding}");
        }

        Directory.Delete(folder, recursive: true);
        return report.Good ? 0 : 1;
    }
}
