using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>A wish for fewer pieces crosses what the part does in the same moment.</summary>
public class OrderLessRaceTests
{
    private static readonly CaseId Id = CaseId.Order("W-1");

    private readonly World _world = new World().Receive("A", Leeds, 9).Receive("B", Leeds, 9);

    [Theory]
    [InlineData(true, 2, 2)]
    [InlineData(false, 2, 2)]
    [InlineData(true, 1, 2)]
    [InlineData(false, 1, 2)]
    [InlineData(true, 2, 1)]
    [InlineData(false, 2, 1)]
    [InlineData(true, 3, 2)]
    [InlineData(false, 3, 2)]
    public void Of_what_is_found_missing_at_that_moment_the_pieces_go_that_the_customer_no_longer_wants(
        bool shortFirst, int less, int missing)
    {
        _world.Advice = _ => Advised(Option(RerouteKind.Refund, null, 0.99));
        _world.Place(Shipped("W-1", Line(1, "A", 4)));
        _world.Receive("A", York, 9);
        var part = _world.OrderOf("W-1").Parts[0].Case;
        _world.Hold<AskReroute>();
        _world.Send(_world.TaskOf(TaskKind.Pick).Id, new TaskCompleted(new TaskResult([new PickedLine(1, "A", 4 - missing)], null, "")));
        _world.Send(Id, new ChangeRequested([new LineChange(1, 4 - less)], null));
        while (!_world.RowsOf(part).Any(row => row.Message.Data is FulfilmentLessAsked))
        {
            _world.Step();
        }

        // What the part tells its order of it comes in either order.
        _world.Pick = pending => shortFirst ? 0 : pending - 1;
        _world.Run();
        _world.Pick = _ => 0;
        _world.LetGo<AskReroute>();

        var gone = Math.Min(less, missing);
        _world.Incidents.ShouldBeEmpty();
        _world.PartAt("W-1-1").ShouldBe(PartState.Packing);
        _world.OrderOf("W-1").ShouldSatisfyAllConditions(
            order => order.Recalls.ShouldBeEmpty(), order => order.Shortages.ShouldBeEmpty(),
            order => order.Lines[0].Wanted.ShouldBe(4 - missing),
            order => order.Parts.ShouldHaveSingleItem().Lines.ShouldHaveSingleItem().Picked.ShouldBe(4 - missing));
        _world.Effects<AskReroute>().Sum(asked => asked.Missing.Sum(line => line.Quantity)).ShouldBe(missing - gone, "the rest is decided");
        _world.PartOf("W-1-1").Lines.ShouldHaveSingleItem().Quantity.ShouldBe(4 - missing);
        _world.Effects<CancelSalesOrder>().Last().Lines.ShouldBe([new LineChange(1, 4 - missing)]);
        var mails = _world.Effects<NotifyCustomer>().Select(mail => mail.Template).ToList();
        mails.Count(mail => mail == "order-changed").ShouldBe(1);
        mails.Count(mail => mail == "change-too-late").ShouldBe(less > missing ? 1 : 0);
    }

