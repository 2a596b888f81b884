using System.Collections.Frozen;
using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts.Messages;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Inbound;

/// <summary>An event that a system may send: the shape of its data and the message it becomes.</summary>
internal sealed record InboundEvent(string Type, Shape Data, Func<Given, Message> Read);

/// <summary>What each outside system may tell us of its own accord. Nothing else is heard from it.</summary>
internal static class InboundEvents
{
    private static readonly Field<string> Reference = Required("reference", Kinds.Text(100));
    private static readonly Field<string> Tracking = Required("tracking", Kinds.Text(100));
    private static readonly Field<string> Reason = Required("reason", Kinds.Text(400));
    private static readonly Field<string> SignedBy = Optional("signedBy", Kinds.Text(200, min: 0));
    private static readonly Field<decimal> Amount = Required("amount", Kinds.Amount(0, 10_000_000));
    private static readonly Field<int> Attempt = Required("attempt", Kinds.Whole(1, 100));
    private static readonly Field<int> WeightGrams = Required("weightGrams", Kinds.Whole(0, 100_000_000));
    private static readonly Field<int> Line = Required("line", Kinds.Whole(1, 99_999));
    private static readonly Field<string> Sku = Required("sku", Kinds.Key);
    private static readonly Field<int> Picked = Required("picked", Kinds.Whole(0, 1_000_000));
    private static readonly Field<string> Advice = Required("advice", Kinds.Text(100));
    private static readonly Field<string> OfAdvice = Optional("advice", Kinds.Text(100));
    private static readonly Field<string> Receipt = Required("receipt", Kinds.Text(100));
    private static readonly Field<string> Node = Required("node", Kinds.Key);
    private static readonly Field<DateTimeOffset> Due = Required("due", Kinds.Instant);
    private static readonly Field<DateTimeOffset> Arrives = Required("arrives", Kinds.Instant);
    private static readonly Field<int> Quantity = Required("quantity", Kinds.Whole(0, 1_000_000));
    private static readonly Field<decimal> UnitPrice = Required("unitPrice", Kinds.Amount(0, 10_000_000));
    private static readonly Field<int> Received = Required("received", Kinds.Whole(0, 1_000_000), "The damaged included.");
    private static readonly Field<int> Damaged = Optional("damaged", Kinds.Whole(0, 1_000_000));
    private static readonly Field<ImmutableArray<Given>> ConfirmedLines = Required("lines",
        Kinds.List(Kinds.Item(new Shape("ConfirmedLine", [Sku, Quantity, UnitPrice])), 0, ApiLimits.Lines));
    private static readonly Field<decimal> Freight = Optional(
        "freight", Kinds.Amount(0, 10_000_000), "What the supplier wants for bringing it; as agreed when left out.");
    private static readonly Field<ImmutableArray<Given>> AdvisedLines = Required("lines",
        Kinds.List(Kinds.Item(new Shape("AdvisedLine", [Sku, Quantity])), 1, ApiLimits.Lines));
    private static readonly Field<ImmutableArray<Given>> ReceivedLines = Required("lines",
        Kinds.List(Kinds.Item(new Shape("ReceivedLine", [Sku, Received, Damaged])), 1, ApiLimits.Lines));
    private static readonly Field<string> Payment = Required("payment", Kinds.Text(100), "Names the movement of money for ever.");
    private static readonly Field<decimal> PaidAmount = Required(
        "amount", Kinds.Amount(-1_000_000_000, 1_000_000_000), "Below 0 where it came back.");
    private static readonly Field<string> Currency = Required("currency", Kinds.Currency);
    private static readonly Field<DateTimeOffset> On = Required("on", Kinds.Instant);
    private static readonly Shape PickedLineShape = new("PickedLine", [Line, Sku, Picked]);
    private static readonly Field<ImmutableArray<Given>> Lines = Required("lines",
        Kinds.List(Kinds.Item(PickedLineShape), 0, ApiLimits.Lines));

