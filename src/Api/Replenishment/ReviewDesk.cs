using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Api.Purchases;
using Crossdock.Contracts.Purchasing;
using Crossdock.Runtime.Replenishment;

namespace Crossdock.Api.Replenishment;

/// <summary>Reads what is to be reviewed. SKUs are read one by one: what cannot be read is listed, and the rest is planned.</summary>
internal sealed class ReviewDesk(ReplenishmentDesk replenishment)
{
    public const int Most = 1_000;

    public async Task<Answer> Review(Post post)
    {
        var who = post.Who;
        var dry = post.Body.Get(ReviewShape.DryRun);
        ImmutableArray<RuleAsked> rules =
            [.. post.Body.Get(ReviewShape.Rules, []).Select(rule => new RuleAsked(
                rule.Get(ChangedRuleShape.Rule, ""), rule.Get(ChangedRuleShape.Value)))];
        CheckRules(post, rules, dry);
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var skus = ImmutableArray.CreateBuilder<SkuSituation>();
        var unread = ImmutableArray.CreateBuilder<ReviewFault>();
        foreach (var (json, i) in post.Body.Get(ReviewShape.Skus).Select((json, i) => (json, i)))
        {
            var faults = new Faults();
            var given = ReviewedSkuShape.Shape.Read(json, $"skus[{i}]", faults);
            if (faults.Any)
            {
                unread.Add(new ReviewFault(given.Get(ReviewedSkuShape.Sku, $"skus[{i}]"), null, faults.ToString()));
            }
            else
            {
                skus.Add(Situation(given));
            }
        }

        var review = await replenishment.Run(
            new ReviewAsked(
                skus.ToImmutable(), unread.ToImmutable(), rules, dry, post.Body.Get(ReviewShape.Most, Most), who, post.Trace),
            post.Cancel);
        return Answer.Ok(review, ApiJson.Default.Review);
    }

    private static void CheckRules(Post post, ImmutableArray<RuleAsked> rules, bool dry)
    {
        if (!rules.IsEmpty && !dry)
        {
            post.Faults.Add("rules", "change nothing that is ordered; they go with dryRun");
        }

        foreach (var (rule, why) in ReplenishmentDesk.Wrong(rules))
        {
            post.Faults.Add($"rules[{rules.IndexOf(rule)}]", why);
        }
    }

    /// <summary>The stock in it is none: the host reads its own.</summary>
    private static SkuSituation Situation(Given sku) => new(
        sku.Get(ReviewedSkuShape.Sku),
        sku.Get(ReviewedSkuShape.Description, ""),
        sku.TryGet(ReviewedSkuShape.Category, out var category) ? category : null,
        [.. sku.Get(ReviewedSkuShape.Nodes).Select(Situated)]);

    private static NodeSituation Situated(Given at)
    {
        var empty = at.Get(ReviewedNodeShape.OutOfStock, []).ToHashSet();
        return new NodeSituation(
            at.Get(ReviewedNodeShape.Node),
            [.. at.Get(ReviewedNodeShape.Sold, []).Select((pieces, day) => new SoldDay(pieces, empty.Contains(day)))],
            new StockThere(0),
            [.. at.Get(ReviewedNodeShape.Suppliers, []).Select(Terms)],
            (double?)at.Maybe(ReviewedNodeShape.AlikeDaily));
    }

    private static SupplyTerms Terms(Given terms) => new(
        terms.Get(SupplyTermsShape.Supplier),
        terms.Get(SupplyTermsShape.UnitPrice),
        terms.Get(SupplyTermsShape.Currency),
        terms.Get(SupplyTermsShape.Pack, 1),
        terms.Get(SupplyTermsShape.Minimum, 0),
        terms.Get(SupplyTermsShape.LeadDays),
        terms.Get(SupplyTermsShape.PastLeadDays, []),
        terms.Get(SupplyTermsShape.OrderCycleDays, 1),
        terms.Maybe(SupplyTermsShape.NextOrder) is { } next ? DateOnly.FromDateTime(next.UtcDateTime) : null,
        TaxShape.Of(terms, SupplyTermsShape.Tax),
        FreightShape.Read(terms, SupplyTermsShape.Freight));
}
