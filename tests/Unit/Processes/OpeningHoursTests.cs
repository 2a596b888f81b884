using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.CalendarChanges;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Opening hours change while something is open: what its deadline was counted by, and what it is from then on.</summary>
public class OpeningHoursTests
{
    private const string Why = "As the network says at this start.";

    private static readonly CaseId All = new(KnownCalendars.Kind, "all:1");
    private static readonly CaseId Pick = Given.Part("W-1-1");
    private static readonly ProcessCatalogue Catalogue = ProcessCatalogue.Retail;
    private static readonly CalendarHours Usual = Hours(9, 18);

    [Theory]
    [InlineData("10:00", 9, 11, "10:30", "2026-11-25T10:00Z", "half an hour was used, half is left today, the rest tomorrow")]
    [InlineData("17:00", 9, 20, "17:30", "2026-11-24T19:00Z", "it opens longer today")]
    [InlineData("17:00", 7, 18, "17:30", "2026-11-25T08:00Z", "it opens earlier tomorrow")]
    [InlineData("10:00", 15, 18, "10:30", "2026-11-24T16:30Z", "it is closed until the afternoon, and what was used stays used")]
    [InlineData("08:00", 10, 18, "08:30", "2026-11-24T12:00Z", "nothing was used before it opened")]
    [InlineData("16:00", 9, 12, "17:59", "2026-11-25T09:01Z", "a minute is left")]
    public void What_ran_counts_by_the_old_hours_and_the_rest_by_the_new(
        string placed, int opens, int closes, string changed, string due, string why)
    {
        var (run, at) = Opened(At(placed), Hours(opens, closes));

        var row = Change(run, At(changed), Hours(opens, closes));
        row.Deadline.ShouldNotBeNull().Due.ShouldBe(DateTimeOffset.Parse(due), why);
        (row.From, row.To, row.Facts.Length, row.Effects.Length).ShouldBe((at, at, 0, 0));
        row.Because.ShouldStartWith("The hours of ST-1 have changed: due ");
        row.Because.ShouldEndWith(Why);
    }

    [Fact]
    public void The_night_in_which_the_clock_goes_forward_is_an_hour_shorter()
    {
        // Saturday to Sunday, 28 March 2027: from midnight to three by the clock are two hours.
        var (saturday, night) = (At("17:00", "2027-03-27"), NightToo());
        var (run, _) = Opened(saturday, night, new PolicyBook([new PolicyValue(
            Policy.PickTime.Name, Scope.Everywhere, TimeSpan.FromHours(3), 2, Given.Now.AddDays(-1), "Fay", "For a test.")]));

        Change(run, saturday.AddMinutes(30), night).Deadline!.Due.ShouldBe(DateTimeOffset.Parse("2027-03-28T02:00Z"));
    }

    [Fact]
    public void The_night_in_which_the_clock_goes_back_is_an_hour_longer()
    {
        // Saturday to Sunday, 31 October 2027, 17:00 by the clock there: from midnight to three are four hours.
        var (saturday, night) = (At("16:00", "2027-10-30"), NightToo());
        var (run, _) = Opened(saturday, night, new PolicyBook([new PolicyValue(
            Policy.PickTime.Name, Scope.Everywhere, TimeSpan.FromHours(4.5), 2, Given.Now.AddDays(-1), "Fay", "For a test.")]));

        Change(run, saturday.AddMinutes(30), night).Deadline!.Due.ShouldBe(DateTimeOffset.Parse("2027-10-31T02:30Z"));
    }

    [Fact]
    public void A_new_holiday_moves_what_was_due_on_it()
    {
        var holiday = Usual with { Holidays = [new DateOnly(2026, 11, 25)] };
        var (run, _) = Opened(At("17:00"), holiday);

        Change(run, At("17:30"), holiday).Deadline!.Due.ShouldBe(DateTimeOffset.Parse("2026-11-26T10:00Z"));
    }

    [Fact]
    public void What_a_held_case_had_used_stays_used_and_the_rest_runs_by_the_new_hours()
    {
        var later = Hours(11, 18);
        var (run, _) = Opened(At("10:00"), later);
        Apply(run, new CaseHeld("Looked at."), At("10:30"));
        var row = Change(run, At("11:00"), later);
        row.Deadline.ShouldBeNull("it is held still");
        var again = Again(run, later);
        foreach (var one in new[] { run, again })
        {
            Apply(one, new CaseResumed("Seen."), At("12:00")).Deadline!.Due.ShouldBe(
                At("13:30"), "half an hour was used while it was open then");
        }
    }