    public static readonly FrozenDictionary<string, ImmutableArray<InboundEvent>> BySystem =
        new Dictionary<string, ImmutableArray<InboundEvent>>
        {
            ["wms"] =
            [
                new("wms.picked", new Shape("WmsPicked", [Reference, Lines, WeightGrams]),
                    data => new WarehousePicked(data.Get(Reference), Pieces(data), data.Get(WeightGrams))),
                new("purchase.goods-received", new Shape("GoodsReceived", [Receipt, Node, OfAdvice, ReceivedLines]),
                    data => new GoodsReceived(
                        data.Get(Receipt), data.Get(Node), data.TryGet(OfAdvice, out var advice) ? advice : null, Counted(data))),
                new("transfer.received", new Shape("TransferReceived", [Receipt, ReceivedLines]),
                    data => new TransferReceived(data.Get(Receipt), Counted(data))),
            ],
            ["carrier"] =
            [
                new("carrier.collected", new Shape("CarrierCollected", [Tracking]),
                    data => new ParcelCollected(data.Get(Tracking))),
                new("carrier.delivered", new Shape("CarrierDelivered", [Tracking, SignedBy]),
                    data => new ParcelDelivered(data.Get(Tracking), data.Get(SignedBy, ""))),
                new("carrier.delivery-failed", new Shape("CarrierDeliveryFailed", [Tracking, Reason, Attempt]),
                    data => new ParcelDeliveryFailed(data.Get(Tracking), data.Get(Reason), data.Get(Attempt))),
                new("carrier.return-arrived", new Shape("CarrierReturnArrived", [Tracking, Node]),
                    data => new ReturnArrived(data.Get(Node), data.Get(Tracking))),
                new("carrier.returned", new Shape("CarrierReturned", [Tracking, Reason]),
                    data => new ParcelReturned(data.Get(Tracking), data.Get(Reason))),
            ],
            ["payment"] =
            [
                new("payment.refund-settled", new Shape("RefundSettled", [Reference, Amount, Currency]),
                    data => new RefundSettled(data.Get(Reference), data.Get(Amount), data.Get(Currency))),
            ],
            ["supplier"] =
            [
                new("supplier.shipped", new Shape("SupplierShipped", [Reference, Tracking, Lines]),
                    data => new SupplierShipped(data.Get(Reference), data.Get(Tracking), Pieces(data))),
                new("supplier.confirmed", new Shape("SupplierConfirmed", [Reference, Due, ConfirmedLines, Freight]),
                    data => new PurchaseConfirmed(data.Get(Reference), data.Get(Due),
                        [.. data.Get(ConfirmedLines).Select(line =>
                            new ConfirmedLine(line.Get(Sku), line.Get(Quantity), line.Get(UnitPrice)))], data.Maybe(Freight))),
                new("supplier.declined", new Shape("SupplierDeclined", [Reason]), data => new PurchaseDeclined(data.Get(Reason))),
                new("supplier.despatch-advised", new Shape("DespatchAdvised", [Advice, Arrives, AdvisedLines]),
                    data => new DespatchAdvised(data.Get(Advice), data.Get(Arrives),
                        [.. data.Get(AdvisedLines).Select(line => new AdvisedLine(line.Get(Sku), line.Get(Quantity)))])),
                new("supplier.invoice-insisted", new Shape("InvoiceInsisted", [Reason]), data => new InvoiceInsisted(data.Get(Reason))),
            ],
            ["erp"] =
            [
                new("erp.payable-paid", new Shape("PayablePaid", [Payment, PaidAmount, Currency, On]),
                    data => new PayablePaid(
                        data.Get(Payment), data.Get(PaidAmount), data.Get(Currency), DateOnly.FromDateTime(data.Get(On).UtcDateTime))),
            ],
        }.ToFrozenDictionary();

    private static ImmutableArray<ReceivedLine> Counted(Given data) =>
        [.. data.Get(ReceivedLines).Select(line => new ReceivedLine(line.Get(Sku), line.Get(Received), line.Get(Damaged, 0)))];

    private static ImmutableArray<PickedLine> Pieces(Given data) =>
        [.. data.Get(Lines).Select(line => new PickedLine(line.Get(Line), line.Get(Sku), line.Get(Picked)))];
}
