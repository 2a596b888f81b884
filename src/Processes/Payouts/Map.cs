using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.Payouts.Handlers;
using static Crossdock.Processes.Payouts.PayoutState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.Payouts;

/// <summary>
/// A payout of the payment provider: each line is held against what its order captured or paid back, the sum against the lines, and the
/// money against one movement on the bank account. What differs stays open with finance; the other lines go on.
/// </summary>
public static class PayoutMap
{
    public static ProcessMap<Payout, PayoutState> Build() =>
        new ProcessMap<Payout, PayoutState>("provider-payout", "payout", version: 1, OwnerGroup.FinanceControl)
        .CancelledBy(why => new PayoutExplained("", "", why))
        .Begins<PayoutReported>(Begin)
            .To(Checking).Tells<SettlementShown>()
            .To(Waiting)
            .To(Differs).Tells<TaskOpened>()
            .To(AwaitingBank)
            .To(Closed)

        .In(Checking, Waits.OnTime, OwnerGroup.FinanceControl, Is.IntegrationFailed)
            .Within(Policy.PayoutWait, Hours.Always).Late(AskAgain).Tells<SettlementShown>()
            .On<SettlementTaken>(HearTaken).Answered()
            .On<SettlementDenied>(HearDenied).Answered()
            .On<CaseNotThere>(HearNobody).Answered()
            .On<PaymentShown>(Bank).Tells<PaymentTaken>().Tells<PaymentDenied>()

        .In(Waiting, Waits.OnTime, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(Policy.PayoutWait, Hours.Always).Late(LookOnceMore)
                .To(Checking).Tells<SettlementShown>()
                .To(Differs).Tells<TaskOpened>()
            .On<SettlementTaken>(HearAfterAll).Answered()
            .On<SettlementDenied>(HearOtherwise).Tells<TaskOpened>()
            .On<PaymentShown>(Bank).Tells<PaymentTaken>().Tells<PaymentDenied>()

        .In(Differs, Waits.OnPerson, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StillDiffers)
                .To(Checking).Tells<SettlementShown>().Tells<TaskWithdrawn>()
                .To(Differs).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<LookAgain>(LookOnOrder).Act("Look again")
                .To(Checking).Tells<SettlementShown>().Tells<TaskWithdrawn>()
                .To(Differs).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(AwaitingBank, Closed).Tells<TaskWithdrawn>()
            .On<SettlementTaken>(HearAfterAll).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(AwaitingBank, Closed).Tells<TaskWithdrawn>()
            .On<SettlementDenied>(HearOtherwise).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<PayoutExplained>(Explain).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(AwaitingBank, Closed).Tells<TaskWithdrawn>().Act("It is explained")
            .On<PaymentShown>(BankWhileOpen).Tells<PaymentTaken>().Tells<PaymentDenied>().Tells<TaskOpened>().Tells<TaskWithdrawn>()

        .In(AwaitingBank, Waits.OnPartner, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(Policy.PayoutBankWait, Hours.Always).Late(NotBanked).To(Differs).Tells<TaskOpened>()
            .On<PaymentShown>(Bank).Tells<PaymentDenied>()
                .To(Closed).Tells<PaymentTaken>()
                .To(Differs).Tells<PaymentTaken>().Tells<TaskOpened>()

        .Ends(Closed)

        .InEveryState()
            .On<PaymentShown>(BankAfterAll).Tells<PaymentDenied>()
            .Ignores<PayoutReported>("It is known under that number with other contents, which are not taken.")
            .Ignores<SettlementTaken>("It is decided already.")
            .Ignores<SettlementDenied>("It is decided already.")
            .Ignores<CaseNotThere>("It is there no more.")
            .Ignores<PayoutExplained>("Nothing differs, or it is explained already.")
            .Ignores<LookAgain>("It is being looked at, or is settled.");

    private static ProcessMap<Payout, PayoutState> Answered(this ProcessMap<Payout, PayoutState> map) => map
        .To(Waiting, AwaitingBank, Closed)
        .To(Differs).Tells<TaskOpened>();
}
