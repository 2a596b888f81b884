namespace Crossdock.Processes.Policies;

/// <summary>Every policy with its default and the reason for it. A retailer changes values, never this file.</summary>
public static class Policy
{
    public static readonly Policy<decimal> PriceTolerance = new(
        "price-tolerance", 0.005m, "share of the price in force", "how far an ordered price may lie from the price in force",
        "Half a percent absorbs the rounding of currencies and nothing else.");

    public static readonly Policy<double> FraudCeiling = new(
        "fraud-ceiling", 0.85, "score 0 to 1", "from which fraud score of the payment provider an order is held",
        "Above it about one order in two is charged back; below it a person finds almost nothing.");

    public static readonly Policy<TimeSpan> HoldTime = new(
        "hold-time", TimeSpan.FromHours(4), "business time", "how long a held order may wait for a person",
        "Half a working day: the promise still holds when the answer comes the same day.");

    public static readonly Policy<TimeSpan> ReservationExpiry = new(
        "reservation-expiry", TimeSpan.FromHours(24), "time", "how long a reservation may stay pending before it lapses",
        "A day outlasts every outage seen, and no stock hides longer than that behind an order that died.");

    public static readonly Policy<int> SafetyStock = new(
        "safety-stock", 0, "pieces a node", "how many pieces of a SKU a node never promises",
        "None by default: books are counted daily; raise it where shelves and books disagree.");

    public static readonly Policy<int> MaxSplits = new(
        "max-splits", 3, "parts an order", "over how many nodes an order may be split at once",
        "Each part costs a parcel; beyond three the postage eats the margin of a median order.");

    public static readonly Policy<bool> AllowSplit = new(
        "allow-split", true, "yes or no", "whether an order may be split over nodes",
        "Most customers would rather have most of it now.");

    public static readonly Policy<int> SourcingRounds = new(
        "sourcing-rounds", 3, "rounds", "how often sourcing tries again when others took the stock in between",
        "After three rounds the SKU is contested; waiting beats racing.");

    public static readonly Policy<TimeSpan> BackOrderLook = new(
        "back-order-look", TimeSpan.FromHours(12), "time", "how often a back-order looks for stock again",
        "Deliveries come once a day; twice a day misses none of them.");

    public static readonly Policy<int> BackOrderLooks = new(
        "back-order-looks", 10, "looks", "after how many looks a back-order is refunded",
        "Five days: after that customers have bought it elsewhere and ask for their money.");

    public static readonly Policy<TimeSpan> FulfilmentWatch = new(
        "fulfilment-watch", TimeSpan.FromDays(7), "time", "how long all parts of an order may take before its owner looks",
        "A pickup waits seven days at most; a parcel takes five.");

    public static readonly Policy<TimeSpan> PickTime = new(
        "pick-time", TimeSpan.FromHours(2), "business time of the node", "how long a store may take to pick an order",
        "The promise to the customer is two hours after opening.");

    public static readonly Policy<TimeSpan> KerbsidePickTime = new(
        "kerbside-pick-time", TimeSpan.FromHours(1), "business time of the node", "how long a store may take to pick a kerbside order",
        "The customer is on the way: half of the pickup time.");

    public static readonly Policy<TimeSpan> PackTime = new(
        "pack-time", TimeSpan.FromHours(4), "business time of the node", "how long packing may take",
        "The carrier comes once in the afternoon; four hours reach the same van.");

    public static readonly Policy<TimeSpan> WarehousePickTime = new(
        "warehouse-pick-time", TimeSpan.FromHours(24), "time", "how long the warehouse may take to pick",
        "Ordered before the cut-off, out with the next day's line haul.");

    public static readonly Policy<TimeSpan> SupplierShipTime = new(
        "supplier-ship-time", TimeSpan.FromDays(3), "time", "how long a drop-ship supplier may take to ship",
        "What the supplier agreements say.");

    public static readonly Policy<TimeSpan> CarrierCollectTime = new(
        "carrier-collect-time", TimeSpan.FromHours(36), "time", "how long a booked parcel may wait for the carrier",
        "One collection a day, and one that was missed.");

    public static readonly Policy<TimeSpan> CarrierTransit = new(
        "carrier-transit", TimeSpan.FromDays(5), "time", "how long a parcel may be under way",
        "The slowest service that is sold takes five days.");

    public static readonly Policy<TimeSpan> DecideShortage = new(
        "decide-shortage", TimeSpan.FromHours(4), "business time of the owner",
        "how long a part may wait for the decision on missing pieces",
        "A promise for today can still be kept by another store within half a day.");

    public static readonly Policy<TimeSpan> CustomerAnswer = new(
        "customer-answer", TimeSpan.FromHours(24), "time", "how long a customer has to answer before being reminded",
        "People read such a message within a day.");

    public static readonly Policy<int> CustomerReminders = new(
        "customer-reminders", 2, "reminders", "after how many reminders customer service calls the customer",
        "Two messages unread are not read on the third.");

