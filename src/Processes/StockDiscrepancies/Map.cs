using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.StockDiscrepancies.DiscrepancyState;
using static Crossdock.Processes.StockDiscrepancies.Handlers;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;
using Rows = Crossdock.Processes.Map.ProcessMap<
    Crossdock.Processes.StockDiscrepancies.Discrepancy, Crossdock.Processes.StockDiscrepancies.DiscrepancyState>;

namespace Crossdock.Processes.StockDiscrepancies;

/// <summary>
/// A system and the ledger say something else of a place, and it is no delay. A small difference heals itself by a balanced movement of
/// the ledger or a posting to the system; for a large one the place is counted, and whoever was wrong is told what the count said. Of an
/// ERP's difference at a place that a warehouse system keeps, that one is asked first.
/// </summary>
public static class DiscrepancyMap
{
    public const string Kind = "discrepancy";

    public static Rows Build() => new Rows("stock-discrepancy", Kind, version: 1, OwnerGroup.SupplyChain)
        .Begins<DiscrepancyFound>(Judge)
            .To(Correcting).Asks<SettleStock>().To(Healed).Tells<StockCorrected>().To(Counting).Tells<VarianceFound>()
            .To(Asking).Asks<ReadStock>()

        .In(Asking, Waits.OnSystem)
            .On<StockRead>(HoldAgainstKeeper).To(Healed).Tells<StockCorrected>().To(Counting).Tells<VarianceFound>().To(LeftToKeeper)
            .On<StockNotCompared>(KeeperSilent).To(LeftToKeeper)

        .In(Correcting, Waits.OnSystem)
            .On<StockSettled>(Corrected).To(Healed).Tells<StockCorrected>()
            .On<StockSettleRefused>(NotAllCorrected).To(Counting).Tells<VarianceFound>().Tells<StockCorrected>()

        .In(Counting, Waits.OnPerson, OwnerGroup.StoreOperations, Is.StockVariance)
            .Within(Policy.VarianceCountTime, Hours.OfNode).Late(StillUncounted)
            .On<CountSettled>(TellWhoWasWrong).To(Counted).Tells<StockCorrected>()

        .Ends(Healed)
        .Ends(Counted)
        .Ends(LeftToKeeper)

        .InEveryState()
            .On<DiscrepancyFound>(Known)
            .On<CountSettled>(CountedBefore);
}
