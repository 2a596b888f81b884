using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>One place that keeps prices of its own: the tills of a store, or a channel or the ERP for a region.</summary>
/// <param name="Id">channel and place: <c>till.LEEDS</c>, <c>web.UK</c></param>
/// <param name="System">the system that is spoken to: tills, web, app, marketplaces or erp</param>
/// <param name="Node">the store, for its tills</param>
/// <param name="TimeZone">IANA name; start and end are taken by its clock</param>
public sealed record PriceTarget(string Id, string System, string Channel, string Region, string? Node, string TimeZone);

/// <summary>One target's part of a promotion.</summary>
/// <param name="Released">whether it may go live without another word, once its start has come</param>
public sealed record TargetAsked(
    CaseId Promotion,
    string Number,
    PriceTarget Target,
    string Currency,
    DateTimeOffset From,
    DateTimeOffset Until,
    ImmutableArray<PriceLine> Lines,
    bool Released) : Message;

/// <summary>The promotion may go live here, not before the target's own start.</summary>
public sealed record TargetReleased(string By) : Message;

/// <summary>The promotion is withdrawn: nothing of it is to remain.</summary>
public sealed record TargetRecalled(string Reason) : Message;

/// <summary>How far a target is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TargetStanding>))]
public enum TargetStanding
{
    /// <summary>On its way there.</summary>
    Pending,
    /// <summary>Read back: it holds what was sent, and sells at the old price.</summary>
    Ready,
    Live,
    /// <summary>Read back: nothing of it remains.</summary>
    Cleared,
}

/// <summary>A target's word to its promotion. Words may overtake each other; the highest turn is the latest.</summary>
/// <param name="Trouble">what is open there; null when nothing is</param>
/// <param name="Receipt">what the target gave for what it holds</param>
/// <param name="Wrong">how long it sold at another price than it should, as far as was seen</param>
public sealed record TargetReported(
    string Target, int Turn, TargetStanding Standing, ExceptionCategory? Trouble, string? Receipt, TimeSpan Wrong, string Note) : Message;

public sealed record PricesStaged(string Receipt) : Message;

public sealed record StagingRefused(string Reason) : Message;

/// <summary>A price as the target holds it.</summary>
/// <param name="Price">what a customer pays now</param>
/// <param name="Promotion">the promotion that this price is of; null for the regular one</param>
/// <param name="Planned">the price that waits to go live for the promotion that was asked about; null when none waits</param>
public sealed record HeldPrice(string Sku, decimal Price, string? Promotion, decimal? Planned);

public sealed record PricesRead(ImmutableArray<HeldPrice> Prices) : Message;

public sealed record ReadingRefused(string Reason) : Message;

public sealed record PricesActivated(string Receipt) : Message;

public sealed record ActivationRefused(string Reason) : Message;

public sealed record PricesReverted(string Receipt) : Message;

public sealed record RevertRefused(string Reason) : Message;
