using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

public sealed class CallbacksTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly List<string> _heard = [];
    private Func<Answer?> _answer = () => new Answer(202, [], 1);

    [Fact]
    public async Task while_crossdock_is_down_events_wait_and_then_arrive_in_order()
    {
        var callbacks = Callbacks(FaultSettings.None);
        callbacks.Plan("fulfilment/1", "carrier.collected", TimeSpan.FromHours(1), () => "first");
        callbacks.Plan("fulfilment/1", "carrier.delivered", TimeSpan.FromHours(2), () => "second");
        _time.Advance(TimeSpan.FromHours(3));
        callbacks.ReleaseDue().ShouldBe(2);

        _answer = () => null;
        for (var i = 0; i < 50; i++)
        {
            (await callbacks.TryHead("fulfilment/1", CancellationToken.None)).ShouldNotBeNull();
        }

        callbacks.Pending.ShouldBe(2);
        _answer = () => new Answer(202, [], 1);
        await callbacks.TryHead("fulfilment/1", CancellationToken.None);
        await callbacks.TryHead("fulfilment/1", CancellationToken.None);

        _heard.TakeLast(2).ShouldBe(["carrier.collected", "carrier.delivered"]);
        callbacks.Pending.ShouldBe(0);
        callbacks.Delivered.ShouldBe(2);
    }

    [Fact]
    public async Task the_pause_between_tries_grows_and_has_an_end()
    {
        var callbacks = Planned();
        _answer = () => new Answer(503, [], 1);
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 10; i++)
        {
            pauses.Add((await callbacks.TryHead("fulfilment/1", CancellationToken.None)).ShouldNotBeNull());
        }

        pauses.ShouldBe(pauses.Order());
        pauses[^1].ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task an_event_that_is_refused_for_good_is_counted_and_makes_way()
    {
        var callbacks = Planned();
        _answer = () => new Answer(404, "{\"detail\":\"no such case\"}"u8.ToArray(), 1);
        for (var i = 1; i < MostRefusals; i++)
        {
            (await callbacks.TryHead("fulfilment/1", CancellationToken.None)).ShouldNotBeNull();
        }

        (await callbacks.TryHead("fulfilment/1", CancellationToken.None)).ShouldBeNull();
        (callbacks.Refused, callbacks.Pending).ShouldBe((1, 0));
        callbacks.LatestRefusal.ShouldNotBeNull().ShouldContain("no such case");
    }

    [Fact]
    public async Task with_faults_an_event_comes_twice_under_one_id()
    {
        var callbacks = Callbacks(FaultSettings.None with { DuplicateCallback = 1 });
        callbacks.Plan("fulfilment/1", "wms.picked", TimeSpan.Zero, () => "x");
        callbacks.ReleaseDue();
        callbacks.Pending.ShouldBe(2);
        await callbacks.TryHead("fulfilment/1", CancellationToken.None);
        await callbacks.TryHead("fulfilment/1", CancellationToken.None);
        _heard.ShouldBe(["wms.picked", "wms.picked"]);
        _ids.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void with_faults_an_event_is_overtaken_by_the_next()
    {
        var callbacks = Callbacks(FaultSettings.None with { LateCallback = 1 });
        callbacks.Plan("fulfilment/1", "wms.picked", TimeSpan.Zero, () => "x");
        callbacks.ReleaseDue().ShouldBe(0);
        _time.Advance(TimeSpan.FromHours(31));
        callbacks.ReleaseDue().ShouldBe(1);
    }

    [Fact]
    public async Task a_running_queue_delivers_by_itself()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var arrived = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var callbacks = new Callbacks("wms", TimeProvider.System, TimeProvider.System, new Faults("wms", 1, TimeProvider.System), (_,
            message, _) =>
        {
            arrived.TrySetResult(message.Type);
            return Task.FromResult<Answer?>(new Answer(202, [], 1));
        });
        var running = callbacks.Run(stop.Token);
        callbacks.Plan("fulfilment/1", "wms.picked", TimeSpan.Zero, () => "x");
        (await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), stop.Token)).ShouldBe("wms.picked");
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void faults_are_the_same_for_the_same_seed_and_keep_their_shares()
    {
        var one = new Faults("erp", 3, _time) { Settings = FaultSettings.All with { DownEverySeconds = 0 } };
        var two = new Faults("erp", 3, _time) { Settings = FaultSettings.All with { DownEverySeconds = 0 } };
        var met = Enumerable.Range(0, 20_000).Select(i => one.Next($"k{i}", 1)).ToList();
        Enumerable.Range(0, 20_000).Select(i => two.Next($"k{i}", 1)).ShouldBe(met);
        (met.Count(fault => fault == Fault.Error500) / 20_000.0).ShouldBeInRange(0.03, 0.05);
        (met.Count(fault => fault == Fault.DoneThenSilent) / 20_000.0).ShouldBeInRange(0.015, 0.025);
        Enumerable.Range(1, 40).Select(attempt => one.Next("k1", attempt)).ShouldContain(Fault.None);
    }

    [Fact]
    public void a_system_is_down_for_its_share_of_the_time_and_up_again()
    {
        var faults = new Faults("erp", 3, _time) { Settings = FaultSettings.None with { DownEverySeconds = 60, DownForSeconds = 6 } };
        var down = 0;
        for (var second = 0; second < 600; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            down += faults.Next("k", second) == Fault.Down ? 1 : 0;
        }

        down.ShouldBeInRange(50, 70);
    }

    private const int MostRefusals = Crossdock.Estate.Systems.Callbacks.MostRefusals;
    private readonly List<string> _ids = [];

    private Callbacks Planned()
    {
        var callbacks = Callbacks(FaultSettings.None);
        callbacks.Plan("fulfilment/1", "carrier.collected", TimeSpan.Zero, () => "x");
        callbacks.ReleaseDue().ShouldBe(1);
        return callbacks;
    }

    private Callbacks Callbacks(FaultSettings settings) =>
        new("carrier", _time, _time, new Faults("carrier", 1, _time) { Settings = settings }, (_, message, _) =>
        {
            var answer = _answer();
            if (answer is { Done: true })
            {
                _heard.Add(message.Type);
                _ids.Add(message.Id);
            }

            return Task.FromResult(answer);
        });
}
