using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.StockVariances.Handlers;
using static Crossdock.Processes.StockVariances.VarianceState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;
using Rows = Crossdock.Processes.Map.ProcessMap<
    Crossdock.Processes.StockVariances.Variance, Crossdock.Processes.StockVariances.VarianceState>;

namespace Crossdock.Processes.StockVariances;

/// <summary>
/// A place whose books of a SKU cannot be right: a till sold what was not there, or another system has it otherwise. It is counted, a
/// large difference a second time by somebody else, and the ledger corrected by what the count differs from the books as they were when it
/// was counted.
/// </summary>
public static class VarianceMap
{
    public const string Kind = "variance";

    public static Rows Build() => new Rows("stock-variance", Kind, version: 1, OwnerGroup.StoreOperations)
        .Begins<VarianceFound>(AskForCount).To(Counting).Tells<TaskOpened>()

        .In(Counting, Waits.OnPerson, OwnerGroup.StoreOperations, Is.StockVariance)
            .Within(Policy.VarianceCountTime, Hours.OfNode).Late(StillUncounted)
            .On<ShelfCounted>(LookUp).To(Comparing).Asks<ReadBooks>()
            .On<LookAgain>(AskAnew).To(Counting).Tells<TaskOpened>().Tells<TaskWithdrawn>().Act("Ask for a count anew")

        .In(CountingAgain, Waits.OnPerson, OwnerGroup.StoreOperations, Is.StockVariance)
            .Within(Policy.VarianceCountTime, Hours.OfNode).Late(StillUncounted)
            .On<ShelfCounted>(LookUpSecond).To(Comparing).Asks<ReadBooks>().To(CountingAgain).Tells<TaskOpened>()
            .On<LookAgain>(AskAnew).To(CountingAgain).Tells<TaskOpened>().Tells<TaskWithdrawn>().Act("Ask for a count anew")

        .In(Comparing, Waits.OnSystem)
            .On<BooksRead>(Weigh).To(Corrected).Tells<CountSettled>().To(Correcting).Asks<SettleStock>()
                .To(CountingAgain).Tells<TaskOpened>()
            .On<BooksNotRead>(CountOnceMore).To(Counting, CountingAgain).Tells<TaskOpened>()

        .In(Correcting, Waits.OnSystem)
            .On<StockSettled>(Close).To(Corrected).Tells<StockCorrected>().Tells<CountSettled>()
            .On<StockSettleRefused>(CloseShort).To(Corrected).Tells<StockCorrected>().Tells<CountSettled>()

        .Ends(Corrected)

        .InEveryState()
            .On<ShelfCounted>(TooLate)
            .On<LookAgain>(NothingToSee)
            .Ignores<CaseNotThere>("Its task is there no more.");
}
