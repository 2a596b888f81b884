using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.ProcureToReplenish.Planning;

/// <summary>How long a supplier takes, in days.</summary>
/// <param name="Proven">by enough past deliveries; otherwise as agreed, with a spread taken for granted</param>
public sealed record LeadTime(double Mean, double Deviation, bool Proven)
{
    public static LeadTime Of(SupplyTerms terms, ReplenishmentRules rules)
    {
        var past = terms.LeadDays;
        if (past.Length < rules.LeadTimes)
        {
            return new LeadTime(terms.AgreedLeadDays, terms.AgreedLeadDays * rules.LeadTimeSpread, Proven: false);
        }

        var mean = past.Average();
        return new LeadTime(mean, Math.Sqrt(past.Sum(days => (days - mean) * (days - mean)) / (past.Length - 1)), Proven: true);
    }
}

/// <summary>
/// The order-up-to level of periodic review: what has to be there or coming after an order, so that it lasts until the one after
/// it arrives. Source and reading of the formula: docs/replenishment.md.
/// </summary>
public static class OrderUpTo
{
    /// <summary>Pieces, rounded up.</summary>
    /// <param name="cycleDays">days between two orders</param>
    /// <param name="serviceLevel">0.5 to below 1</param>
    public static long Level(DemandForecast demand, LeadTime lead, int cycleDays, double serviceLevel)
    {
        var exposed = lead.Mean + cycleDays;
        var variance = (exposed * demand.Deviation * demand.Deviation)
            + (demand.Daily * demand.Daily * lead.Deviation * lead.Deviation);
        var level = (demand.Daily * exposed) + (SafetyFactor(serviceLevel) * Math.Sqrt(variance));
        // A sum of floating-point numbers that should be 12 may be a hair above it.
        return (long)Math.Ceiling(level - 1e-6);
    }

    /// <summary>
    /// The standard normal quantile by the rational approximation 26.2.23 of Abramowitz and Stegun, Handbook of Mathematical
    /// Functions (1964); its error is below 0.00045.
    /// </summary>
    public static double SafetyFactor(double serviceLevel)
    {
        var t = Math.Sqrt(-2 * Math.Log(1 - serviceLevel));
        var above = 2.515517 + (t * (0.802853 + (t * 0.010328)));
        var below = 1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))));
        return Math.Max(0, t - (above / below));
    }
}
