using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Effects;

/// <summary>Asks the ledger what every node of the regions could promise of these SKUs.</summary>
/// <param name="Node">only this node, where the customer chose one</param>
/// <param name="Near">the node that lies nearest to the customer, as far as is known</param>
/// <param name="Substitutes">of what may be sent instead as well</param>
public sealed record FindStock(
    ImmutableArray<string> Skus,
    string? Node,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Near = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Substitutes = false)
    : Effect, IAnsweredBy<StockFound, StockNotFound>
{
    public override Message Refused(string reason) => new StockNotFound(reason);
}

/// <summary>Asks which customers' orders wait for what has just arrived.</summary>
public sealed record FindWaiting(string Node, ImmutableArray<ArrivedPieces> Arrived) : Effect, IAnsweredBy<WaitingFound, WaitingNotFound>
{
    public override Message Refused(string reason) => new WaitingNotFound(Node, Arrived, reason);
}

public sealed record ReserveLine(int Line, string Sku, string Node, int Quantity);

/// <summary>Reserves every line, pending; what cannot be had is said line by line.</summary>
public sealed record ReserveStock(string Reservation, ImmutableArray<ReserveLine> Lines, TimeSpan ExpireAfter)
    : Effect, IAnsweredBy<StockReserved, StockRefused>
{
    public override Message Refused(string reason) => new StockRefused(reason);
}

public sealed record StockOrder(string Sku, StockInstruction Instruction);

/// <summary>Moves stock that is ours to move: posts, voids, ships, hands over, adjusts. One answer when all is on the books.</summary>
public sealed record SettleStock(ImmutableArray<StockOrder> Orders) : Effect, IAnsweredBy<StockSettled, StockSettleRefused>
{
    /// <summary>What all instructions ask, where they ask the same.</summary>
    [JsonIgnore]
    public StockAct? Act => Orders.Select(order => order.Instruction.Act).Distinct().Take(2).ToList() is [var one] ? one : null;

    public override Message Refused(string reason) => new StockSettleRefused(reason, Act);
}

/// <summary>
/// Asks what the books of a place had at an instant, whatever has moved since. A difference found against it can be booked at any time
/// later, and no movement in between is lost or counted twice.
/// </summary>
public sealed record ReadBooks(string Sku, string Node, DateTimeOffset At) : Effect, IAnsweredBy<BooksRead, BooksNotRead>
{
    public override Message Refused(string reason) => new BooksNotRead(reason);
}

/// <summary>
/// A system that keeps books of stock books a correction: what a count or a pick that found too little corrected in the ledger, or what
/// its own books had missed.
/// </summary>
/// <param name="Books">the system whose books they are; null for the ERP</param>
public sealed record PostStockAdjustment(
    string Reference, string Node, string Reason, ImmutableArray<AdjustedPieces> Lines,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Books = null)
    : Effect, IForSystem, IAnsweredBy<StockAdjustmentPosted, StockAdjustmentRejected>
{
    string IForSystem.System => Books ?? "erp";

    public override Message Refused(string reason) => new StockAdjustmentRejected(reason);
}
