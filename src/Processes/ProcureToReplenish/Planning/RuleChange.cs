using System.Collections.Frozen;
using Crossdock.Processes.Policies;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ProcureToReplenish.Planning;

/// <summary>A rule of replenishment as it would be, for a look at what it would order.</summary>
public static class RuleChange
{
    /// <summary>Only the rules that a review reads: another would change nothing, and whoever named it would believe it did.</summary>
    private static readonly FrozenDictionary<string, Func<decimal, object>> Rules = new Dictionary<string, Func<decimal, object>>
    {
        [Policy.ReplenishServiceLevel.Name] = value => Policy.ReplenishServiceLevel.Checked((double)value),
        [Policy.ReplenishReviewDays.Name] = value => Policy.ReplenishReviewDays.Checked(Whole(value)),
        [Policy.ReplenishDemandDays.Name] = value => Policy.ReplenishDemandDays.Checked(Whole(value)),
        [Policy.ReplenishColdStartDays.Name] = value => Policy.ReplenishColdStartDays.Checked(Whole(value)),
        [Policy.ReplenishIntermittentInterval.Name] = value => Policy.ReplenishIntermittentInterval.Checked((double)value),
        [Policy.ReplenishSmoothing.Name] = value => Policy.ReplenishSmoothing.Checked((double)value),
        [Policy.ReplenishLeadTimes.Name] = value => Policy.ReplenishLeadTimes.Checked(Whole(value)),
        [Policy.ReplenishLeadTimeSpread.Name] = value => Policy.ReplenishLeadTimeSpread.Checked((double)value),
        [Policy.ReplenishOrderCost.Name] = value => Policy.ReplenishOrderCost.Checked(value),
        [Policy.ReplenishTransferCost.Name] = value => Policy.ReplenishTransferCost.Checked(value),
        [Policy.ReplenishTransferPieceCost.Name] = value => Policy.ReplenishTransferPieceCost.Checked(value),
    }.ToFrozenDictionary();

    public static IEnumerable<string> Names => Rules.Keys.Order(StringComparer.Ordinal);

    /// <summary>The rule's value for everywhere; a nearer one that is in force stays nearer.</summary>
    /// <exception cref="PolicyOutOfBoundsException">it is no such rule, or not a value that it may have</exception>
    public static PolicyValue Of(string rule, decimal value, DateTimeOffset now) =>
        Rules.TryGetValue(rule, out var read)
            ? new PolicyValue(rule, Scope.Everywhere, read(value), int.MaxValue, now, "nobody", "A dry run.")
            : throw new PolicyOutOfBoundsException($"'{rule}' is no rule of replenishment; these are: {string.Join(", ", Names)}.");

    private static int Whole(decimal value) =>
        value == decimal.Truncate(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw new PolicyOutOfBoundsException($"{value} is no whole number.");
}
