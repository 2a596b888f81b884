using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.ProcureToReplenish;

/// <summary>What the supplier's book is told, so that his invoices can be matched.</summary>
public static partial class Handlers
{
    /// <summary>Purchases are in pieces; these are the names that suppliers give to one (UN/ECE recommendation 20, and habit).</summary>
    private const string Piece = "C62";

    private static readonly Dictionary<string, decimal> SamePiece = new(StringComparer.Ordinal)
    {
        ["EA"] = 1m, ["H87"] = 1m, ["PCE"] = 1m, ["PCS"] = 1m, ["XPP"] = 1m,
    };

    private static Decision<PurchaseState> TellPayables(Purchase order, Decision<PurchaseState> decision, PayablesNews news) =>
        CaseId.IsKey(order.Needs.Supplier)
            ? decision.Tell(new CaseId("payables", order.Needs.Supplier), new PayablesTold(order.Needs.Supplier, news))
            : decision;

    private static OrderPlaced Placed(Purchase order) => new(
        new PurchaseOrder(
            order.Needs.Number, order.Needs.Supplier, order.Needs.Currency,
            [
                .. order.Items.Where(item => item.Ordered > 0).Select(item => new PurchaseOrderLine(
                    LineOf(order, item), item.Sku, item.Ordered, Piece, item.UnitPrice, TaxCode: item.Tax?.Category,
                    TaxRate: item.Tax?.Rate, Packs: PacksOf(item))),
            ],
            order.Freight, order.Revision),
        [
            .. new[] { order.Needs.ProposedBy, order.ClearedBy }.OfType<string>().Concat(order.Approvers).Where(by => by.Length > 0)
                .Distinct(),
        ]);

    /// <summary>What was agreed stands before habit.</summary>
    private static Dictionary<string, decimal> PacksOf(PurchaseItem item)
    {
        if (item.Packs.IsDefaultOrEmpty)
        {
            return SamePiece;
        }

        var packs = new Dictionary<string, decimal>(SamePiece, StringComparer.Ordinal);
        foreach (var pack in item.Packs)
        {
            packs[pack.Unit] = pack.Pieces;
        }

        return packs;
    }

    private static GoodsKept Kept(Purchase order, CountedReceipt counted) => new(new GoodsReceipt(
        $"{order.Needs.Number}:{counted.Receipt}",
        [
            .. counted.Lines.Select(line => new GoodsReceiptLine(
                order.Needs.Number, LineOf(order, line.Sku), line.Sku, line.Received, line.Rejected, line.Stocked)),
        ]));

    private static OrderEnded Ended(Purchase order) => new(order.Needs.Number, new GoodsReceipt(
        $"{order.Needs.Number}:end",
        [
            .. order.Items.Select(item => new GoodsReceiptLine(
                order.Needs.Number, LineOf(order, item), item.Sku, 0m, 0m, 0m, Completes: true)),
        ]));

    private static string? LineOf(Purchase order, string sku) =>
        order.Items.FirstOrDefault(item => item.Sku == sku) is { } item ? LineOf(order, item) : null;

    /// <summary>A SKU stands on one line only; where two lines have one number, it is the SKU that names them.</summary>
    private static string LineOf(Purchase order, PurchaseItem item) =>
        order.Items.Count(other => other.Line == item.Line) == 1 ? $"{item.Line}" : item.Sku;
}