    [Fact]
    public void A_part_that_hears_the_wish_before_the_decision_about_what_it_lacked_keeps_what_it_found()
    {
        _world.Advice = _ => Advised(Option(RerouteKind.Refund, null, 0.99));
        _world.Place(Shipped("W-1", Line(1, "A", 4)));
        var part = _world.OrderOf("W-1").Parts[0].Case;
        _world.Send(_world.TaskOf(TaskKind.Pick).Id, new TaskCompleted(new TaskResult([new PickedLine(1, "A", 2)], null, "")));
        while (_world.Latest(Id).Message.Data is not RerouteAdvised)
        {
            _world.Step();
        }

        _world.Send(Id, new ChangeRequested([new LineChange(1, 1)], null));
        _world.Pick = pending => pending - 1;
        while (_world.Latest(part).Message.Data is not FulfilmentLessAsked)
        {
            _world.Step();
        }

        _world.PartAt("W-1-1").ShouldBe(PartState.Short);
        _world.Pick = _ => 0;
        _world.Run();

        _world.PartAt("W-1-1").ShouldBe(PartState.Packing);
        _world.OrderOf("W-1").ShouldSatisfyAllConditions(
            order => order.Recalls.ShouldBeEmpty(), order => order.Lines[0].Wanted.ShouldBe(2));
        _world.Effects<NotifyCustomer>().Count(mail => mail.Template == "change-too-late").ShouldBe(1);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects("W-1-1");
        _world.CarrierDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void A_part_that_gives_up_all_while_it_is_heard_to_be_late_leaves_nothing_to_decide()
    {
        var world = new World().Receive("A", Leeds, 9).Receive("B", York, 9);
        world.Place(Shipped("W-1", Line(1, "A", 3), Line(2, "B", 1)));
        var (gone, stays) = world.OrderOf("W-1").Parts is [{ Lines: [{ Line: 1 }] } first, var second] ? (first, second)
            : (world.OrderOf("W-1").Parts[1], world.OrderOf("W-1").Parts[0]);
        world.Send(Id, new CancelRequested("Not this one.", [1]));
        world.Step();
        world.Send(Id, new PartLate(gone.Case, gone.Node, ExceptionCategory.LatePick, 2));
        world.Pick = pending => pending - 1;
        world.Step();
        world.OrderOf("W-1").Shortages.ShouldHaveSingleItem();
        world.Pick = _ => 0;
        world.Run();

        world.OrderOf("W-1").ShouldSatisfyAllConditions(
            order => order.Shortages.ShouldBeEmpty(), order => order.Recalls.ShouldBeEmpty(), order => order.Lines[0].Wanted.ShouldBe(0));
        world.Effects<AskReroute>().ShouldBeEmpty();
        world.Do(TaskKind.Pick);
        world.Do(TaskKind.Pack);
        world.CarrierCollects(stays.Case.Key);
        world.CarrierDelivers(stays.Case.Key);
        world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void What_is_on_its_way_back_is_not_sent_again_once_the_customer_does_without_it()
    {
        var world = new World().Receive("A", Dc, 2).Receive("B", York, 9);
        world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        var late = world.OrderOf("W-1").Parts.Single(part => part.Node == Dc).Case;
        world.Hold<RecallFromWarehouse>();
        world.Tell(late, new FulfilmentCancelAsked("It is late; York sends it."));
        world.Receive("A", York, 9);
        world.Cancel("W-1", 1);
        world.LetGo<RecallFromWarehouse>();

        world.OrderOf("W-1").ShouldSatisfyAllConditions(
            order => order.Recalls.ShouldBeEmpty(), order => order.Lines[0].Wanted.ShouldBe(0), order => order.Unassigned.ShouldBe(0));
        world.Effects<FindStock>().Count().ShouldBe(1);
        world.Effects<CancelSalesOrder>().ShouldHaveSingleItem().Lines.ShouldBe([new LineChange(1, 0)]);
        world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldNotContain("change-too-late");
        world.Effects<NotifyCustomer>().Count(mail => mail.Template == "order-changed").ShouldBe(1);
    }

    [Fact]
    public void Of_what_comes_back_only_what_is_still_wanted_is_sent_again()
    {
        var world = new World().Receive("A", Leeds, 3).Receive("B", York, 9);
        world.Place(Shipped("W-1", Line(1, "A", 3), Line(2, "B", 1)));
        var late = world.OrderOf("W-1").Parts.Single(part => part.Node == Leeds).Case;
        world.Receive("A", York, 9);
        world.Send(late, new FulfilmentCancelAsked("It is late; York sends it."));
        world.Step();
        world.Send(Id, new ChangeRequested([new LineChange(1, 1)], null));
        world.Pick = pending => pending - 1;
        world.Step();
        world.Step();
        world.Pick = _ => 0;
        world.Run();

        world.OrderOf("W-1").Lines[0].Wanted.ShouldBe(1);
        world.OrderOf("W-1").Recalls.ShouldBeEmpty();
        world.Effects<ReserveStock>().Last().Lines.Sum(line => line.Quantity).ShouldBe(1);
    }

    [Fact]
    public void A_cancellation_does_not_wait_for_what_a_short_part_lacks()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 4), Line(2, "B", 1)));
        var part = _world.OrderOf("W-1").Parts[0].Case;
        _world.Send(_world.TaskOf(TaskKind.Pick).Id, new TaskCompleted(new TaskResult(
            [new PickedLine(1, "A", 2), new PickedLine(2, "B", 1)], null, "")));
        _world.Send(Id, new ChangeRequested([new LineChange(1, 2)], null));
        while (!_world.RowsOf(part).Any(row => row.Message.Data is FulfilmentLessAsked))
        {
            _world.Step();
        }

        // That it is short comes after all else.
        _world.Pick = pending => pending - 1;
        while (_world.OrderOf("W-1").Recalls is not [{ Kept: true }])
        {
            _world.Step();
        }

        _world.Tell(Id, new CancelRequested("Not wanted.", []));
        _world.Pick = _ => 0;
        _world.Run();
        _world.Do(TaskKind.PutBack);

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Incidents.ShouldBeEmpty();
        _world.OrderOf("W-1").Recalls.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_to_come_back_and_was_handed_over_keeps_no_wish_waiting()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 3)));
        _world.Send(Id, new ChangeRequested([new LineChange(1, 1)], null));
        _world.Step();
        _world.Lose(0);
        _world.Do(TaskKind.Pick);
        _world.Stage();
        var over = _world.TaskOf(TaskKind.HandOver).Id;
        _world.Tell(Part("W-1-1"), new FulfilmentCancelAsked("It was late."));
        _world.FindLost();
        _world.Run();
        _world.OrderOf("W-1").Recalls.ShouldHaveSingleItem().Returns.ShouldBeTrue();
        _world.Finish(over, note: "Maria");

        _world.OrderOf("W-1").Recalls.ShouldBeEmpty();
        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void More_than_comes_back_is_given_up_of_what_was_never_found()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 3)));
        _world.Send(Id, new ChangeRequested([new LineChange(1, 1)], null));
        _world.Step();
        _world.Lose(0);
        _world.Tell(Part("W-1-1"), new PickReported([new PickedLine(1, "A", 1)]));
        _world.At("W-1").ShouldBe(OrderState.Fulfilling, "the part has yet to answer");
        _world.Tell(Part("W-1-1"), new FulfilmentCancelAsked("It was late."));
        _world.FindLost();
        _world.Run();
        _world.Do(TaskKind.PutBack);

        _world.OrderOf("W-1").ShouldSatisfyAllConditions(
            order => order.Recalls.ShouldBeEmpty(), order => order.Lines[0].Wanted.ShouldBe(1),
            order => order.Shortages.ShouldHaveSingleItem().Missing.ShouldHaveSingleItem().Quantity.ShouldBe(1));
        _world.At("W-1").ShouldBe(OrderState.Rerouting, "the one that is still wanted");
        _world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldNotContain("change-too-late");
        _world.Incidents.ShouldBeEmpty();
    }
}
