using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;
using Crossdock.Estate.Demo;

namespace Crossdock.Acceptance.Tests;

/// <summary>Retailers' days on each store: every order ends in one of the four ways, and all books agree.</summary>
public abstract class RetailerTests(RetailerDays days)
{
    [Fact]
    public async Task A_day_of_orders_settles_and_every_book_agrees()
    {
        var report = await days.Settled(Day.Plain);
        EstateRun.Count(report, "settled").ShouldBeGreaterThan(30);
        EstateRun.Count(report, "tasksDone").ShouldBeGreaterThan(0);
        EstateRun.Count(report, "callbacksDelivered").ShouldBeGreaterThan(0);
        if (days.LooksAtBooks)
        {
            EstateRun.Count(report["books"]!.AsObject(), "found").ShouldBe(0, "where the ERP's books are right nothing is found");
            EstateRun.Count(report["warehouseBooks"]!.AsObject(), "found").ShouldBe(0, "nor where the warehouse's are");
            EstateRun.Count(report["warehouseBooks"]!.AsObject(), "places").ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Faults_of_every_outside_system_only_make_it_later()
    {
        var report = await days.Settled(Day.Faults);
        EstateRun.Count(report, "faultsMet").ShouldBeGreaterThan(0);
        EstateRun.Count(report, "settled").ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task What_the_books_of_ERP_and_warehouse_lose_is_found_and_healed_or_counted_until_they_agree_with_the_ledger()
    {
        var report = await days.Settled(Day.Drift);
        foreach (var system in (string[])["books", "warehouseBooks"])
        {
            var books = report[system]!.AsObject();
            EstateRun.Count(books, "wentWrong").ShouldBeGreaterThan(0, system);
            EstateRun.Count(books, "found").ShouldBeGreaterThan(0, system);
            EstateRun.Count(books, "differences").ShouldBe(0, system);
        }
    }
}

/// <summary>The days that are played.</summary>
public enum Day
{
    Plain,
    Faults,
    Drift,
}

/// <summary>The days of a store, played at once when the first test asks for one: most of each is waiting.</summary>
public abstract class RetailerDays : IAsyncDisposable
{
    /// <summary>Business seconds a second: nights and pick times pass within a blink, and everything that can be late is.</summary>
    private const double Pace = 40_000;

    /// <summary>The two hours between looks are a second, in which what is on its way arrives.</summary>
    private const double PaceOfLooks = 8_000;

    private static readonly Day[] Days = Enum.GetValues<Day>();

    private readonly List<ScratchDatabase> _stores = [];
    private Task<RunsTogether>? _played;

    /// <summary>Whether a day of which nothing is lost is held against the books of ERP and warehouse as well; it takes longer.</summary>
    internal virtual bool LooksAtBooks => false;

    internal abstract Task<ScratchDatabase?> Store();

    internal async Task<JsonObject> Settled(Day day) => await (await (_played ??= Play())).Settled(Array.IndexOf(Days, day));

    public async ValueTask DisposeAsync()
    {
        if (_played is { IsCompletedSuccessfully: true })
        {
            (await _played).Dispose();
        }

        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private async Task<RunsTogether> Play()
    {
        foreach (var _ in Days)
        {
            if (await Store() is { } store)
            {
                _stores.Add(store);
            }
        }

        return await EstateRun.Together([.. Days.Select((_, i) => _stores.ElementAtOrDefault(i)?.Connection)], 0, Asked);
    }

    private DemoOptions Asked(int day, DemoOptions usual) => Days[day] switch
    {
        Day.Plain => usual with
        {
            Orders = 60, Seed = 42, Factor = LooksAtBooks ? PaceOfLooks : Pace, ArriveSeconds = 8, Availability = true,
            Books = LooksAtBooks,
        },
        Day.Faults => usual with { Orders = 40, Seed = 7, Factor = Pace, ArriveSeconds = 8, Faults = "all", Availability = true },
        _ => usual with { Orders = 40, Seed = 11, Factor = PaceOfLooks, ArriveSeconds = 8, Books = true, Drift = 0.02 },
    };
}

public sealed class DaysOnSqlite : RetailerDays
{
    internal override bool LooksAtBooks => true;

    internal override Task<ScratchDatabase?> Store() => Task.FromResult<ScratchDatabase?>(null);
}

public sealed class DaysOnPostgres : RetailerDays
{
    internal override async Task<ScratchDatabase?> Store() => await ScratchDatabase.Create();
}

public sealed class RetailerOnSqliteTests(DaysOnSqlite days) : RetailerTests(days), IClassFixture<DaysOnSqlite>;

public sealed class RetailerOnPostgresTests(DaysOnPostgres days) : RetailerTests(days), IClassFixture<DaysOnPostgres>;
