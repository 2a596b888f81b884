using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts.Purchasing;
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
    public static readonly Field<Given> Freight = Optional(
        "freight", Kinds.Item(FreightShape.Shape), "What the supplier charges for bringing it; none when left out.");

    public static readonly Shape Shape = new("PurchaseProposal", [Number, Supplier, Node, Category, Currency, Due, Lines, Why, Freight])
    {
        Example = """
            { "number": "PO-20261126-DC-1", "supplier": "SUP-14", "node": "DC-1", "category": "kitchen", "currency": "GBP",
              "due": "2026-12-03T08:00:00Z",
              "lines": [{ "sku": "85123A", "description": "White hanging heart", "quantity": 480, "unitPrice": 1.20,
                          "tax": { "category": "S", "rate": 20 } }],
              "freight": { "charge": 15.00, "freeFrom": 750 },
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

    public static readonly Field<Given> Tax = Optional(
        "tax", Kinds.Item(TaxShape.Shape), "As agreed; when left out, what is billed is not compared.");

    public static readonly Field<ImmutableArray<Given>> Packs = Optional(
        "packs", Kinds.List(Kinds.Item(PackShape.Shape), 1, 20), "Other units than the piece in which it may be billed.");

    public static readonly Shape Shape = new("PurchaseLine", [Sku, Description, Quantity, UnitPrice, Tax, Packs]);
}

/// <summary>A unit that holds several pieces.</summary>
internal static class PackShape
{
    public static readonly Field<string> Unit = Required(
        "unit", Kinds.Text(3, min: 1), "Of UN/ECE recommendation 20, such as CT or DZN: as BT-130 of EN 16931.");
    public static readonly Field<int> Pieces = Required("pieces", Kinds.Whole(1, 1_000_000), "In one of it.");

    public static readonly Shape Shape = new("AgreedPack", [Unit, Pieces]);

    public static ImmutableArray<AgreedPack> Read(Given line, Faults faults)
    {
        var packs = line.Get(ProposalLineShape.Packs, []);
        foreach (var again in packs.GroupBy(pack => pack.Get(Unit, "")).Where(unit => unit.Count() > 1))
        {
            faults.Add(again.Last().Path, $"says a second time what {again.Key} holds");
        }

        return packs.IsEmpty ? default : [.. packs.Select(pack => new AgreedPack(pack.Get(Unit, ""), pack.Get(Pieces)))];
    }
}

/// <summary>The VAT that a line is agreed to bear.</summary>
internal static class TaxShape
{
    public static readonly Field<string> Category = Required(
        "category", Kinds.Word([.. new[] { "S", "Z", "E", "AE", "K", "G", "O", "L", "M" }.Select(code => (code, code))]),
        "Of UNCL 5305, as BT-151 of EN 16931.");
    public static readonly Field<decimal> Rate = Required("rate", Kinds.Amount(0, 100), "In percent; 0 unless S, L or M.");

    public static readonly Shape Shape = new("AgreedTax", [Category, Rate]);

    /// <summary>Whether it can be agreed is not looked at.</summary>
    public static AgreedTax? Of(Given line, Field<Given> field) =>
        line.TryGet(field, out var given) && given.Has(Category) && given.Has(Rate)
            ? new AgreedTax(given.Get(Category), given.Get(Rate)) : null;

    public static AgreedTax? Read(Given line, Field<Given> field, Faults faults)
    {
        var tax = Of(line, field);
        if (tax?.WhyNot() is { } no)
        {
            faults.Add(line.At(field), $"cannot be agreed: {no}");
        }

        return tax;
    }
}

/// <summary>What a supplier charges for bringing an order, once for all of it.</summary>
internal static class FreightShape
{
    public static readonly Field<decimal> Charge = Required("charge", Kinds.Amount(0, 10_000_000), "Net.");
    public static readonly Field<decimal> FreeFrom = Optional(
        "freeFrom", Kinds.Amount(0, 100_000_000), "The value of goods from which on he charges nothing.");

    public static readonly Shape Shape = new("FreightTerms", [Charge, FreeFrom]);

    public static FreightTerms? Read(Given of, Field<Given> field) =>
        of.TryGet(field, out var given) ? new FreightTerms(given.Get(Charge, 0m), given.Maybe(FreeFrom)) : null;
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
