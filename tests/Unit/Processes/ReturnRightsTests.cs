using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ReturnToRefund;
using static Crossdock.Unit.Tests.Processes.Given;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Who may bring what back, where and until when; what it is worth then; and what of it the provider's statement shows.</summary>
public class ReturnRightsTests
{
    private World _world = new World().Receive("A", Dc, 9);

    [Fact]
    public void A_return_after_the_window_waits_for_a_person_who_takes_it()
    {
        Deliver();
        _world.Pass(TimeSpan.FromDays(31));
        Ask(Back("R-1", "W-1", "A", 1));

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Deciding);
        _world.TaskOf(TaskKind.Resolve).Task.Why.ShouldBe("It was delivered 31 days before; 30 are allowed.");
        _world.Do(TaskKind.Resolve, "accept-return");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Inspecting);
    }

    [Fact]
    public void A_longer_window_of_the_peak_takes_it_at_once()
    {
        _world = new World(policies: new PolicyBook([new PolicyValue(
            Policy.ReturnWindow.Name, Scope.Everywhere, TimeSpan.FromDays(60), 2, Now.AddDays(-1), "Head", "Holidays.")]))
            .Receive("A", Dc, 9);
        Deliver();
        _world.Pass(TimeSpan.FromDays(31));
        Ask(Back("R-1", "W-1", "A", 1));

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Inspecting);
        _world.RowsOf(Return("R-1")).SelectMany(row => row.Policies).ShouldContain("return-window@2");
    }

    [Fact]
    public void Goods_that_are_not_taken_back_by_rule_and_goods_of_much_worth_wait_for_a_person()
    {
        _world.Receive("gift_50", Dc, 1).Receive("C", Dc, 1);
        _world.Place(Shipped("W-1", Line(1, "gift_50", 1))).Place(Shipped("W-2", Line(1, "C", 1, price: 500m)));
        _world.DcDelivers("W-1-1");
        _world.DcDelivers("W-2-1");
        Ask(Back("R-1", "W-1", "gift_50", 1));
        Ask(Back("R-2", "W-2", "C", 1, price: 1m));

        _world.OpenTasks.Select(open => open.Task.Why).ShouldBe(
            ["gift_50 is not taken back by rule.", "It is worth GBP 500.00."], ignoreOrder: true);
    }

    [Fact]
    public void What_was_not_delivered_yet_cannot_come_back_until_it_is()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        Ask(Back("R-1", "W-1", "A", 1));

        var task = _world.TaskOf(TaskKind.Resolve);
        task.Task.Why.ShouldBe("0 of A delivered and not returned, 1 to come back.");
        _world.DcDelivers("W-1-1");
        _world.Finish(task.Id, "retry");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Inspecting);
        _world.Do(TaskKind.Inspect);
        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
    }

    [Fact]
    public void What_was_looked_at_is_not_asked_about_again()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 1));
        _world.Finish(_world.TaskOf(TaskKind.Inspect).Id, "missing", "Empty.", new PickedLine(1, "A", 0));
        _world.Tell(Return("R-1"), new LookAgain("Ask."));

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Deciding);
        _world.TaskOf(TaskKind.Resolve).Task.Choices.ShouldNotContain(choice => choice.Code == "retry");
    }

    [Fact]
    public void Of_more_than_is_left_a_person_takes_what_is_left()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 3));
        _world.Do(TaskKind.Resolve, "accept-return");
        _world.TaskOf(TaskKind.Inspect).Task.Why
            .ShouldEndWith("Not taken back: 1 of A. Give to the customer what came along.");
        _world.Do(TaskKind.Inspect);

        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
        _world.Stock("A", Leeds).Available.ShouldBe(2);
    }

    [Fact]
    public void Pieces_set_aside_for_one_return_are_not_another_ones_until_it_is_refused()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 2) with { Way = ReturnWay.DropOff });
        Ask(Back("R-2", "W-1", "A", 1));
        _world.ReturnAt("R-2").ShouldBe(ReturnState.Deciding);

        _world.Tell(Return("R-1"), new ReturnRefused("The customer keeps it.", ByPerson: true));
        Ask(Back("R-3", "W-1", "A", 2));

        _world.ReturnAt("R-3").ShouldBe(ReturnState.Inspecting);
    }

    [Fact]
    public void What_is_dropped_off_at_another_store_is_inspected_and_stocked_there()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 1) with { Way = ReturnWay.DropOff });
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Awaited);
        _world.Effects<NotifyCustomer>().ShouldContain(letter => letter.Template == "return-authorised");

        _world.Tell(Return("R-1"), new ReturnArrived(York, null));
        _world.TaskOf(TaskKind.Inspect).Task.Node.ShouldBe(York);
        _world.Do(TaskKind.Inspect);

        _world.Stock("A", York).Available.ShouldBe(1);
    }

    [Fact]
    public void A_parcel_gets_its_label_and_one_that_no_carrier_takes_may_be_dropped_off()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 1) with { Way = ReturnWay.Parcel });
        _world.Effects<BookReturnLabel>().ShouldHaveSingleItem().Pieces.ShouldBe(1);
        _world.Effects<NotifyCustomer>().ShouldContain(letter => letter.Template == "return-label" && letter.Facts[0] == "TRK-R-1");

        _world.Refuses<BookReturnLabel>("An island.");
        Ask(Back("R-2", "W-1", "A", 1) with { Way = ReturnWay.Parcel });
        _world.Effects<NotifyCustomer>().ShouldContain(letter => letter.Template == "return-drop-off");
        _world.Tell(Return("R-2"), new ReturnArrived(Leeds, null));

        _world.ReturnAt("R-2").ShouldBe(ReturnState.Inspecting);
    }

    [Fact]
    public void Who_does_not_come_is_reminded_and_then_keeps_it_and_goods_that_come_later_are_seen_by_a_person()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 2) with { Way = ReturnWay.DropOff });
        _world.Pass(TimeSpan.FromDays(8));
        _world.Effects<NotifyCustomer>().Count(letter => letter.Template == "return-reminder").ShouldBe(1);
        _world.Pass(TimeSpan.FromDays(7));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Expired);
        _world.OrderOf("W-1").Claims.ShouldBeEmpty();

        _world.Tell(Return("R-1"), new ReturnArrived(York, null));

        _world.TaskOf(TaskKind.Resolve).Task.Why.ShouldBe($"The goods came to {York} after the return was over.");
    }

    [Fact]
    public void Of_a_parcel_that_came_half_empty_what_was_found_is_paid_back()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 2));
        _world.Finish(_world.TaskOf(TaskKind.Inspect).Id, "missing", "", new PickedLine(1, "A", 1));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Deciding);

        _world.Do(TaskKind.Resolve, "accept-found");

        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Disposed.IsDefaultOrEmpty.ShouldBeTrue();
        _world.Stock("A", Leeds).Available.ShouldBe(1);
    }

    [Fact]
    public void Worn_pieces_are_paid_back_in_the_share_that_is_set_and_go_where_they_are_sent()
    {
        _world = new World(policies: new PolicyBook([new PolicyValue(
            Policy.ReturnWornShare.Name, Scope.Everywhere, 40m, 2, Now.AddDays(-1), "Head", "Wear.")])).Receive("A", Dc, 9);
        Deliver();
        Ask(Back("R-1", "W-1", "A", 2));
        _world.Finish(_world.TaskOf(TaskKind.Inspect).Id, "refurbish", "Scratched.", new PickedLine(1, "A", 1));

        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(14m, "one at its price, one at 40 percent");
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Disposed.ShouldBe([new DisposedPieces("A", 1, Disposition.Refurbish)]);
    }

    [Fact]
    public void Each_piece_that_came_back_has_its_own_fate_and_only_those_that_were_there_are_paid_back()
    {
        _world = new World(policies: new PolicyBook([new PolicyValue(
            Policy.ReturnWornShare.Name, Scope.Everywhere, 40m, 2, Now.AddDays(-1), "Head", "Wear.")])).Receive("A", Dc, 9);
        _world.Place(Shipped("W-1", Line(1, "A", 5)));
        _world.DcDelivers("W-1-1");
        Ask(Back("R-1", "W-1", "A", 5));
        _world.Inspect(asNew: 2, new(1, 1, Disposition.Refurbish), new(1, 1, Disposition.Scrap), new(1, 1, Disposition.Missing));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Deciding);
        _world.TaskOf(TaskKind.Resolve).Task.Why.ShouldBe("1 pieces were not there.");

        _world.Do(TaskKind.Resolve, "accept-found");

        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(28m, "two at their price, two at 40 percent");
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Disposed.ShouldBe(
            [new DisposedPieces("A", 1, Disposition.Refurbish), new DisposedPieces("A", 1, Disposition.Scrap)]);
        _world.Stock("A", Leeds).Available.ShouldBe(2);
    }

    [Fact]
    public void Of_a_piece_that_nobody_spoke_of_the_choice_says_what_becomes()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 2));
        var task = _world.TaskOf(TaskKind.Inspect).Id;
        _world.Tell(task, new TaskCompleted(new TaskResult(
            [new PickedLine(1, "A", 0)], "liquidate", "", Sorted: [new SortedLine(1, 1, Disposition.Supplier)])));

        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Disposed.ShouldBe(
            [new DisposedPieces("A", 1, Disposition.Supplier), new DisposedPieces("A", 1, Disposition.Liquidate)]);
    }

    [Fact]
    public void More_fates_than_pieces_are_cut_to_the_pieces()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 2));
        _world.Inspect(asNew: 1, new(1, 7, Disposition.Scrap), new(1, 3, Disposition.Missing), new(9, 1, Disposition.Missing));

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Settling, "nothing was missing");
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Disposed.ShouldBe([new DisposedPieces("A", 1, Disposition.Scrap)]);
    }

    [Fact]
    public void Postage_goes_back_once_with_the_last_piece_of_the_order()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)) with { Charges = [new Charge("POST", "Postage", 4m)] });
        _world.DcDelivers("W-1-1");
        foreach (var number in new[] { "R-1", "R-2" })
        {
            Ask(Back(number, "W-1", "A", 1));
            _world.Do(TaskKind.Inspect);
        }

        _world.Effects<RefundPayment>().Select(refund => refund.Amount).ShouldBe([10m, 14m]);
    }

    [Fact]
    public void Postage_goes_back_by_itself_where_the_last_that_was_not_returned_comes_back_undelivered()
    {
        _world.Receive("B", York, 9).Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)) with
        {
            Charges = [new Charge("POST", "Postage", 4m)],
        });
        var (hall, store) = _world.PartOf("W-1-1").Needs.Node == Dc ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        _world.DcDelivers(hall);
        Ask(Back("R-1", "W-1", "A", 2));
        _world.Do(TaskKind.Inspect);
        _world.Do(TaskKind.Pick);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects(store);
        _world.ComesBackAsNew(store);

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<RefundPayment>().Select(refund => (refund.Reference, refund.Amount))
            .ShouldBe([("return/R-1", 20m), ($"refund/{store}", 10m), ("postage/W-1", 4m)]);
    }

    [Fact]
    public void A_statement_that_shows_another_amount_is_disputed_and_settled_by_hand()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 1));
        _world.Do(TaskKind.Inspect);
        _world.StatementOf("R-1", 9m);

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);
        var task = _world.TaskOf(TaskKind.Resolve);
        (task.Task.Owner, task.Task.Exception, task.Task.Why).ShouldBe(
            (OwnerGroup.FinanceControl, ExceptionCategory.RefundMismatch, "GBP 10.00 went back, and the statement shows GBP 9.00."));
        _world.Finish(task.Id, "settled", "The bank's fee.");
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void A_statement_in_another_currency_settles_nothing_however_often_it_is_looked_at()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 1));
        _world.Do(TaskKind.Inspect);
        _world.Tell(Return("R-1"), new RefundSettled("REF-R-1", 10m, "EUR"));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);

        _world.Do(TaskKind.Resolve, "retry");
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Settling);
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void A_statement_that_comes_before_the_books_are_done_counts()
    {
        Deliver();
        _world.Hold<SettleStock>();
        Ask(Back("R-1", "W-1", "A", 1));
        _world.Do(TaskKind.Inspect);
        _world.StatementOf("R-1");
        _world.LetGo<SettleStock>();

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void A_refund_that_no_statement_shows_is_asked_for_by_finance()
    {
        Deliver();
        Ask(Back("R-1", "W-1", "A", 1));
        _world.Do(TaskKind.Inspect);
        _world.Pass(TimeSpan.FromDays(6));

        var task = _world.TaskOf(TaskKind.Resolve).Task;
        (task.Owner, task.Exception).ShouldBe((ExceptionRules.Of(ExceptionCategory.RefundLate).Owner, ExceptionCategory.RefundLate));
        _world.StatementOf("R-1");
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void Stock_that_the_ledger_does_not_take_keeps_the_return_open_until_it_does()
    {
        Deliver();
        _world.Refuses<SettleStock>("The shelf is closed.");
        Ask(Back("R-1", "W-1", "A", 1));
        _world.Do(TaskKind.Inspect);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);

        _world.Do(TaskKind.Resolve, "retry");
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.Effects<RefundPayment>().ShouldHaveSingleItem();
    }

    private void Deliver()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.DcDelivers("W-1-1");
    }

    private void Ask(ReturnAsked asked) => _world.Tell(Return(asked.Number), asked with { AskedAt = _world.Now });
}
