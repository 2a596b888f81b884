using System.Diagnostics.Metrics;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;
using Crossdock.Unit.Tests.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Intelligence.Figures;

/// <summary>How things came out, on a handful of cases that one can count by hand.</summary>
public sealed class OutcomeFigureTests
{
    private const string Returns = OutcomeFigures.Returns;

    private static readonly DateTimeOffset Now = MadeUpLives.Start.AddDays(10);

    private static readonly MapPicture Map = new(
        Returns, "return", 1, OwnerGroup.FinanceControl,
        [
            new MapState("Disputed", "Disputed", Waits.OnPerson, null, ExceptionCategory.RefundMismatch, null, false),
            new MapState("Settling", "Settling", Waits.OnPartner, null, ExceptionCategory.ReconciliationOpen, null, false),
            new MapState("Awaited", "Awaited", Waits.OnPartner, null, ExceptionCategory.RefundLate, null, false),
        ],
        []);

    [Fact]
    public void The_exception_rate_counts_a_case_once_and_each_of_its_categories()
    {
        var source = Source() with
        {
            Closed =
            [
                Case() with { Marks = Troubles("late-pick\nstock-shortage") }, Case() with { Marks = Troubles("late-pick") },
                Case(), Case(),
                Case() with { Case = "task/T", Marks = Troubles("late-pick") },
            ],
        };

        Of("exception-rate", source).Select(row => (row.Of, row.Value, row.Base))
            .ShouldBe([(null, 50, 4), ("late-pick", 50, 4), ("stock-shortage", 25, 4)]);
    }

    [Fact]
    public void Exceptions_are_told_by_the_owner_of_the_card_else_of_the_category()
    {
        MeasuredCase Is(OwnerGroup? owner, double hours, string id = "order/O-1") => Case() with
        {
            Case = id, Closed = null, Category = ExceptionCategory.LatePick, CategorySince = Now.AddHours(-hours),
            Marks = CaseMarks.None with { Owner = owner },
        };
        var source = Source() with { Open = [Is(OwnerGroup.Buying, 3), Is(OwnerGroup.Buying, 50), Is(null, 0.5), Is(null, 9, "task/T")] };

        var rows = Of("exceptions-by-owner", source);
        rows.Where(row => row.Measure == "open").Select(row => (row.Of, row.Value))
            .ShouldBe([("store-operations", 1), ("buying", 2)]);
        rows.Single(row => row is { Of: "buying", Measure: "oldest" }).Value.ShouldBe(50 * 3_600);
    }

    [Fact]
    public void Fallout_is_told_in_all_and_by_the_day()
    {
        MeasuredCase On(int day, int touches) => Case() with { Closed = MadeUpLives.Start.AddDays(day), Touches = touches };
        var source = Source() with { Closed = [On(0, 0), On(0, 2), On(1, 0), On(1, 0), Case() with { Process = "other", Touches = 9 }] };

        Of("order-fallout", source).Select(row => (row.Of, row.Value, row.Base)).ShouldBe(
        [
            (null, 25, 4), ($"{MadeUpLives.Start:yyyy-MM-dd}", 50, 2), ($"{MadeUpLives.Start.AddDays(1):yyyy-MM-dd}", 0, 2),
        ]);
    }

    [Fact]
    public void A_promise_is_kept_until_its_very_second_and_lateness_is_told_with_its_sign()
    {
        var source = Source() with { Notes = [Note(Noted.Promise, -3_600), Note(Noted.Promise, 0), Note(Noted.Promise, 7_200)] };

        Of("promise-accuracy", source).Select(row => (row.Measure, row.Value)).ShouldBe(
            [("kept", 200.0 / 3), ("later-p50", 0), ("later-p90", 5_760), ("later-p99", 7_056)]);
    }

