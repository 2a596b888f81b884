using Crossdock.Api.Alerts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Contracts;
using Crossdock.Host.Settings;
using Crossdock.Intelligence.Alerts;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Figures;
using Crossdock.Processes.Policies;
using Crossdock.Unit.Tests.Dashboard;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Intelligence.Alerts;

/// <summary>A figure past its limit is told once, whatever it does next, and whatever happens to the host.</summary>
public sealed class AlertTests
{
    private static readonly AlertBounds Bounds = new(Clear: 0.8, Least: 20);
    private static readonly BusinessClock Clock = BusinessClock.Wall(new FakeTimeProvider(MadeUpRetailer.Now));

    private readonly Dictionary<string, string> _kept = [];
    private readonly List<Envelope> _told = [];
    private List<AlertReading> _readings = [];

    [Fact]
    public void A_figure_that_trembles_about_its_limit_opens_one_alert_at_most_for_each_time_it_was_well_inside() =>
        Gen.Int[0, 200].Array[1, 80].Sample(values =>
        {
            var (isOpen, opened, arms) = (false, 0, 1);
            foreach (var value in values)
            {
                var next = AlertRules.IsOpen(isOpen, Sync(value), limit: 100, Bounds);
                opened += next && !isOpen ? 1 : 0;
                arms += value <= 80 && isOpen ? 1 : 0;
                next.ShouldBe(value > 100 || (value > 80 && isOpen), $"{value} where it was {isOpen}");
                isOpen = next;
            }

            opened.ShouldBeLessThanOrEqualTo(arms);
        },
        iter: 2_000, threads: 1);

    [Theory]
    [InlineData("promise-accuracy", 92, 96.0, false)]
    [InlineData("promise-accuracy", 90, 96.0, true)]
    [InlineData("promise-accuracy", 50, null, false)]
    [InlineData("order-fallout", 31, 20.0, true)]
    [InlineData("order-fallout", 2, 20.0, false)]
    [InlineData("reconciliation-age", 6, null, true)]
    public void A_limit_is_absolute_or_against_the_past_or_of_an_age(string rule, double value, double? past, bool opens) =>
        AlertRules.IsOpen(false, Reading(rule, value, past), limit: rule == "order-fallout" ? 10 : 5, Bounds).ShouldBe(opens);

    [Fact]
    public void Of_too_few_cases_nothing_opens_and_nothing_ends()
    {
        var few = Sync(500) with { Base = 19 };
        AlertRules.IsOpen(false, few, 100, Bounds).ShouldBeFalse();
        AlertRules.IsOpen(true, few with { Value = 1 }, 100, Bounds).ShouldBeTrue();
        AlertRules.IsOpen(false, Reading("reconciliation-age", 6, null) with { Base = 1 }, 5, Bounds).ShouldBeTrue("it is a count");
    }

    [Fact]
    public async Task An_alert_is_a_task_of_its_owner_with_its_evidence_told_once_and_withdrawn_when_it_is_over()
    {
        var desk = Desk();
        foreach (var value in new double[] { 30, 130, 90, 130, 85 })
        {
            _readings = [Sync(value)];
            await desk.Round(TestContext.Current.CancellationToken);
        }

        var opened = (TaskOpened)_told.ShouldHaveSingleItem().Data;
        (opened.Owner, opened.Exception, opened.Kind).ShouldBe(
            (OwnerGroup.Merchandising, ExceptionCategory.ChannelLagging, TaskKind.Resolve));
        opened.Title.ShouldBe("Stock-sync latency past its limit: web");
        opened.Why.ShouldBe("sync-latency p90 130 s over 50 in the last 1 h; the limit is 60 (alert-sync-latency@2).");
        opened.About.ShouldBe(_told[0].Subject, "nobody else gets its outcome");
        _told[0].Subject.ShouldBe(CaseId.Task("ALERT-sync-latency.p.web-1"));

        _readings = [Sync(40)];
        await desk.Round(TestContext.Current.CancellationToken);
        _told.Count.ShouldBe(2);
        _told[1].Data.ShouldBeOfType<TaskWithdrawn>().Reason.ShouldStartWith("Back within its limit: sync-latency p90 40 s");
        _told[1].Subject.ShouldBe(_told[0].Subject);
        _readings = [Sync(200)];
        await desk.Round(TestContext.Current.CancellationToken);
        _told[2].Subject.ShouldBe(CaseId.Task("ALERT-sync-latency.p.web-2"), "another time is another alert");
    }

