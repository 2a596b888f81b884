using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;

namespace Crossdock.Unit.Tests.Intelligence.Figures;

/// <summary>Each figure on a handful of cases that one can count by hand.</summary>
public sealed class FigureTests
{
    /// <summary>Set to 1 to accept changed definitions: the page is written anew, in the same commit.</summary>
    private const string AcceptVariable = "CROSSDOCK_ACCEPT_FIGURES";

    private static readonly DateTimeOffset Now = MadeUpLives.Start.AddDays(10);

    private static readonly DateTimeOffset Began = Now.AddDays(-5);

    private static readonly MapPicture Map = new(
        "invoice", "invoice", 1, OwnerGroup.AccountsPayable,
        [
            new MapState("Approving", "Approving", Waits.OnPerson, null, ExceptionCategory.ApprovalLate, null, false),
            new MapState("Posting", "Posting", Waits.OnSystem, null, null, null, false),
        ],
        []);

    [Fact]
    public void Throughput_counts_what_was_closed_and_divides_it_by_the_days_of_the_period()
    {
        var source = Source() with { Closed = [Case(hours: 1), Case(hours: 2), Case(hours: 3)] };

        Of("throughput", source with { Slice = new FigureSlice(From: Now.AddDays(-6)) })
            .ShouldBe([new("invoice", null, "closed", "cases", 3, 3), new("invoice", null, "per-day", "cases a day", 0.5, 3)]);
        Of("throughput", source with { Slice = new FigureSlice(From: Now.AddDays(-6), To: Now.AddDays(-4)) })[1].Value.ShouldBe(1.5);
        Of("throughput", source with { Slice = new FigureSlice(From: Now.AddDays(-3), To: Now.AddDays(4)) })[1].Value.ShouldBe(1);
    }

    [Fact]
    public void Intake_counts_what_began_of_a_process_and_by_channel()
    {
        MeasuredCase From(string? channel) => Case(hours: 1) with { Channel = channel };

        Of("intake", Source() with { Began = [From("web"), From(null), From("app"), From("web")] }).ShouldBe(
        [
            new("invoice", null, "begun", "cases", 4, 4), new("invoice", "app", "begun", "cases", 1, 1),
            new("invoice", "web", "begun", "cases", 2, 2),
        ]);
    }

    [Fact]
    public void Cycle_time_lies_between_two_cases_in_proportion() =>
        Of("cycle-time", Source() with { Closed = [.. Enumerable.Range(0, 11).Select(hours => Case(hours))] })
            .Select(row => (row.Measure, row.Value)).ShouldBe([("p50", 18_000), ("p90", 32_400), ("p99", 35_640)]);

    [Fact]
    public void Time_in_a_state_is_told_by_state_and_approval_delay_is_that_of_states_that_wait_for_a_yes_or_no()
    {
        var source = Source() with { Left = [Stay("Posting", hours: 4), Stay("Approving", hours: 2), Task(hours: 9)] };

        Of("state-time", source).Where(row => row.Measure == "p50").Select(row => (row.Of, row.Value))
            .ShouldBe([("Approving", 7_200), ("Approving", 32_400), ("Posting", 14_400)], ignoreOrder: true);
        Of("approval-delay", source).Select(row => (row.Of, row.Value)).Distinct().ShouldBe([("Approving", 7_200)]);
    }

    [Fact]
    public void A_service_level_is_kept_until_the_very_deadline_and_broken_by_who_still_stands_there()
    {
        var source = Source() with
        {
            Left =
            [
                Stay("Posting", hours: 2, due: 2), Stay("Posting", hours: 2, due: 1), Stay("Posting", hours: 2),
                Stay("Waiting", hours: 2, due: 1) with { Waits = Waits.OnTime },
            ],
            Standing = [Standing(hours: 5, due: 1), Standing(hours: 5, due: 500)],
        };

        Of("sla-adherence", source).ShouldHaveSingleItem().ShouldBe(new("invoice", null, "kept", "%", 100.0 / 3, 3));
    }

