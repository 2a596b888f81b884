using System.Collections.Immutable;
using Crossdock.Connectors.Http;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Connectors.Erp;

/// <summary>Suppliers' invoices and their payments in the ERP.</summary>
internal static class ErpPayables
{
    public static readonly ImmutableArray<Route> Routes =
    [
        Route.For<PostPayable, PayableRequest, DocumentAnswer>(
            "post-payable", "/payables",
            ErpJson.Default.PayableRequest, effect => new(
                effect.Invoice.ToString(), effect.Supplier, effect.Kind == BillingKind.CreditNote ? "credit-note" : "invoice",
                effect.Number, effect.Date, effect.Due, effect.Currency, effect.Net, effect.Gross, effect.Credits,
                [.. effect.Lines.Select(line => new PayableItem(line.Line, line.Order, line.Sku, line.Quantity, line.Amount))]),
            ErpJson.Default.DocumentAnswer, (_, answer) => new PayablePosted(Check.Reference(answer.Document, "document"))),
        Route.For<SchedulePayment, PaymentRequest, PaymentAnswer>(
            "schedule-payment", "/payments",
            ErpJson.Default.PaymentRequest, effect => new(
                effect.Invoice.ToString(), effect.Supplier, effect.Number, effect.On, effect.Amount, effect.Currency, effect.Account,
                effect.Remittance,
                [.. (effect.Credits ?? []).Select(share => new SetOffItem(share.Case.ToString(), share.Number, share.Amount))]),
            ErpJson.Default.PaymentAnswer, (_, answer) => new PaymentScheduled(Check.Reference(answer.Reference, "reference"))),
    ];
}

/// <param name="Invoice">the case id, which the ERP's events name as their subject</param>
/// <param name="Kind">invoice or credit-note; amounts of both are above 0</param>
/// <param name="Number">the supplier's</param>
internal sealed record PayableRequest(
    string Invoice, string Supplier, string Kind, string Number, DateOnly Date, DateOnly Due, string Currency, decimal Net, decimal Gross,
    string? Credits, ImmutableArray<PayableItem> Lines);

internal sealed record PayableItem(string Line, string? Order, string Sku, decimal Quantity, decimal Amount);

/// <param name="Amount">what is paid, the credit notes taken off; 0 where they cover all of it</param>
/// <param name="Account">null: the one that the ERP has of the supplier</param>
internal sealed record PaymentRequest(
    string Invoice, string Supplier, string Number, DateOnly On, decimal Amount, string Currency, string? Account, string? Remittance,
    ImmutableArray<SetOffItem> Credits);

/// <param name="Credit">the case id of the credit note, under which it was posted</param>
internal sealed record SetOffItem(string Credit, string Number, decimal Amount);

/// <param name="Reference">what the bank statement will say</param>
internal sealed record PaymentAnswer(string Reference);
