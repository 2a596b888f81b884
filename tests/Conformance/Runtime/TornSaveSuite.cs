using System.Collections.Immutable;
using System.Reflection;
using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Recovery;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Runtime;

/// <summary>A store that dies after it has committed and before it could say so.</summary>
public abstract class TornSaveSuite(StoreFixture fixture)
{
    private static readonly JournalJson Json = ProcessCatalogue.Retail.Json();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_began_in_a_save_that_nobody_heard_of_and_ended_in_the_next_is_not_in_flight()
    {
        var id = Given.NewCase("order");
        var (number, asked) = (await fixture.Store.Journal.ReserveNumbers(1, Cancel), $"{id}#1.1");
        var heads = DispatchProxy.Create<IHeads, TornOnce>();
        var torn = (TornOnce)heads;
        torn.Inner = fixture.Store.Heads;
        var wall = new FakeTimeProvider(Given.Noon);
        using var writer = new GroupCommit(fixture.Store.Journal, CommittedRows.None(), wall, NullLogger<GroupCommit>.Instance);
        using var projector = new Projector(
            fixture.Store.Journal, heads, writer, CommittedRows.None(), Json, new RetailNetwork("Test", [], [], []),
            new Lease(fixture.Store.Leases, Projector.Reader, "test", LeasePatience.Alone, wall), BusinessClock.Wall(wall), wall,
            NullLogger<Projector>.Instance);

        var first = Row(id, number, 1, Chain.Start, null, new RequestedEffect(asked, new CancelSalesOrder("1", [], "test")));
        await fixture.Store.Journal.Append([first], Cancel);
        await projector.StartAsync(Cancel);
        await Until(seq: 1);
        await torn.Saved;
        await fixture.Store.Journal.Append([Row(id, number, 2, first.Hash, asked)], Cancel);
        await Until(seq: 2);

        await projector.StopAsync(Cancel);
        (await fixture.Store.Heads.ReadInFlightOf(id, Cancel)).ShouldBeEmpty();

        // The projector looks again after a while, when the feed holds a row back for a writer elsewhere that is not done yet.
        async Task Until(int seq)
        {
            while ((await fixture.Store.Heads.Read(id, Cancel))?.Seq != seq)
            {
                wall.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }
        }
    }

    private static JournalRow Row(
        CaseId id, long number, int seq, byte[] before, string? answers, params ImmutableArray<RequestedEffect> asks)
    {
        var message = new Envelope($"m-{seq}", "test", id, Given.Noon, Actor.Crossdock, new LookAgain("test"), answers);
        var body = Json.Write(new Transition(
            id, seq, Given.Noon, "order-to-fulfilment", 1, message, Outcome.Applied, seq == 1 ? null : "Cancelling", "Cancelling",
            Final: false, Waits.OnSystem, [], asks, null, null, "Test.", []));
        return new JournalRow(number, id, seq, Given.Noon, body, Chain.Next(before, body));
    }

    /// <summary>Carries out the first save and then says that it could not.</summary>
    public class TornOnce : DispatchProxy
    {
        private readonly TaskCompletionSource _saved = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal IHeads Inner { get; set; } = null!;

        internal Task Saved => _saved.Task;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IHeads.Save) && !_saved.Task.IsCompleted
                ? Tear((HeadChanges)args![0]!, (CancellationToken)args[1]!)
                : targetMethod.Invoke(Inner, args);

        private async Task Tear(HeadChanges changes, CancellationToken cancel)
        {
            await Inner.Save(changes, cancel);
            _saved.SetResult();
            throw new StoreUnavailableException();
        }
    }
}

public sealed class TornSaveOnSqliteTests(SqliteFixture fixture) : TornSaveSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class TornSaveOnPostgresTests(PostgresFixture fixture) : TornSaveSuite(fixture), IClassFixture<PostgresFixture>;
