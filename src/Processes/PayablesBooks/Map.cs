using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.PayablesBooks.Handlers;
using static Crossdock.Processes.PayablesBooks.PayablesState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PayablesBooks;

/// <summary>
/// The book of one supplier: purchases tell it orders and receipts, invoices what they bill, in any order. It tells each invoice how
/// it reads whenever that changes, and promises each piece to one of them.
/// </summary>
public static class PayablesBookMap
{
    public static ProcessMap<PayablesBook, PayablesState> Build() =>
        new ProcessMap<PayablesBook, PayablesState>("payables-book", "payables", version: 2, OwnerGroup.AccountsPayable)
        .CancelledBy(why => new PayablesBookClosed(why))
        .Begins<PayablesTold>(Hear).To(Open).Tells<PayablesAnswered>().Tells<CreditTaken>()

        .In(Open, Waits.OnTime, OwnerGroup.AccountsPayable, Is.ReconciliationOpen)
            .Within(Policy.PayablesBookReview, Hours.Always).Late(Review).Tells<PayablesAnswered>()
            .On<PayablesTold>(Hear).Tells<PayablesAnswered>().Tells<SetOffAnswered>().Tells<CreditTaken>()
            .On<PayablesBookClosed>(Close).To(Closed)

        .Ends(Closed)

        .InEveryState()
            .On<PayablesTold>(HearClosed).Tells<PayablesAnswered>().Tells<SetOffAnswered>().Tells<CreditTaken>()
            .Ignores<CaseNotThere>("The invoice is there no more.");
}
