using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.ReturnToRefund.Handlers;
using static Crossdock.Processes.ReturnToRefund.ReturnState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ReturnToRefund;

/// <summary>Return to refund: the order pays back, the shelf takes back, the ERP credits. Closed when all three have.</summary>
public static class ReturnMap
{
    public static ProcessMap<CustomerReturn, ReturnState> Build() =>
        new ProcessMap<CustomerReturn, ReturnState>("return-to-refund", "return", version: 1, OwnerGroup.CustomerService)
        .CancelledBy(why => new ReturnRefused(why), actsOnly: true)
        .Begins<ReturnAsked>(Accept).To(Inspecting, Unmatched).Tells<TaskOpened>()

        .In(Unmatched, Waits.OnPerson, OwnerGroup.CustomerService, Is.DataInvalid)
            .Within(Policy.UnmatchedReturn, Hours.OfTeam).Late(StayUnmatched)
            .On<ReturnMatched>(Match).To(Inspecting).Tells<TaskOpened>().To(Refunding).Tells<RefundAsked>()
            .On<ReturnRefused>(Refuse).To(Refused).Act("Refuse the return", danger: true).Tells<TaskWithdrawn>()

        .In(Inspecting, Waits.OnPerson, OwnerGroup.StoreOperations, Is.RefundLate)
            .Within(Policy.InspectTime, Hours.OfNode).Late(StayInspecting)
            .On<ReturnInspected>(Inspect).To(Refunding).Tells<RefundAsked>()

        .In(Refunding, Waits.OnSystem)
            .On<PaymentRefunded>(Refund).To(Restocking).Asks<SettleStock>().To(Posting).Asks<PostCreditNote>()
            .On<RefundDeclined>(Dispute).To(Disputed).Tells<TaskOpened>()
            .On<ReturnRefused>(NotOwed).To(Disputed).Tells<TaskOpened>()
            .On<CaseNotThere>(NoSuchOrder).To(Unmatched).Tells<TaskOpened>()

        .In(Restocking, Waits.OnSystem)
            .On<StockSettled>(Restocked).To(Posting).Asks<PostCreditNote>()
            .On<StockSettleRefused>(RestockDiffers).To(Posting).Asks<PostCreditNote>()

        .In(Posting, Waits.OnSystem)
            .On<CreditNotePosted>(Close).To(Closed)
            .On<CreditNoteRejected>(NotPosted).To(Disputed).Tells<TaskOpened>()

        .In(Disputed, Waits.OnPerson, OwnerGroup.FinanceControl, Is.RefundMismatch)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StayDisputed)
            .On<LookAgain>(TryAgain).Act("Try again").To(Posting).Asks<PostCreditNote>().To(Refunding).Tells<RefundAsked>()
            .On<ReturnRefused>(Refuse).To(Refused).Act("Refuse the return", danger: true).Tells<TaskWithdrawn>()

        .Ends(Closed)
        .Ends(Refused);
}
