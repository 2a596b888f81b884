using Crossdock.Contracts.Network;

namespace Crossdock.Advice.Reroute;

/// <summary>How long a parcel is on its way, and when places work.</summary>
internal static class Places
{
    private const int LookAheadDays = 60;
    private static readonly TimeOnly DeliveredBy = new(18, 0);

    public static int TransitDays(double km) => km <= 300 ? 1 : km <= 1000 ? 2 : 4;

    /// <summary>
    /// When a parcel from there is with the customer: it leaves on a working day before the cut-off, then so many working days.
    /// </summary>
    /// <param name="busyDays">days that the place is behind already</param>
    public static DateTimeOffset ArrivesBy(Node node, DateTimeOffset now, int transitDays, int busyDays)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(node.TimeZone);
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var day = DateOnly.FromDateTime(local.DateTime);
        var leaves = WorkingDay(node, TimeOnly.FromDateTime(local.DateTime) <= node.CutOff ? day : day.AddDays(1));
        for (var left = transitDays + busyDays; left > 0; left--)
        {
            leaves = WorkingDay(node, leaves.AddDays(1));
        }

        return Utc(leaves.ToDateTime(DeliveredBy), zone);
    }

    /// <summary>The instant at which the place has worked that long, counting opening hours only.</summary>
    public static DateTimeOffset AfterOpenTime(Node node, DateTimeOffset now, TimeSpan work)
    {
        if (node.Hours.IsDefaultOrEmpty)
        {
            return now + work;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(node.TimeZone);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        for (var ahead = 0; ahead < LookAheadDays; ahead++, day = day.AddDays(1))
        {
            foreach (var hours in node.Hours.Where(hours => hours.Day == day.DayOfWeek).OrderBy(hours => hours.Opens))
            {
                var (opens, closes) = (Utc(day.ToDateTime(hours.Opens), zone), Utc(day.ToDateTime(hours.Closes), zone));
                var begins = now > opens ? now : opens;
                if (begins >= closes || IsHoliday(node, day))
                {
                    continue;
                }

                if (begins + work <= closes)
                {
                    return begins + work;
                }

                work -= closes - begins;
            }
        }

        return now.AddDays(LookAheadDays);
    }

    private static DateOnly WorkingDay(Node node, DateOnly from)
    {
        for (var day = from; day < from.AddDays(LookAheadDays); day = day.AddDays(1))
        {
            var works = node.Hours.IsDefaultOrEmpty || node.Hours.Any(hours => hours.Day == day.DayOfWeek && hours.Opens != hours.Closes);
            if (works && !IsHoliday(node, day))
            {
                return day;
            }
        }

        return from.AddDays(LookAheadDays);
    }

    private static bool IsHoliday(Node node, DateOnly day) => !node.Holidays.IsDefaultOrEmpty && node.Holidays.Contains(day);

    // A local time that the clocks jump over counts as the same time of the standard offset.
    private static DateTimeOffset Utc(DateTime local, TimeZoneInfo zone) =>
        new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
}
