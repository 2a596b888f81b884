using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StockComparison;
using Crossdock.Processes.StockDiscrepancies;
using Crossdock.Unit.Tests.Processes.Synchronisation;
using Handlers = Crossdock.Processes.StockComparison.Handlers;

namespace Crossdock.Unit.Tests.Processes.StockBooks;

/// <summary>
/// On a schedule, watermarks and hashed buckets are compared with ERP and WMS to find SKUs that silently stopped syncing; small drift
/// heals itself with evidence, large drift is stock-variance with a count task.
/// </summary>
public class ComparisonTests
{
    private const string Hall = Given.Dc;
    private static readonly CaseId Erp = Handlers.IdOf("erp", null, 1);

    private World _world = Begun(PolicyBook.Defaults);

    [Fact]
    public void A_system_that_would_not_be_compared_is_asked_again_and_at_last_somebody_hears_of_it()
    {
        _world.Refuses<HashStock>("A period is being closed.", times: 4);
        _world.Tell(Erp, new LookAgain("Now."));
        _world.Pass(TimeSpan.FromMinutes(46));
        _world.StateOf(Erp).ShouldBe("Lagging");
        var (_, task) = _world.TaskOf(TaskKind.Resolve);
        (task.Exception, task.Owner).ShouldBe((ExceptionCategory.IntegrationFailed, OwnerGroup.SupplyChain));

        _world.Pass(TimeSpan.FromHours(1));
        _world.StateOf(Erp).ShouldBe("Resting");
        _world.OpenTasks.ShouldBeEmpty("it could be compared, so nobody need look");
    }

    [Fact]
    public void A_system_that_keeps_silent_is_told_of_once_and_still_waited_for()
    {
        _world.Hold<HashStock>();
        _world.Pass(TimeSpan.FromHours(8));

        _world.OpenTasks.ShouldHaveSingleItem();
        _world.StateOf(Erp).ShouldBe("Hashing");
        _world.LetGo<HashStock>();
        _world.StateOf(Erp).ShouldBe("Resting");
    }

    [Fact]
    public void What_is_still_on_its_way_to_the_system_is_no_difference_however_long_it_takes()
    {
        _world.StillToTell = (sku, _) => sku == "A";
        _world.SellAtTill("A", Given.Leeds, 2);
        _world.Pass(TimeSpan.FromDays(3));

        Found().ShouldBeEmpty();
        KnownOf(Erp).Explained.ShouldBe(1);
        _world.Books.Of("erp", Given.Leeds, "A").ShouldBe(20, "nobody may correct what will be told yet");

        _world.StillToTell = (_, _) => false;
        _world.Books.Move("erp", Given.Leeds, "A", -2);
        _world.Pass(TimeSpan.FromDays(1));
        Found().ShouldBeEmpty();
        KnownOf(Erp).Agreed.ShouldNotBeNull().ShouldBeGreaterThan(_world.Now.AddHours(-5));
    }

    [Fact]
    public void What_the_system_has_told_and_has_not_arrived_is_no_difference_while_it_may_be_on_its_way()
    {
        LookedAt(() => _world.Books.Move("erp", Given.Leeds, "A", -2));
        KnownOf(Erp).Suspects.ShouldHaveSingleItem();

        _world.SellAtTill("A", Given.Leeds, 2);
        _world.Pass(TimeSpan.FromDays(1));

        Found().ShouldBeEmpty();
        KnownOf(Erp).Suspects.ShouldBeEmpty();
    }

    [Fact]
    public void A_difference_that_changes_between_two_looks_is_looked_at_anew()
    {
        for (var look = 0; look < 5; look++)
        {
            // Each time both sides move by as much, so that the difference is the same and yet not the same two figures.
            LookedAt(() =>
            {
                _world.Books.Move("erp", Given.Leeds, "A", look == 0 ? -3 : -1);
                if (look > 0)
                {
                    _world.SellAtTill("A", Given.Leeds, 1);
                }
            });
            KnownOf(Erp).Suspects.ShouldHaveSingleItem($"look {look}");
        }

        Found().ShouldBeEmpty();
    }

