using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.ReturnToRefund;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>A return that is not taken: nobody keeps what is not theirs, and the customer hears of it.</summary>
public class ReturnRefusedTests
{
    private readonly World _world = new World().Receive("A", Dc, 9);

    public ReturnRefusedTests()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.DcDelivers("W-1-1");
    }

    [Fact]
    public void Goods_that_lie_in_the_store_are_handed_back_before_the_return_is_over()
    {
        RefuseAtTheCounter();
        _world.ReturnAt("R-1").ShouldBe(ReturnState.GivingBack);
        var task = _world.TaskOf(TaskKind.HandOver);
        (task.Task.Node, task.Task.Owner, task.Task.About).ShouldBe((Leeds, OwnerGroup.StoreOperations, Return("R-1")));
        Told().ShouldBe(["return-refused"]);
        _world.Effects<NotifyCustomer>().Last().Facts.Length.ShouldBe(2, "why, and where the goods are");

        _world.Finish(task.Id, null, "Maria");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Refused);
        _world.Latest(Return("R-1")).Because.ShouldContain("Maria");
        _world.Ledgers["A"].Nodes.ShouldNotContainKey(Leeds, "they were never ours");
    }

    [Fact]
    public void Goods_that_nobody_fetches_are_reminded_of_once_and_then_the_stores_to_do_away_with()
    {
        RefuseAtTheCounter();
        _world.Pass(TimeSpan.FromDays(15));
        Told().ShouldBe(["return-refused", "return-to-fetch"]);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.GivingBack);
        _world.Pass(TimeSpan.FromDays(14));

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Refused);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void What_never_came_is_refused_at_once_and_the_customer_is_told()
    {
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 2) with { Way = ReturnWay.DropOff, AskedAt = Now.AddDays(90) });
        _world.Do(TaskKind.Resolve, "refuse-return", "Too late.");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Refused);
        Told().ShouldBe(["return-refused"]);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_parcel_is_refused_with_nothing_to_hand_back()
    {
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1));
        _world.Finish(_world.TaskOf(TaskKind.Inspect).Id, "missing", "Empty.", new PickedLine(1, "A", 0));
        _world.Do(TaskKind.Resolve, "refuse-return", "Empty box.");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Refused);
    }

    [Fact]
    public void What_the_provider_would_not_pay_back_and_is_refused_then_can_come_back_another_day()
    {
        _world.Refuses<RefundPayment>("The card is closed.");
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 2));
        _world.Do(TaskKind.Inspect);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);
        _world.OrderOf("W-1").ReturnedBySku["A"].ShouldBe(2);
        _world.Do(TaskKind.Resolve, "refuse-return", "Worn, on a second look.");
        _world.Do(TaskKind.HandOver, note: "Maria");

        _world.OrderOf("W-1").ShouldSatisfyAllConditions(
            order => order.ReturnedBySku["A"].ShouldBe(0), order => order.Unsettled.ShouldBeEmpty(),
            order => order.Tenders.ShouldAllBe(tender => tender.Returned == 0));
        _world.Tell(Return("R-2"), Back("R-2", "W-1", "A", 2));
        _world.Do(TaskKind.Inspect);
        _world.OrderOf("W-1").Refunded.ShouldBe(20m);
    }

    [Fact]
    public void A_refusal_that_crosses_another_try_does_not_hide_the_money_that_goes_back_meanwhile()
    {
        _world.Refuses<RefundPayment>("The card is closed.");
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 2));
        _world.Do(TaskKind.Inspect);
        _world.Hold<RefundPayment>();
        _world.Tell(Return("R-1"), new LookAgain("The card is open again."));
        _world.Tell(Return("R-1"), new ReturnRefused("Worn, on a second look.", ByPerson: true));

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Refunding, "the order has been asked, and answers");
        _world.LetGo<RefundPayment>();
        _world.StatementOf("R-1");
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_word_of_a_hand_over_that_nobody_asked_for_changes_nothing()
    {
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1));
        _world.Tell(Return("R-1"), new HandedOver("somebody"));

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Inspecting);
    }

    private void RefuseAtTheCounter()
    {
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 2) with { AskedAt = Now.AddDays(90) });
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Deciding);
        _world.Do(TaskKind.Resolve, "refuse-return", "Worn.");
    }

    private IEnumerable<string> Told() => _world.Effects<NotifyCustomer>().Select(told => told.Template)
        .Where(template => template.StartsWith("return-", StringComparison.Ordinal));
}
