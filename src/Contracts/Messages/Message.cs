using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>
/// What happened, told to a case. This list is the event catalogue: the text beside a type is its CloudEvents <c>type</c>,
/// never changed once released.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
// orders
[JsonDerivedType(typeof(OrderReceived), "order.received")]
[JsonDerivedType(typeof(OrderChecked), "order.checked")]
[JsonDerivedType(typeof(OrderCheckRefused), "order.check-refused")]
[JsonDerivedType(typeof(CancelRequested), "order.cancel-requested")]
[JsonDerivedType(typeof(ChangeRequested), "order.change-requested")]
[JsonDerivedType(typeof(HoldReleased), "order.hold-released")]
[JsonDerivedType(typeof(OrderRefused), "order.refused")]
[JsonDerivedType(typeof(LookAgain), "order.look-again")]
[JsonDerivedType(typeof(CustomerAnswered), "order.customer-answered")]
[JsonDerivedType(typeof(SalesOrderPosted), "erp.sales-order-posted")]
[JsonDerivedType(typeof(SalesOrderRejected), "erp.sales-order-rejected")]
[JsonDerivedType(typeof(SalesOrderCancelled), "erp.sales-order-cancelled")]
[JsonDerivedType(typeof(SalesOrderCancelRejected), "erp.sales-order-cancel-rejected")]
[JsonDerivedType(typeof(DeliveryPosted), "erp.delivery-posted")]
[JsonDerivedType(typeof(DeliveryRejected), "erp.delivery-rejected")]
[JsonDerivedType(typeof(CustomerNotified), "customer.notified")]
[JsonDerivedType(typeof(NotificationFailed), "customer.notification-failed")]
[JsonDerivedType(typeof(RerouteAdvised), "advice.reroute")]
[JsonDerivedType(typeof(AdviceUnavailable), "advice.unavailable")]
[JsonDerivedType(typeof(RerouteChosen), "order.reroute-chosen")]
// payment
[JsonDerivedType(typeof(PaymentAuthorised), "payment.authorised")]
[JsonDerivedType(typeof(PaymentDeclined), "payment.declined")]
[JsonDerivedType(typeof(PaymentCaptured), "payment.captured")]
[JsonDerivedType(typeof(CaptureDeclined), "payment.capture-declined")]
[JsonDerivedType(typeof(AuthorisationVoided), "payment.authorisation-voided")]
[JsonDerivedType(typeof(VoidDeclined), "payment.void-declined")]
[JsonDerivedType(typeof(PaymentRefunded), "payment.refunded")]
[JsonDerivedType(typeof(RefundDeclined), "payment.refund-declined")]
// stock
[JsonDerivedType(typeof(StockFound), "stock.found")]
[JsonDerivedType(typeof(StockNotFound), "stock.not-found")]
[JsonDerivedType(typeof(StockReserved), "stock.reserved")]
[JsonDerivedType(typeof(StockRefused), "stock.refused")]
[JsonDerivedType(typeof(StockSettled), "stock.settled")]
[JsonDerivedType(typeof(StockSettleRefused), "stock.settle-refused")]
[JsonDerivedType(typeof(StockInstructed), "stock.instructed")]
[JsonDerivedType(typeof(StockArrived), "stock.arrived")]
// fulfilment
[JsonDerivedType(typeof(FulfilmentAsked), "fulfilment.asked")]
[JsonDerivedType(typeof(FulfilmentCancelAsked), "fulfilment.cancel-asked")]
[JsonDerivedType(typeof(FulfilmentLinesDropped), "fulfilment.lines-dropped")]
[JsonDerivedType(typeof(PickReported), "fulfilment.pick-reported")]
[JsonDerivedType(typeof(PackReported), "fulfilment.pack-reported")]
[JsonDerivedType(typeof(HandedOver), "fulfilment.handed-over")]
[JsonDerivedType(typeof(PutBack), "fulfilment.put-back")]
[JsonDerivedType(typeof(WarehouseAccepted), "wms.accepted")]
[JsonDerivedType(typeof(WarehouseRejected), "wms.rejected")]
[JsonDerivedType(typeof(WarehousePicked), "wms.picked")]
[JsonDerivedType(typeof(WarehouseRecalled), "wms.recalled")]
[JsonDerivedType(typeof(WarehouseRecallRefused), "wms.recall-refused")]
[JsonDerivedType(typeof(SupplierAccepted), "supplier.accepted")]
[JsonDerivedType(typeof(SupplierRefused), "supplier.refused")]
[JsonDerivedType(typeof(SupplierShipped), "supplier.shipped")]
[JsonDerivedType(typeof(CarrierBooked), "carrier.booked")]
[JsonDerivedType(typeof(CarrierRefused), "carrier.refused")]
[JsonDerivedType(typeof(ParcelCollected), "carrier.collected")]
[JsonDerivedType(typeof(ParcelDelivered), "carrier.delivered")]
[JsonDerivedType(typeof(ParcelDeliveryFailed), "carrier.delivery-failed")]
[JsonDerivedType(typeof(ParcelReturned), "carrier.returned")]
// fulfilment to its order
[JsonDerivedType(typeof(PartPicked), "part.picked")]
[JsonDerivedType(typeof(PartShort), "part.short")]
[JsonDerivedType(typeof(PartLate), "part.late")]
[JsonDerivedType(typeof(PartReady), "part.ready")]
[JsonDerivedType(typeof(PartShipped), "part.shipped")]
[JsonDerivedType(typeof(PartDelivered), "part.delivered")]
[JsonDerivedType(typeof(PartEnded), "part.ended")]
// tasks
[JsonDerivedType(typeof(TaskOpened), "task.opened")]
[JsonDerivedType(typeof(TaskClaimed), "task.claimed")]
[JsonDerivedType(typeof(TaskHandedBack), "task.handed-back")]
[JsonDerivedType(typeof(TaskReassigned), "task.reassigned")]
[JsonDerivedType(typeof(TaskCompleted), "task.completed")]
[JsonDerivedType(typeof(TaskWithdrawn), "task.withdrawn")]
// returns
[JsonDerivedType(typeof(ReturnAsked), "return.asked")]
[JsonDerivedType(typeof(RefundAsked), "return.refund-asked")]
[JsonDerivedType(typeof(ReturnRefused), "return.refused")]
[JsonDerivedType(typeof(ReturnInspected), "return.inspected")]
[JsonDerivedType(typeof(ReturnMatched), "return.matched")]
[JsonDerivedType(typeof(CreditNotePosted), "erp.credit-note-posted")]
[JsonDerivedType(typeof(CreditNoteRejected), "erp.credit-note-rejected")]
// any case
[JsonDerivedType(typeof(DeadlinePassed), "case.deadline-passed")]
[JsonDerivedType(typeof(CaseNotThere), "case.not-there")]
[JsonDerivedType(typeof(IncidentRetried), "case.incident-retried")]
[JsonDerivedType(typeof(IncidentSkipped), "case.incident-skipped")]
[JsonDerivedType(typeof(CaseCancelOrdered), "case.cancel-ordered")]
[JsonDerivedType(typeof(CaseHeld), "case.held")]
[JsonDerivedType(typeof(CaseResumed), "case.resumed")]
[JsonDerivedType(typeof(CaseHandedOver), "case.handed-over")]
[JsonDerivedType(typeof(MapAdopted), "case.map-adopted")]
[JsonDerivedType(typeof(EffectParked), "effect.parked")]
[JsonDerivedType(typeof(EffectRetried), "effect.retried")]
[JsonDerivedType(typeof(EffectAnswered), "effect.answered")]
// bulk operations
[JsonDerivedType(typeof(BulkFrozen), "bulk.frozen")]
[JsonDerivedType(typeof(BulkStarted), "bulk.started")]
[JsonDerivedType(typeof(BulkProgressed), "bulk.progressed")]
[JsonDerivedType(typeof(BulkPaused), "bulk.paused")]
[JsonDerivedType(typeof(BulkResumed), "bulk.resumed")]
[JsonDerivedType(typeof(BulkCancelled), "bulk.cancelled")]
[JsonDerivedType(typeof(BulkRan), "bulk.ran")]
[JsonDerivedType(typeof(BulkFailed), "bulk.failed")]
public abstract record Message;

/// <summary>A state's budget of business time is used up. Harmless when late: the state decides whether it still matters.</summary>
/// <param name="Name">the deadline's name, which is that of the state it was set in</param>
public sealed record DeadlinePassed(string Name, DateTimeOffset Since) : Message;

/// <summary>What was to be told to another case found none of that id, and does not begin one.</summary>
public sealed record CaseNotThere(CaseId Case, string Reason) : Message;