    [Fact]
    public void A_figure_that_went_away_and_came_back_between_two_looks_has_moved()
    {
        LookedAt(() => _world.Books.Move("erp", Given.Leeds, "A", -2));
        _world.Pass(TimeSpan.FromHours(1));
        _world.Books.Move("erp", Given.Leeds, "A", 1);
        _world.Books.Move("erp", Given.Leeds, "A", -1);
        _world.Pass(TimeSpan.FromHours(1.2));

        KnownOf(Erp).Compared.ShouldNotBeNull().ShouldBeGreaterThan(_world.Now.AddHours(-1));
        Found().ShouldBeEmpty("its mark says so, whatever the figure says");
    }

    [Fact]
    public void Hundreds_of_differences_at_once_are_no_lost_messages_and_none_heals_before_somebody_has_looked()
    {
        _world = Begun(PolicyBook.Defaults.With(SyncTests.Set("books-most-at-once", 5)));
        for (var n = 0; n < 6; n++)
        {
            _world.Books.Move("erp", Given.Leeds, $"X{n}", 1);
        }

        _world.Pass(TimeSpan.FromHours(12));
        Found().ShouldBeEmpty();
        var (task, asked) = _world.TaskOf(TaskKind.Resolve);
        (asked.Exception, _world.StateOf(Erp)).ShouldBe((ExceptionCategory.StockVariance, "Lagging"));

        _world.Books.Move("erp", Given.Leeds, "X0", -1);
        _world.Finish(task, "retry", "The file was loaded twice.");
        _world.Pass(TimeSpan.FromHours(12));
        Found().Count().ShouldBe(5);
    }

    [Fact]
    public void Whoever_looked_may_have_each_of_a_great_many_seen_to_and_the_next_great_many_are_asked_about_again()
    {
        _world = Begun(PolicyBook.Defaults.With(SyncTests.Set("books-most-at-once", 2)));
        Differ("X");
        _world.Pass(TimeSpan.FromHours(12));
        var (task, asked) = _world.TaskOf(TaskKind.Resolve);
        asked.Choices.Select(choice => choice.Code).ShouldBe(["retry", "see-to-each"]);

        _world.Finish(task, "see-to-each", "The transfer of the books failed for an hour.");
        _world.Pass(TimeSpan.FromHours(12));
        Found().Count().ShouldBe(3);
        _world.StateOf(Erp).ShouldBe("Resting");
        _world.OpenTasks.ShouldBeEmpty();

        Differ("Y");
        _world.Pass(TimeSpan.FromHours(12));
        Found().Count().ShouldBe(3);
        _world.TaskOf(TaskKind.Resolve).Id.ShouldNotBe(task);

    }

    [Theory]
    [InlineData("retry", 0, "Lagging")]
    [InlineData("see-to-each", 3, "Resting")]
    public void An_answer_that_comes_while_it_is_being_looked_at_is_heard(string choice, int found, string state)
    {
        _world = Begun(PolicyBook.Defaults.With(SyncTests.Set("books-most-at-once", 2)));
        Differ("X");
        _world.Pass(TimeSpan.FromHours(12));
        var task = _world.TaskOf(TaskKind.Resolve).Id;
        _world.Hold<HashStock>();
        _world.Pass(TimeSpan.FromHours(2));
        _world.StateOf(Erp).ShouldBe("Hashing");

        _world.Finish(task, choice, "I looked at it.");
        _world.LetGo<HashStock>();
        _world.Pass(TimeSpan.FromMinutes(1));

        (Found().Count(), _world.StateOf(Erp)).ShouldBe((found, state));
        _world.OpenTasks.Count.ShouldBe(found == 0 ? 1 : 0, "what is in vain is asked about anew");
        _world.OpenTasks.Select(open => open.Id).ShouldNotContain(task);
    }

