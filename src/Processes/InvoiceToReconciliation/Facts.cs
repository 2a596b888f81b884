using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <param name="By">who mended it, or gave it in by hand; null as it came from the supplier</param>
public sealed record InvoiceTaken(int Edition, string? By) : Fact;

public sealed record InvoiceFindingsTaken(string By) : Fact;

/// <summary>The book's word is the reading in force.</summary>
public sealed record InvoiceReadingTaken(int Round) : Fact;

public sealed record InvoiceCalledOriginal(string By) : Fact;

public sealed record InvoiceAccountCleared(string By) : Fact;

/// <param name="Print">of the reading that is taken; another one is not</param>
public sealed record InvoiceVarianceTaken(string By, string Print) : Fact;

public sealed record InvoiceInDispute(int Dispute) : Fact;

public sealed record InvoiceYesSaid(InvoiceYes Yes) : Fact;

public sealed record InvoiceClaimed(int Claim) : Fact;

public sealed record InvoiceInErp(string Document) : Fact;

/// <param name="PaidIn">how long from now on its absence on a statement is no surprise</param>
public sealed record InvoicePlanned(PaymentPlan Plan, TimeSpan PaidIn) : Fact;

public sealed record InvoiceScheduled(string Reference) : Fact;

/// <summary>So much of a credit note was taken off.</summary>
/// <param name="Invoice">what was paid with so much less; null where finance ended it</param>
public sealed record InvoiceCreditUsed(CaseId? Invoice, decimal Amount) : Fact;

public sealed record InvoicePaymentNoted(InvoicePayment Payment) : Fact;

/// <summary>The ERP says that it has told the bank to pay.</summary>
public sealed record InvoicePaymentOrdered(string Payment) : Fact;

public sealed record InvoiceLateStep(int Step) : Fact;

/// <param name="Task">null when none is open any more</param>
/// <param name="Aside">it tells a person something and decides nothing here</param>
public sealed record InvoiceTask(CaseId? Task, InvoiceQuestion Question = InvoiceQuestion.None, bool Aside = false) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InvoiceTaken)), JsonSerializable(typeof(InvoiceFindingsTaken)), JsonSerializable(typeof(InvoiceReadingTaken))]
[JsonSerializable(typeof(InvoiceCalledOriginal)), JsonSerializable(typeof(InvoiceAccountCleared))]
[JsonSerializable(typeof(InvoiceVarianceTaken)), JsonSerializable(typeof(InvoiceInDispute)), JsonSerializable(typeof(InvoiceYesSaid))]
[JsonSerializable(typeof(InvoiceClaimed)), JsonSerializable(typeof(InvoiceInErp)), JsonSerializable(typeof(InvoicePlanned))]
[JsonSerializable(typeof(InvoiceScheduled))]
[JsonSerializable(typeof(InvoiceCreditUsed)), JsonSerializable(typeof(InvoicePaymentNoted)), JsonSerializable(typeof(InvoiceLateStep))]
[JsonSerializable(typeof(InvoicePaymentOrdered)), JsonSerializable(typeof(InvoiceTask))]
public sealed partial class InvoiceFactsJson : JsonSerializerContext;

