using System.Globalization;

namespace Crossdock.Host.Dashboard.Shell;

/// <summary>A day and a time as a browser's own field sends it, by the clock of the screens.</summary>
public static class LocalTimes
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>The moment; or what is wrong with it, in words that follow the name of the field.</summary>
    public static (DateTimeOffset At, string? Fault) Read(string text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local.Year is < 2000 or > 2100)
        {
            return (default, "must be a day and a time, such as 2026-12-01T00:00");
        }

        return zone.IsInvalidTime(local)
            ? (default, "is a time that is left out on that day, when the clocks go forward")
            : (new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime(), null);
    }
}
