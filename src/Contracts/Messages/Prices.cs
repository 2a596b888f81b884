using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>Why a price is to change for a while.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PriceKind>))]
public enum PriceKind
{
    /// <summary>Announced as a reduction, so that the price before it has to be shown.</summary>
    Promotion,
    /// <summary>Another price, announced as nothing.</summary>
    Change,
    /// <summary>A wrong price is mended: approved in minutes, live as each target is ready, looked at by finance afterwards.</summary>
    Emergency,
}

/// <summary>Where a price is to hold. An empty list means all.</summary>
public sealed record PriceScope(ImmutableArray<string> Channels, ImmutableArray<string> Regions, ImmutableArray<string> Nodes);

/// <param name="ShownBefore">the price shown as the one before a reduction; left out, it is the lowest of the last days</param>
public sealed record PriceLine(string Sku, decimal Price, decimal? ShownBefore);

/// <summary>A promotion or price change. Start and end are times of the clock on the wall of each place.</summary>
/// <param name="StartsLocal">without an offset: midnight in Leeds and midnight in Lisbon are one value and two instants</param>
/// <param name="EndsLocal">the first moment at which the price no longer holds</param>
/// <param name="ExpectedLift">how much more is expected to be sold: 0.4 for two fifths more</param>
public sealed record PromotionProposed(
    string Number,
    string Title,
    PriceKind Kind,
    PriceScope Scope,
    string Currency,
    DateTime StartsLocal,
    DateTime EndsLocal,
    decimal ExpectedLift,
    ImmutableArray<PriceLine> Lines,
    string Reason) : Message;

/// <summary>The same promotion, mended.</summary>
public sealed record PromotionRevised(PromotionProposed Proposal) : Message;

/// <param name="By">who approves, where a task says it; a person who tells it is taken by the name of the key or phone</param>
public sealed record PromotionApproved(string By, string Note, string Role = "", StandsFor? For = null) : Message;

public sealed record PromotionRejected(string By, string Reason, string Role = "", StandsFor? For = null) : Message;

/// <summary>A person lets go live what the policy holds back.</summary>
public sealed record PromotionGoAhead(string By, string Note) : Message;

/// <summary>It shall not run, or not any longer: what is out is taken back everywhere.</summary>
public sealed record PromotionWithdrawn(string Reason) : Message;

/// <summary>A price that was in force.</summary>
public sealed record PastPrice(DateTimeOffset From, DateTimeOffset Until, decimal Price);

/// <summary>What the ERP knows of a SKU, in the currency that was asked for.</summary>
/// <param name="Price">in force now</param>
/// <param name="DailyDemand">pieces a day without the promotion, in the regions asked for</param>
/// <param name="OnHand">pieces in the regions asked for</param>
/// <param name="History">prices in force during the last days, newest or oldest first</param>
public sealed record PriceBasis(
    string Sku, decimal Price, decimal UnitCost, decimal DailyDemand, int OnHand, ImmutableArray<PastPrice> History);

/// <param name="Round">of the proposal that asked</param>
/// <param name="Unknown">SKUs that the ERP does not have</param>
public sealed record PricesKnown(int Round, ImmutableArray<PriceBasis> Prices, ImmutableArray<string> Unknown) : Message;

public sealed record PricesUnknown(int Round, string Reason) : Message;

/// <summary>A price that is planned or runs: what the book of a SKU keeps, so that no other one is planned over it.</summary>
public sealed record PriceClaim(
    CaseId Promotion, int Round, PriceScope Scope, DateTime StartsLocal, DateTime EndsLocal, string Currency, decimal Price);

/// <summary>Tells the book of one SKU. Every round of a promotion claims anew and is given up once; a late claim stays given up.</summary>
/// <param name="Claim">what is asked for; null gives up what the promotion has up to this round</param>
/// <param name="Ran">whether the price was live anywhere, so that the book remembers it for later reductions</param>
public sealed record PriceInstructed(CaseId Promotion, int Round, PriceClaim? Claim, bool Ran) : Message;

/// <param name="Conflicts">what it would overlap; empty when the claim stands</param>
/// <param name="Lowest">the lowest price of the last days that the book knows of, in the claim's currency; null when none</param>
/// <param name="Refusal">why the book takes no claims any more; null while it does</param>
/// <param name="Turn">counts the changes of the book: of two answers to one claim the later counts, whichever is heard last</param>
public sealed record PriceAnswered(
    string Sku, int Round, ImmutableArray<PriceClaim> Conflicts, decimal? Lowest, string? Refusal, int Turn = 0) : Message;

/// <summary>The SKU leaves the assortment.</summary>
public sealed record PriceBookClosed(string Reason) : Message;
