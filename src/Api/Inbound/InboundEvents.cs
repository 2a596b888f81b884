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
    private static readonly Field<int> Attempt = Required("attempt", Kinds.Whole(1, 100));
    private static readonly Field<int> WeightGrams = Required("weightGrams", Kinds.Whole(0, 100_000_000));
    private static readonly Field<int> Line = Required("line", Kinds.Whole(1, 99_999));
    private static readonly Field<string> Sku = Required("sku", Kinds.Key);
    private static readonly Field<int> Picked = Required("picked", Kinds.Whole(0, 1_000_000));
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
            ],
            ["carrier"] =
            [
                new("carrier.collected", new Shape("CarrierCollected", [Tracking]),
                    data => new ParcelCollected(data.Get(Tracking))),
                new("carrier.delivered", new Shape("CarrierDelivered", [Tracking, SignedBy]),
                    data => new ParcelDelivered(data.Get(Tracking), data.Get(SignedBy, ""))),
                new("carrier.delivery-failed", new Shape("CarrierDeliveryFailed", [Tracking, Reason, Attempt]),
                    data => new ParcelDeliveryFailed(data.Get(Tracking), data.Get(Reason), data.Get(Attempt))),
                new("carrier.returned", new Shape("CarrierReturned", [Tracking, Reason]),
                    data => new ParcelReturned(data.Get(Tracking), data.Get(Reason))),
            ],
            ["supplier"] =
            [
                new("supplier.shipped", new Shape("SupplierShipped", [Reference, Tracking, Lines]),
                    data => new SupplierShipped(data.Get(Reference), data.Get(Tracking), Pieces(data))),
            ],
        }.ToFrozenDictionary();

    private static ImmutableArray<PickedLine> Pieces(Given data) =>
        [.. data.Get(Lines).Select(line => new PickedLine(line.Get(Line), line.Get(Sku), line.Get(Picked)))];
}
