namespace Crossdock.Processes.Calendars;

/// <summary>From the clock on the wall of a place to an instant.</summary>
public static class LocalTime
{
    /// <summary>A local time that the spring change skips is taken an hour later; one that comes twice is taken the first time.</summary>
    public static DateTimeOffset Instant(DateTime onTheWall, TimeZoneInfo zone)
    {
        var local = DateTime.SpecifyKind(onTheWall, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateTimeOffset Instant(DateTime onTheWall, string zone) => Instant(onTheWall, TimeZoneInfo.FindSystemTimeZoneById(zone));
}
