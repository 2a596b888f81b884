using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Npgsql;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

/// <summary>What only a store with several writers at once can get wrong.</summary>
public sealed class PostgresOnlyTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_feed_does_not_pass_a_transaction_that_is_still_open()
    {
        var journal = fixture.Store.Journal;
        var (before, open, later) = (Given.NewCase(), Given.NewCase(), Given.NewCase());
        var first = await journal.ReserveNumbers(3, Cancel);
        await journal.Append(Given.Rows(before, first, 1, 1), Cancel);

        await using var connection = new NpgsqlConnection(fixture.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await AppendBy(connection, open, first + 1);
        await journal.Append(Given.Rows(later, first + 2, 1, 2), Cancel);

        var seen = await ReadUntil(FeedPosition.Start, before);
        seen.Select(row => row.Row.Case).ShouldNotContain(later, "a row behind the open transaction's was given out");
        (await journal.ReadFeed(seen[^1].Position, 100, Cancel)).ShouldBeEmpty();

        await transaction.CommitAsync(Cancel);
        var rest = await ReadUntil(seen[^1].Position, later);
        rest.Select(row => (row.Row.Case, row.Row.Seq)).ShouldBe([(open, 1), (later, 1), (later, 2)]);
    }

    [Fact]
    public async Task After_a_dump_is_restored_to_a_fresh_server_new_rows_still_come_last()
    {
        var journal = fixture.Store.Journal;
        var (old, fresh) = (Given.NewCase(), Given.NewCase());
        var first = await journal.ReserveNumbers(2, Cancel);
        await journal.Append(Given.Rows(old, first, 1, 1), Cancel);

        // As it looks when the server that wrote the rows had come further than this one has.
        await fixture.Execute("update journal set epoch = epoch + 1000000000");
        await using var restored = await fixture.OpenAnother();
        await restored.Journal.Append(Given.Rows(fresh, first + 1, 1, 1), Cancel);

        var rows = await ReadUntil(FeedPosition.Start, fresh);
        rows.Select(row => row.Row.Case).ShouldContain(old);
        rows[^1].Row.Case.ShouldBe(fresh);
    }

    [Fact]
    public async Task Preparing_a_live_store_again_moves_no_position()
    {
        var journal = fixture.Store.Journal;
        var id = Given.NewCase();
        var first = await journal.ReserveNumbers(1, Cancel);
        var rows = Given.Rows(id, first, 1, 40);
        await Task.WhenAll(
            Task.Run(
                async () =>
                {
                    foreach (var row in rows)
                    {
                        (await journal.Append([row], Cancel)).ShouldBeEmpty();
                    }
                },
                Cancel),
            Task.Run(
                async () =>
                {
                    for (var i = 0; i < 10; i++)
                    {
                        await fixture.Store.Prepare(Cancel);
                    }
                },
                Cancel));

        var read = await ReadUntil(FeedPosition.Start, id, rows.Count);
        var own = read.Where(row => row.Row.Case == id).ToList();
        own.Select(row => row.Row.Seq).ShouldBe(Enumerable.Range(1, 40));
        // Transactions count up by ones and few; had the base moved, epochs would have jumped by what the journal held.
        own.Zip(own.Skip(1)).ShouldAllBe(pair => pair.Second.Position.Epoch - pair.First.Position.Epoch < 10_000);
    }

    [Fact]
    public async Task When_the_server_drops_its_connections_the_same_batch_is_given_again_and_kept()
    {
        var journal = fixture.Store.Journal;
        var id = Given.NewCase();
        var rows = Given.Rows(id, await journal.ReserveNumbers(1, Cancel), 1, 2);
        await journal.Append(rows[..1], Cancel);
        await fixture.Execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");

        // Each pooled connection finds out for itself, and must say so in the one way that the writer understands.
        var refusals = 0;
        IReadOnlySet<CaseId>? lost = null;
        while (lost is null && refusals < 100)
        {
            try
            {
                lost = await journal.Append(rows, Cancel);
            }
            catch (StoreUnavailableException)
            {
                refusals++;
            }
        }

        refusals.ShouldBeGreaterThan(0, "connections that the server ended");
        lost.ShouldBeEmpty();
        (await journal.ReadCase(id, 0, Cancel)).Select(row => row.Hash).ShouldBe(rows.Select(row => row.Hash));
    }

    private static async Task AppendBy(NpgsqlConnection connection, CaseId id, long number)
    {
        var row = Given.Rows(id, number, 1, 1)[0];
        await using var command = new NpgsqlCommand(
            """
            select append_journal(array[$1], array[$2], array[]::bigint[], array[]::text[], array[]::bigint[],
                array[$1], array[1::bigint], array[0::bigint], array[0::bigint], array[$3], array[$4])
            """,
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = number },
                new NpgsqlParameter { Value = id.ToString() },
                new NpgsqlParameter { Value = row.Body },
                new NpgsqlParameter { Value = row.Hash },
            },
        };
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private async Task<List<FeedRow>> ReadUntil(FeedPosition after, CaseId last, int lastSeq = 1)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var rows = await fixture.Store.Journal.ReadFeed(after, 1000, Cancel);
            if (rows.Any(row => row.Row.Case == last && row.Row.Seq >= lastSeq))
            {
                return [.. rows];
            }

            patience.IsCancellationRequested.ShouldBeFalse($"the feed never gave {last}");
        }
    }
}
