using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StockVariances;
using static Crossdock.Processes.StockDiscrepancies.DiscrepancyState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.StockDiscrepancies;

/// <summary>
/// Who is right. A warehouse system counts its bins and is nearer to the shelf than the ledger. An ERP has no shelf: where a warehouse
/// system keeps the place it is asked, and two stand against one. Elsewhere, of its books and the ledger the higher one has missed that
/// something left, for what leaves is told in hundreds of small messages and what comes in few large ones; and pieces that are not there
/// cost a broken promise, where pieces that are not known of cost a sale.
/// </summary>
public static partial class Handlers
{
    private const string Erp = "erp";

    /// <summary>So that the names of what follows from it, which have it in them, stay whole.</summary>
    private const int LongestName = 40;

    /// <summary>Of each place and look one; what is found again at a later look is another.</summary>
    public static CaseId IdOf(DiscrepancyFound found)
    {
        var name = $"{found.System}:{found.Node}:{found.Sku}";
        if (name.Length > LongestName)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..12];
            name = $"{name[..(LongestName - hash.Length - 1)]}-{hash}";
        }

        return new CaseId(
            DiscrepancyMap.Kind, $"{name}:{found.Again.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}");
    }

    public static Decision<DiscrepancyState> Judge(Discrepancy none, DiscrepancyFound found, Context context)
    {
        var upto = SmallUpTo(found, context);
        var (difference, begun) = (found.Difference, new DiscrepancyBegun());
        var said = Said(found);
        if (KeeperOf(found) is { } keeper)
        {
            return AskKeeper(found, keeper, Decide.To(Asking, $"{said}: {keeper} keeps what lies there, and is asked.").With(begun));
        }

        if (Math.Abs((long)difference) > upto)
        {
            return AskForCount(
                found, Decide.To(Counting, $"{said}: up to {upto} heal by themselves, so it is counted."), upto, context, begun);
        }

        return RightOf(found) == Believed.System
            ? Decide.To(Correcting, $"{said}: the ledger is corrected by {difference:+0;-0}.")
                .With(begun, new HealingChosen(upto, Believed.System)).Ask(new SettleStock(
                [
                    new StockOrder(found.Sku, new StockInstruction(
                        StockAct.Adjust, found.Node, difference, null,
                        $"{found.System} had {found.Theirs} at two looks, and nothing moved between them.")),
                ]))
            : Correct(
                found.System, found, -difference,
                Decide.To(Healed, $"{said}: it is told that it has {difference} too many.")
                    .With(begun, new HealingChosen(upto, Believed.Ledger)), context);
    }

    public static Decision<DiscrepancyState> Corrected(Discrepancy one, StockSettled answer, Context context) =>
        Others(one.Needs, one.Left, Decide.To(Healed, "The ledger has it as well.").With(new LedgerCorrected(one.Left)), context);

    /// <summary>The rest is promised to customers: whether it is there only a count can say.</summary>
    public static Decision<DiscrepancyState> NotAllCorrected(Discrepancy one, StockSettleRefused answer, Context context)
    {
        var corrected = Others(
            one.Needs, answer.Moved,
            Decide.To(Counting, $"The ledger would not: {answer.Reason}").With(new LedgerCorrected(answer.Moved)), context);
        return AskForCount(one.Needs, corrected, SmallUpTo(one.Needs, context), context);
    }

    public static Decision<DiscrepancyState> StillUncounted(Discrepancy one, DeadlinePassed late, Context context) =>
        Decide.Stay<DiscrepancyState>($"Not counted yet; reminder {one.Late + 1}.").With(new DiscrepancyLate(one.Late + 1));

    /// <summary>
    /// What the count moved in the ledger, the others hear of as it is; the system that differed, less what it had more already, so that
    /// its books end where the ledger's do, whichever of them was wrong.
    /// </summary>
    public static Decision<DiscrepancyState> TellWhoWasWrong(Discrepancy one, CountSettled count, Context context)
    {
        var toSystem = count.Moved - one.Left;
        var decision = Decide.To(
                Counted,
                $"{count.By} counted {count.Counted}: the ledger moved by {count.Moved:+0;-0;0}, {one.Needs.System} by {toSystem:+0;-0;0}.")
            .With(new LedgerCorrected(count.Moved));
        decision = toSystem == 0 ? decision : Correct(one.Needs.System, one.Needs, toSystem, decision, context);
        return Others(one.Needs, count.Moved, decision, context);
    }

    public static Decision<DiscrepancyState> Known(Discrepancy one, DiscrepancyFound found, Context context) =>
        Decide.Again<DiscrepancyState>("It is known.");

    public static Decision<DiscrepancyState> CountedBefore(Discrepancy one, CountSettled count, Context context) =>
        Decide.TooLate<DiscrepancyState>("It is settled.");

    /// <summary>Pieces, or a share of the larger figure where that is more.</summary>
    private static int SmallUpTo(DiscrepancyFound found, Context context)
    {
        var larger = Math.Max(Math.Abs((long)found.Theirs), Math.Abs((long)found.Ours));
        return (int)Math.Min(int.MaxValue, Math.Max(
            context.Policy.Read(Policy.BooksSmallPieces), Math.Floor(larger * context.Policy.Read(Policy.BooksSmallShare))));
    }

    private static Believed RightOf(DiscrepancyFound found) =>
        found.Measure == StockMeasure.Lying || found.Difference < 0 ? Believed.System : Believed.Ledger;

    private static Decision<DiscrepancyState> AskForCount(
        DiscrepancyFound found, Decision<DiscrepancyState> decision, int upto, Context context, params Fact[] facts)
    {
        var count = new CaseId(VarianceMap.Kind, context.Case.Key);
        return decision.With(facts).With(new CountChosen(upto, count)).Tell(count, new VarianceFound(
            found.Sku, found.Node, found.Region, found.OnHand, found.Available, found.Row,
            $"{found.System} has {found.Theirs}, the ledger {found.Ours}.", context.Case));
    }

    private static string Said(DiscrepancyFound found) =>
        $"{found.System} has {found.Theirs} of {found.Sku} at {found.Node}, the ledger {found.Ours}";

    /// <summary>
    /// The ERP keeps the books of what the ledger moved, where it is not the one that said so. Where its own books of the place are held
    /// against the ledger it may have seen the same loss by itself: its comparison finds whether it has.
    /// </summary>
    private static Decision<DiscrepancyState> Others(
        DiscrepancyFound found, int moved, Decision<DiscrepancyState> decision, Context context) =>
        moved == 0 || found.System == Erp || BesideOf(found).Any(beside => beside.System == Erp) ? decision
        : Correct(Erp, found, moved, decision, context);

    private static Decision<DiscrepancyState> Correct(
        string system, DiscrepancyFound found, int pieces, Decision<DiscrepancyState> decision, Context context)
    {
        var told = StockAdjustments.Handlers.IdOf($"books-{system}", context.Case);
        return decision.With(new BooksCorrected(system, pieces, told)).Tell(told, new StockCorrected(
            found.Node, found.Region, [new AdjustedPieces(found.Sku, pieces)], decision.Because, context.Case,
            system == Erp ? null : system));
    }
}
