using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts.Messages;
using Crossdock.Runtime.Sealing;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Verification;

public sealed class SealsOnSqlite() : SealSuite(new SqliteFixture());

public sealed class SealsOnPostgres() : SealSuite(new PostgresFixture());

/// <summary>What somebody who can write the store cannot hide, with seals in it and with a copy outside.</summary>
public abstract class SealSuite(StoreFixture fixture) : IAsyncLifetime
{
    private readonly SealKey _key = SealKey.Make();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crossdock-seals-");
    private Story _story = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Outside => Path.Combine(_folder.FullName, "seals.jsonl");

    public async ValueTask InitializeAsync()
    {
        await fixture.InitializeAsync();
        _story = new Story(fixture.Store, _key);
        await _story.Fill();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _key.Dispose();
        await fixture.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_new_row_there_is_no_new_seal_and_each_covers_the_one_before()
    {
        (await _story.NewSealer().Step(Cancel)).ShouldBeNull();

        var second = await SealMore();
        second.Number.ShouldBe(2);
        (second.Rows, second.Cases).ShouldBe((10, 4));
        second.Previous.ShouldBe(Seals.HashOf((await fixture.Store.Seals.Read(0, 1, Cancel)).Single()));
        (await Found()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_seal_says_between_which_two_instants_the_lost_row_was_written()
    {
        await SealMore();
        await SealMore();
        await fixture.Execute("delete from journal where seq = 5; delete from heads where case_id = 'order/A'");

        (await Found()).ShouldContain(
            "seal: of the rows sealed between 2026-03-02 12:01:00Z and 2026-03-02 12:02:00Z (seal 3) 1 are missing");
    }

    [Fact]
    public async Task A_seal_that_was_changed()
    {
        await fixture.Execute("update seals set row_count = 8");

        (await Found()).ShouldBe(
        [
            "seal: of the rows sealed up to 2026-03-02 12:00:00Z (seal 1) there are 1 more than were sealed",
            "seal: seal 1 is not the one that was signed",
        ]);
    }

    [Fact]
    public async Task A_seal_that_was_taken_out()
    {
        await SealMore();
        await SealMore();
        await fixture.Execute("delete from seals where number = 2");

        (await Found()).ShouldContain("seal: seal 3 follows seal 1");
    }

    [Fact]
    public async Task A_seal_by_a_key_that_nobody_believes()
    {
        using var stranger = SealKey.Make();
        await new Story(fixture.Store, stranger).NewSealer().Step(Cancel);
        await fixture.Execute("delete from seals");
        (await new Story(fixture.Store, stranger).NewSealer().Step(Cancel)).ShouldNotBeNull();

        (await Found()).ShouldBe(
            [$"seal: seal 1 is signed with the key {stranger.Id}, which is not one of those to be believed"]);
    }

    [Fact]
    public async Task Rows_rewritten_with_their_hashes_and_their_seals_show_against_the_copy_outside()
    {
        await _story.NewSealer(Outside).Step(Cancel);
        await fixture.Execute("delete from journal where case_no = (select case_no from cases where case_id = 'order/B')");
        await fixture.Execute("delete from cases where case_id = 'order/B'");
        await fixture.Execute("delete from heads where case_id = 'order/B'");
        await fixture.Execute("delete from in_flight where case_id = 'order/B'");
        await fixture.Execute("delete from seals");
        await _story.Project(8);
        await _story.NewSealer().Step(Cancel);

        (await Found()).ShouldBeEmpty("inside the store everything fits together again");
        (await Found(Outside)).ShouldBe(
        [
            "seal: seal 1 outside counted 9 rows at 2026-03-02 12:00:00Z, and the store's counts 8 at 2026-03-02 12:00:00Z: "
            + "one of them is not the one that was made",
        ]);
    }

    [Fact]
    public async Task A_store_that_was_set_back_shows_against_the_copy_outside()
    {
        await _story.NewSealer(Outside).Step(Cancel);
        await SealMore(Outside);
        (await Found(Outside)).ShouldBeEmpty();
        await fixture.Execute("delete from seals where number = 2");

        (await Found(Outside)).ShouldBe(
            ["seal: seal 2 of 2026-03-02 12:01:00Z stands outside and not in the store: it counted 10 rows of 4 cases"]);
    }

    [Fact]
    public async Task What_a_crash_kept_from_the_file_is_added_by_the_next_step_and_half_a_line_is_passed_over()
    {
        await _story.NewSealer(Outside).Step(Cancel);
        var first = await File.ReadAllTextAsync(Outside, Cancel);
        await SealMore(Outside);
        var both = await File.ReadAllTextAsync(Outside, Cancel);
        await File.WriteAllTextAsync(Outside, both[..(first.Length + 20)], Cancel);

        await _story.NewSealer(Outside).Step(Cancel);

        (await File.ReadAllLinesAsync(Outside, Cancel)).Length.ShouldBe(3);
        (await Found(Outside)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_outside_that_is_no_seal()
    {
        await _story.NewSealer(Outside).Step(Cancel);
        await File.AppendAllTextAsync(Outside, "{\"number\":2}\n", Cancel);

        (await Found(Outside)).ShouldBe(["seal: outside, line 2 is no seal"]);
    }

    [Fact]
    public async Task Of_two_processes_that_seal_at_once_one_makes_the_seal()
    {
        await _story.Write(Story.First, _story.Heard(new LookAgain("again")), "Delivering");
        await _story.Project();

        await Task.WhenAll(_story.NewSealer().Step(Cancel), _story.NewSealer().Step(Cancel));

        (await fixture.Store.Seals.Read(0, 10, Cancel)).Select(seal => seal.Number).ShouldBe([1, 2]);
        (await Found()).ShouldBeEmpty();
    }

    private async Task<Contracts.Ports.Seal> SealMore(string? outside = null)
    {
        _story.Wall.Advance(TimeSpan.FromMinutes(1));
        await _story.Write(Story.First, _story.Heard(new LookAgain("again")), "Delivering");
        await _story.Project();
        return (await _story.NewSealer(outside).Step(Cancel)).ShouldNotBeNull();
    }

    private async Task<IReadOnlyList<string>> Found(string? outside = null) =>
        [.. (await _story.Verify(outside)).Faults.Select(fault => fault.ToString()).Order(StringComparer.Ordinal)];
}
