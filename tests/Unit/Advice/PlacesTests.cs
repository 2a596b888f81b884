using System.Globalization;
using Crossdock.Advice.Reroute;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Advice;

public class PlacesTests
{
    // Berlin, Monday to Saturday 10:00 to 20:00, cut-off 15:00, closed on Christmas Day and Boxing Day; UTC+1 in winter, +2 in summer.
    private static readonly Node Berlin = new(
        "BERLIN", "Berlin", NodeKind.Store, "DE", "DE", "Europe/Berlin", 52.52, 13.405, 100, new TimeOnly(15, 0),
        [.. Enum.GetValues<DayOfWeek>().Where(day => day is not DayOfWeek.Sunday)
            .Select(day => new OpeningHours(day, new TimeOnly(10, 0), new TimeOnly(20, 0)))],
        [new DateOnly(2026, 12, 25), new DateOnly(2026, 12, 26)]);

    [Theory]
    [InlineData("2026-11-24 13:59", 1, "2026-11-25 17:00")] // before the cut-off: leaves today
    [InlineData("2026-11-24 14:01", 1, "2026-11-26 17:00")] // after it: leaves tomorrow
    [InlineData("2026-11-27 12:00", 2, "2026-11-30 17:00")] // Friday and two days: Saturday, not Sunday, Monday
    [InlineData("2026-12-24 12:00", 1, "2026-12-28 17:00")] // holidays and a Sunday between
    [InlineData("2026-07-07 12:59", 1, "2026-07-08 16:00")] // summer time
    public void A_parcel_leaves_on_working_days_before_the_cut_off(string now, int transitDays, string arrives) =>
        Places.ArrivesBy(Berlin, Utc(now), transitDays, busyDays: 0).ShouldBe(Utc(arrives));

    [Theory]
    [InlineData("2026-11-24 12:00", 2, "2026-11-24 14:00")]
    [InlineData("2026-11-24 05:00", 2, "2026-11-24 11:00")] // begins at opening
    [InlineData("2026-11-24 18:00", 2, "2026-11-25 10:00")] // an hour today, an hour tomorrow
    [InlineData("2026-11-28 18:30", 2, "2026-11-30 10:30")] // over a Sunday
    [InlineData("2026-12-24 18:00", 2, "2026-12-28 10:00")] // over holidays and a Sunday
    [InlineData("2026-11-24 12:00", 25, "2026-11-26 17:00")]
    public void Work_counts_opening_hours_only(string now, int hours, string done) =>
        Places.AfterOpenTime(Berlin, Utc(now), TimeSpan.FromHours(hours)).ShouldBe(Utc(done));

    [Theory]
    [InlineData(48.8566, 2.3522, 878)] // Paris
    [InlineData(52.52, 13.405, 0)]
    [InlineData(-33.8688, 151.2093, 16089)] // Sydney
    public void Distance_is_that_of_the_great_circle(double latitude, double longitude, double km) =>
        Berlin.KilometresTo(Berlin with { Latitude = latitude, Longitude = longitude }).ShouldBe(km, 10);

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
