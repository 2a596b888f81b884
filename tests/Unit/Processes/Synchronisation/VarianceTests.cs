using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockVariances;

namespace Crossdock.Unit.Tests.Processes.Synchronisation;

/// <summary>Books that cannot be right, in the sentences of the business.</summary>
public class VarianceTests
{
    private static readonly CaseId Doubt = Handlers.IdOf("A", Given.Leeds, 2);

    private readonly World _world = new();

    [Fact]
    public void Negative_stock_of_a_till_is_recorded_and_a_finished_count_corrects_the_ledger_with_evidence()
    {
        Oversell(received: 2, sold: 5);
        OnHand.ShouldBe(-3);
        var (task, opened) = _world.OpenTasks.ShouldHaveSingleItem();
        (opened.Kind, opened.Node, opened.Exception, opened.Owner)
            .ShouldBe((TaskKind.Count, Given.Leeds, ExceptionCategory.StockVariance, OwnerGroup.StoreOperations));

        Count(task, 4);
        (OnHand, _world.Stock("A", Given.Leeds).Adjusted).ShouldBe((4, -7));
        _world.StateOf(Doubt).ShouldBe("Corrected");
        Facts<CountBelieved>().ShouldHaveSingleItem().ShouldBe(new CountBelieved(4, "Aylin", Given.Now, -3));
        _world.Effects<SettleStock>().ShouldHaveSingleItem().Orders.ShouldHaveSingleItem().Instruction.Reason
            .ShouldBe("Aylin counted 4, and the books had -3 then.");
    }

    [Fact]
    public void What_moves_between_the_count_and_its_posting_is_not_lost()
    {
        Oversell(received: 2, sold: 5);
        _world.Hold<ReadBooks>();
        Count(_world.OpenTasks[0].Id, 4);
        Minutes(5);
        _world.SellAtTill("A", Given.Leeds, 1);
        _world.Hold<SettleStock>();
        _world.LetGo<ReadBooks>();
        Minutes(5);
        _world.Receive("A", Given.Leeds, 10);
        _world.LetGo<SettleStock>();

        OnHand.ShouldBe(4 - 1 + 10);
    }

    [Fact]
    public void A_count_that_a_phone_kept_is_held_against_the_books_of_when_it_was_counted()
    {
        Oversell(received: 2, sold: 5);
        var counted = _world.Now;
        Minutes(30);
        _world.SellAtTill("A", Given.Leeds, 1);
        _world.Send(
            _world.OpenTasks[0].Id, new TaskCompleted(new TaskResult([new PickedLine(1, "A", 4)], null, "", counted)),
            Given.Person("Aylin"));
        _world.Run();

        OnHand.ShouldBe(3);
        Facts<CountBelieved>().ShouldHaveSingleItem().At.ShouldBe(counted);
    }

    [Fact]
    public void A_count_cannot_be_of_the_future()
    {
        Oversell(received: 2, sold: 5);
        _world.Send(
            _world.OpenTasks[0].Id,
            new TaskCompleted(new TaskResult([new PickedLine(1, "A", 4)], null, "", _world.Now.AddDays(1))), Given.Person("Aylin"));
        _world.Run();

        Facts<CountBelieved>().ShouldHaveSingleItem().At.ShouldBe(_world.Now);
    }

    [Fact]
    public void What_moved_after_a_count_was_asked_for_and_before_it_was_done_is_in_the_count()
    {
        Oversell(received: 2, sold: 5);
        Minutes(5);
        _world.Receive("A", Given.Leeds, 5);
        Minutes(5);
        Count(_world.OpenTasks[0].Id, 6);

        OnHand.ShouldBe(6);
    }

    [Fact]
    public void Books_that_are_right_are_left_alone()
    {
        Oversell(received: 5, sold: 2);
        Count(_world.OpenTasks[0].Id, 3);

        _world.StateOf(Doubt).ShouldBe("Corrected");
        _world.Effects<SettleStock>().ShouldBeEmpty();
    }

