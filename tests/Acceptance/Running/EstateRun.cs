using System.Globalization;
using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>A whole retailer around a host, as <c>./crossdock demo</c> runs it, until nothing moves any more.</summary>
internal static class EstateRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    private static readonly string[] MustBeNone =
        ["lost", "duplicatedEffects", "oversold", "casesStuck", "stillMoving", "unanswered", "incidents", "unaskedExits"];

    /// <summary>Runs, checks the report and proves the store; returns the report for what a test asks besides.</summary>
    public static async Task<JsonObject> Settles(string? postgres, int orders, int seed, params string[] more)
    {
        using var folder = new TempFolder();
        var report = folder.File("report.json");
        var store = postgres is null ? $"sqlite:{folder.File("crossdock.db")}" : $"postgres:{postgres}";
        var (code, said) = await ChildProcess.Run(
            "dotnet",
            [
                Programs.Estate, "demo", "--host-dll", Programs.Host, "--port", Text(Programs.FreePort()), "--store", store,
                "--orders", Text(orders), "--seed", Text(seed), "--lines-mean", "3", "--exit-when-settled", "--report", report,
                "--timeout-minutes", "8", .. more,
            ],
            folder.Path,
            Patience);
        File.Exists(report).ShouldBeTrue(said);
        var figures = JsonNode.Parse(await File.ReadAllTextAsync(report))!.AsObject();
        foreach (var none in MustBeNone)
        {
            ((long)figures[none]!).ShouldBe(0, $"{none} with seed {seed}\n{said}");
        }

        var ordersIn = Count(figures, "ordersIn");
        ordersIn.ShouldBeGreaterThanOrEqualTo(orders);
        (Count(figures, "settled") + Count(figures, "waitingOnPerson") + Count(figures, "cancelled") + Count(figures, "refused"))
            .ShouldBe(ordersIn, said);
        code.ShouldBe(0, said);
        await Verification.NothingIsWrong(store, folder.Path);
        return figures;
    }

    public static int Count(JsonObject report, string figure) => (int)report[figure]!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
