namespace Crossdock.Contracts;

/// <summary>
/// The clock that business sees. In production it is the wall; in a demo it starts at a stated instant and runs faster by a
/// stated factor. Technical waits (timeouts, retries) stay on the wall and take <see cref="TimeProvider"/> itself.
/// </summary>
/// <param name="wall">where real time comes from</param>
/// <param name="wallEpoch">the wall instant at which business time is <paramref name="epoch"/></param>
/// <param name="epoch">business time at <paramref name="wallEpoch"/></param>
/// <param name="factor">business seconds a wall second; 1 in production</param>
public sealed class BusinessClock(TimeProvider wall, DateTimeOffset wallEpoch, DateTimeOffset epoch, double factor) : TimeProvider
{
    public double Factor { get; } = factor > 0 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), "must be above 0");

    public override long TimestampFrequency => wall.TimestampFrequency;

    /// <summary>The wall itself, unscaled.</summary>
    public static BusinessClock Wall(TimeProvider wall) => new(wall, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1);

    public override DateTimeOffset GetUtcNow() => epoch + ((wall.GetUtcNow() - wallEpoch) * Factor);

    public override long GetTimestamp() => (long)(wall.GetTimestamp() * Factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        wall.CreateTimer(callback, state, ToWall(dueTime), ToWall(period));

    /// <summary>How long the wall waits for this much business time.</summary>
    public TimeSpan ToWall(TimeSpan business) =>
        business == Timeout.InfiniteTimeSpan || business <= TimeSpan.Zero ? business : business / Factor;
}
