using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;
using Crossdock.Unit.Tests.Dashboard;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Intelligence;

public sealed class CaseReaderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_head_that_lags_behind_the_journal_is_carried_to_the_last_row()
    {
        var rows = MadeUpRetailer.OrderStory().ToArray();
        var whole = Fold(rows);

        foreach (var seen in Enumerable.Range(0, rows.Length + 1))
        {
            var heads = new FakeHeads();
            heads.All.AddRange(seen == 0 ? [] : [Fold(rows[..seen])]);
            var story = (await Reader(heads, rows).Read(MadeUpRetailer.Order, Cancel)).ShouldNotBeNull();
            (story.Head with { Card = whole.Card }).ShouldBe(whole, $"the projection had seen {seen} rows");
            story.Head.Card.ShouldBeEquivalentTo(whole.Card);
            story.Rows.Length.ShouldBe(rows.Length);
        }
    }

    [Fact]
    public async Task An_effect_is_answered_by_the_row_that_names_its_key_and_keeps_its_attempts_in_order()
    {
        var rows = MadeUpRetailer.OrderStory().ToArray();
        rows[4] = rows[4] with { Message = rows[4].Message with { Answers = rows[3].Effects[0].Key } };
        var story = (await Reader(new FakeHeads(), rows).Read(MadeUpRetailer.Order, Cancel)).ShouldNotBeNull();

        var posted = story.EffectsOf(story.Rows[3]).ShouldHaveSingleItem();

        posted.Kind.ShouldBe("post-sales-order");
        posted.Attempts.Select(attempt => attempt.Attempt).ShouldBe([1, 2]);
        posted.State.ShouldBe(EffectState.Answered);
        posted.AnsweredBy.ShouldBe(rows[4].Seq);
    }

    [Fact]
    public async Task A_case_that_never_began_has_no_story() =>
        (await Reader(new FakeHeads(), []).Read(MadeUpRetailer.Order, Cancel)).ShouldBeNull();

    private static CaseReader Reader(FakeHeads heads, IEnumerable<Transition> rows)
    {
        var journal = new FakeJournal(MadeUpFact.Json);
        journal.Add(rows);
        var attempts = new FakeAttempts();
        attempts.All.AddRange(MadeUpRetailer.Attempts().Reverse());
        var clock = BusinessClock.Wall(new FakeTimeProvider(MadeUpRetailer.Now));
        return new CaseReader(journal, heads, attempts, new FakeMaps(MadeUpRetailer.OrderMap), MadeUpFact.Json, clock);
    }

    private static CaseHead Fold(IEnumerable<Transition> rows) =>
        rows.Aggregate((CaseHead?)null, (head, row) => HeadFold.Next(head, row, 1))!;
}
