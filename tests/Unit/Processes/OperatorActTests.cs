using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Running;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What an operator may do with any case, as tables: what it comes to, and why it comes to nothing.</summary>
public class OperatorActTests
{
    private static readonly CaseId Order = CaseId.Order("W-1");

    private readonly World _world = new World().Receive("A", Dc, 9);

    /// <summary>An order whose check was answered with something that no decision can be made of.</summary>
    private World Failed()
    {
        _world.Hold<CheckOrder>();
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Answers<CheckOrder>(_ => new OrderChecked(default, [], false, null));
        _world.LetGo<CheckOrder>();
        _world.Latest(Order).Outcome.ShouldBe(Outcome.Incident);
        return _world;
    }

    private TellReceipt? Refusal(Message act) =>
        _world.Cases.Single(run => run.Id == Order).AnswerWithoutRow(
            new Envelope($"asked-{Guid.NewGuid():N}", "person/ida", Order, _world.Now, new Actor("Ida", "operator"), act));

    [Fact]
    public void A_retry_with_a_corrected_answer_names_the_one_it_corrects_and_the_original_stays_in_the_journal()
    {
        Failed();
        var original = _world.Latest(Order).Message;

        _world.Tell(Order, new IncidentRetried("The ERP sent no prices", new OrderChecked([], [], false, null)));

        var retried = _world.RowsOf(Order).Single(row => row.Message.Revises == original.Id);
        retried.Outcome.ShouldBe(Outcome.Applied);
        retried.Message.Id.ShouldNotBe(original.Id);
        (retried.Message.Answers, retried.Message.Why, retried.Message.Who.Name)
            .ShouldBe((original.Answers, "The ERP sent no prices", "Aylin"));
        retried.Because.ShouldStartWith("Tried again, corrected: The ERP sent no prices. ");
        _world.RowsOf(Order).ShouldContain(row => row.Message.Id == original.Id && row.Outcome == Outcome.Incident);
        _world.StateOf(Order).ShouldNotBe(nameof(OrderState.Checking), "the order went on");
    }

    [Fact]
    public void A_retry_that_fails_again_keeps_who_and_why_and_shows_the_latest_reason()
    {
        Failed();
        _world.Tell(Order, new IncidentRetried("Perhaps it passes"));

        var row = _world.Latest(Order);
        (row.Outcome, row.Message.Why, row.Message.Who.Name).ShouldBe((Outcome.Incident, "Perhaps it passes", "Aylin"));
        _world.Cases.Single(run => run.Id == Order).Incident.ShouldBe(row.Because);
    }

