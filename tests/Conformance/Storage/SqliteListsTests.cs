using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Storage;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

/// <summary>The lists stand in a file of their own beside the journal's: it may be lost, be old, or belong to another.</summary>
public sealed class SqliteListsTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new() { Prepares = false };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Lists_that_the_journal_bears_out_stay()
    {
        var id = await List(reached: 1);

        await using var store = await _fixture.OpenAnother();
        (await store.HoldLists(Cancel)).ShouldBe(ListsFound.AsLeft);
        (await store.Heads.Read(id, Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Whoever_only_reads_finds_lists_as_they_were_left()
    {
        var id = await List(reached: 2);

        await using var store = await _fixture.OpenAnother();
        (await store.Heads.Read(id, Cancel)).ShouldNotBeNull("a checkpoint beyond the journal is evidence of rows that were lost");
    }

    [Fact]
    public async Task Lists_that_were_deleted_are_begun_anew_and_the_journal_is_as_it_was()
    {
        var id = await List(reached: 1);
        File.Delete(_fixture.Lists);

        await using var store = await _fixture.OpenAnother();
        (await store.Journal.ReadCase(id, 0, Cancel)).Count.ShouldBe(1);
        await BeginsAnew(store, id);
    }

    [Fact]
    public async Task Lists_that_know_more_than_the_journal_are_begun_anew()
    {
        var id = await List(reached: 2);

        await using var store = await _fixture.OpenAnother();
        await BeginsAnew(store, id);
    }

    [Fact]
    public async Task Lists_of_another_journal_are_begun_anew()
    {
        var id = await List(reached: 1);
        await _fixture.Execute("update store_name set id = 'another'");

        await using (var store = await _fixture.OpenAnother())
        {
            await BeginsAnew(store, id);
            await store.Heads.Save(Changes(id, reached: 1), Cancel);
        }

        await using var again = await _fixture.OpenAnother();
        (await again.HoldLists(Cancel)).ShouldBe(ListsFound.AsLeft);
        (await again.Heads.Read(id, Cancel)).ShouldNotBeNull("they are this journal's by now");
    }

    [Fact]
    public async Task A_copy_that_went_on_apart_and_is_as_long_is_not_taken_for_the_one_that_was_left()
    {
        var id = await List(reached: 1);
        var copy = $"{_fixture.Path}.copy";
        File.Copy(_fixture.Path, copy);
        File.Delete(_fixture.Lists);
        await using (var store = await _fixture.OpenAnother())
        {
            await BeginsAnew(store, id);
            await store.Heads.Save(Changes(id, reached: 1), Cancel);
        }

        File.Move(copy, _fixture.Path, overwrite: true);
        await using var again = await _fixture.OpenAnother();
        await BeginsAnew(again, id);
    }

    [Fact]
    public async Task Nobody_may_read_the_lists_who_may_not_read_the_journal()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using (await _fixture.OpenAnother())
        {
        }

        File.Delete(_fixture.Lists);
        File.SetUnixFileMode(_fixture.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var store = await _fixture.OpenAnother();

        File.GetUnixFileMode(_fixture.Lists).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Whoever_writes_lists_holds_up_no_commit()
    {
        await using var store = await _fixture.OpenAnother();
        await using var connection = new SqliteConnection($"Data Source={_fixture.Lists};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var others = connection.BeginTransaction(deferred: false);
        var id = Given.NewCase();
        var save = store.Heads.Save(Changes(id, reached: 1), Cancel);

        (await store.Journal.Append(Given.Rows(id, 1, 1, 1), Cancel)).ShouldBeEmpty();
        save.IsCompleted.ShouldBeFalse();
        await others.RollbackAsync(Cancel);
        await save;
    }

    private async Task<CaseId> List(long reached)
    {
        await using var store = await _fixture.OpenAnother();
        var id = Given.NewCase();
        await store.Journal.Append(Given.Rows(id, 1, 1, 1), Cancel);
        await store.Heads.Save(Changes(id, reached), Cancel);
        return id;
    }

    private static HeadChanges Changes(CaseId id, long reached) =>
        Given.Changes(Given.Head(1, id)) with { Reached = new FeedPosition(0, reached) };

    private static async Task BeginsAnew(Store store, CaseId id)
    {
        (await store.HoldLists(Cancel)).ShouldBe(ListsFound.BegunAnew);
        (await store.Heads.Read(id, Cancel)).ShouldBeNull();
        (await store.Heads.ReadCheckpoint("test", Cancel)).ShouldBe(FeedPosition.Start);
    }
}