    [Fact]
    public void Shares_and_times_are_told_over_all_and_by_whom_they_are_of()
    {
        var source = Source() with
        {
            Notes =
            [
                Note(Noted.OnTimeInFull, 1, "S-1"), Note(Noted.OnTimeInFull, 0, "S-2"), Note(Noted.OnTimeInFull, 1, "S-2"),
                Note(Noted.OnTime, 1, "S-1"), Note(Noted.Confirmation, 60, "S-1"), Note(Noted.Confirmation, 180, "S-2"),
            ],
        };

        Of("supplier-on-time-in-full", source).Select(row => (row.Of, row.Measure, row.Value)).ShouldBe(
        [
            (null, "on-time-in-full", 200.0 / 3), ("S-1", "on-time-in-full", 100), ("S-2", "on-time-in-full", 50), (null, "on-time", 100),
            ("S-1", "on-time", 100),
        ]);
        Of("supplier-confirmation", source).Where(row => row.Measure == "p50").Select(row => (row.Of, row.Value))
            .ShouldBe([(null, 120), ("S-1", 60), ("S-2", 180)]);
    }

    [Fact]
    public void An_invoice_that_only_waited_for_its_goods_matched_the_first_time()
    {
        MeasuredCase Invoice(string seen, string ended = "Closed") => Case() with
        {
            Process = OutcomeFigures.Invoices, Marks = CaseMarks.None with { Seen = seen, EndedIn = ended },
        };
        var source = Source() with
        {
            Closed =
            [
                Invoice("Reading\nAwaitingMatch\nClaiming"), Invoice("Reading\nDiscrepant"), Invoice("Reading\nSuspect"),
                Invoice("Reading"), Invoice("Reading", "Duplicate"),
            ],
        };

        Of("first-match", source).ShouldHaveSingleItem().ShouldBe(new(OutcomeFigures.Invoices, null, "share", "%", 50, 4));
    }

    [Fact]
    public void The_backlog_is_what_waits_for_a_person_or_has_passed_its_deadline()
    {
        var source = Source() with
        {
            Standing =
            [
                Stay("Disputed", 30, Waits.OnPerson), Stay("Settling", 2, Waits.OnPartner) with { Due = Now.AddHours(-1) },
                Stay("Settling", 2, Waits.OnPartner) with { Due = Now.AddHours(1) }, Stay("Awaited", 99, Waits.OnPerson),
            ],
        };

        var rows = Of("reconciliation-backlog", source);
        rows.Where(row => row.Measure == "open").Select(row => (row.Of, row.Value)).ShouldBe([("Disputed", 1), ("Settling", 1)]);
        rows.Single(row => row is { Of: "Disputed", Measure: "1-day-to-7-days" }).Value.ShouldBe(1);
    }

    [Fact]
    public void A_refund_waits_in_transit_in_the_store_in_inspection_and_in_finance()
    {
        MeasuredStay Left(string state, double hours, long caseNo = 1) =>
            Stay(state, hours, Waits.OnSystem) with { CaseNo = caseNo, Left = Now };
        MeasuredStay Inspecting(string state, double hours) =>
            Left(state, hours, 9) with { Process = "store-task", Case = "task/T-9", TaskKind = nameof(TaskKind.Inspect) };
        var source = Source() with
        {
            Left =
            [
                Left("Awaited", 48), Left("Refunding", 1), Left("Settling", 2), Left("Settling", 7, caseNo: 2), Inspecting("Open", 5),
                Inspecting("Claimed", 0.5), Inspecting("Open", 1) with { TaskKind = nameof(TaskKind.Pick) }, Left("Inspecting", 6),
            ],
        };

        Of("refund-delay", source).Where(row => row.Measure == "p50").Select(row => (row.Of, row.Value / 3_600, row.Base))
            .ShouldBe([("finance", 5, 2), ("inspection", 0.5, 1), ("store", 5, 1), ("transit", 48, 1)]);
    }

