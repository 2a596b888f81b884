using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class HeadsOnSqlite(SqliteFixture fixture) : HeadsSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class HeadsOnPostgres(PostgresFixture fixture) : HeadsSuite(fixture), IClassFixture<PostgresFixture>;

public abstract class HeadsSuite(StoreFixture fixture) : IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IHeads Heads => fixture.Store.Heads;

    public async ValueTask InitializeAsync() => await Heads.Clear("test", Cancel);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_head_comes_back_as_it_was_saved()
    {
        var full = Given.Head(
            1,
            Given.NewCase("task"),
            seq: 7,
            closed: Given.Noon.AddTicks(13),
            due: Given.Noon.AddHours(3).AddTicks(1),
            incident: "the ERP refused the posting: 'quantity'",
            card: new CaseCard(
                "Pick two lines — \"fragile\" 商品",
                "south",
                "web",
                "store-17",
                OwnerGroup.StoreOperations,
                ExceptionCategory.LatePick,
                Given.Noon.AddHours(5),
                1234567.8901m,
                "EUR",
                CaseId.Order("WEB-1"),
                "aylin",
                "Pick",
                70,
                "the promise is near",
                ["customer:C-1", "sku:85123A", "sku:a:b"]));
        var bare = Given.Head(2, Given.NewCase());

        await Heads.Save(Given.Changes(full, bare), Cancel);

        (await Heads.Read(full.Case, Cancel)).ShouldBe(full);
        (await Heads.Read(bare.Case, Cancel)).ShouldBe(bare);
        (await Heads.Read(Given.NewCase(), Cancel)).ShouldBeNull();
        (await Heads.ReadMany([bare.Case, full.Case, Given.NewCase()], Cancel)).ShouldBe([full, bare], ignoreOrder: true);
        (await Heads.ReadMany([], Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_older_head_never_overwrites_a_newer_nor_its_search_terms()
    {
        var id = Given.NewCase();
        var newer = Given.Head(1, id, seq: 5, state: "Shipped", card: new CaseCard("new", Terms: ["customer:NEW"]));
        var older = Given.Head(1, id, seq: 4, state: "Picked", card: new CaseCard("old", Terms: ["customer:OLD"]));
        await Heads.Save(Given.Changes(newer), Cancel);

        await Heads.Save(Given.Changes(older), Cancel);

        (await Heads.Read(id, Cancel)).ShouldBe(newer);
        (await Heads.Count(new HeadFilter(Text: "OLD"), Cancel)).ShouldBe(0);
        (await Heads.Count(new HeadFilter(Text: "NEW"), Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task A_newer_head_takes_the_place_of_the_older_and_of_its_terms()
    {
        var id = Given.NewCase();
        await Heads.Save(Given.Changes(Given.Head(1, id, 1, card: new CaseCard("a", Terms: ["customer:C-1", "sku:S-1"]))), Cancel);
        var newest = Given.Head(1, id, 3, state: "Ready", card: new CaseCard("c", Terms: ["customer:C-1", "sku:S-3"]));

        // Both in one stretch, in either order: the newest counts.
        await Heads.Save(Given.Changes(newest, Given.Head(1, id, 2)), Cancel);

        (await Heads.Read(id, Cancel)).ShouldBe(newest);
        (await Heads.Count(new HeadFilter(Text: "S-1"), Cancel)).ShouldBe(0);
        (await Heads.Count(new HeadFilter(Text: "S-3"), Cancel)).ShouldBe(1);
        (await Heads.Count(new HeadFilter(Text: "C-1"), Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task The_checkpoint_is_saved_with_the_heads_and_never_moves_back()
    {
        (await Heads.ReadCheckpoint("test", Cancel)).ShouldBe(FeedPosition.Start);

        await Heads.Save(Given.Changes() with { Reached = new FeedPosition(3, 9) }, Cancel);
        await Heads.Save(Given.Changes() with { Reached = new FeedPosition(3, 8) }, Cancel);

        (await Heads.ReadCheckpoint("test", Cancel)).ShouldBe(new FeedPosition(3, 9));
        (await Heads.ReadCheckpoint("another", Cancel)).ShouldBe(FeedPosition.Start);
    }

    [Fact]
    public async Task Effects_are_in_flight_from_their_start_until_they_are_settled()
    {
        var id = Given.NewCase();
        var (one, two) = (Effect(id, 1, 0), Effect(id, 1, 1));
        await Heads.Save(Given.Changes() with { Started = [one, two] }, Cancel);
        (await Heads.ReadInFlightOf(id, Cancel)).ShouldBe([one, two]);

        await Heads.Save(Given.Changes() with { Settled = [one.Key] }, Cancel);

        (await Heads.ReadInFlightOf(id, Cancel)).ShouldBe([two]);
        (await Heads.ReadInFlight(null, 10, Cancel)).ShouldBe([two]);
    }

    [Fact]
    public async Task Effects_in_flight_are_counted_for_many_cases_at_once()
    {
        var (busy, calm, other) = (Given.NewCase(), Given.NewCase(), Given.NewCase());
        await Heads.Save(
            Given.Changes() with { Started = [Effect(busy, 1, 0), Effect(busy, 1, 1), Effect(busy, 2, 0), Effect(other, 1, 0)] }, Cancel);
        await Heads.Save(Given.Changes() with { Settled = [Effect(busy, 1, 1).Key] }, Cancel);

        var counts = await Heads.CountInFlight([busy, calm], Cancel);

        counts.ShouldBe(new Dictionary<CaseId, int> { [busy] = 2 });
        (await Heads.CountInFlight([], Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_effect_that_starts_and_settles_in_one_stretch_does_not_linger()
    {
        var id = Given.NewCase();
        var effect = Effect(id, 1, 0);

        await Heads.Save(Given.Changes() with { Started = [effect, effect], Settled = [effect.Key] }, Cancel);

        (await Heads.ReadInFlightOf(id, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stretch_that_another_saver_has_passed_starts_nothing_again()
    {
        var id = Given.NewCase();
        var effect = Effect(id, 1, 0);
        await Heads.Save(Given.Changes() with { Reached = new(1, 1), Started = [effect] }, Cancel);
        await Heads.Save(Given.Changes() with { Reached = new(1, 2), Settled = [effect.Key] }, Cancel);

        await Heads.Save(Given.Changes() with { Reached = new(1, 1), Started = [effect] }, Cancel);

        (await Heads.ReadInFlightOf(id, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Effects_in_flight_are_paged_oldest_first_even_when_the_last_read_was_settled_meanwhile()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await fixture.Store.Journal.ReserveNumbers(1, Cancel), 1, 12);
        await fixture.Store.Journal.Append(rows, Cancel);
        // By age 1 .. 12, whose keys in letters' order would be 1, 10, 11, 12, 2.
        var effects = rows.Select(row => new InFlightEffect(RequestedEffect.KeyOf(id, row.Seq, 0), id, "reserve", row.At)).ToList();
        await Heads.Save(Given.Changes() with { Started = [.. effects.AsEnumerable().Reverse()] }, Cancel);

        var page = await Heads.ReadInFlight(null, 5, Cancel);
        page.ShouldBe(effects[..5]);
        await Heads.Save(Given.Changes() with { Settled = [page[^1].Key] }, Cancel);
        (await Heads.ReadInFlight(page[^1].Key, 5, Cancel)).ShouldBe(effects[5..10]);
        (await Heads.ReadInFlight(effects[9].Key, 5, Cancel)).ShouldBe(effects[10..]);
        (await Heads.ReadInFlight(effects[^1].Key, 5, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_cases_are_swept_in_the_order_of_their_numbers()
    {
        var heads = Enumerable.Range(1, 7)
            .Select(n => Given.Head(n, Given.NewCase(), closed: n == 3 ? Given.Noon : null)).ToArray();
        await Heads.Save(Given.Changes([.. heads.Reverse()]), Cancel);

        (await Heads.ReadOpen(0, 4, Cancel)).Select(head => head.CaseNo).ShouldBe([1, 2, 4, 5]);
        (await Heads.ReadOpen(5, 4, Cancel)).Select(head => head.CaseNo).ShouldBe([6, 7]);
    }

    [Fact]
    public async Task Clearing_forgets_the_projection_so_that_it_can_be_rebuilt_from_older_rows()
    {
        var id = Given.NewCase();
        var head = Given.Head(1, id, seq: 9, card: new CaseCard("x", Terms: ["customer:C-9"]));
        await Heads.Save(
            new HeadChanges("test", new FeedPosition(5, 5), [head], [Effect(id, 1, 0)], []), Cancel);

        await Heads.Clear("test", Cancel);

        (await Heads.Read(id, Cancel)).ShouldBeNull();
        (await Heads.ReadInFlight(null, 10, Cancel)).ShouldBeEmpty();
        (await Heads.ReadCheckpoint("test", Cancel)).ShouldBe(FeedPosition.Start);
        (await Heads.Count(new HeadFilter(Text: "C-9"), Cancel)).ShouldBe(0);
        var rebuilt = head with { Seq = 1 };
        await Heads.Save(Given.Changes(rebuilt) with { Reached = new FeedPosition(1, 1) }, Cancel);
        (await Heads.Read(id, Cancel)).ShouldBe(rebuilt);
        (await Heads.ReadCheckpoint("test", Cancel)).ShouldBe(new FeedPosition(1, 1));
    }

    [Fact]
    public async Task Lines_asked_of_a_place_add_up_by_its_days_and_a_stretch_that_is_saved_again_adds_nothing()
    {
        var day = new DateOnly(2026, 3, 2);
        var stretch = Given.Changes() with
        {
            Reached = new(1, 1), Lines = [new("A", day, 3), new("B", day, 2), new("A", day.AddDays(1), 7)],
        };
        await Heads.Save(stretch, Cancel);
        await Heads.Save(stretch, Cancel);
        await Heads.Save(Given.Changes() with { Reached = new(1, 2), Lines = [new("A", day, 4), new("B", day, -1)] }, Cancel);
        await Heads.Save(Given.Changes() with { Reached = new(1, 1), Lines = [new("A", day, 100)] }, Cancel);

        (await Heads.ReadNodeLines(day, Cancel)).ShouldBe([new("A", day, 7), new("B", day, 1), new("A", day.AddDays(1), 7)]);
        (await Heads.ReadNodeLines(day.AddDays(1), Cancel)).ShouldBe([new("A", day.AddDays(1), 7)]);

        await Heads.Clear("test", Cancel);
        (await Heads.ReadNodeLines(day, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lines_of_days_that_are_long_over_are_forgotten()
    {
        var day = new DateOnly(2026, 3, 2);
        await Heads.Save(Given.Changes() with { Reached = new(1, 1), Lines = [new("A", day, 3)] }, Cancel);
        await Heads.Save(Given.Changes() with { Reached = new(1, 2), Lines = [new("A", day.AddDays(IHeads.NodeLinesDays), 1)] }, Cancel);

        (await Heads.ReadNodeLines(DateOnly.MinValue, Cancel)).ShouldBe([new("A", day.AddDays(IHeads.NodeLinesDays), 1)]);
    }

    [Fact]
    public async Task Two_savers_of_many_heads_do_not_get_in_each_others_way()
    {
        var heads = Enumerable.Range(1, 300)
            .Select(n => Given.Head(n, Given.NewCase(), card: new CaseCard("x", Terms: [$"sku:S-{n % 7}"]))).ToList();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(saver => Task.Run(
            () => Heads.Save(
                new HeadChanges(
                    $"reader-{saver}",
                    new FeedPosition(1, saver),
                    [.. heads.OrderBy(head => saver % 2 == 0 ? head.CaseNo : -head.CaseNo).Select(head => head with { Seq = saver + 1 })],
                    [],
                    []),
                Cancel),
            Cancel)));

        var saved = await Heads.ReadOpen(0, 1000, Cancel);
        saved.Count.ShouldBe(300);
        saved.ShouldAllBe(head => head.Seq == 6);
    }

    private static InFlightEffect Effect(CaseId id, int seq, int n) =>
        new(RequestedEffect.KeyOf(id, seq, n), id, "reserve", Given.Noon.AddTicks(seq));
}
