using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.StockLedger;

/// <summary>What the ledger decided about one message: the movements, and what each instruction got.</summary>
/// <param name="Granted">pieces per instruction; equal to what was asked except for reservations and refusals</param>
public sealed record LedgerDecision(IReadOnlyList<Fact> Facts, IReadOnlyList<StockGranted> Granted)
{
    public IEnumerable<string> Refusals => Granted.Where(grant => grant.Reason.Length > 0).Select(grant => grant.Reason);
}

/// <summary>
/// Decides movements of one SKU. Available never goes below zero except by what a till has sold already; a reservation gets
/// what is there; a movement of a reservation that is not there any more moves nothing and says so.
/// </summary>
public static class Ledger
{
    public static LedgerDecision Decide(StockItem item, StockInstructed message, DateTimeOffset now)
    {
        var facts = new List<Fact>();
        foreach (var fact in Lapses(item, now))
        {
            Add(fact);
        }

        var granted = new List<StockGranted>();
        for (var i = 0; i < message.Instructions.Length; i++)
        {
            var (moves, grant) = One(item, message.Instructions[i], i, message.ExpireAfter is { } after ? now + after : null);
            moves.ForEach(Add);
            Add(grant);
            granted.Add(grant);
        }

        return new LedgerDecision(facts, granted);

        void Add(Fact fact)
        {
            facts.Add(fact);
            item = StockFacts.Fold(item, fact);
        }
    }

    /// <summary>The books as whoever reads them now should see them: what has lapsed is free, though no row says so yet.</summary>
    public static StockItem AsOf(StockItem item, DateTimeOffset now) => Lapses(item, now).Aggregate(item, StockFacts.Fold);

    // The earliest first, then by name: the same books and the same message give the same row in every process.
    private static IEnumerable<Fact> Lapses(StockItem item, DateTimeOffset now) =>
        item.Reservations.LapsedBy(now).SelectMany(lapsed => (Fact[])
        [
            new StockMoved(lapsed.Node, Account.Reserved, Account.Available, lapsed.Pieces, "The reservation lapsed."),
            new StockTakenOut(lapsed.Name, lapsed.Pieces), new StockLapsed(lapsed.Name, lapsed.Node, lapsed.Pieces),
        ]);

    private static (List<Fact> Moves, StockGranted Grant) One(StockItem item, StockInstruction asked, int index, DateTimeOffset? expires) =>
        asked.Act switch
        {
            _ when asked.Quantity == 0 || (asked.Quantity < 0 && asked.Act != StockAct.Adjust) =>
                ([], new StockGranted(index, 0, $"A quantity of {asked.Quantity} moves nothing.")),
            StockAct.Reserve => Reserve(item, asked, index, expires),
            StockAct.Post => Post(item, asked, index),
            StockAct.Void => Take(item, asked, index, Account.Available),
            StockAct.Ship => Take(item, asked, index, Account.InTransit),
            StockAct.HandOver => Take(item, asked, index, Account.Sold),
            StockAct.WriteOffReserved => Take(item, asked, index, Account.Adjusted),
            StockAct.Deliver => FromTransit(item, asked, index, Account.Sold),
            StockAct.ComeBack => FromTransit(item, asked, index, Account.Available),
            StockAct.SellAtTill => Move(asked, index, Account.Available, Account.Sold, asked.Quantity),
            StockAct.WrittenOff => Move(asked, index, Account.Available, Account.Adjusted, asked.Quantity),
            StockAct.Receive => Move(asked, index, Account.Received, Account.Available, asked.Quantity),
            StockAct.TakeBack => Move(asked, index, Account.Sold, Account.Available, asked.Quantity),
            StockAct.Adjust => Adjust(item, asked, index),
            StockAct.Arrive => Arrive(item, asked, index),
            StockAct.WriteOffTransit => FromTransit(item, asked, index, Account.Adjusted),
            _ => throw new InvalidOperationException($"The ledger has no rule for {asked.Act}."),
        };

    private static (List<Fact>, StockGranted) Move(StockInstruction asked, int index, Account from, Account to, int pieces) =>
        ([new StockMoved(asked.Node, from, to, pieces, asked.Reason)], new StockGranted(index, pieces, ""));

    private static (List<Fact>, StockGranted) Reserve(StockItem item, StockInstruction asked, int index, DateTimeOffset? expires)
    {
        if (asked.Reservation is not { } name)
        {
            return ([], new StockGranted(index, 0, "A reservation needs a name."));
        }

        var pieces = Math.Clamp(item.At(asked.Node).Available, 0, asked.Quantity);
        return pieces == 0
            ? ([], new StockGranted(index, 0, ""))
            : ([
                new StockMoved(asked.Node, Account.Available, Account.Reserved, pieces, asked.Reason),
                new StockSetAside(name, asked.Node, pieces, expires),
            ], new StockGranted(index, pieces, ""));
    }

