using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.OrderToFulfilment;

public enum OrderState
{
    Checking, Authorising, Held, Sourcing, Reserving, WaitingForStock, Firming, Releasing, Fulfilling, Rerouting, AskingCustomer,
    TakingBack, Settling, Unsettled, Cancelling, Closed, Cancelled, Refused,
}

/// <param name="Payout">null while it is not settled</param>
/// <param name="Line">the payout's line that settled it; null where that was not kept</param>
public sealed record MovedMoney(string Reference, SettledKind Kind, decimal Amount, CaseId? Payout = null, string? Line = null);

/// <summary>What was asked of the world and must be answered before an order may end.</summary>
public enum Pending { Authorisation, Reservation, SalesOrder, Firming, Release, Void, SalesOrderCancel }

/// <summary>A line and what became of its pieces. Assigned pieces are with a part, open or done.</summary>
/// <param name="Wanted">ordered, less what was cancelled, refunded or came back</param>
/// <param name="InsteadOf">the number of the line whose pieces it takes the place of, at their price or a lower one</param>
public sealed record Line(int Number, string Sku, string Description, decimal UnitPrice, int Ordered, int Wanted, int Assigned,
    int Delivered, int? InsteadOf = null)
{
    public int Unassigned => Wanted - Assigned;
}

public enum PartStage { Open, Picked, Shipped, Done }

/// <summary>A node's part of the order; its lines shrink when pieces are dropped.</summary>
/// <param name="Late">how many steps of its ladder it has climbed</param>
/// <param name="Charged">what captures were asked for, in all</param>
/// <param name="Shares">over which tenders</param>
public sealed record Part(
    CaseId Case, string Node, FulfilmentMode Mode, PartStage Stage, ImmutableArray<PickedLine> Lines, bool Captured, int Late,
    decimal Charged, ImmutableArray<MoneyShare> Shares)
{
    /// <summary>What is to go back of it, because it came back itself.</summary>
    public ImmutableArray<MoneyShare> Refund { get; init; } = [];

    /// <summary>The name under which the provider moves that; it was once the capture's, which answers told apart badly.</summary>
    public string RefundReference { get; init; } = Case.ToString();

    /// <summary>What is owed for it as soon as it is known whether it was charged.</summary>
    public decimal RefundDue { get; init; }
}

/// <summary>Pieces that a part cannot deliver, waiting for the order to decide.</summary>
public sealed record Shortage(CaseId Part, string Node, ImmutableArray<PartLine> Missing, bool Late);

/// <param name="Task">whoever has to release it works on; not known of what was held before it was kept</param>
public sealed record OpenHold(HoldKind Kind, string Why, CaseId? Task = null);

/// <summary>Pieces that a part is asked to give up before they are picked, until it says whether it can.</summary>
/// <param name="Kept">it is short, and the order has not heard yet what it lacks</param>
/// <param name="Returns">all of it is on its way back</param>
public sealed record Recall(CaseId Part, ImmutableArray<PickedLine> Lines, bool Kept = false, bool Returns = false);

/// <summary>Pieces that are set aside for a return that has not been paid back yet.</summary>
public sealed record ReturnClaim(CaseId Return, ImmutableArray<ReturnLine> Lines);

/// <param name="Open">shares of which the provider has not said that they went back</param>
/// <param name="Credits">what became a credit, with its token</param>
public sealed record RefundDone(
    CaseId Return, decimal Amount, ImmutableArray<MoneyShare> Shares, ImmutableHashSet<int> Open, ImmutableArray<PaymentTender> Credits)
{
    public bool Posted => Open.IsEmpty;

    public ImmutableArray<ReturnLine> Lines { get; init; } = [];

    /// <summary>The order's lines whose pieces came back.</summary>
    public ImmutableDictionary<int, int> ByLine { get; init; } = ImmutableDictionary<int, int>.Empty;

    /// <summary>The amount holds the order's postage.</summary>
    public bool Postage { get; init; }

    /// <summary>It went over one means of payment, as money: the provider's answer says all of it.</summary>
    public bool IsPlain => Shares is [{ Credit: false }];
}

/// <summary>An order and all its parts, as one case. Changed only by <see cref="Fold"/>.</summary>
public sealed record Order
{
    public static readonly Order Empty = new();

    public OrderReceived? Placed { get; init; }

    public ImmutableArray<Line> Lines { get; init; } = [];

    public ImmutableArray<OpenHold> Holds { get; init; } = [];

    public ImmutableHashSet<Pending> Pending { get; init; } = [];

    /// <summary>What pays, in the order of authorisation.</summary>
    public ImmutableArray<Tender> Tenders { get; init; } = [];

    public decimal Authorised => Tenders.Sum(tender => tender.Authorised);

    public decimal Captured => Tenders.Sum(tender => tender.Captured);

    public decimal Refunded { get; init; }

    /// <summary>What was captured and paid back, by reference, and the payout that has settled it; for settlement only.</summary>
    public ImmutableArray<MovedMoney> Moved { get; init; } = [];

    /// <summary>What payouts settled before it was known here to have moved.</summary>
    public ImmutableArray<SettledEarly> Early { get; init; } = [];

    /// <summary>What the pieces that captures were asked for cost before the order was reduced.</summary>
    public decimal ChargedGross { get; init; }

    /// <summary>The first tender that has more authorised than was taken from it; null when none has.</summary>
    public Tender? Unclaimed => Tenders.FirstOrDefault(tender => tender.Authorised > tender.Captured);

    /// <summary>References whose capture or refund is in flight.</summary>
    public ImmutableHashSet<string> MoneyInFlight { get; init; } = [];