public static class InvoiceFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(InvoiceTaken), "invoice.taken"), new(typeof(InvoiceFindingsTaken), "invoice.findings-taken"),
        new(typeof(InvoiceReadingTaken), "invoice.reading-taken"), new(typeof(InvoiceCalledOriginal), "invoice.called-original"),
        new(typeof(InvoiceAccountCleared), "invoice.account-cleared"), new(typeof(InvoiceVarianceTaken), "invoice.variance-taken"),
        new(typeof(InvoiceInDispute), "invoice.in-dispute"), new(typeof(InvoiceYesSaid), "invoice.yes-said"),
        new(typeof(InvoiceClaimed), "invoice.claimed"), new(typeof(InvoiceInErp), "invoice.in-erp"),
        new(typeof(InvoicePlanned), "invoice.planned"), new(typeof(InvoiceScheduled), "invoice.scheduled"),
        new(typeof(InvoicePaymentNoted), "invoice.payment-noted"), new(typeof(InvoicePaymentOrdered), "invoice.payment-ordered"),
        new(typeof(InvoiceLateStep), "invoice.late-step"), new(typeof(InvoiceCreditUsed), "invoice.credit-used"),
        new(typeof(InvoiceTask), "invoice.task"),
    ];

    public static PayableInvoice Fold(PayableInvoice invoice, Fact fact, Message message) => fact switch
    {
        InvoiceTaken taken => invoice with
        {
            Document = DocumentOf(message), Edition = taken.Edition, Hands = WithHand(invoice, taken.By), FindingsAccepted = false,
        },
        InvoiceFindingsTaken taken => invoice with { FindingsAccepted = true, Hands = WithHand(invoice, taken.By) },
        InvoiceReadingTaken taken => Reads(invoice, ((PayablesAnswered)message).Reading, taken.Round),
        InvoiceCalledOriginal called => invoice with { Original = true, Hands = WithHand(invoice, called.By) },
        InvoiceAccountCleared cleared => invoice with { AccountBy = cleared.By },
        InvoiceVarianceTaken taken => invoice with { AcceptedPrint = taken.Print, Hands = WithHand(invoice, taken.By), Approvals = [] },
        InvoiceInDispute dispute => invoice with { Disputes = dispute.Dispute },
        InvoiceYesSaid said => invoice with { Approvals = invoice.Approvals.Add(said.Yes), Late = 0 },
        InvoiceClaimed claimed => invoice with { Claim = claimed.Claim },
        InvoiceInErp posted => invoice with { Erp = posted.Document },
        InvoicePlanned planned => invoice with { Plan = planned.Plan, PaidIn = planned.PaidIn, Late = 0 },
        InvoiceCreditUsed used => invoice with { TakenOff = invoice.TakenOff + used.Amount, Late = 0 },
        InvoiceScheduled scheduled => invoice with { Reference = scheduled.Reference },
        InvoicePaymentNoted noted => invoice with { Payments = invoice.Payments.Add(noted.Payment) },
        InvoicePaymentOrdered ordered => invoice with { Ordered = invoice.Ordered.Add(ordered.Payment) },
        InvoiceLateStep late => invoice with { Late = late.Step },
        InvoiceTask task => invoice with
        {
            Task = task.Aside ? invoice.Task : task.Task, Tasks = task.Task is null ? invoice.Tasks : invoice.Tasks + 1,
            Question = task.Aside ? invoice.Question : task.Question, Late = task.Aside ? invoice.Late : 0,
        },
        _ => throw new InvalidOperationException($"An invoice knows no fact {fact.GetType().Name}."),
    };

    /// <summary>Whoever said yes said it to another reading, if this one says something else that somebody has to know.</summary>
    private static PayableInvoice Reads(PayableInvoice invoice, InvoiceReading reading, int round) => invoice with
    {
        Read = reading, Round = round,
        Approvals = invoice.Read is { } before && (before.Print == reading.Print || (IsClean(before) && IsClean(reading)))
            ? invoice.Approvals : [],
    };

    private static bool IsClean(InvoiceReading reading) =>
        reading is { Standing: InvoiceStanding.Matched or InvoiceStanding.InTolerance, Likeness: Likeness.None };

    private static InvoiceDocument DocumentOf(Message message) => message switch
    {
        InvoiceReceived received => received.Document,
        InvoiceMended mended => mended.Document,
        _ => throw new InvalidOperationException($"{message.GetType().Name} brings no document."),
    };

    private static ImmutableArray<string> WithHand(PayableInvoice invoice, string? by) =>
        by is null || invoice.Hands.Contains(by) ? invoice.Hands : invoice.Hands.Add(by);
}
