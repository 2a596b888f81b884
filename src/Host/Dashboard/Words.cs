using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Crossdock.Contracts;

namespace Crossdock.Host.Dashboard;

/// <summary>How figures, times and names are written on every screen: one place, so that two screens never disagree.</summary>
public static partial class Words
{
    public const string NotKnown = "not known";

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private static readonly Dictionary<string, string> Signs = new() { ["EUR"] = "€", ["GBP"] = "£", ["USD"] = "$" };

    /// <summary>What is done with a piece that came back, as the field says where it is counted.</summary>
    public static string Of(Disposition to) => to switch
    {
        Disposition.Scrap => "Scrap",
        Disposition.Refurbish => "Refurbish",
        Disposition.Supplier => "Back to the supplier",
        Disposition.Liquidate => "Sell off",
        Disposition.Missing => "Not there",
        _ => throw new InvalidOperationException($"No word for {to}."),
    };

    /// <summary>What was done with it.</summary>
    public static string Fate(Disposition to) => Processes.StoreTasks.Tasks.WordOf(to);

    /// <summary>As the service and its forms write it.</summary>
    public static string Code(Disposition to) => to.ToString().ToLowerInvariant();

    /// <summary>Two units at most: <c>0.4 s</c>, <c>34 min</c>, <c>1 h 05 min</c>, <c>2 d 6 h</c>.</summary>
    public static string Duration(TimeSpan time) => Length(time, inMap: false);

    /// <summary>As <see cref="Duration"/>, with <c>1 h 05</c> and <c>1 min 14</c> where the room of a map counts.</summary>
    public static string MapDuration(TimeSpan time) => Length(time, inMap: true);

    /// <summary>A clock that runs to an instant: <c>26 min left</c> or <c>over by 34 min</c>.</summary>
    public static string Left(DateTimeOffset? due, DateTimeOffset now) => due switch
    {
        null => "no deadline",
        { } at when (at - now).Duration() < TimeSpan.FromSeconds(1) => "due now",
        { } at when at > now => $"{Duration(at - now)} left",
        { } at => $"over by {Duration(now - at)}",
    };

    public static string Count(long count) => Minus(count.ToString("#,##0", Plain));

    /// <summary>A count with its unit: <c>1 case</c>, <c>10,233 cases</c>.</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>In a grid, zero is a dot, so that what is there stands out.</summary>
    public static string Cell(long count) => count == 0 ? "·" : Count(count);

    public static string Figure(double? figure) =>
        figure is not { } value || double.IsNaN(value) ? NotKnown : Minus(value.ToString(Math.Abs(value) >= 100 ? "#,##0" : "0.0", Plain));

    public static string Money(decimal? amount, string? currency)
    {
        if (amount is not { } value)
        {
            return NotKnown;
        }

        var sign = currency is null ? "" : Signs.GetValueOrDefault(currency, currency) + " ";
        return (value < 0 ? "−" : "") + sign + Math.Abs(value).ToString("#,##0.00", Plain);
    }

    public static string Percent(long part, long whole) =>
        whole == 0 ? NotKnown : (100.0 * part / whole).ToString("0.0", Plain) + " %";

    /// <summary>A change against something named beside it: <c>+4.7</c>, <c>−0.5</c>, <c>±0</c>.</summary>
    public static string Signed(double change) => Math.Round(change, 1) switch
    {
        0 => "±0",
        > 0 and var up => "+" + up.ToString("#,##0.#", Plain),
        var down => Minus(down.ToString("#,##0.#", Plain)),
    };

    /// <summary>A state's title; a state that the map in force no longer knows is named by its name in code.</summary>
    public static string Title(MapState? place, string state) => place?.Title ?? Sentence(state);

    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => Local(at, zone).ToString("HH:mm:ss", Plain);

    public static string ShortClock(DateTimeOffset at, TimeZoneInfo zone) => Local(at, zone).ToString("HH:mm", Plain);