    [Fact]
    public void The_old_time_that_passes_after_the_change_means_nothing_any_more()
    {
        var (run, _) = Opened(At("10:00"), Hours(15, 18));
        var before = run.Deadline.ShouldNotBeNull();
        Change(run, At("10:30"), Hours(15, 18));

        Refusal(run, new DeadlinePassed(before.Name, before.Since), At("12:00"))!.Reason.ShouldBe("That deadline is not running.");
        Refusal(run, new DeadlinePassed(before.Name, run.Deadline!.Since), At("16:30")).ShouldBeNull();
    }

    [Theory]
    [InlineData("ST-2", 9, 12)]
    [InlineData("ST-1", 9, 19)]
    public void What_counts_by_other_hours_or_comes_to_the_same_has_no_row(string calendar, int opens, int closes)
    {
        var (run, _) = Opened(At("10:00"), Hours(opens, closes));

        Refusal(run, new HoursChanged(calendar, Usual, Hours(opens, closes), At("10:30"), Why), At("10:30"))!.Result
            .ShouldBe(TellResult.MovedOn);
    }

    [Fact]
    public void Told_twice_it_moves_once()
    {
        var (run, _) = Opened(At("10:00"), Hours(9, 11));
        Change(run, At("10:30"), Hours(9, 11));

        Refusal(run, new HoursChanged("ST-1", Usual, Hours(9, 11), At("10:30"), Why), At("10:40"))!.Result.ShouldBe(TellResult.MovedOn);
    }

    [Fact]
    public void Whenever_it_changes_the_time_counted_before_and_after_is_the_budget() => Gen.Select(
        Gen.Int[0, 1_439], Gen.Int[0, 2_000], Gen.Int[0, 23], Gen.Int[1, 12]).Sample(
        (placed, changed, opens, length) =>
        {
            var (start, is_) = (Given.Now.Date.AddDays(1).AddMinutes(placed), Hours(opens, Math.Min(23, opens + length)));
            var began = new DateTimeOffset(start, TimeSpan.Zero);
            var (run, _) = Opened(began, is_);
            var before = run.Deadline!;
            var at = began.AddMinutes(changed);
            if (at >= before.Due || is_.Hours[0].Opens == is_.Hours[0].Closes
                || Refusal(run, new HoursChanged("ST-1", Usual, is_, at, Why), at) is not null)
            {
                return;
            }

            var anew = Change(run, at, is_).Deadline!;
            (BusinessCalendar.Of(Usual).Between(began, at) + BusinessCalendar.Of(is_).Between(at, anew.Due)).ShouldBe(anew.Budget);
        },
        iter: 500, threads: 1);

    [Fact]
    public void Calendars_with_other_hours_are_told_together_and_those_that_came_or_went_are_not()
    {
        var world = new World();
        world.Tell(All, Set((Usual, ["ST-1", "ST-2", "ST-9"]), (Hours(0, 12), ["DC-1"])));
        world.StateOf(All).ShouldBe("InForce");
        world.Effects<RederiveDeadlines>().ShouldBeEmpty("nothing is known of before");

        world.Hold<RederiveDeadlines>();
        world.Tell(All, Set((Hours(9, 20), ["ST-1", "ST-2", "ST-3"]), (Hours(0, 12), ["DC-1"])));
        world.StateOf(All).ShouldBe("Rederiving");
        world.Tell(All, Set((Usual, ["ST-1"])));
        world.Latest(All).Outcome.ShouldBe(Outcome.IgnoredLate);

        world.LetGo<RederiveDeadlines>();
        world.StateOf(All).ShouldBe("InForce");
        var order = world.Effects<RederiveDeadlines>().ShouldHaveSingleItem();
        var change = order.Changes.ShouldHaveSingleItem();
        (string.Join(' ', change.Names), change.Was.Text, change.Is.Text).ShouldBe(("ST-1 ST-2", Usual.Text, Hours(9, 20).Text));
    }

    [Fact]
    public void The_same_hours_in_another_order_are_no_change_and_somebody_is_reminded_to_look()
    {
        var world = new World();
        world.Tell(All, Set((Usual, ["ST-1"])));
        world.Tell(All, Set((Usual with { Hours = [.. Usual.Hours.Reverse()] }, ["ST-1"])));
        world.Effects<RederiveDeadlines>().ShouldBeEmpty();

        world.Pass(TimeSpan.FromDays(181));
        world.RowsOf(All).SelectMany(row => row.Facts).OfType<CalendarsReviewDue>().ShouldHaveSingleItem();
        world.StateOf(All).ShouldBe("InForce");
    }

