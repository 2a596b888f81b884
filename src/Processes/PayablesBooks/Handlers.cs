using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.PayablesBooks.PayablesState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PayablesBooks;

public static class Handlers
{
    /// <summary>Takes the word, and tells every invoice that reads otherwise now. Whatever comes first begins the book.</summary>
    public static Decision<PayablesState> Hear(PayablesBook book, PayablesTold told, Context context)
    {
        var begun = book.Supplier.Length == 0 ? new PayablesBookBegun(context.Case.Key) : null;
        var known = begun is null ? book : PayablesFacts.Fold(book, begun, told);
        if (WhyNot(known, told.News) is { } no)
        {
            return begun is null ? Decide.Again<PayablesState>(no) : Decide.To(Open, no).With(begun);
        }

        var taken = new PayablesNewsTaken(Today(context));
        var decision = Decide.To(Open, Words(told.News)).With(begun is null ? [taken] : [begun, taken]);
        return told.News switch
        {
            PromiseAsked asked => Promise(known, asked, decision, told, context),
            SetOffAsked asked => SettingOff.Answer(known, asked, decision, context),
            CreditEnded ended => SettingOff.End(known, ended, decision, context),
            var news => TellChanges(known, PayablesFacts.Fold(known, taken, told), news, decision, context),
        };
    }

    /// <summary>A closed book takes nothing, and says so to an invoice that waits for its answer.</summary>
    public static Decision<PayablesState> HearClosed(PayablesBook book, PayablesTold told, Context context)
    {
        if (told.News is SetOffAsked unset)
        {
            return Decide.Stay<PayablesState>("The book is closed: nothing is taken off.")
                .Tell(unset.Case, new SetOffAnswered(context.Case, []));
        }

        if (told.News is CreditEnded ended)
        {
            return SettingOff.End(book, ended, Decide.Stay<PayablesState>("The book is closed."), context);
        }

        (CaseId? Invoice, int? Claim) asks = told.News switch
        {
            InvoiceBilled billed => (billed.Case, null),
            InvoiceIsDistinct distinct => (distinct.Case, null),
            PromiseAsked asked => (asked.Case, asked.Claim),
            _ => (null, null),
        };
        return asks.Invoice is not { } asker
            ? Decide.TooLate<PayablesState>("The book is closed.")
            : Decide.Stay<PayablesState>("The book is closed.").With(new InvoiceTold(asker.Key, book.Round + 1, "closed"))
                .Tell(asker, new PayablesAnswered(context.Case, book.Round + 1, asks.Claim, BookReading.Closed(book)));
    }

    /// <summary>Reads all again, for policies may have changed, and lets go of what is over.</summary>
    public static Decision<PayablesState> Review(PayablesBook book, DeadlinePassed late, Context context)
    {
        var gone = Leaving.From(book, context);
        var decision = gone.Orders.IsEmpty && gone.Invoices.IsEmpty && book.Past.All(past => past.Date >= gone.PastBefore)
            ? Decide.Stay<PayablesState>("Nothing is over.")
            : Decide.Stay<PayablesState>($"{gone.Orders.Length} orders and {gone.Invoices.Length} invoices are over.").With(gone);
        var left = decision.Facts.Count == 0 ? book : PayablesFacts.Fold(book, gone, late);
        return TellChanges(left, Together.All(left), decision, null, null, context);
    }

    public static Decision<PayablesState> Close(PayablesBook book, PayablesBookClosed message, Context context) =>
        book.Credits.Values.FirstOrDefault(credit => credit.Left > 0m) is { } credit
            ? Decide.TooLate<PayablesState>($"{credit.Case} is not taken off in full yet.")
        : book.Invoices.Values.FirstOrDefault(invoice => !invoice.Done) is { } open
            ? Decide.TooLate<PayablesState>($"{open.Case} is not settled yet.")
            : book.Orders.FirstOrDefault(order => !order.Value.Ended) is { Key: { } under }
                ? Decide.TooLate<PayablesState>($"Order {under} is still under way.")
            : Decide.To(Closed, message.Reason);

    /// <summary>
    /// Promises what the invoice read last, if it still reads so; else says how it reads now, and whoever asked decides anew.
    /// </summary>
    private static Decision<PayablesState> Promise(
        PayablesBook book, PromiseAsked asked, Decision<PayablesState> decision, PayablesTold told, Context context)
    {
        var invoice = book.Invoices[asked.Case.Key];
        var together = Together.Of(asked, book, book);
        var reading = BookReading.Of(book, together, context)[asked.Case.Key];
        if (invoice.Promised is not null || invoice.ToldRound != asked.Round || invoice.ToldPrint != BookReading.PrintOf(reading))
        {
            return TellChanges(book, together, decision, asked.Case.Key, asked.Claim, context);
        }

        var promised = new InvoicePromised(asked.Case.Key, book.Promises + 1);
        return TellChanges(
            PayablesFacts.Fold(book, promised, told), together,
            decision.With(promised) with { Because = $"{asked.Case} has what it bills." },
            asked.Case.Key, asked.Claim, context);
    }

