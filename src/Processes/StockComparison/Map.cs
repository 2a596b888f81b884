using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.StockComparison.ComparisonState;
using static Crossdock.Processes.StockComparison.Handlers;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;
using Rows = Crossdock.Processes.Map.ProcessMap<
    Crossdock.Processes.StockComparison.Comparison, Crossdock.Processes.StockComparison.ComparisonState>;

namespace Crossdock.Processes.StockComparison;

/// <summary>
/// One system's books of stock, looked at on a schedule: its hashes first and the ledger's after them, then what differs, narrowed to
/// SKUs at places. A difference that two looks see with nothing moved between is handed on to a case of its own.
/// </summary>
public static class ComparisonMap
{
    public const string Kind = "stock-books";

    public static Rows Build() => new Rows("stock-comparison", Kind, version: 2, OwnerGroup.SupplyChain)
        .Begins<ComparisonBegun>(Begin).To(Resting)

        .In(Resting, Waits.OnTime, OwnerGroup.SupplyChain, Is.IntegrationFailed)
            .Within(PaceOf, Hours.Always, Policy.BooksSchedule).Late(LookNow).To(Hashing).Asks<HashStock>()
            .On<LookAgain>(LookEarlier).To(Hashing).Asks<HashStock>().Act("Compare now")

        .In(Hashing, Waits.OnSystem).Slow()
            .On<StockHashed>(HashOurs).To(HashingLedger).Asks<HashLedger>()
            .On<StockNotCompared>(NotHashed).To(Lagging).Tells<TaskOpened>()
            .AnsweredMeanwhile()

        .In(HashingLedger, Waits.OnSystem)
            .On<LedgerHashed>(Narrow).To(Reading).Asks<ReadStock>()
                .To(Resting).Tells<TaskWithdrawn>().To(PassedOn).Tells<TaskWithdrawn>().Tells<ComparisonBegun>()
            .On<LedgerNotHeld>(LedgerFailed).To(Lagging).Tells<TaskOpened>()
            .AnsweredMeanwhile()

        .In(Reading, Waits.OnSystem).Slow()
            .On<StockRead>(Hold).To(Holding).Asks<HoldLedgerAgainst>()
            .On<StockNotCompared>(NotRead).To(Lagging).Tells<TaskOpened>()
            .AnsweredMeanwhile()

        .In(Holding, Waits.OnSystem)
            .On<LedgerHeld>(Weigh).To(Reading).Asks<ReadStock>().GoesOn().To(Lagging).Tells<TaskOpened>()
            .On<LedgerNotHeld>(LedgerFailed).To(Lagging).Tells<TaskOpened>()
            .AnsweredMeanwhile()

        .In(Lagging, Waits.OnPerson, OwnerGroup.SupplyChain, Is.IntegrationFailed)
            .Within(Policy.BooksRetry, Hours.Always).Late(TryAgain).To(Hashing).Asks<HashStock>()
            .On<LookAgain>(TryNow).To(Hashing).Asks<HashStock>().Tells<TaskWithdrawn>().Act("Compare again")
            .On<ManyAreLosses>(SeeToEach).To(Hashing).Asks<HashStock>().Tells<TaskWithdrawn>().Act("See to each difference")

        .Ends(PassedOn)

        .InEveryState()
            .On<LookAgain>(TooLate)
            .Ignores<ComparisonBegun>("It has begun.")
            .Ignores<ManyAreLosses>("A later look found fewer.")
            .Ignores<CaseNotThere>("Its task is there no more.");

    /// <summary>The look is over: to rest, or to hand over to the next run.</summary>
    private static Rows GoesOn(this Rows map) => map
        .To(Resting).Tells<DiscrepancyFound>().Tells<TaskWithdrawn>()
        .To(PassedOn).Tells<DiscrepancyFound>().Tells<TaskWithdrawn>().Tells<ComparisonBegun>();

    /// <summary>Whoever answers the task of an earlier look may do so while the next one is under way.</summary>
    private static Rows AnsweredMeanwhile(this Rows map) => map
        .On<LookAgain>(UnderWay).Tells<TaskWithdrawn>().On<ManyAreLosses>(AllowMany).Tells<TaskWithdrawn>();

    /// <summary>A system that does not answer in time is told of; the call under way goes on.</summary>
    private static Rows Slow(this Rows map) => map.Within(Policy.BooksAnswerTime, Hours.Always).Late(NoAnswerYet).Tells<TaskOpened>();
}
