using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.ProcureToReplenish;
using Crossdock.Processes.ProcureToReplenish.Transfers;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>What holds whatever suppliers, docks, people and systems do, in whatever order it is heard.</summary>
public class BuyingLaws
{
    private const int Runs = 150;

    private static readonly Gen<(uint Seed, (int Act, int Which)[] Acts)> Lives =
        Gen.Select(Gen.UInt, Gen.Select(Gen.Int[0, 18], Gen.Int[0, 1_000_000]).Array[5, 70]);

    private static readonly SharedLives<BuyingChaos> Shared = new(Lives, Lived, Runs);

    [Fact]
    public void Nothing_that_can_be_heard_makes_a_case_fail() => Live(chaos => chaos.World.Incidents
        .Select(row => $"{row.Case} in {row.To} on {row.Message.Data.GetType().Name}: {row.Because}").ShouldBeEmpty());

    [Fact]
    public void Nothing_surprises_a_case_of_buying() => Live(chaos => chaos.World.Journal
        .Where(row => row.Outcome == Outcome.IgnoredUnexpected && row.Case.Kind is "purchase" or "transfer")
        .Select(row => $"{row.Case} in {row.To}: {row.Because}").ShouldBeEmpty());

    [Fact]
    public void A_case_that_hears_nothing_more_is_done_or_waits_with_a_deadline() => Live(chaos =>
    {
        foreach (var run in chaos.World.Cases.Where(run => !run.Final))
        {
            var latest = chaos.World.Latest(run.Id);
            latest.Waits.ShouldNotBe(Waits.OnSystem, $"{run.Id} stands in {latest.To} and no answer is on its way");
            latest.Deadline.ShouldNotBeNull($"{run.Id} stands in {latest.To}");
        }
    });

    [Fact]
    public void A_case_that_waits_for_a_decision_has_one_open_question() => Live(chaos =>
    {
        PurchaseState[] asking =
        [
            PurchaseState.AwaitingApproval, PurchaseState.Silent, PurchaseState.Changed, PurchaseState.Unsent, PurchaseState.Unbooked,
            PurchaseState.Unclosed,
        ];
        foreach (var (id, order) in chaos.Purchases.Where(one => asking.Contains(Enum.Parse<PurchaseState>(chaos.World.StateOf(one.Id)))))
        {
            order.Task.ShouldNotBeNull($"{id} in {chaos.World.StateOf(id)}");
            chaos.World.Latest(order.Task.Value).Final.ShouldBeFalse($"{id} in {chaos.World.StateOf(id)} waits on a task that is over");
        }
    });

    [Fact]
    public void What_was_received_is_stocked_or_rejected() => Live(chaos =>
    {
        foreach (var (id, order) in chaos.Purchases)
        {
            foreach (var item in order.Items)
            {
                item.Received.ShouldBe(item.Stocked + item.Rejected, $"{id} {item.Sku}");
                item.Stocked.ShouldBeGreaterThanOrEqualTo(0);
                item.Rejected.ShouldBeGreaterThanOrEqualTo(0);
            }

            order.Receipts.ShouldBeUnique($"{id} counted a receipt twice");
        }
    });

    [Fact]
    public void The_shelves_hold_what_the_receipts_say() => Live(chaos =>
    {
        foreach (var (sku, item) in chaos.World.Ledgers)
        {
            var opening = chaos.World.Heard.Where(heard => heard.Source == "test" && heard.Data is StockInstructed)
                .DistinctBy(heard => heard.Id).Select(heard => (StockInstructed)heard.Data).Where(told => told.Sku == sku)
                .Sum(told => told.Instructions.Sum(one => one.Quantity));
            var stocked = chaos.Purchases.Sum(one => one.Order.Items.Where(line => line.Sku == sku).Sum(line => line.Stocked));
            item.Nodes.Values.Sum(at => -at.Received).ShouldBe(opening + stocked, sku);
        }
    });

    [Fact]
    public void Stock_is_conserved_over_all_nodes_and_nothing_is_left_on_the_way() => Live(chaos =>
    {
        foreach (var (sku, item) in chaos.World.Ledgers)
        {
            foreach (var (node, at) in item.Nodes)
            {
                at.Sum.ShouldBe(0, $"{sku} at {node}");
                at.Available.ShouldBeGreaterThanOrEqualTo(0, $"{sku} at {node}");
                at.Reserved.ShouldBe(item.Reservations.Values.Where(held => held.Node == node).Sum(held => held.Pieces));
            }

            var underWay = chaos.Transfers.Where(one => chaos.World.TransferAt(one.Id.Key) == TransferState.OnTheWay)
                .Sum(one => one.Transfer.Items.Where(line => line.Sku == sku).Sum(line => line.Shipped));
            item.Nodes.Values.Sum(at => at.InTransit).ShouldBe(underWay, $"{sku} in transit");
        }
    });

