using System.Security.Cryptography;
using Crossdock.Contracts.Ports;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

/// <summary>What only a store that is one file can get wrong.</summary>
public sealed class SqliteOnlyTests(SqliteFixture fixture) : IClassFixture<SqliteFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_that_grew_under_a_long_reader_is_cut_when_the_reader_is_gone()
    {
        await fixture.Store.SharedValues.Write("a", "b", "c", Cancel);
        var log = new FileInfo($"{fixture.Path}-wal");
        await using (var connection = new SqliteConnection($"Data Source={fixture.Path};Pooling=False"))
        {
            await connection.OpenAsync(Cancel);
            await using var standing = connection.BeginTransaction(deferred: true);
            await using var command = connection.CreateCommand();
            command.Transaction = standing;
            command.CommandText = "select count(*) from shared_values";
            await command.ExecuteScalarAsync(Cancel);
            for (var i = 0; i < 40; i++)
            {
                await AppendMegabyte();
            }

            log.Refresh();
            log.Length.ShouldBeGreaterThan(32 << 20, "while the reader stands in the log");
        }

        for (var i = 0; i < 16; i++)
        {
            await fixture.Store.SharedValues.Write("a", "b", $"{i}", Cancel);
        }

        log.Refresh();
        log.Length.ShouldBeLessThan(4 << 20);
    }

    [Fact]
    public async Task A_second_process_waits_its_turn_to_write()
    {
        await fixture.Store.Prepare(Cancel);
        await using var connection = new SqliteConnection($"Data Source={fixture.Path};Pooling=False");
        await connection.OpenAsync(Cancel);
        var id = Given.NewCase();
        var number = await fixture.Store.Journal.ReserveNumbers(1, Cancel);
        Task<IReadOnlySet<Contracts.CaseId>> append;
        await using (var others = connection.BeginTransaction(deferred: false))
        {
            append = fixture.Store.Journal.Append(Given.Rows(id, number, 1, 1), Cancel);
            (await fixture.Store.Journal.ReadCase(id, 0, Cancel)).ShouldBeEmpty("reads go on meanwhile");
            append.IsCompleted.ShouldBeFalse();
            await others.RollbackAsync(Cancel);
        }

        (await append).ShouldBeEmpty();
        (await fixture.Store.Journal.ReadCase(id, 0, Cancel)).Count.ShouldBe(1);
    }

    private async Task AppendMegabyte()
    {
        var body = RandomNumberGenerator.GetBytes(1 << 20);
        var row = new JournalRow(
            await fixture.Store.Journal.ReserveNumbers(1, Cancel), Given.NewCase(), 1, Given.Noon, body, SHA256.HashData(body));
        (await fixture.Store.Journal.Append([row], Cancel)).ShouldBeEmpty();
    }
}