    public static readonly Policy<TimeSpan> PickupReminder = new(
        "pickup-reminder", TimeSpan.FromDays(3), "time", "after how long a customer is reminded to collect",
        "Half of the uncollected orders are collected after a reminder on the third day.");

    public static readonly Policy<TimeSpan> PickupLastCall = new(
        "pickup-last-call", TimeSpan.FromDays(4), "time", "how long after the reminder an order goes back to stock",
        "Seven days in all: the shelf behind the counter holds a week.");

    public static readonly Policy<double> RerouteFloor = new(
        "reroute-floor", 0.3, "confidence 0 to 1", "below which confidence an option is not shown",
        "An option that is wrong two times in three wastes the reader's time.");

    public static readonly Policy<double> RerouteCeiling = new(
        "reroute-ceiling", 0.75, "confidence 0 to 1", "from which confidence an option is taken without a person",
        "Overruled less than once in ten when it was reviewed by hand.");

    public static readonly Policy<TimeSpan> UnmatchedReturn = new(
        "unmatched-return", TimeSpan.FromHours(16), "business time of the owner", "how long a return without an order may wait",
        "Two working days: the money is the customer's.");

    public static readonly Policy<TimeSpan> InspectTime = new(
        "inspect-time", TimeSpan.FromHours(16), "business time of the node", "how long inspecting a return may take",
        "Two working days leave the refund inside its week.");

    public static readonly Policy<TimeSpan> UnsettledTime = new(
        "unsettled-time", TimeSpan.FromHours(8), "business time of the owner", "how long an order whose books do not agree may wait",
        "One working day: authorisations lapse within a week.");

    public static readonly Policy<TimeSpan> TaskOwner = new(
        "task-owner", TimeSpan.FromHours(4), "business time", "how long a task without a budget of its own may wait",
        "Half a working day.");

    public static readonly Policy<TimeSpan> ShipPromise = new(
        "ship-promise", TimeSpan.FromDays(4), "time", "what a customer is promised for a parcel",
        "A day to pick and three to carry.");

    public static readonly Policy<TimeSpan> DropShipPromise = new(
        "drop-ship-promise", TimeSpan.FromDays(8), "time", "what a customer is promised for a parcel from a supplier",
        "Three days to ship and five to carry.");

    public static readonly Policy<TimeSpan> BulkFreeze = new(
        "bulk-freeze", TimeSpan.FromHours(24), "time", "how long a frozen set may wait for the start of its operation",
        "After a day most of what was shown has moved on, and choosing anew is quicker than reading the difference.");

    public static readonly Policy<TimeSpan> BulkPause = new(
        "bulk-pause", TimeSpan.FromHours(4), "business time of the owner", "how long a bulk operation may stay paused unnoticed",
        "A pause is for looking at what went wrong, which takes less than half a working day.");

    public static readonly Policy<Tolerance> InvoiceQuantityTolerance = new(
        "invoice-quantity-tolerance", Tolerance.None, "pieces, and share of the ordered quantity",
        "how many pieces of an order line may be billed that were not kept",
        "None: pieces are counted, and a supplier who bills what he did not deliver is told so every time.");

    public static readonly Policy<Tolerance> InvoicePriceTolerance = new(
        "invoice-price-tolerance", new Tolerance(25m, 0.005m), "currency a line, and share of the line at the order's price",
        "how far a billed line may lie from the order's price",
        "Half a percent is what a price list's rounding makes; above 25 a person's look is worth its cost.");

    public static readonly Policy<Tolerance> InvoiceTaxTolerance = new(
        "invoice-tax-tolerance", new Tolerance(0.05m, null), "currency a line or document",
        "how far billed tax may lie from the tax that the agreed rates make",
        "Suppliers round tax by line or by document; over some twenty lines that is five cents.");

    public static readonly Policy<Tolerance> InvoiceFreightTolerance = new(
        "invoice-freight-tolerance", new Tolerance(10m, 0.05m), "currency an order, and share of the agreed freight",
        "how much more freight may be billed than the order agrees to",
        "A fuel surcharge is a few percent; where no freight was agreed none is let through.");

    public static readonly Policy<Tolerance> InvoiceRoundingTolerance = new(
        "invoice-rounding-tolerance", new Tolerance(0.02m, null), "currency a line",
        "how far a line's amount may lie from quantity times price",
        "One rounding is half a cent; two currencies' worth of them and a pack price stay under two cents.");

    public static readonly Policy<int> InvoiceDuplicateDays = new(
        "invoice-duplicate-days", 90, "days", "how near two alike invoices must lie to count as one",
        "A supplier sends a reminder copy within a quarter; the same rent next quarter is another invoice.");

    public static readonly Policy<int> InvoiceReceiptPatience = new(
        "invoice-receipt-patience", 14, "days after the invoice's date", "how long an invoice waits quietly for its receipt",
        "Two weeks cover the slowest delivery that is billed at its despatch; after that a person asks.");
}