    [Fact]
    public void What_a_transfer_shipped_has_arrived_or_was_lost_and_nothing_stays_set_aside() => Live(chaos =>
    {
        foreach (var (id, transfer) in chaos.Transfers.Where(one => chaos.World.Latest(one.Id).Final))
        {
            foreach (var item in transfer.Items)
            {
                (item.Arrived + item.Lost).ShouldBe(item.Shipped, $"{id} {item.Sku}");
                item.Shipped.ShouldBeInRange(0, item.Asked);
            }

            chaos.World.Ledgers.Values.SelectMany(item => item.Reservations.Values).Where(held => held.Firm)
                .ShouldNotContain(held => held.Name.StartsWith($"transfer:{id.Key}@", StringComparison.Ordinal), $"{id} is over");
        }
    });

    [Fact]
    public void Nothing_is_posted_or_sent_that_the_matrix_has_not_cleared() => Live(chaos =>
    {
        foreach (var (id, order) in chaos.Purchases)
        {
            var rows = chaos.World.RowsOf(id).ToList();
            var sent = rows.FindIndex(row => row.Effects.Any(asked => asked.Effect is PostPurchase or SendPurchase));
            var cleared = rows.FindIndex(row => row.Facts.OfType<PurchaseCleared>().Any());
            (sent < 0 || (cleared >= 0 && cleared <= sent)).ShouldBeTrue($"{id} went out in row {sent + 1}");
            if (sent >= 0 && rows[cleared].Facts.OfType<PurchaseCleared>().First() is { } yes)
            {
                var total = order.Needs.Lines.Sum(line => line.Quantity * line.UnitPrice);
                var needed = total >= 50_000 ? ApprovalLevel.Finance : total >= 10_000 ? ApprovalLevel.HeadOfBuying
                    : total >= 500 ? ApprovalLevel.Buyer : ApprovalLevel.None;
                (yes.Level >= needed).ShouldBeTrue($"{id} was cleared by {yes.Level}");
                yes.By.ShouldNotBe(order.Needs.ProposedBy, $"{id} was approved by who proposed it");
            }
        }
    });

    [Fact]
    public void A_cancelled_order_is_left_with_nobody() => Live(chaos =>
    {
        foreach (var (id, order) in chaos.Purchases.Where(one => chaos.World.PurchaseAt(one.Id.Key) == PurchaseState.Cancelled))
        {
            var answers = chaos.World.RowsOf(id).Select(row => row.Message.Data).ToList();
            (order.AtSupplier && order.Items.Any(item => item.Ordered > 0)).ShouldBeFalse($"{id} is still with the supplier");
            (answers.OfType<PurchaseVoided>().Any() || !order.InErp).ShouldBeTrue($"{id} is still in the ERP");
            order.AnythingReceived.ShouldBeFalse($"{id} has stock and was cancelled whole");
        }
    });

    [Fact]
    public void A_need_is_bought_elsewhere_once_and_only_what_is_still_owed() => Live(chaos =>
    {
        foreach (var (id, order) in chaos.Purchases)
        {
            var told = chaos.World.RowsOf(id).SelectMany(row => row.Effects).Select(asked => asked.Effect).OfType<TellCase>()
                .Select(tell => tell.Data).OfType<PurchaseProposed>().ToList();
            told.Count.ShouldBeLessThanOrEqualTo(1, id.ToString());
            foreach (var line in told.SelectMany(instead => instead.Lines))
            {
                var item = order.Items.Single(item => item.Sku == line.Sku);
                line.Quantity.ShouldBe(item.Outstanding, $"{id} {line.Sku}");
                chaos.World.Latest(id).To.ShouldBeOneOf("Voiding", "Closing", "Unclosed", "Closed", "Cancelled");
            }
        }
    });

    [Fact]
    public void Folding_what_the_journal_keeps_gives_the_same_case_and_the_same_next_decision() => Shared.Some(
        Runs / 3,
        chaos => chaos.World.FoldsBack(chaos.World.Cases.Where(run => run.Incident is null), new LookAgain("Next.")));

    [Fact]
    public void The_lives_tried_are_rich_enough_to_mean_something()
    {
        string[] all =
        [
            .. Enum.GetNames<PurchaseState>().Select(state => $"procure-to-replenish {state}"),
            .. Enum.GetNames<TransferState>().Select(state => $"node-transfer {state}"),
        ];
        var seen = new HashSet<string>();
        for (var seed = 1u; seed <= 400 && all.Except(seen).Any(); seed++)
        {
            var chaos = new BuyingChaos(seed * 2_654_435_761u);
            chaos.Live(Enumerable.Range(1, 60).Select(n => ((int)((seed * 31) + (uint)(n * n * 7)) % 19, (int)seed * n)));
            seen.UnionWith(chaos.World.Journal.Select(row => $"{row.Process} {row.To}"));
        }

        all.Except(seen).ShouldBeEmpty();
    }

    private static void Live(Action<BuyingChaos> holds) => Shared.All(holds);

    private static BuyingChaos Lived((uint Seed, (int Act, int Which)[] Acts) life)
    {
        var chaos = new BuyingChaos(life.Seed);
        chaos.Live(life.Acts);
        return chaos;
    }
}