    private static Decision<PayablesState> TellChanges(
        PayablesBook before, PayablesBook after, PayablesNews news, Decision<PayablesState> decision, Context context) =>
        TellChanges(after, Together.Of(news, before, after), decision, Asker(news), null, context);

    private static Decision<PayablesState> TellChanges(
        PayablesBook book, Together together, Decision<PayablesState> decision, string? asker, int? claim, Context context)
    {
        var round = book.Round;
        foreach (var (id, reading) in BookReading.Of(book, together, context))
        {
            var (invoice, print) = (book.Invoices[id], BookReading.PrintOf(reading));
            if (id != asker && invoice.ToldPrint == print)
            {
                continue;
            }

            round++;
            decision = decision.With(new InvoiceTold(id, round, print))
                .Tell(invoice.Case, new PayablesAnswered(context.Case, round, id == asker ? claim : null, reading));
        }

        return decision;
    }

    /// <summary>Why a word changes nothing: it is known, or about what is not in the book.</summary>
    private static string? WhyNot(PayablesBook book, PayablesNews news) => news switch
    {
        OrderPlaced { Order: var order } when book.Orders.GetValueOrDefault(order.Number.Trim())?.Order is { } known
            && known.Revision >= order.Revision => $"Order {order.Number} is known in revision {known.Revision}.",
        GoodsKept { Receipt: var receipt } when book.Receipts.ContainsKey(receipt.Id) => $"Receipt {receipt.Id} is known.",
        OrderEnded { Order: var order } when book.Orders.GetValueOrDefault(order.Trim()) is { Ended: true } =>
            $"Order {order} had ended before.",
        AccountCleared cleared when book.Accounts.TryGetValue(cleared.Account, out var by) && by.Contains(cleared.By) =>
            $"{cleared.By} has made sure of it before.",
        InvoiceBilled { Case: var gone } when book.Withdrawn.Contains(gone.Key) => $"{gone} was withdrawn.",
        InvoiceBilled => null,
        InvoiceWithdrawn { Case: var gone } when book.Withdrawn.Contains(gone.Key) => $"{gone} was withdrawn before.",
        InvoiceWithdrawn => null,
        InvoiceIsDistinct { Case: var one } => NotOpen(book, one),
        PromiseAsked { Case: var one } => NotOpen(book, one),
        InvoiceDone { Case: var one } => NotOpen(book, one),
        SetOffAsked { Case: var one } => NotOpen(book, one),
        CreditOpened { Case: var one } when book.Credits.ContainsKey(one.Key) => $"{one} is known.",
        CreditOpened { Case: var one } => NotOpen(book, one),
        _ => null,
    };

    private static string? NotOpen(PayablesBook book, CaseId invoice) =>
        book.Invoices.GetValueOrDefault(invoice.Key) is { Done: false } ? null : $"{invoice} is not open in this book.";

    /// <summary>Who waits for an answer, changed or not.</summary>
    private static string? Asker(PayablesNews news) => news switch
    {
        InvoiceBilled billed => billed.Case.Key,
        InvoiceIsDistinct distinct => distinct.Case.Key,
        _ => null,
    };

    private static string Words(PayablesNews news) => news switch
    {
        OrderPlaced { Order: var order } => $"Order {order.Number}, revision {order.Revision}.",
        GoodsKept { Receipt: var receipt } => $"Receipt {receipt.Id}.",
        OrderEnded { Order: var order } => $"Nothing more comes of order {order}.",
        InvoiceBilled { Invoice: var invoice } => $"{invoice.Number} bills {invoice.Net} {invoice.Currency}.",
        InvoiceIsDistinct { Case: var one } => $"{one} repeats no other one.",
        AccountCleared => "An account is known now.",
        PromiseAsked { Case: var one } => $"{one} reads otherwise than it was approved.",
        InvoiceDone { Case: var one } => $"{one} is settled.",
        InvoiceWithdrawn { Case: var one } => $"{one} is not to be paid.",
        CreditOpened credit => $"{credit.Number} takes {credit.Amount} {credit.Currency} off what is paid next.",
        CreditEnded { Case: var one } => $"{one} is taken off no more.",
        SetOffAsked asked => $"{asked.Number} is to be paid with {asked.Amount} {asked.Currency}: what is taken off?",
        _ => throw new InvalidOperationException($"No words for {news.GetType().Name}."),
    };

    private static DateOnly Today(Context context) => DateOnly.FromDateTime(context.Now.UtcDateTime);
}
