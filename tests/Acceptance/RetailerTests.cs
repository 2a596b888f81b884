using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>A retailer's day on each store: every order ends in one of the four ways, and all books agree.</summary>
public abstract class RetailerTests
{
    /// <summary>Business seconds a second: nights and pick times pass within a blink, and everything that can be late is.</summary>
    private const double Pace = 40_000;

    /// <summary>Faster still where it is run again and again: seven days for a pickup pass within ten seconds.</summary>
    private const double CrashPace = 60_000;

    /// <summary>Promotions reach hundreds of targets and stock moves in every channel: every so many-th killed run has them.</summary>
    private const int Rarely = 7;

    /// <summary>Seeds tried on each store; CROSSDOCK_CRASH_RUNS asks for more, where there is time for it.</summary>
    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("CROSSDOCK_CRASH_RUNS"), out var runs) ? Math.Clamp(runs, 1, 1_000) : 20;

    /// <summary>
    /// Runs of a store at a time, and the stores beside each other: a run waits about as much as it works. Many more, and business
    /// time goes on while the machine does not come to what is due.
    /// </summary>
    private const int SideBySide = 3;

    internal abstract Task<ScratchDatabase?> Store();

    [Fact]
    public async Task A_day_of_orders_settles_and_every_book_agrees()
    {
        await using var store = await Store();
        var report = await EstateRun.Settles(
            store?.Connection, usual => usual with { Orders = 60, Seed = 42, Factor = Pace, ArriveSeconds = 8, Availability = true });
        EstateRun.Count(report, "settled").ShouldBeGreaterThan(30);
        EstateRun.Count(report, "tasksDone").ShouldBeGreaterThan(0);
        EstateRun.Count(report, "callbacksDelivered").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_host_that_is_killed_at_any_moment_loses_nothing_and_does_nothing_twice() => await Parallel.ForEachAsync(
        Enumerable.Range(1, Runs), new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (seed, _) => await Killed(seed));

    private async Task Killed(int seed)
    {
        await using var store = await Store();
        var report = await EstateRun.Settles(store?.Connection, usual => usual with
        {
            Orders = 15, Seed = seed, Factor = CrashPace, ArriveSeconds = 4, Kills = 1, Prices = seed % Rarely == 0,
            Availability = seed % Rarely == 1,
        });
        EstateRun.Count(report, "kills").ShouldBe(1);
        EstateRun.Count(report, "settled").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Faults_of_every_outside_system_only_make_it_later()
    {
        await using var store = await Store();
        var report = await EstateRun.Settles(
            store?.Connection,
            usual => usual with { Orders = 40, Seed = 7, Factor = Pace, ArriveSeconds = 8, Faults = "all", Availability = true });
        EstateRun.Count(report, "faultsMet").ShouldBeGreaterThan(0);
        EstateRun.Count(report, "settled").ShouldBeGreaterThan(10);
    }
}

public sealed class RetailerOnSqliteTests : RetailerTests
{
    internal override Task<ScratchDatabase?> Store() => Task.FromResult<ScratchDatabase?>(null);
}

public sealed class RetailerOnPostgresTests : RetailerTests
{
    internal override async Task<ScratchDatabase?> Store() => await ScratchDatabase.Create();
}
