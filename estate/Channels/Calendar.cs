namespace Crossdock.Estate.Channels;

/// <summary>
/// How the book's time, business time and the wall go together. A book of months is pressed into the business time that the run
/// has for it, keeping order and spacing; business time runs faster than the wall by the factor.
/// </summary>
/// <param name="BookStart">the book's first event</param>
/// <param name="Epoch">business time at that event</param>
/// <param name="Press">book seconds a business second</param>
public sealed record Calendar(DateTimeOffset BookStart, DateTimeOffset Epoch, double Press)
{
    /// <summary>At this speed a night is half a minute and a two-hour pick two seconds: as fast as people can be simulated.</summary>
    public const double FastestSensible = 3600;

    /// <summary>At this speed a store's day takes two minutes, and a two-hour pick twenty-four seconds.</summary>
    public const double Watchable = 300;

    public DateTimeOffset BusinessAt(DateTimeOffset book) => Epoch + ((book - BookStart) / Press);

    /// <summary>What has not happened yet happens this much business time later.</summary>
    public Calendar PutOff(TimeSpan by) => by <= TimeSpan.Zero ? this : this with { Epoch = Epoch + by };

    /// <summary>How fast a run goes.</summary>
    /// <param name="arrivals">how long orders arrive for, on the wall</param>
    /// <param name="watched">somebody looks on: then it goes at a pace that a person can follow</param>
    /// <param name="factor">null takes the book's own pace, from <see cref="Watchable"/> up to <see cref="FastestSensible"/></param>
    public static double FactorFor(TimeSpan bookSpan, TimeSpan arrivals, bool watched, double? factor) =>
        factor ?? (watched ? Watchable : Math.Clamp(bookSpan / arrivals, Watchable, FastestSensible));

    /// <summary>The book begins now, and its arrivals take their time on the wall whatever the factor.</summary>
    public static Calendar From(DateTimeOffset now, DateTimeOffset bookStart, TimeSpan bookSpan, TimeSpan arrivals, double factor)
    {
        var business = arrivals * factor;
        return new Calendar(bookStart, now, bookSpan <= TimeSpan.Zero ? 1 : bookSpan / business);
    }
}
