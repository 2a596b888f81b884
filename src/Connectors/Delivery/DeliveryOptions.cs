namespace Crossdock.Connectors.Delivery;

/// <summary>How patient delivery is with a system that fails. Settings under <c>Crossdock:Delivery</c>; all times are wall time.</summary>
public sealed class DeliveryOptions
{
    public const string Section = "Crossdock:Delivery";

    /// <summary>The wait before the first retry; it doubles, with jitter, up to <see cref="LongestRetry"/>.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an effect is retried at that pace. Then it is parked: shown as given up, and retried slowly.</summary>
    public TimeSpan Horizon { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The pace of what is parked, and of what a person has to mend: credentials, a contract.</summary>
    public TimeSpan SlowRetry { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>No system can ask us to wait longer, by design or by mistake.</summary>
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The share of failed attempts within <see cref="CircuitSampling"/> that opens the circuit.</summary>
    public double CircuitFailureRatio { get; set; } = 0.5;

    public int CircuitMinimumAttempts { get; set; } = 10;

    public TimeSpan CircuitSampling { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit waits before one attempt may look whether the system is back.</summary>
    public TimeSpan CircuitBreak { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts that may wait to be recorded. Beyond it they are counted as dropped; delivery never waits for its log.</summary>
    public int AttemptLogCapacity { get; set; } = 20_000;

    public int AttemptLogBatch { get; set; } = 500;

    public TimeSpan AttemptLogFlush { get; set; } = TimeSpan.FromMilliseconds(200);

    internal bool AreSound() =>
        FirstRetry > TimeSpan.Zero && LongestRetry >= FirstRetry && Horizon > TimeSpan.Zero && SlowRetry > TimeSpan.Zero
        && LongestRetryAfter > TimeSpan.Zero && CircuitFailureRatio is > 0 and <= 1 && CircuitMinimumAttempts >= 2
        && CircuitSampling >= TimeSpan.FromMilliseconds(500) && CircuitBreak >= TimeSpan.FromMilliseconds(500)
        && AttemptLogCapacity > 0 && AttemptLogBatch > 0 && AttemptLogFlush > TimeSpan.Zero;
}
