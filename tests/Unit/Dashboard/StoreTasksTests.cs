using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Host.Dashboard.StoreTasks;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Overview;
using Crossdock.Processes.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>A store's tasks as whoever runs it sees them.</summary>
public class StoreTasksTests
{
    private const string Store = "S101";

    private static readonly DateTimeOffset Now = MadeUpRetailer.Now;

    private readonly FakeHeads _heads = new();
    private readonly FakeJournal _journal = new(MadeUpFact.Json);
    private int _no;

    [Fact]
    public async Task Tasks_are_counted_by_kind_and_by_person_and_each_clock_once()
    {
        Add("late", TaskKind.Pick, with: "Aylin", minutes: -5);
        Add("risk", TaskKind.Pick, with: "Aylin", minutes: 59);
        Add("fine", TaskKind.Pick, minutes: 61);
        Add("count", TaskKind.Count, with: "Bill", minutes: 600);
        _heads.All.Add(Head("elsewhere", TaskKind.Pick, "S102", null, 1, "Open"));
        _heads.All.Add(Head("done", TaskKind.Pick, Store, "Aylin", 1, "Done") with { Closed = Now });
        var store = await Read();

        (store.Tasks.Length, store.Late, store.AtRisk, store.Waiting, store.Capped).ShouldBe((4, 1, 1, 1, false));
        store.Kinds.ShouldBe([new KindLoad("Pick", 1, 2, 1, 1), new KindLoad("Count", 0, 1, 0, 0)]);
        store.People.ShouldBe(
            [new PersonLoad("Aylin", 2, 1, 1, Now.AddMinutes(-5)), new PersonLoad("Bill", 1, 0, 0, Now.AddMinutes(600))]);
    }

    [Fact]
    public async Task Who_was_given_a_task_has_it_since_then_and_not_since_the_first_claim()
    {
        Add("given", TaskKind.Pick, with: "Bill", minutes: 30);
        var opened = new TaskOpened(
            TaskKind.Pick, "Pick", "", CaseId.Parse("fulfilment/W-1"), null, OwnerGroup.StoreOperations, Store, null, null, null, null,
            null, null, 1, TimeSpan.FromHours(2), [], []);
        _journal.Add(Rows("given", (opened, -60), (new TaskClaimed("Aylin"), -50), (new TaskReassigned("Bill", "Aylin is off."), -7)));

        (await Read()).Tasks.ShouldHaveSingleItem().HeldSince.ShouldBe(Now.AddMinutes(-7));
    }

    [Fact]
    public async Task Why_it_stands_where_it_does_is_told_in_facts()
    {
        Add("late", TaskKind.Count, minutes: -61, step: 3, exception: ExceptionCategory.StockVariance);
        Add("promised", TaskKind.Pick, minutes: 90, promise: 33);
        Add("open", TaskKind.Pick, minutes: null);
        var facts = (await Read()).Tasks.ToDictionary(task => task.Head.Case.Key, task => task.Facts(Now));

        facts["late"].ShouldEndWith("over by 1 h 01 min; about stock-variance; 2 times past its time; open for 2 h 00 min");
        facts["promised"].ShouldStartWith("Promised for ");
        facts["promised"].ShouldContain(", 33 min left;");
        facts["open"].ShouldBe("No deadline; open for 2 h 00 min");
    }

    [Fact]
    public async Task A_slice_narrows_and_its_url_comes_back_as_itself()
    {
        Add("late", TaskKind.Pick, with: "Aylin & Co", minutes: -5);
        Add("fine", TaskKind.Pick, minutes: 61);
        Add("count", TaskKind.Count, minutes: 61);

        View(await Read(), "?kind=Pick").Rows.Length.ShouldBe(2);
        View(await Read(), "?clock=late&with=Aylin+%26+Co").Rows.ShouldHaveSingleItem();
        View(await Read(), "?with=-&kind=count").Rows.ShouldHaveSingleItem().Head.Case.Key.ShouldBe("count");
        foreach (var url in (string[])["", "?kind=Pick", "?clock=Late&with=Aylin%20%26%20Co", "?with=-&page=3"])
        {
            var slice = StoreTasksSlice.OfText(Store, url);
            StoreTasksSlice.OfText(Store, slice.Query()).ShouldBe(slice, url);
        }
    }

