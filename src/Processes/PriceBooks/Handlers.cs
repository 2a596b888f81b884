using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.PriceBooks.BookState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PriceBooks;

public static class Handlers
{
    /// <summary>
    /// Takes a claim that meets no other, or says which it meets. Whatever comes first begins the book, for a word that gives up
    /// may overtake the claim it is about.
    /// </summary>
    public static Decision<BookState> Instruct(PriceBook book, PriceInstructed message, Context context)
    {
        var decision = Decided(book, message, context);
        return book.Sku.Length > 0 ? decision : decision with { Facts = [new PriceBookBegun(context.Case.Key), .. decision.Facts] };
    }

    /// <summary>A closed book takes nothing, and says so to whoever waits for its answer.</summary>
    public static Decision<BookState> InstructClosed(PriceBook book, PriceInstructed message, Context context) =>
        message.Claim is null
            ? Decide.TooLate<BookState>("The book is closed.")
            : Decide.Stay<BookState>("The book is closed.").Tell(
                message.Promotion,
                new PriceAnswered(context.Case.Key, message.Round, [], null, "The SKU has left the assortment.", book.Turn));

    public static Decision<BookState> Forget(PriceBook book, DeadlinePassed late, Context context)
    {
        var before = context.Now.UtcDateTime.AddDays(-context.Policy.Read(Policy.PriceHistoryKept));
        var gone = book.Past.Count(past => past.EndsLocal < before);
        return gone == 0
            ? Decide.Stay<BookState>("Nothing is too old.")
            : Decide.Stay<BookState>($"{gone} prices are too old to matter.").With(new PricesForgotten(before));
    }

    public static Decision<BookState> Close(PriceBook book, PriceBookClosed message, Context context) =>
        book.Claims.IsEmpty
            ? Decide.To(Closed, message.Reason)
            : Decide.TooLate<BookState>($"{book.Claims[0].Promotion} still plans a price; withdraw it first.");

    private static Decision<BookState> Decided(PriceBook book, PriceInstructed message, Context context)
    {
        if (message.Claim is not { } claim)
        {
            return Changed(
                book, $"{message.Promotion} gives up its price.", new PriceGivenUp(message.Promotion, message.Round, message.Ran),
                message, context);
        }

        // Words may overtake each other: what was given up, or asked anew since, is not taken any more.
        if (book.IsGivenUp(message.Promotion, message.Round)
            || book.Claims.Any(other => other.Promotion == message.Promotion && other.Round > message.Round))
        {
            return Decide.To(Open, $"{message.Promotion} has gone on since it made this claim.");
        }

        var conflicts = book.Claims
            .Where(other => other.Promotion != message.Promotion && Overlap.Of(other, claim, context.Network)).ToList();
        var answer = new PriceAnswered(
            context.Case.Key, message.Round, [.. conflicts], LowestBefore(book, claim, context), null, book.Turn);
        return conflicts.Count > 0
            ? Decide.To(Open, $"{conflicts[0].Promotion} has a price then.").Tell(message.Promotion, answer)
            : Changed(book, $"{message.Promotion} has the price.", new PriceClaimed(claim), message, context)
                .Tell(message.Promotion, answer with { Turn = book.Turn + 1 });
    }

    /// <summary>
    /// The price before of a later promotion is the lowest of the days before it, whenever that was planned. Whoever has a claim hears
    /// what it is by now.
    /// </summary>
    private static Decision<BookState> Changed(PriceBook book, string because, Fact change, PriceInstructed message, Context context)
    {
        var next = PriceBookFacts.Fold(book, change, message);
        return book.Claims.Where(other => other.Promotion != message.Promotion)
            .Select(other => (Claim: other, Lowest: LowestBefore(next, other, context)))
            .Where(other => other.Lowest != LowestBefore(book, other.Claim, context))
            .Aggregate(Decide.To(Open, because).With(change), (all, other) => all.Tell(
                other.Claim.Promotion,
                new PriceAnswered(context.Case.Key, other.Claim.Round, [], other.Lowest, null, next.Turn)));
    }

    private static decimal? LowestBefore(PriceBook book, PriceClaim claim, Context context) =>
        Overlap.Lowest(book, claim, context.Policy.Read(Policy.PriceHistoryDays), context.Network);
}