    /// <summary><c>today</c>, or <c>Mon 23 Nov</c>.</summary>
    public static string Day(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone) =>
        Local(at, zone).Date == Local(now, zone).Date ? "today" : Local(at, zone).ToString("ddd d MMM", Plain);

    /// <summary>A time as people say it near now: <c>12:00</c>, <c>Tue 12:00</c> within a week, <c>Tue 24 Nov 12:00</c> beyond.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (local, today) = (Local(at, zone), Local(now, zone).Date);
        var days = Math.Abs((local.Date - today).Days);
        return local.ToString(days == 0 ? "HH:mm" : days < 7 ? "ddd HH:mm" : "ddd d MMM HH:mm", Plain);
    }

    /// <summary>
    /// A reason as the journal keeps it, with its UTC instants told as people say them. Without a full stop, so that more can follow.
    /// </summary>
    public static string Reason(string? why, DateTimeOffset now, TimeZoneInfo zone) => string.IsNullOrWhiteSpace(why)
        ? "No reason was given"
        : Instant().Replace(why, found => When(DateTimeOffset.Parse(found.Value, Plain), now, zone)).TrimEnd('.', ' ');

    public static string Dateline(DateTimeOffset at, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(at);
        var sign = offset < TimeSpan.Zero ? "−" : "+";
        var name = offset == TimeSpan.Zero ? "UTC" : $"UTC{sign}{offset:h\\:mm}";
        return Local(at, zone).ToString("ddd d MMM yyyy, HH:mm:ss", Plain) + " " + name;
    }

    public static string Machine(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", Plain);

    public static string Of(Waits waits) => waits switch
    {
        Waits.OnSystem => "system",
        Waits.OnPerson => "person",
        Waits.OnPartner => "partner",
        Waits.OnTime => "time",
        _ => "nobody",
    };

    /// <summary>An outside system as people call it: <c>ERP</c>, <c>WMS</c>, <c>Carrier</c>.</summary>
    public static string System(string name) => name.Length <= 3 ? name.ToUpperInvariant() : Sentence(name);

    public static string Of(OwnerGroup owner) => Sentence(owner.ToString());

    public static string Of(ExceptionCategory category) => ExceptionRules.CodeOf(category).Replace('-', ' ');

    /// <summary>A name in code as a sentence: <c>CancelRequested</c> and <c>order-to-fulfilment</c> become words.</summary>
    public static string Sentence(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name[(name.LastIndexOf('.') + 1)..])
        {
            var starts = char.IsUpper(letter) && words.Length > 0 && words[^1] != ' ';
            words.Append(letter is '-' or '_' ? " " : starts ? $" {char.ToLowerInvariant(letter)}" : letter.ToString());
        }

        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words.ToString(1, words.Length - 1);
    }

    private static string Length(TimeSpan time, bool inMap)
    {
        time = time.Duration();
        return time switch
        {
            { Ticks: 0 } => "0 s",
            { TotalMilliseconds: < 100 } => "under 0.1 s",
            { TotalSeconds: < 10 } when time.Milliseconds >= 100 => $"{Math.Floor(time.TotalSeconds * 10) / 10:0.0} s",
            { TotalSeconds: < 60 } => $"{time.Seconds} s",
            { TotalMinutes: < 10 } when time.Seconds > 0 => $"{time.Minutes} min {time.Seconds:00}{(inMap ? "" : " s")}",
            { TotalHours: < 1 } => $"{time.Minutes} min",
            { TotalDays: < 1 } when time.Minutes > 0 => $"{time.Hours} h {time.Minutes:00}{(inMap ? "" : " min")}",
            { TotalDays: < 1 } => $"{time.Hours} h",
            _ when time.Hours > 0 => $"{Count(time.Days)} d {time.Hours} h",
            _ => $"{Count(time.Days)} d",
        };
    }

    private static DateTimeOffset Local(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone);

    private static string Minus(string figure) => figure.Replace('-', '−');

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d+)?Z")]
    private static partial Regex Instant();
}
