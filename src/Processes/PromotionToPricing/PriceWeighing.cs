using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Policies;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PromotionToPricing;

/// <summary>Who has to approve, by the deepest reduction and by what it does to the margin.</summary>
public static class PriceWeighing
{
    public static PromotionWeighed Weigh(Promotion promotion, PolicyReader policy, RetailNetwork network)
    {
        var proposal = promotion.Needs;
        var basis = (promotion.Basis?.Prices ?? []).ToDictionary(known => known.Sku);
        var known = proposal.Lines.Where(line => basis.ContainsKey(line.Sku)).ToList();
        var depth = known.Select(line => PriceRules.Depth(line, basis[line.Sku])).DefaultIfEmpty(0).Max();
        var effect = known.Sum(line => Effect(proposal, line, basis[line.Sku]));
        var days = policy.Read(Policy.PriceHistoryDays);
        return new PromotionWeighed(
            [.. proposal.Lines.Select(line => proposal.Kind == PriceKind.Promotion && basis.TryGetValue(line.Sku, out var there)
                ? line with
                {
                    ShownBefore = line.ShownBefore
                        ?? PriceRules.Lowest(proposal, there, promotion.Books.GetValueOrDefault(line.Sku), days, network),
                }
                : line)],
            Needed(proposal, depth, -effect, policy), decimal.Round(depth, 4), decimal.Round(effect, 2));
    }

    private static ImmutableArray<OwnerGroup> Needed(PromotionProposed proposal, decimal depth, decimal loss, PolicyReader policy)
    {
        var rows = ApprovalMatrix.Needed(
            ApprovalMatrix.Prices, policy, (ApprovalMatrix.Fix, proposal.Kind == PriceKind.Emergency ? 1 : 0),
            (ApprovalMatrix.Depth, depth), (ApprovalMatrix.Loss, loss));
        return [.. rows.Select(row => row.Owner)];
    }

    /// <summary>
    /// Margin at the new price on what is expected to be sold, less the margin without it. Whoever asks says how much more that is, and
    /// more than is in stock nobody can sell.
    /// </summary>
    private static decimal Effect(PromotionProposed proposal, PriceLine line, PriceBasis basis)
    {
        var without = basis.DailyDemand * (decimal)(proposal.EndsLocal - proposal.StartsLocal).TotalDays;
        var expected = Math.Min(PriceRules.Expected(proposal, basis), Math.Max(without, basis.OnHand));
        return ((line.Price - basis.UnitCost) * expected) - ((basis.Price - basis.UnitCost) * without);
    }
}
