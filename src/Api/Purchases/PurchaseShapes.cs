using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Purchases;

/// <summary>Goods to be bought. Who sends it is who proposes it, and may not approve it.</summary>
internal static class ProposalShape
{
    public static readonly Field<string> Number = Required("number", Kinds.CaseNumber, "The order's number for ever.");
    public static readonly Field<string> Supplier = Required("supplier", Kinds.Key);
    public static readonly Field<string> Node = Required("node", Kinds.Key, "Where the goods are to go.");
    public static readonly Field<string> Category = Optional("category", Kinds.Key, "Of all lines; approvals go by it.");
    public static readonly Field<string> Currency = Required("currency", Kinds.Currency, "ISO 4217.");
    public static readonly Field<DateTimeOffset> Due = Required("due", Kinds.Instant, "When the goods should be there.");
    public static readonly Field<ImmutableArray<Given>> Lines = Required(
        "lines", Kinds.List(Kinds.Item(ProposalLineShape.Shape), 1, ApiLimits.Lines), "A SKU stands on one line only.");
    public static readonly Field<string> Why = Optional("why", Kinds.Text(400, min: 0));

    public static readonly Shape Shape = new("PurchaseProposal", [Number, Supplier, Node, Category, Currency, Due, Lines, Why])
    {
        Example = """
            { "number": "PO-20261126-DC-1", "supplier": "SUP-14", "node": "DC-1", "category": "kitchen", "currency": "GBP",
              "due": "2026-12-03T08:00:00Z",
              "lines": [{ "sku": "85123A", "description": "White hanging heart", "quantity": 480, "unitPrice": 1.20 }],
              "why": "below its level" }
            """,
    };
}

internal static class ProposalLineShape
{
    public static readonly Field<string> Sku = Required("sku", Kinds.Key);
    public static readonly Field<string> Description = Optional("description", Kinds.Text(400, min: 0));
    public static readonly Field<int> Quantity = Required("quantity", Kinds.Whole(1, 1_000_000), "Pieces.");
    public static readonly Field<decimal> UnitPrice = Required("unitPrice", Kinds.Amount(0, 10_000_000), "Net, of one piece.");

    public static readonly Shape Shape = new("PurchaseLine", [Sku, Description, Quantity, UnitPrice]);
}

internal static class ApprovalShape
{
    public static readonly Field<string> Note = Optional("note", Kinds.Text(400, min: 0));

    public static readonly Shape Shape = new("PurchaseApproval", [Note]) { Example = """{ "note": "as discussed" }""" };
}

internal static class ReasonShape
{
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400));

    public static readonly Shape Shape = new("Reason", [Reason]) { Example = """{ "reason": "not needed any more" }""" };
}

/// <summary>Goods that arrived and were counted.</summary>
internal static class ReceiptShape
{
    public static readonly Field<string> Receipt = Required("receipt", Kinds.Text(100), "Its number; a repeat of it changes nothing.");
    public static readonly Field<string> Node = Required("node", Kinds.Key, "Where they were counted.");
    public static readonly Field<string> Advice = Optional("advice", Kinds.Text(100), "The despatch they came with.");
    public static readonly Field<ImmutableArray<Given>> Lines = Required(
        "lines", Kinds.List(Kinds.Item(ReceiptLineShape.Shape), 1, ApiLimits.Lines));

    public static readonly Shape Shape = new("GoodsReceipt", [Receipt, Node, Advice, Lines])
    {
        Example = """
            { "receipt": "GR-5521", "node": "DC-1", "advice": "DA-77",
              "lines": [{ "sku": "85123A", "received": 480, "damaged": 2 }] }
            """,
    };
}

internal static class ReceiptLineShape
{
    public static readonly Field<string> Sku = Required("sku", Kinds.Key);
    public static readonly Field<int> Received = Required("received", Kinds.Whole(0, 1_000_000), "The damaged included.");
    public static readonly Field<int> Damaged = Optional("damaged", Kinds.Whole(0, 1_000_000));

    public static readonly Shape Shape = new("GoodsReceiptLine", [Sku, Received, Damaged]);
}

/// <summary>Goods to go from node to node.</summary>
internal static class TransferShape
{
    public static readonly Field<string> Number = Required("number", Kinds.CaseNumber, "The transfer's number for ever.");
    public static readonly Field<string> From = Required("from", Kinds.Key);
    public static readonly Field<string> To = Required("to", Kinds.Key);
    public static readonly Field<ImmutableArray<Given>> Lines = Required(
        "lines", Kinds.List(Kinds.Item(TransferLineShape.Shape), 1, ApiLimits.Lines), "A SKU stands on one line only.");
    public static readonly Field<string> Why = Optional("why", Kinds.Text(400, min: 0));

    public static readonly Shape Shape = new("Transfer", [Number, From, To, Lines, Why])
    {
        Example = """
            { "number": "TR-118", "from": "DC-1", "to": "LEEDS",
              "lines": [{ "sku": "85123A", "description": "White hanging heart", "quantity": 24 }], "why": "below its level" }
            """,
    };
}

internal static class TransferLineShape
{
    public static readonly Field<string> Sku = Required("sku", Kinds.Key);
    public static readonly Field<string> Description = Optional("description", Kinds.Text(400, min: 0));
    public static readonly Field<int> Quantity = Required("quantity", Kinds.Whole(1, 1_000_000), "Pieces.");

    public static readonly Shape Shape = new("TransferLine", [Sku, Description, Quantity]);
}
