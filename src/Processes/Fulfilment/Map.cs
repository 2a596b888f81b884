using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.Fulfilment.Handlers;
using static Crossdock.Processes.Fulfilment.PartState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.Fulfilment;

/// <summary>A node's part of an order: store, warehouse or supplier, to the customer or back to the shelf.</summary>
public static class FulfilmentMap
{
    public static ProcessMap<FulfilmentPart, PartState> Build() =>
        new ProcessMap<FulfilmentPart, PartState>("fulfilment", "fulfilment", version: 4, OwnerGroup.StoreOperations)
        .CancelledBy(why => new FulfilmentCancelAsked(why))
        .Begins<FulfilmentAsked>(Accept)
            .To(AwaitingPick).Tells<TaskOpened>()
            .To(ReleasingToWarehouse).Asks<ReleaseToWarehouse>()
            .To(OrderingFromSupplier).Asks<OrderFromSupplier>()

        .In(ReleasingToWarehouse, Waits.OnSystem)
            .On<WarehouseAccepted>(Release).To(WarehousePicking)
            .On<WarehouseRejected>(Unplaced).To(Short).Asks<SettleStock>().Tells<PartShort>()
            .On<WarehousePicked>(PickedInWarehouse)
                .To(Booking).Asks<BookCarrier>().Tells<PartPicked>()
                .To(Short).Asks<SettleStock>().Tells<PartShort>().Tells<TaskOpened>().Tells<StockCorrected>()
            .On<FulfilmentLessAsked>(RecallWhole).Tells<PartKept>().To(Recalling).Asks<RecallFromWarehouse>()
            .On<FulfilmentCancelAsked>(Recall).To(Recalling).Asks<RecallFromWarehouse>()

        .In(OrderingFromSupplier, Waits.OnSystem)
            .On<SupplierAccepted>(SupplierHasIt).To(WithSupplier)
            .On<SupplierRefused>(SupplierWillNot).To(Short).Asks<SettleStock>().Tells<PartShort>()
            .On<SupplierShipped>(ShippedBySupplier).To(WithCarrier).Asks<SettleStock>().Tells<PartShipped>().Tells<PartShort>()
            .HearsParcelEarly()
            .Ignores<FulfilmentCancelAsked>("The supplier is being asked; what it ships can be returned.")

        .In(AwaitingPick, Waits.OnPerson, OwnerGroup.StoreOperations, Is.LatePick)
            .Within(PickBudget, Hours.OfNode, Policy.PickTime, Policy.KerbsidePickTime).Late(EscalatePick).Tells<PartLate>()
            .On<PickReported>(Pick)
                .To(Packing).Tells<TaskOpened>().Tells<PartPicked>().Tells<TaskWithdrawn>()
                .To(Staging).Tells<TaskOpened>().Tells<PartPicked>().Tells<TaskWithdrawn>()
                .To(ReadyForPickup).Asks<NotifyCustomer>().Tells<TaskOpened>().Tells<PartPicked>().Tells<PartReady>().Tells<TaskWithdrawn>()
                .To(Short).Asks<SettleStock>().Tells<PartShort>().Tells<TaskOpened>().Tells<StockCorrected>().Tells<TaskWithdrawn>()
            .On<FulfilmentLessAsked>(Lessen).Asks<SettleStock>().Tells<PartLessened>().Tells<TaskWithdrawn>().Tells<TaskOpened>()
                .To(Restocking).Asks<SettleStock>().Tells<TaskWithdrawn>()
            .On<FulfilmentCancelAsked>(CancelUnpicked).To(Restocking).Asks<SettleStock>().Tells<TaskWithdrawn>()
                .Act("Take back from the store", danger: true)

        .In(WarehousePicking, Waits.OnPartner, OwnerGroup.Warehouse, Is.LatePick)
            .Within(Policy.WarehousePickTime, Hours.Always).Late(LateAtWarehouse).Tells<PartLate>()
            .On<WarehousePicked>(PickedInWarehouse)
                .To(Booking).Asks<BookCarrier>().Tells<PartPicked>()
                .To(Short).Asks<SettleStock>().Tells<PartShort>().Tells<TaskOpened>().Tells<StockCorrected>()
            .On<FulfilmentLessAsked>(RecallWhole).Tells<PartKept>().To(Recalling).Asks<RecallFromWarehouse>()
            .On<FulfilmentCancelAsked>(Recall).To(Recalling).Asks<RecallFromWarehouse>().Act("Recall from the warehouse", danger: true)

        .In(WithSupplier, Waits.OnPartner, OwnerGroup.Buying, Is.LateShipment)
            .Within(Policy.SupplierShipTime, Hours.Always).Late(LateAtSupplier).Tells<PartLate>()
            .On<SupplierShipped>(ShippedBySupplier).To(WithCarrier).Asks<SettleStock>().Tells<PartShipped>().Tells<PartShort>()
            .HearsParcelEarly()
            .Ignores<FulfilmentCancelAsked>("The supplier has it; what it ships can be returned.")

