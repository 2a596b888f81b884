using Crossdock.Processes.Policies;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ProcureToReplenish.Planning;

/// <summary>The policies of one scope, read once for all SKUs that share it.</summary>
public sealed record ReplenishmentRules(
    double ServiceLevel,
    int ReviewDays,
    int DemandDays,
    int ColdStartDays,
    double IntermittentInterval,
    double Smoothing,
    int LeadTimes,
    double LeadTimeSpread,
    decimal OrderCost,
    decimal TransferCost,
    decimal TransferPieceCost)
{
    /// <exception cref="PolicyOutOfBoundsException">a value is set to what it may not be</exception>
    public static ReplenishmentRules Read(PolicyBook policies, Scope scope, DateTimeOffset now)
    {
        return new(
            Value(Policy.ReplenishServiceLevel), Value(Policy.ReplenishReviewDays), Value(Policy.ReplenishDemandDays),
            Value(Policy.ReplenishColdStartDays), Value(Policy.ReplenishIntermittentInterval), Value(Policy.ReplenishSmoothing),
            Value(Policy.ReplenishLeadTimes), Value(Policy.ReplenishLeadTimeSpread), Value(Policy.ReplenishOrderCost),
            Value(Policy.ReplenishTransferCost), Value(Policy.ReplenishTransferPieceCost));

        T Value<T>(Policy<T> policy)
            where T : notnull => policies.Read(policy, scope, now).Value;
    }
}
