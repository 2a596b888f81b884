using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StoreTasks;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <summary>Who may say what, and how people are asked.</summary>
public static partial class Handlers
{
    private const int SentencesShown = 12;

    /// <summary>Beyond this a figure is a slip or an attack, and products of two would overflow.</summary>
    private const decimal MostFigure = 1_000_000_000m;

    private const int MostLines = 2_000;

    private const int Years = 20;

    /// <summary>What a role may approve at most. A role that is not here approves nothing.</summary>
    public static InvoiceRight RightOf(string role) => role switch
    {
        "payables" => InvoiceRight.Payables,
        "finance" or "admin" => InvoiceRight.Finance,
        _ => InvoiceRight.None,
    };

    /// <summary>What differs is the buyer's business too; paying is not.</summary>
    private static bool MayDecide(string role) => RightOf(role) != InvoiceRight.None || role is "buyer" or "head-of-buying";

    /// <summary>What has to be approved of it; somebody may turn out to have ordered it after he said yes.</summary>
    public static ApprovalAsk AskOf(PayableInvoice invoice, PolicyReader policy) => ApprovalMatrix.Ask(
        ApprovalMatrix.Invoices, RowsOf(invoice, policy), Shown(invoice), BarredFrom(invoice),
        invoice.Approvals.Select(yes => new Voice(yes.By, yes.Role, yes.For)), policy);

    /// <summary>Whether nobody has to approve it, or all have who have to.</summary>
    private static bool IsApproved(PayableInvoice invoice, Context context) =>
        RowsOf(invoice, context.Policy).IsEmpty || AskOf(invoice, context.Policy).Missing == 0;

    private static ImmutableArray<ApprovalRow> RowsOf(PayableInvoice invoice, PolicyReader policy)
    {
        var (gross, reading) = (invoice.Needs.Gross, invoice.Read!);
        var taken = reading.Standing is InvoiceStanding.Waiting or InvoiceStanding.Discrepant;
        List<(string, decimal)> facts =
            [(ApprovalMatrix.Value, gross), (ApprovalMatrix.Taken, taken || invoice.FindingsAccepted ? 1 : 0)];
        if (taken)
        {
            facts.Add((ApprovalMatrix.Difference, reading.Variance));
        }

        return ApprovalMatrix.Needed(ApprovalMatrix.Invoices, policy, [.. facts]);
    }

    /// <summary>An account is finance's to make sure of, and not of who has approved what is paid to it.</summary>
    private static ApprovalAsk AskOfAccount(PayableInvoice invoice, PolicyReader policy) => ApprovalMatrix.Ask(
        ApprovalMatrix.Invoices, [ApprovalMatrix.Rows.Last(row => row.Process == ApprovalMatrix.Invoices)],
        $"an account of {invoice.Billed.Supplier}",
        [.. BarredFrom(invoice), .. invoice.Approvals.Select(yes => new Barred(yes.By, "has approved the invoice"))], [], policy);

    private static IEnumerable<Barred> BarredFrom(PayableInvoice invoice) =>
        invoice.Read!.OrderedBy.Select(by => new Barred(by, "ordered it"))
            .Concat(invoice.Hands.Select(by => new Barred(by, "had a hand in it")))
            .Concat(invoice.AccountBy is { } by ? [new Barred(by, "made sure of the account that it is paid to")] : []);

    /// <summary>A task says who decided; whoever tells the case without one counts himself, whatever the message says.</summary>
    internal static (string By, string Role) Said(string by, string role, Context context) =>
        context.Who == Actor.Crossdock ? (by, role) : (context.Who.Name, context.Who.Role);

    private static string NoRight(string by, string role, string what) => $"{by} ({role}) may not {what}.";