        .In(Short, Waits.OnPerson, OwnerGroup.StoreOperations, Is.StockShortage)
            .Within(Policy.DecideShortage, Hours.OfNode).Late(StillShort)
            .On<FulfilmentLinesDropped>(GoOnWithout)
                .To(Packing, Staging).Tells<TaskOpened>().Tells<PartPicked>()
                .To(ReadyForPickup).Asks<NotifyCustomer>().Tells<TaskOpened>().Tells<PartPicked>().Tells<PartReady>()
                .To(Booking).Asks<BookCarrier>().Tells<PartPicked>()
                .To(Cancelled).Tells<PartEnded>()
            .On<FulfilmentLessAsked>(KeepShort).Tells<PartKept>()
            .On<FulfilmentCancelAsked>(PutBackPicked).To(PuttingBack, Cancelled).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .Tells<PartEnded>()

        .In(Packing, Waits.OnPerson, OwnerGroup.StoreOperations, Is.LateShipment)
            .Within(Policy.PackTime, Hours.OfNode).Late(LateAtPacking).Tells<PartLate>()
            .On<PackReported>(Book).To(Booking).Asks<BookCarrier>()
            .On<FulfilmentCancelAsked>(PutBackPicked).To(PuttingBack, Cancelled).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .Tells<PartEnded>()

        .In(Staging, Waits.OnPerson, OwnerGroup.StoreOperations, Is.LateShipment)
            .Within(Policy.StageTime, Hours.OfNode).Late(LateAtStaging).Tells<PartLate>()
            .On<Staged>(Stage).To(ReadyForPickup).Asks<NotifyCustomer>().Tells<TaskOpened>().Tells<PartReady>()
            .On<FulfilmentCancelAsked>(PutBackPicked).To(PuttingBack, Cancelled).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .Tells<PartEnded>()

        .In(Booking, Waits.OnSystem)
            .On<CarrierBooked>(AwaitCollection).To(AwaitingHandover)
            .On<CarrierRefused>(CannotBook).To(Unbookable).Tells<TaskOpened>()
                .To(PuttingBack, Cancelled).Tells<TaskOpened>().Tells<TaskWithdrawn>().Tells<PartEnded>()
            .On<ParcelCollected>(Ship).To(WithCarrier).Asks<SettleStock>().Tells<PartShipped>()
            .HearsParcelEarly()
            .On<FulfilmentCancelAsked>(CancelUnlessBooked)

        .In(Unbookable, Waits.OnPerson, OwnerGroup.CustomerService, Is.DeliveryFailed)
            .Within(Policy.HoldTime, Hours.OfTeam).Late(StillUnbookable)
            .On<LookAgain>(BookAgain).To(Booking).Asks<BookCarrier>().Tells<TaskWithdrawn>().Act("Book again")
            .On<CancelRequested>(GiveUpBooking).To(PuttingBack, Cancelled).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .Tells<PartEnded>()
            .On<FulfilmentCancelAsked>(PutBackPicked).To(PuttingBack, Cancelled).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .Tells<PartEnded>()

        .In(AwaitingHandover, Waits.OnPartner, OwnerGroup.Warehouse, Is.LateShipment)
            .Within(Policy.CarrierCollectTime, Hours.Always).Late(NotCollectedByCarrier).Tells<PartLate>()
            .On<ParcelCollected>(Ship).To(WithCarrier).Asks<SettleStock>().Tells<PartShipped>()
            .HearsParcelEarly()
            .Ignores<FulfilmentCancelAsked>("The parcel is labelled; it can be returned.")

        .In(ReadyForPickup, Waits.OnPartner, OwnerGroup.StoreOperations, Is.LateShipment)
            .Within(CollectBudget, Hours.Always, Policy.PickupReminder, Policy.PickupLastCall).Late(RemindOrTakeBack).Asks<NotifyCustomer>()
                .To(PuttingBack, Cancelled).Tells<TaskOpened>().Tells<TaskWithdrawn>().Tells<PartEnded>()
            .On<HandedOver>(HandOver).To(Collected).Asks<SettleStock>().Tells<PartDelivered>()
            .On<FulfilmentCancelAsked>(PutBackPicked).To(PuttingBack, Cancelled).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .Tells<PartEnded>()

        .In(WithCarrier, Waits.OnPartner, OwnerGroup.CustomerService, Is.LateShipment)
            .Within(Policy.CarrierTransit, Hours.Always).Late(LateOnTheRoad).Tells<PartLate>()
            .On<ParcelDelivered>(Deliver).To(Delivered).Asks<SettleStock>().Tells<PartDelivered>()
            .On<ParcelDeliveryFailed>(MissCustomer)
            .On<ParcelReturned>(TakeParcelBack).To(Inspecting).Tells<TaskOpened>().To(Restocking).Asks<SettleStock>()
            .Ignores<ParcelCollected>("The parcel is under way already.")
            .Ignores<FulfilmentLinesDropped>("What was there has left already.")
            .Ignores<FulfilmentCancelAsked>("The parcel is under way; it can be returned.")

