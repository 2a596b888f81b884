namespace Crossdock.Processes.Policies;

/// <summary>What planning replenishment reads. The formulas they go into stand in docs/replenishment.md.</summary>
public static partial class Policy
{
    public static readonly Policy<double> ReplenishServiceLevel = new(
        "replenish-service-level", 0.95, "probability", "how surely a node's stock lasts until the next order arrives",
        "One cycle in twenty may run out: each point above it costs about a tenth more safety stock.")
    { Bounds = (0.5, 0.999) };

    public static readonly Policy<int> ReplenishReviewDays = new(
        "replenish-review-days", 1, "days", "how many days lie between two reviews of a node",
        "Books are closed every night.")
    { Bounds = (1, 60) };

    public static readonly Policy<int> ReplenishDemandDays = new(
        "replenish-demand-days", 91, "days", "how many of the latest days a forecast looks at",
        "A quarter holds thirteen of each weekday and forgets last season.")
    { Bounds = (14, 730) };

    public static readonly Policy<int> ReplenishColdStartDays = new(
        "replenish-cold-start-days", 28, "days", "with how many counted days a SKU's own sales are believed alone",
        "Four of each weekday; with fewer the sales of its like weigh in.")
    { Bounds = (1, 365) };

    public static readonly Policy<double> ReplenishIntermittentInterval = new(
        "replenish-intermittent-interval", 1.32, "days", "above which mean interval between two sales demand counts as intermittent",
        "The cut-off of Syntetos, Boylan and Croston (2005), where their estimate beats smoothing.")
    { Bounds = (1, 30) };

    public static readonly Policy<double> ReplenishSmoothing = new(
        "replenish-smoothing", 0.1, "share", "how much the latest sale weighs where demand is intermittent",
        "Their studies find 0.05 to 0.2 best; a higher one chases single sales.")
    { Bounds = (0.01, 0.5) };

    public static readonly Policy<int> ReplenishLeadTimes = new(
        "replenish-lead-times", 5, "deliveries", "from how many deliveries on a supplier's real lead time is believed",
        "Four deliveries can all be lucky; until then the agreed time counts.")
    { Bounds = (2, 100) };

    public static readonly Policy<double> ReplenishLeadTimeSpread = new(
        "replenish-lead-time-spread", 0.25, "share of the agreed lead time", "how much an unproven lead time is taken to vary",
        "A week that is two days late now and then.")
    { Bounds = (0, 2) };

    public static readonly Policy<decimal> ReplenishOrderCost = new(
        "replenish-order-cost", 5m, "currency of the supplier, an order line", "what ordering and receiving one line costs",
        "A quarter of an hour between desk and dock.")
    { Bounds = (0m, 10_000m) };

    public static readonly Policy<decimal> ReplenishTransferCost = new(
        "replenish-transfer-cost", 15m, "currency of the supplier, a transfer", "what moving one SKU from a node to another costs",
        "Half an hour of picking, packing and receiving, and its place on the line haul.")
    { Bounds = (0m, 10_000m) };

    public static readonly Policy<decimal> ReplenishTransferPieceCost = new(
        "replenish-transfer-piece-cost", 0.2m, "currency of the supplier, a piece", "what each piece of a transfer costs on top",
        "Handled twice at six seconds each.")
    { Bounds = (0m, 1_000m) };
}
