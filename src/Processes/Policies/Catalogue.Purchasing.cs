namespace Crossdock.Processes.Policies;

/// <summary>What buying and moving goods between nodes reads.</summary>
public static partial class Policy
{
    public static readonly Policy<decimal> PurchaseBuyerFrom = new(
        "purchase-buyer-from", 500m, "currency of the order", "from which value on a buyer approves a purchase order",
        "Below it looking costs more than what looking saves.")
    { Bounds = (0m, 10_000_000m) };

    public static readonly Policy<decimal> PurchaseHeadFrom = new(
        "purchase-head-from", 10_000m, "currency of the order", "from which value on the head of buying approves a purchase order",
        "One order in twenty, and half of the money.")
    { Bounds = (0m, 10_000_000m) };

    public static readonly Policy<decimal> PurchaseFinanceFrom = new(
        "purchase-finance-from", 50_000m, "currency of the order", "from which value on finance approves a purchase order",
        "What a month's cash plan feels.")
    { Bounds = (0m, 100_000_000m) };

    public static readonly Policy<int> PurchaseSupplierRank = new(
        "purchase-supplier-rank", 0, "points of 10", "how far a supplier's exceptions stand before those of others in the work list",
        "No supplier stands before another until it is said without which one the shelves are empty.")
    { Bounds = (0, 10) };

    public static readonly Policy<TimeSpan> PurchaseApprovalTime = new(
        "purchase-approval-time", TimeSpan.FromHours(4), "business time of the owner",
        "how long an approval may wait before a reminder, and again before it escalates",
        "Half a working day: most suppliers take orders until the evening.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> PurchaseConfirmTime = new(
        "purchase-confirm-time", TimeSpan.FromDays(2), "time", "how long a supplier may take to confirm before each reminder",
        "What the supplier agreements say.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<int> PurchaseReminders = new(
        "purchase-reminders", 2, "reminders", "after how many reminders a silent supplier goes to the buyer",
        "Who has not read two messages does not read the third; a call does.")
    { Bounds = (0, 10) };

    public static readonly Policy<TimeSpan> PurchaseSilentTime = new(
        "purchase-silent-time", TimeSpan.FromHours(8), "business time of the owner", "how long a silent supplier may wait for the buyer",
        "A working day: the shelf has counted on the goods.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> PurchaseChangedTime = new(
        "purchase-changed-time", TimeSpan.FromHours(8), "business time of the owner", "how long a supplier's change may wait for the buyer",
        "A working day: suppliers hold an offer at least that long.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(10)) };

    public static readonly Policy<Tolerance> PurchaseQuantityTolerance = new(
        "purchase-quantity-tolerance", new Tolerance(null, 0.05m), "pieces, and share of the ordered quantity",
        "how far a confirmed quantity may lie from the ordered one",
        "Safety stock is made for five percent; more changes the plan.");

    public static readonly Policy<Tolerance> PurchasePriceTolerance = new(
        "purchase-price-tolerance", new Tolerance(null, 0.01m), "currency a piece, and share of the ordered price",
        "how much higher a confirmed price may be than the ordered one",
        "One percent is a price list's rounding; a lower price needs no approval.");

    public static readonly Policy<Tolerance> PurchaseFreightTolerance = new(
        "purchase-freight-tolerance", new Tolerance(null, 0.05m), "currency of the order, and share of the agreed freight",
        "how much more freight a supplier may confirm than was agreed",
        "Diesel surcharges move by five percent within a contract; freight where none was agreed is a change of terms.");

    public static readonly Policy<TimeSpan> PurchaseDateTolerance = new(
        "purchase-date-tolerance", TimeSpan.FromDays(2), "time", "how much later than wanted goods may be confirmed",
        "Two days are within the spread that lead times are planned with.")
    { Bounds = (TimeSpan.Zero, TimeSpan.FromDays(60)) };

    public static readonly Policy<TimeSpan> PurchaseShipmentGrace = new(
        "purchase-shipment-grace", TimeSpan.FromDays(1), "time", "how long after their date goods may come before they are late",
        "A lorry that missed its slot comes the next morning.")
    { Bounds = (TimeSpan.Zero, TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> PurchaseUntilDue = new(
        "purchase-until-due", TimeSpan.FromDays(7), "time", "how long goods may take; each order's own date comes in its place",
        "A week is the median lead time.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(400)), WhyFixed = "Each order brings its own date." };

    public static readonly Policy<TimeSpan> PurchaseLateLook = new(
        "purchase-late-look", TimeSpan.FromDays(1), "time", "how often goods that are late are looked at",
        "The supplier is called once a day.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<decimal> ReceiptOver = new(
        "receipt-over", 0m, "share of the ordered quantity", "how much more than ordered is taken in",
        "None: what was not ordered goes back, unless a supplier's packs make it unavoidable.")
    { Bounds = (0m, 1m) };

    public static readonly Policy<TimeSpan> TransferPickTime = new(
        "transfer-pick-time", TimeSpan.FromHours(8), "business time of the node", "how long a node may take to pick a transfer",
        "A working day: customers' orders go first.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> TransferTransit = new(
        "transfer-transit", TimeSpan.FromDays(2), "time", "how long goods may be on the way between two nodes",
        "Out with tonight's line haul, in with the next.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(60)) };
}
