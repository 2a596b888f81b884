using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.BankEntries;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.PayablesBooks;
using Crossdock.Processes.Payouts;
using Handlers = Crossdock.Processes.InvoiceToReconciliation.Handlers;

namespace Crossdock.Processes.Running;

/// <summary>What lists show of suppliers' invoices.</summary>
public static partial class Cards
{
    public static CaseCard Of(PayableInvoice invoice, InvoiceState at)
    {
        var billed = invoice.Billed;
        var exception = ExceptionOf(invoice, at);
        return new CaseCard(
            $"{billed.Number} from {billed.Supplier}",
            Owner: at == InvoiceState.Discrepant && exception is { } category ? Handlers.OwnerOf(category) : null,
            Exception: exception, Value: invoice.Needs.Gross, Currency: billed.Currency, Kind: billed.Kind.ToString(),
            Why: at is InvoiceState.AwaitingMatch or InvoiceState.Discrepant or InvoiceState.Disputed ? invoice.Read?.Why : null,
            Terms:
            [
                $"supplier:{billed.Supplier}",
                .. billed.Lines.Select(line => line.Order?.Trim()).OfType<string>().Distinct().Take(SearchableSkus)
                    .Select(order => $"order:{order}"),
                .. invoice.Reference is { } reference ? [PayableTerms.Payment(reference)] : Array.Empty<string>(),
                .. invoice is { Plan: { } plan, Needs.Account: { } account }
                    ? [PayableTerms.Owed(account, new Money(plan.Amount, billed.Currency))] : Array.Empty<string>(),
                .. invoice is { IsCredit: false, Needs.Account: { } paidTo }
                    ? [PayableTerms.Remitted(paidTo, billed.Number)] : Array.Empty<string>(),
                .. IsWithPerson(at) && invoice.Needs.Due is { } payBy ? [$"pay-by:{payBy:yyyy-MM-dd}"] : Array.Empty<string>(),
                .. IsWithPerson(at) && invoice.Needs.Discount is { } discount
                    ? [$"discount-until:{discount.Until:yyyy-MM-dd}"] : Array.Empty<string>(),
                .. invoice.Plan is { } due && due.Amount > invoice.Paid
                    ? [PayableTerms.ToPay(new Money(due.Amount - invoice.Paid, billed.Currency))] : Array.Empty<string>(),
            ]);
    }

    public static CaseCard Of(PayablesBook book, PayablesState at) =>
        new($"Payables of {book.Supplier}", Terms: [$"supplier:{book.Supplier}"]);

    public static CaseCard Of(BankMovement movement, MovementState at)
    {
        var entry = movement.Needs;
        return new CaseCard(
            BankEntries.Handlers.Shown(entry), Exception: at == MovementState.Unmatched ? ExceptionCategory.ReconciliationOpen
                : at == MovementState.Offered && movement.Late > 0 ? ExceptionCategory.IntegrationFailed : null,
            Value: entry.Amount, Currency: entry.Currency, Kind: entry.Returned is null ? entry.Side.ToString() : "Return",
            Why: at == MovementState.Unmatched ? movement.Why : null,
            Terms:
            [
                $"statement:{entry.Statement}", $"bank-account:{entry.Account}", $"bank-reference:{entry.Reference}",
                .. entry.EndToEnd is { } reference ? [PayableTerms.Payment(reference)] : Array.Empty<string>(),
            ]);
    }

    public static CaseCard Of(Payout payout, PayoutState at)
    {
        var needs = payout.Needs;
        return new CaseCard(
            $"Payout {needs.Number}: {Payouts.Handlers.Shown(needs)}",
            Exception: at == PayoutState.Differs ? Payouts.Handlers.CategoryOf(payout)
                : at == PayoutState.Checking && payout.Late > 0 ? ExceptionCategory.IntegrationFailed : null,
            Value: needs.Amount, Currency: needs.Currency, Kind: "Payout",
            Why: at != PayoutState.Differs ? null
                : Payouts.Handlers.Differences(payout) is { Count: > 0 } differs ? string.Join(" ", differs.Take(3))
                : "No statement shows it.",
            Terms:
            [
                PayableTerms.Payment(needs.Number),
                .. payout.Open.Select(line => $"order:{line.Order}").Distinct().Take(SearchableSkus),
            ]);
    }

    /// <summary>Whoever is asked wants to know until when an answer is worth something.</summary>
    private static bool IsWithPerson(InvoiceState at) => at is InvoiceState.Mending or InvoiceState.Suspect or InvoiceState.AccountHeld
        or InvoiceState.Discrepant or InvoiceState.Disputed or InvoiceState.AwaitingApproval;

    private static ExceptionCategory? ExceptionOf(PayableInvoice invoice, InvoiceState at) => at switch
    {
        InvoiceState.Mending => ExceptionCategory.DataInvalid,
        InvoiceState.Suspect => ExceptionCategory.Duplicate,
        InvoiceState.AccountHeld => ExceptionCategory.FraudSuspected,
        InvoiceState.Discrepant => invoice.Read?.Category ?? ExceptionCategory.DataInvalid,
        InvoiceState.Disputed => invoice.Read?.Category,
        InvoiceState.AwaitingApproval when invoice.Late > 0 => ExceptionCategory.ApprovalLate,
        InvoiceState.AwaitingSetOff when invoice.Late > 0 => ExceptionCategory.ReconciliationOpen,
        InvoiceState.Reading or InvoiceState.Claiming or InvoiceState.Netting when invoice.Late > 0 => ExceptionCategory.IntegrationFailed,
        InvoiceState.Unposted or InvoiceState.Unscheduled => ExceptionCategory.IntegrationFailed,
        InvoiceState.Unreconciled => ExceptionCategory.ReconciliationOpen,
        InvoiceState.AwaitingPayment when invoice.Late > 0 => ExceptionCategory.ReconciliationOpen,
        _ => null,
    };
}