    [Fact]
    public void A_large_difference_is_counted_a_second_time_by_somebody_else()
    {
        Oversell(received: 2, sold: 5);
        Count(_world.OpenTasks[0].Id, 40);
        _world.StateOf(Doubt).ShouldBe("CountingAgain");
        OnHand.ShouldBe(-3, "one count is not believed alone");

        Count(_world.OpenTasks[0].Id, 41);
        _world.StateOf(Doubt).ShouldBe("CountingAgain", "the same person counted");
        Count(_world.OpenTasks[0].Id, 38, "Bill");
        (_world.StateOf(Doubt), OnHand).ShouldBe(("Corrected", 38));
    }

    [Fact]
    public void A_count_never_takes_what_a_customer_was_promised()
    {
        _world.Receive("A", Given.Leeds, 5);
        _world.Place(Given.Collected("W-1", Given.Leeds, Given.Line(1, "A", 2)));
        Oversell(received: 0, sold: 4);
        var before = _world.Stock("A", Given.Leeds);
        (before.Available, before.Reserved).ShouldBe((-1, 2));

        Count(_world.OpenTasks.Single(open => open.Task.Kind == TaskKind.Count).Id, 0);
        var after = _world.Stock("A", Given.Leeds);
        (after.Available, after.Reserved).ShouldBe((-1, 2));
        _world.StateOf(Doubt).ShouldBe("Corrected");
        _world.Latest(Doubt).Because.ShouldStartWith("Corrected as far as it may be");
    }

    [Fact]
    public void A_count_that_says_no_pieces_is_asked_for_again()
    {
        Oversell(received: 2, sold: 5);
        _world.Finish(_world.OpenTasks[0].Id);

        _world.OpenTasks.ShouldHaveSingleItem().Task.Kind.ShouldBe(TaskKind.Count);
        _world.StateOf(Doubt).ShouldBe("Counting");
    }

    [Fact]
    public void Where_the_books_of_then_cannot_be_read_it_is_counted_once_more()
    {
        _world.Refuses<ReadBooks>("archived");
        Oversell(received: 2, sold: 5);
        Count(_world.OpenTasks[0].Id, 4);
        _world.StateOf(Doubt).ShouldBe("Counting");

        Count(_world.OpenTasks[0].Id, 4);
        (_world.StateOf(Doubt), OnHand).ShouldBe(("Corrected", 4));
    }

    [Fact]
    public void A_place_that_nobody_counts_is_late_and_stays_with_the_store()
    {
        Oversell(received: 2, sold: 5);
        _world.Pass(TimeSpan.FromDays(2));

        Facts<VarianceLate>().ShouldNotBeEmpty();
        (_world.Latest(Doubt).Waits, _world.StateOf(Doubt)).ShouldBe((Waits.OnPerson, "Counting"));
    }

    [Fact]
    public void The_longest_sku_and_node_still_make_a_case() =>
        Handlers.IdOf(new string('A', 100), new string('N', 100), 7).Key.ShouldStartWith("7:N");

    private int OnHand => _world.Stock("A", Given.Leeds) is var at ? at.Available + at.Reserved : 0;

    private IEnumerable<T> Facts<T>() where T : Fact => _world.RowsOf(Doubt).SelectMany(row => row.Facts).OfType<T>();

    private void Minutes(int minutes) => _world.Pass(TimeSpan.FromMinutes(minutes));

    private void Oversell(int received, int sold)
    {
        if (received > 0)
        {
            _world.Receive("A", Given.Leeds, received);
        }

        _world.SellAtTill("A", Given.Leeds, sold);
        var at = _world.Stock("A", Given.Leeds);
        _world.Tell(Doubt, new VarianceFound(
            "A", Given.Leeds, "UK", at.Available + at.Reserved, at.Available, 2, "A till sold too many."));
    }

    private void Count(CaseId task, int pieces, string by = "Aylin")
    {
        _world.Send(task, new TaskCompleted(new TaskResult([new PickedLine(1, "A", pieces)], null, "")), Given.Person(by));
        _world.Run();
    }
}
