using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockAdjustments;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What people find on a shelf corrects the ledger, and the ERP, which keeps the books, hears of it once.</summary>
public class AdjustmentTests
{
    private static readonly CaseId Short = Handlers.IdOf("short", Part("W-1-1"));

    private readonly World _world = new World().Receive("A", Dc, 9);

    [Fact]
    public void A_short_pick_is_told_to_the_erp()
    {
        ShipTwoAndFindOne();

        var told = _world.Effects<PostStockAdjustment>().ShouldHaveSingleItem();
        (told.Reference, told.Node, told.Reason).ShouldBe((Short.Key, Dc, "Not found when picked."));
        told.Lines.ShouldBe([new AdjustedPieces("A", -1)]);
        _world.StateOf(Short).ShouldBe(nameof(AdjustmentState.Posted));
        _world.Latest(Short).Because.ShouldBe($"The ERP has it as SA-{Short.Key}.");
    }

    [Fact]
    public void What_turns_up_afterwards_is_told_as_well()
    {
        ShipTwoAndFindOne();
        _world.Finish(_world.TaskOf(TaskKind.Count).Id, null, "", new PickedLine(1, "A", 1));

        _world.Effects<PostStockAdjustment>().SelectMany(told => told.Lines).Sum(line => line.Pieces).ShouldBe(0);
        _world.Stock("A", Dc).Adjusted.ShouldBe(0);
    }

    [Fact]
    public void A_count_that_finds_nothing_more_tells_nothing()
    {
        ShipTwoAndFindOne();
        _world.Finish(_world.TaskOf(TaskKind.Count).Id, null, "", new PickedLine(1, "A", 0));

        _world.Effects<PostStockAdjustment>().ShouldHaveSingleItem();
    }

    [Fact]
    public void An_adjustment_the_erp_refuses_is_finance_controls_and_is_posted_again()
    {
        _world.Refuses<PostStockAdjustment>("The period is closed.");
        ShipTwoAndFindOne();
        _world.StateOf(Short).ShouldBe(nameof(AdjustmentState.Refused));
        var (id, task) = _world.TaskOf(TaskKind.Resolve);
        (task.Owner, task.Exception, task.Title).ShouldBe(
            (OwnerGroup.FinanceControl, ExceptionCategory.IntegrationFailed, $"The ERP does not book -1 A at {Dc}"));
        _world.Latest(Short).Deadline.ShouldNotBeNull();

        _world.Finish(id, "retry");

        _world.StateOf(Short).ShouldBe(nameof(AdjustmentState.Posted));
        _world.Effects<PostStockAdjustment>().Count().ShouldBe(2);
    }

    [Fact]
    public void An_adjustment_that_was_booked_by_hand_is_over()
    {
        _world.Refuses<PostStockAdjustment>("The period is closed.", times: 9);
        ShipTwoAndFindOne();
        _world.Pass(TimeSpan.FromDays(9));
        _world.StateOf(Short).ShouldBe(nameof(AdjustmentState.Refused));

        _world.Do(TaskKind.Resolve, "release:Erp");

        _world.StateOf(Short).ShouldBe(nameof(AdjustmentState.Posted));
    }

    [Fact]
    public void Told_twice_it_is_posted_once()
    {
        ShipTwoAndFindOne();
        _world.Tell(Short, _world.Messages<StockCorrected>().First());

        _world.Effects<PostStockAdjustment>().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(2, -5)]
    [InlineData(12, 3)]
    public void A_count_is_told_as_far_as_the_ledger_followed_it(int counted, int told)
    {
        _world.Place(Shipped("W-1", Line(1, "A", 4)));
        _world.Tell(
            Crossdock.Processes.StockVariances.Handlers.IdOf("A", Dc, 99), new VarianceFound("A", Dc, "UK", 9, 5, 99, "It looks wrong."));
        _world.Finish(_world.TaskOf(TaskKind.Count).Id, null, "", new PickedLine(1, "A", counted));

        _world.Effects<PostStockAdjustment>().ShouldHaveSingleItem().Lines.ShouldBe([new AdjustedPieces("A", told)]);
        _world.Stock("A", Dc).Adjusted.ShouldBe(-told, "what is promised to a customer is not taken");
    }

    [Fact]
    public void Cases_with_the_longest_keys_have_adjustments_of_their_own_and_tasks_for_them()
    {
        _world.Refuses<PostStockAdjustment>("The period is closed.", times: 9);
        var ids = new[] { 1, 2 }.Select(n => Handlers.IdOf("found", CaseId.Task($"{new string('K', 98)}-{n}"))).ToList();
        foreach (var id in ids)
        {
            _world.Tell(id, new StockCorrected(Dc, "UK", [new AdjustedPieces("A", 1)], "Found.", Part("W-1-1")));
        }

        ids.Distinct().Count().ShouldBe(2);
        _world.Incidents.ShouldBeEmpty();
        _world.OpenTasks.Select(open => open.Task.About).ShouldBe(ids, ignoreOrder: true);
    }

    private void ShipTwoAndFindOne()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.WarehousePicks("W-1-1", 1);
    }
}
