using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;

namespace Crossdock.Unit.Tests.Processes;

public enum Step { First, Second, Third, End }

/// <summary>Small maps, each with one fault planted, and the sentence that names it.</summary>
public class MapCheckTests
{
    [Fact]
    public void Every_map_there_is_may_start() => ProcessCatalogue.Retail.Check().ShouldBeEmpty();

    [Fact]
    public void A_map_without_a_fault_has_no_finding() => MapCheck.Of(Begun()
        .In(Step.First, Waits.OnSystem).On<LookAgain>(Go).To(Step.End)
        .Ends(Step.End).Table).ShouldBeEmpty();

    [Fact]
    public void A_map_that_nothing_begins_is_found() => Found(
        Empty().In(Step.First, Waits.OnSystem).On<LookAgain>(Go).To(Step.End).Ends(Step.End),
        "test: no row begins a case.");

    [Fact]
    public void A_state_that_cannot_be_reached_is_found() => Found(
        Begun()
            .In(Step.First, Waits.OnSystem).On<LookAgain>(Go).To(Step.End)
            .In(Step.Second, Waits.OnSystem).On<LookAgain>(Go).To(Step.End)
            .Ends(Step.End),
        "test: Second cannot be reached.");

    [Fact]
    public void A_state_without_a_way_out_is_found() => Found(
        Begun()
            .In(Step.First, Waits.OnSystem).On<LookAgain>(Go).To(Step.End, Step.Second)
            .In(Step.Second, Waits.OnSystem).On<LookAgain>(Go).To(Step.Second)
            .Ends(Step.End),
        "test: Second has no way to a final state.");

    [Fact]
    public void A_row_that_leads_to_a_state_nobody_describes_is_found() => Found(
        Begun().In(Step.First, Waits.OnSystem).On<LookAgain>(Go).To(Step.End, Step.Third).Ends(Step.End),
        "test: a row leads to Third, which is not described.");

    [Fact]
    public void A_state_that_waits_without_an_owner_is_found() => Found(
        Begun().In(Step.First, Waits.OnPerson, null, ExceptionCategory.LatePick).Within(Policy.HoldTime, Hours.Always).Late(Late)
            .On<LookAgain>(Go).To(Step.End).Ends(Step.End),
        "test: First waits and has no owner.");

    [Fact]
    public void A_state_that_waits_without_an_exception_category_is_found() => Found(
        Begun().In(Step.First, Waits.OnPartner, OwnerGroup.Buying).Within(Policy.HoldTime, Hours.Always).Late(Late)
            .On<LookAgain>(Go).To(Step.End).Ends(Step.End),
        "test: First waits and has no exception category for when it is late.");

    [Fact]
    public void A_state_that_waits_without_a_deadline_is_found() => Found(
        Begun().In(Step.First, Waits.OnTime, OwnerGroup.Buying, ExceptionCategory.LatePick)
            .On<LookAgain>(Go).To(Step.End).Ends(Step.End),
        "test: First waits and has no deadline.", "test: First waits and has no row for its deadline.");

    [Fact]
    public void A_deadline_without_a_row_is_found() => Found(
        Begun().In(Step.First, Waits.OnPerson, OwnerGroup.Buying, ExceptionCategory.LatePick).Within(Policy.HoldTime, Hours.Always)
            .On<LookAgain>(Go).To(Step.End).Ends(Step.End),
        "test: First waits and has no row for its deadline.");

    [Fact]
    public void A_row_for_a_deadline_that_is_never_set_is_found() => Found(
        Begun().In(Step.First, Waits.OnSystem).Late(Late).On<LookAgain>(Go).To(Step.End).Ends(Step.End),
        "test: First has a row for a deadline that it never sets.");

    [Fact]
    public void An_effect_whose_failure_nobody_hears_is_found() => Found(
        Begun().Asks<PostSalesOrder>()
            .In(Step.First, Waits.OnSystem).On<SalesOrderPosted>(Go).To(Step.End).Ends(Step.End),
        "test: PostSalesOrder may be in flight in First, which has no row for its failure, SalesOrderRejected.");

    [Fact]
    public void An_effect_whose_success_nobody_hears_is_found() => Found(
        Begun().Asks<PostSalesOrder>()
            .In(Step.First, Waits.OnSystem).On<SalesOrderRejected>(Go).To(Step.End).Ends(Step.End),
        "test: PostSalesOrder may be in flight in First, which has no row for its success, SalesOrderPosted.");

    [Fact]
    public void An_effect_that_is_in_flight_in_a_later_state_must_be_heard_there_too() => Found(
        Begun().Asks<PostSalesOrder>()
            .In(Step.First, Waits.OnSystem)
                .On<SalesOrderRejected>(Go).To(Step.End).On<SalesOrderPosted>(Go).To(Step.End).On<LookAgain>(Go).To(Step.Second)
            .In(Step.Second, Waits.OnSystem).On<SalesOrderPosted>(Go).To(Step.End)
            .Ends(Step.End),
        "test: PostSalesOrder may be in flight in Second, which has no row for its failure, SalesOrderRejected.");

    [Fact]
    public void An_answer_that_is_heard_in_every_state_is_heard() => MapCheck.Of(Begun().Asks<PostSalesOrder>()
        .In(Step.First, Waits.OnSystem).On<LookAgain>(Go).To(Step.End)
        .Ends(Step.End)
        .InEveryState().On<SalesOrderPosted>(Go).On<SalesOrderRejected>(Go).Table).ShouldBeEmpty();

