using System.CommandLine;
using System.Globalization;
using Crossdock.Estate;
using Crossdock.Estate.Wire;
using Spectre.Console;

namespace Crossdock.Rehearsal.Crash;

/// <summary>The words of <c>./crossdock rehearse crash</c>.</summary>
internal static class CrashCommand
{
    private static readonly Option<double?> Minutes = new("--minutes") { Description = "ends after so many minutes" };
    private static readonly Option<int?> Rounds = new("--rounds") {
        Description = $"how many harms are done; without this and minutes {CrashOptions.DefaultRounds}" };
    private static readonly Option<int?> Seed = new("--seed") {
        Description = "the same seed does the same in the same order; one is taken and printed where none is given" };
    private static readonly Option<string> Store = new("--store") { DefaultValueFactory = _ => "sqlite",
        Description = "sqlite, postgres (a server of its own, which it kills too) or postgres:CONNECTION (an empty database)" };
    private static readonly Option<int> Hosts = new("--hosts") { DefaultValueFactory = _ => 1,
        Description = "1, or 2 that serve side by side on PostgreSQL" };
    private static readonly Option<string?> Report = new("--report") { Description = "writes the figures to this file as JSON" };
    private static readonly Option<string> HostDll = new("--host-dll") { DefaultValueFactory = _ => "",
        Description = "the host's DLL; without it the one that was built here" };
    private static readonly Option<bool> Keep = new("--keep") { Description = "keeps the files of a run that came out unhurt" };

    public static Command Build()
    {
        var command = new Command("crash", "Hurts real processes, disks and lines under load, and counts what it did.")
        {
            Minutes, Rounds, Seed, Store, Hosts, HostDll, Report, Keep,
        };
        command.SetAction((parsed, cancel) => Commands.Told(() => Run(Read(parsed), TimeProvider.System, cancel)));
        return command;
    }

    private static CrashOptions Read(ParseResult parsed)
    {
        var (store, hosts) = (parsed.GetRequiredValue(Store), parsed.GetValue(Hosts));
        if (store is not ("sqlite" or "postgres") && !store.StartsWith("postgres:", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{store}' is not a store to rehearse on: sqlite, postgres or postgres:CONNECTION.");
        }

        return hosts is 1 or 2 && (hosts == 1 || store != "sqlite")
            ? new CrashOptions(
                parsed.GetValue(Minutes), parsed.GetValue(Rounds), parsed.GetValue(Seed) ?? Random.Shared.Next(1, 1_000_000), store, hosts,
                parsed.GetRequiredValue(HostDll), parsed.GetValue(Report), parsed.GetValue(Keep))
            : throw new ArgumentException("There can be one host, or two on PostgreSQL.");
    }

    private static async Task<int> Run(CrashOptions options, TimeProvider wall, CancellationToken cancel)
    {
        var folder = Path.GetFullPath(Path.Combine(".data", string.Create(CultureInfo.InvariantCulture,
            $"crash-{wall.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}")));
        var report = await new CrashRun(options, wall, Console.Out).Play(folder, cancel);
        if (options.Report is { } file)
        {
            await File.WriteAllBytesAsync(file, WireJson.Write(report), CancellationToken.None);
        }

        Tell(report);
        if (report.Good && !options.Keep)
        {
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            Console.WriteLine($"The hosts' logs stay in {folder}.");
        }

        return report.Good ? CrashRun.Unhurt : CrashRun.Hurt;
    }

    private static void Tell(CrashReport report)
    {
        var kinds = new Table().Border(TableBorder.Rounded).AddColumns("harm", "times", "median outage", "longest outage", "hurt");
        foreach (var kind in report.EachRound.GroupBy(round => round.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            var outages = kind.Select(round => round.OutageSeconds).Order().ToArray();
            kinds.AddRow(
                kind.Key, Plain(outages.Length), $"{Plain(outages[outages.Length / 2])} s", $"{Plain(outages[^1])} s",
                Plain(kind.Count(round => round.Findings.Count > 0)));
        }

        AnsiConsole.Write(kinds);
        var sums = new Table().Border(TableBorder.Rounded).AddColumns("what", "count");
        foreach (var (what, count) in ((string, object)[])
            [
                ("rounds", report.Rounds), ("orders in", report.OrdersIn), ("acknowledged", report.Acknowledged),
                ("journal rows", report.JournalRows), ("lost", report.Lost), ("duplicated effects", report.DuplicatedEffects),
                ("oversold", report.Oversold), ("stuck", report.Stuck), ("recomputed differs", report.RecomputedDiffers),
                ("failed", report.Failed), ("longest outage, s", report.LongestOutageSeconds), ("seed", report.Seed),
            ])
        {
            sums.AddRow(what, Plain(count));
        }

        AnsiConsole.Write(sums);
        foreach (var finding in report.Findings.Take(20))
        {
            Console.WriteLine($"finding: {finding}");
        }

        Console.WriteLine(report.Good ? "Unhurt." : "Hurt; see above.");
    }

    private static string Plain(object count) => string.Format(CultureInfo.InvariantCulture, "{0}", count);
}
