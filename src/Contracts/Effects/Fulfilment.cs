using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Effects;

public sealed record ReleaseToWarehouse(CaseId Part, string Node, DateTimeOffset Promise, ImmutableArray<PartLine> Lines)
    : Effect, IAnsweredBy<WarehouseAccepted, WarehouseRejected>
{
    public override Message Refused(string reason) => new WarehouseRejected(reason);
}

public sealed record RecallFromWarehouse(CaseId Part, string Node, string Reason)
    : Effect, IAnsweredBy<WarehouseRecalled, WarehouseRecallRefused>
{
    public override Message Refused(string reason) => new WarehouseRecallRefused(reason);
}

/// <summary>A supplier that ships direct gets the part as its own order.</summary>
public sealed record OrderFromSupplier(
    CaseId Part, string Supplier, Customer Customer, DateTimeOffset Promise, ImmutableArray<PartLine> Lines)
    : Effect, IAnsweredBy<SupplierAccepted, SupplierRefused>
{
    public override Message Refused(string reason) => new SupplierRefused(reason);
}

/// <summary>A label with which a customer sends goods back; the parcel's arrival comes back as an event.</summary>
public sealed record BookReturnLabel(CaseId Return, string Node, Customer Customer, int Pieces)
    : Effect, IAnsweredBy<ReturnLabelled, ReturnLabelRefused>
{
    public override Message Refused(string reason) => new ReturnLabelRefused(reason);
}

public sealed record BookCarrier(CaseId Part, string Node, Customer Customer, int Parcels, int WeightGrams, DateTimeOffset Promise)
    : Effect, IAnsweredBy<CarrierBooked, CarrierRefused>
{
    public override Message Refused(string reason) => new CarrierRefused(reason);
}
