namespace Crossdock.Processes.Policies;

/// <summary>Every policy with its default and the reason for it. A retailer changes values, never this file.</summary>
public static partial class Policy
{
    public static readonly Policy<decimal> PriceTolerance = new(
        "price-tolerance", 0.005m, "share of the price in force", "how far an ordered price may lie from the price in force",
        "Half a percent absorbs the rounding of currencies and nothing else.")
    { Bounds = (0m, 1m) };

    public static readonly Policy<bool> AddressPostalForm = new(
        "address-postal-form", true, "yes or no", "whether an order is held whose postal code cannot be one of its country",
        "A code of another form sends the parcel back after a week; where a country's codes are not to be relied on, set it off there.");

    public static readonly Policy<decimal> PriceMarginFloor = new(
        "price-margin-floor", 0.05m, "share of the price, -1 to 1", "below which margin a price is not planned",
        "Below five percent the cost of selling a piece is more than what it earns.")
    { Bounds = (-1m, 1m) };

    public static readonly Policy<decimal> PriceFreeDepth = new(
        "price-free-depth", 0.1m, "share of the price in force, 0 to 1", "up to which reduction nobody has to approve",
        "A tenth is what every weekly leaflet gives; the margin floor and the loss limit hold for it all the same.")
    { Bounds = (0m, 1m) };

    public static readonly Policy<decimal> PriceDeepDepth = new(
        "price-deep-depth", 0.4m, "share of the price in force, 0 to 1", "from which reduction finance approves as well",
        "Beyond two fifths a slip of one digit costs more than a week's margin.")
    { Bounds = (0m, 1m) };

    public static readonly Policy<decimal> PriceFreeLoss = new(
        "price-free-loss", 500m, "currency a promotion, 0 or more", "up to which expected loss of margin nobody has to approve",
        "What a store manager may give away in a week.")
    { Bounds = (0m, 10_000_000m) };

    public static readonly Policy<decimal> PriceDeepLoss = new(
        "price-deep-loss", 10_000m, "currency a promotion, 0 or more", "from which expected loss of margin finance approves as well",
        "The sum from which finance reports a deviation from the plan.")
    { Bounds = (0m, 100_000_000m) };

    public static readonly Policy<int> PriceHistoryDays = new(
        "price-history-days", 30, "days, 30 or more", "over how many days a reduction is held against the lowest price",
        "Directive 98/6/EC, article 6a: not shorter than 30 days.")
    { Bounds = (30, 365) };

    public static readonly Policy<int> PriceHistoryKept = new(
        "price-history-kept", 120, "days, 60 or more", "how long the book of a SKU remembers a price that ended",
        "A promotion planned a quarter ahead still needs the prices of the month before its start.")
    { Bounds = (60, 1_000) };

    public static readonly Policy<TimeSpan> PriceBookReview = new(
        "price-book-review", TimeSpan.FromDays(30), "time, a day or more", "how often the book of a SKU forgets prices that are too old",
        "Once a month keeps a book short, and costs a row.")
    { Bounds = (TimeSpan.FromDays(1), TimeSpan.FromDays(365)) };

    public static readonly Policy<decimal> MarketplaceDepth = new(
        "marketplace-depth", 0.6m, "share of the price in force, 0 to 1", "which reduction a marketplace takes at most",
        "What the terms of both marketplaces say; deeper ones are taken off sale as errors.")
    { Bounds = (0m, 1m) };

    public static readonly Policy<int> MarketplaceDays = new(
        "marketplace-days", 45, "days, 1 or more", "how long a reduction may run on a marketplace",
        "What the terms of both marketplaces say; after that the reduced price is the regular one there.")
    { Bounds = (1, 365) };

    public static readonly Policy<decimal> PriceStockCover = new(
        "price-stock-cover", 1m, "share of the expected sales, 0 to 2", "how much of what is expected to be sold has to be in stock",
        "Sold out on the second day of two weeks is advertising that lures, and customers say so.")
    { Bounds = (0m, 2m) };

