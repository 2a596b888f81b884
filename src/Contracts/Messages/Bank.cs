using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>Which way money went on an account of ours.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BankSide>))]
public enum BankSide { Debit, Credit }

/// <summary>By what an entry of a statement and an invoice were brought together.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentTie>))]
public enum PaymentTie
{
    /// <summary>The reference that the ERP gave the payment, which banks hand on as end-to-end id.</summary>
    Reference,

    /// <summary>The documents that the remittance names, as the supplier numbers them.</summary>
    Remittance,

    /// <summary>Amount, currency and the supplier's account, within the days that policy allows.</summary>
    Amount,

    /// <summary>A person said so.</summary>
    Person,
}

/// <summary>A document that a payment says it is for.</summary>
/// <param name="Number">as its supplier prints it</param>
/// <param name="Credit">it is a credit note that the payment is short of</param>
/// <param name="Amount">above 0: what of the payment is for it; null where that is not said</param>
public sealed record RemittedDocument(string Number, bool Credit, decimal? Amount);

/// <summary>A movement on an account of ours, booked for good, as a bank statement shows it.</summary>
/// <param name="Account">ours, without spaces</param>
/// <param name="Reference">names the movement once and for ever on that account</param>
/// <param name="Amount">above 0, whichever way it went, in the account's currency</param>
/// <param name="InstructedAmount">what was instructed, where the bank names it beside what it booked: in another currency, or without
/// its charges</param>
/// <param name="EndToEnd">null where none was given or passed on</param>
/// <param name="Counterparty">the other side's account, without spaces</param>
/// <param name="Returned">why the bank gave the money back; null where it does not say that this is a return</param>
/// <param name="Documents">what its remittance names, of a payment for several; null where it names none</param>
public sealed record BankEntry(
    string Account, string Statement, string Reference, DateOnly Booked, BankSide Side, decimal Amount, string Currency,
    decimal? InstructedAmount, string? InstructedCurrency, string? EndToEnd, string? Counterparty, string? Name, string? Remittance,
    string? Returned,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<RemittedDocument>? Documents = null)
{
    /// <summary>What is held against what was owed.</summary>
    [JsonIgnore]
    public Money Paid => new(InstructedAmount ?? Amount, InstructedCurrency ?? Currency);
}

/// <summary>A statement shows a movement. It begins the case of that movement.</summary>
public sealed record BankEntryBooked(BankEntry Entry) : Message;

/// <param name="Amount">what is still to be paid of it</param>
/// <param name="Document">the number by which it was found; null where that was not by its number</param>
public sealed record OpenPayment(CaseId Invoice, decimal Amount, string Currency, string? Document = null);

/// <summary>The invoices that a movement may belong to.</summary>
/// <param name="Open">those of them of which something is to be paid, with how much; null where that was not looked at</param>
public sealed record PaymentsFound(
    ImmutableArray<CaseId> Invoices, PaymentTie By, ImmutableArray<OpenPayment>? Open = null) : Message;

public sealed record PaymentsNotFound(string Reason) : Message;

/// <summary>The bank shows that money for an invoice has left, or come back: then the amount is below 0.</summary>
/// <param name="Entry">the movement, which names the payment once and for ever, and hears whether it is taken</param>
public sealed record PaymentShown(CaseId Entry, decimal Amount, string Currency, DateOnly On, PaymentTie By, string Why) : Message;

/// <summary>The invoice has the movement on its books; whatever is odd about it is the invoice's to clear.</summary>
public sealed record PaymentTaken(CaseId Invoice, string Why) : Message;

/// <summary>The movement is not the invoice's.</summary>
public sealed record PaymentDenied(CaseId Invoice, string Why) : Message;

/// <summary>A person says to which invoice a movement belongs.</summary>
/// <param name="Invoice">null where what he wrote names none</param>
public sealed record BankEntryAssigned(string By, string Role, CaseId? Invoice, string Note) : Message;

/// <summary>A person says that a movement belongs to no invoice.</summary>
public sealed record BankEntryCleared(string By, string Role, string Note) : Message;
