using System.Collections.Immutable;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.ProcureToReplenish.Planning;

public enum ForecastMethod
{
    /// <summary>Mean and deviation of the counted days.</summary>
    Mean,
    /// <summary>Croston's method with the correction of Syntetos and Boylan, for demand with many days of nothing.</summary>
    CrostonSba,
    /// <summary>Too few days of its own: they are mixed with the sales of its like.</summary>
    ColdStart,
}

/// <summary>What a node is expected to sell of a SKU.</summary>
/// <param name="Daily">pieces a day</param>
/// <param name="Deviation">standard deviation of a day's demand, pieces</param>
/// <param name="Counted">days that count</param>
/// <param name="LeftOut">days on which the shelf was empty and less was sold than usual: they say nothing of demand</param>
public sealed record DemandForecast(double Daily, double Deviation, ForecastMethod Method, int Counted, int LeftOut)
{
    /// <summary>Null when nothing is known to judge by: no day of its own, and nothing alike.</summary>
    public static DemandForecast? Of(ImmutableArray<SoldDay> sold, double? alike, ReplenishmentRules rules)
    {
        var window = sold.AsSpan()[Math.Max(0, sold.Length - rules.DemandDays)..];
        var counted = Counting(window);
        if (counted.Count >= rules.ColdStartDays)
        {
            return Own(counted, rules) with { LeftOut = window.Length - counted.Count };
        }

        if (counted.Count == 0 && alike is null)
        {
            return null;
        }

        // Linear credibility: a day of its own replaces one of its like until there are enough.
        var own = counted.Count > 0 ? Own(counted, rules) : new DemandForecast(alike!.Value, 0, ForecastMethod.ColdStart, 0, 0);
        var weight = alike is null ? 1 : (double)counted.Count / rules.ColdStartDays;
        var daily = (weight * own.Daily) + ((1 - weight) * (alike ?? 0));
        // Pieces come whole, so demand varies at least as a Poisson process of that mean does; few days show too little of it.
        return new DemandForecast(
            daily, Math.Sqrt(Math.Max(own.Deviation * own.Deviation, daily)), ForecastMethod.ColdStart, counted.Count,
            window.Length - counted.Count);
    }

    /// <summary>
    /// A day with an empty shelf counts only when more was sold on it than on the mean of the others: demand was at least that.
    /// </summary>
    private static List<int> Counting(ReadOnlySpan<SoldDay> window)
    {
        var (sum, days) = (0L, 0);
        foreach (var day in window)
        {
            (sum, days) = day.OutOfStock ? (sum, days) : (sum + day.Pieces, days + 1);
        }

        var usual = days == 0 ? 0 : (double)sum / days;
        var counted = new List<int>(window.Length);
        foreach (var day in window)
        {
            if (!day.OutOfStock || day.Pieces > usual)
            {
                counted.Add(day.Pieces);
            }
        }

        return counted;
    }

    private static DemandForecast Own(List<int> counted, ReplenishmentRules rules)
    {
        var (sum, sales) = (0d, 0);
        foreach (var pieces in counted)
        {
            (sum, sales) = (sum + pieces, pieces > 0 ? sales + 1 : sales);
        }

        if (sales == 0)
        {
            return new DemandForecast(0, 0, ForecastMethod.Mean, counted.Count, 0);
        }

        var intermittent = (double)counted.Count / sales > rules.IntermittentInterval;
        var daily = intermittent ? CrostonSba(counted, sales, rules.Smoothing) : sum / counted.Count;
        var squares = 0d;
        foreach (var pieces in counted)
        {
            squares += (pieces - daily) * (pieces - daily);
        }

        return new DemandForecast(
            daily, Math.Sqrt(squares / Math.Max(1, counted.Count - 1)), intermittent ? ForecastMethod.CrostonSba : ForecastMethod.Mean,
            counted.Count, 0);
    }

    /// <summary>Smooths the size of a sale and the days between two apart, and corrects the bias of their quotient.</summary>
    private static double CrostonSba(List<int> counted, int sales, double smoothing)
    {
        var (size, interval, since) = (0d, (double)counted.Count / sales, 0);
        foreach (var pieces in counted)
        {
            since++;
            if (pieces == 0)
            {
                continue;
            }

            // The first size starts the series; the first interval is cut off by the window and says nothing.
            (size, interval) = size == 0
                ? (pieces, interval)
                : (size + (smoothing * (pieces - size)), interval + (smoothing * (since - interval)));
            since = 0;
        }

        return (1 - (smoothing / 2)) * size / interval;
    }
}
