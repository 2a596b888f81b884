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
        var report = folder.File("report.json");
        var store = postgres is null ? $"sqlite:{folder.File("crossdock.db")}" : $"postgres:{postgres}";
        var options = asked(Usual) with { Report = report, Store = store, Port = Programs.FreePort() };
        var (code, said) = await Play(options, folder.Path);
        File.Exists(report).ShouldBeTrue(said);
        var figures = JsonNode.Parse(await File.ReadAllTextAsync(report))!.AsObject();
        foreach (var none in MustBeNone)
        {
            ((long)figures[none]!).ShouldBe(0, $"{none} with seed {options.Seed}\n{said}");
        }

        var ordersIn = Count(figures, "ordersIn");
        ordersIn.ShouldBeGreaterThanOrEqualTo(options.Orders!.Value);
        (Count(figures, "settled") + Count(figures, "waitingOnPerson") + Count(figures, "cancelled") + Count(figures, "refused"))
            .ShouldBe(ordersIn, said);
        code.ShouldBe(DemoRun.Accounted, $"seed {options.Seed}\n{said}\n{string.Join('\n', figures["findings"]?.AsArray() ?? [])}");
        await Verification.Proves(store);
        return figures;
    }

    private static async Task<(int Code, string Said)> Play(DemoOptions options, string folder)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        await using var said = TextWriter.Synchronized(text);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said),
        });
        var code = await new DemoRun(options, TimeProvider.System, console, folder)
            .RunAndSweep(TestContext.Current.CancellationToken);
        return (code, $"{text}");
    }

    public static int Count(JsonObject report, string figure) => (int)report[figure]!;
}
