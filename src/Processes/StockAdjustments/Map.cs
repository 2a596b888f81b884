using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.StockAdjustments.AdjustmentState;
using static Crossdock.Processes.StockAdjustments.Handlers;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;
using Rows = Crossdock.Processes.Map.ProcessMap<
    Crossdock.Processes.StockAdjustments.Adjustment, Crossdock.Processes.StockAdjustments.AdjustmentState>;

namespace Crossdock.Processes.StockAdjustments;

/// <summary>
/// What people found on a shelf has corrected the ledger, and the ERP, which keeps the books, is told; or a system's books had missed
/// something. Where it refuses, finance control sees to it: until then its books and the ledger differ by this.
/// </summary>
public static class AdjustmentMap
{
    public const string Kind = "adjustment";

    public static Rows Build() => new Rows("stock-adjustment", Kind, version: 1, OwnerGroup.FinanceControl)
        .Begins<StockCorrected>(Begin).To(Posting).Asks<PostStockAdjustment>()

        .In(Posting, Waits.OnSystem)
            .On<StockAdjustmentPosted>(Close).To(Posted)
            .On<StockAdjustmentRejected>(AskFinance).To(Refused).Tells<TaskOpened>()

        .In(Refused, Waits.OnPerson, OwnerGroup.FinanceControl, Is.IntegrationFailed)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StayRefused)
            .On<LookAgain>(PostAgain).To(Posting).Asks<PostStockAdjustment>().Tells<TaskWithdrawn>().Act("Try again")
            .On<HoldReleased>(BookByHand).To(Posted).Tells<TaskWithdrawn>()

        .Ends(Posted)

        .InEveryState()
            .On<StockCorrected>(Known)
            .Ignores<LookAgain>("It has gone on already.")
            .Ignores<HoldReleased>("It has gone on already.");
}