    private void Differ(string name)
    {
        for (var n = 0; n < 3; n++)
        {
            _world.Books.Move("erp", Given.Leeds, $"{name}{n}", 1);
        }
    }

    [Fact]
    public void A_posting_that_the_ERP_lost_heals_itself_and_the_case_says_what_was_found_and_done_by_which_policy()
    {
        _world.SellAtTill("A", Given.Leeds, 2);
        _world.Pass(TimeSpan.FromDays(1));

        _world.Books.Of("erp", Given.Leeds, "A").ShouldBe(18);
        OnHand("A").ShouldBe(18, "the ledger was right: it had the sale");
        var healed = Found().ShouldHaveSingleItem();
        (healed.Theirs, healed.Ours, healed.Again - healed.First >= TimeSpan.FromHours(2)).ShouldBe((20, 18, true));
        var row = _world.Journal.Single(one => one.Case.Kind == DiscrepancyMap.Kind && one.Seq == 1);
        row.To.ShouldBe("Healed");
        row.Facts.OfType<HealingChosen>().Single().ShouldBe(new HealingChosen(3, Believed.Ledger));
        row.Facts.OfType<BooksCorrected>().Single().Pieces.ShouldBe(-2);
        row.Policies.Select(read => read.ToString()).ShouldContain(read => read.Contains("books-small-pieces", StringComparison.Ordinal));
    }

    [Fact]
    public void A_sale_that_never_came_to_us_heals_the_ledger_and_the_ERP_is_not_told_what_it_knows()
    {
        _world.Books.Move("erp", Given.Leeds, "A", -2);
        _world.Pass(TimeSpan.FromDays(1));

        OnHand("A").ShouldBe(18);
        _world.Stock("A", Given.Leeds).Adjusted.ShouldBe(2, "by a balanced movement");
        _world.Ledgers["A"].Nodes.Values.ShouldAllBe(at => at.Sum == 0);
        _world.Effects<PostStockAdjustment>().ShouldBeEmpty();
    }

    [Fact]
    public void A_warehouse_is_nearer_to_its_bins_than_the_ledger_and_the_ERP_hears_what_the_ledger_learns()
    {
        _world.Tell(Handlers.IdOf("wms", Hall, 1), new ComparisonBegun("wms", StockMeasure.Lying, Hall, 1, null));
        _world.Books.Move("wms", Hall, "A", 2);
        _world.Pass(TimeSpan.FromDays(1));

        _world.Stock("A", Hall).Available.ShouldBe(42);
        _world.Books.Of("erp", Hall, "A").ShouldBe(42);
        _world.Books.Of("wms", Hall, "A").ShouldBe(42);
    }

    [Fact]
    public void A_large_difference_is_counted_and_who_was_wrong_is_told_what_the_count_said()
    {
        _world.Books.Move("erp", Given.Leeds, "A", 9);
        _world.Pass(TimeSpan.FromHours(9));

        var (task, asked) = _world.TaskOf(TaskKind.Count);
        (asked.Exception, asked.Node, asked.Owner).ShouldBe((ExceptionCategory.StockVariance, Given.Leeds, OwnerGroup.StoreOperations));
        OnHand("A").ShouldBe(20, "nothing heals before it is counted");
        _world.Pass(TimeSpan.FromHours(12));
        Found().ShouldHaveSingleItem("what is being counted is not found again");

        Count(task, 19);
        OnHand("A").ShouldBe(19, "a piece was gone besides");
        _world.Books.Of("erp", Given.Leeds, "A").ShouldBe(19, "it had nine too many");
        var settled = _world.Journal.Last(row => row.Case.Kind == DiscrepancyMap.Kind);
        settled.To.ShouldBe("Counted");
    }

    [Fact]
    public void A_large_difference_in_which_the_system_was_right_moves_the_ledger_and_the_system_is_told_nothing()
    {
        _world.Books.Move("erp", Given.Leeds, "A", -9);
        _world.Pass(TimeSpan.FromHours(9));

        Count(_world.TaskOf(TaskKind.Count).Id, 11);
        (OnHand("A"), _world.Books.Of("erp", Given.Leeds, "A")).ShouldBe((11, 11));
        _world.Effects<PostStockAdjustment>().ShouldBeEmpty();
    }

