using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Host.Dashboard.OneCase;

public sealed record ClockPiece(Waits Waits, double X, double Width, TimeSpan Business);

/// <summary>The promise on one axis of the node's open hours; closed hours are folded to a narrow stretch each.</summary>
/// <param name="Closed">the folds, as x and width</param>
/// <param name="NowX">where now stands; the promise lies at <paramref name="PromiseX"/></param>
public sealed record PromiseClock(
    ImmutableArray<ClockPiece> Used,
    ImmutableArray<(double X, double Width)> Closed,
    double NowX,
    double PromiseX,
    TimeSpan BusinessUsed,
    TimeSpan BusinessLeft)
{
    public const double Width = 1000;

    private const double Fold = 24;

    public static PromiseClock Draw(ImmutableArray<Stay> stays, DateTimeOffset now, DateTimeOffset promise, Node? node)
    {
        var from = stays[0].From;
        var to = now > promise ? now : promise;
        if (to <= from)
        {
            to = from.AddMinutes(1);
        }

        var open = OpenHours(node, from, to);
        var closed = Gaps(open, from, to);
        var business = open.Aggregate(TimeSpan.Zero, (sum, hours) => sum + (hours.To - hours.From));
        var fold = closed.Length == 0 ? 0 : Math.Min(Fold, Width * 0.4 / closed.Length);
        var perTick = (Width - (fold * closed.Length)) / Math.Max(1, business.Ticks);
        double X(DateTimeOffset at) =>
            (Overlap(open, from, at).Ticks * perTick) + closed.Sum(gap => at >= gap.To ? fold : at > gap.From ? fold / 2 : 0);

        var used = from stay in stays
                   from hours in open
                   let begin = Later(stay.From, hours.From)
                   let end = Earlier(stay.To, hours.To)
                   where end > begin && stay.Waits != Waits.Nothing
                   select new ClockPiece(stay.Waits, X(begin), Math.Max(0.5, X(end) - X(begin)), end - begin);
        return new PromiseClock(
            [.. used],
            [.. closed.Select(gap => (X(gap.From), fold))],
            X(now),
            X(promise),
            Overlap(open, from, Earlier(now, promise)),
            promise > now ? Overlap(open, now, promise) : TimeSpan.Zero);
    }

    /// <summary>The node's open hours between two instants; all of it where no calendar is known.</summary>
    public static ImmutableArray<(DateTimeOffset From, DateTimeOffset To)> OpenHours(Node? node, DateTimeOffset from, DateTimeOffset to)
    {
        if (node is null || node.Hours.IsDefaultOrEmpty || !TimeZoneInfo.TryFindSystemTimeZoneById(node.TimeZone, out var zone))
        {
            return [(from, to)];
        }

        var hours = ImmutableArray.CreateBuilder<(DateTimeOffset, DateTimeOffset)>();
        var last = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(to, zone).DateTime);
        for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime); day <= last; day = day.AddDays(1))
        {
            var isHoliday = !node.Holidays.IsDefaultOrEmpty && node.Holidays.Contains(day);
            foreach (var opening in node.Hours.Where(opening => opening.Day == day.DayOfWeek && !isHoliday).OrderBy(opening =>
                opening.Opens))
            {
                var begin = Later(Instant(day.ToDateTime(opening.Opens), zone), from);
                var end = Earlier(Instant(day.ToDateTime(opening.Closes), zone), to);
                if (end > begin)
                {
                    hours.Add((begin, end));
                }
            }
        }

        return hours.ToImmutable();
    }

    private static ImmutableArray<(DateTimeOffset From, DateTimeOffset To)> Gaps(
        ImmutableArray<(DateTimeOffset From, DateTimeOffset To)> open, DateTimeOffset from, DateTimeOffset to)
    {
        var gaps = ImmutableArray.CreateBuilder<(DateTimeOffset, DateTimeOffset)>();
        var at = from;
        foreach (var hours in open.Append((From: to, To: to)))
        {
            if (hours.From > at)
            {
                gaps.Add((at, hours.From));
            }

            at = hours.To;
        }

        return gaps.ToImmutable();
    }

    private static TimeSpan Overlap(ImmutableArray<(DateTimeOffset From, DateTimeOffset To)> open, DateTimeOffset from,
        DateTimeOffset to) =>
        open.Aggregate(TimeSpan.Zero, (sum, hours) =>
            Earlier(hours.To, to) - Later(hours.From, from) is { Ticks: > 0 } shared ? sum + shared : sum);

    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone) =>
        new(local, zone.GetUtcOffset(local));

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