    [Fact]
    public void A_team_works_by_its_own_hours_zone_and_holidays_and_others_by_those_of_an_office()
    {
        var book = new CalendarBook(Given.Network with
        {
            Teams =
            [
                new TeamHours(
                    OwnerGroup.CustomerService, "America/New_York", Hours(9, 17).Hours, [new DateOnly(2026, 11, 26)]),
            ],
        });

        book.Find("team:CustomerService").Due(DateTimeOffset.Parse("2026-11-25T21:00Z"), TimeSpan.FromHours(2))
            .ShouldBe(DateTimeOffset.Parse("2026-11-27T15:00Z"), "an hour on the day before Thanksgiving, one on the day after it");
        book.Find("team:Buying").Due(DateTimeOffset.Parse("2026-11-25T19:00Z"), TimeSpan.FromHours(2))
            .ShouldBe(DateTimeOffset.Parse("2026-11-26T09:00Z"));
        book.Patterns.SelectMany(pattern => pattern.Names).ShouldBeUnique();
    }

    /// <summary>A pick that was asked for then, by a host that has read other hours since.</summary>
    private static (CaseRun Run, string At) Opened(DateTimeOffset placed, CalendarHours now, PolicyBook? policies = null)
    {
        var world = new World(policies: policies);
        world.PassUnwatched(placed - world.Now);
        world.Receive("A", Given.Leeds, 9).Place(Given.Collected("W-1", Given.Leeds, Given.Line(1, "A", 1)));
        world.Latest(Pick).Deadline!.Since.ShouldBe(placed);
        var run = new CaseRun(Catalogue.Find(Pick.Kind)!, Pick, RulesWith(now));
        foreach (var row in world.RowsOf(Pick))
        {
            run.Apply(row);
        }

        return (run, run.At!);
    }

    private static readonly Dictionary<CaseRun, List<Transition>> Rows = [];

    private static CaseRun Again(CaseRun run, CalendarHours now)
    {
        var again = Opened(At("10:00"), now).Run;
        foreach (var row in Rows[run])
        {
            again.Apply(Catalogue.Json().Read(Catalogue.Json().Write(row)));
        }

        return again;
    }

    private static Transition Change(CaseRun run, DateTimeOffset at, CalendarHours now) =>
        Apply(run, new HoursChanged("ST-1", Usual, now, at, Why), at);

    private static Transition Apply(CaseRun run, Message message, DateTimeOffset at)
    {
        var envelope = new Envelope($"m-{at.UtcTicks}-{run.Seq}", "test", run.Id, at, Actor.System("Calendars"), message);
        run.AnswerWithoutRow(envelope).ShouldBeNull();
        var row = run.Next(envelope, at);
        run.Apply(row);
        lock (Rows)
        {
            (Rows.TryGetValue(run, out var rows) ? rows : Rows[run] = []).Add(row);
        }

        return row;
    }

    private static TellReceipt? Refusal(CaseRun run, Message message, DateTimeOffset at) =>
        run.AnswerWithoutRow(new Envelope($"r-{at.UtcTicks}", "test", run.Id, at, Actor.Crossdock, message));

    private static Rulebook RulesWith(CalendarHours now) => Rulebook.Of(Given.Network with
    {
        Nodes =
        [
            .. Given.Network.Nodes.Select(node => node.Id == Given.Leeds
                ? node with { TimeZone = now.TimeZone, Hours = now.Hours, Holidays = now.Holidays } : node),
        ],
    });

    private static CalendarsSet Set(params (CalendarHours Hours, string[] Names)[] all) =>
        new([.. all.Select(one => new CalendarPattern(one.Hours, [.. one.Names]))], Why);

    private static CalendarHours Hours(int opens, int closes) => new(
        "Europe/London",
        [.. Enum.GetValues<DayOfWeek>().Select(day => new OpeningHours(day, new TimeOnly(opens, 0), new TimeOnly(closes, 0)))], []);

    /// <summary>As usual, and from midnight to three in the night to Sunday.</summary>
    private static CalendarHours NightToo() =>
        Usual with { Hours = Usual.Hours.Add(new OpeningHours(DayOfWeek.Sunday, new TimeOnly(0, 0), new TimeOnly(3, 0))) };

    private static DateTimeOffset At(string time, string day = "2026-11-24") => DateTimeOffset.Parse($"{day}T{time}Z");
}
