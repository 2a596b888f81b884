using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.ReturnToRefund.Handlers;
using static Crossdock.Processes.ReturnToRefund.ReturnState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ReturnToRefund;

/// <summary>
/// Return to refund: the order says what may come back, the customer brings it, a store looks at it, the order pays back, the shelf
/// takes back, the ERP credits, the provider's statement shows it. Closed when all of them agree.
/// </summary>
public static class ReturnMap
{
    public static ProcessMap<CustomerReturn, ReturnState> Build() =>
        new ProcessMap<CustomerReturn, ReturnState>("return-to-refund", "return", version: 6, OwnerGroup.CustomerService)
        .CancelledBy(why => new ReturnRefused(why, ByPerson: true), actsOnly: true)
        .Begins<ReturnAsked>(Accept).To(Checking).Tells<ReturnRightsAsked>().To(Unmatched).Tells<TaskOpened>()

        .In(Unmatched, Waits.OnPerson, OwnerGroup.CustomerService, Is.DataInvalid)
            .Within(Policy.UnmatchedReturn, Hours.OfTeam).Late(StayUnmatched)
            .On<ReturnMatched>(Match).To(Checking).Tells<ReturnRightsAsked>()
            .On<ReturnArrived>(ArriveUndecided)
            .On<ReturnRefused>(Refuse).Act("Refuse the return", danger: true)
                .To(Refused).Asks<NotifyCustomer>().Tells<TaskWithdrawn>().Tells<ReturnRightsReleased>()
                .To(GivingBack).Asks<NotifyCustomer>().Tells<TaskWithdrawn>().Tells<ReturnRightsReleased>().Tells<TaskOpened>()

        .In(Checking, Waits.OnSystem)
            .On<ReturnRightsKnown>(Judge)
                .To(Deciding).Tells<TaskOpened>()
                .To(Inspecting).Tells<TaskOpened>()
                .To(Awaited).Asks<BookReturnLabel>().Asks<NotifyCustomer>()
                .To(Refunding).Tells<RefundAsked>()
            .On<CaseNotThere>(NoSuchOrder).To(Unmatched).Tells<TaskOpened>()
            .On<ReturnArrived>(ArriveUndecided)

        .In(Deciding, Waits.OnPerson, OwnerGroup.CustomerService, Is.DataInvalid)
            .Within(Policy.ReturnDecision, Hours.OfTeam).Late(StayDeciding)
            .On<ReturnAllowed>(Allow).Tells<TaskOpened>()
                .To(Inspecting).Tells<TaskOpened>()
                .To(Awaited).Asks<BookReturnLabel>().Asks<NotifyCustomer>()
                .To(Refunding).Tells<RefundAsked>()
            .On<LookAgain>(AskOrderAgain).Act("Ask the order again").To(Checking).Tells<ReturnRightsAsked>().Tells<TaskWithdrawn>()
            .On<ReturnArrived>(ArriveUndecided)
            .On<ReturnRefused>(Refuse).Act("Refuse the return", danger: true)
                .To(Refused).Asks<NotifyCustomer>().Tells<TaskWithdrawn>().Tells<ReturnRightsReleased>()
                .To(GivingBack).Asks<NotifyCustomer>().Tells<TaskWithdrawn>().Tells<ReturnRightsReleased>().Tells<TaskOpened>()

        .In(Awaited, Waits.OnPartner, OwnerGroup.CustomerService, Is.RefundLate)
            .Within(Policy.ReturnExpected, Hours.Always).Late(RemindOrExpire).Asks<NotifyCustomer>()
                .To(Expired).Tells<ReturnRightsReleased>()
            .On<ReturnLabelled>(SendLabel).Asks<NotifyCustomer>()
            .On<ReturnLabelRefused>(OfferDropOff).Asks<NotifyCustomer>()
            .On<ReturnArrived>(Receive).To(Inspecting).Tells<TaskOpened>()
            .On<ReturnRefused>(Refuse).Act("Refuse the return", danger: true)
                .To(Refused).Asks<NotifyCustomer>().Tells<TaskWithdrawn>().Tells<ReturnRightsReleased>()
                .To(GivingBack).Asks<NotifyCustomer>().Tells<TaskWithdrawn>().Tells<ReturnRightsReleased>().Tells<TaskOpened>()

        .In(Inspecting, Waits.OnPerson, OwnerGroup.StoreOperations, Is.RefundLate)
            .Within(Policy.InspectTime, Hours.OfNode).Late(StayInspecting)
            .On<ReturnInspected>(Inspect)
                .To(Refunding).Tells<RefundAsked>()
                .To(Deciding).Tells<TaskOpened>()

