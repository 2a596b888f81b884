using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

[JsonConverter(typeof(JsonStringEnumConverter<RerouteKind>))]
public enum RerouteKind
{
    /// <summary>Another store the customer can walk to.</summary>
    OtherStore,
    /// <summary>Ship the missing pieces instead; a customer who chose a store is asked first.</summary>
    Ship,
    Substitute,
    Wait,
    Refund,
}

/// <summary>A way out for a line that runs short.</summary>
/// <param name="Confidence">0 to 1</param>
public sealed record RerouteOption(
    RerouteKind Kind,
    string? Node,
    string? Sku,
    decimal Cost,
    DateTimeOffset? Promise,
    bool CustomerMustAgree,
    double Confidence,
    string Summary)
{
    /// <summary>What it is chosen by: its kind, with its SKU and its node where it has them.</summary>
    [JsonIgnore]
    public string Code => $"{Kind}{(Sku is null ? "" : $":{Sku}")}{(Node is null ? "" : $"@{Node}")}";
}

/// <param name="Weight">how much it moved the confidence, signed</param>
public sealed record AdviceReason(string Text, double Weight);

/// <summary>A recommendation. It never acts: the receiving state decides by policy whether it is taken, proposed or hidden.</summary>
public sealed record RerouteAdvised(
    string Model, ImmutableArray<RerouteOption> Options, ImmutableArray<AdviceReason> Reasons) : Message;

public sealed record AdviceUnavailable(string Reason) : Message;

/// <summary>A person took one of the options that were proposed.</summary>
/// <param name="Choice">the <see cref="RerouteOption.Code"/>: <c>Ship@DC-1</c>, <c>Substitute:85123B@DC-1</c>, <c>Refund</c></param>
public sealed record RerouteChosen(string Choice, string Note) : Message;
