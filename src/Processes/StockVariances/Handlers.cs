using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.StockVariances.VarianceState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.StockVariances;

/// <summary>
/// Who counts, how often, and by what the ledger is corrected. A count is a fact about one instant, so it is held against the books of
/// that instant and booked as a difference: a piece that moves between the count and its posting is in the books like any other.
/// </summary>
public static class Handlers
{
    private const int LongestKey = 80;

    /// <summary>The row of the ledger makes the id, so that a doubt that is found twice is one case.</summary>
    public static CaseId IdOf(string sku, string node, int row)
    {
        var key = $"{row}:{node}:{sku}";
        return new CaseId(VarianceMap.Kind, key.Length > LongestKey ? key[..LongestKey] : key);
    }

    public static Decision<VarianceState> AskForCount(Variance variance, VarianceFound found, Context context) =>
        Ask(variance with { Found = found }, Decide.To(Counting, found.Why).With(new VarianceBegun()), context);

    public static Decision<VarianceState> LookUp(Variance variance, ShelfCounted counted, Context context) =>
        Decide.To(Comparing, $"{counted.By} counted {counted.Pieces}.").With(new CountTaken())
            .Ask(new ReadBooks(variance.Needs.Sku, variance.Needs.Node, counted.At));

    /// <summary>A second count is of somebody else, or it is none.</summary>
    public static Decision<VarianceState> LookUpSecond(Variance variance, ShelfCounted counted, Context context) =>
        variance.Doubted is { } before && ApprovalRules.IsSame(counted.By, before.By)
            ? Ask(variance, Decide.To(CountingAgain, $"{counted.By} counted before: somebody else has to."), context)
            : LookUp(variance, counted, context);

    /// <summary>A count near the books is believed; one far from them is a slip as often as a theft, so somebody else counts.</summary>
    public static Decision<VarianceState> Weigh(Variance variance, BooksRead books, Context context)
    {
        var counted = variance.Counted ?? throw new InvalidOperationException("Books were read before anything was counted.");
        var difference = counted.Pieces - books.OnHand;
        if (variance.Doubted is null && Math.Abs((long)difference) >= context.Policy.Read(Policy.VarianceSecondCount))
        {
            return Ask(
                variance,
                Decide.To(CountingAgain, $"{counted.By} counted {counted.Pieces}, the books had {books.OnHand}: counted once more.")
                    .With(new CountDoubted(books.OnHand)),
                context);
        }

        var believed = new CountBelieved(counted.Pieces, counted.By, counted.At, books.OnHand);
        var why = $"{counted.By} counted {counted.Pieces}, and the books had {books.OnHand} then.";
        return difference == 0
            ? Told(
                variance, Decide.To(Corrected, $"{counted.By} counted {counted.Pieces}, as the books had it.").With(believed), 0, context)
            : Decide.To(Correcting, why).With(believed).Ask(new SettleStock(
                [new StockOrder(books.Sku, new StockInstruction(StockAct.Adjust, books.Node, difference, null, why))]));
    }

    public static Decision<VarianceState> CountOnceMore(Variance variance, BooksNotRead answer, Context context) =>
        Ask(variance, Decide.To(StillCounting(variance), $"The books of then cannot be read: {answer.Reason}"), context);

    /// <summary>It was done without saying what was found, or somebody wants it counted anew; one count is asked for at a time.</summary>
    public static Decision<VarianceState> AskAnew(Variance variance, LookAgain message, Context context) =>
        Ask(variance, Decide.To(StillCounting(variance), $"Still to be counted: {message.Note}"), context)
            .Tell(variance.Task!.Value, new TaskWithdrawn("It is asked for anew."));

    public static Decision<VarianceState> StillUncounted(Variance variance, DeadlinePassed late, Context context) =>
        Decide.Stay<VarianceState>($"Not counted yet; reminder {variance.Late + 1}.").With(new VarianceLate(variance.Late + 1));

    public static Decision<VarianceState> Close(Variance variance, StockSettled answer, Context context) =>
        Told(variance, Decide.To(Corrected, "The books are corrected."), variance.Difference, context);

    /// <summary>A count never takes what a customer was promised: what is missing of that shows when it is picked.</summary>
    public static Decision<VarianceState> CloseShort(Variance variance, StockSettleRefused answer, Context context) =>
        Told(variance, Decide.To(Corrected, $"Corrected as far as it may be: {answer.Reason}"), answer.Moved, context);

    public static Decision<VarianceState> TooLate(Variance variance, ShelfCounted counted, Context context) =>
        Decide.TooLate<VarianceState>("A count is in already.");

    public static Decision<VarianceState> NothingToSee(Variance variance, LookAgain message, Context context) =>
        Decide.TooLate<VarianceState>("A count is in already.");

    /// <summary>
    /// The ERP hears of what the ledger has moved, and of no more. A case that asked for the count hears of it instead, and tells whoever
    /// else has to.
    /// </summary>
    private static Decision<VarianceState> Told(Variance variance, Decision<VarianceState> decision, int pieces, Context context) =>
        variance.Needs.For is { } asker ? decision.Tell(asker, new CountSettled(
            variance.Needs.Sku, variance.Needs.Node, variance.Counted!.Pieces, pieces, variance.Counted.By))
        : pieces == 0 ? decision : decision.Tell(StockAdjustments.Handlers.IdOf("count", context.Case), new StockCorrected(
            variance.Needs.Node, variance.Needs.Region, [new AdjustedPieces(variance.Needs.Sku, pieces)], decision.Because, context.Case));

    private static VarianceState StillCounting(Variance variance) => variance.Doubted is null ? Counting : CountingAgain;

    private static Decision<VarianceState> Ask(Variance variance, Decision<VarianceState> decision, Context context)
    {
        var needs = variance.Needs;
        var task = CaseId.Task($"COUNT-{context.Case.Key}-{variance.Tasks + 1}");
        return decision.With(new CountAsked(task)).Tell(task, new TaskOpened(
            TaskKind.Count, $"Count {needs.Sku}", decision.Because, context.Case, CaseId.Stock(needs.Sku),
            context.Policy.OwnerOf(ExceptionCategory.StockVariance), needs.Node, needs.Region, null,
            ExceptionCategory.StockVariance, null, null, null, Tasks.Priority(context.Now, null, 0, ""),
            context.Policy.Read(Policy.VarianceCountTime),
            [
                new TaskLine(
                    1, needs.Sku, "All pieces, those set aside for orders too", Tasks.Shelf(context, needs.Node, needs.Sku),
                    Math.Max(0, needs.OnHand)),
            ], []));
    }
}