    [Fact]
    public void Time_at_risk_is_the_hour_before_a_deadline_and_time_late_all_that_comes_after()
    {
        var source = Source() with
        {
            Left =
            [
                Stay("Posting", hours: 5, due: 3), Stay("Posting", hours: 2, due: 2.5),
                Stay("Waiting", hours: 2, due: 1) with { Waits = Waits.OnTime },
            ],
            Standing = [Standing(hours: 1, due: 0.5), Standing(hours: 1, due: 300)],
        };

        Of("time-at-risk", source).Select(row => (row.Measure, row.Value, row.Base))
            .ShouldBe([("at-risk", 3_600 + 1_800 + 1_800, 4), ("late", 7_200 + 1_800, 4)]);
    }

    [Fact]
    public void Exceptions_are_counted_by_category_and_by_age()
    {
        MeasuredCase Since(double hours, ExceptionCategory category = ExceptionCategory.LatePick) =>
            Case(0) with { Closed = null, Category = category, CategorySince = Now.AddHours(-hours) };
        var source = Source() with
        {
            Open = [Since(0.5), Since(1), Since(30), Since(24 * 7), Since(2, ExceptionCategory.Duplicate), Case(0) with { Closed = null }],
        };

        Of("exceptions", source).Where(row => row.Of == "late-pick").Select(row => (row.Measure, row.Value)).ShouldBe(
        [
            ("open", 4), ("under-1-hour", 1), ("1-hour-to-1-day", 1), ("1-day-to-7-days", 1), ("7-days-and-more", 1),
            ("oldest", 7 * 86_400),
        ]);
        Of("exceptions", source).Where(row => row.Of == "duplicate").Select(row => row.Value).ShouldBe([1, 0, 1, 0, 0, 7_200]);
    }

    [Fact]
    public void Rework_touches_and_touchless_are_of_closed_cases()
    {
        var source = Source() with
        {
            Closed =
            [
                Case(1) with { Loops = 3, Touches = 0 }, Case(1) with { Loops = 0, Touches = 2 }, Case(1) with { Loops = 0, Touches = 4 },
                Case(1) with { Case = "task/T-1", Process = "store-task", Touches = 1 },
            ],
        };

        Of("rework", source).Where(row => row.Process == "invoice").Select(row => (row.Measure, row.Value))
            .ShouldBe([("mean", 1), ("share", 100.0 / 3)]);
        Of("touchless", source).ShouldHaveSingleItem().ShouldBe(new("invoice", null, "share", "%", 100.0 / 3, 3));
        Of("touches", source).Where(row => row.Process == "invoice").Select(row => row.Value!.Value)
            .ShouldBe([2, 2, 3.6, 3.96], 1e-9);
        Of("touches", source).ShouldContain(row => row.Process == "store-task" && row.Measure == "mean" && row.Value == 1);
    }

    [Fact]
    public void Retries_are_told_by_system_with_the_effects_they_were_made_for()
    {
        FailedAttempt Failed(string key, int attempt, string system, string outcome) =>
            new(key, attempt, "order/O-1", system, "post", Now, outcome);
        var source = Source() with
        {
            Failed = [Failed("a", 1, "erp", "Transient"), Failed("a", 2, "erp", "Throttled"), Failed("b", 1, "wms", "Transient")],
        };

        Of("integration-retries", source).Select(row => (row.Of, row.Measure, row.Value)).ShouldBe(
        [
            ("erp", "failed", 2), ("erp", "effects", 1), ("erp", "throttled", 1), ("erp", "transient", 1),
            ("wms", "failed", 1), ("wms", "effects", 1), ("wms", "transient", 1),
        ]);
    }