        .In(Refunding, Waits.OnSystem)
            .On<PaymentRefunded>(Refund)
                .To(Restocking).Asks<SettleStock>().Asks<NotifyCustomer>().Tells<OrderReceived>()
                .To(Posting).Asks<PostCreditNote>().Asks<NotifyCustomer>().Tells<OrderReceived>()
            .On<RefundDeclined>(Dispute).To(Disputed).Tells<TaskOpened>()
            .On<ReturnRefused>(NotOwed).To(Disputed).Tells<TaskOpened>()
            .On<CaseNotThere>(NoSuchOrder).To(Unmatched).Tells<TaskOpened>()

        .In(Restocking, Waits.OnSystem)
            .On<StockSettled>(Restocked).To(Posting).Asks<PostCreditNote>()
            .On<StockSettleRefused>(RestockDiffers).To(Disputed).Tells<TaskOpened>()

        .In(Posting, Waits.OnSystem)
            .On<CreditNotePosted>(Booked).To(Closed).To(Settling).To(Disputed).Tells<TaskOpened>()
            .On<CreditNoteRejected>(NotPosted).To(Disputed).Tells<TaskOpened>()

        .In(Settling, Waits.OnPartner, OwnerGroup.FinanceControl, Is.RefundLate)
            .Within(Policy.RefundSettlement, Hours.Always).Late(SettlementLate).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<RefundSettled>(Settle).To(Closed).Tells<TaskWithdrawn>()
                .To(Disputed).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<RefundSettledByHand>(SettleByHand).To(Closed).Tells<TaskWithdrawn>()

        .In(Disputed, Waits.OnPerson, OwnerGroup.FinanceControl, Is.RefundMismatch)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StayDisputed)
            .On<LookAgain>(TryAgain).Act("Try again").Tells<TaskWithdrawn>()
                .To(Refunding).Tells<RefundAsked>().Tells<TaskWithdrawn>()
                .To(Restocking).Asks<SettleStock>().Tells<TaskWithdrawn>()
                .To(Posting).Asks<PostCreditNote>().Tells<TaskWithdrawn>()
                .To(Settling).Tells<TaskWithdrawn>()
                .To(Closed).Tells<TaskWithdrawn>()
            .On<RefundSettled>(SettleAfterAll).To(Closed).Tells<TaskWithdrawn>()
            .On<RefundSettledByHand>(SettleDispute)
                .To(Restocking).Asks<SettleStock>().Asks<NotifyCustomer>().Tells<TaskWithdrawn>().Tells<OrderReceived>()
                .To(Posting).Asks<PostCreditNote>().Asks<NotifyCustomer>().Tells<TaskWithdrawn>().Tells<OrderReceived>()
                .To(Settling).Tells<TaskWithdrawn>()
                .To(Disputed).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Closed).Tells<TaskWithdrawn>()
            .On<ReturnRefused>(Refuse).Act("Refuse the return", danger: true)
                .To(Refused).Asks<NotifyCustomer>().Tells<TaskWithdrawn>().Tells<ReturnRightsReleased>()
                .To(GivingBack).Asks<NotifyCustomer>().Tells<TaskWithdrawn>().Tells<ReturnRightsReleased>().Tells<TaskOpened>()

        .In(GivingBack, Waits.OnPerson, OwnerGroup.StoreOperations, Is.RefundLate)
            .Within(Policy.ReturnToFetch, Hours.Always).Late(RemindToFetch).Asks<NotifyCustomer>().To(Refused).Tells<TaskWithdrawn>()
            .On<HandedOver>(HandBack).To(Refused)

        .Ends(Closed)
        .Ends(Refused)
        .Ends(Expired)

        .InEveryState()
            .On<RefundSettled>(NoteSettlement).Tells<TaskOpened>()
            .On<ReturnArrived>(ArriveUnasked).Tells<TaskOpened>()
            .On<ReturnLabelled>(NoteLabel)
            .Ignores<ReturnLabelRefused>("It is on its way by other means, or does not come.")
            .On<CustomerNotified>(Noted)
            .On<NotificationFailed>(NotNotified)
            .Ignores<ReturnRightsKnown>("It is decided already.")
            .Ignores<HandedOver>("Nothing is to be handed over.")
            .Ignores<ReturnAllowed>("There is nothing to decide any more.")
            .Ignores<RefundSettledByHand>("No settlement is open.")
            .Ignores<ReturnMatched>("Its order is known.")
            .Ignores<LookAgain>("It has gone on already.");
}
