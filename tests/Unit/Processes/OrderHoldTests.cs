using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Holds: typed, several at once, each with its own owner and release.</summary>
public class OrderHoldTests
{
    private readonly World _world = new World().Receive("A", Dc, 9);

    [Fact]
    public void A_price_that_differs_holds_the_order_for_merchandising_and_a_release_lets_it_go_on()
    {
        _world.Answers<CheckOrder>(_ => new OrderChecked([new PriceInForce("A", 12m)], [], false, null));
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.Held);
        var (id, task) = _world.OpenTasks.ShouldHaveSingleItem();
        task.Owner.ShouldBe(OwnerGroup.Merchandising);
        task.Exception.ShouldBe(ExceptionCategory.PriceMismatch);

        _world.Finish(id, "release:Price", "Promotion.");

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Theory]
    [InlineData(10.05, OrderState.Fulfilling)]
    [InlineData(10.06, OrderState.Held)]
    public void A_price_within_half_a_percent_is_no_difference(double inForce, OrderState expected)
    {
        _world.Answers<CheckOrder>(_ => new OrderChecked([new PriceInForce("A", (decimal)inForce)], [], false, null));

        _world.Place(Shipped("W-1", Line(1, "A", 2)));

        _world.At("W-1").ShouldBe(expected);
    }

    [Fact]
    public void A_fraud_hold_that_is_refused_ends_the_order_with_its_authorisation_given_back()
    {
        _world.Answers<AuthorisePayment>(pay => new PaymentAuthorised("AUTH", pay.Amount, pay.Currency, 0.9));
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.Held);

        _world.Do(TaskKind.Resolve, "refuse", "Stolen card.");

        _world.At("W-1").ShouldBe(OrderState.Refused);
        _world.Effects<VoidAuthorisation>().ShouldHaveSingleItem().Authorisation.ShouldBe("AUTH");
        _world.Stock("A", Dc).Reserved.ShouldBe(0);
        _world.Effects<PostSalesOrder>().ShouldBeEmpty();
    }

    [Fact]
    public void Several_holds_at_once_have_a_task_each_and_the_last_release_lets_the_order_go_on()
    {
        _world.Answers<CheckOrder>(_ => new OrderChecked([new PriceInForce("A", 12m)], ["Z"], CustomerBlocked: true, "W-0"));
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.OrderOf("W-1").Holds.Select(hold => hold.Kind)
            .ShouldBe([HoldKind.Data, HoldKind.Fraud, HoldKind.Duplicate, HoldKind.Price]);
        var tasks = _world.OpenTasks;
        tasks.Select(open => open.Task.Exception).ShouldBe(
            [ExceptionCategory.DataInvalid, ExceptionCategory.FraudSuspected, ExceptionCategory.Duplicate,
                ExceptionCategory.PriceMismatch]);

        foreach (var (id, task) in tasks)
        {
            _world.At("W-1").ShouldBe(OrderState.Held);
            _world.Finish(id, task.Choices[0].Code);
        }

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.Effects<AuthorisePayment>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_declined_payment_holds_the_order_and_is_tried_again_on_release()
    {
        _world.Refuses<AuthorisePayment>("Not enough money.").Place(Shipped("W-1", Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.Held);
        _world.TaskOf(TaskKind.Resolve).Task.Exception.ShouldBe(ExceptionCategory.PaymentFailed);

        _world.Do(TaskKind.Resolve, "release:Payment");

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.Effects<AuthorisePayment>().Count().ShouldBe(2);
    }

    [Fact]
    public void An_order_the_erp_will_not_take_is_held_with_its_stock_and_posted_again_on_release()
    {
        _world.Refuses<PostSalesOrder>("Period closed.").Place(Shipped("W-1", Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.Held);
        _world.Stock("A", Dc).Reserved.ShouldBe(2);

        _world.Do(TaskKind.Resolve, "release:Erp");

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.Stock("A", Dc).Reserved.ShouldBe(2);
    }

    [Fact]
    public void Quantities_lowered_while_the_erp_holds_the_order_are_neither_picked_nor_kept_reserved()
    {
        _world.Refuses<PostSalesOrder>("Period closed.").Place(Shipped("W-1", Line(1, "A", 3)));
        _world.Tell(CaseId.Order("W-1"), new ChangeRequested([new LineChange(1, 1)], null));

        _world.Do(TaskKind.Resolve, "release:Erp");
        _world.PartOf("W-1-1").Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        _world.Stock("A", Dc).Reserved.ShouldBe(1);
        _world.DcDelivers("W-1-1");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
    }

    [Fact]
    public void A_change_lowers_quantities_before_anything_is_picked_and_refuses_to_raise_what_is_paid()
    {
        _world.Answers<CheckOrder>(_ => new OrderChecked([new PriceInForce("A", 12m)], [], false, null));
        _world.Place(Shipped("W-1", Line(1, "A", 3), Line(2, "A", 1)));
        _world.Tell(CaseId.Order("W-1"), new ChangeRequested([new LineChange(1, 4)], null));
        _world.OrderOf("W-1").Lines.Select(line => line.Wanted).ShouldBe([3, 1]);
        _world.Latest(CaseId.Order("W-1")).Because.ShouldContain("order the further pieces anew");

        _world.Tell(CaseId.Order("W-1"), new ChangeRequested([new LineChange(1, 2), new LineChange(2, 0)], null));
        _world.Do(TaskKind.Resolve, "release:Price");

        _world.PartOf("W-1-1").Lines.Select(line => (line.Line, line.Quantity)).ShouldBe([(1, 2)]);
        _world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldContain("order-changed");
    }

    [Fact]
    public void A_hold_nobody_looks_at_stays_held_and_says_so()
    {
        _world.Refuses<AuthorisePayment>("Not enough money.").Place(Shipped("W-1", Line(1, "A", 2)));

        _world.Pass(TimeSpan.FromHours(5));

        _world.At("W-1").ShouldBe(OrderState.Held);
        _world.RowsOf(CaseId.Order("W-1")).Count(row => row.Message.Data is DeadlinePassed).ShouldBe(1);
        _world.Latest(CaseId.Order("W-1")).Deadline!.Step.ShouldBe(2);
    }
}
