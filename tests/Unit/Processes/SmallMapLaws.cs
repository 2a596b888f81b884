using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Absences;
using Crossdock.Processes.CalendarChanges;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>
/// The maps that have few states, with words that they expect and words of others, in any order, lost, late and repeated: none fails, and
/// each is at its end or has a deadline.
/// </summary>
public class SmallMapLaws
{
    private static readonly int Runs = Often.Of(200);

    private static readonly Actor Ada = new("Ada", "head-of-buying");
    private static readonly CaseId Away = new(Absence.Kind, "ada:1");
    private static readonly CaseId Calendars = new(KnownCalendars.Kind, "all:1");

    private static readonly Gen<(int Act, int Which)[]> Lives = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 1_000]).Array[3, 50];

    [Fact]
    public void An_absence_and_the_opening_hours_end_or_have_a_deadline_whatever_they_hear() => Lives.Sample(
        life =>
        {
            var world = new World();
            var asked = 0;
            world.Answers<RederiveDeadlines>(effect => asked++ % 3 == 1 ? effect.Refused("The store is away.") : null);
            foreach (var (act, which) in life)
            {
                Do(world, act, which);
            }

            world.FindLost();
            world.Run();
            world.Incidents.Select(row => $"{row.Case} in {row.To} on {row.Message.Data.GetType().Name}: {row.Because}").ShouldBeEmpty();
            foreach (var run in world.Cases.Where(run => world.Knows(run.Id)).ToList())
            {
                var latest = world.Latest(run.Id);
                (latest.Final || latest.Deadline is not null).ShouldBeTrue($"{run.Id} in {latest.To}");
                latest.Waits.ShouldNotBe(Waits.OnSystem, $"{run.Id} in {latest.To}");
            }

            world.FoldsBack(world.Cases.Where(run => run.Id == Away), new AbsenceEnded("Next."));
            world.FoldsBack(world.Cases.Where(run => run.Id == Calendars), new CalendarsForgotten("Next."));
        },
        iter: Runs, threads: 1);

    [Fact]
    public void The_lives_tried_reach_every_state()
    {
        var seen = new HashSet<string>();
        for (var seed = 1; seed <= 60; seed++)
        {
            // Always the same lives, so that this says something about the lives and nothing about luck.
            var (world, asked, dice) = (new World(), 0, new Random(seed));
            world.Answers<RederiveDeadlines>(effect => asked++ % 3 == 1 ? effect.Refused("The store is away.") : null);
            for (var step = 0; step < 40; step++)
            {
                Do(world, dice.Next(9), dice.Next(1_000));
            }

            seen.UnionWith(world.Journal.Select(row => row.To));
        }

        Enum.GetNames<AbsenceState>().Concat(Enum.GetNames<CalendarsState>()).Except(seen).ShouldBeEmpty();
    }

    private static void Do(World world, int act, int which)
    {
        switch (act)
        {
            case 0:
                world.Send(Away, new AbsenceRecorded(
                    "Ada", "head-of-buying", which % 4 == 0 ? "Ada" : "Bo", Given.Now.AddDays((which % 5) - 1),
                    Given.Now.AddDays((which % 9) - 2), "Holidays."), which % 3 == 0 ? null : Ada);
                break;
            case 1 when which % 3 == 0:
                world.Send(Away, new AbsenceEnded("Back."), which % 2 == 0 ? null : Ada);
                break;
            case 2:
                world.Send(Calendars, new CalendarsSet([new CalendarPattern(Hours(7 + (which % 3)), ["ST-1"])], "As at this start."));
                break;
            case 3 when which % 7 == 0:
                world.Send(Calendars, new CalendarsForgotten("Start anew."));
                break;
            case 4:
                world.Send(which % 2 == 0 ? Away : Calendars, which % 3 == 0
                    ? new LookAgain("Again.") : new HoldReleased(HoldKind.Erp, "Go on."));
                break;
            case 5:
                world.Lose(which % 3);
                break;
            case 6 when world.Heard.Count > 0:
                world.Repeat(world.Heard[which % world.Heard.Count]);
                break;
            case 7:
                world.Pass(TimeSpan.FromHours(which % 400));
                break;
            default:
                world.Run();
                break;
        }
    }

    private static CalendarHours Hours(int opens) => new(
        "Europe/London",
        [.. Enum.GetValues<DayOfWeek>().Select(day => new OpeningHours(day, new TimeOnly(opens, 0), new TimeOnly(18, 0)))], []);
}