    /// <summary>References whose delivery the ERP has not yet booked.</summary>
    public ImmutableHashSet<string> DeliveriesInFlight { get; init; } = [];

    /// <summary>Captures and deliveries that were refused for good, in words.</summary>
    public ImmutableDictionary<string, string> Unsettled { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>References of charges that were declined, and that finance asks for no more.</summary>
    public ImmutableHashSet<string> WrittenOff { get; init; } = [];

    public string? SalesOrder { get; init; }

    public DateTimeOffset? Promise { get; init; }

    /// <summary>Pieces reserved by this order that no part has yet.</summary>
    public ImmutableArray<ReservedLine> Reserved { get; init; } = [];

    public ImmutableArray<Part> Parts { get; init; } = [];

    public ImmutableArray<Recall> Recalls { get; init; } = [];

    /// <summary>Lines that were changed while the ERP was being told of the order; it hears of the change when it has the order.</summary>
    public ImmutableSortedSet<int> ChangedInPosting { get; init; } = [];

    public ImmutableArray<Shortage> Shortages { get; init; } = [];

    /// <summary>Parts that have said what they lack, whatever was decided about it.</summary>
    public ImmutableHashSet<CaseId> HeardShort { get; init; } = [];

    /// <summary>Late parts round which a way was asked for.</summary>
    public ImmutableHashSet<CaseId> WaysSought { get; init; } = [];

    /// <summary>Late parts that were decided to be refunded; what they give back is not sourced anew.</summary>
    public ImmutableHashSet<CaseId> GivenUp { get; init; } = [];

    public ImmutableArray<RerouteOption> Options { get; init; } = [];

    /// <summary>The option that waits for the customer's consent.</summary>
    public RerouteOption? Offered { get; init; }

    /// <summary>The node that lies nearest to where it goes, as far as is known: by its address, or by its country.</summary>
    public string? Near { get; init; }

    /// <summary>Prices in force of what may stand in, by SKU; null where it was asked for and is not known.</summary>
    public ImmutableDictionary<string, decimal?> StandInPrices { get; init; } = ImmutableDictionary<string, decimal?>.Empty;

    /// <summary>By when what is lacking should be there, going by what is on order; null when it is not all on order.</summary>
    public DateTimeOffset? ExpectedBy { get; init; }

    /// <summary>The budget until the release of a pre-order, as it was reckoned when it began to wait.</summary>
    public TimeSpan ReleaseIn { get; init; }

    /// <summary>The node that was chosen to send missing pieces, until it has reserved them or cannot.</summary>
    public string? SendFrom { get; init; }

    /// <summary>Nodes that failed this order; sourcing leaves them out.</summary>
    public ImmutableHashSet<string> AvoidNodes { get; init; } = [];

    /// <summary>The store the customer goes to, for a pickup.</summary>
    public string? PickupNode { get; init; }

    /// <summary>Whether a chosen store no longer binds, because the customer agreed to something else.</summary>
    public bool ConsentToShip { get; init; }

    public int Round { get; init; }

    public int Looks { get; init; }

    public int Reminders { get; init; }

    /// <summary>How often the customer was asked something; names the question that is open.</summary>
    public int Asked { get; init; }

    /// <summary>Tasks opened so far; numbers the next.</summary>
    public int Tasks { get; init; }

    public ImmutableArray<CaseId> OpenTasks { get; init; } = [];

    public ImmutableArray<RefundDone> Returns { get; init; } = [];

    public ImmutableArray<ReturnClaim> Claims { get; init; } = [];

    /// <summary>When the last piece reached the customer, where that was kept.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    public bool PostageReturned { get; init; }

    /// <summary>What went back of postage by itself, and not with a return.</summary>
    public ImmutableArray<MoneyShare> PostageRefund { get; init; } = [];

    /// <summary>The name under which the provider moves it.</summary>
    public string PostageReference => $"postage/{Number}";

    /// <summary>Pieces that returns have brought back.</summary>
    public ImmutableDictionary<string, int> ReturnedBySku { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The same pieces, by the line that they were charged with.</summary>
    public ImmutableDictionary<int, int> ReturnedByLine { get; init; } = ImmutableDictionary<int, int>.Empty;

    public string CancelReason { get; init; } = "";

    /// <summary>It is the retailer who would not have it.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The name under which a cancellation that the ERP refused is unsettled.</summary>
    internal const string ErpCancellation = "sales order";

    public OrderReceived Needs => Placed ?? throw new InvalidOperationException("The order has not begun.");

    public string Number => Needs.Number;

    public int Unassigned => Lines.Sum(line => line.Unassigned);

    public IEnumerable<Part> OpenParts => Parts.Where(part => part.Stage != PartStage.Done);

    /// <summary>A part that is done may have given up pieces before, or not have found them, and be heard of that later.</summary>
    public bool AllDelivered => Unassigned == 0 && !OpenParts.Any() && Recalls.IsEmpty
        && Lines.All(line => line.Assigned == line.Delivered);

    /// <summary>
    /// What is missing of a part that is asked for fewer pieces is decided when it has answered: it may be what is given up.
    /// </summary>
    public bool IsAsked(CaseId part) => Recalls.Any(recall => recall.Part == part);

    public bool MoneySettled => MoneyInFlight.IsEmpty && DeliveriesInFlight.IsEmpty;

    public bool PickupOnly => Needs.Wish != DeliveryWish.Ship && !ConsentToShip;

    public Line LineOf(int number) => Lines.First(line => line.Number == number);
}
