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
            Begin(50 + weeks, Orders, "web", Now.AddDays(-7 * weeks).AddMinutes(-20));
            Begin(40, Orders, "app", Now.AddDays(-7 * weeks).AddMinutes(-20));
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
    public async Task A_place_where_pickups_are_late_is_held_against_the_others_of_the_same_day()
    {
        Ready(20, "S1", inTime: 8, Now.AddHours(-5));
        Ready(40, "S2", inTime: 38, Now.AddHours(-5));
        Ready(90, "S1", inTime: 90, Now.AddHours(-30));
        var read = (await Read(Now)).Where(one => one.Rule.Name == "pickup-place").ToList();

        read.Select(one => (one.Of, one.Value, one.Past, one.Base)).ShouldBe([("S1", 40, 95.0, 20), ("S2", 95, 40.0, 40)]);
        read.Select(one => one.Badness).ShouldBe([55, -55]);
    }

    private async Task<IReadOnlyList<AlertReading>> Read(DateTimeOffset now)
    {
        var clock = BusinessClock.Wall(new FakeTimeProvider(now));
        using var figures = new FigureReader(File, new FakeMaps(), MadeUpLives.Hours, clock);
        return await new AlertReader(figures, clock).Read(least: 20, TestContext.Current.CancellationToken);
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
