using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Fulfilment;
using Crossdock.Runtime.Recovery;
using Order = Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Runtime;

/// <summary>On which day of which node lines count.</summary>
public class NodeLinesFoldTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 24, 23, 30, 0, TimeSpan.Zero);

    private readonly NodeLinesFold _fold = new(Order.Network with
    {
        Nodes = [At("LISBON", "Europe/Lisbon"), At("BERLIN", "Europe/Berlin"), At("DENVER", "America/Denver")],
    });

    [Fact]
    public void Lines_count_on_the_day_that_it_is_at_the_node()
    {
        Begin("LISBON", 2, Evening);
        Begin("LISBON", 3, Evening);
        Begin("BERLIN", 5, Evening);
        Begin("DENVER", 7, Evening.AddHours(4));

        _fold.Sums.ShouldBe(
            [
                new NodeLines("LISBON", new DateOnly(2026, 11, 24), 5), new NodeLines("BERLIN", new DateOnly(2026, 11, 25), 5),
                new NodeLines("DENVER", new DateOnly(2026, 11, 24), 7),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Lines_that_are_given_back_are_free_on_the_day_on_which_they_were_asked_for()
    {
        var head = Begin("LISBON", 5, Evening);
        _fold.Take(
            Row(head.Case, 2, Evening.AddHours(20), new FulfilmentCancelAsked("Cancelled."), new PartLinesFreed(2)), head);

        _fold.Sums.ShouldBe([new NodeLines("LISBON", new DateOnly(2026, 11, 24), 3)]);
    }

    [Fact]
    public void What_began_and_was_given_back_within_a_stretch_is_not_worth_a_write()
    {
        var head = Begin("LISBON", 2, Evening);
        _fold.Take(Row(head.Case, 2, Evening, new FulfilmentCancelAsked("Cancelled."), new PartLinesFreed(2)), head);

        _fold.Sums.ShouldBeEmpty();
    }

    [Fact]
    public void A_place_that_the_network_does_not_have_has_no_day()
    {
        Begin("GONE", 2, Evening);

        _fold.Sums.ShouldBeEmpty();
    }

    private CaseHead Begin(string node, int lines, DateTimeOffset at)
    {
        var id = Order.Part($"W-{node}-{lines}");
        var row = Row(
            id, 1, at,
            new FulfilmentAsked(
                CaseId.Order("W"), "W", FulfilmentMode.StorePickup, node, "UK", "web", "GBP", Order.Buyer, at,
                [.. Enumerable.Range(1, lines).Select(line => new PartLine(line, "A", "Thing", 2, 1m))]),
            new PartAccepted()) with
        { Card = new CaseCard("Part", Node: node) };
        var head = HeadFold.Next(null, row, 1);
        _fold.Take(row, head);
        return head;
    }

    private static Transition Row(CaseId id, int seq, DateTimeOffset at, Message message, params ImmutableArray<Fact> facts) => new(
        id, seq, at, "fulfilment", 1, new Envelope($"m-{seq}", "test", id, at, Actor.Crossdock, message), Outcome.Applied,
        seq == 1 ? null : "AwaitingPick", "AwaitingPick", Final: false, Waits.OnPerson, facts, [], null, null, "Test.", []);

    private static Node At(string id, string zone) =>
        new(id, id, NodeKind.Store, "UK", "GB", zone, 0, 0, 100, new TimeOnly(17, 0), [], []);
}
