using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>The crash rehearsal itself, short: real hosts, a disk, lines and a database server are hurt under load.</summary>
public sealed class CrashTests
{
    private const int Rounds = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private const UnixFileMode SearchableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly string[] Harm = ["lost", "duplicatedEffects", "oversold", "stuck", "recomputedDiffers", "failed"];

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Ten_harms_under_load_hurt_nothing(string store)
    {
        Assert.SkipWhen(
            store == "postgres" && Environment.GetEnvironmentVariable("CROSSDOCK_CRASH_POSTGRES") != "1",
            "CROSSDOCK_CRASH_POSTGRES is not 1: killing a PostgreSQL under load takes minutes.");
        Assert.SkipWhen(
            store == "postgres" && !Directory.Exists("/usr/lib/postgresql"), "There is no PostgreSQL in /usr/lib/postgresql to be killed.");
        using var folder = new TempFolder();
        // Where this is run by root, PostgreSQL runs as its own user and has to reach its data below this folder.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Path, SearchableByAll);
        }

        var report = folder.File("report.json");
        var (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Rehearsal, "crash", "--rounds", $"{Rounds}", "--seed", "20", "--store", store, "--report", report],
            folder.Path, Patience);
        File.Exists(report).ShouldBeTrue(said);
        var figures = JsonNode.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken))!.AsObject();
        foreach (var none in Harm)
        {
            ((int)figures[none]!).ShouldBe(0, said);
        }

        ((int)figures["rounds"]!).ShouldBe(Rounds, said);
        ((int)figures["ordersAccepted"]!).ShouldBeGreaterThan(0);
        code.ShouldBe(0, said);
    }
}
