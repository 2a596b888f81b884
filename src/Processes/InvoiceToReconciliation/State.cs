using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.InvoiceToReconciliation;

public enum InvoiceState
{
    Mending, Reading, Suspect, AccountHeld, AwaitingMatch, Discrepant, Disputed, AwaitingApproval, Claiming, Posting, Unposted, Netting,
    AwaitingSetOff, Scheduling, Unscheduled, AwaitingPayment, Unreconciled, Closed, Duplicate, Refused,
}

/// <summary>Who has to say yes; a higher one may always do what a lower one may.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvoiceRight>))]
public enum InvoiceRight { None, Payables, Finance }

/// <summary>What a person is asked: who has no right to answer it does not close the question.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvoiceQuestion>))]
public enum InvoiceQuestion { None, Mend, Likeness, Account, Variance, Approval, Posting, Scheduling, Payment }

public sealed record InvoiceYes(string By, string Role, StandsFor? For = null);

/// <summary>Money that the bank shows to have gone, or come back: then the amount is below 0.</summary>
public sealed record InvoicePayment(string Payment, decimal Amount, string Currency, DateOnly On);

/// <param name="Amount">what is to be paid, discount and credit notes taken off</param>
/// <param name="Discount">what paying early takes off; 0 where it is not worth it or none is offered</param>
/// <param name="Credits">credit notes that are taken off; null before the book has said which</param>
public sealed record PaymentPlan(DateOnly On, decimal Amount, decimal Discount, ImmutableArray<CreditShare>? Credits = null);

/// <summary>A supplier's invoice or credit note.</summary>
public sealed record PayableInvoice : IScoped
{
    public static readonly PayableInvoice Empty = new();

    public InvoiceDocument? Document { get; init; }

    public int Edition { get; init; }

    /// <summary>Whoever had a hand in what is to be approved: none of them approves it.</summary>
    public ImmutableArray<string> Hands { get; init; } = [];

    /// <summary>A person has taken the document with what the rules say against it.</summary>
    public bool FindingsAccepted { get; init; }

    /// <summary>A person has said that it only looks like another one.</summary>
    public bool Original { get; init; }

    /// <summary>Who has made sure of the account; null while nobody had to.</summary>
    public string? AccountBy { get; init; }

    public InvoiceReading? Read { get; init; }

    public int Round { get; init; }

    /// <summary>The reading that a person has taken with all that differs; null where none was.</summary>
    public string? AcceptedPrint { get; init; }

    public ImmutableArray<InvoiceYes> Approvals { get; init; } = [];

    /// <summary>How often it asked the book for a promise.</summary>
    public int Claim { get; init; }

    public int Disputes { get; init; }

    public string? Erp { get; init; }

    public PaymentPlan? Plan { get; init; }

    /// <summary>What of a credit note was taken off payments, or ended by finance.</summary>
    public decimal TakenOff { get; init; }

    /// <summary>The reference that the bank statement will carry.</summary>
    public string? Reference { get; init; }

    /// <summary>The budget until it is paid, as it was reckoned when the payment was planned.</summary>
    public TimeSpan PaidIn { get; init; }

    public ImmutableArray<InvoicePayment> Payments { get; init; } = [];

    /// <summary>Payments that the ERP says it has made; whether the money left is the bank's to say.</summary>
    public ImmutableArray<string> Ordered { get; init; } = [];

    /// <summary>Steps that lateness has climbed since the last thing that happened.</summary>
    public int Late { get; init; }

    public CaseId? Task { get; init; }

    public InvoiceQuestion Question { get; init; }

    public int Tasks { get; init; }

    public InvoiceDocument Needs => Document ?? throw new InvalidOperationException("The invoice has not begun.");

    public SupplierInvoice Billed => Needs.Billed;

    public bool IsCredit => Billed.Kind == BillingKind.CreditNote;

    /// <summary>Somebody has made sure of the account who did not order what is billed.</summary>
    public bool AccountCleared => AccountBy is { } by && Read?.OrderedBy.Contains(by) != true;

    public decimal Paid => Payments.Sum(payment => payment.Amount);

    public Scope? Scope => Document is { } document ? new Scope(Supplier: document.Billed.Supplier) : null;
}