    [Fact]
    public void Metrics_show_what_is_narrow_and_the_rest_as_a_whole()
    {
        var wide = new FigureAnswer(
            FigureCatalogue.Find("supplier-on-time-in-full")!, new FigureSlice(), Now,
            [new("p", null, "on-time", "%", 90, 9), new("p", "S-1", "on-time", "%", 80, 9)]);
        var narrow = new FigureAnswer(
            FigureCatalogue.Find("sync-latency")!, new FigureSlice(), Now,
            [.. Enumerable.Range(0, 3_000).Select(i => new FigureRow("p", $"c{i}", "p50", "s", i == 0 ? null : i, 1))]);

        var seen = Measured(() => [wide, narrow]);

        seen.Count.ShouldBe(FigureGauges.MostSeries);
        seen[0].ShouldBe("crossdock.figure=supplier-on-time-in-full crossdock.measure=on-time crossdock.process=p crossdock.unit=% 90");
        seen[1].ShouldEndWith(" 1", Shouldly.Case.Sensitive, "what is not known is not shown");
    }

    [Fact]
    public async Task Metrics_are_read_beside_whoever_asks_and_once_a_minute()
    {
        var wall = new FakeTimeProvider(Now);
        using var reader = new FigureReader(
            new AnalysisFile(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db")), new FakeMaps(Map), MadeUpLives.Hours,
            BusinessClock.Wall(wall));
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var pace = new AnalysisPace { IsCurrent = true };
        using var gauges = new FigureGauges(
            services.GetRequiredService<IMeterFactory>(), reader, pace, BusinessClock.Wall(wall), wall, NullLogger<FigureGauges>.Instance);

        gauges.Reading.ShouldBe(Task.CompletedTask, "nothing is read before somebody asks");
        gauges.Known();
        await gauges.Reading;
        var first = gauges.Known().ToList();
        first.Count.ShouldBe(FigureCatalogue.All.Length);
        first[0].Slice.From.ShouldBe(Now.AddDays(-1));
        wall.Advance(TimeSpan.FromSeconds(59));
        gauges.Known();
        await gauges.Reading;
        gauges.Known().First().At.ShouldBe(Now);
        wall.Advance(TimeSpan.FromSeconds(2));
        gauges.Known();
        await gauges.Reading;
        gauges.Known().First().At.ShouldBe(Now.AddSeconds(61));

        pace.IsCurrent = false;
        wall.Advance(TimeSpan.FromMinutes(2));
        gauges.Known();
        await gauges.Reading;
        gauges.Known().ShouldBeEmpty("a part of the day is no figure of the day");
    }

    private static List<string> Measured(Func<IEnumerable<FigureAnswer>> known)
    {
        var seen = new List<string>();
        using var meter = new Meter("figures of one test");
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, all) =>
            {
                if (ReferenceEquals(instrument.Meter, meter))
                {
                    all.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => seen.Add(
            $"{string.Join(' ', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))} "
            + $"{value}"));
        listener.Start();
        FigureGauges.Watch(meter, known);
        listener.RecordObservableInstruments();
        return seen;
    }

    private static FigureRow[] Of(string figure, FigureSource source) => [.. FigureCatalogue.Find(figure)!.Compute(source)];

    private static FigureSource Source() => new([], [], [], [], [], new FigureSlice(), Now, [Map]);

    private static CaseMarks Troubles(string troubles) => CaseMarks.None with { Troubles = troubles };

    private static MeasuredCase Case() => new(
        1, "order/O-1", OutcomeFigures.Orders, 5, "uk", null, "N1", null, MadeUpLives.Start, Now, 0, 0, null, null);

    private static MeasuredNote Note(string name, double value, string? of = null) =>
        new(1, 1, "order/O-1", "p", "uk", "web", "N1", name, of, null, Now, value);

    private static MeasuredStay Stay(string state, double hours, Waits waits) => new(
        1, 1, "return/R-1", Returns, state, waits, "uk", null, "N1", null, Now.AddHours(-hours), 1, "m", null, null, null, "", false, null,
        new TimeParts(), Now, default);
}
