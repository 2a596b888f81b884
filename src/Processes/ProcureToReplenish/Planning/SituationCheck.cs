using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.ProcureToReplenish.Planning;

/// <summary>What makes a SKU's data unusable, in a sentence: nothing is ordered on figures that cannot be.</summary>
internal static class SituationCheck
{
    /// <summary>More of one SKU is at no node, and sums of such figures fit easily.</summary>
    public const int MostPieces = 100_000_000;

    private const int MostDays = 1_000;

    public static string? Of(SkuSituation sku) =>
        !CaseId.IsKey(sku.Sku) ? "The SKU is not letters, digits and . _ : - only."
        : sku.Category is { } category && !CaseId.IsKey(category) ? $"The category '{category}' is not letters, digits and . _ : - only."
        : sku.Nodes.IsDefaultOrEmpty ? "No node keeps it."
        : null;

    public static string? Of(NodeSituation at, RetailNetwork network) =>
        network.Find(at.Node) is not { } node ? "The network has no such node."
        : node.Kind == NodeKind.Supplier ? "A supplier's own stock is not ours to fill."
        : at.Sold.IsDefault ? "Its sales are missing."
        : at.Sold.Any(day => day.Pieces is < 0 or > MostPieces) ? "A day's sales are below 0 or absurdly many."
        : at.AlikeDaily is { } alike && !(alike is >= 0 and <= MostPieces) ? $"The daily demand of its like is {alike}."
        : OfStock(at.Stock) ?? (at.Suppliers.IsDefaultOrEmpty ? null : OfTerms(at.Suppliers[0]));

    private static string? OfStock(StockThere stock) =>
        Math.Abs((long)stock.Available) > MostPieces ? $"{stock.Available} pieces on hand cannot be."
        : stock.OnOrder is < 0 or > MostPieces ? $"{stock.OnOrder} pieces on order cannot be."
        : stock.InTransit is < 0 or > MostPieces ? $"{stock.InTransit} pieces in transit cannot be."
        : stock.BackOrdered is < 0 or > MostPieces ? $"{stock.BackOrdered} pieces owed cannot be."
        : null;

    private static string? OfTerms(SupplyTerms terms) =>
        !CaseId.IsKey(terms.Supplier) ? "The supplier is not letters, digits and . _ : - only."
        : terms.UnitPrice is < 0 or > MostPieces ? $"A price of {terms.UnitPrice} cannot be."
        : terms.Currency is not { Length: 3 } || !terms.Currency.All(char.IsAsciiLetterUpper) ? $"'{terms.Currency}' is no currency."
        : terms.Pack is < 1 or > MostPieces ? $"A pack of {terms.Pack} cannot be."
        : terms.MinimumPieces is < 0 or > MostPieces ? $"A minimum of {terms.MinimumPieces} pieces cannot be."
        : terms.AgreedLeadDays is < 0 or > MostDays ? $"An agreed lead time of {terms.AgreedLeadDays} days cannot be."
        : terms.OrderCycleDays is < 1 or > MostDays ? $"An order cycle of {terms.OrderCycleDays} days cannot be."
        : terms.LeadDays.IsDefault || terms.LeadDays.Any(days => days is < 0 or > MostDays) ? "A past delivery's lead time cannot be."
        : terms.Tax?.WhyNot() ?? terms.Freight?.WhyNot();
}
