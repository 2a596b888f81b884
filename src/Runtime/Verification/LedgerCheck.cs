using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockLedger;

namespace Crossdock.Runtime.Verification;

/// <summary>
/// Folds the ledger of one SKU and holds every row against what a ledger can do: what an instruction got is what was moved, the
/// accounts of a node sum to zero, and what is reserved is what the reservations hold.
/// </summary>
internal sealed class LedgerCheck(CaseId id, Findings findings)
{
    private readonly Dictionary<string, int> _held = [];
    private readonly HashSet<string> _oversold = [];

    /// <summary>Nodes where somebody took pieces without asking, a till or whoever keeps the books: there may be fewer than none.</summary>
    private readonly HashSet<string> _unasked = [];

    private StockItem _item = StockItem.Empty with { Sku = id.Key };

    public void Read(Transition row)
    {
        var touched = new HashSet<string>();
        _unasked.UnionWith(((row.Message.Data as StockInstructed)?.Instructions ?? [])
            .Where(one => one.Act is StockAct.SellAtTill or StockAct.WrittenOff).Select(one => one.Node));
        foreach (var fact in row.Facts)
        {
            switch (fact)
            {
                case StockMoved moved:
                    Check(moved, row.Seq);
                    touched.Add(moved.Node);
                    break;
                case StockSetAside aside:
                    Hold(_item.Reservations.GetValueOrDefault(aside.Reservation)?.Node ?? aside.Node, aside.Pieces);
                    touched.Add(aside.Node);
                    break;
                case StockTakenOut taken when Holder(taken) is { } holder:
                    Hold(holder.Node, -Math.Min(taken.Pieces, holder.Pieces));
                    touched.Add(holder.Node);
                    break;
                case StockTakenOut taken:
                    findings.Add("ledger", id, $"row {row.Seq} takes {taken.Pieces} out of {taken.Reservation}, which holds nothing");
                    continue;
                case StockMadeFirm firm when !_item.Reservations.ContainsKey(firm.Reservation):
                    findings.Add("ledger", id, $"row {row.Seq} makes {firm.Reservation} firm, which holds nothing");
                    continue;
            }

            _item = StockFacts.Fold(_item, fact);
        }

        CheckGrants(row);
        foreach (var node in touched)
        {
            CheckNode(node, row.Seq);
        }
    }

    private void Check(StockMoved moved, int seq)
    {
        if (moved.Pieces <= 0 || moved.From == moved.To)
        {
            findings.Add(
                "ledger", id,
                $"row {seq} moves {moved.Pieces} at {moved.Node} from {moved.From} to {moved.To}, which is no movement");
        }
    }

    /// <summary>
    /// Each instruction makes one movement at most, or two of as many pieces where goods arrive from another node, and says last what
    /// it got; so the movement before a grant is the grant's. What is only confirmed moves nothing.
    /// </summary>
    private void CheckGrants(Transition row)
    {
        var instructions = row.Message.Data is StockInstructed instructed ? instructed.Instructions : [];
        StockMoved? latest = null;
        foreach (var fact in row.Facts)
        {
            latest = fact as StockMoved ?? latest;
            if (fact is not StockGranted grant)
            {
                continue;
            }

            var moves = grant.Pieces != 0 && !(grant.Index < instructions.Length && instructions[grant.Index].Act == StockAct.Post);
            if (moves && latest?.Pieces != Math.Abs(grant.Pieces))
            {
                findings.Add("ledger", id,
                    $"row {row.Seq} is not balanced: instruction {grant.Index + 1} got {grant.Pieces}, "
                    + $"and {latest?.Pieces ?? 0} were moved");
            }

            latest = null;
        }
    }

    private void CheckNode(string node, int seq)
    {
        var (accounts, held) = (_item.At(node), _held.GetValueOrDefault(node));
        if (accounts.Sum != 0)
        {
            findings.Add("ledger", id, $"after row {seq} the accounts of {node} sum to {accounts.Sum}, not 0");
        }

        if (accounts.Reserved != held)
        {
            findings.Add("ledger", id, $"after row {seq} {accounts.Reserved} are reserved at {node}, and reservations hold {held}");
            // Said once, where it came about.
            _held[node] = accounts.Reserved;
        }

        if (accounts.Available < 0 && !_unasked.Contains(node) && _oversold.Add(node))
        {
            findings.Add(
                "ledger", id, $"after row {seq} {accounts.Available} are available at {node}, and nobody took any there without asking");
        }
    }

    private void Hold(string node, int pieces) => _held[node] = _held.GetValueOrDefault(node) + pieces;

    private Reservation? Holder(StockTakenOut taken) => _item.Reservations.GetValueOrDefault(taken.Reservation);
}
