using System.Collections.Immutable;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ProcureToReplenish.Planning;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>
/// SKUs at nodes in words a test can read. Unless told otherwise: two a day for a quarter, a week to deliver, packs of one.
/// </summary>
internal static class Shelves
{
    public static readonly RetailNetwork Network = Given.Network;

    public static readonly SupplyTerms Terms = new("SUP-A", 4m, "GBP", Pack: 1, MinimumPieces: 0, AgreedLeadDays: 7, LeadDays: []);

    public static ImmutableArray<SoldDay> Steady(int pieces, int days = 91) => [.. Enumerable.Repeat(new SoldDay(pieces), days)];

    public static NodeSituation At(string node, int available, SupplyTerms? terms = null, ImmutableArray<SoldDay>? sold = null) =>
        new(node, sold ?? Steady(2), new StockThere(available), [terms ?? Terms]);

    public static SkuSituation Sku(params NodeSituation[] nodes) => new("A", "Thing A", "toys", [.. nodes]);

    public static ReplenishmentPlan Review(params SkuSituation[] skus) => Review(PolicyBook.Defaults, skus);

    public static ReplenishmentPlan Review(PolicyBook policies, params SkuSituation[] skus) =>
        ReplenishmentReview.Of(skus, policies, Network, Given.Now);

    public static PolicyBook With<T>(Policy<T> policy, T value, Scope? scope = null)
        where T : notnull =>
        new([new PolicyValue(policy.Name, scope ?? Scope.Everywhere, value, 2, Given.Now.AddDays(-1), "Aylin", "Test.")]);

    /// <summary>No spread at all, so that levels can be counted on fingers.</summary>
    public static PolicyBook Certain => With(Policy.ReplenishLeadTimeSpread, 0d);
}