    /// <summary>What cannot be matched or posted, whoever takes it.</summary>
    private static ImmutableArray<InvoiceFinding> WhyNotAnInvoice(InvoiceDocument document, Context context)
    {
        var billed = document.Billed;
        var found = new List<InvoiceFinding>();
        void Say(bool wrong, string at, string message)
        {
            if (wrong)
            {
                found.Add(new InvoiceFinding("CD-01", at, message));
            }
        }

        Say(!CaseId.IsKey(billed.Supplier), "supplier", $"'{billed.Supplier}' is no supplier.");
        Say(billed.Number.Trim().Length == 0, "number", "It has no number.");
        Say(billed.Currency is not { Length: 3 }, "currency", $"'{billed.Currency}' is no currency.");
        Say(billed.Lines.Count == 0, "lines", "It bills nothing.");
        Say(billed.Lines.CountBy(line => line.Line).Any(line => line.Value > 1), "lines", "Two lines have one number.");
        Say(billed.Lines.Count > MostLines, "lines", $"It has more than {MostLines} lines.");
        Say(billed.Lines.Any(line => Math.Abs(line.Quantity) > MostFigure || Math.Abs(line.UnitPrice) > MostFigure
            || Math.Abs(line.Amount) > MostFigure || line.TaxRate is < 0m or > 100m), "lines", "A line has a figure beyond all measure.");
        Say(
            Math.Abs(billed.Freight) > MostFigure || document.Gross > MostFigure || Math.Abs(billed.Tax ?? 0m) > MostFigure, "gross",
            "It is over an amount beyond all measure.");
        Say(Math.Abs(billed.Date.Year - context.Now.Year) > Years, "date", $"It is dated {billed.Date:yyyy-MM-dd}.");
        Say(document.Due is { } due && Math.Abs(due.Year - context.Now.Year) > Years, "due", $"It is due on {document.Due:yyyy-MM-dd}.");
        Say(document.Gross < 0m, "gross", "Its gross amount is below 0: send a credit note.");
        Say(billed.Id != context.Case.Key, "id", "It is another document.");
        Say(document.Discount is { Rate: < 0m or >= 1m } || document.Discount is { } early
            && Math.Abs(early.Until.Year - context.Now.Year) > Years, "discount", "The discount is no share of the amount.");
        return [.. found];
    }

    /// <summary>
    /// Lines, freight and tax are held against what was ordered; what is to be paid beyond them nobody would look at. Less is what was paid
    /// before, and on a credit note less than is owed.
    /// </summary>
    private static IEnumerable<InvoiceFinding> WhyNotThatMuch(InvoiceDocument document, Context context)
    {
        var made = document.Billed.Net + (document.Billed.Tax ?? 0m);
        var more = document.Gross - made;
        var odd = document.Billed.Kind == BillingKind.CreditNote ? Math.Abs(more) : more;
        return odd <= context.Policy.Read(Policy.InvoicePayableRounding).Of(made) ? []
            : [new InvoiceFinding("CD-02", "gross", string.Create(
                CultureInfo.InvariantCulture, $"It asks for {document.Gross:0.00}; its lines, freight and tax make {made:0.00}."))];
    }

    private static string Says(ImmutableArray<InvoiceFinding> findings)
    {
        var said = findings.Take(SentencesShown).Select(found => $"{found.Rule} at {found.Location}: {found.Message}");
        return string.Join(" ", said) + (findings.Length > SentencesShown ? $" And {findings.Length - SentencesShown} more." : "");
    }

    private static string Shown(PayableInvoice invoice) =>
        $"{(invoice.IsCredit ? "Credit note" : "Invoice")} {invoice.Billed.Number} of {invoice.Billed.Supplier} over "
        + $"{new Money(invoice.Needs.Gross, invoice.Billed.Currency)}";

    private static string WhyAccount(PayableInvoice invoice) => invoice.Read!.Account == AccountStanding.First
        ? $"No account of {invoice.Billed.Supplier} is known yet: make sure that the one on the invoice is his."
        : $"The invoice names an account that is not known of {invoice.Billed.Supplier}: call him under the number you have.";

