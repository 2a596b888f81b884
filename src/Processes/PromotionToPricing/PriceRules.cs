using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Policies;
using Crossdock.Processes.PriceTargets;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PromotionToPricing;

/// <summary>
/// What the ERP and the books say of a proposal: overlaps, the margin floor, the price shown before a reduction (Directive 98/6/EC,
/// article 6a), the limits of marketplaces, and stock for what is expected to be sold.
/// </summary>
public static class PriceRules
{
    public static ImmutableArray<Finding> Check(Promotion promotion, PolicyReader policy, RetailNetwork network) =>
    [
        .. Unanswered(promotion),
        .. promotion.Needs.Lines.SelectMany(line => OfLine(promotion, line, policy, network)),
        .. LongOnMarketplace(promotion.Needs, policy, network),
    ];

    /// <summary>The lowest price of the last days, out of the ERP's history, the price in force and what the book knows.</summary>
    public static decimal Lowest(PromotionProposed proposal, PriceBasis basis, PriceAnswered? book, int days, RetailNetwork network)
    {
        var starts = Window.Of(proposal, network).Select(window => window.From).ToList();
        var (from, until) = (starts.Min().AddDays(-days), starts.Max());
        return basis.History.Where(past => past.From < until && past.Until > from).Select(past => past.Price)
            .Append(basis.Price).Concat(book?.Lowest is { } lowest ? [lowest] : Array.Empty<decimal>()).Min();
    }

    /// <summary>The line with the price that may be shown before it by now: others may have planned a lower one since.</summary>
    public static PriceLine TrueNow(Promotion promotion, PriceLine line) =>
        promotion.Books.GetValueOrDefault(line.Sku)?.Lowest is { } lowest && lowest < line.ShownBefore
            ? line with { ShownBefore = lowest } : line;

    /// <summary>A reduction of what is sold as cheaply before is none.</summary>
    public static ImmutableArray<Finding> NoReductions(ImmutableArray<PriceLine> lines) =>
    [
        .. from line in lines
           where line.ShownBefore <= line.Price
           select Of(
               "no-reduction", line.Sku,
               $"By now it is to be sold for {Said(line.ShownBefore!.Value)} before the start, so this is no reduction.",
               $"Go below {Said(line.ShownBefore!.Value)}, start later, or leave it out."),
    ];

    /// <summary>From the highest price of late: many small steps down are one deep one.</summary>
    public static decimal Depth(PriceLine line, PriceBasis basis)
    {
        var from = basis.History.Select(past => past.Price).Append(basis.Price).Max();
        return from <= 0 ? 0 : (from - line.Price) / from;
    }

    private static IEnumerable<Finding> Unanswered(Promotion promotion)
    {
        if (promotion.NoBasis is { } reason)
        {
            yield return Of("erp", null, $"The ERP does not say what its SKUs cost: {reason}", "Propose it again when the ERP answers.");
        }

        if (promotion.Basis is not { } basis)
        {
            yield break;
        }

        foreach (var sku in basis.Unknown)
        {
            yield return Of("sku-unknown", sku, "The ERP does not have it.", "Leave it out, or have it created.");
        }

        // Of what nothing is known nothing can be checked, and nobody would have to approve it.
        foreach (var sku in promotion.Needs.Lines.Select(line => line.Sku).Except(basis.Unknown)
            .Except(basis.Prices.Select(known => known.Sku)))
        {
            yield return Of("sku-unanswered", sku, "The ERP says nothing about it.", "Propose it again, or leave it out.");
        }
    }

