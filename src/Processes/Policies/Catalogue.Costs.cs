namespace Crossdock.Processes.Policies;

/// <summary>What sending, waiting and giving back cost the retailer, by which a place or a way out is chosen.</summary>
public static partial class Policy
{
    private const string OrderCurrency = "currency of the order";

    public static readonly Policy<decimal> ShipCostDc = Cost(
        "ship-cost-dc", 4.50m, "what a parcel from a distribution centre costs",
        "A parcel at the carrier's contract rate, picked by the line. Set it by region where the currency is of another size.");

    public static readonly Policy<decimal> ShipCostStore = Cost(
        "ship-cost-store", 6.50m, "what a parcel from a store costs", "The same parcel, picked and packed by hand in a store.");

    public static readonly Policy<decimal> ShipCostSupplier = Cost(
        "ship-cost-supplier", 7.50m, "what a supplier charges for a parcel that it sends to a customer",
        "Their parcel and their handling fee, as most agreements have it: own stock goes first.");

    public static readonly Policy<decimal> ShipCostDistance = Cost(
        "ship-cost-distance", 0.20m, "what a parcel costs more for each hundred kilometres", "The carrier's distance surcharge.");

    public static readonly Policy<decimal> ShipCostRegion = Cost(
        "ship-cost-region", 8.00m, "what a parcel costs more that leaves its region", "Export papers and the longer line haul.");

    public static readonly Policy<decimal> RerouteCostStore = Cost(
        "reroute-cost-store", 1.50m, "what having an order ready in another store costs",
        "Ten minutes of store work: pick again, hold, tell the customer.");

    public static readonly Policy<decimal> RerouteCostDistance = Cost(
        "reroute-cost-distance", 0.10m, "what each kilometre costs that a customer has to go further", "Goodwill for the longer way.");

    public static readonly Policy<decimal> RerouteCostWait = Cost(
        "reroute-cost-wait", 1.00m, "what each day costs that a customer waits longer",
        "Asking the customer, and those who cancel while they wait.");

    public static readonly Policy<decimal> RerouteCostRefund = Cost(
        "reroute-cost-refund", 2.00m, "what giving money back costs", "The provider's fee and the desk's time.");

    public static readonly Policy<decimal> RerouteLostMargin = new(
        "reroute-lost-margin", 0.35m, "share of the price, 0 to 1", "which share of the goods' price is lost with a sale",
        "Gross margin of general merchandise.")
    { Bounds = (0m, 1m) };

    public static readonly Policy<int> RerouteFillDays = new(
        "reroute-fill-days", 3, "days", "after how many days a place that ran out is taken to be filled up, when nothing is announced",
        "Stores are filled twice a week.")
    { Bounds = (1, 90) };

    public static readonly Policy<int> RerouteNear = new(
        "reroute-near", 60, "kilometres", "how far another store may be for a customer to be asked to go there",
        "Beyond an hour's drive hardly anybody goes.")
    { Bounds = (1, 20_000) };

    private static Policy<decimal> Cost(string name, decimal amount, string what, string reason) =>
        new(name, amount, OrderCurrency, what, reason) { Bounds = (0m, 1_000_000m) };
}
