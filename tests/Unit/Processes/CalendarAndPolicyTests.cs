using Crossdock.Contracts.Network;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Policies;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes;

public class CalendarAndPolicyTests
{
    // Britain: clocks go forward on 29 March 2026 at 01:00 UTC and back on 25 October 2026 at 01:00 UTC.
    private static readonly BusinessCalendar Shop = new(
        TimeZoneInfo.FindSystemTimeZoneById("Europe/London"),
        Given.Daily.Where(day => day.Day != DayOfWeek.Sunday), [new DateOnly(2026, 12, 25), new DateOnly(2026, 12, 26)]);

    private static readonly BusinessCalendar Night = new(
        TimeZoneInfo.FindSystemTimeZoneById("Europe/London"),
        Given.Daily.Select(day => new OpeningHours(day.Day, new TimeOnly(0, 0), new TimeOnly(6, 0))), []);

    [Theory]
    [InlineData("2026-11-24T10:00Z", 2, "2026-11-24T12:00Z")]
    [InlineData("2026-11-24T17:00Z", 2, "2026-11-25T10:00Z")]
    [InlineData("2026-11-24T03:00Z", 2, "2026-11-24T11:00Z")]
    [InlineData("2026-11-24T20:00Z", 2, "2026-11-25T11:00Z")]
    [InlineData("2026-11-28T17:00Z", 2, "2026-11-30T10:00Z")]
    [InlineData("2026-11-24T10:00Z", 20, "2026-11-26T12:00Z")]
    [InlineData("2026-12-24T17:00Z", 2, "2026-12-28T10:00Z")]
    [InlineData("2026-03-28T17:00Z", 2, "2026-03-30T09:00Z")]
    [InlineData("2026-10-24T16:00Z", 2, "2026-10-26T10:00Z")]
    public void A_budget_counts_only_while_the_shop_is_open(string from, int hours, string due) =>
        Shop.Due(DateTimeOffset.Parse(from), TimeSpan.FromHours(hours)).ShouldBe(DateTimeOffset.Parse(due));

    [Theory]
    [InlineData("2026-03-28T23:00Z", "2026-03-29T06:00Z", 5)]
    [InlineData("2026-10-24T22:00Z", "2026-10-25T07:00Z", 7)]
    [InlineData("2026-06-09T22:00Z", "2026-06-10T07:00Z", 6)]
    public void The_night_of_the_clock_change_is_an_hour_shorter_or_longer(string from, string to, int hours) =>
        Night.Between(DateTimeOffset.Parse(from), DateTimeOffset.Parse(to)).ShouldBe(TimeSpan.FromHours(hours));

    [Fact]
    public void What_lies_between_now_and_due_is_the_budget() =>
        Gen.Select(Gen.Int[0, 500_000], Gen.Int[1, 30_000]).Sample((start, budget) =>
        {
            var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(start);
            Shop.Between(from, Shop.Due(from, TimeSpan.FromMinutes(budget))).ShouldBe(TimeSpan.FromMinutes(budget));
        });

    [Fact]
    public void The_nearest_scope_wins_then_the_newest_version_and_none_before_its_day()
    {
        PolicyValue Value(Scope scope, int hours, int version, int fromDay) =>
            new("pick-time", scope, TimeSpan.FromHours(hours), version, Given.Now.AddDays(fromDay), "Aylin", "Test.");
        var book = new PolicyBook(
        [
            Value(new Scope(Region: "UK"), 3, 2, -9), Value(new Scope(Region: "UK", Node: "ST-1"), 4, 3, -9),
            Value(new Scope(Region: "UK"), 5, 4, -1), Value(new Scope(Region: "UK", Node: "ST-1"), 6, 5, +1),
        ]);
        (int Hours, int Version) Read(string? region, string? node)
        {
            var (value, version) = book.Read(Policy.PickTime, new Scope(region, Node: node), Given.Now);
            return ((int)value.TotalHours, version);
        }

        Read(null, null).ShouldBe((2, 1));
        Read("DE", "ST-1").ShouldBe((2, 1));
        Read("UK", "ST-2").ShouldBe((5, 4));
        Read("UK", "ST-1").ShouldBe((4, 3));
    }

    [Fact]
    public void The_journal_says_which_policies_a_decision_read()
    {
        var world = new World().Receive("A", Given.Leeds, 9).Place(Given.Collected("W-1", Given.Leeds, Given.Line(1, "A", 1)));

        world.Latest(Given.Part("W-1-1")).Policies.ShouldContain("pick-time@1");
    }
}
