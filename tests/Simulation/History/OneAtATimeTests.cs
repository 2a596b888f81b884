using Crossdock.Rehearsal.Simulation.History;

namespace Crossdock.Simulation.Tests.History;

/// <summary>Histories made by hand: the checker lets what could have been and refuses what could not.</summary>
public sealed class OneAtATimeTests
{
    private static readonly Done Done = new();
    private static readonly Known Known = new();
    private static readonly NotNow NotNow = new();

    [Fact]
    public void Two_who_claim_at_once_may_be_answered_either_way_round()
    {
        Possible(new ClaimedByOne(), One("A", new Claim("1", "A"), 1, 5, Done), One("B", new Claim("2", "B"), 2, 6, NotNow));
        Possible(new ClaimedByOne(), One("A", new Claim("1", "A"), 1, 5, NotNow), One("B", new Claim("2", "B"), 2, 6, Done));
    }

    [Fact]
    public void Two_winners_of_a_claim_are_impossible() =>
        Impossible(new ClaimedByOne(), One("A", new Claim("1", "A"), 1, 5, Done), One("B", new Claim("2", "B"), 2, 6, Done));

    [Fact]
    public void Nobody_loses_a_claim_to_one_who_came_later() =>
        Impossible(new ClaimedByOne(), One("A", new Claim("1", "A"), 1, 2, NotNow), One("B", new Claim("2", "B"), 3, 4, Done));

    [Fact]
    public void A_claim_without_an_answer_may_have_won_or_not()
    {
        Possible(new ClaimedByOne(), One("A", new Claim("1", "A"), 1, null, null), One("B", new Claim("2", "B"), 3, 4, NotNow));
        Possible(new ClaimedByOne(), One("A", new Claim("1", "A"), 1, null, null), One("B", new Claim("2", "B"), 3, 4, Done));
    }

    [Fact]
    public void A_claim_that_was_never_made_wins_nothing() =>
        Impossible(new ClaimedByOne(), One("A", new Claim("1", "A"), 5, null, null), One("B", new Claim("2", "B"), 3, 4, NotNow));

    [Fact]
    public void Nobody_claims_what_has_ended() =>
        Impossible(new ClaimedByOne(), One("A", new End("1"), 1, 2, Done), One("B", new Claim("2", "B"), 3, 4, Done));

    [Fact]
    public void What_was_handed_over_is_taken_once_after_the_task_was_withdrawn()
    {
        var withdrawn = One("order", new End("withdrawn", Withdrawn: true), 1, 2, Done);
        var late = One("A", new End("1", AlsoAfter: true), 3, 4, Done);
        Possible(new ClaimedByOne(), withdrawn, late);
        Impossible(new ClaimedByOne(), withdrawn, late, One("B", new End("2", AlsoAfter: true), 5, 6, Done));
        Impossible(
            new ClaimedByOne(), One("A", new End("1", AlsoAfter: true), 1, 2, Done), One("B", new End("2", AlsoAfter: true), 3, 4, Done));
        Impossible(new ClaimedByOne(), withdrawn, One("A", new End("1"), 3, 4, Done));
    }

    [Fact]
    public void A_repeat_is_known_and_never_done_again()
    {
        Possible(new AcceptedOnce(), One("A", new Accept("1"), 1, 2, Done), One("A", new Accept("1"), 3, 4, Known));
        Impossible(new AcceptedOnce(), One("A", new Accept("1"), 1, 2, Done), One("A", new Accept("1"), 3, 4, Done));
    }

    [Fact]
    public void A_repeat_of_what_never_came_is_not_known() =>
        Impossible(new AcceptedOnce(), One("A", new Accept("1"), 1, 2, Known), One("A", new Accept("1"), 3, 4, Done));

    [Fact]
    public void A_read_after_the_acceptance_that_does_not_see_it_is_stale() =>
        Impossible(new AcceptedOnce(), One("A", new Accept("1"), 1, 2, Done), One("B", new Look(), 3, 4, new Found(false)));

    [Fact]
    public void An_acceptance_that_one_has_seen_is_not_lost_for_the_next() => Impossible(
        new AcceptedOnce(), One("A", new Accept("1"), 1, null, null), One("B", new Look(), 2, 3, new Found(true)),
        One("C", new Look(), 4, 5, new Found(false)));

    [Fact]
    public void A_read_beside_the_acceptance_may_see_it_or_not()
    {
        Possible(new AcceptedOnce(), One("A", new Accept("1"), 1, 9, Done), One("B", new Look(), 3, 4, new Found(false)));
        Possible(new AcceptedOnce(), One("A", new Accept("1"), 1, 9, Done), One("B", new Look(), 3, 4, new Found(true)));
    }

    [Fact]
    public void The_last_pieces_are_not_sold_twice()
    {
        Possible(
            new CountedPieces(3), One("A", new TakePieces("1", 2), 1, 5, new Pieces(2)),
            One("B", new TakePieces("2", 2), 2, 6, new Pieces(1)));
        Impossible(
            new CountedPieces(3), One("A", new TakePieces("1", 2), 1, 5, new Pieces(2)),
            One("B", new TakePieces("2", 2), 2, 6, new Pieces(2)));
    }

    [Fact]
    public void What_was_taken_is_gone_for_who_counts_later() => Impossible(
        new CountedPieces(3), One("A", new TakePieces("1", 2), 1, 2, new Pieces(2)), One("B", new CountPieces(), 3, 4, new Pieces(3)));

    [Fact]
    public void A_hundred_calls_at_once_are_searched_in_a_moment()
    {
        var calls = Enumerable.Range(0, 100)
            .Select(n => One($"C{n}", new TakePieces($"{n}", 1), n, n + 8, new Pieces(n < 50 ? 1 : 0))).ToArray();
        Possible(new CountedPieces(50), calls);
    }

    private static Call One(string client, Ask ask, long began, long? ended, Answer? answer) =>
        new("thing", client, ask, began, ended, answer);

    private static void Possible<TState>(IModel<TState> model, params Call[] calls) where TState : notnull =>
        OneAtATime.Order(calls, model).ShouldNotBeNull(string.Join(Environment.NewLine, calls.AsEnumerable()));

    private static void Impossible<TState>(IModel<TState> model, params Call[] calls) where TState : notnull =>
        OneAtATime.Order(calls, model).ShouldBeNull(string.Join(Environment.NewLine, calls.AsEnumerable()));
}
