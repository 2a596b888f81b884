using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class HeadSearchOnSqlite(SqliteFixture fixture) : HeadSearchSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class HeadSearchOnPostgres(PostgresFixture fixture) : HeadSearchSuite(fixture), IClassFixture<PostgresFixture>;

public abstract class HeadSearchSuite(StoreFixture fixture) : IAsyncLifetime
{
    private static readonly CaseId Parent = CaseId.Order("WEB-100");

    private static readonly CaseHead[] All =
    [
        // 1: in time by nature, for nothing is due.
        Given.Head(1, Parent, opened: At(-60), card: new CaseCard(
            "order", "south", "web", Owner: OwnerGroup.CustomerService, Value: 10m, Currency: "EUR", Priority: 5,
            Terms: ["customer:C-1", "sku:85123A"])),
        // 2: its deadline has passed.
        Given.Head(2, new CaseId("fulfilment", "WEB-100-1"), opened: At(-50), due: At(-1), card: new CaseCard(
            "part", "south", "web", "store-17", OwnerGroup.StoreOperations, ExceptionCategory.LatePick, At(90), Parent: Parent,
            Priority: 9)),
        // 3: its promise is near.
        Given.Head(3, CaseId.Task("PICK-1"), opened: At(-40), due: At(300), card: new CaseCard(
            "pick", "south", "web", "store-17", OwnerGroup.StoreOperations, Promise: At(20), Parent: Parent, With: "aylin",
            Kind: "Pick", Priority: 70, Terms: ["sku:85123A"])),
        // 4: its deadline is near, and it has an incident.
        Given.Head(4, CaseId.Order("web-101"), opened: At(-30), due: At(30), state: "Sourcing", incident: "the map was left",
            card: new CaseCard("order", "north", "app", Terms: ["customer:100% O'Neil_2", "note:a:b"])),
        // 5: closed late, which is nobody's worry any more.
        Given.Head(5, CaseId.Order("POS-1"), opened: At(-20), closed: At(-2), due: At(-10), state: "Done",
            card: new CaseCard("order", "north", "store", Promise: At(-15))),
        // 6: due in good time.
        Given.Head(6, CaseId.Task("COUNT-1"), opened: At(-10), due: At(200), card: new CaseCard(
            "count", "north", null, "store-2", OwnerGroup.StoreOperations, Kind: "Count", Priority: 70, Promise: At(500))),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IHeads Heads => fixture.Store.Heads;

    public static TheoryData<string, HeadFilter, long[]> Slices() => new()
    {
        { "everything", new(), [1, 2, 3, 4, 5, 6] },
        { "a kind", new(Kind: "order"), [1, 4, 5] },
        { "any of several kinds", new(Kinds: ["task", "fulfilment", "none"]), [2, 3, 6] },
        { "any of no kinds", new(Kinds: []), [] },
        { "any of kinds that cannot be", new(Kinds: ["WEB\0"]), [] },
        { "kinds at risk", new(Kinds: ["task"], Clock: Clock.AtRisk, Now: At(0), AtRiskWithin: Minutes(45)), [3] },
        { "what has a part at a node, or none yet", new(Kind: "order", Reaches: new("task", Node: "store-17")), [1, 4, 5] },
        { "what has a part in a region", new(Kind: "order", Reaches: new("task", Region: "south")), [1] },
        { "what has none there and is there itself", new(Kind: "order", Reaches: new("task", "north")), [4, 5] },
        { "what has a part there or anywhere", new(Reaches: new("fulfilment", "south", "web", "store-17"), Open: true), [1, 2, 3] },
        { "what has a part where nobody is", new(Kind: "order", Reaches: new("task", "' or 1=1 --")), [] },
        { "a state", new(State: "Sourcing"), [4] },
        { "what is waited for", new(Waits: Waits.Nothing), [5] },
        { "a region", new(Region: "south"), [1, 2, 3] },
        { "a channel", new(Channel: "web"), [1, 2, 3] },
        { "a node", new(Node: "store-17"), [2, 3] },
        { "an owner", new(Owner: OwnerGroup.StoreOperations), [2, 3, 6] },
        { "an exception", new(Exception: ExceptionCategory.LatePick), [2] },
        { "another exception", new(Exception: ExceptionCategory.FraudSuspected), [] },
        { "any exception", new(AnyException: true), [2] },
        { "no exception", new(AnyException: false), [1, 3, 4, 5, 6] },
        { "an incident", new(HasIncident: true), [4] },
        { "no incident", new(HasIncident: false), [1, 2, 3, 5, 6] },
        { "open", new(Open: true), [1, 2, 3, 4, 6] },
        { "closed", new(Open: false), [5] },
        { "a parent", new(Parent: Parent), [2, 3] },
        { "with someone", new(With: "aylin"), [3] },
        { "a kind of task", new(TaskKind: "Count"), [6] },
        { "several at once", new(Region: "south", Node: "store-17", Kind: "task", Open: true), [3] },
        { "empty text", new(Text: "  ", Region: ""), [1, 2, 3, 4, 5, 6] },
        { "a case id", new(Text: "order/WEB-100"), [1] },
        { "a key's beginning, in any letters", new(Text: "Web-10"), [1, 2, 4] },
        { "a whole key", new(Text: "PICK-1"), [3] },
        { "a key's middle", new(Text: "ICK-1"), [] },
        { "a SKU", new(Text: "85123A"), [1, 3] },
        { "a part of a SKU", new(Text: "85123"), [] },
        { "a term with its kind", new(Text: "customer:C-1"), [1] },
        { "a term with another kind", new(Text: "sku:C-1"), [] },
        { "a term's value with a colon", new(Text: "a:b"), [4] },
        { "a value with a percent sign, a quote and an underscore", new(Text: "100% O'Neil_2"), [4] },
        { "a percent sign", new(Text: "%"), [] },
        { "a percent sign behind a beginning", new(Text: "WEB%"), [] },
        { "an underscore for a letter", new(Text: "WEB_100"), [] },
        { "a quote", new(Text: "' or 1=1 --"), [] },
        { "a backslash", new(Text: "\\"), [] },
        { "a NUL", new(Text: "WEB\0"), [] },
        { "letters beyond ASCII", new(Text: "Ünïcode 商品"), [] },
        { "late", new(Clock: Clock.Late, Now: At(0), AtRiskWithin: Minutes(45)), [2] },
        { "at risk", new(Clock: Clock.AtRisk, Now: At(0), AtRiskWithin: Minutes(45)), [3, 4] },
        { "in time", new(Clock: Clock.InTime, Now: At(0), AtRiskWithin: Minutes(45)), [1, 6] },
        { "late at a later time", new(Clock: Clock.Late, Now: At(31)), [2, 3, 4] },
        { "due just now is not late yet", new(Clock: Clock.Late, Now: At(-1)), [] },
        { "at risk at a node", new(Clock: Clock.AtRisk, Now: At(0), AtRiskWithin: Minutes(45), Node: "store-17"), [3] },
    };

    public async ValueTask InitializeAsync()
    {
        await Heads.Clear("test", Cancel);
        await Heads.Save(Given.Changes(All), Cancel);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Slices), DisableDiscoveryEnumeration = true)]
    public async Task A_slice_finds_its_cases_and_counts_them(string slice, HeadFilter filter, long[] expected)
    {
        var found = await Heads.Search(filter, HeadOrder.Oldest, 0, 100, Cancel);

        found.Select(head => head.CaseNo).ShouldBe(expected, slice);
        (await Heads.Count(filter, Cancel)).ShouldBe(expected.Length, slice);
    }

    [Theory]
    [InlineData(HeadOrder.Newest, new long[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(HeadOrder.Oldest, new long[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(HeadOrder.Priority, new long[] { 3, 6, 2, 1, 5, 4 })]
    [InlineData(HeadOrder.Due, new long[] { 5, 2, 4, 6, 3, 1 })]
    public async Task An_order_is_kept_over_pages(HeadOrder order, long[] expected)
    {
        var whole = await Heads.Search(new HeadFilter(), order, 0, 100, Cancel);
        whole.Select(head => head.CaseNo).ShouldBe(expected);

        var page = await Heads.Search(new HeadFilter(), order, 2, 3, Cancel);
        page.Select(head => head.CaseNo).ShouldBe(expected[2..5]);
    }

    [Fact]
    public async Task The_cases_of_a_slice_are_counted_by_state()
    {
        (await Heads.CountByState(new HeadFilter(Kind: "order"), Cancel)).ShouldBe(
            new Dictionary<string, int> { ["AwaitingPick"] = 1, ["Sourcing"] = 1, ["Done"] = 1 }, ignoreOrder: true);
        (await Heads.CountByState(new HeadFilter(Parent: Parent, Open: true), Cancel)).ShouldBe(
            new Dictionary<string, int> { ["AwaitingPick"] = 2 });
        (await Heads.CountByState(new HeadFilter(Node: "nowhere"), Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_cases_are_counted_by_cell_and_clock()
    {
        var cells = await Heads.CountOpen(At(0), Minutes(45), Cancel);

        cells.Sum(cell => cell.Open).ShouldBe(5);
        cells.ShouldContain(new HeadCount("order-to-fulfilment", "AwaitingPick", Waits.OnPerson, "south", "web", "store-17", 2, 1, 1));
        cells.ShouldContain(new HeadCount("order-to-fulfilment", "AwaitingPick", Waits.OnPerson, "south", "web", null, 1, 0, 0));
        cells.ShouldContain(new HeadCount("order-to-fulfilment", "Sourcing", Waits.OnPerson, "north", "app", null, 1, 1, 0));
        cells.ShouldContain(new HeadCount("order-to-fulfilment", "AwaitingPick", Waits.OnPerson, "north", null, "store-2", 1, 0, 0));
        cells.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Opened_and_closed_cases_are_counted_per_bucket_without_holes()
    {
        var buckets = await Heads.CountPerBucket("order", At(-60), At(0), Minutes(15), new HeadFilter(), Cancel);

        buckets.ShouldBe(
        [
            new HeadsPerBucket(At(-60), 1, 0), new HeadsPerBucket(At(-45), 0, 0),
            new HeadsPerBucket(At(-30), 2, 0), new HeadsPerBucket(At(-15), 0, 1),
        ]);
        var north = await Heads.CountPerBucket("order", At(-60), At(0), Minutes(60), new HeadFilter(Region: "north"), Cancel);
        north.ShouldBe([new HeadsPerBucket(At(-60), 2, 1)]);
        (await Heads.CountPerBucket("order", At(0), At(0), Minutes(60), new HeadFilter(), Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deadline_of_a_state_that_waits_for_a_time_makes_nothing_late_and_a_promise_does_everywhere()
    {
        CaseHead[] waiting =
        [
            Given.Head(7, CaseId.Order("T-7"), state: "Current", due: At(-5)),
            Given.Head(8, CaseId.Order("T-8"), state: "Current", due: At(30)),
            Given.Head(9, CaseId.Order("T-9"), state: "Current", due: At(300), card: new CaseCard("late", Promise: At(-1))),
            Given.Head(10, CaseId.Order("T-10"), state: "Current", due: At(-5), card: new CaseCard("near", Promise: At(20))),
            Given.Head(11, CaseId.Order("T-11"), state: "Current", due: At(30), card: new CaseCard("far", Promise: At(46))),
        ];
        await Heads.Save(Given.Changes([.. waiting.Select(head => head with { Waits = Waits.OnTime })]), Cancel);

        var current = new HeadFilter(State: "Current", Now: At(0), AtRiskWithin: Minutes(45));
        (await Numbers(current with { Clock = Clock.Late })).ShouldBe([9]);
        (await Numbers(current with { Clock = Clock.AtRisk })).ShouldBe([10]);
        (await Numbers(current with { Clock = Clock.InTime })).ShouldBe([7, 8, 11]);
        (await Heads.CountOpen(At(0), Minutes(45), Cancel)).Single(cell => cell.State == "Current").ShouldBe(
            new HeadCount("order-to-fulfilment", "Current", Waits.OnTime, null, null, null, 5, 1, 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(31)]
    [InlineData(155)]
    public async Task A_list_and_a_head_by_itself_agree_on_the_clock(int now)
    {
        foreach (var clock in new[] { Clock.Late, Clock.AtRisk, Clock.InTime })
        {
            var found = await Numbers(new HeadFilter(Clock: clock, Now: At(now), AtRiskWithin: Minutes(45)));
            found.ShouldBe(
                All.Where(head => head.Closed is null && head.ClockAt(At(now), Minutes(45)) == clock).Select(head => head.CaseNo),
                $"{clock}");
        }
    }

    private async Task<long[]> Numbers(HeadFilter filter) =>
        [.. (await Heads.Search(filter, HeadOrder.Oldest, 0, 100, Cancel)).Select(head => head.CaseNo).Order()];

    private static DateTimeOffset At(int minutes) => Given.Noon.AddMinutes(minutes);

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}
