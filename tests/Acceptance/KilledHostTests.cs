using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>Retailers whose host is killed in the middle, on each store.</summary>
public abstract class KilledHostTests
{
    /// <summary>Business seconds a second: seven days for a pickup pass within ten seconds.</summary>
    private const double Pace = 60_000;

    /// <summary>Promotions reach hundreds of targets and stock moves in every channel: every so many-th run has them.</summary>
    private const int Rarely = 7;

    /// <summary>Seeds tried on each store; CROSSDOCK_CRASH_RUNS asks for more, where there is time for it.</summary>
    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("CROSSDOCK_CRASH_RUNS"), out var runs) ? Math.Clamp(runs, 1, 1_000) : 20;

    /// <summary>
    /// Runs of a store at a time, and the stores beside each other: a run waits about as much as it works. Many more, and business
    /// time goes on while the machine does not come to what is due.
    /// </summary>
    private const int SideBySide = 4;

    internal abstract Task<ScratchDatabase?> Store();

    [Fact]
    public async Task A_host_that_is_killed_at_any_moment_loses_nothing_and_does_nothing_twice() => await Parallel.ForEachAsync(
        Enumerable.Range(1, Runs), new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (seed, _) => await Killed(seed));

    private async Task Killed(int seed)
    {
        await using var store = await Store();
        var report = await EstateRun.Settles(store?.Connection, usual => usual with
        {
            Orders = 15, Seed = seed, Factor = Pace, ArriveSeconds = 4, Kills = 1, Prices = seed % Rarely == 0,
            Availability = seed % Rarely == 1,
        });
        EstateRun.Count(report, "kills").ShouldBe(1);
        EstateRun.Count(report, "settled").ShouldBeGreaterThan(0);
    }
}

public sealed class KilledHostOnSqliteTests : KilledHostTests
{
    internal override Task<ScratchDatabase?> Store() => Task.FromResult<ScratchDatabase?>(null);
}

public sealed class KilledHostOnPostgresTests : KilledHostTests
{
    internal override async Task<ScratchDatabase?> Store() => await ScratchDatabase.Create();
}
