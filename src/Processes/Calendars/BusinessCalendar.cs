using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;

namespace Crossdock.Processes.Calendars;

/// <summary>
/// Counts business time: only while a place is open, in its own time zone, through holidays and both changes of the clock.
/// </summary>
public sealed class BusinessCalendar
{
    /// <summary>Around the clock.</summary>
    public static readonly BusinessCalendar Always = new(TimeZoneInfo.Utc, [], []);

    /// <summary>No place is closed longer than this; a calendar that never opens is a mistake that must not hang a decision.</summary>
    private const int MaxDays = 800;

    private readonly TimeZoneInfo _zone;
    private readonly ILookup<DayOfWeek, OpeningHours> _hours;
    private readonly HashSet<DateOnly> _holidays;
    private readonly bool _always;

    public BusinessCalendar(TimeZoneInfo zone, IEnumerable<OpeningHours> hours, IEnumerable<DateOnly> holidays)
    {
        var open = hours.Where(day => day.Closes > day.Opens).ToList();
        _zone = zone;
        _hours = open.OrderBy(day => day.Opens).ToLookup(day => day.Day);
        _holidays = [.. holidays];
        _always = open.Count == 0;
    }

    public static BusinessCalendar Of(CalendarHours calendar) => new(
        TimeZoneInfo.FindSystemTimeZoneById(calendar.TimeZone), calendar.Hours.IsDefault ? [] : calendar.Hours,
        calendar.Holidays.IsDefault ? [] : calendar.Holidays);

    /// <summary>The instant at which a budget that starts now is used up.</summary>
    public DateTimeOffset Due(DateTimeOffset from, TimeSpan budget)
    {
        if (_always || budget <= TimeSpan.Zero)
        {
            return from + budget;
        }

        var left = budget;
        foreach (var (opens, closes) in Openings(from))
        {
            var start = opens > from ? opens : from;
            var open = closes - start;
            if (open >= left)
            {
                return start + left;
            }

            left -= open > TimeSpan.Zero ? open : TimeSpan.Zero;
        }

        return from + budget;
    }

    /// <summary>How much business time lies between two instants.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from)
        {
            return TimeSpan.Zero;
        }

        if (_always)
        {
            return to - from;
        }

        var sum = TimeSpan.Zero;
        foreach (var (opens, closes) in Openings(from).TakeWhile(opening => opening.Opens < to))
        {
            var (start, end) = (opens > from ? opens : from, closes < to ? closes : to);
            sum += end > start ? end - start : TimeSpan.Zero;
        }

        return sum;
    }

    public bool IsOpen(DateTimeOffset at) =>
        _always || Openings(at).TakeWhile(opening => opening.Opens <= at).Any(opening => opening.Closes > at);

    private IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> Openings(DateTimeOffset from)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, _zone).DateTime);
        for (var i = 0; i < MaxDays; i++, day = day.AddDays(1))
        {
            if (_holidays.Contains(day))
            {
                continue;
            }

            foreach (var hours in _hours[day.DayOfWeek])
            {
                yield return (Instant(day, hours.Opens), Instant(day, hours.Closes));
            }
        }
    }

    private DateTimeOffset Instant(DateOnly day, TimeOnly time) => LocalTime.Instant(day.ToDateTime(time), _zone);
}

/// <summary>Finds the calendar that a deadline names: a node's, a team's, or none.</summary>
public sealed class CalendarBook
{
    private const string Team = "team:";

    /// <summary>Of every team that the network gives no hours of its own.</summary>
    private static readonly OpeningHours[] Office =
    [
        .. new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday }
            .Select(day => new OpeningHours(day, new TimeOnly(8, 0), new TimeOnly(20, 0))),
    ];

    private readonly Dictionary<string, BusinessCalendar> _calendars;
    private readonly BusinessCalendar _office;

    public CalendarBook(RetailNetwork network)
    {
        var zone = network.Nodes.FirstOrDefault(node => node.Kind == NodeKind.Dc)?.TimeZone ?? "UTC";
        var office = new CalendarHours(zone, [.. Office], []);
        _office = BusinessCalendar.Of(office);
        Patterns =
        [
            .. network.Nodes.Select(node => (Name: node.Id, Hours: new CalendarHours(node.TimeZone, node.Hours, node.Holidays)))
                .Concat(Enum.GetValues<OwnerGroup>().Select(team => (Name: NameOf(team), Hours: HoursOf(network, team) ?? office)))
                .GroupBy(one => one.Hours.Text, StringComparer.Ordinal)
                .Select(same => new CalendarPattern(same.First().Hours, [.. same.Select(one => one.Name)])),
        ];
        _calendars = Patterns.SelectMany(pattern => pattern.Names.Select(name => (name, BusinessCalendar.Of(pattern.Hours))))
            .ToDictionary(one => one.name, one => one.Item2);
    }

    /// <summary>Every calendar by name, those with the same hours together.</summary>
    public ImmutableArray<CalendarPattern> Patterns { get; }

    public BusinessCalendar Find(string name) => _calendars.TryGetValue(name, out var known) ? known
        : name.StartsWith(Team, StringComparison.Ordinal) ? _office : BusinessCalendar.Always;

    private static string NameOf(OwnerGroup team) => $"{Team}{team}";

    private static CalendarHours? HoursOf(RetailNetwork network, OwnerGroup team) =>
        (network.Teams.IsDefault ? [] : network.Teams).FirstOrDefault(own => own.Team == team) is { } own
            ? new CalendarHours(own.TimeZone, own.Hours, own.Holidays)
            : null;
}
