using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.PriceBooks.BookState;
using static Crossdock.Processes.PriceBooks.Handlers;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PriceBooks;

/// <summary>
/// The book of one SKU: promotions ask it for their time and place. It decides one after the other, so of two that are told at the
/// same moment one has the price and the other hears who has.
/// </summary>
public static class PriceBookMap
{
    public static ProcessMap<PriceBook, BookState> Build() =>
        new ProcessMap<PriceBook, BookState>("price-book", "price", version: 1, OwnerGroup.Merchandising)
        .CancelledBy(why => new PriceBookClosed(why))
        .Begins<PriceInstructed>(Instruct).To(Open).Tells<PriceAnswered>()

        .In(Open, Waits.OnTime, OwnerGroup.Merchandising, Is.PriceMismatch)
            .Within(Policy.PriceBookReview, Hours.Always).Late(Forget)
            .On<PriceInstructed>(Instruct).To(Open).Tells<PriceAnswered>()
            .On<PriceBookClosed>(Close).To(Closed)

        .Ends(Closed)

        .InEveryState()
            .On<PriceInstructed>(InstructClosed).Tells<PriceAnswered>()
            .Ignores<CaseNotThere>("The promotion that asked is there no more.");
}
