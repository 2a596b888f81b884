using System.Collections.Immutable;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Contracts.Effects;

/// <summary>A line as the ERP books it.</summary>
public sealed record PayableLine(string Line, string? Order, string Sku, decimal Quantity, decimal Amount);

/// <summary>The ERP books a supplier's invoice, or a credit note that takes one back, in its payables.</summary>
/// <param name="Number">the supplier's</param>
/// <param name="Credits">the supplier's number of the invoice that a credit note takes back; null where it names none</param>
public sealed record PostPayable(
    CaseId Invoice, string Supplier, BillingKind Kind, string Number, DateOnly Date, DateOnly Due, string Currency, decimal Net,
    decimal Gross, string? Credits, ImmutableArray<PayableLine> Lines)
    : Effect, IAnsweredBy<PayablePosted, PayablePostRefused>
{
    public override Message Refused(string reason) => new PayablePostRefused(reason);
}

/// <summary>
/// The ERP pays a posted invoice on that day, less credit notes of the same supplier. Where they cover all of it the amount is 0: then
/// it clears one with the others, and no money moves.
/// </summary>
/// <param name="Amount">what is paid, the credit notes taken off</param>
/// <param name="Account">null: the one that the ERP has of the supplier</param>
/// <param name="Remittance">what the supplier reads on his statement: the invoice, and the credit notes with their amounts</param>
/// <param name="Credits">null where none is taken off</param>
public sealed record SchedulePayment(
    CaseId Invoice, string Supplier, string Number, DateOnly On, decimal Amount, string Currency, string? Account, string? Remittance,
    ImmutableArray<CreditShare>? Credits = null)
    : Effect, IAnsweredBy<PaymentScheduled, PaymentScheduleRefused>
{
    public override Message Refused(string reason) => new PaymentScheduleRefused(reason);
}

/// <summary>Tells the supplier what he billed wrongly.</summary>
/// <param name="Dispute">1 for the first about this invoice</param>
public sealed record DisputeInvoice(CaseId Invoice, string Supplier, string Number, int Dispute, string Why)
    : Effect, IAnsweredBy<DisputeSent, DisputeNotSent>
{
    public override Message Refused(string reason) => new DisputeNotSent(reason);
}

/// <summary>Tells the supplier that an invoice or credit note of his is refused, so that he can send what is right.</summary>
/// <param name="Number">the supplier's</param>
public sealed record TellRefusal(CaseId Invoice, string Supplier, string Number, string Why)
    : Effect, IAnsweredBy<RefusalTold, RefusalNotTold>
{
    public override Message Refused(string reason) => new RefusalNotTold(reason);
}

/// <summary>Looks for the invoices that a movement on a bank account may pay: by its reference first, else by what is owed.</summary>
/// <param name="Payment">the term under which an invoice with that reference can be found; null where the movement has none</param>
/// <param name="Owed">the term under which an open invoice that owes that money can be found; null where it is not looked for</param>
/// <param name="Documents">by the number of each document in the remittance, the term of its invoice; null where it names none</param>
public sealed record FindPayments(string? Payment, string? Owed, ImmutableSortedDictionary<string, string>? Documents = null)
    : Effect, IAnsweredBy<PaymentsFound, PaymentsNotFound>
{
    public override Message Refused(string reason) => new PaymentsNotFound(reason);
}