    [Fact]
    public void An_effect_that_every_state_may_ask_for_must_be_heard_in_every_state() => Found(
        Begun()
            .In(Step.First, Waits.OnSystem).On<LookAgain>(Go).To(Step.End).On<SalesOrderPosted>(Go)
            .Ends(Step.End)
            .InEveryState().On<RefundAsked>(Go).Asks<PostSalesOrder>(),
        "test: PostSalesOrder may be in flight in First, which has no row for its failure, SalesOrderRejected.");

    [Fact]
    public void A_final_state_with_rows_is_found() => Found(
        Begun().In(Step.First, Waits.OnSystem).On<LookAgain>(Go).To(Step.End).Ends(Step.End).On<LookAgain>(Go),
        "test: End is final and has rows; what holds at the end belongs in every state.");

    [Fact]
    public void A_row_for_every_state_that_leads_somewhere_is_found() => Found(
        Begun().In(Step.First, Waits.OnSystem).On<LookAgain>(Go).To(Step.End).Ends(Step.End)
            .InEveryState().On<OrderRefused>(Go).To(Step.End),
        "test: a row that holds in every state must not lead anywhere (OrderRefused).");

    [Fact]
    public void Two_rows_for_one_message_cannot_be_written() =>
        Should.Throw<InvalidOperationException>(() => Begun().In(Step.First, Waits.OnSystem).On<LookAgain>(Go).On<LookAgain>(Go))
            .Message.ShouldBe("test: First has two rows for LookAgain.");

    [Fact]
    public void A_state_cannot_be_described_twice() =>
        Should.Throw<InvalidOperationException>(() => Begun().In(Step.First, Waits.OnSystem).Ends(Step.First))
            .Message.ShouldBe("test: First is described twice.");

    [Theory]
    [InlineData("goes", "Do went from First to Second; its row allows End.")]
    [InlineData("asks", "Do wanted to ask PostSalesOrder, which its row does not declare on that way.")]
    [InlineData("tells", "Do wanted to tell task.withdrawn, which its row does not declare on that way.")]
    [InlineData("ignores", "Do ignored order.look-again and decided on it at once.")]
    public void A_decision_off_the_map_is_refused(string fault, string sentence)
    {
        var decision = fault switch
        {
            "goes" => Decide.To(Step.Second, "Off."),
            "asks" => Decide.To(Step.End, "Off.").Ask(new PostSalesOrder("W", "C", "GBP", 1, [], [])),
            "tells" => Decide.To(Step.End, "Off.").Tell(CaseId.Task("T"), new TaskWithdrawn("Off.")),
            _ => Decide.TooLate<Step>("Off.") with { To = Step.End },
        };
        Decision<Step> Do(object @case, LookAgain message, Context context) => decision;
        var process = Process(Begun()
            .In(Step.First, Waits.OnSystem).On<LookAgain>(Do).To(Step.End)
            .In(Step.Second, Waits.OnSystem).On<LookAgain>(Do).To(Step.End).Asks<PostSalesOrder>()
            .Ends(Step.End));

        Should.Throw<OffTheMapException>(() => process.Decide(new object(), nameof(Step.First), Told(new LookAgain("")), Here))
            .Message.ShouldBe(sentence);
    }

    [Fact]
    public void What_one_way_declares_does_not_hold_on_another()
    {
        Decision<Step> Do(object @case, LookAgain message, Context context) =>
            Decide.To(Step.End, "").Tell(CaseId.Task("T"), new TaskWithdrawn(""));
        var process = Process(Begun()
            .In(Step.First, Waits.OnSystem).On<LookAgain>(Do).To(Step.End).To(Step.Second).Tells<TaskWithdrawn>()
            .In(Step.Second, Waits.OnSystem).On<LookAgain>(Go).To(Step.End)
            .Ends(Step.End));

        Should.Throw<OffTheMapException>(() => process.Decide(new object(), nameof(Step.First), Told(new LookAgain("")), Here));
    }

    [Fact]
    public void A_message_that_begins_nothing_is_refused_where_no_case_is() =>
        Should.Throw<OffTheMapException>(() => Process(Begun().Ends(Step.First)).Decide(new object(), null, Told(new LookAgain("")), Here))
            .Message.ShouldBe("No test of that key exists, and order.look-again does not begin one.");

    private static Context Here =>
        new(CaseId.Order("W"), Given.Now, Actor.Crossdock, new PolicyReader(PolicyBook.Defaults, Scope.Everywhere, Given.Now),
            Given.Network, new Crossdock.Processes.Calendars.CalendarBook(Given.Network));

    private static Envelope Told(Message data) => new("1", "test", CaseId.Order("W"), Given.Now, Actor.Crossdock, data);

    private static MappedProcess<object, Step> Process(ProcessMap<object, Step> map) =>
        new(map, new object(), (@case, _, _) => @case, (_, _) => new CaseCard("Test"), []);

    private static ProcessMap<object, Step> Empty() => new("test", "test", 1, OwnerGroup.Buying);

    private static ProcessMap<object, Step> Begun() => Empty().Begins<OrderReceived>(Go).To(Step.First);

    private static Decision<Step> Go(object @case, Message message, Context context) => Decide.Stay<Step>("");

    private static Decision<Step> Late(object @case, DeadlinePassed message, Context context) => Decide.Stay<Step>("");

    private static void Found(ProcessMap<object, Step> map, params string[] sentences) => MapCheck.Of(map.Table).ShouldBe(sentences);
}
