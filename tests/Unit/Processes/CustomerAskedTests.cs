using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Pieces are missing for a customer who chose a store: nothing else happens than what the customer agrees to.</summary>
public class CustomerAskedTests
{
    private readonly World _world = new World().Receive("A", Dc, 9);

    [Theory]
    [InlineData(RerouteKind.Ship)]
    [InlineData(RerouteKind.OtherStore)]
    public void A_customer_who_chose_a_store_is_asked_before_anything_changes(RerouteKind kind)
    {
        CollectTwoAndFindOne(kind, 0.99);

        _world.At("W-1").ShouldBe(OrderState.AskingCustomer);
        _world.OrderOf("W-1").Parts.ShouldHaveSingleItem();
        _world.OrderOf("W-1").PickupOnly.ShouldBeTrue();
        _world.Effects<NotifyCustomer>().Last().Template.ShouldBe("please-decide");
        _world.Pass(TimeSpan.FromDays(30));
        _world.OrderOf("W-1").Parts.ShouldHaveSingleItem("never silently moved, however long the customer is silent");
    }

    [Fact]
    public void A_customer_who_agrees_gets_the_missing_pieces_shipped()
    {
        CollectTwoAndFindOne(RerouteKind.Ship, 0.99);

        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Agree));

        _world.OrderOf("W-1").Parts.Select(part => part.Mode).ShouldBe([FulfilmentMode.StorePickup, FulfilmentMode.ShipFromDc]);
        _world.Stage();
        _world.Do(TaskKind.HandOver);
        _world.DcDelivers("W-1-2");
        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void An_answer_to_what_was_offered_before_agrees_to_nothing_that_was_offered_since()
    {
        CollectTwoAndFindOne(RerouteKind.Ship, 0.99);
        var first = Offer();
        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Wait));
        _world.Receive("A", Leeds, 1).Pass(TimeSpan.FromHours(13));
        _world.PickShort(0);
        _world.At("W-1").ShouldBe(OrderState.AskingCustomer);
        var second = Offer();
        second.ShouldNotBe(first);

        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Agree, first));
        _world.At("W-1").ShouldBe(OrderState.AskingCustomer);
        _world.Latest(CaseId.Order("W-1")).Outcome.ShouldBe(Outcome.IgnoredLate);

        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Agree, second));
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);

        string Offer() => _world.Effects<NotifyCustomer>().Last(mail => mail.Template == "please-decide").Facts[1];
    }

    [Fact]
    public void Who_was_to_call_the_customer_does_not_when_the_answer_comes_by_itself()
    {
        CollectTwoAndFindOne(RerouteKind.Ship, 0.99);
        _world.Pass(TimeSpan.FromDays(20));
        _world.TaskOf(TaskKind.Contact).Task.Title.ShouldStartWith("Call the customer");
        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Wait));

        _world.OpenTasks.Select(open => open.Task.Kind).ShouldNotContain(TaskKind.Contact);
    }

    [Fact]
    public void A_customer_who_agrees_to_another_store_collects_the_missing_pieces_there()
    {
        CollectTwoAndFindOne(RerouteKind.OtherStore, 0.99);

        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Agree));

        _world.OrderOf("W-1").Parts.Select(part => (part.Node, part.Mode))
            .ShouldBe([(Leeds, FulfilmentMode.StorePickup), (York, FulfilmentMode.StorePickup)]);
    }

    [Fact]
    public void A_customer_who_waits_gets_the_rest_when_the_store_has_it_again()
    {
        CollectTwoAndFindOne(RerouteKind.Ship, 0.99);
        _world.SellAtTill("A", Leeds, _world.Stock("A", Leeds).Available);
        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Wait));
        _world.OrderOf("W-1").Unassigned.ShouldBe(1);

        _world.Receive("A", Leeds, 4);
        _world.Pass(TimeSpan.FromHours(13));

        _world.OrderOf("W-1").Parts.Select(part => part.Node).ShouldBe([Leeds, Leeds]);
    }

    [Fact]
    public void A_customer_who_refuses_pays_only_for_what_is_there()
    {
        CollectTwoAndFindOne(RerouteKind.Ship, 0.99);

        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Refuse));
        _world.Stage();
        _world.Do(TaskKind.HandOver);

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
    }

    [Fact]
    public void A_silent_customer_is_reminded_twice_and_then_called()
    {
        CollectTwoAndFindOne(RerouteKind.Ship, 0.99);
        int Reminders() => _world.Effects<NotifyCustomer>().Count(mail => mail.Template == "please-decide");
        Reminders().ShouldBe(1);
        _world.Pass(TimeSpan.FromHours(25));
        Reminders().ShouldBe(2);
        _world.Pass(TimeSpan.FromHours(24));
        Reminders().ShouldBe(3);
        _world.OpenTasks.ShouldNotContain(open => open.Task.Kind == TaskKind.Contact);
        _world.Pass(TimeSpan.FromHours(24));

        _world.TaskOf(TaskKind.Contact).Task.Owner.ShouldBe(OwnerGroup.CustomerService);
        _world.Do(TaskKind.Contact, "answer:Refuse:1");
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        Reminders().ShouldBe(3);
    }

    private void CollectTwoAndFindOne(RerouteKind kind, double confidence)
    {
        _world.Receive("A", Leeds, 9).Receive("A", York, 9);
        _world.Advice = _ => Advised(Option(kind, kind == RerouteKind.OtherStore ? York : Dc, confidence, mustAgree: true));
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 2)));
        _world.PickShort(1);
    }
}
