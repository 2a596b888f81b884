using System.Collections.Concurrent;
using Crossdock.Contracts.Network;

namespace Crossdock.Estate.People;

/// <summary>Whether a node's people are at work: its hours and holidays in its own time zone.</summary>
public sealed class OpeningTimes
{
    private readonly ConcurrentDictionary<string, TimeZoneInfo> _zones = new(StringComparer.Ordinal);

    public bool IsOpen(Node node, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, _zones.GetOrAdd(node.TimeZone, TimeZoneInfo.FindSystemTimeZoneById));
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        return !node.Holidays.Contains(DateOnly.FromDateTime(local.Date))
            && node.Hours.Any(hours => hours.Day == local.DayOfWeek && hours.Opens <= time && time < hours.Closes);
    }
}