    [Fact]
    public async Task After_a_restart_the_same_alert_is_told_under_the_same_id_and_no_second_one_is_opened()
    {
        _readings = [Sync(200)];
        await Desk().Round(TestContext.Current.CancellationToken);
        var restarted = Desk();
        await restarted.Round(TestContext.Current.CancellationToken);
        await restarted.Round(TestContext.Current.CancellationToken);

        _told.Select(told => told.Id).ShouldBe(["figures/ALERT-sync-latency.p.web-1/open", "figures/ALERT-sync-latency.p.web-1/open"]);
        _told[1].Data.ShouldBe(_told[0].Data, "with the evidence of when it opened");
    }

    [Theory]
    [InlineData(200, 90, true)]
    [InlineData(200, null, true)]
    [InlineData(30, null, false)]
    public async Task What_was_kept_and_not_told_is_told_by_the_next_host_whatever_is_measured_then(int last, int? then, bool isOpen)
    {
        if (!isOpen)
        {
            _readings = [Sync(200)];
            await Desk().Round(TestContext.Current.CancellationToken);
        }

        _readings = [Sync(last)];
        var dies = new AlertDesk(Read, Policies, new Shared(_kept), new Told(_told, dies: true), Clock, Terms);
        await Should.ThrowAsync<StoreUnavailableException>(() => dies.Round(TestContext.Current.CancellationToken));
        _told.Clear();
        _readings = then is { } value ? [Sync(value)] : [];
        await Desk().Round(TestContext.Current.CancellationToken);

        (_told.ShouldHaveSingleItem().Data is TaskOpened).ShouldBe(isOpen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_could_not_be_told_is_told_once_by_the_next_round(bool isOver)
    {
        var told = new Told(_told);
        var desk = new AlertDesk(Read, Policies, new Shared(_kept), told, Clock, Terms);
        _readings = [Sync(isOver ? 200 : 30)];
        await desk.Round(TestContext.Current.CancellationToken);
        _told.Clear();

        _readings = [Sync(isOver ? 30 : 200)];
        told.Fails = 1;
        await Should.ThrowAsync<StoreUnavailableException>(() => desk.Round(TestContext.Current.CancellationToken));
        _told.ShouldBeEmpty();
        await desk.Round(TestContext.Current.CancellationToken);
        await desk.Round(TestContext.Current.CancellationToken);

        var last = _told.ShouldHaveSingleItem();
        (last.Data is TaskWithdrawn).ShouldBe(isOver);
        last.Id.ShouldBe($"figures/ALERT-sync-latency.p.web-1/{(isOver ? "over" : "open")}");
    }

    [Fact]
    public async Task What_another_host_decided_and_could_not_tell_is_told_when_this_one_leads_again()
    {
        var desk = Desk();
        _readings = [Sync(200)];
        await desk.Round(TestContext.Current.CancellationToken);
        _readings = [Sync(30)];
        var other = new AlertDesk(Read, Policies, new Shared(_kept), new Told(_told, dies: true), Clock, Terms);
        await Should.ThrowAsync<StoreUnavailableException>(() => other.Round(TestContext.Current.CancellationToken));

        await desk.Round(TestContext.Current.CancellationToken);
        _told[^1].Data.ShouldBeOfType<TaskWithdrawn>();
    }

    [Fact]
    public async Task An_alert_against_its_past_stays_while_that_is_not_known()
    {
        PolicyNumber Points(string policy, string? region, string? channel, string? node) =>
            policy == "alert-promise-drop" ? new PolicyNumber(5, 1) : Policies(policy, region, channel, node);
        var desk = new AlertDesk(Read, Points, new Shared(_kept), new Told(_told), Clock, Terms);
        foreach (var (value, past) in new (double, double?)[] { (80, null), (80, 96), (80, null), (99, null) })
        {
            _readings = [Reading("promise-accuracy", value, past)];
            await desk.Round(TestContext.Current.CancellationToken);
            var shown = (await desk.Show(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
            (shown.Task is not null, shown.IsEnough).ShouldBe((_told.Count == 1, past is not null));
        }

        _told.ShouldHaveSingleItem().Data.ShouldBeOfType<TaskOpened>();
        _readings = [Reading("promise-accuracy", 95, 96)];
        await desk.Round(TestContext.Current.CancellationToken);
        _told[^1].Data.ShouldBeOfType<TaskWithdrawn>();
    }

    [Fact]
    public async Task What_stands_is_shown_with_its_limit_its_task_and_since_when()
    {
        _readings = [Reading("price-parity", 30, null), Sync(130), Sync(20) with { Of = "app", Base = 3 }];
        await Desk().Round(TestContext.Current.CancellationToken);
        var shown = await Desk().Show(TestContext.Current.CancellationToken);

        shown.Select(one => (one.Reading.Of, one.Task?.Key, one.IsEnough)).ShouldBe(
            [("web", "ALERT-sync-latency.p.web-1", true), ("app", null, false), (null, null, true)]);
        (shown[0].Limit.Value, shown[0].Since).ShouldBe((60m, (DateTimeOffset?)MadeUpRetailer.Now));
    }

    [Fact]
    public async Task A_channel_has_a_limit_of_its_own()
    {
        PolicyNumber Own(string policy, string? region, string? channel, string? node) =>
            policy == "alert-sync-latency" && channel == "slow" ? new PolicyNumber(600, 3) : Policies(policy, region, channel, node);
        _readings = [Sync(130), Sync(130) with { Of = "slow" }];
        await new AlertDesk(Read, Own, new Shared(_kept), new Told(_told), Clock, Terms).Round(TestContext.Current.CancellationToken);
        _told.ShouldHaveSingleItem().Subject.Key.ShouldBe("ALERT-sync-latency.p.web-1");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("{\"rule\":\"of-old\",\"number\":4,\"isOpen\":true,\"since\":\"2026-01-01T00:00:00Z\",\"said\":\"\"}")]
    public async Task What_was_kept_and_cannot_be_read_stops_nothing(string kept)
    {
        _kept["sync-latency.p.web"] = kept;
        _readings = [Sync(200)];
        await Desk().Round(TestContext.Current.CancellationToken);
        _told.ShouldHaveSingleItem().Data.ShouldBeOfType<TaskOpened>();
    }

    [Fact]
    public void A_task_of_an_alert_has_a_key_whatever_it_is_of()
    {
        AlertStanding.Task("a.b c/é#", 7).Key.ShouldBe("ALERT-a.b_c___-7");
        AlertStanding.Task(new string('x', 300), 12).Key.Length.ShouldBe(100);
    }

    [Theory]
    [InlineData(0, 40.0, true)]
    [InlineData(7, 40.0, true)]
    [InlineData(9, 40.0, false)]
    [InlineData(60, 40.0, false)]
    [InlineData(0, null, false)]
    public void A_channel_is_silent_by_the_share_that_is_missing_of_the_same_hours_before(double value, double? past, bool opens) =>
        AlertRules.IsOpen(false, Reading("channel-silent", value, past) with { Base = (long)value }, limit: 80, Bounds).ShouldBe(opens);

    [Theory]
    [InlineData("pickup-place", 6, 8)]
    [InlineData("channel-silent", 27, 29)]
    [InlineData("price-parity", 6, 8)]
    public async Task An_alert_of_which_there_is_never_enough_to_say_ends_at_last_and_the_next_breach_opens_another(
        string rule, int daysOpen, int daysOver)
    {
        var wall = new FakeTimeProvider(MadeUpRetailer.Now);
        var value = rule switch { "channel-silent" => 0, "price-parity" => 900_000, _ => -20 };
        var bad = Reading(rule, value, 90) with { Of = "X", Unit = "%" };
        PolicyNumber Low(string policy, string? region, string? channel, string? node) =>
            policy is "alert-pickup-place" or "alert-intake-drop" ? new PolicyNumber(50, 1) : Policies(policy, region, channel, node);
        var desk = new AlertDesk(Read, Low, new Shared(_kept), new Told(_told), BusinessClock.Wall(wall), Terms);
        _readings = [bad];
        await desk.Round(TestContext.Current.CancellationToken);
        _readings = [];
        wall.Advance(TimeSpan.FromDays(daysOpen));
        await desk.Round(TestContext.Current.CancellationToken);
        _told.Count.ShouldBe(1);
        var shown = (await desk.Show(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (shown.Reading.Process, shown.Reading.Of, shown.Task is not null, shown.IsEnough).ShouldBe(("p", "X", true, false));

        wall.Advance(TimeSpan.FromDays(daysOver - daysOpen));
        await desk.Round(TestContext.Current.CancellationToken);
        _told[^1].Data.ShouldBeOfType<TaskWithdrawn>().Reason.ShouldStartWith("Too few to say for long: ");
        _readings = [bad];
        await desk.Round(TestContext.Current.CancellationToken);
        _told[^1].Subject.Key.ShouldEndWith("-2");
    }

    [Fact]
    public async Task A_task_of_a_place_or_a_channel_stands_there_with_what_it_was_held_against_and_the_limit_may_be_its_own()
    {
        PolicyNumber Own(string policy, string? region, string? channel, string? node) => policy switch
        {
            "alert-pickup-place" => new PolicyNumber(node == "S9" ? 90 : 20, 4),
            "alert-intake-drop" => new PolicyNumber(channel == "till" ? 100 : 80, 5),
            _ => Policies(policy, region, channel, node),
        };
        AlertReading Place(string node) => Reading("pickup-place", 40, 92.5) with { Of = node };
        AlertReading Channel(string channel) => Reading("channel-silent", 0, 60) with { Of = channel, Base = 0, Unit = "cases" };
        _readings = [Place("S1"), Place("S9"), Channel("web"), Channel("till")];
        await new AlertDesk(Read, Own, new Shared(_kept), new Told(_told), Clock, Terms).Round(TestContext.Current.CancellationToken);

        var (place, channel) = ((TaskOpened)_told[0].Data, (TaskOpened)_told[1].Data);
        _told.Count.ShouldBe(2);
        (place.Node, place.Channel, place.Owner).ShouldBe(("S1", null, OwnerGroup.StoreOperations));
        place.Why.ShouldBe("pickup-readiness share 40 s over 50 in the last 24 h, 92.5 in the middle of the others; "
            + "the limit is 20 points worse than they are (alert-pickup-place@4).");
        (channel.Node, channel.Channel, channel.Owner).ShouldBe((null, "web", OwnerGroup.Integration));
        channel.Why.ShouldBe("intake begun 0 cases over 0 in the last 1 h, 60 in the same hours of the weakest week before that counts; "
            + "the limit is 80 % fewer than then (alert-intake-drop@5).");
    }

    [Fact]
    public async Task Of_many_places_those_past_their_limit_and_the_worst_few_are_shown()
    {
        _readings =
        [
            .. Enumerable.Range(1, 40).Select(n => Reading("short-pick-place", n == 1 ? 150 : n, 2) with { Of = $"S{n}" }),
            Reading("short-pick-place", 100, 2) with { Of = "of one pick", Base = 1 },
        ];
        await Desk().Round(TestContext.Current.CancellationToken);
        var shown = await Desk().Show(TestContext.Current.CancellationToken);

        shown[0].Reading.Of.ShouldBe("S1");
        shown[0].Task.ShouldNotBeNull();
        shown.Skip(1).Select(one => one.Reading.Of).ShouldBe(["S36", "S37", "S38", "S39", "S40"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_counted_and_gone_ends_its_alert()
    {
        _readings = [Reading("integration-failures", 500, null) with { Process = null, Of = "erp", Base = 500 }];
        var desk = Desk();
        await desk.Round(TestContext.Current.CancellationToken);
        _readings = [];
        await desk.Round(TestContext.Current.CancellationToken);

        _told.Select(told => told.Data.GetType()).ShouldBe([typeof(TaskOpened), typeof(TaskWithdrawn)]);
    }

    [Fact]
    public void Every_threshold_is_of_a_figure_and_its_limit_a_policy()
    {
        var read = PolicyNumbers.Of(new PolicyShelf(PolicyBook.Defaults), Clock);
        foreach (var rule in AlertRules.All)
        {
            FigureCatalogue.Find(rule.Figure).ShouldNotBeNull(rule.Figure);
            read(rule.Policy, null, null, null).Value.ShouldBeGreaterThan(0);
        }

        read(AlertRules.ClearPolicy, null, null, null).Value.ShouldBe(0.8m);
        read(AlertRules.LeastPolicy, null, null, null).Value.ShouldBe(20);
        read("alert-every", null, null, null).Value.ShouldBe(300);
        AlertRules.All.Single(rule => rule.Name == "sync-latency").Takes(new FigureRow("p", "web", "p90", "s", 1, 1)).ShouldBeTrue();
        AlertRules.All.Single(rule => rule.Name == "sync-latency").Takes(new FigureRow("p", null, "p90", "s", 1, 1)).ShouldBeFalse();
        AlertRules.All.Single(rule => rule.Name == "order-fallout").Takes(new FigureRow("p", null, "share", "%", 1, 1)).ShouldBeTrue();
    }

    private static PolicyNumber Policies(string policy, string? region, string? channel, string? node) => new(
        policy switch { AlertRules.ClearPolicy => 0.8m, AlertRules.LeastPolicy => 20, "alert-sync-latency" => 60, _ => 100 }, 2);

    private static ExceptionTerms Terms { get; } = new(new PolicyShelf(PolicyBook.Defaults), Clock);

    private AlertDesk Desk() =>
        new(Read, Policies, new Shared(_kept), new Told(_told), Clock, Terms);

    private Task<IReadOnlyList<AlertReading>> Read(int least, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<AlertReading>>(_readings);

    private static AlertReading Sync(double value) => Reading("sync-latency", value, null) with { Of = "web" };

    private static AlertReading Reading(string rule, double value, double? past) =>
        new(AlertRules.All.Single(one => one.Name == rule), "p", null, "s", value, past, 50);

    private sealed class Shared(Dictionary<string, string> kept) : ISharedValues
    {
        public Task<IReadOnlyDictionary<string, string>> ReadAll(string area, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(kept));

        public Task Write(string area, string name, string value, CancellationToken cancel)
        {
            kept[name] = value;
            return Task.CompletedTask;
        }
    }

    private sealed class Told(List<Envelope> told, bool dies = false) : ITellCases
    {
        /// <summary>So many times the store is not there.</summary>
        public int Fails { get; set; }

        public Task<TellReceipt> Tell(Envelope envelope, CancellationToken cancel)
        {
            if (Fails > 0)
            {
                Fails--;
                throw new StoreUnavailableException();
            }

            // What was told before may be told again; what is new is lost with the host.
            if (dies && told.TrueForAll(one => one.Id != envelope.Id))
            {
                throw new StoreUnavailableException();
            }

            told.Add(envelope);
            return Task.FromResult(new TellReceipt(TellResult.Applied, envelope.Subject, 1, "Open", ""));
        }
    }
}
