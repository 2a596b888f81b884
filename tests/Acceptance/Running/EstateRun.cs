using System.Globalization;
using System.Text.Json.Nodes;
using Crossdock.Estate.Demo;
using Spectre.Console;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>
/// A whole retailer around a host, as <c>./crossdock demo</c> runs it, until nothing moves any more. The retailer plays in this
/// process, since it is many runs; the host is a process of its own, which can be killed.
/// </summary>
internal static class EstateRun
{
    private static readonly string[] MustBeNone =
        ["lost", "duplicatedEffects", "oversold", "casesStuck", "stillMoving", "unanswered", "incidents", "unaskedExits"];

    private static readonly DemoOptions Usual = new(
        Orders: null, Input: null, Seed: 1, Factor: null, ExitWhenSettled: true, Report: null, Store: null, Port: 0, Faults: "none",
        HostDll: Programs.Host, Kills: 0, KillEverySeconds: null, Keep: true, People: true, LinesMean: 3, ShortShare: 0.015,
        TimeoutMinutes: 8, KeyFile: null)
    {
        // What a channel is told costs as much as the orders: only some runs are about it.
        Availability = false,
        // Books are compared by looks hours apart: at the pace of most runs less than a word is on its way.
        Books = false,
        // Suppliers take days: only a run that is about them waits for them.
        Purchases = false,
    };

    /// <summary>Runs, checks the report and proves the store; returns the report for what a test asks besides.</summary>
    public static async Task<JsonObject> Settles(string? postgres, Func<DemoOptions, DemoOptions> asked)
    {
        using var folder = new TempFolder();
        var run = Prepare(folder, postgres, asked);
        return await Check(run, await Play(run, null, TestContext.Current.CancellationToken));
    }

    /// <summary>Several runs at once, whose hosts live in one process and are killed in one moment, if they are killed.</summary>
    /// <param name="postgres">a database for each; null where a run has a file</param>
    /// <param name="killer">the run whose moment it is</param>
    public static async Task<RunsTogether> Together(
        IReadOnlyList<string?> postgres, int killer, Func<int, DemoOptions, DemoOptions> asked)
    {
        var runs = new RunsTogether(postgres.Count);
        try
        {
            await runs.Play([.. postgres.Select((store, i) => Prepare(runs.Folders[i], store, usual => asked(i, usual)))], killer);
            return runs;
        }
        catch
        {
            runs.Dispose();
            throw;
        }
    }

    private static Plan Prepare(TempFolder folder, string? postgres, Func<DemoOptions, DemoOptions> asked)
    {
        var store = postgres is null ? $"sqlite:{folder.File("crossdock.db")}" : $"postgres:{postgres}";
        return new Plan(
            folder.Path, asked(Usual) with { Report = folder.File("report.json"), Store = store, Port = Programs.FreePort() });
    }

    public static async Task<JsonObject> Check(Plan run, (int Code, string Said) end)
    {
        var (options, (code, said)) = (run.Options, end);
        File.Exists(options.Report).ShouldBeTrue(said);
        var figures = JsonNode.Parse(await File.ReadAllTextAsync(options.Report!))!.AsObject();
        foreach (var none in MustBeNone)
        {
            ((long)figures[none]!).ShouldBe(0, $"{none} with seed {options.Seed}\n{said}");
        }

        var ordersIn = Count(figures, "ordersIn");
        ordersIn.ShouldBeGreaterThanOrEqualTo(options.Orders!.Value);
        (Count(figures, "settled") + Count(figures, "waitingOnPerson") + Count(figures, "cancelled") + Count(figures, "refused"))
            .ShouldBe(ordersIn, said);
        code.ShouldBe(DemoRun.Accounted, $"seed {options.Seed}\n{said}\n{string.Join('\n', figures["findings"]?.AsArray() ?? [])}");
        await Verification.Proves(options.Store!);
        return figures;
    }

    public static async Task<(int Code, string Said)> Play(Plan run, Func<HostStart, IRunHost>? hosts, CancellationToken cancel)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        await using var said = TextWriter.Synchronized(text);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said),
        });
        var code = await new DemoRun(run.Options, TimeProvider.System, console, run.Folder, hosts).RunAndSweep(cancel);
        return (code, $"{text}");
    }

    public static int Count(JsonObject report, string figure) => (int)report[figure]!;

    /// <param name="Folder">where its files go</param>
    public sealed record Plan(string Folder, DemoOptions Options);
}
