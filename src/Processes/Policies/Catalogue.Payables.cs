namespace Crossdock.Processes.Policies;

/// <summary>What taking, approving and paying suppliers' invoices reads.</summary>
public static partial class Policy
{
    public static readonly Policy<TimeSpan> InvoiceReadTime = new(
        "invoice-read-time", TimeSpan.FromHours(1), "time", "how long an invoice waits for the word of its supplier's book",
        "The book answers in seconds; an hour outlasts a restart.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(2)) };

    public static readonly Policy<TimeSpan> InvoiceMendTime = new(
        "invoice-mend-time", TimeSpan.FromHours(16), "business time of the owner",
        "how long an invoice that breaks rules may wait to be mended or refused",
        "Two working days: a supplier who hears on the third that his invoice was void has not heard in time.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> InvoiceLookTime = new(
        "invoice-look-time", TimeSpan.FromHours(8), "business time of the owner",
        "how long an invoice that may be a duplicate, or names an unknown account, may wait for a person",
        "A working day: what looks like fraud is looked at while the supplier can still be called.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> InvoiceMatchWait = new(
        "invoice-match-wait", TimeSpan.FromDays(14), "time", "how long an invoice waits quietly for its order or receipt",
        "Two weeks cover the slowest delivery that is billed at its despatch; after that a person asks.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(180)) };

    public static readonly Policy<TimeSpan> InvoiceDiscrepancyTime = new(
        "invoice-discrepancy-time", TimeSpan.FromHours(16), "business time of the owner",
        "how long an invoice that does not match may wait for a decision",
        "Two working days leave time to dispute before the discount is lost.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> InvoiceDisputeTime = new(
        "invoice-dispute-time", TimeSpan.FromDays(14), "time", "how long a supplier may take to answer a dispute",
        "What the supplier agreements say; a credit note needs a month's end at some.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(180)) };

    public static readonly Policy<TimeSpan> InvoiceApprovalTime = new(
        "invoice-approval-time", TimeSpan.FromHours(8), "business time of the owner",
        "how long an approval may wait before a reminder, and again before it escalates",
        "A working day: most discounts run for ten.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(10)) };

    public static readonly Policy<decimal> InvoiceTouchlessTo = new(
        "invoice-touchless-to", 2_500m, "currency of the invoice, gross", "up to which value an invoice that matches needs no approval",
        "Nine in ten invoices and a third of the money; what matches was approved when it was ordered.")
    { Bounds = (0m, 10_000_000m) };

    public static readonly Policy<decimal> InvoiceFourEyesFrom = new(
        "invoice-four-eyes-from", 10_000m, "currency of the invoice, gross", "from which value on two people approve an invoice",
        "One invoice in fifty, and half of the money.")
    { Bounds = (0m, 10_000_000m) };

    public static readonly Policy<decimal> InvoiceFinanceFrom = new(
        "invoice-finance-from", 50_000m, "currency of the invoice, gross", "from which value on finance approves an invoice",
        "What a month's cash plan feels.")
    { Bounds = (0m, 100_000_000m) };

    public static readonly Policy<decimal> InvoiceVarianceFinanceFrom = new(
        "invoice-variance-finance-from", 250m, "currency of the invoice",
        "from which accepted difference to order and receipt on finance approves an invoice",
        "Ten times what the price tolerance lets through on a line.")
    { Bounds = (0m, 10_000_000m) };

    public static readonly Policy<int> PayableTermDays = new(
        "payable-term-days", 30, "days after the invoice's date", "when an invoice is due that does not say it",
        "Directive 2011/7/EU, article 3: thirty days where nothing else was agreed.")
    { Bounds = (0, 365) };

    public static readonly Policy<decimal> PayableDiscountYield = new(
        "payable-discount-yield", 0.08m, "share a year", "how much a year an early-payment discount has to yield to be taken",
        "What the overdraft costs: below it the money is better left where it is.")
    { Bounds = (0m, 10m) };

    public static readonly Policy<int> PayableLeadDays = new(
        "payable-lead-days", 1, "days", "how long before its day a payment is given to the bank",
        "A transfer in euro or sterling arrives on the next banking day.")
    { Bounds = (0, 10) };

    public static readonly Policy<TimeSpan> PayableCreditWait = new(
        "payable-credit-wait", TimeSpan.FromDays(30), "time",
        "how long a credit note may wait for a payment that it is taken off, before finance looks, and again after that",
        "Who delivers weekly has billed four times by then; who has not owes it in money.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(365)) };

    public static readonly Policy<TimeSpan> PayoutWait = new(
        "payout-wait", TimeSpan.FromHours(6), "time",
        "how long a payout of the payment provider waits for orders to know what it settles, before it looks once more",
        "A capture is settled a day after it at the earliest; an outage of ours is over by then.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(10)) };

    public static readonly Policy<int> PayoutLooks = new(
        "payout-looks", 10, "times",
        "how often orders are asked of what a payout settles, before what they deny is left to a person alone",
        "Two working weeks: an answer that was lost is asked for again, and in that time it has come.")
    { Bounds = (2, 100) };

    public static readonly Policy<TimeSpan> PayoutBankWait = new(
        "payout-bank-wait", TimeSpan.FromDays(4), "time", "how long the money of a payout may take to be on a bank statement",
        "Two bank days and a weekend.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> PayableUntilPaid = new(
        "payable-until-paid", TimeSpan.FromDays(30), "time", "how long a scheduled payment may take; each one's own day comes in its place",
        "Thirty days is the usual term.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(400)), WhyFixed = "Each payment brings its own day." };

    public static readonly Policy<TimeSpan> PayablePaidGrace = new(
        "payable-paid-grace", TimeSpan.FromDays(4), "time", "how long after its day a payment may be missing on the statement",
        "A long weekend and the bank's next statement.")
    { Bounds = (TimeSpan.Zero, TimeSpan.FromDays(30)) };

    public static readonly Policy<bool> BankMatchByAmount = new(
        "bank-match-by-amount", true, "yes or no",
        "whether money that left without a known reference is matched by amount, currency and the supplier's account",
        "Some banks lose the reference; one open payment of that sum to that account is no guess, and among two nothing is chosen.");

    public static readonly Policy<int> BankMatchDays = new(
        "bank-match-days", 5, "days", "how far from its planned day a payment may be booked to be matched by amount",
        "A long weekend and a day: further away it is more likely another payment of the same sum.")
    { Bounds = (0, 30) };

    public static readonly Policy<TimeSpan> BankEntryWait = new(
        "bank-entry-wait", TimeSpan.FromHours(1), "time",
        "how long a movement that belongs to no known payment waits before it is looked for once more, and a person is asked",
        "A statement may overtake the ERP's word by minutes; an hour outlasts a restart and costs no banking day.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(3)) };

    public static readonly Policy<TimeSpan> PayablesBookReview = new(
        "payables-book-review", TimeSpan.FromDays(7), "time", "how often a supplier's book lets go of what is over",
        "Once a week keeps a book short, and costs a row.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(90)) };

    public static readonly Policy<int> PayablesBookKept = new(
        "payables-book-kept", 35, "days", "how long orders and invoices stay in a book after they are billed, paid and closed",
        "A month's statement and a few days: a credit note that comes later is looked at by a person.")
    { Bounds = (1, 400) };

    public static readonly Policy<int> PayablesUnbilledKept = new(
        "payables-unbilled-kept", 400, "days", "how long a closed order stays in a book whose goods were not billed in full",
        "A year's close and a month: what is not billed then is written off by finance.")
    { Bounds = (1, 4_000) };
}
