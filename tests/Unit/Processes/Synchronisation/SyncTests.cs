using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StockSynchronisation;

namespace Crossdock.Unit.Tests.Processes.Synchronisation;

/// <summary>Stock synchronisation in the sentences of the business; what a channel is not shown by default is one piece.</summary>
public class SyncTests
{
    private static readonly CaseId Web = Handlers.IdOf("web", 1);

    private readonly World _world = Begun(PolicyBook.Defaults);

    [Fact]
    public void New_availability_goes_to_the_channel_less_what_it_is_not_shown()
    {
        Move(_world, ("A", 10, 1), ("B", 1, 1));

        _world.Channels.Of("web", "A").ShouldBe(9);
        _world.Channels.Of("web", "B").ShouldBe(0, "the last piece of all is not shown");
        _world.StateOf(Web).ShouldBe("Current");
    }

    [Theory]
    [InlineData(10, 1, 0, 0, 1, 10)]
    [InlineData(10, 3, 0, 2, 0.5, 4)]
    [InlineData(10, 3, 2, 0, 1, 4)]
    [InlineData(3, 3, 2, 0, 1, 0)]
    [InlineData(-5, 0, 0, 0, 1, 0)]
    [InlineData(int.MaxValue, 1, 1_000_000, 1_000_000, 0.333, 714_446_054)]
    public void A_figure_is_what_is_there_less_the_buffers_and_of_the_rest_the_share(
        int available, int nodes, int aNode, int pieces, double share, int figure)
    {
        var book = PolicyBook.Defaults.With(Set("safety-stock", aNode)).With(Set("sync-safety-stock", pieces))
            .With(Set("sync-share", (decimal)share));
        Handlers.FigureOf(
            new MovedSku("A", available, nodes, 1, Given.Now), new PolicyReader(book, new Scope(Channel: "web"), Given.Now))
            .ShouldBe(figure);
    }

    [Fact]
    public void Each_channel_has_a_buffer_of_its_own()
    {
        var world = Begun(PolicyBook.Defaults.With(Set("sync-safety-stock", 5) with { Scope = new Scope(Channel: "ebay") }));
        world.Tell(Handlers.IdOf("ebay", 1), new PublicationBegun("ebay", "marketplaces", 1, 0, [], null));
        Move(world, ("A", 10, 1));
        world.Tell(Handlers.IdOf("ebay", 1), new AvailabilityMoved([new MovedSku("A", 10, 1, 1, world.Now)]));

        (world.Channels.Of("web", "A"), world.Channels.Of("ebay", "A")).ShouldBe((9, 5));
    }

