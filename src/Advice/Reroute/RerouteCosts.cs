using System.Collections.Immutable;

namespace Crossdock.Advice.Reroute;

/// <summary>An assumed cost and why it is that high, so that a reader can disagree with it.</summary>
/// <param name="Amount">in the order's currency, before <see cref="RerouteCosts.CurrencyScale"/></param>
public sealed record AssumedCost(decimal Amount, string Reason);

/// <summary>What a way out costs the retailer. Assumptions until measured, so each states its reason.</summary>
public sealed record RerouteCosts
{
    public static readonly RerouteCosts Default = new();

    public AssumedCost ShipFromDc { get; init; } = new(4.50m, "a parcel at the carrier's contract rate, picked by the line in a DC");

    public AssumedCost ShipFromStore { get; init; } = new(6.50m, "the same parcel, picked and packed by hand in a store");

    public AssumedCost PerHundredKm { get; init; } = new(0.20m, "the carrier's distance surcharge");

    public AssumedCost OtherRegion { get; init; } = new(8.00m, "export papers and the longer line haul");

    public AssumedCost OtherStore { get; init; } = new(1.50m, "ten minutes of store work: pick again, hold, tell the customer");

    public AssumedCost CustomerPerKm { get; init; } = new(0.10m, "goodwill for the customer's longer way");

    public AssumedCost WaitPerDay { get; init; } = new(1.00m, "asking the customer, and those who cancel while they wait");

    public AssumedCost Refund { get; init; } = new(2.00m, "refund fee and the desk's time");

    /// <summary>The share of the goods' price that is lost with the sale.</summary>
    public AssumedCost LostMarginShare { get; init; } = new(0.35m, "gross margin of general merchandise");

    /// <summary>Days until a place that ran out is normally filled up again.</summary>
    public int ReplenishDays { get; init; } = 3;

    /// <summary>Beyond this a store is not near: customers do not go.</summary>
    public double NearKm { get; init; } = 60;

    /// <summary>What a unit of the table is worth in a currency of another size, such as 190 for JPY; 1 where it says nothing.</summary>
    public ImmutableDictionary<string, decimal> CurrencyScale { get; init; } = ImmutableDictionary<string, decimal>.Empty;

    internal decimal In(string currency, decimal amount) =>
        decimal.Round(amount * CurrencyScale.GetValueOrDefault(currency, 1m), 2, MidpointRounding.AwayFromZero);
}