    /// <summary>
    /// Who answers a task without the right to has closed the task and not the question: it is asked anew. Who tells the case himself
    /// has closed nothing, and is told why not.
    /// </summary>
    private static Decision<InvoiceState> Denied(PayableInvoice invoice, string why, Context context)
    {
        if (context.Who != Actor.Crossdock)
        {
            return Decide.TooLate<InvoiceState>(why);
        }

        var decision = Decide.Stay<InvoiceState>(why);
        return invoice.Question switch
        {
            InvoiceQuestion.None => decision,
            InvoiceQuestion.Mend => AskToMend(invoice, decision, context),
            InvoiceQuestion.Likeness => AskAboutLikeness(invoice, decision, context),
            InvoiceQuestion.Account => AskAboutAccount(invoice, decision, context),
            InvoiceQuestion.Variance => AskAboutVariance(invoice, decision, context),
            InvoiceQuestion.Approval => AskApproval(invoice, decision, NextOf(invoice, context), context),
            InvoiceQuestion.Posting => AskAboutPosting(invoice, decision, context),
            InvoiceQuestion.Scheduling => AskAboutScheduling(invoice, decision, context),
            InvoiceQuestion.Payment => AskAboutPayment(invoice, decision, context),
            _ => throw new InvalidOperationException($"No way to ask {invoice.Question}."),
        };
    }

    private static Decision<InvoiceState> AskToMend(PayableInvoice invoice, Decision<InvoiceState> decision, Context context) =>
        Ask(
            invoice, decision, new(InvoiceQuestion.Mend, $"{invoice.Billed.Number} breaks rules", Says(FindingsOf(invoice, context)),
                ExceptionCategory.DataInvalid, OwnerGroup.AccountsPayable), context,
            new("refuse-invoice", "Refuse it: the supplier sends it anew"), new("accept-findings", "Take it as it is"));

    private static Decision<InvoiceState> AskAboutLikeness(PayableInvoice invoice, Decision<InvoiceState> decision, Context context) =>
        Ask(
            invoice, decision, new(
                InvoiceQuestion.Likeness, $"Is {invoice.Billed.Number} a duplicate?",
                $"It looks like invoice/{invoice.Read!.LikeWhich}. {invoice.Read.Why}", ExceptionCategory.Duplicate,
                OwnerGroup.AccountsPayable), context,
            new("is-duplicate", "It was billed before"), new("is-original", "It is another one"), new("refuse-invoice", "Refuse it"));

    private static Decision<InvoiceState> AskAboutAccount(PayableInvoice invoice, Decision<InvoiceState> decision, Context context) =>
        Ask(
            invoice, decision, new(
                InvoiceQuestion.Account, $"Account on {invoice.Billed.Number}", WhyAccount(invoice), ExceptionCategory.FraudSuspected,
                OwnerGroup.FinanceControl), context,
            new("approve-account", "It is the supplier's"), new("refuse-invoice", "Refuse the invoice"));

    private static Decision<InvoiceState> AskAboutVariance(PayableInvoice invoice, Decision<InvoiceState> decision, Context context)
    {
        var category = invoice.Read!.Category ?? ExceptionCategory.DataInvalid;
        var why = decision.Because == invoice.Read.Why ? invoice.Read.Why : $"{decision.Because} {invoice.Read.Why}";
        return Ask(
            invoice, decision, new(InvoiceQuestion.Variance, $"{invoice.Billed.Number} does not match", why, category, OwnerOf(category)),
            context, new("accept-variance", "Take what differs"), new("dispute-invoice", "Dispute it with the supplier"),
            new("await-invoice", "Wait on"), new("refuse-invoice", "Refuse it"));
    }

    /// <summary>Prices, and what was not ordered or not received, are the buyer's; the rest is accounts payable's.</summary>
    public static OwnerGroup OwnerOf(ExceptionCategory category) =>
        category is ExceptionCategory.PriceMismatch or ExceptionCategory.NotOrdered or ExceptionCategory.NotReceived
            ? OwnerGroup.Buying : OwnerGroup.AccountsPayable;

    private static ApprovalSeat NextOf(PayableInvoice invoice, Context context) =>
        AskOf(invoice, context.Policy) is var ask && ask.Next is { } next ? next : ask.Seats[^1];

    private static Decision<InvoiceState> AskApproval(
        PayableInvoice invoice, Decision<InvoiceState> decision, ApprovalSeat seat, Context context) =>
        Ask(
            invoice, decision, new(
                InvoiceQuestion.Approval, $"Approve {invoice.Billed.Number} ({seat.Title})", $"{Shown(invoice)}. {invoice.Read!.Why}",
                ExceptionCategory.ApprovalLate, seat.Owner),
            context, new("approve-invoice", "Approve"), new("refuse-invoice", "Refuse"));

