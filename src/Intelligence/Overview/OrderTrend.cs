using System.Collections.Immutable;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Overview;

/// <summary>Orders that came in each minute of an hour, the running minute last; the hour before beside it.</summary>
public sealed record OrderTrend(ImmutableArray<int> Now, ImmutableArray<int> Before)
{
    /// <summary>Orders per minute: the mean of the last five whole minutes.</summary>
    public double? PerMinute => Mean(Now);

    public double? BeforePerMinute => Mean(Before);

    /// <param name="minute">the start of the running minute; a minute without any order counts 0</param>
    public static OrderTrend Of(IReadOnlyList<HeadsPerBucket> buckets, DateTimeOffset minute)
    {
        var opened = buckets.GroupBy(bucket => bucket.At.UtcTicks / TimeSpan.TicksPerMinute)
            .ToDictionary(at => at.Key, at => at.Sum(bucket => bucket.Opened));
        ImmutableArray<int> Hour(DateTimeOffset from) =>
            [.. Enumerable.Range(0, 61).Select(i => opened.GetValueOrDefault(from.AddMinutes(i).UtcTicks / TimeSpan.TicksPerMinute))];
        return new OrderTrend(Hour(minute.AddHours(-1)), Hour(minute.AddHours(-2)));
    }

    private static double? Mean(ImmutableArray<int> minutes) =>
        minutes.Length < 2 ? null : minutes.SkipLast(1).TakeLast(5).Average();
}