    [Theory]
    [InlineData("?kind=77&clock=<script>&with=&page=-1")]
    [InlineData("?kind=Pick,Count&page=99999999999")]
    public async Task Words_that_are_none_narrow_nothing(string query)
    {
        Add("one", TaskKind.Pick, minutes: 5);
        var view = View(await Read(), query);

        (view.Rows.Length, view.Page, view.IsWhole).ShouldBe((1, 1, true));
    }

    [Theory]
    [InlineData("Open", true, false)]
    [InlineData("Claimed", true, true)]
    [InlineData("Done", false, false)]
    public async Task What_may_be_done_with_a_task_its_map_says(string state, bool give, bool take)
    {
        _heads.All.Add(Head("one", TaskKind.Pick, Store, null, 5, state));
        var view = View(await Read(), "");

        (view.ActOf(view.Rows[0], typeof(TaskReassigned)) is not null).ShouldBe(give);
        (view.ActOf(view.Rows[0], typeof(TaskHandedBack)) is not null).ShouldBe(take);
    }

    [Theory]
    [InlineData("operator", null, true)]
    [InlineData("admin", null, true)]
    [InlineData("store", "S101", true)]
    [InlineData("store", "S102", false)]
    [InlineData("reader", null, false)]
    public void Whoever_acts_on_cases_or_works_in_the_store_may_give_and_take_back(string role, string? scope, bool may) =>
        StoreTasksView.MayRun(new Person("Ida", role, scope), Store).ShouldBe(may);

    private Task<Crossdock.Intelligence.Overview.StoreTasks> Read() => new StoreTasksReader(
            _heads, new TaskReader(_heads, _journal, MadeUpFact.Json), BusinessClock.Wall(new FakeTimeProvider(Now)))
        .Read(Store, CancellationToken.None);

    private static StoreTasksView View(Crossdock.Intelligence.Overview.StoreTasks tasks, string query) => new(
        new DeskFrame("Tasks", StoreTasksEndpoints.Path, "/", new Person("Ida", "operator", null), null, Now, TimeZoneInfo.Utc),
        MadeUpRetailer.Network.Find(Store)!, tasks, StoreTasksSlice.OfText(Store, query),
        ProcessCatalogue.Retail.All.Single(map => map.Kind == "task"), "");

    private void Add(
        string key, TaskKind kind, string? with = null, int? minutes = null, int? promise = null, int step = 1,
        ExceptionCategory? exception = null)
    {
        var head = Head(key, kind, Store, with, minutes, with is null ? "Open" : "Claimed");
        _heads.All.Add(head with
        {
            Deadline = head.Deadline is { } deadline ? deadline with { Step = step } : null,
            Card = head.Card with { Promise = promise is { } until ? Now.AddMinutes(until) : null, Exception = exception },
        });
    }

    private CaseHead Head(string key, TaskKind kind, string node, string? with, int? minutes, string state) => new(
        ++_no, CaseId.Task(key), "store-task", 1, 1, state, Waits.OnPerson, Now.AddHours(-2), Now.AddHours(-2), null, Now,
        minutes is { } due ? new Deadline(state, TimeSpan.FromHours(2), node, Now.AddHours(-2), Now.AddMinutes(due), 1) : null, null, 0,
        new CaseCard($"{kind} {key}", Node: node, With: with, Kind: kind.ToString(), Priority: 50));

    private static IEnumerable<Transition> Rows(string key, params (Message Data, int Minutes)[] told) => told.Select((one, n) =>
        new Transition(
            CaseId.Task(key), n + 1, Now.AddMinutes(one.Minutes), "store-task", 1,
            new Envelope($"{key}-{n}", "test", CaseId.Task(key), Now, Actor.Crossdock, one.Data), Outcome.Applied, n == 0 ? null : "Open",
            n == 0 ? "Open" : "Claimed", false, Waits.OnPerson, [], [], null, null, "", []));
}
