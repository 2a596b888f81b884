using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StockDiscrepancies;
using CsCheck;
using Handlers = Crossdock.Processes.StockComparison.Handlers;

namespace Crossdock.Unit.Tests.Processes.StockBooks;

/// <summary>
/// ERP and warehouse system both keep books of a distribution centre. A difference with the warehouse is the hall's, and what two systems
/// have seen is put right once.
/// </summary>
public class TwoBooksTests
{
    private const string Hall = Given.Dc;

    private static readonly Gen<(int Act, int Pieces)[]> Days = Gen.Select(Gen.Int[0, 6], Gen.Int[1, 2]).Array[1, 6];

    private readonly World _world = Both();

    [Fact]
    public void Each_of_three_books_is_put_right_once_for_what_it_missed_and_all_end_at_what_lies_in_the_bins() => Days.Sample(
        days =>
        {
            var world = Both();
            var (ledger, erp, wms) = (40, 40, 40);
            var (ledgerMissed, erpMissed) = (0, 0);
            foreach (var (act, pieces) in days)
            {
                // Bits: who hears of it. What nobody hears of did not happen.
                if (((act + 1) & 1) != 0)
                {
                    world.SellAtTill("A", Hall, pieces);
                    ledger -= pieces;
                }

                if (((act + 1) & 2) != 0)
                {
                    world.Books.Move("erp", Hall, "A", -pieces);
                    erp -= pieces;
                }

                if (((act + 1) & 4) != 0)
                {
                    world.Books.Move("wms", Hall, "A", -pieces);
                    wms -= pieces;
                }

                (ledgerMissed, erpMissed) = (ledgerMissed + (ledger != wms ? 1 : 0), erpMissed + (erp != wms ? 1 : 0));
                world.Pass(TimeSpan.FromHours(40));
                (ledger, erp) = (wms, wms);
                (world.Stock("A", Hall).Available, world.Books.Of("erp", Hall, "A"), world.Books.Of("wms", Hall, "A"))
                    .ShouldBe((wms, wms, wms), $"after act {act}");
            }

            world.Effects<SettleStock>().Count().ShouldBe(ledgerMissed, "the ledger is moved once for each loss that it missed");
            Told(world, "erp").Count().ShouldBe(erpMissed, "and so is the ERP");
            Told(world, "wms").ShouldBeEmpty("its bins are believed");
            world.OpenTasks.ShouldBeEmpty();
        },
        iter: 60, threads: 1);

    [Fact]
    public void An_ERP_that_alone_has_it_otherwise_is_corrected_and_nobody_counts_what_the_bins_have()
    {
        _world.Books.Move("erp", Hall, "A", -9);
        _world.Pass(TimeSpan.FromDays(1));

        (_world.Books.Of("erp", Hall, "A"), _world.Stock("A", Hall).Available).ShouldBe((40, 40));
        _world.OpenTasks.ShouldBeEmpty();
        var healed = _world.Journal.Single(row => row.Case.Kind == DiscrepancyMap.Kind && row.To == "Healed");
        healed.Facts.OfType<KeeperHeard>().Single().Lies.ShouldBe(40);
        healed.Policies.Select(read => read.ToString()).ShouldContain(read => read.Contains("books-keeper", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_worth_a_pallet_is_counted_though_two_books_stand_against_one()
    {
        _world.Books.Move("erp", Hall, "A", 101);
        _world.Pass(TimeSpan.FromHours(9));

        var (id, task) = _world.TaskOf(TaskKind.Count);
        (task.Exception, task.Node).ShouldBe((ExceptionCategory.StockVariance, Hall));
        _world.Send(id, new TaskCompleted(new TaskResult([new PickedLine(1, "A", 40)], null, "", _world.Now)));
        _world.Pass(TimeSpan.FromDays(1));
        (_world.Books.Of("erp", Hall, "A"), _world.Stock("A", Hall).Available).ShouldBe((40, 40));
    }

    [Fact]
    public void A_large_difference_with_the_warehouse_is_counted_once_and_the_ERP_follows_without_a_second_count()
    {
        _world.Books.Move("wms", Hall, "A", -9);
        _world.Pass(TimeSpan.FromHours(9));
        _world.Send(
            _world.TaskOf(TaskKind.Count).Id, new TaskCompleted(new TaskResult([new PickedLine(1, "A", 31)], null, "", _world.Now)));
        _world.Pass(TimeSpan.FromDays(2));

        (_world.Stock("A", Hall).Available, _world.Books.Of("erp", Hall, "A"), _world.Books.Of("wms", Hall, "A")).ShouldBe((31, 31, 31));
        _world.Messages<TaskOpened>().Count(task => task.Kind == TaskKind.Count).ShouldBe(1);
    }

    [Theory]
    [InlineData(38, "wms has 38 there, the ledger 40")]
    [InlineData(null, "At lunch.")]
    public void Where_the_bins_differ_too_or_are_not_told_the_ERPs_difference_is_left_to_their_comparison(int? lies, string because)
    {
        _world.Answers<ReadStock>(read => read.System != "wms" ? null
            : lies is { } pieces ? new StockRead([new HeldStock("A", Hall, pieces, 1)]) : new StockNotCompared("At lunch."));
        _world.Books.Move("erp", Hall, "A", -2);
        _world.Pass(TimeSpan.FromHours(9));

        _world.Journal.First(row => row.Case.Kind == DiscrepancyMap.Kind && row.To == "LeftToKeeper").Because.ShouldContain(because);
        _world.Effects<PostStockAdjustment>().ShouldBeEmpty();
        _world.Effects<SettleStock>().ShouldBeEmpty();
        _world.Answers<ReadStock>(_ => null);
        _world.Pass(TimeSpan.FromDays(1));
        _world.Books.Of("erp", Hall, "A").ShouldBe(40, "it was found again");
    }

    [Fact]
    public void Where_the_ERPs_books_are_not_compared_it_is_told_what_the_ledger_learns()
    {
        var world = ComparisonTests.Begun(PolicyBook.Defaults, erp: false);
        world.Tell(Handlers.IdOf("wms", Hall, 1), new ComparisonBegun("wms", StockMeasure.Lying, Hall, 1, null));
        world.Books.Move("wms", Hall, "A", -2);
        world.Pass(TimeSpan.FromDays(1));

        Told(world, "erp").ShouldHaveSingleItem().Lines.ShouldHaveSingleItem().ShouldBe(new AdjustedPieces("A", -2));
    }

    private static World Both()
    {
        var world = ComparisonTests.Begun(PolicyBook.Defaults);
        world.Tell(Handlers.IdOf("wms", Hall, 1), new ComparisonBegun("wms", StockMeasure.Lying, Hall, 1, null));
        return world;
    }

    private static IEnumerable<PostStockAdjustment> Told(World world, string system) =>
        world.Effects<PostStockAdjustment>().Where(told => ((IForSystem)told).System == system);
}