    [Fact]
    public void What_moves_while_a_publication_is_under_way_goes_with_the_next_once_a_SKU()
    {
        _world.Hold<PublishAvailability>();
        Move(_world, ("A", 10, 1));
        Move(_world, ("A", 9, 2));
        Move(_world, ("A", 8, 3), ("B", 5, 1));
        _world.LetGo<PublishAvailability>();

        _world.Channels.Requests.Select(request => string.Join(" ", request.Figures.Select(figure => $"{figure.Sku}={figure.Available}")))
            .ShouldBe(["A=9", "A=7 B=4"]);
        _world.Channels.Requests.Select(request => request.Sequence).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_figure_that_has_not_changed_is_not_sent()
    {
        Move(_world, ("A", 10, 1));
        Move(_world, ("A", 10, 2));
        _world.Hold<PublishAvailability>();
        Move(_world, ("A", 9, 3));
        Move(_world, ("A", 10, 4));
        _world.LetGo<PublishAvailability>();

        _world.Channels.Told.Select(told => told.Figure.Available).ShouldBe([9, 8, 9], "10 after 9 is news, 10 after 10 is none");
    }

    [Fact]
    public void A_figure_of_an_older_row_is_not_sent_after_a_newer_one()
    {
        Move(_world, ("A", 10, 5));
        Move(_world, ("A", 99, 4));

        _world.Channels.Of("web", "A").ShouldBe(9);
        _world.Latest(Web).Outcome.ShouldBe(Outcome.IgnoredDuplicate);
    }

    [Fact]
    public void Latency_is_kept_from_the_movement_to_the_acknowledgement_for_each_figure()
    {
        _world.Hold<PublishAvailability>();
        var movedAt = _world.Now;
        Move(_world, ("A", 10, 1));
        _world.Pass(TimeSpan.FromSeconds(2));
        Move(_world, ("B", 5, 1));
        _world.Pass(TimeSpan.FromSeconds(3));
        Move(_world, ("B", 4, 2));
        _world.LetGo<PublishAvailability>();

        var agreed = _world.RowsOf(Web).SelectMany(row => row.Facts).OfType<FiguresAgreed>().ToList();
        agreed.Select(fact => fact.Milliseconds.Single()).ShouldBe([5_000, 3_000], "that of B counts from its first movement");
        (_world.Now - movedAt).ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_channel_that_does_not_answer_is_its_owners_exception_and_ends_by_itself()
    {
        _world.Hold<PublishAvailability>();
        Move(_world, ("A", 10, 1));
        _world.Pass(TimeSpan.FromHours(2));

        var (_, task) = _world.OpenTasks.ShouldHaveSingleItem();
        (task.Exception, task.Owner, task.Channel).ShouldBe((ExceptionCategory.ChannelLagging, OwnerGroup.Merchandising, "web"));
        _world.LetGo<PublishAvailability>();
        _world.OpenTasks.ShouldBeEmpty();
        _world.Channels.Of("web", "A").ShouldBe(9);
    }

    [Fact]
    public void A_channel_that_says_no_is_told_again_by_then_newest_figures_and_its_owner_hears_of_it_at_the_third()
    {
        _world.Refuses<PublishAvailability>("importing", times: 3);
        Move(_world, ("A", 10, 1));
        _world.StateOf(Web).ShouldBe("Lagging");
        Move(_world, ("A", 4, 2));
        _world.OpenTasks.ShouldBeEmpty();
        _world.Pass(TimeSpan.FromMinutes(11));
        _world.OpenTasks.ShouldHaveSingleItem().Task.Exception.ShouldBe(ExceptionCategory.ChannelLagging);
        _world.Pass(TimeSpan.FromMinutes(5));

        (_world.StateOf(Web), _world.Channels.Of("web", "A")).ShouldBe(("Current", 3));
        _world.OpenTasks.ShouldBeEmpty();
        _world.Channels.Told.Count.ShouldBe(1);
    }

    [Fact]
    public void A_row_that_the_channel_refuses_is_an_exception_and_the_rest_goes_on()
    {
        _world.Channels.NotListed.Add("B");
        Move(_world, ("A", 10, 1), ("B", 5, 1));
        Move(_world, ("B", 5, 2));
        Move(_world, ("C", 3, 1));

        (_world.Channels.Of("web", "A"), _world.Channels.Of("web", "B"), _world.Channels.Of("web", "C")).ShouldBe((9, null, 2));
        var (id, task) = _world.OpenTasks.ShouldHaveSingleItem();
        (task.Exception, task.Owner).ShouldBe((ExceptionCategory.DataInvalid, OwnerGroup.Merchandising));
        task.Lines.ShouldHaveSingleItem().Sku.ShouldBe("B");
        _world.Latest(Web).Waits.ShouldBe(Waits.OnTime);

        _world.Channels.NotListed.Clear();
        _world.Finish(id, "retry", "Listed now.");
        _world.Channels.Of("web", "B").ShouldBe(4);
    }

    [Fact]
    public void Who_answers_one_task_about_refused_figures_has_answered_them_all()
    {
        _world.Channels.NotListed.Add("B");
        _world.Channels.NotListed.Add("C");
        Move(_world, ("B", 5, 1));
        Move(_world, ("C", 3, 1));
        _world.OpenTasks.Count.ShouldBe(2);
        _world.Channels.NotListed.Clear();
        _world.Finish(_world.OpenTasks[0].Id, "retry", "Both are listed now.");

        (_world.Channels.Of("web", "B"), _world.Channels.Of("web", "C")).ShouldBe((4, 2));
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_refused_figure_that_moves_again_is_tried_again_and_its_task_falls_away_when_it_is_taken()
    {
        _world.Channels.NotListed.Add("B");
        Move(_world, ("B", 5, 1));
        _world.Channels.NotListed.Clear();
        Move(_world, ("B", 3, 2));

        _world.Channels.Of("web", "B").ShouldBe(2);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_figure_that_was_acknowledged_and_lost_is_found_by_its_bucket_and_put_right_with_evidence()
    {
        Move(_world, [.. Enumerable.Range(1, 300).Select(n => ($"S{n}", n, 1))]);
        _world.Channels.Forgotten.Add("S7");
        Move(_world, ("S7", 70, 2), ("S8", 80, 2));
        _world.Channels.Forgotten.Clear();
        _world.Channels.Of("web", "S7").ShouldBe(6);
        _world.Pass(TimeSpan.FromHours(1.1));

        _world.Channels.Of("web", "S7").ShouldBe(69);
        var drift = _world.RowsOf(Web).SelectMany(row => row.Facts).OfType<DriftFound>().ShouldHaveSingleItem();
        drift.Skus.ShouldBe([new FigureDrift("S7", 69, 6, 2)]);
        _world.Effects<ReadAvailability>().ShouldHaveSingleItem().Asked.Length.ShouldBe(1, "it is narrowed down to one bucket");
        var web = (Publication)_world.Cases.Single(run => run.Id == Web).State;
        (web.Agreed, web.Healed).ShouldBe((drift.At, 1));
        _world.OpenTasks.ShouldBeEmpty("little drift heals by itself");
    }

    [Fact]
    public void A_channel_that_shows_what_it_was_never_told_is_told_that_there_is_none()
    {
        Move(_world, ("A", 10, 1));
        _world.Channels.Spoil("web", "ROGUE", 12);
        _world.Pass(TimeSpan.FromHours(1.1));

        _world.Channels.Of("web", "ROGUE").ShouldBe(0);
    }

    [Fact]
    public void Large_drift_is_put_right_and_somebody_looks_why()
    {
        Move(_world, [.. Enumerable.Range(1, 300).Select(n => ($"S{n}", n + 1, 1))]);
        Enumerable.Range(1, 300).ToList().ForEach(n => _world.Channels.Spoil("web", $"S{n}", n % 2 == 0 ? null : 999));
        _world.Pass(TimeSpan.FromHours(1.1));

        _world.OpenTasks.ShouldAllBe(open => open.Task.Exception == ExceptionCategory.StockVariance);
        _world.OpenTasks.ShouldNotBeEmpty();
        Enumerable.Range(1, 300).ShouldAllBe(n => _world.Channels.Of("web", $"S{n}") == n);
    }

    [Fact]
    public void A_channel_that_does_not_keep_what_it_is_told_is_its_owners_exception_and_no_endless_round()
    {
        _world.Channels.Forgotten.Add("A");
        Move(_world, ("A", 10, 1), ("B", 10, 1));
        _world.Pass(TimeSpan.FromHours(1.02));

        _world.StateOf(Web).ShouldBe("Lagging");
        var (id, task) = _world.OpenTasks.ShouldHaveSingleItem();
        task.Exception.ShouldBe(ExceptionCategory.ChannelLagging);
        _world.Channels.Requests.Count.ShouldBeLessThan(6);

        _world.Channels.Forgotten.Clear();
        _world.Finish(id, "retry", "The import is mended.");
        (_world.StateOf(Web), _world.Channels.Of("web", "A")).ShouldBe(("Current", 9));
    }

    [Fact]
    public void A_SKU_that_stopped_silently_is_told_and_counted_when_the_ledger_is_looked_through()
    {
        Move(_world, ("A", 10, 1));
        _world.Tell(Web, new AvailabilityMoved(
        [
            new MovedSku("A", 12, 1, 1, _world.Now, Swept: true), new MovedSku("N", 3, 1, 1, _world.Now, Swept: true),
        ]));

        _world.Channels.Of("web", "A").ShouldBe(11, "a reservation lapsed, of which no row tells");
        _world.RowsOf(Web).SelectMany(row => row.Facts).OfType<SilenceFound>().ShouldHaveSingleItem().Skus.ShouldBe(["A"]);
    }

    [Fact]
    public void A_long_run_hands_over_all_that_the_channel_holds_and_the_sequence_goes_on()
    {
        var world = Begun(PolicyBook.Defaults.With(Set("sync-run-length", 10)));
        for (var n = 1; n <= 10; n++)
        {
            Move(world, ($"S{n}", 5, 1));
        }

        world.StateOf(Web).ShouldBe("PassedOn");
        var next = Handlers.IdOf("web", 2);
        world.Tell(next, new AvailabilityMoved([new MovedSku("S1", 5, 1, 2, world.Now), new MovedSku("S2", 7, 1, 2, world.Now)]));
        world.Channels.Requests[^1].ShouldSatisfyAllConditions(
            last => last.Sequence.ShouldBe(11), last => last.Figures.ShouldBe([new ChannelFigure("S2", 6)]));
        Move(world, ("S3", 9, 2));
        world.Channels.Of("web", "S3").ShouldBe(4, "the run that is over decides nothing");
    }

    [Fact]
    public void What_a_channel_refuses_to_hide_of_a_sku_that_no_ledger_has_is_told_again_by_its_next_run()
    {
        var world = Begun(PolicyBook.Defaults.With(Set("sync-run-length", 10)));
        world.Channels.Spoil("web", "ROGUE", 12);
        world.Channels.NotListed.Add("ROGUE");
        world.Pass(TimeSpan.FromHours(1.1));
        world.OpenTasks.ShouldHaveSingleItem().Task.Lines.ShouldHaveSingleItem().Sku.ShouldBe("ROGUE");
        for (var n = 1; world.StateOf(Web) != "PassedOn"; n++)
        {
            Move(world, ($"S{n}", 5, 1));
        }

        world.OpenTasks.ShouldBeEmpty("it is the next run's to see to");
        world.Channels.NotListed.Clear();
        world.Pass(TimeSpan.FromHours(1.1));

        world.Channels.Of("web", "ROGUE").ShouldBe(0);
    }

    [Fact]
    public void A_figure_that_was_refused_is_told_by_the_next_run_as_it_is_and_never_as_nothing()
    {
        var world = Begun(PolicyBook.Defaults.With(Set("sync-run-length", 10)));
        Move(world, ("B", 5, 1));
        world.Channels.NotListed.Add("B");
        Move(world, ("B", 9, 2));
        for (var n = 1; world.StateOf(Web) != "PassedOn"; n++)
        {
            Move(world, ($"S{n}", 5, 1));
        }

        world.Channels.NotListed.Clear();
        world.Pass(TimeSpan.FromMinutes(1));

        world.Channels.Of("web", "B").ShouldBe(8);
        world.Channels.Told.Where(told => told.Figure.Sku == "B").ShouldAllBe(told => told.Figure.Available > 0);
    }

    internal static PolicyValue Set(string policy, object value) =>
        new(policy, Scope.Everywhere, value, 2, DateTimeOffset.MinValue, "Lena", "For a test.");

    private static World Begun(PolicyBook policies)
    {
        var world = new World(policies: policies);
        world.Tell(Web, new PublicationBegun("web", "web", 1, 0, [], null));
        return world;
    }

    private static void Move(World world, params (string Sku, int Available, int Row)[] skus) => world.Tell(
        Web, new AvailabilityMoved([.. skus.Select(sku => new MovedSku(sku.Sku, sku.Available, 1, sku.Row, world.Now))]));
}
