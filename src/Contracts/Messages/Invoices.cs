using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Contracts.Messages;

/// <summary>A rule that an invoice breaks, and where it does.</summary>
public sealed record InvoiceFinding(string Rule, string Location, string Message);

/// <summary>So much less is owed when it is paid by that day.</summary>
/// <param name="Rate">share of the gross amount: 0.02 for two percent</param>
public sealed record EarlyDiscount(decimal Rate, DateOnly Until);

/// <summary>A supplier's invoice or credit note as it was read.</summary>
/// <param name="Billed">what is matched; its id is the key of the case</param>
/// <param name="Gross">what the supplier wants to be paid, or gives back: tax included, never below 0</param>
/// <param name="Account">where he wants it to go; null where the document names no account</param>
/// <param name="Remittance">what he wants to read on his bank statement</param>
/// <param name="Findings">what is wrong with the document itself; with any it is mended or refused by a person</param>
/// <param name="Form">what it was read from: ubl, csv or json</param>
/// <param name="Collected">he collects it himself, by direct debit or from a card: whoever pays it pays twice</param>
public sealed record InvoiceDocument(
    SupplierInvoice Billed, decimal Gross, DateOnly? Due, string? Account, string? Remittance, EarlyDiscount? Discount,
    ImmutableArray<InvoiceFinding> Findings, string Form,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Collected = false);

public sealed record InvoiceReceived(InvoiceDocument Document) : Message;

/// <summary>A person gives the document anew, without what was wrong with it.</summary>
/// <param name="By">the person, where a task tells it; else whoever sends it counts</param>
public sealed record InvoiceMended(string By, string Role, InvoiceDocument Document, string Note) : Message;

/// <summary>A person takes a document as it is, with all that the rules say against it.</summary>
public sealed record InvoiceFindingsAccepted(string By, string Role, string Note) : Message;

/// <summary>A person says that it only looks like another one.</summary>
public sealed record InvoiceIsOriginal(string By, string Role, string Note) : Message;

/// <summary>A person says that it was billed before.</summary>
public sealed record InvoiceIsDuplicate(string By, string Role, string Note) : Message;

/// <summary>A person has made sure that the account is the supplier's.</summary>
public sealed record InvoiceAccountApproved(string By, string Role, string Note) : Message;

/// <summary>A person takes what differs from order and receipt; somebody else has to approve the invoice.</summary>
public sealed record InvoiceVarianceAccepted(string By, string Role, string Note) : Message;

/// <summary>The supplier is told what he billed wrongly.</summary>
public sealed record InvoiceDisputed(string By, string Role, string Note) : Message;

/// <summary>A person waits on for what is missing.</summary>
public sealed record InvoiceAwaited(string By, string Role, string Note) : Message;

public sealed record InvoiceApproved(string By, string Role, string Note, StandsFor? For = null) : Message;

public sealed record InvoiceRefused(string By, string Role, string Reason) : Message;

/// <summary>A person ends it although what was paid is not what was owed.</summary>
public sealed record InvoiceSettled(string By, string Role, string Note) : Message;

public sealed record DisputeSent(string Reference) : Message;

public sealed record DisputeNotSent(string Reason) : Message;

public sealed record RefusalTold(string Reference) : Message;

public sealed record RefusalNotTold(string Reason) : Message;

/// <summary>The supplier answers a dispute: he will not correct what he billed. If he does, a credit note comes.</summary>
public sealed record InvoiceInsisted(string Reason) : Message;

public sealed record PayablePosted(string Document) : Message;

public sealed record PayablePostRefused(string Reason) : Message;

/// <param name="Reference">what the bank statement will say</param>
public sealed record PaymentScheduled(string Reference) : Message;

public sealed record PaymentScheduleRefused(string Reason) : Message;

/// <summary>
/// The ERP says that it has paid, or that money came back: then the amount is below 0. What ends an invoice is the bank's word.
/// </summary>
/// <param name="Payment">names the movement once and for ever</param>
public sealed record PayablePaid(string Payment, decimal Amount, string Currency, DateOnly On) : Message;
