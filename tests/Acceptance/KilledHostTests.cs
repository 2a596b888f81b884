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
    /// Retailers whose hosts are one process, so that loading and compiling it is paid once. Many more, and business time goes on
    /// while the machine does not come to what is due.
    /// </summary>
    private const int Together = 5;

    internal abstract Task<ScratchDatabase?> Store();

    [Fact]
    public async Task A_host_that_is_killed_at_any_moment_loses_nothing_and_does_nothing_twice()
    {
        foreach (var seeds in Enumerable.Range(1, Runs).Chunk(Together))
        {
            await Killed(seeds);
        }
    }

    private async Task Killed(int[] seeds)
    {
        var stores = await Task.WhenAll(seeds.Select(_ => Store()));
        try
        {
            using var runs = await EstateRun.Together(
                [.. stores.Select(store => store?.Connection)], seeds[0] / Together % seeds.Length, (i, usual) => usual with
                {
                    Orders = 15, Seed = seeds[i], Factor = Pace, ArriveSeconds = 4, Kills = 1, Prices = seeds[i] % Rarely == 0,
                    Availability = seeds[i] % Rarely == 1,
                });
            foreach (var run in Enumerable.Range(0, seeds.Length))
            {
                var report = await runs.Settled(run);
                EstateRun.Count(report, "kills").ShouldBe(1);
                EstateRun.Count(report, "settled").ShouldBeGreaterThan(0);
            }
        }
        finally
        {
            foreach (var store in stores)
            {
                await (store?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
        }
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