    [Fact]
    public void Bottlenecks_rank_what_was_lost_by_state_node_and_cause_and_leave_out_work_and_closed_hours()
    {
        var (fast, slow) = (Stay("Posting", hours: 1), Standing(hours: 5));
        fast.Parts.Add(Cause.Working, TimeSpan.FromMinutes(50).Ticks);
        fast.Parts.Add(Cause.IntegrationRetry, TimeSpan.FromMinutes(10).Ticks);

        var went = TimeWent.Of(Source() with { Left = [fast, fast], Standing = [slow] }, (_, _, _) => TimeSpan.FromHours(2), 10);
        went.Bottlenecks.ShouldBe(
        [
            new("invoice", "Approving", "N1", Cause.WaitingOnPerson, TimeSpan.FromHours(2), 1, 1),
            new("invoice", "Posting", "N1", Cause.IntegrationRetry, TimeSpan.FromMinutes(20), 2, 0),
        ]);
        went.All.Whole.ShouldBe(TimeSpan.FromHours(7).Ticks);
        went.All[Cause.OutsideBusinessHours].ShouldBe(TimeSpan.FromHours(3).Ticks);
        TimeWent.Of(Source() with { Left = [fast], Standing = [slow] }, (_, _, _) => default, 1).Bottlenecks.Length.ShouldBe(1);
    }

    [Fact]
    public void Money_at_stake_counts_each_case_once_and_is_ranked_by_what_it_is_worth_times_the_hours()
    {
        ValuedStay Lost(long no, string state, double hours, decimal? value, string currency = "GBP", bool stands = false)
        {
            var stay = Stay(state, hours) with { CaseNo = no, Left = stands ? null : Now };
            stay.Parts.Add(Cause.WaitingOnPerson, TimeSpan.FromHours(hours).Ticks);
            return new ValuedStay(stay, value is { } worth ? new Worth(worth, currency) : null);
        }

        var source = Source() with
        {
            Valued =
            [
                Lost(1, "Approving", 2, 100m), Lost(1, "Approving", 1, 100m), Lost(2, "Approving", 1, 40m, stands: true),
                Lost(3, "Approving", 4, 900m, "EUR"), Lost(4, "Approving", 50, null), Lost(5, "Disputed", 1, 1_000m),
                Lost(6, "Resting", 70, 0m),
            ],
        };

        var byTime = TimeWent.Of(source, (_, _, _) => default, 10);
        byTime.Bottlenecks.Select(one => one.State).ShouldBe(["Resting", "Approving", "Disputed"]);
        byTime.Bottlenecks[1].AtStake.ShouldBe([new("EUR", 900m, 0m, 3_600m), new("GBP", 140m, 40m, 340m)]);
        byTime.Bottlenecks[0].AtStake.ShouldBeEmpty("nothing is at stake where a case is worth nothing");
        byTime.Currencies.ShouldBe(["GBP", "EUR"], "three cases before one");

        TimeWent.Of(source, (_, _, _) => default, 10, "GBP").Bottlenecks.Select(one => one.State).ShouldBe(["Disputed", "Approving"]);
        TimeWent.Of(source, (_, _, _) => default, 10, "EUR").Bottlenecks.ShouldHaveSingleItem().State.ShouldBe("Approving");
        TimeWent.Of(source, (_, _, _) => default, 10, "SEK").Bottlenecks.ShouldBeEmpty();
    }

