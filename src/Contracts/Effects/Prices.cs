using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Effects;

/// <summary>An effect that several systems of one kind carry out; each says for itself which.</summary>
public interface IForSystem
{
    string System { get; }
}

/// <summary>Asks the ERP what a promotion is judged by: price in force, cost, demand, stock and the prices of the last days.</summary>
/// <param name="Days">how far back the prices are asked for</param>
public sealed record CheckPrices(
    string Number, int Round, string Currency, int Days, ImmutableArray<string> Regions, ImmutableArray<string> Skus)
    : Effect, IAnsweredBy<PricesKnown, PricesUnknown>
{
    public override Message Refused(string reason) => new PricesUnknown(Round, reason);
}

/// <summary>Brings prices to a target, which keeps them and sells at the old ones.</summary>
public sealed record StagePrices(
    PriceTarget Target, string Number, string Currency, DateTimeOffset From, DateTimeOffset Until, ImmutableArray<PriceLine> Lines)
    : Effect, IForSystem, IAnsweredBy<PricesStaged, StagingRefused>
{
    string IForSystem.System => Target.System;

    public override Message Refused(string reason) => new StagingRefused(reason);
}

/// <summary>Asks a target what it really holds.</summary>
public sealed record ReadPrices(PriceTarget Target, string Number, ImmutableArray<string> Skus)
    : Effect, IForSystem, IAnsweredBy<PricesRead, ReadingRefused>
{
    string IForSystem.System => Target.System;

    public override Message Refused(string reason) => new ReadingRefused(reason);
}

/// <summary>From now on the target sells at these prices.</summary>
public sealed record ActivatePrices(PriceTarget Target, string Number, string Currency, ImmutableArray<PriceLine> Lines)
    : Effect, IForSystem, IAnsweredBy<PricesActivated, ActivationRefused>
{
    string IForSystem.System => Target.System;

    public override Message Refused(string reason) => new ActivationRefused(reason);
}

/// <summary>Takes back all that the target has of a promotion, live or waiting.</summary>
public sealed record RevertPrices(PriceTarget Target, string Number)
    : Effect, IForSystem, IAnsweredBy<PricesReverted, RevertRefused>
{
    string IForSystem.System => Target.System;

    public override Message Refused(string reason) => new RevertRefused(reason);
}