    /// <summary>
    /// Whoever posts was promised the pieces. A reservation that lapsed first, because the word to make it firm was late, is taken
    /// again while the pieces are there; one that was given back meanwhile is not.
    /// </summary>
    private static (List<Fact>, StockGranted) Post(StockItem item, StockInstruction asked, int index)
    {
        var held = Find(item, asked);
        if (held?.Pieces >= asked.Quantity)
        {
            return (held.Firm ? [] : [new StockMadeFirm(held.Name)], new StockGranted(index, asked.Quantity, ""));
        }

        var again = held is null && item.LapsedOf(asked.Reservation, asked.Node)?.Pieces >= asked.Quantity
            && item.At(asked.Node).Available >= asked.Quantity;
        return again
            ? ([
                new StockMoved(asked.Node, Account.Available, Account.Reserved, asked.Quantity, "The reservation had lapsed."),
                new StockSetAside(asked.Reservation!, asked.Node, asked.Quantity, Expires: null),
                new StockMadeFirm(asked.Reservation!),
            ], new StockGranted(index, asked.Quantity, ""))
            : ([], new StockGranted(index, 0, $"{asked.Reservation} is not reserved at {asked.Node} any more."));
    }

    /// <summary>Out of a reservation, as far as it reaches.</summary>
    private static (List<Fact>, StockGranted) Take(StockItem item, StockInstruction asked, int index, Account to)
    {
        var held = Find(item, asked);
        var pieces = Math.Min(held?.Pieces ?? 0, asked.Quantity);
        var reason = pieces == asked.Quantity
            ? ""
            : $"{asked.Quantity} of {item.Sku} asked from {asked.Reservation} at {asked.Node}, {pieces} there.";
        return pieces == 0
            ? (item.LapsedOf(asked.Reservation, asked.Node) is { } gone ? [new StockLapsed(gone.Name, gone.Node, 0)] : [],
                new StockGranted(index, 0, reason))
            : ([
                new StockMoved(asked.Node, Account.Reserved, to, pieces, asked.Reason),
                new StockTakenOut(held!.Name, pieces),
            ], new StockGranted(index, pieces, reason));
    }

    private static (List<Fact>, StockGranted) FromTransit(StockItem item, StockInstruction asked, int index, Account to)
    {
        var pieces = Math.Clamp(item.At(asked.Node).InTransit, 0, asked.Quantity);
        var reason = pieces == asked.Quantity ? "" : $"{asked.Quantity} of {item.Sku} from {asked.Node} asked, {pieces} were in transit.";
        return pieces == 0 ? ([], new StockGranted(index, 0, reason))
            : (Move(asked, index, Account.InTransit, to, pieces).Item1, new(index, pieces, reason));
    }

    /// <summary>
    /// From the sender's transit to the receiver's shelf in one row, so that the pieces are never at both or at neither. What a node
    /// received falls at the one and rises at the other: over all nodes it stays what suppliers delivered.
    /// </summary>
    private static (List<Fact>, StockGranted) Arrive(StockItem item, StockInstruction asked, int index)
    {
        if (asked.From is not { } from || from == asked.Node)
        {
            return ([], new StockGranted(index, 0, "What arrives comes from another node."));
        }

        var pieces = Math.Clamp(item.At(from).InTransit, 0, asked.Quantity);
        var reason = pieces == asked.Quantity ? "" : $"{asked.Quantity} of {item.Sku} from {from} asked, {pieces} were in transit.";
        return pieces == 0
            ? ([], new StockGranted(index, 0, reason))
            : ([
                new StockMoved(from, Account.InTransit, Account.Received, pieces, asked.Reason),
                new StockMoved(asked.Node, Account.Received, Account.Available, pieces, asked.Reason),
            ], new StockGranted(index, pieces, reason));
    }

    /// <summary>A count may lower what is free; it never takes what a customer was promised.</summary>
    private static (List<Fact>, StockGranted) Adjust(StockItem item, StockInstruction asked, int index)
    {
        if (asked.Quantity > 0)
        {
            return Move(asked, index, Account.Adjusted, Account.Available, asked.Quantity);
        }

        var free = Math.Max(0, item.At(asked.Node).Available);
        var pieces = Math.Min(free, -asked.Quantity);
        var reason = pieces == -asked.Quantity ? "" : $"{-asked.Quantity} of {item.Sku} to write off at {asked.Node}, {pieces} free.";
        return pieces == 0
            ? ([], new StockGranted(index, 0, reason))
            : ([new StockMoved(asked.Node, Account.Available, Account.Adjusted, pieces, asked.Reason)],
                new StockGranted(index, -pieces, reason));
    }

    private static Reservation? Find(StockItem item, StockInstruction asked) =>
        asked.Reservation is { } name && item.Reservations.TryGetValue(name, out var held) && held.Node == asked.Node ? held : null;
}
