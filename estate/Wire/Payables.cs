namespace Crossdock.Estate.Wire;

// What suppliers and the bank send in, and what is read of invoices. Shapes: docs/operating/wire.md.

public sealed record InvoiceSent(string Supplier, string Document);

public sealed record StatementSent(string Document);

public sealed record SettlementSent(string Document);

/// <param name="Outcome">accepted, duplicate or refused</param>
public sealed record SettlementAnswer(string? Payout, string? Outcome, string? Case, bool Proved);

public sealed record StatementsAnswer(IReadOnlyList<StatementAnswer>? Statements);

public sealed record StatementAnswer(string? Statement, bool Proved, IReadOnlyList<StatementEntryAnswer>? Entries);

/// <param name="Outcome">accepted, duplicate, pending or refused</param>
public sealed record StatementEntryAnswer(string? Place, string? Reference, string? Outcome, string? Case, string? Reason);

/// <summary>An invoice or credit note as Crossdock says it stands.</summary>
public sealed record InvoiceWhole(
    string Case, string Number, string? Supplier, string? Kind, string? State, string? Waits, bool Final, string? Exception, decimal Gross,
    string? Standing, decimal? PayAmount, IReadOnlyList<InvoiceLineItem>? Lines, IReadOnlyList<InvoicePaymentItem>? Payments,
    IReadOnlyList<SetOffItem>? SetOff = null);

/// <summary>What a payment is less for a credit note.</summary>
public sealed record SetOffItem(string Case, string Number, decimal Amount);

/// <param name="Payable">with waiting, disputed and credited it makes the amount</param>
public sealed record InvoiceLineItem(
    string? Line, string? Order, string? Sku, string? Standing, decimal Amount, decimal Payable, decimal Waiting, decimal Disputed,
    decimal Credited, string? Reason);

/// <param name="Payment">the movement on the bank account</param>
public sealed record InvoicePaymentItem(string? Payment, decimal Amount);