        .In(Recalling, Waits.OnSystem)
            .On<WarehouseRecalled>(RestockUnpicked).To(Restocking).Asks<SettleStock>().To(Cancelled).Tells<PartEnded>()
            .On<WarehouseRecallRefused>(PickedBeforeRecall).To(PuttingBack).Tells<TaskOpened>().To(Cancelled).Tells<PartEnded>()
            .On<WarehousePicked>(MissWhenRecalled).Asks<SettleStock>().Tells<TaskOpened>().Tells<StockCorrected>()
            .Ignores<WarehouseAccepted>("It is being recalled.")
            .On<WarehouseRejected>(NeverThere).To(Restocking).Asks<SettleStock>().To(Cancelled).Tells<PartEnded>()

        .In(PuttingBack, Waits.OnPerson, OwnerGroup.StoreOperations, Is.StockVariance)
            .Within(Policy.PackTime, Hours.OfNode).Late(StillToPutBack)
            .On<PutBack>(Restock).To(Restocking).Asks<SettleStock>().To(Cancelled).Tells<PartEnded>()
            .On<WarehousePicked>(MissWhilePuttingBack)
                .Asks<SettleStock>().Tells<TaskWithdrawn>().Tells<TaskOpened>().Tells<StockCorrected>()
                .To(Cancelled).Asks<SettleStock>().Tells<TaskWithdrawn>().Tells<TaskOpened>().Tells<StockCorrected>().Tells<PartEnded>()
            .On<HandedOver>(HandOverAfterAll).To(Collected).Asks<SettleStock>().Tells<PartDelivered>().Tells<TaskWithdrawn>()
            .Ignores<FulfilmentCancelAsked>("It is going back to the shelf already.")
            .Ignores<FulfilmentLinesDropped>("It is going back to the shelf already.")

        .In(Inspecting, Waits.OnPerson, OwnerGroup.StoreOperations, Is.RefundLate)
            .Within(Policy.InspectTime, Hours.OfNode).Late(StillToInspect)
            .On<ReturnInspected>(InspectParcel).To(Restocking).Asks<SettleStock>().Tells<StockCorrected>()
            .Ignores<FulfilmentLinesDropped>("What was there has left already.")
            .Ignores<FulfilmentCancelAsked>("It came back already.")
            .Ignores<ParcelReturned>("It is here already.")
            .Ignores<ParcelDeliveryFailed>("It came back already.")

        .In(Restocking, Waits.OnSystem)
            .On<StockSettled>(End).To(Cancelled, Returned).Tells<PartEnded>()
            .On<StockSettleRefused>(EndWithVariance).To(Cancelled, Returned).Tells<PartEnded>().Tells<TaskOpened>()
            .Ignores<FulfilmentCancelAsked>("It is going back to stock already.")

        .Ends(Collected)
        .Ends(Delivered)
        .Ends(Returned)
        .Ends(Cancelled)

        .InEveryState()
            .On<FulfilmentLessAsked>(Keep).Tells<PartKept>()
            .On<WarehouseAccepted>(NoteWarehouse)
            .Ignores<WarehouseRejected>("The warehouse took it before.")
            .On<SupplierAccepted>(NoteSupplier)
            .Ignores<SupplierRefused>("The supplier took it before.")
            .On<CarrierBooked>(NoteBooking)
            .Ignores<CarrierRefused>("The parcel is under way already.")
            .On<SupplierShipped>(AdvisedAfterwards).Tells<TaskOpened>()
            .On<ParcelReturned>(CameBackAfterwards).Tells<TaskOpened>()
            .Ignores<ParcelCollected>("Its sender reports it, or it has arrived already.")
            .On<WarehousePicked>(MissAfterwards).Asks<SettleStock>().Tells<TaskOpened>().Tells<StockCorrected>()
            .Ignores<WarehouseRecalled>("It has gone on already.")
            .Ignores<WarehouseRecallRefused>("It has gone on already.")
            .Ignores<PickReported>("It is no longer to be picked here.")
            .Ignores<PackReported>("It is no longer to be packed here.")
            .Ignores<Staged>("It is no longer to be staged here.")
            .On<HandedOver>(HandedOverAndPutBack).Tells<TaskOpened>()
            .On<PutBack>(PutBackAndHandedOver).Tells<TaskOpened>()
            .Ignores<FulfilmentLinesDropped>("It has gone on already.")
            .On<StockSettled>(OnTheBooks)
            .On<StockSettleRefused>(BooksDiffer).Tells<TaskOpened>()
            .On<CustomerNotified>(Noted)
            .On<NotificationFailed>(NotNotified);

    /// <summary>A carrier's word may overtake the one that says the parcel left; what it says of the end is believed.</summary>
    private static ProcessMap<FulfilmentPart, PartState> HearsParcelEarly(this ProcessMap<FulfilmentPart, PartState> map) => map
        .On<ParcelDelivered>(DeliverUnseen).To(Delivered).Asks<SettleStock>().Tells<PartShipped>().Tells<PartDelivered>()
        .On<ParcelDeliveryFailed>(MissCustomer)
        .On<ParcelReturned>(TakeUnseenBack).To(Inspecting).Tells<TaskOpened>().To(Restocking).Asks<SettleStock>();
}
