using Crossdock.Contracts;
using Crossdock.Intelligence.Alerts;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Crossdock.Unit.Tests.Dashboard;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Intelligence.Alerts;

/// <summary>What thresholds are held against, out of an analysis file.</summary>
public sealed class AlertReaderTests : IDisposable
{
    private const string Orders = "order-to-fulfilment", Parts = "fulfilment";

    private static readonly AlertBounds Bounds = new(Clear: 0.8, Least: 20);

    private static readonly DateTimeOffset Now = new(2026, 11, 4, 15, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("alerts-").FullName;
    private int _cases;

    public AlertReaderTests() => File.Prepare("a store");

    private AnalysisFile File => new(Path.Combine(_folder, "figures.db"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_channel_that_sent_orders_in_these_hours_of_the_week_and_sends_none_is_silent_and_a_quiet_night_is_not()
    {
        foreach (var weeks in Enumerable.Range(1, 4))
        {
            // In Britain it was summer time until a week ago: the same hour was one earlier by the sun.
            var then = Now.AddDays(-7 * weeks).AddHours(weeks > 1 ? -1 : 0).AddMinutes(-20);
            Begin(50 + weeks, Orders, "web", then);
            Begin(40, Orders, "app", then);
        }

        Begin(90, Orders, "web", Now.AddMinutes(-90));
        Begin(30, Orders, "app", Now.AddMinutes(-20));
        Begin(60, "customer-return", "web", Now.AddDays(-7).AddMinutes(-20));
        var read = await Read(Now);
        read.Where(one => one.Rule.Name == "channel-silent").Select(one => (one.Of, one.Value, one.Past))
            .ShouldBe([("app", 30, 40.0), ("web", 0, 51.0)], ignoreOrder: true);

        (await Read(Now.AddHours(10))).ShouldNotContain(one => one.Rule.Name == "channel-silent", "at night nothing came in any week");
    }

    [Fact]
    public async Task The_same_hour_is_the_same_by_the_clock_on_the_wall_when_that_has_been_changed()
    {
        // In Britain summer time ended on 25 October: 08:00 to 09:00 was an hour earlier by the sun in the three weeks before.
        var morning = new DateTimeOffset(2026, 11, 4, 9, 0, 0, TimeSpan.Zero);
        Begin(40, Orders, "web", new DateTimeOffset(2026, 10, 28, 8, 30, 0, TimeSpan.Zero));
        foreach (var weeks in Enumerable.Range(2, 3))
        {
            Begin(40, Orders, "web", morning.AddDays(-7 * weeks).AddMinutes(-90));
        }

        var silent = (await Read(morning)).Single(one => one.Rule.Name == "channel-silent");
        (silent.Value, silent.Past).ShouldBe((0, 40.0));
        (await Read(morning.AddHours(-1))).ShouldNotContain(one => one.Rule.Name == "channel-silent", "before it opens nobody ever bought");
    }

    [Fact]
    public async Task A_place_where_pickups_are_late_is_held_against_the_others_of_the_same_day()
    {
        Ready(20, "S1", inTime: 8, Now.AddHours(-5));
        Ready(40, "S2", inTime: 38, Now.AddHours(-5));
        Ready(20, "S3", inTime: 20, Now.AddHours(-5));
        Ready(20, "S4", inTime: 18, Now.AddHours(-5));
        Ready(90, "S1", inTime: 90, Now.AddHours(-30));
        var read = (await Read(Now)).Where(one => one.Rule.Name == "pickup-place").ToList();

        read.Select(one => (one.Of, one.Value, one.Past, one.Base)).ShouldBe(
            [("S1", 40, 95.0, 20), ("S2", 95, 90.0, 40), ("S3", 100, 90.0, 20), ("S4", 90, 95.0, 20)]);
        read.Select(one => one.Badness).ShouldBe([55, -5, -10, 5]);
    }

    [Fact]
    public void What_came_in_the_same_hours_before_and_does_not_now_is_none_now_and_weeks_of_too_few_are_no_measure()
    {
        static FigureRow Of(string channel, int begun) => new("order-to-fulfilment", channel, "begun", "cases", begun, begun);
        var readings = AlertReader.Least(
            AlertRules.Find("channel-silent")!, [Of("web", 30), Of("new", 50)],
            [[Of("web", 90), Of("app", 60), Of("sale", 500)], [Of("web", 70), Of("app", 25)], [Of("web", 19), Of("sale", 4)], []],
            least: 20).ToList();

        readings.Select(one => (one.Of, one.Value, one.Past, one.Base))
            .ShouldBe([("web", 30, 70.0, 30), ("new", 50, null, 50), ("app", 0, 25.0, 0)], "one sale at night is no measure of nights");
    }

    [Fact]
    public void A_place_is_held_against_the_middle_of_the_others_of_its_process_that_have_enough_and_never_against_itself()
    {
        static FigureRow Of(string node, double share, long many, string process = "fulfilment") =>
            new(process, node, "share", "%", share, many);
        var readings = AlertReader.Others(
            AlertRules.Find("pickup-place")!,
            [Of("S1", 40, 30), Of("S2", 90, 60), Of("S3", 100, 20), Of("DC", 70, 9_000), Of("S4", 0, 3), Of("S1", 10, 99, "other")],
            least: 20).ToList();

        readings.Select(one => (one.Of, one.Past))
            .ShouldBe([("S1", 90), ("S2", 70), ("S3", 70), ("DC", 90), ("S4", 80), ("S1", null)]);
        AlertRules.IsOpen(false, readings[0], 40, Bounds).ShouldBeTrue();
        AlertRules.IsOpen(false, readings[0], 60, Bounds).ShouldBeFalse();
        AlertRules.IsOpen(false, readings[1], 1, Bounds).ShouldBeFalse("it is better than they are");
        AlertRules.IsOpen(false, readings[4], 1, Bounds).ShouldBeFalse("of too few of its own");
        AlertRules.IsOpen(false, readings[5], 1, Bounds).ShouldBeFalse("of too few others");
    }

    private async Task<IReadOnlyList<AlertReading>> Read(DateTimeOffset now)
    {
        var clock = BusinessClock.Wall(new FakeTimeProvider(now));
        using var figures = new FigureReader(File, new FakeMaps(), MadeUpLives.Hours, clock);
        return await new AlertReader(figures, clock, Processes.Given.Network).Read(least: 20, TestContext.Current.CancellationToken);
    }

    private void Begin(int cases, string process, string channel, DateTimeOffset at) => Change(
        cases,
        """
        insert into cases (case_no, case_id, process, seq, channel, opened, touches, loops, seen, troubles, staff, systems, policies,
            messages, duplicates, overtaken, unexpected)
        values (@no, 'order/O-' || @no, @process, 1, @place, @at, 0, 0, '', '', '', '', '', 0, 0, 0, 0)
        """,
        process, channel, at);

    private void Ready(int parts, string node, int inTime, DateTimeOffset at)
    {
        void Parted(int many, int value) => Change(
            many,
            $"""
            insert into notes (case_no, number, case_id, process, node, name, of, at, value)
            values (@no, 1, 'fulfilment/F-' || @no, @process, @place, '{Noted.Ready}', @place, @at, {(value == 1 ? "1" : "0")})
            """,
            Parts, node, at);
        Parted(inTime, 1);
        Parted(parts - inTime, 0);
    }

    private void Change(int times, string sql, string process, string place, DateTimeOffset at)
    {
        using var file = new SqliteConnection($"Data Source={File.Path};Pooling=False");
        file.Open();
        using var all = file.BeginTransaction();
        for (var i = 0; i < times; i++)
        {
            using var command = file.CreateCommand();
            (command.CommandText, command.Transaction) = (sql, all);
            command.Parameters.AddWithValue("@no", ++_cases);
            command.Parameters.AddWithValue("@process", process);
            command.Parameters.AddWithValue("@place", place);
            command.Parameters.AddWithValue("@at", at.UtcTicks);
            command.ExecuteNonQuery();
        }

        all.Commit();
    }
}