    [Fact]
    public void A_skipped_answer_may_be_replaced_by_the_one_the_operator_states()
    {
        Failed();
        _world.Tell(Order, new IncidentSkipped("Prices were checked by hand", Answer: new OrderCheckRefused("price list missing")));

        _world.At("W-1").ShouldBe(OrderState.Held);
        _world.RowsOf(Order).ShouldContain(row => row.Because.StartsWith(
            "Skipped, and order.check-refused taken: Prices were checked by hand. ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cancellation_goes_past_an_incident_and_what_was_behind_it_is_still_heard()
    {
        _world.Hold<FindStock>();
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        var before = _world.Effects<VoidAuthorisation>().Count();

        _world.Tell(Order, new CaseCancelOrdered("Customer called"));

        _world.At("W-1").ShouldBeOneOf(OrderState.Cancelling, OrderState.Cancelled);
        _world.Effects<VoidAuthorisation>().Count().ShouldBe(before + 1, "the cancel row gave the money back");
        _world.RowsOf(Order).Single(row => row.Message.Why == "Customer called").Message.Data.ShouldBeOfType<CancelRequested>();
    }

    [Fact]
    public void Cancelled_behind_an_incident_the_failed_answer_is_told_again()
    {
        Failed();
        var failed = _world.Latest(Order).Message;

        _world.Tell(Order, new CaseCancelOrdered("Not worth it"));

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Cases.Single(run => run.Id == Order).Incident.ShouldBeNull();
        _world.RowsOf(Order).ShouldContain(row => row.Message.Id == $"{failed.Id}/again", "nothing that was told is lost");
    }

    [Fact]
    public void A_held_case_keeps_what_it_is_told_and_goes_on_in_order_when_it_is_resumed()
    {
        _world.Place(Shipped("W-1", Line(1, "B", 2)));
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);

        _world.Tell(Order, new CaseHeld("Fraud desk looks at it"));
        _world.Tell(Order, new LookAgain("first"));
        _world.Tell(Order, new CancelRequested("second", []));
        _world.RowsOf(Order).TakeLast(2).ShouldAllBe(row => row.Outcome == Outcome.Deferred);
        _world.Tell(Order, new CaseResumed("Nothing found"));

        var told = _world.RowsOf(Order).Where(row => row.Message.Id.EndsWith("/again", StringComparison.Ordinal)).ToArray();
        told.Select(row => row.Message.Data.GetType()).ShouldBe([typeof(LookAgain), typeof(CancelRequested)]);
    }

    [Fact]
    public void A_held_cases_budget_stops_and_the_rest_of_it_runs_on_after_it_is_resumed()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 1)));
        _world.Receive("A", Leeds, 5);
        _world.Tell(Order, new LookAgain("stock came"));
        var part = new CaseId("fulfilment", "W-1-1");
        var before = _world.Latest(part).Deadline.ShouldNotBeNull();
        before.Budget.ShouldBe(TimeSpan.FromHours(2));

        _world.Pass(TimeSpan.FromMinutes(45));
        _world.Tell(part, new CaseHeld("The store floods"));
        _world.Latest(part).Deadline.ShouldBeNull();
        _world.Pass(TimeSpan.FromDays(2));
        _world.RowsOf(part).ShouldNotContain(row => row.Message.Data is DeadlinePassed, "time does not pass for it");
        _world.Tell(part, new CaseResumed("Dry again"));

        var after = _world.Latest(part).Deadline.ShouldNotBeNull();
        (after.Budget, after.Used, after.Since).ShouldBe((before.Budget, TimeSpan.FromMinutes(45), _world.Now));
        after.Due.ShouldBe(_world.Now + TimeSpan.FromMinutes(75), "the store is open, so what is left runs at once");
        _world.Pass(TimeSpan.FromMinutes(80));
        _world.RowsOf(part).Count(row => row.Message.Data is DeadlinePassed).ShouldBe(1);
    }

    [Fact]
    public void A_case_handed_over_is_owned_by_another_until_it_moves_on()
    {
        _world.Answers<CheckOrder>(_ => new OrderCheckRefused("unknown SKU"));
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.Held);

        _world.Tell(Order, new CaseHandedOver(OwnerGroup.Merchandising, "Hanna Voss", "She knows the list"));
        var card = _world.Latest(Order).Card.ShouldNotBeNull();
        (card.Owner, card.With).ShouldBe((OwnerGroup.Merchandising, "Hanna Voss"));

        _world.Tell(Order, new CancelRequested("Enough.", []));
        _world.RowsOf(Order).Last(row => row.Card is not null).Card!.With.ShouldBeNull();
    }

    [Fact]
    public void A_task_handed_to_a_person_is_reassigned_by_its_own_map()
    {
        _world.Answers<CheckOrder>(_ => new OrderCheckRefused("unknown SKU"));
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        var task = _world.OpenTasks.ShouldHaveSingleItem().Id;

        _world.Tell(task, new CaseHandedOver(null, "Hanna Voss", "She knows the list"));

        _world.StateOf(task).ShouldBe("Claimed");
        _world.Latest(task).Message.Data.ShouldBe(new TaskReassigned("Hanna Voss", "She knows the list"));
    }

    [Fact]
    public void An_answer_that_the_outside_did_not_give_is_stated_by_hand()
    {
        _world.Hold<CheckOrder>();
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        var effect = _world.Latest(Order).Effects.Single().Key;
        _world.Tell(Order, new EffectParked(effect, "erp", "check-order", "401 from the ERP"));
        _world.Latest(Order).Outcome.ShouldBe(Outcome.Applied);
        _world.StateOf(Order).ShouldBe(nameof(OrderState.Checking));

        _world.Tell(Order, new EffectAnswered(effect, new OrderCheckRefused("by telephone"), "The ERP is down all day"));
        _world.At("W-1").ShouldBe(OrderState.Held);
        _world.LetGo<CheckOrder>();

        _world.At("W-1").ShouldBe(OrderState.Held, "the real answer came too late and changes nothing");
    }

    [Fact]
    public void Who_states_an_answer_of_the_erp_about_lines_says_that_it_is_about_lines()
    {
        _world.Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1))).Hold<CancelSalesOrder>();
        _world.Cancel("W-1", 2);
        var effect = _world.RowsOf(Order).SelectMany(row => row.Effects).Single(asked => asked.Effect is CancelSalesOrder).Key;

        Refusal(new EffectAnswered(effect, new SalesOrderCancelled("SO-1-C"), "by telephone")).ShouldNotBeNull().Reason
            .ShouldBe("It was asked to cancel lines: the answer needs ofLines true.");
        Refusal(new EffectAnswered(effect, new SalesOrderCancelled("SO-1-C", OfLines: true), "by telephone")).ShouldBeNull();
    }

    public static TheoryData<string, Message, TellResult, string> Refused => new()
    {
        { "open", new IncidentRetried("x"), TellResult.MovedOn, "There is no open incident." },
        { "open", new IncidentSkipped("x"), TellResult.MovedOn, "There is no open incident." },
        { "open", new CaseResumed("x"), TellResult.MovedOn, "The case is not held." },
        { "open", new CaseHandedOver(null, null, "x"), TellResult.NotAllowed, "Say to whom it goes." },
        { "open", new CaseCancelOrdered("x", In: "Closed"), TellResult.MovedOn, "It stands in Held by now, no longer in Closed." },
        { "open", new CaseHeld("x", In: "Closed"), TellResult.MovedOn, "It stands in Held by now, no longer in Closed." },
        { "open", new MapAdopted("x"), TellResult.MovedOn, $"It runs by map {OrderMap.Build().Table.Version} already." },
        { "open", new EffectRetried("order/W-1#9.9", "x"), TellResult.MovedOn, "That effect is not in flight any more." },
        { "held", new CaseHeld("x"), TellResult.MovedOn, "The case is held already." },
        { "held", new MapAdopted("x"), TellResult.NotAllowed, "The case is held; resume it first." },
        { "failed", new IncidentRetried("x", Seq: 1), TellResult.MovedOn, "Its incident is that of row 2 by now, no longer of row 1." },
        { "failed", new IncidentRetried("x", new LookAgain("y")), TellResult.NotAllowed,
            "order.look-again does not correct order.checked." },
        { "failed", new IncidentSkipped("x"), TellResult.NotAllowed,
            "State which answer is taken: nothing else would move the case on." },
        { "failed", new MapAdopted("x"), TellResult.NotAllowed, "An incident is open; cure it first." },
        { "ended", new CaseCancelOrdered("x"), TellResult.MovedOn, "The case has ended." },
        { "ended", new CaseHeld("x"), TellResult.MovedOn, "The case has ended." },
        { "cancelling", new CaseCancelOrdered("x"), TellResult.NotAllowed, "The order is being cancelled." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_case_does_not_allow_is_refused_with_its_reason_and_leaves_no_row(
        string given, Message act, TellResult result, string reason)
    {
        switch (given)
        {
            case "failed":
                Failed();
                break;
            case "cancelling":
                _world.Hold<VoidAuthorisation>();
                _world.Hold<FindStock>();
                _world.Place(Shipped("W-1", Line(1, "A", 2)));
                _world.Tell(Order, new CancelRequested("Late.", []));
                _world.At("W-1").ShouldBe(OrderState.Cancelling);
                break;
            default:
                _world.Answers<CheckOrder>(_ => new OrderCheckRefused("unknown SKU"));
                _world.Place(Shipped("W-1", Line(1, "A", 2)));
                _world.At("W-1").ShouldBe(OrderState.Held);
                break;
        }

        if (given == "ended")
        {
            _world.Tell(Order, new CancelRequested("Enough.", []));
            _world.Cases.Single(run => run.Id == Order).Final.ShouldBeTrue();
        }
        else if (given == "held")
        {
            _world.Tell(Order, new CaseHeld("look"));
        }

        var rows = _world.Journal.Count;
        var refusal = Refusal(act).ShouldNotBeNull();
        (refusal.Result, refusal.Reason).ShouldBe((result, reason));
        _world.Tell(Order, act);
        _world.Journal.Count.ShouldBe(rows);
    }
}
