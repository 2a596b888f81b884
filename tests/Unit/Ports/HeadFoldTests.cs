using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Unit.Tests.Ports;

/// <summary>The one definition of a head, as a table: what each kind of row makes of it.</summary>
public class HeadFoldTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly CaseId Id = CaseId.Order("A");
    private static readonly Actor Aylin = new("Aylin", "staff");
    private static readonly Deadline Due = new("Open", TimeSpan.FromHours(1), "always", Noon, Noon.AddHours(1), 1);

    [Theory]
    [InlineData(Outcome.Applied, null)]
    [InlineData(Outcome.IgnoredDuplicate, null)]
    [InlineData(Outcome.IgnoredLate, null)]
    [InlineData(Outcome.IgnoredUnexpected, null)]
    [InlineData(Outcome.Deferred, "broke")]
    [InlineData(Outcome.Incident, "broke again")]
    public void An_open_incident_stays_while_messages_are_deferred_and_goes_with_whatever_else_is_decided(Outcome outcome, string? stands)
    {
        var broken = Fold(Row(1), Row(2) with { Outcome = Outcome.Incident, Because = "broke" });

        HeadFold.Next(broken, Row(3) with { Outcome = outcome, Because = "broke again" }, 7).Incident.ShouldBe(stands);
    }

    [Theory]
    [InlineData(Outcome.Applied, true, 1)]
    [InlineData(Outcome.Applied, false, 0)]
    [InlineData(Outcome.IgnoredDuplicate, true, 0)]
    [InlineData(Outcome.IgnoredLate, true, 0)]
    [InlineData(Outcome.IgnoredUnexpected, true, 0)]
    [InlineData(Outcome.Deferred, true, 0)]
    [InlineData(Outcome.Incident, true, 0)]
    public void A_touch_is_a_persons_message_that_was_applied(Outcome outcome, bool byPerson, int touches)
    {
        var row = Row(2) with { Outcome = outcome, Message = Message("M2", byPerson ? Aylin : Actor.Crossdock) };

        Fold(Row(1), row).Touches.ShouldBe(touches);
    }

    [Fact]
    public void A_state_is_entered_when_it_changes_and_stays_entered_while_it_does_not()
    {
        Fold(Row(1), Row(2)).Since.ShouldBe(Row(1).At);
        Fold(Row(1), Row(2) with { From = "Open", To = "Waiting" }).Since.ShouldBe(Row(2).At);
        Fold(Row(1), Row(2)).Updated.ShouldBe(Row(2).At);
    }

    [Fact]
    public void A_deadline_is_the_last_rows_and_none_when_that_has_none()
    {
        Fold(Row(1) with { Deadline = Due }).Deadline.ShouldBe(Due);
        Fold(Row(1) with { Deadline = Due }, Row(2)).Deadline.ShouldBeNull();
    }

    [Fact]
    public void A_case_is_closed_once_and_open_again_when_it_leaves_its_end()
    {
        var closed = Fold(Row(1), Row(2) with { Final = true }, Row(3) with { Final = true, Outcome = Outcome.IgnoredLate });
        closed.Closed.ShouldBe(Row(2).At);

        HeadFold.Next(closed, Row(4) with { From = "Closed", To = "Open" }, 7).Closed.ShouldBeNull();
    }

    [Fact]
    public void A_card_stays_until_a_row_brings_another_and_without_one_the_case_is_its_own_title()
    {
        Fold(Row(1)).Card.ShouldBe(new CaseCard("order/A"));
        Fold(Row(1) with { Card = new CaseCard("One") }, Row(2)).Card.Title.ShouldBe("One");
        Fold(Row(1) with { Card = new CaseCard("One") }, Row(2) with { Card = new CaseCard("Two") }).Card.Title.ShouldBe("Two");
    }

    [Theory]
    [InlineData(Outcome.Applied, true)]
    [InlineData(Outcome.IgnoredDuplicate, true)]
    [InlineData(Outcome.IgnoredLate, true)]
    [InlineData(Outcome.IgnoredUnexpected, true)]
    [InlineData(Outcome.Deferred, false)]
    [InlineData(Outcome.Incident, false)]
    public void An_answer_settles_its_effect_unless_it_was_deferred_or_failed(Outcome outcome, bool settles)
    {
        var row = Row(2) with { Outcome = outcome, Message = Message("M2", Actor.Crossdock) with { Answers = "order/A#1.1" } };

        HeadFold.Settles(row).Contains("order/A#1.1").ShouldBe(settles);
    }

    [Theory]
    [InlineData(Outcome.Applied)]
    [InlineData(Outcome.Deferred)]
    [InlineData(Outcome.Incident)]
    public void Being_told_settles_the_effect_that_told_whatever_became_of_it(Outcome outcome) =>
        HeadFold.Settles(Row(1) with { Outcome = outcome, Message = Message("task/T#2.1", Actor.Crossdock) }).ShouldBe(["task/T#2.1"]);

    [Fact]
    public void A_strangers_message_settles_nothing() => HeadFold.Settles(Row(1)).ShouldBeEmpty();

    [Fact]
    public void An_answer_deferred_twice_over_is_settled_by_its_repeat_once_the_incident_is_cured()
    {
        var answer = Message("order/A#1.1/answer", Actor.Crossdock) with { Answers = "order/A#1.1" };
        var broken = Row(2) with { Outcome = Outcome.Incident, Because = "broke" };
        var deferred = Row(3) with { Outcome = Outcome.Deferred, Message = answer };
        var second = Row(4) with { Outcome = Outcome.Deferred };
        var cured = Row(5) with { Message = Message("retry", Aylin) };
        var again = Row(6) with { Message = answer with { Id = "order/A#1.1/answer/again" } };

        HeadFold.Settles(deferred).ShouldNotContain("order/A#1.1");
        Fold(Row(1), broken, deferred, second).Incident.ShouldBe("broke");
        Fold(Row(1), broken, deferred, second, cured).Incident.ShouldBeNull();
        HeadFold.Settles(again).ShouldContain("order/A#1.1");
    }

    private static CaseHead Fold(params Transition[] rows) =>
        rows.Aggregate((CaseHead?)null, (head, row) => HeadFold.Next(head, row, 7))!;

    private static Envelope Message(string id, Actor who) => new(id, "test", Id, Noon, who, new LookAgain("note"));

    private static Transition Row(int seq) => new(
        Id, seq, Noon.AddMinutes(seq), "order-to-fulfilment", 1, Message($"M{seq}", Actor.Crossdock), Outcome.Applied,
        seq == 1 ? null : "Open", "Open", Final: false, Waits.OnSystem, [], [], null, null, "", []);
}
