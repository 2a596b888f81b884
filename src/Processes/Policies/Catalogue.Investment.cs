namespace Crossdock.Processes.Policies;

/// <summary>
/// What the return on investment assumes: how it was before, and what an hour is worth. Each default is an estimate to argue about; a
/// retailer counts a week of its own and sets what it finds.
/// </summary>
public static partial class Policy
{
    public static readonly Policy<decimal> RoiTouchesOrder = new(
        "roi-touches-order", 0.4m, "touches an order, 0 to 100", "how often a person had to touch an order before",
        "Two of five orders were looked at once where stock, payment and ERP were reconciled by hand.")
    { Bounds = (0m, 100m) };

    public static readonly Policy<decimal> RoiTouchesPurchase = new(
        "roi-touches-purchase", 5m, "touches a purchase, 0 to 100", "how often a person had to touch a purchase before",
        "Written, approved, sent, asked about and received: one each.")
    { Bounds = (0m, 100m) };

    public static readonly Policy<decimal> RoiTouchesReturn = new(
        "roi-touches-return", 3m, "touches a return, 0 to 100", "how often a person had to touch a return before",
        "Allowed, refunded and posted: one each; the inspection is a task then as now.")
    { Bounds = (0m, 100m) };

    public static readonly Policy<decimal> RoiTouchesPromotion = new(
        "roi-touches-promotion", 12m, "touches a promotion, 0 to 1,000", "how often a person had to touch a promotion before",
        "Checked and approved, and entered and read back in five systems.")
    { Bounds = (0m, 1_000m) };

    public static readonly Policy<decimal> RoiTouchesInvoice = new(
        "roi-touches-invoice", 4m, "touches an invoice, 0 to 100", "how often a person had to touch an invoice before",
        "Entered, matched, approved and released: one each.")
    { Bounds = (0m, 100m) };

    public static readonly Policy<decimal> RoiTouchMinutes = new(
        "roi-touch-minutes", 4m, "minutes, 0 to 480", "how long a person needs for one touch",
        "Finding the matter, reading, deciding and writing it down in one mask of an ERP.")
    { Bounds = (0m, 480m) };

    public static readonly Policy<decimal> RoiHourCost = new(
        "roi-hour-cost", 32m, "currency an hour, 0 or more", "what an hour of whoever touches cases costs",
        "A clerk with all charges, in the currency of the place.")
    { Bounds = (0m, 10_000m) };

    public static readonly Policy<decimal> RoiCaseCost = new(
        "roi-case-cost", 0.05m, "currency a closed case, 0 or more", "what running Crossdock costs for each case",
        "What hosts, database and care cost in a month, by the cases of the month.")
    { Bounds = (0m, 1_000m) };

    public static readonly Policy<decimal> RoiDuplicatePaid = new(
        "roi-duplicate-paid", 0.1m, "share, 0 to 1", "which share of the duplicate invoices that are stopped would have been paid",
        "Most were found by hand as well; one in ten went out.")
    { Bounds = (0m, 1m) };
}