    private static IEnumerable<Finding> OfLine(Promotion promotion, PriceLine line, PolicyReader policy, RetailNetwork network)
    {
        var (proposal, book) = (promotion.Needs, promotion.Books.GetValueOrDefault(line.Sku));
        if (book is null || book.Refusal is not null)
        {
            yield return Of(
                "book", line.Sku, book?.Refusal ?? "Its price book does not answer.", "Leave it out, or propose it again later.");
        }

        foreach (var other in book?.Conflicts ?? [])
        {
            yield return Of(
                "overlap", line.Sku,
                $"{other.Promotion} has a price of {Said(other.Price)} from {other.StartsLocal:yyyy-MM-dd HH:mm} "
                + $"until {other.EndsLocal:yyyy-MM-dd HH:mm} local time.",
                $"Start at or after its end, end by its start, leave its places out, or withdraw {other.Promotion}.");
        }

        if (promotion.Basis?.Prices.FirstOrDefault(known => known.Sku == line.Sku) is not { } basis)
        {
            yield break;
        }

        IEnumerable<Finding> findings =
            [.. Margin(line, basis, policy), .. Shown(proposal, line, basis, book, policy, network),
            .. DeepOnMarketplace(proposal, line, basis, policy, network), .. Cover(proposal, line, basis, policy)];
        foreach (var finding in findings)
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> Margin(PriceLine line, PriceBasis basis, PolicyReader policy)
    {
        var floor = policy.Read(Policy.PriceMarginFloor);
        if (line.Price - basis.UnitCost < floor * line.Price)
        {
            var least = floor < 1 ? decimal.Ceiling(basis.UnitCost / (1 - floor) * 100m) / 100m : basis.Price;
            yield return new Finding(
                "margin-floor", line.Sku, $"At {Said(line.Price)} and a cost of {Said(basis.UnitCost)} its margin is below {floor:0.##%}.",
                $"Ask {Said(least)} at least, or leave it out.", ExceptionCategory.MarginBreach);
        }
    }

    private static IEnumerable<Finding> Shown(
        PromotionProposed proposal, PriceLine line, PriceBasis basis, PriceAnswered? book, PolicyReader policy, RetailNetwork network)
    {
        if (proposal.Kind != PriceKind.Promotion && line.ShownBefore is null)
        {
            yield break;
        }

        var days = policy.Read(Policy.PriceHistoryDays);
        var lowest = Lowest(proposal, basis, book, days, network);
        if (line.Price >= lowest)
        {
            yield return Of(
                "no-reduction", line.Sku, $"It was sold for {Said(lowest)} within {days} days before the start, so this is no reduction.",
                $"Go below {Said(lowest)}, start later, or announce it as a change without a price before.");
        }
        else if (line.ShownBefore > lowest)
        {
            yield return Of(
                "price-before", line.Sku,
                $"It shows {Said(line.ShownBefore.Value)} as the price before, and was sold for {Said(lowest)} within {days} days.",
                $"Show {Said(lowest)}, or leave it out and it is filled in.");
        }
    }

    private static IEnumerable<Finding> DeepOnMarketplace(
        PromotionProposed proposal, PriceLine line, PriceBasis basis, PolicyReader policy, RetailNetwork network)
    {
        var most = policy.Read(Policy.MarketplaceDepth);
        if (basis.Price > 0 && (basis.Price - line.Price) / basis.Price > most && OnMarketplace(proposal, network))
        {
            yield return Of(
                "marketplace-depth", line.Sku, $"Marketplaces take no reduction beyond {most:0.##%}.",
                $"Ask {Said(decimal.Ceiling(basis.Price * (1 - most) * 100m) / 100m)} at least, or leave the marketplaces out.");
        }
    }

    private static IEnumerable<Finding> LongOnMarketplace(PromotionProposed proposal, PolicyReader policy, RetailNetwork network)
    {
        var most = policy.Read(Policy.MarketplaceDays);
        if (proposal.EndsLocal - proposal.StartsLocal > TimeSpan.FromDays(most) && OnMarketplace(proposal, network))
        {
            yield return Of(
                "marketplace-days", null, $"Marketplaces run a reduction {most} days at most.",
                $"End it by {proposal.StartsLocal.AddDays(most):yyyy-MM-dd HH:mm}, or leave the marketplaces out.");
        }
    }

    private static IEnumerable<Finding> Cover(PromotionProposed proposal, PriceLine line, PriceBasis basis, PolicyReader policy)
    {
        if (proposal.Kind != PriceKind.Promotion)
        {
            yield break;
        }

        var needed = policy.Read(Policy.PriceStockCover) * Expected(proposal, basis);
        if (basis.OnHand < needed)
        {
            yield return Of(
                "stock-cover", line.Sku, $"{basis.OnHand} pieces are in stock, and {decimal.Ceiling(needed)} are expected to be wanted.",
                $"Bring in {decimal.Ceiling(needed) - basis.OnHand} more, shorten it, expect less, or leave it out.");
        }
    }

    /// <summary>Pieces that are expected to be sold while it runs.</summary>
    public static decimal Expected(PromotionProposed proposal, PriceBasis basis) =>
        basis.DailyDemand * (decimal)(proposal.EndsLocal - proposal.StartsLocal).TotalDays * (1 + Math.Max(-1m, proposal.ExpectedLift));

    private static bool OnMarketplace(PromotionProposed proposal, RetailNetwork network) =>
        Targets.Of(proposal.Scope, network).Any(target => target.System == Targets.Marketplaces);

    private static Finding Of(string code, string? sku, string says, string mend) =>
        new(code, sku, says, mend, ExceptionCategory.PriceMismatch);

    public static string Said(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);
}
