using System.Collections.Immutable;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Purchases;

/// <param name="Ordered">pieces as they were last told to ERP or supplier</param>
/// <param name="Received">pieces counted, which are stocked or rejected</param>
public sealed record PurchaseLineView(
    string Sku, string Description, int Ordered, decimal UnitPrice, int Received, int Stocked, int Rejected, string? TaxCategory,
    decimal? TaxRate);

/// <summary>A purchase order as a buyer follows it.</summary>
/// <param name="Total">goods and freight, without tax</param>
/// <param name="Waits">who is waited for: on-system, on-person, on-partner, on-time or nothing</param>
public sealed record PurchaseView(
    string Case,
    string Number,
    string Supplier,
    string Node,
    string State,
    string Title,
    string Waits,
    bool Final,
    DateTimeOffset Since,
    DateTimeOffset? Due,
    string? Exception,
    string? Why,
    string ProposedBy,
    string Currency,
    decimal Freight,
    decimal Total,
    ImmutableArray<PurchaseLineView> Lines)
{
    /// <summary>Read off the rows that decided: what was told to the ERP, and what each receipt was counted as.</summary>
    internal static PurchaseView Of(CaseStory story, PurchaseProposed proposed)
    {
        var head = story.Head;
        var asked = story.Rows.Where(row => row.Outcome == Outcome.Applied)
            .SelectMany(row => row.Effects).Select(effect => effect.Effect).ToArray();
        var counted = asked.OfType<PostGoodsReceipt>().DistinctBy(receipt => receipt.Receipt)
            .SelectMany(receipt => receipt.Lines).ToLookup(line => line.Sku);
        var posted = asked.OfType<PostPurchase>().LastOrDefault();
        var ordered = posted?.Lines ?? proposed.Lines;
        var goods = ordered.Sum(line => line.Quantity * line.UnitPrice);
        var freight = posted?.Freight ?? proposed.Freight?.Of(goods) ?? 0m;
        return new PurchaseView(
            head.Case.ToString(), proposed.Number, proposed.Supplier, proposed.Node, head.State, story.Place?.Title ?? head.State,
            Words<Waits>.Of(head.Waits), head.Closed is not null, head.Since, head.Card.Promise,
            head.Card.Exception is { } category ? ExceptionRules.CodeOf(category) : null, head.Card.Why, proposed.ProposedBy,
            proposed.Currency, freight, goods + freight,
            [.. ordered.Select(line => new PurchaseLineView(
                line.Sku, line.Description, line.Quantity, line.UnitPrice, counted[line.Sku].Sum(one => one.Received),
                counted[line.Sku].Sum(one => one.Stocked), counted[line.Sku].Sum(one => one.Rejected), line.Tax?.Category,
                line.Tax?.Rate))]);
    }
}
