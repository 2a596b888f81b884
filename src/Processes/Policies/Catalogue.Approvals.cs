namespace Crossdock.Processes.Policies;

/// <summary>Who approves what. From which amounts on stands beside what is approved.</summary>
public static partial class Policy
{
    private const string Roles = "roles";

    public static readonly Policy<string> PurchaseBuyerRoles = new(
        "purchase-buyer-roles", "buyer,head-of-buying,finance", Roles, "who may approve a purchase order that a buyer has to",
        "A buyer knows the goods; whoever stands above may do it too, so that nothing waits for a holiday.");

    public static readonly Policy<string> PurchaseHeadRoles = new(
        "purchase-head-roles", "head-of-buying,finance", Roles, "who may approve a purchase order that the head of buying has to",
        "What moves a category's year is not for the one who is measured by it.");

    public static readonly Policy<string> PurchaseFinanceRoles = new(
        "purchase-finance-roles", "finance", Roles, "who may approve a purchase order that finance has to",
        "Whoever keeps the cash plan lets the largest sums go.");

    public static readonly Policy<decimal> PurchaseFourEyesFrom = new(
        "purchase-four-eyes-from", 250_000m, "currency of the order", "from which value on two people approve a purchase order",
        "A season's order: nobody should have to answer for it alone.")
    { Bounds = (0m, 100_000_000m) };

    public static readonly Policy<string> InvoicePayablesRoles = new(
        "invoice-payables-roles", "payables,finance", Roles, "who may approve an invoice that accounts payable has to",
        "Accounts payable knows the supplier's papers; whoever ordered is never among them.");

    public static readonly Policy<string> InvoiceFinanceRoles = new(
        "invoice-finance-roles", "finance", Roles, "who may approve an invoice that finance has to",
        "What lies outside of order and receipt, or is large, is money nobody has looked at yet.");

    public static readonly Policy<string> PriceMerchandisingRoles = new(
        "price-merchandising-roles", "merchandiser,finance", Roles, "who may approve a price that merchandising has to",
        "Another merchandiser sees what the first one hoped.");

    public static readonly Policy<string> PriceFinanceRoles = new(
        "price-finance-roles", "finance", Roles, "who may approve a price that finance has to, besides merchandising",
        "A deep cut is paid out of the margin that finance has planned with.");

    public static readonly Policy<int> ApprovalReminders = new(
        "approval-reminders", 1, "reminders", "how often whoever has to approve is reminded before the next above is asked",
        "Once: who has not answered by then is away or swamped, and the ladder helps both.")
    { Bounds = (0, 10) };

    public static readonly Policy<TimeSpan> ApprovalLongestAbsence = new(
        "approval-longest-absence", TimeSpan.FromDays(42), "time", "how long one absence may last for which somebody stands in",
        "Six weeks cover a long holiday; whoever is away for longer has a successor with a key of their own.")
    { Bounds = (TimeSpan.FromDays(1), TimeSpan.FromDays(365)) };

    public static readonly Policy<TimeSpan> ApprovalAbsenceEnds = new(
        "approval-absence-ends", TimeSpan.FromDays(14), "time", "until an absence is over; each one's own date comes in its place",
        "A fortnight is the usual holiday.")
    { Bounds = (TimeSpan.Zero, TimeSpan.FromDays(800)), WhyFixed = "Each absence brings its own dates." };
}
