using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.PriceTargets;

/// <summary>What a target holds against what it should hold.</summary>
public static class Reading
{
    /// <summary>SKUs that do not wait for the start at their price.</summary>
    public static ImmutableArray<string> NotWaiting(TargetAsked needs, ImmutableArray<HeldPrice> held) => Differing(needs, held,
        (line, there) => there.Planned == line.Price ? null : Says("waits with", there.Planned, line.Price));

    /// <summary>SKUs that are not sold at their price, or not on this promotion's account.</summary>
    public static ImmutableArray<string> NotLive(TargetAsked needs, ImmutableArray<HeldPrice> held) => Differing(needs, held,
        (line, there) => there.Price == line.Price && there.Promotion == needs.Number ? null : Says("sells at", there.Price, line.Price));

    /// <summary>SKUs that still have something of the promotion. One that the target does not list it does not sell.</summary>
    public static ImmutableArray<string> Remaining(TargetAsked needs, ImmutableArray<HeldPrice> held) =>
    [
        .. held.Where(there => there.Promotion == needs.Number || there.Planned is not null)
            .Select(there => there.Planned is { } planned ? $"{there.Sku} still waits with {Said(planned)}"
                : $"{there.Sku} still sells at {Said(there.Price)}"),
    ];

    private static ImmutableArray<string> Differing(
        TargetAsked needs, ImmutableArray<HeldPrice> held, Func<PriceLine, HeldPrice, string?> difference)
    {
        var bySku = held.GroupBy(there => there.Sku).ToDictionary(sku => sku.Key, sku => sku.First());
        return
        [
            .. needs.Lines.Select(line => bySku.TryGetValue(line.Sku, out var there)
                    ? difference(line, there) is { } wrong ? $"{line.Sku} {wrong}" : null
                    : $"{line.Sku} is not listed")
                .OfType<string>(),
        ];
    }

    private static string Says(string verb, decimal? held, decimal expected) =>
        $"{verb} {(held is { } there ? Said(there) : "nothing")} instead of {Said(expected)}";

    private static string Said(decimal price) => price.ToString("0.00##", CultureInfo.InvariantCulture);
}
