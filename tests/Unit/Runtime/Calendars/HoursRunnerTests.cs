using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.CalendarChanges;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Calendars;
using Crossdock.Unit.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Runtime.Calendars;

/// <summary>Who is told that hours have changed, and that a crash in the middle loses nobody.</summary>
public class HoursRunnerTests : ITellCases
{
    private static readonly DateTimeOffset Now = Processes.Given.Now;

    private readonly FakeTimeProvider _wall = new(Now);
    private readonly InMemoryHeads _heads = new();
    private readonly List<Envelope> _told = [];
    private readonly HashSet<string> _known = [];
    private CaseId? _down;

    [Fact]
    public async Task Every_open_case_with_a_deadline_by_these_hours_and_every_held_one_is_told()
    {
        Open("A", "ST-1");
        Open("B", "ST-2");
        Open("C", "always");
        Open("D", null);
        Open("E", null, held: "Looked at.");

        (await Runner().Run("calendars/all:1#2.1", Order("ST-1", "ST-9"))).ShouldBe(new DeadlinesRederived(3, 6));
        _told.Select(one => $"{one.Subject.Key} {((HoursChanged)one.Data).Calendar}").Distinct().Order()
            .ShouldBe(["A ST-1", "E ST-1", "E ST-9"]);
    }

    [Fact]
    public async Task After_a_crash_all_are_told_and_nobody_twice()
    {
        for (var i = 0; i < 50; i++)
        {
            Open($"C-{i}", "ST-1");
        }

        _down = CaseId.Order("C-30");
        await Should.ThrowAsync<StoreUnavailableException>(() => Runner().Run("key", Order("ST-1")));
        _down = null;
        await Runner().Run("key", Order("ST-1"));

        _told.Select(one => one.Id).ShouldBeUnique();
        _told.Where(one => one.Id.StartsWith("key/1/", StringComparison.Ordinal)).Select(one => one.Subject).Distinct().Count()
            .ShouldBe(50);
    }

    [Fact]
    public async Task A_case_hears_of_the_holidays_that_can_matter_to_it_and_not_of_decades()
    {
        Open("A", "ST-1");
        var order = Order("ST-1");
        var years = order.Changes[0].Is with
        {
            Holidays = [.. Enumerable.Range(2009, 40).Select(year => new DateOnly(year, 12, 25))],
        };
        await Runner().Run("key", order with { Changes = [order.Changes[0] with { Is = years }] });

        ((HoursChanged)_told[0].Data).Is.Holidays.ShouldBe([new DateOnly(2026, 12, 25)]);
    }

    [Fact]
    public async Task A_start_records_the_hours_once_and_another_one_tells_when_they_differ()
    {
        var cases = new RunningCases(_wall);
        var places = Processes.Given.Network;
        (await cases.Watch(places).IsKnown(CancellationToken.None)).ShouldBeTrue();
        (await cases.Watch(places).IsKnown(CancellationToken.None)).ShouldBeTrue();
        var begun = cases.Rows.ShouldHaveSingleItem();
        (begun.Case, begun.To).ShouldBe((new CaseId(KnownCalendars.Kind, "all:1"), "InForce"));

        var earlier = places with { Nodes = [.. places.Nodes.Select(node => node with { Hours = Hours(17).Hours })] };
        (await cases.Watch(earlier).IsKnown(CancellationToken.None)).ShouldBeTrue();
        cases.Rows[^1].Effects.ShouldHaveSingleItem().Effect.ShouldBeOfType<RederiveDeadlines>().Changes
            .SelectMany(change => change.Names).ShouldBe(["DC-1", "SUP-1", "ST-1", "ST-2"], ignoreOrder: true);

        (await cases.Watch(places).IsKnown(CancellationToken.None)).ShouldBeFalse("it is busy with the change before");
        cases.Rows[^1].Outcome.ShouldBe(Outcome.IgnoredLate);
    }

    [Fact]
    public async Task What_an_operator_had_forgotten_is_recorded_anew_under_the_next_number()
    {
        var cases = new RunningCases(_wall);
        await cases.Watch(Processes.Given.Network).IsKnown(CancellationToken.None);
        await cases.Tell(
            new Envelope("f", "test", cases.Rows[0].Case, Now, new Actor("Ida", "operator"), new CalendarsForgotten("Wrong file.")),
            CancellationToken.None);
        (await cases.Watch(Processes.Given.Network).IsKnown(CancellationToken.None)).ShouldBeTrue();

        (cases.Rows[^1].Case.Key, cases.Rows[^1].Seq).ShouldBe(("all:2", 1));
    }

    Task<TellReceipt> ITellCases.Tell(Envelope envelope, CancellationToken cancel)
    {
        if (envelope.Subject == _down)
        {
            throw new StoreUnavailableException();
        }

        lock (_known)
        {
            var known = !_known.Add(envelope.Id);
            if (!known)
            {
                _told.Add(envelope);
            }

            return Task.FromResult(new TellReceipt(known ? TellResult.Duplicate : TellResult.Applied, envelope.Subject, 2, "", ""));
        }
    }

    private HoursRunner Runner() => new(
        _heads, new ServiceCollection().AddSingleton<ITellCases>(this).BuildServiceProvider(), BusinessClock.Wall(_wall), _wall)
    {
        SecondLookAfter = TimeSpan.Zero,
    };

    private static RederiveDeadlines Order(params string[] names) => new(
        [new HoursChange([.. names], Hours(18), Hours(20))], Now, "As the network says at this start.");

    private static CalendarHours Hours(int closes) =>
        new("Europe/London", [new OpeningHours(DayOfWeek.Monday, new TimeOnly(9, 0), new TimeOnly(closes, 0))], []);

    private void Open(string key, string? calendar, string? held = null) => _heads.All.Add(new CaseHead(
        _heads.All.Count + 1, CaseId.Order(key), "order-to-fulfilment", 1, 1, "Sourcing", Waits.OnPerson, Now, Now, null, Now,
        calendar is null ? null : new Deadline("Sourcing", TimeSpan.FromHours(2), calendar, Now, Now.AddHours(2), 1), null, 0,
        new CaseCard("Order"), held));

    /// <summary>Cases in memory that decide by their maps.</summary>
    private sealed class RunningCases(TimeProvider wall) : ITellCases
    {
        private static readonly ProcessCatalogue Catalogue = ProcessCatalogue.Retail;

        private readonly Dashboard.FakeJournal _journal = new(Catalogue.Json());
        private readonly Dictionary<CaseId, CaseRun> _runs = [];

        public List<Transition> Rows { get; } = [];

        public HoursWatch Watch(RetailNetwork network) => new(
            _journal, Catalogue.Json(), this, Rulebook.Of(network), BusinessClock.Wall(wall), wall, NullLogger<HoursWatch>.Instance);

        public Task<TellReceipt> Tell(Envelope envelope, CancellationToken cancel)
        {
            var run = _runs.TryGetValue(envelope.Subject, out var known) ? known : _runs[envelope.Subject] = new CaseRun(
                Catalogue.Find(envelope.Subject.Kind)!, envelope.Subject, Rulebook.Of(Processes.Given.Network));
            if (run.AnswerWithoutRow(envelope) is { } without)
            {
                return Task.FromResult(without);
            }

            var row = run.Next(envelope, wall.GetUtcNow());
            run.Apply(row);
            Rows.Add(row);
            _journal.Add(row);
            return Task.FromResult(run.Receipt(row.Outcome == Outcome.Applied ? TellResult.Applied : TellResult.Ignored, row.Because));
        }
    }
}
