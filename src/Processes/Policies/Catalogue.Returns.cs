namespace Crossdock.Processes.Policies;

/// <summary>What taking goods back reads.</summary>
public static partial class Policy
{
    public static readonly Policy<TimeSpan> ReturnWindow = new(
        "return-window", TimeSpan.FromDays(30), "time", "how long after delivery goods are taken back without a person deciding",
        "The law gives 14 days in the EU; 30 is what shops promise, and the weeks after the holidays get more by a dated value.")
    { Bounds = (TimeSpan.FromDays(14), TimeSpan.FromDays(400)) };

    public static readonly Policy<string> ReturnNotTaken = new(
        "return-not-taken", "gift_", "beginnings of SKUs, with commas between",
        "which goods are only taken back by a person's decision: final sale, hygiene, vouchers",
        "A gift voucher is money and may have been spent.");

    public static readonly Policy<decimal> ReturnDecideFrom = new(
        "return-decide-from", 500m, "currency of the return", "from which worth on a person decides about a return",
        "One return in fifty, and a fifth of the money.")
    { Bounds = (0m, 10_000_000m) };

    public static readonly Policy<TimeSpan> ReturnDecision = new(
        "return-decision", TimeSpan.FromHours(8), "business time of the owner", "how long a return may wait for a decision",
        "One working day: the customer has been told two.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(10)) };

    public static readonly Policy<TimeSpan> ReturnExpected = new(
        "return-expected", TimeSpan.FromDays(7), "time",
        "how long goods of an authorised return may stay out before a reminder, and again before it expires",
        "Two weeks in all: half of those who come come within three days, and what has not come after two weeks is kept.")
    { Bounds = (TimeSpan.FromDays(1), TimeSpan.FromDays(90)) };

    public static readonly Policy<TimeSpan> ReturnToFetch = new(
        "return-to-fetch", TimeSpan.FromDays(14), "time",
        "how long goods of a refused return lie in the store before a reminder, and again before it may do away with them",
        "Four weeks in all: longer than a holiday, and no store is a warehouse for what is not its own.")
    { Bounds = (TimeSpan.FromDays(1), TimeSpan.FromDays(180)) };

    public static readonly Policy<decimal> ReturnWornShare = new(
        "return-worn-share", 100m, "percent", "what share of the price is paid back for pieces that cannot be sold as new",
        "All of it: a customer may open a box. A store that sees much wear sets less for its category.")
    { Bounds = (0m, 100m) };

    public static readonly Policy<RefundOrder> RefundOrder = new(
        "refund-order", Policies.RefundOrder.StoredValueFirst, "StoredValueFirst, StoredValueLast or AsPaid",
        "which means of payment gets money back first, of an order that was paid by several",
        "A gift card must not become money by buying and bringing back; no means gets back more than it paid.");

    public static readonly Policy<string> PostageCodes = new(
        "return-postage-codes", "POST,DOT", "codes of charges, with commas between",
        "which charges are paid back when the whole order has come back",
        "Directive 2011/83/EU, article 13: all that was paid goes back, the standard delivery included.");

    public static readonly Policy<TimeSpan> RefundSettlement = new(
        "refund-settlement", TimeSpan.FromDays(5), "time", "how long the provider's statement may take to show a refund",
        "Providers settle within three banking days; five bridge a weekend.")
    { Bounds = (TimeSpan.FromDays(1), TimeSpan.FromDays(60)) };
}
