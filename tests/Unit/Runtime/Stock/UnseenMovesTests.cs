using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.StockAdjustments;
using Crossdock.Processes.StockDiscrepancies;
using Crossdock.Runtime.Stock;
using Crossdock.Runtime.Synchronisation;
using Crossdock.Unit.Tests.Dashboard;
using Microsoft.Extensions.Time.Testing;
using Given = Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Runtime.Stock;

/// <summary>A warehouse system hears of what moved in its hall without it, and of nothing that it did or knows itself.</summary>
public sealed class UnseenMovesTests : ITellCases
{
    private const string Hall = Given.Dc;

    private readonly FakeHeads _heads = new();
    private readonly List<Envelope> _told = [];

    [Theory]
    [InlineData("purchase/P-1", StockAct.Receive, 5, 5)]
    [InlineData("transfer/T-1", StockAct.Arrive, 3, 3)]
    [InlineData("transfer/T-1", StockAct.Ship, 3, -3)]
    [InlineData("transfer/T-1", StockAct.WriteOffReserved, 2, -2)]
    [InlineData("return/R-1", StockAct.TakeBack, 1, 1)]
    [InlineData("fulfilment/W-1-1", StockAct.ComeBack, 3, 3)]
    [InlineData("variance/7:DC:A", StockAct.Adjust, -4, -4)]
    [InlineData("task/COUNT-1", StockAct.Adjust, 2, 2)]
    public async Task What_others_moved_in_its_hall_it_is_told(string by, StockAct act, int granted, int told)
    {
        await Moved(by, (act, Hall, granted));

        var one = _told.ShouldHaveSingleItem();
        one.Subject.Kind.ShouldBe(AdjustmentMap.Kind);
        var corrected = (StockCorrected)one.Data;
        (corrected.System, corrected.Node, corrected.For.ToString()).ShouldBe(("wms", Hall, by));
        corrected.Lines.ShouldHaveSingleItem().ShouldBe(new AdjustedPieces("A", told));
    }

    [Theory]
    [InlineData("fulfilment/W-1-1", StockAct.Ship, 3, Hall)]
    [InlineData("fulfilment/W-1-1", StockAct.WriteOffReserved, 1, Hall)]
    [InlineData("discrepancy/wms:A", StockAct.Adjust, 1, Hall)]
    [InlineData("transfer/T-1", StockAct.WriteOffTransit, 1, Hall)]
    [InlineData("transfer/T-1", StockAct.Void, 4, Hall)]
    [InlineData("transfer/T-1", StockAct.Ship, 0, Hall)]
    [InlineData("purchase/P-1", StockAct.Receive, 5, Given.Leeds)]
    public async Task What_it_did_or_cannot_see_it_is_not(string by, StockAct act, int granted, string node)
    {
        await Moved(by, (act, node, granted));

        _told.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_difference_had_counted_that_difference_tells_itself()
    {
        _heads.All.Add(new CaseHead(
            1, new CaseId(DiscrepancyMap.Kind, "wms:A:1"), "test", 1, 1, "Counting", Waits.OnPerson, Given.Now, Given.Now, null, Given.Now,
            null, null, 0, new CaseCard("A difference")));
        await Moved("variance/wms:A:1", (StockAct.Adjust, Hall, -4));

        _told.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_effect_is_one_adjustment_however_often_it_is_carried_out_and_two_are_two()
    {
        await Moved("transfer/T-1", (StockAct.Ship, Hall, 3), (StockAct.WriteOffReserved, Hall, 1));
        await Moved("transfer/T-1", (StockAct.Ship, Hall, 3), (StockAct.WriteOffReserved, Hall, 1));
        ((StockCorrected)_told[0].Data).Lines.ShouldHaveSingleItem().Pieces.ShouldBe(-4);
        (_told[1].Id, _told[1].Subject).ShouldBe((_told[0].Id, _told[0].Subject));

        await Moved("transfer/T-1", row: 9, (StockAct.Arrive, Hall, 3));
        _told[2].Subject.ShouldNotBe(_told[0].Subject);
    }

    [Fact]
    public async Task Nobody_is_told_where_no_warehouse_system_is_compared()
    {
        await new UnseenMoves(
            new ComparedBooks([new BooksOfStock("erp", StockMeasure.Owned, null)]), _heads, this, Given.Network, Clock())
            .Tell("return/R-1#4.1", [(Order(StockAct.TakeBack, Hall, 1), 1)], null);

        _told.ShouldBeEmpty();
    }

    Task<TellReceipt> ITellCases.Tell(Envelope envelope, CancellationToken cancel)
    {
        _told.Add(envelope);
        return Task.FromResult(new TellReceipt(TellResult.Applied, envelope.Subject, 1, "Posting", ""));
    }

    private Task Moved(string by, params ReadOnlySpan<(StockAct Act, string Node, int Granted)> moved) => Moved(by, 4, moved);

    private Task Moved(string by, int row, params ReadOnlySpan<(StockAct Act, string Node, int Granted)> moved)
    {
        var list = ImmutableArray.CreateBuilder<(StockOrder, int)>();
        foreach (var (act, node, granted) in moved)
        {
            list.Add((Order(act, node, granted), granted));
        }

        return new UnseenMoves(
            new ComparedBooks(
            [
                new BooksOfStock("erp", StockMeasure.Owned, null), new BooksOfStock("wms", StockMeasure.Lying, Hall),
            ]), _heads, this, Given.Network, Clock()).Tell($"{by}#{row}.1", list, null);
    }

    private static StockOrder Order(StockAct act, string node, int pieces) =>
        new("A", new StockInstruction(act, node, pieces, null, "Moved."));

    private static BusinessClock Clock() => BusinessClock.Wall(new FakeTimeProvider(Given.Now));
}
