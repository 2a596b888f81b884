using System.Text.Json.Serialization;

namespace Crossdock.Contracts;

/// <summary>The groups of people who own work.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OwnerGroup>))]
public enum OwnerGroup
{
    CustomerService, StoreOperations, Warehouse, Buying, SupplyChain, Merchandising, AccountsPayable, FinanceControl, Integration,
}

/// <summary>Who is waited for while a case stands in a state.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Waits>))]
public enum Waits
{
    /// <summary>A system works; an effect is in flight.</summary>
    OnSystem,
    OnPerson,
    OnPartner,
    OnTime,
    /// <summary>Final: nothing is waited for.</summary>
    Nothing,
}

/// <summary>How an order, or a part of it, reaches its customer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FulfilmentMode>))]
public enum FulfilmentMode { StorePickup, Kerbside, ShipFromStore, ShipFromDc, DropShip }

/// <summary>What the customer asked for; sourcing turns <see cref="Ship"/> into a store, a DC or a supplier.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryWish>))]
public enum DeliveryWish { Ship, StorePickup, Kerbside }

[JsonConverter(typeof(JsonStringEnumConverter<NodeKind>))]
public enum NodeKind { Store, Dc, Supplier }

[JsonConverter(typeof(JsonStringEnumConverter<TaskKind>))]
public enum TaskKind
{
    Pick, Pack, Stage, HandOver, Count, Inspect, PutBack, Approve, Resolve, Contact, ShelfLabel, TransferOut, TransferIn,
}

/// <summary>How goods come back: brought and there already, to be brought to any store, or sent.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReturnWay>))]
public enum ReturnWay { HandedIn, DropOff, Parcel }

/// <summary>
/// What becomes of pieces that came back and cannot be sold as new. <see cref="Missing"/>: they were not there.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<Disposition>))]
public enum Disposition { Scrap, Refurbish, Supplier, Liquidate, Missing }

/// <summary>Why an order may not go on yet. Several may hold it at once; each has its own owner and release.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HoldKind>))]
public enum HoldKind { Payment, Fraud, Price, Address, Duplicate, Data, Erp }

/// <summary>Who acted: a person by name and role, a system by its connector's name, or Crossdock itself.</summary>
public sealed record Actor(string Name, string Role)
{
    public static readonly Actor Crossdock = new("Crossdock", "system");

    public static Actor System(string name) => new(name, "system");
}
