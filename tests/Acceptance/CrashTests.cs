using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>The crash rehearsal itself, short: real hosts, a disk, lines and a database server are hurt under load.</summary>
public abstract class CrashTests
{
    private const int Seed = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private const UnixFileMode SearchableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly string[] Harm = ["lost", "duplicatedEffects", "oversold", "stuck", "recomputedDiffers", "failed"];

    /// <summary>Ten rounds in all: every kind of harm to a file, and six of the eight to a server and the lines to it.</summary>
    private protected static async Task Hurt(string store, int rounds)
    {
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
            "dotnet",
            [
                Programs.Rehearsal, "crash", "--rounds", $"{rounds}", "--seed", $"{Seed}", "--store", store, "--report", report,
                "--host-dll", Programs.Host,
            ],
            folder.Path, Patience);
        File.Exists(report).ShouldBeTrue(said);
        var figures = JsonNode.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken))!.AsObject();
        // Last, where somebody who has only the end of a log still reads it.
        said += $"\n{store}: {string.Join('\n', figures["findings"]!.AsArray().Select(finding => $"{finding}").Take(5))}";
        foreach (var none in Harm)
        {
            ((int)figures[none]!).ShouldBe(0, said);
        }

        ((int)figures["rounds"]!).ShouldBe(rounds, said);
        ((int)figures["ordersAccepted"]!).ShouldBeGreaterThan(0);
        code.ShouldBe(0, said);
    }
}

public sealed class CrashOnSqliteTests : CrashTests
{
    [Fact]
    public Task Harm_under_load_hurts_nothing() => Hurt("sqlite", rounds: 4);
}

public sealed class CrashOnPostgresTests : CrashTests
{
    [Fact]
    public Task Harm_under_load_hurts_nothing() => Hurt("postgres", rounds: 6);
}
