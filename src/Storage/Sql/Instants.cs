namespace Crossdock.Storage.Sql;

/// <summary>
/// Instants are kept as UTC ticks (100 ns) on both stores: they compare alike everywhere, and come back exactly as they were
/// journalled, which the proof by recomputation needs; PostgreSQL's own type would round them to microseconds.
/// </summary>
internal static class Instants
{
    public static long Ticks(DateTimeOffset instant) => instant.UtcTicks;

    public static long? Ticks(DateTimeOffset? instant) => instant?.UtcTicks;

    public static DateTimeOffset From(long ticks) => new(ticks, TimeSpan.Zero);

    /// <summary>An instant plus a span, held within what an instant can be.</summary>
    public static long TicksAfter(DateTimeOffset instant, TimeSpan span) =>
        span > DateTimeOffset.MaxValue - instant ? DateTimeOffset.MaxValue.UtcTicks : (instant + span).UtcTicks;
}
