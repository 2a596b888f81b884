using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.PriceTargets;

namespace Crossdock.Processes.PromotionToPricing;

/// <summary>What a proposal must be before anybody is asked about it: known names, times that exist, prices that are some.</summary>
public static class ShapeRules
{
    /// <summary>Every line goes to every target; more than this would be a price list.</summary>
    public const int MostLines = 200;

    private const decimal MostPrice = 10_000_000m;
    private const decimal MostLift = 100m;

    /// <summary>The key of a target's case and of its tasks is made of both names.</summary>
    private const int LongestName = 80;

    private static readonly DateTime Earliest = new(2000, 1, 1);
    private static readonly DateTime Latest = new(2100, 1, 1);

    public static ImmutableArray<Finding> Check(PromotionProposed proposal, RetailNetwork network, DateTimeOffset now) =>
        [.. Lines(proposal), .. Scope(proposal, network), .. Times(proposal, network, now)];

    private static IEnumerable<Finding> Lines(PromotionProposed proposal)
    {
        if (proposal.Lines.IsDefaultOrEmpty || proposal.Lines.Length > MostLines)
        {
            yield return Of("lines", null, "It has no lines, or too many.", $"Name 1 to {MostLines} SKUs; split it where there are more.");
            yield break;
        }

        foreach (var line in proposal.Lines.Where(line => !CaseId.IsKey(line.Sku)))
        {
            yield return Of("sku", line.Sku, "That is no SKU.", "Give the SKU as the ERP has it.");
        }

        foreach (var twice in proposal.Lines.GroupBy(line => line.Sku).Where(sku => sku.Count() > 1))
        {
            yield return Of("sku-twice", twice.Key, "It has two prices.", "Keep one of the lines.");
        }

        foreach (var line in proposal.Lines.Where(line => line.Price is <= 0 or > MostPrice || line.ShownBefore <= line.Price))
        {
            yield return Of(
                "price", line.Sku, "The price is not above 0, is too high, or is not below the price that is shown before it.",
                $"Give a price above 0, up to {MostPrice}, and below the one shown before it.");
        }

        if (proposal.ExpectedLift is < -1 or > MostLift)
        {
            yield return Of("lift", null, "Nobody sells less than nothing, or that much more.", $"Expect -1 to {MostLift}.");
        }

        if (proposal.Kind == PriceKind.Emergency && string.IsNullOrWhiteSpace(proposal.Reason))
        {
            yield return Of("reason", null, "An emergency fix has no reason.", "Say what was wrong with the price.");
        }
    }

    private static IEnumerable<Finding> Scope(PromotionProposed proposal, RetailNetwork network)
    {
        var scope = proposal.Scope;
        var channels = network.Channels.Where(known => Targets.SystemOf(known) is not null).Select(known => known.Id).ToHashSet();
        foreach (var id in Named(scope.Channels).Where(id => !channels.Contains(id)))
        {
            yield return Of("channel", null, $"{id} is no channel that keeps prices.", "Name a till, web, app or marketplace channel.");
        }

        foreach (var id in Named(scope.Regions).Where(id => network.Regions.All(known => known.Id != id)))
        {
            yield return Of("region", null, $"{id} is no region.", "Name a region of the network.");
        }

        foreach (var id in Named(scope.Nodes).Where(id => network.Find(id) is not { Kind: NodeKind.Store }))
        {
            yield return Of("node", null, $"{id} is no store.", "Name stores; a distribution centre has no till.");
        }

        var targets = Targets.Of(scope, network);
        if (targets.IsEmpty)
        {
            yield return Of("nowhere", null, "Nothing keeps a price there.", "Widen channels, regions or nodes.");
        }

        foreach (var target in targets.Where(target => !CaseId.IsKey($"{proposal.Number}:{target.Id}")
            || proposal.Number.Length + target.Id.Length > LongestName).Take(1))
        {
            yield return Of("number", null, $"{target.Id} cannot be named under that number.", "Give a shorter number.");
        }

        foreach (var region in network.Regions.Where(region => region.Currency != proposal.Currency
            && targets.Any(target => target.Region == region.Id)))
        {
            yield return Of(
                "currency", null, $"{region.Id} sells in {region.Currency}, and the prices are in {proposal.Currency}.",
                $"Leave {region.Id} out, and propose its prices in {region.Currency}.");
        }
    }

    private static IEnumerable<Finding> Times(PromotionProposed proposal, RetailNetwork network, DateTimeOffset now)
    {
        if (proposal.StartsLocal < Earliest || proposal.EndsLocal > Latest || proposal.EndsLocal <= proposal.StartsLocal)
        {
            yield return Of("times", null, "It does not end after its start.", "Give a start, and an end that comes after it.");
            yield break;
        }

        var windows = Window.Of(proposal, network).ToList();
        if (windows.Exists(window => window.Until <= window.From))
        {
            yield return Of("times", null, "The clock change leaves nothing of it somewhere.", "Let it run longer.");
        }

        if (windows.Count > 0 && windows.Max(window => window.Until) <= now)
        {
            yield return Of("over", null, "Its end has passed everywhere.", "Give an end that is still to come.");
        }
        else if (proposal.Kind != PriceKind.Emergency && windows.Count > 0 && windows.Min(window => window.From) <= now)
        {
            yield return Of(
                "started", null, $"Its start has passed at {windows.MinBy(window => window.From)!.Target.Id}.",
                "Start it later, or make it an emergency fix.");
        }
    }

    private static ImmutableArray<string> Named(ImmutableArray<string> ids) => ids.IsDefault ? [] : ids;

    private static Finding Of(string code, string? sku, string says, string mend) =>
        new(code, sku, says, mend, ExceptionCategory.PriceMismatch);
}

/// <summary>A target with the instants of its own local start and end.</summary>
public sealed record Window(PriceTarget Target, DateTimeOffset From, DateTimeOffset Until)
{
    public static IEnumerable<Window> Of(PromotionProposed proposal, RetailNetwork network) =>
        Targets.Of(proposal.Scope, network).Select(target => new Window(
            target, LocalTime.Instant(proposal.StartsLocal, target.TimeZone), LocalTime.Instant(proposal.EndsLocal, target.TimeZone)));
}