    [Fact]
    public void What_customers_were_promised_is_not_taken_by_healing_but_counted()
    {
        _world.Tell(CaseId.Stock("A"), new StockInstructed("A", [new(StockAct.Reserve, Given.Leeds, 20, "R", "Reserved.")], null));
        _world.Books.Move("erp", Given.Leeds, "A", -2);
        _world.Pass(TimeSpan.FromHours(9));

        Count(_world.TaskOf(TaskKind.Count).Id, 18);
        _world.Pass(TimeSpan.FromDays(1));
        OnHand("A").ShouldBe(20, "it shows when it is picked");
        _world.Books.Of("erp", Given.Leeds, "A").ShouldBe(20, "the two say the same");
        Found().ShouldHaveSingleItem("it is not counted for ever");
    }

    [Fact]
    public void What_is_small_each_node_says_for_itself()
    {
        _world = Begun(PolicyBook.Defaults.With(SyncTests.Set("books-small-pieces", 0) with { Scope = new Scope(Node: Given.Leeds) }));
        _world.Books.Move("erp", Given.Leeds, "A", -1);
        _world.Books.Move("erp", Hall, "A", -1);
        _world.Pass(TimeSpan.FromHours(9));

        _world.TaskOf(TaskKind.Count).Task.Node.ShouldBe(Given.Leeds);
        _world.Stock("A", Hall).Available.ShouldBe(39);
    }

    [Fact]
    public void A_correction_that_is_lost_as_well_is_found_again()
    {
        _world.Books.LosesCorrections = 1;
        _world.SellAtTill("A", Given.Leeds, 2);
        _world.Pass(TimeSpan.FromDays(2));

        _world.Books.Of("erp", Given.Leeds, "A").ShouldBe(18);
        Found().Count().ShouldBe(2);
    }

    [Fact]
    public void A_run_hands_over_to_the_next_and_nothing_is_forgotten()
    {
        _world = Begun(PolicyBook.Defaults.With(SyncTests.Set("books-run-length", 2)));
        _world.Pass(TimeSpan.FromDays(1));
        _world.Books.Move("erp", Given.Leeds, "A", -2);
        _world.Pass(TimeSpan.FromDays(2));

        _world.StateOf(Erp).ShouldBe("PassedOn");
        OnHand("A").ShouldBe(18);
    }

    public static World Begun(PolicyBook policies, bool erp = true)
    {
        var world = new World(policies: policies);
        foreach (var sku in (string[])["A", "B"])
        {
            world.Receive(sku, Given.Leeds, 20).Receive(sku, Hall, 40);
            world.Books.Move("erp", Given.Leeds, sku, 20);
            world.Books.Move("erp", Hall, sku, 40);
            world.Books.Move("wms", Hall, sku, 40);
        }

        if (erp)
        {
            world.Tell(Erp, new ComparisonBegun("erp", StockMeasure.Owned, null, 1, null));
        }

        return world;
    }

    private IEnumerable<DiscrepancyFound> Found() => _world.Messages<DiscrepancyFound>();

    private Comparison KnownOf(CaseId id) => (Comparison)_world.Cases.Single(one => one.Id == id).State;

    private int OnHand(string sku) => _world.Stock(sku, Given.Leeds) is var at ? at.Available + at.Reserved : 0;

    /// <summary>Something happens, and the ERP's books are looked at right after it.</summary>
    private void LookedAt(Action happens)
    {
        _world.Pass(TimeSpan.FromHours(1.5));
        happens();
        _world.Tell(Erp, new LookAgain("Looked at."));
    }

    private void Count(CaseId task, int pieces)
    {
        _world.Send(task, new TaskCompleted(new TaskResult([new PickedLine(1, "A", pieces)], null, "", _world.Now)));
        _world.Run();
    }
}
