using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;

namespace Crossdock.Advice.Reroute;

/// <summary>An option on its way to being ranked, with the reasons that make its confidence.</summary>
internal sealed record WayOut(
    RerouteKind Kind, Node? Node, decimal Cost, DateTimeOffset? Promise, bool CustomerMustAgree, string Says,
    ImmutableArray<AdviceReason> Reasons, string? Sku = null)
{
    /// <summary>Where every option begins before reasons move it.</summary>
    private const double Start = 0.5;

    public double Confidence => Math.Round(Math.Clamp(Start + Reasons.Sum(reason => reason.Weight), 0.01, 0.99), 2);

    public RerouteOption ToOption(string currency) => new(
        Kind, Node?.Id, Sku, Cost, Promise, CustomerMustAgree, Confidence,
        $"{Says}{By()}. Costs {new Money(Cost, currency)}.{(CustomerMustAgree ? " The customer is asked first." : "")}");

    private string By() => Promise is { } promise ? $", by {promise.ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture)} UTC" : "";
}
