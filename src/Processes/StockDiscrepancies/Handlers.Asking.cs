using System.Collections.Immutable;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StockComparison;
using static Crossdock.Processes.StockDiscrepancies.DiscrepancyState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.StockDiscrepancies;

/// <summary>
/// Two systems keep books of one place. What a warehouse system and the ledger do not agree on is settled between those two first, so that
/// a loss that two systems have seen is not put right once for each of them.
/// </summary>
public static partial class Handlers
{
    /// <summary>The bins agree with the ledger, so it is the other who is wrong; a count would say no more.</summary>
    public static Decision<DiscrepancyState> HoldAgainstKeeper(Discrepancy one, StockRead answer, Context context)
    {
        var (found, keeper) = (one.Needs, KeeperOf(one.Needs));
        var lies = answer.Places.Where(held => held.Sku == found.Sku && held.Node == found.Node).Sum(held => held.Pieces);
        var heard = new KeeperHeard(lies);
        if (lies != found.OnHand)
        {
            return Decide.To(LeftToKeeper, $"{keeper} has {lies} there, the ledger {found.OnHand}: that is settled first.").With(heard);
        }

        var (difference, upto) = (found.Difference, context.Policy.Read(Policy.BooksKeeperPieces));
        return Math.Abs((long)difference) > upto
            ? AskForCount(
                found, Decide.To(Counting, $"{keeper} agrees with the ledger; beyond {upto} pieces it is counted all the same."), upto,
                context, heard)
            : Correct(
                found.System, found, -difference,
                Decide.To(Healed, $"{Said(found)}, and {keeper} agrees with the ledger: {found.System} has {difference:+0;-0}.")
                    .With(heard, new HealingChosen(upto, Believed.Ledger)), context);
    }

    /// <summary>What differs still at a later look is found again.</summary>
    public static Decision<DiscrepancyState> KeeperSilent(Discrepancy one, StockNotCompared answer, Context context) =>
        Decide.To(LeftToKeeper, $"{KeeperOf(one.Needs)} does not say what lies there: {answer.Reason}");

    /// <summary>Who keeps what lies at the place, where that is another than the one that differs.</summary>
    private static string? KeeperOf(DiscrepancyFound found) => found.Measure == StockMeasure.Lying ? null
        : BesideOf(found).FirstOrDefault(beside => beside.Measure == StockMeasure.Lying)?.System;

    private static ImmutableArray<BooksBeside> BesideOf(DiscrepancyFound found) => found.Beside.IsDefault ? [] : found.Beside;

    private static Decision<DiscrepancyState> AskKeeper(DiscrepancyFound found, string keeper, Decision<DiscrepancyState> decision) =>
        decision.Ask(new ReadStock(
            keeper, found.Node, Places.Buckets, [Places.BucketOf(found.Sku, found.Node, Places.Buckets)]));
}