    [Fact]
    public void What_waits_for_its_time_is_in_the_sums_and_no_bottleneck_and_what_a_policy_holds_is_one()
    {
        var plan = Stay("Live", hours: 30) with { Waits = Waits.OnTime };
        plan.Parts.Add(Cause.HeldByPolicy, TimeSpan.FromHours(29).Ticks);
        plan.Parts.Add(Cause.WaitingOnPerson, TimeSpan.FromHours(1).Ticks);
        var held = Stay("Approving", hours: 3);
        held.Parts.Add(Cause.HeldByPolicy, TimeSpan.FromHours(3).Ticks);
        var wants = Stay("WaitingForStock", hours: 2) with { Waits = Waits.OnTime };
        wants.Parts.Add(Cause.HeldByPolicy, TimeSpan.FromHours(2).Ticks);
        var standing = Stay("Current", hours: 0) with
        {
            Waits = Waits.OnTime, Left = null, Until = Now.AddDays(-1),
            Now = new Situation(Waits.OnTime, false, false, false, false, null, Situation.AroundTheClock),
        };

        var went = TimeWent.Of(Source() with { Left = [plan, held, wants], Standing = [standing] }, (_, from, to) => to - from, 10);
        went.Bottlenecks.ShouldBe(
        [
            new("invoice", "Approving", "N1", Cause.HeldByPolicy, TimeSpan.FromHours(3), 1, 0),
            new("invoice", "WaitingForStock", "N1", Cause.HeldByPolicy, TimeSpan.FromHours(2), 1, 0),
            new("invoice", "Live", "N1", Cause.WaitingOnPerson, TimeSpan.FromHours(1), 1, 0),
        ]);
        went.All[Cause.HeldByPolicy].ShouldBe(TimeSpan.FromHours(29 + 3 + 2 + 24).Ticks);
    }

    [Fact]
    public void Every_figure_says_what_it_is_and_nothing_where_there_is_nothing()
    {
        FigureCatalogue.All.Select(figure => figure.Name).ShouldBeUnique();
        foreach (var figure in FigureCatalogue.All)
        {
            foreach (var text in new[] { figure.Title, figure.Unit, figure.Formula, figure.Grain, figure.Counts, figure.CountsNot })
            {
                text.ShouldNotBeNullOrWhiteSpace(figure.Name);
            }

            figure.Compute(Source()).ShouldBeEmpty(figure.Name);
        }
    }

    [Fact]
    public void The_page_of_the_figures_says_what_is_computed()
    {
        var path = Path.Combine(Repository.Root(), "docs", "intelligence", "figures.md");
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(path, FigurePage.Write());
        }

        File.ReadAllText(path).ShouldBe(
            FigurePage.Write(), $"the page is stale; run this test with {AcceptVariable}=1 and commit the file");
    }

    [Fact]
    public void A_text_that_a_spreadsheet_would_compute_stays_a_text()
    {
        var csv = FigureCsv.Write([new("=1+1", "a,b", "p50", "s", 0.1, 3), new(null, null, "p90", "s", null, 0)]);

        csv.ShouldBe("process,of,measure,unit,value,base\r\n\"'=1+1\",\"a,b\",p50,s,0.1,3\r\n,,p90,s,,0\r\n");
    }

    private static FigureRow[] Of(string figure, FigureSource source) => [.. FigureCatalogue.Find(figure)!.Compute(source)];

    private static FigureSource Source() =>
        new([], [], [], [], [], new FigureSlice(), Now, [Map, Map with { Process = "store-task", Kind = "task" }]);

    private static MeasuredCase Case(double hours) => new(
        1, "invoice/I-1", "invoice", 5, "uk", null, "N1", null, Began, Began.AddHours(hours), 0, 0, null, null);

    private static MeasuredStay Stay(string state, double hours, double? due = null) => new(
        1, 1, "invoice/I-1", "invoice", state, Waits.OnPerson, "uk", null, "N1", null, Began, 1, "m", Began.AddHours(hours), 2, "n",
        "a person", false, due is { } at ? Began.AddHours(at) : null, new TimeParts(), Now, default);

    private static MeasuredStay Task(double hours) =>
        Stay("Approving", hours) with { Case = "task/T-1", Process = "store-task" };

    private static MeasuredStay Standing(double hours, double? due = null) => Stay("Approving", hours) with
    {
        Entered = Now.AddHours(-hours), Left = null, LeftSeq = null, LeftBy = null, Until = Now.AddHours(-hours),
        Due = due is { } at ? Now.AddHours(at - hours) : null,
        Now = new Situation(Waits.OnPerson, false, false, false, false, null, "shop"),
    };
}
