using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>A retailer's day on each store: every order ends in one of the four ways, and all books agree.</summary>
public abstract class RetailerTests
{
    /// <summary>Business seconds a second: nights and pick times pass within a blink, and everything that can be late is.</summary>
    private const double Pace = 40_000;

    /// <summary>The two hours between looks are a second, in which what is on its way arrives.</summary>
    private protected const double PaceOfLooks = 8_000;

    internal abstract Task<ScratchDatabase?> Store();

    /// <summary>Whether a day of which nothing is lost is held against the books of ERP and warehouse as well; it takes longer.</summary>
    private protected virtual bool LooksAtBooks => false;

    [Fact]
    public async Task A_day_of_orders_settles_and_every_book_agrees()
    {
        await using var store = await Store();
        var report = await EstateRun.Settles(
            store?.Connection, usual => usual with
            {
                Orders = 60, Seed = 42, Factor = LooksAtBooks ? PaceOfLooks : Pace, ArriveSeconds = 8, Availability = true,
                Books = LooksAtBooks,
            });
        EstateRun.Count(report, "settled").ShouldBeGreaterThan(30);
        EstateRun.Count(report, "tasksDone").ShouldBeGreaterThan(0);
        EstateRun.Count(report, "callbacksDelivered").ShouldBeGreaterThan(0);
        if (LooksAtBooks)
        {
            EstateRun.Count(report["books"]!.AsObject(), "found").ShouldBe(0, "where the ERP's books are right nothing is found");
            EstateRun.Count(report["warehouseBooks"]!.AsObject(), "found").ShouldBe(0, "nor where the warehouse's are");
            EstateRun.Count(report["warehouseBooks"]!.AsObject(), "places").ShouldBeGreaterThan(0);
        }
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

    [Fact]
    public async Task What_the_books_of_ERP_and_warehouse_lose_is_found_and_healed_or_counted_until_they_agree_with_the_ledger()
    {
        await using var store = await Store();
        var report = await EstateRun.Settles(
            store?.Connection,
            usual => usual with { Orders = 40, Seed = 11, Factor = PaceOfLooks, ArriveSeconds = 8, Books = true, Drift = 0.02 });
        foreach (var system in (string[])["books", "warehouseBooks"])
        {
            var books = report[system]!.AsObject();
            EstateRun.Count(books, "wentWrong").ShouldBeGreaterThan(0, system);
            EstateRun.Count(books, "found").ShouldBeGreaterThan(0, system);
            EstateRun.Count(books, "differences").ShouldBe(0, system);
        }
    }
}

public sealed class RetailerOnSqliteTests : RetailerTests
{
    internal override Task<ScratchDatabase?> Store() => Task.FromResult<ScratchDatabase?>(null);

    private protected override bool LooksAtBooks => true;
}

public sealed class RetailerOnPostgresTests : RetailerTests
{
    internal override async Task<ScratchDatabase?> Store() => await ScratchDatabase.Create();
}
