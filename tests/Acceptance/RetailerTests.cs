using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>A retailer's day on each store: every order ends in one of the four ways, and all books agree.</summary>
public abstract class RetailerTests
{
    /// <summary>Business seconds a second: nights and pick times pass within a blink, and everything that can be late is.</summary>
    private const double Pace = 40_000;

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
