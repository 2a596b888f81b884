using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.PriceTargets;

namespace Crossdock.Processes.PriceBooks;

/// <summary>Whether two prices of a SKU meet anywhere, and which was the lowest.</summary>
public static class Overlap
{
    /// <summary>A place has one clock, so two local times of it are compared as they stand.</summary>
    public static bool Of(PriceClaim one, PriceClaim other, RetailNetwork network) =>
        one.StartsLocal < other.EndsLocal && other.StartsLocal < one.EndsLocal && MeetsIn(one.Scope, other.Scope, network);

    public static bool MeetsIn(PriceScope one, PriceScope other, RetailNetwork network)
    {
        var there = Targets.Of(other, network).Where(Targets.Sells).Select(target => target.Id).ToHashSet();
        return Targets.Of(one, network).Any(target => there.Contains(target.Id));
    }

    /// <summary>The lowest price that held anywhere in the claim's scope during so many days before its start.</summary>
    public static decimal? Lowest(PriceBook book, PriceClaim claim, int days, RetailNetwork network)
    {
        var from = claim.StartsLocal.AddDays(-days);
        return book.Past.Concat(book.Claims)
            .Where(other => other.Promotion != claim.Promotion && other.Currency == claim.Currency)
            .Where(other => other.StartsLocal < claim.StartsLocal && other.EndsLocal > from && MeetsIn(other.Scope, claim.Scope, network))
            .Select(other => (decimal?)other.Price).Min();
    }
}
