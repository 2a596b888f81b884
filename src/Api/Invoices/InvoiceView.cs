using System.Collections.Immutable;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Invoices;

/// <param name="Standing">matched, in-tolerance, waiting or discrepant</param>
/// <param name="Payable">with waiting, disputed and credited it makes the amount</param>
/// <param name="Reason">why it does not match, or is let through; empty where it matches</param>
public sealed record InvoiceLineView(
    string Line, string? Order, string? OrderLine, string Sku, string Standing, decimal Amount, decimal Payable, decimal Waiting,
    decimal Disputed, decimal Credited, string Reason);

public sealed record InvoiceFindingView(string Rule, string Location, string Message);

/// <param name="Payment">the movement on the bank account that shows it</param>
/// <param name="Amount">below 0 where money came back</param>
public sealed record InvoicePaymentView(string Payment, DateOnly On, decimal Amount, string Currency);

/// <summary>What its payment is less for a credit note.</summary>
/// <param name="Case">the credit note's</param>
public sealed record SetOffView(string Case, string Number, decimal Amount);

/// <summary>A supplier's invoice as accounts payable follows it.</summary>
/// <param name="Waits">who is waited for: on-system, on-person, on-partner, on-time or nothing</param>
/// <param name="Standing">how it reads against orders and receipts; null before its supplier's book has answered</param>
/// <param name="PayOn">null before its payment is planned</param>
/// <param name="PayAmount">credit notes taken off</param>
/// <param name="SetOff">credit notes that its payment is less</param>
public sealed record InvoiceView(
    string Case,
    string Number,
    string Supplier,
    string Kind,
    string State,
    string Title,
    string Waits,
    bool Final,
    DateTimeOffset Since,
    string? Exception,
    string Because,
    DateOnly Date,
    DateOnly? Due,
    string Currency,
    decimal Net,
    decimal Gross,
    string? Standing,
    string? Why,
    string? LikeWhich,
    DateOnly? PayOn,
    decimal? PayAmount,
    ImmutableArray<InvoiceLineView> Lines,
    ImmutableArray<InvoiceFindingView> Findings,
    ImmutableArray<InvoicePaymentView> Payments,
    ImmutableArray<SetOffView> SetOff)
{
    /// <summary>Read off the rows that decided: the document, what its book said of it last, and what was asked to be paid.</summary>
    internal static InvoiceView Of(CaseStory story, InvoiceReceived received)
    {
        var head = story.Head;
        var taken = story.Rows.Where(row => row.Outcome == Outcome.Applied).ToArray();
        var document = taken.Select(row => row.Message.Data).OfType<InvoiceMended>().LastOrDefault()?.Document ?? received.Document;
        var reading = taken.Select(row => row.Message.Data).OfType<PayablesAnswered>().MaxBy(answer => answer.Round)?.Reading;
        var payment = taken.SelectMany(row => row.Effects).Select(asked => asked.Effect).OfType<SchedulePayment>().LastOrDefault();
        var billed = document.Billed;
        return new InvoiceView(
            head.Case.ToString(), billed.Number, billed.Supplier, Words<Crossdock.Contracts.Purchasing.BillingKind>.Of(billed.Kind),
            head.State, story.Place?.Title ?? head.State, Words<Waits>.Of(head.Waits), head.Closed is not null, head.Since,
            head.Card.Exception is { } category ? ExceptionRules.CodeOf(category) : null, story.Rows[^1].Because, billed.Date,
            document.Due, billed.Currency, billed.Net, document.Gross, reading is null ? null : Words<InvoiceStanding>.Of(reading.Standing),
            reading?.Why, reading?.LikeWhich, payment?.On, payment?.Amount,
            reading is null ? [] : [.. reading.Lines.Select(Line)],
            [.. document.Findings.Select(found => new InvoiceFindingView(found.Rule, found.Location, found.Message))],
            [.. taken.Where(row => row.Effects.Any(asked => asked.Effect is TellCase { Data: PaymentTaken }))
                .Select(row => row.Message.Data).OfType<PaymentShown>().Select(shown =>
                    new InvoicePaymentView(shown.Entry.ToString(), shown.On, shown.Amount, shown.Currency))],
            [.. (payment?.Credits ?? []).Select(share => new SetOffView(share.Case.ToString(), share.Number, share.Amount))]);
    }

    private static InvoiceLineView Line(LineReading line) => new(
        line.Line, line.Order, line.OrderLine, line.Sku, Words<InvoiceStanding>.Of(line.Standing), line.Amount, line.Payable,
        line.Waiting, line.Disputed, line.Credited, line.Reason);
}