    private static Decision<InvoiceState> AskAboutPosting(PayableInvoice invoice, Decision<InvoiceState> decision, Context context) =>
        Ask(
            invoice, decision, new(
                InvoiceQuestion.Posting, $"The ERP does not take {invoice.Billed.Number}", decision.Because,
                ExceptionCategory.IntegrationFailed, OwnerGroup.FinanceControl), context,
            new("retry", "Post it again"), new("refuse-invoice", "Refuse it"));

    private static Decision<InvoiceState> AskAboutScheduling(PayableInvoice invoice, Decision<InvoiceState> decision, Context context) =>
        Ask(
            invoice, decision, new(
                InvoiceQuestion.Scheduling, $"{invoice.Billed.Number} is not paid", decision.Because, ExceptionCategory.IntegrationFailed,
                OwnerGroup.FinanceControl), context,
            new("retry", "Schedule it again"), new("settle-invoice", "It was paid otherwise: close it"));

    private static Decision<InvoiceState> AskAboutPayment(PayableInvoice invoice, Decision<InvoiceState> decision, Context context) =>
        invoice.IsCredit ? AskAboutCredit(invoice, decision, context) : Ask(
            invoice, decision, new(
                InvoiceQuestion.Payment, $"Payment of {invoice.Billed.Number} does not agree", decision.Because,
                ExceptionCategory.ReconciliationOpen, OwnerGroup.FinanceControl), context,
            new TaskChoice("settle-invoice", "It is settled: close it"));

    private sealed record Asked(InvoiceQuestion Question, string Title, string Why, ExceptionCategory Category, OwnerGroup Owner);

    /// <summary>A task that decides here. The one before it is withdrawn, done or not: one question is open at a time.</summary>
    private static Decision<InvoiceState> Ask(
        PayableInvoice invoice, Decision<InvoiceState> decision, Asked asked, Context context, params ImmutableArray<TaskChoice> choices)
    {
        var task = TaskOf(invoice, decision, context);
        return Withdraw(invoice, decision, "It is asked anew.").With(new InvoiceTask(task, asked.Question))
            .Tell(task, Work(invoice, TaskKind.Approve, asked, context, choices));
    }

    /// <summary>A task that tells a person something and decides nothing here.</summary>
    private static Decision<InvoiceState> Aside(PayableInvoice invoice, Decision<InvoiceState> decision, Asked asked, Context context)
    {
        var task = TaskOf(invoice, decision, context);
        return decision.With(new InvoiceTask(task, Aside: true))
            .Tell(task, Work(invoice, TaskKind.Resolve, asked, context, [new("done", "Cleared by hand")]));
    }

    private static Decision<InvoiceState> Withdraw(PayableInvoice invoice, Decision<InvoiceState> decision, string reason) =>
        invoice.Task is { } open ? decision.With(new InvoiceTask(null)).Tell(open, new TaskWithdrawn(reason)) : decision;

    private static Decision<InvoiceState> Climb(PayableInvoice invoice, string what) =>
        Decide.Stay<InvoiceState>($"{what}: late, step {invoice.Late + 1}.").With(new InvoiceLateStep(invoice.Late + 1));

    // Two tasks of one decision need two names.
    private static CaseId TaskOf(PayableInvoice invoice, Decision<InvoiceState> decision, Context context)
    {
        var others = decision.Facts.OfType<InvoiceTask>().Count(task => task.Task is not null);
        return CaseId.Task($"PAY-{context.Case.Key}-{invoice.Tasks + others + 1}");
    }

    private static TaskOpened Work(
        PayableInvoice invoice, TaskKind kind, Asked asked, Context context, ImmutableArray<TaskChoice> choices) =>
        new(
            kind, asked.Title, asked.Why, context.Case, context.Case, context.Policy.OwnerOf(asked.Category, asked.Owner), null,
            null, null, asked.Category, null, invoice.Needs.Gross, invoice.Billed.Currency,
            Tasks.Priority(context.Now, null, invoice.Needs.Gross, ""), context.Policy.BudgetOf(asked.Category), [], choices);
}
