using Crossdock.Estate.Channels;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.People;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>How orders stand at the end, each in one place.</summary>
public sealed record OrderTally(
    int Accepted, int RefusedAtDoor, int RefusedLater, int Settled, int Cancelled, int WaitingOnPerson, int StillMoving, int Unanswered,
    IReadOnlyList<string> Lost);

/// <summary>Holds what the channels, the outside systems and the shelves know against what Crossdock says.</summary>
public static class Accounting
{
    /// <param name="exchanges">orders that returns made, for what was wanted instead of money</param>
    public static OrderTally Tally(
        OrderLedger sent, IReadOnlyDictionary<string, CaseItem> known, IReadOnlySet<string> waitingOnPeople, IReadOnlySet<string> inErp,
        IReadOnlySet<string> exchanges)
    {
        int accepted = 0, refusedAtDoor = 0, refusedLater = 0, settled = 0, cancelled = 0, waiting = 0, moving = 0, unanswered = 0;
        var lost = new List<string>();
        foreach (var order in sent.All)
        {
            if (order.Answer != OrderAnswer.Accepted)
            {
                _ = order.Answer == OrderAnswer.Refused ? refusedAtDoor++ : unanswered++;
                continue;
            }

            accepted++;
            if (!known.TryGetValue(order.Number, out var item))
            {
                lost.Add($"{order.Number} was acknowledged and is not known");
                continue;
            }

            switch (FateOf(item, waitingOnPeople.Contains(item.Case)))
            {
                case OrderFate.Settled:
                    settled++;
                    if (!inErp.Contains(order.Number))
                    {
                        lost.Add($"{order.Number} is closed and the ERP has no sales order of it");
                    }

                    break;
                case OrderFate.Cancelled: cancelled++; break;
                case OrderFate.Refused: refusedLater++; break;
                case OrderFate.WaitingOnPerson: waiting++; break;
                case OrderFate.Moving: moving++; break;
                default: throw new InvalidOperationException("An order has a fate that is not counted.");
            }
        }

        lost.AddRange(inErp.Where(number => sent.Find(number) is null && !exchanges.Contains(number))
            .Select(number => $"{number} is in the ERP and nobody ordered it"));
        return new OrderTally(accepted, refusedAtDoor, refusedLater, settled, cancelled, waiting, moving, unanswered, lost);
    }

    public static OrderFate FateOf(CaseItem item, bool waitsOnPerson)
    {
        var state = item.State ?? "";
        bool Says(string word) => state.Contains(word, StringComparison.OrdinalIgnoreCase);
        return item.Final
            ? Says("cancel") ? OrderFate.Cancelled : Says("refus") || Says("reject") ? OrderFate.Refused : OrderFate.Settled
            : waitsOnPerson ? OrderFate.WaitingOnPerson : OrderFate.Moving;
    }

    /// <summary>Pieces that left beyond what was there, by the ERP's goods issues and by the ledger's own figures.</summary>
    /// <param name="boughtIn">pieces that came with purchases, by the ERP's goods receipts</param>
    public static (long Pieces, List<string> Findings) Oversold(
        StockRecord shelves, IReadOnlyDictionary<string, int> issued, IReadOnlyList<PositionItem> positions,
        IReadOnlyDictionary<string, int>? boughtIn = null)
    {
        long pieces = 0;
        var findings = new List<string>();
        foreach (var (sku, left) in issued)
        {
            var over = left - shelves.MostThatCouldLeave(sku) - (boughtIn?.GetValueOrDefault(sku) ?? 0);
            if (over > 0)
            {
                pieces += over;
                findings.Add($"{sku}: {left} pieces left for customers, {over} more than were ever there");
            }
        }

        foreach (var position in positions.Where(position => position.Available < 0 && !shelves.TakenUnasked(position.Sku, position.Node)))
        {
            pieces -= position.Available;
            findings.Add($"{position.Sku} at {position.Node}: {position.Available} available");
        }

        return (pieces, findings);
    }

    /// <summary>The same business effect done twice, in any system's books.</summary>
    public static (int Count, List<string> Findings) DuplicatedEffects(OutsideWorld world)
    {
        var findings = world.Desks.Values
            .SelectMany(desk => desk.Books.Entries.Where(entry => entry.Times > 1)
                .Select(entry => $"{desk.Name}: {entry.Kind} {entry.Identity} was done {entry.Times} times"))
            .ToList();
        return (findings.Count, findings);
    }

    public static int Adjustments(Book book) => book.Facts.Fates.GetValueOrDefault(RowFate.StockCorrection);

    public static bool AddsUp(OrderTally tally, int ordersIn) =>
        tally.Settled + tally.WaitingOnPerson + tally.Cancelled + tally.RefusedAtDoor + tally.RefusedLater == ordersIn;

    /// <summary>Orders that nobody will move, because the task that holds them was left lying.</summary>
    public static HashSet<string> HeldByLeftTasks(TaskCounter tasks, IReadOnlyCollection<CaseItem> open)
    {
        var parents = open.Where(item => item.Parent is not null).ToDictionary(item => item.Case, item => item.Parent!,
            StringComparer.Ordinal);
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var about in tasks.Left.Values)
        {
            for (var at = about; at is not null && held.Add(at); at = parents.GetValueOrDefault(at))
            {
            }
        }

        return held;
    }
}

public enum OrderFate { Settled, Cancelled, Refused, WaitingOnPerson, Moving }