    public static readonly Policy<TimeSpan> PriceCheckTime = new(
        "price-check-time", TimeSpan.FromHours(1), "time, a minute or more", "how long checking a proposal may take",
        "The ERP and the books answer in seconds; an hour outlasts a restart of either.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> PriceMendTime = new(
        "price-mend-time", TimeSpan.FromHours(16), "business time of the owner", "how long a proposal with findings may wait to be mended",
        "Two working days: what is not mended by then was not wanted.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> PriceApprovalTime = new(
        "price-approval-time", TimeSpan.FromHours(8), "business time of the owner", "how long a price may wait for its approval",
        "One working day; prices are planned a week ahead.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> PriceFixApprovalTime = new(
        "price-fix-approval-time", TimeSpan.FromMinutes(30), "time around the clock", "how long an emergency fix may wait for its approval",
        "At a wrong price a popular SKU sells out within two hours.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)), IsAroundTheClock = true };

    public static readonly Policy<TimeSpan> PriceDistributeAhead = new(
        "price-distribute-ahead", TimeSpan.FromHours(36), "time before the first start", "how long before its start a price is sent out",
        "A till that was off for a night and a day still has it in time.")
    { Bounds = (TimeSpan.Zero, TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> PriceGoLiveLead = new(
        "price-go-live-lead", TimeSpan.FromHours(2), "time before the first start", "when it is decided whether a price goes live",
        "Two hours are enough for a person to call a store, and too few for much to change.")
    { Bounds = (TimeSpan.Zero, TimeSpan.FromDays(7)) };

    public static readonly Policy<GoLive> PriceGoLive = new(
        "price-go-live", GoLive.Quorum, "All, Quorum or Hold", "what has to be ready before a price goes live",
        "One till out of order is no reason to keep a promised offer from a whole region.");

    public static readonly Policy<decimal> PriceQuorum = new(
        "price-quorum", 0.95m, "share of a region's targets, 0 to 1", "which share of a region has to be ready for it to go live",
        "Of some hundred stores a handful is always closed or rebuilt.")
    { Bounds = (0m, 1m) };

    public static readonly Policy<TimeSpan> PriceHoldTime = new(
        "price-hold-time", TimeSpan.FromHours(1), "time around the clock", "how long a price that is held back may wait for a person",
        "The decision is due two hours before the start: after one it goes up the ladder while it still helps.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(7)) };

    public static readonly Policy<TimeSpan> PriceSchedule = new(
        "price-schedule", TimeSpan.Zero, "time", "until the next step of a promotion, from its start and end in local time",
        "Worked out for each case; a value set here replaces the plan of every promotion, so none can be set.")
    { WhyFixed = "It is worked out for each case, from the start and end in local time." };

    public static readonly Policy<TimeSpan> PriceReceiptTime = new(
        "price-receipt-time", TimeSpan.FromMinutes(30), "time", "how long a target may take to answer before it lags",
        "Tills answer in seconds, marketplaces within a quarter of an hour.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)) };

    public static readonly Policy<TimeSpan> PriceRetry = new(
        "price-retry", TimeSpan.FromMinutes(15), "time", "after how long a target that refused is tried again",
        "As often as a marketplace works off its queue.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)) };

    public static readonly Policy<TimeSpan> PriceSlowRetry = new(
        "price-slow-retry", TimeSpan.FromHours(2), "time", "how often a target is tried while its owner is at work on it",
        "The owner tries again by hand when it is mended; this is for the one who forgets to.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)) };

    public static readonly Policy<int> PriceTries = new(
        "price-tries", 3, "tries, 1 or more", "after how many tries the owner of a channel hears that a target lags",
        "A restart of a till is over by the third.")
    { Bounds = (1, 100) };

    public static readonly Policy<TimeSpan> PriceDriftLook = new(
        "price-drift-look", TimeSpan.FromHours(6), "time", "how often a target is asked what it sells at while a price is live",
        "Four times a day finds a till that was restored from yesterday before its store has a busy hour twice.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> PriceRevertTime = new(
        "price-revert-time", TimeSpan.FromHours(2), "time after the last end", "how long taking a price back everywhere may take",
        "A customer who is charged another price than the shelf says brings it back.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)) };

    public static readonly Policy<double> FraudCeiling = new(
        "fraud-ceiling", 0.85, "score 0 to 1", "from which fraud score of the payment provider an order is held",
        "Above it about one order in two is charged back; below it a person finds almost nothing.")
    { Bounds = (0, 1) };

    public static readonly Policy<TimeSpan> HoldTime = new(
        "hold-time", TimeSpan.FromHours(4), "business time", "how long a held order may wait for a person",
        "Half a working day: the promise still holds when the answer comes the same day.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> ReservationExpiry = new(
        "reservation-expiry", TimeSpan.FromHours(24), "time", "how long a reservation may stay pending before it lapses",
        "A day outlasts every outage seen, and no stock hides longer than that behind an order that died.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<int> SafetyStock = new(
        "safety-stock", 0, "pieces a node", "how many pieces of a SKU a node never promises",
        "None by default: books are counted daily; raise it where shelves and books disagree.")
    { Bounds = (0, 1_000_000) };

    public static readonly Policy<int> MaxSplits = new(
        "max-splits", 3, "parts an order", "over how many nodes an order may be split at once",
        "Each part costs a parcel; beyond three the postage eats the margin of a median order.")
    { Bounds = (1, 50) };

    public static readonly Policy<bool> AllowSplit = new(
        "allow-split", true, "yes or no", "whether an order may be split over nodes",
        "Most customers would rather have most of it now.");

    public static readonly Policy<PartShortage> PartShortage = new(
        "part-shortage", Policies.PartShortage.Substitute, "BackOrder, Substitute or Refuse",
        "what becomes of pieces that no node has when an order is sourced",
        "Who ticked that something else may be sent would rather have that than wait; everybody else waits.");

    public static readonly Policy<int> SourcingRounds = new(
        "sourcing-rounds", 3, "rounds", "how often sourcing tries again when others took the stock in between",
        "After three rounds the SKU is contested; waiting beats racing.")
    { Bounds = (1, 50) };

    public static readonly Policy<TimeSpan> BackOrderLook = new(
        "back-order-look", TimeSpan.FromHours(12), "time", "how often a back-order looks for stock again",
        "Deliveries come once a day; twice a day misses none of them.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> PreOrderRelease = new(
        "pre-order-release", TimeSpan.FromDays(7), "time", "how long a pre-order waits; each order's own date comes in its place",
        "Most are opened a week ahead.")
    { Bounds = (TimeSpan.Zero, TimeSpan.FromDays(800)), WhyFixed = "Each order brings its own date." };

    public static readonly Policy<int> BackOrderLooks = new(
        "back-order-looks", 10, "looks", "after how many looks a back-order is refunded",
        "Five days: after that customers have bought it elsewhere and ask for their money.")
    { Bounds = (1, 1_000) };

    public static readonly Policy<TimeSpan> BackOrderGrace = new(
        "back-order-grace", TimeSpan.FromDays(3), "time", "how long a back-order waits beyond the date by which its goods are on order",
        "A late lorry comes within three days or is another delivery.")
    { Bounds = (TimeSpan.Zero, TimeSpan.FromDays(90)) };

    public static readonly Policy<TimeSpan> BackOrderLongest = new(
        "back-order-longest", TimeSpan.FromDays(30), "time from the order", "after how long a back-order is refunded whatever is on order",
        "Directive 2011/83/EU, article 18: without another agreement goods are delivered within 30 days.")
    { Bounds = (TimeSpan.FromDays(1), TimeSpan.FromDays(400)) };

    public static readonly Policy<TimeSpan> FulfilmentWatch = new(
        "fulfilment-watch", TimeSpan.FromDays(7), "time", "how long all parts of an order may take before its owner looks",
        "A pickup waits seven days at most; a parcel takes five.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(90)) };

    public static readonly Policy<TimeSpan> PickTime = new(
        "pick-time", TimeSpan.FromHours(2), "business time of the node", "how long a store may take to pick an order",
        "Half of what the customer is promised: a pick that is late leaves time for a way round.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> PickupPromise = new(
        "pickup-promise", TimeSpan.FromHours(4), "business time of the node", "within which time a pickup is promised to be ready",
        "Twice the time to pick: with as much as picking takes, every late pick broke the promise before anybody could help.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> KerbsidePromise = new(
        "kerbside-promise", TimeSpan.FromHours(2), "business time of the node",
        "within which time a kerbside order is promised to be ready",
        "Twice the time to pick, as for a pickup.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> KerbsidePickTime = new(
        "kerbside-pick-time", TimeSpan.FromHours(1), "business time of the node", "how long a store may take to pick a kerbside order",
        "The customer comes sooner: half of the pickup time.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(10)) };

    public static readonly Policy<bool> StagePickups = new(
        "stage-pickups", true, "yes or no",
        "whether what was picked for a pickup is laid at a place that is noted, before the customer hears",
        "Somebody else hands it over than picked it, hours later, with the customer waiting; a store with one shelf behind its till can "
        + "do without.");

    public static readonly Policy<TimeSpan> StageTime = new(
        "stage-time", TimeSpan.FromMinutes(30), "business time of the node", "how long a picked pickup may take to lie where it is noted",
        "It is carried from the shelves to the counter; the promise has half of its time left for it, and a queue of a morning fits in.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)) };

    public static readonly Policy<TimeSpan> PackTime = new(
        "pack-time", TimeSpan.FromHours(4), "business time of the node", "how long packing may take",
        "The carrier comes once in the afternoon; four hours reach the same van.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> WarehousePickTime = new(
        "warehouse-pick-time", TimeSpan.FromHours(24), "time", "how long the warehouse may take to pick",
        "Ordered before the cut-off, out with the next day's line haul.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> SupplierShipTime = new(
        "supplier-ship-time", TimeSpan.FromDays(3), "time", "how long a drop-ship supplier may take to ship",
        "What the supplier agreements say.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(90)) };

    public static readonly Policy<TimeSpan> CarrierCollectTime = new(
        "carrier-collect-time", TimeSpan.FromHours(36), "time", "how long a booked parcel may wait for the carrier",
        "One collection a day, and one that was missed.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> CarrierTransit = new(
        "carrier-transit", TimeSpan.FromDays(5), "time", "how long a parcel may be under way",
        "The slowest service that is sold takes five days.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(90)) };

    public static readonly Policy<TimeSpan> DecideShortage = new(
        "decide-shortage", TimeSpan.FromHours(4), "business time of the owner",
        "how long a part may wait for the decision on missing pieces",
        "A promise for today can still be kept by another store within half a day.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> CustomerAnswer = new(
        "customer-answer", TimeSpan.FromHours(24), "time", "how long a customer has to answer before being reminded",
        "People read such a message within a day.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(30)) };

    public static readonly Policy<int> CustomerReminders = new(
        "customer-reminders", 2, "reminders", "after how many reminders customer service calls the customer",
        "Two messages unread are not read on the third.")
    { Bounds = (0, 20) };

    public static readonly Policy<TimeSpan> PickupReminder = new(
        "pickup-reminder", TimeSpan.FromDays(3), "time", "after how long a customer is reminded to collect",
        "Half of the uncollected orders are collected after a reminder on the third day.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> PickupLastCall = new(
        "pickup-last-call", TimeSpan.FromDays(4), "time", "how long after the reminder an order goes back to stock",
        "Seven days in all: the shelf behind the counter holds a week.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(60)) };

    public static readonly Policy<double> RerouteFloor = new(
        "reroute-floor", 0.3, "confidence 0 to 1", "below which confidence an option is not shown",
        "An option that is wrong two times in three wastes the reader's time.")
    { Bounds = (0, 1) };

    public static readonly Policy<double> RerouteCeiling = new(
        "reroute-ceiling", 0.75, "confidence 0 to 1", "from which confidence an option is taken without a person",
        "Overruled less than once in ten when it was reviewed by hand.")
    { Bounds = (0, 1) };

    public static readonly Policy<TimeSpan> UnmatchedReturn = new(
        "unmatched-return", TimeSpan.FromHours(16), "business time of the owner", "how long a return without an order may wait",
        "Two working days: the money is the customer's.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> InspectTime = new(
        "inspect-time", TimeSpan.FromHours(16), "business time of the node", "how long inspecting a return may take",
        "Two working days leave the refund inside its week.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> UnsettledTime = new(
        "unsettled-time", TimeSpan.FromHours(8), "business time of the owner", "how long an order whose books do not agree may wait",
        "One working day: authorisations lapse within a week.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> TaskOwner = new(
        "task-owner", TimeSpan.FromHours(4), "business time", "how long a task without a budget of its own may wait",
        "Half a working day.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> TaskBudget = new(
        "task-budget", TimeSpan.FromHours(4), "business time of the node", "how long a task may wait; each task brings its own",
        "The budget of what the task is for, by its category or by the policy of whoever opened it.")
    { WhyFixed = "Each task brings the budget of what it is for." };

    public static readonly Policy<TimeSpan> ShipPromise = new(
        "ship-promise", TimeSpan.FromDays(4), "time", "what a customer is promised for a parcel",
        "A day to pick and three to carry.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(60)) };

    public static readonly Policy<TimeSpan> DropShipPromise = new(
        "drop-ship-promise", TimeSpan.FromDays(8), "time", "what a customer is promised for a parcel from a supplier",
        "Three days to ship and five to carry.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(120)) };

    public static readonly Policy<TimeSpan> BulkFreeze = new(
        "bulk-freeze", TimeSpan.FromHours(24), "time", "how long a frozen set may wait for the start of its operation",
        "After a day most of what was shown has moved on, and choosing anew is quicker than reading the difference.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) };

    public static readonly Policy<TimeSpan> BulkPause = new(
        "bulk-pause", TimeSpan.FromHours(4), "business time of the owner", "how long a bulk operation may stay paused unnoticed",
        "A pause is for looking at what went wrong, which takes less than half a working day.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(10)) };

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

    public static readonly Policy<Tolerance> InvoicePayableRounding = new(
        "invoice-payable-rounding", new Tolerance(1m, null), "currency an invoice",
        "how much more than its lines, freight and tax an invoice may ask for before a person looks at it",
        "Where small coins are gone amounts are rounded to a half or a whole; more is no rounding.");

    public static readonly Policy<int> InvoiceDuplicateDays = new(
        "invoice-duplicate-days", 90, "days", "how near two alike invoices must lie to count as one",
        "A supplier sends a reminder copy within a quarter; the same rent next quarter is another invoice.")
    { Bounds = (1, 1_000) };

    public static readonly Policy<int> InvoiceReceiptPatience = new(
        "invoice-receipt-patience", 14, "days after the invoice's date", "how long an invoice waits quietly for its receipt",
        "Two weeks cover the slowest delivery that is billed at its despatch; after that a person asks.")
    { Bounds = (0, 365) };
}
