using Crossdock.Contracts;
using Crossdock.Intelligence.Integrations;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Intelligence.Tower;

/// <summary>What systems send is told as long as somebody would look back, and fills no memory.</summary>
public class InboundWatchTests
{
    private readonly FakeTimeProvider _wall = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
    private readonly InboundWatch _watch;

    public InboundWatchTests() => _watch = new InboundWatch(["wms", "carrier"], _wall, BusinessClock.Wall(_wall));

    [Fact]
    public void Each_system_that_may_send_is_told_of_before_it_has_sent_anything()
    {
        _watch.Read().Select(one => (one.System, one.Events, one.Last)).ShouldBe([("carrier", 0, null), ("wms", 0, null)]);
    }

    [Fact]
    public void Events_are_counted_by_what_became_of_them_and_their_delay_is_told()
    {
        Note(InboundOutcome.Taken, secondsAgo: 1);
        Note(InboundOutcome.Repeated, secondsAgo: 2);
        Note(InboundOutcome.NotExpected, secondsAgo: 30, "It is delivered already.");
        _watch.Note("wms", InboundOutcome.Refused, null, null, null, "specversion must be 1.0");
        // A clock that goes before ours is no delay.
        Note(InboundOutcome.Taken, secondsAgo: -5);

        var wms = Of("wms");
        (wms.Events, wms.Repeated, wms.NotExpected, wms.Refused).ShouldBe((5, 1, 1, 1));
        (wms.MedianDelay, wms.P95Delay).ShouldBe((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)));
        wms.Problems.Select(one => one.Reason).ShouldBe(["specversion must be 1.0", "It is delivered already."]);
        wms.PerMinute.ShouldBe(5 / 15.0);
    }

    [Fact]
    public void What_is_older_than_the_window_is_not_counted_and_when_it_last_sent_is_still_known()
    {
        Note(InboundOutcome.Taken, secondsAgo: 0);
        var at = _wall.GetUtcNow();
        _wall.Advance(TimeSpan.FromMinutes(16));

        (Of("wms").Events, Of("wms").Last).ShouldBe((0, at));
    }

    [Fact]
    public void A_flood_shortens_the_window_and_keeps_the_memory()
    {
        for (var n = 0; n < InboundWatch.MostEvents * 2; n++)
        {
            Note(InboundOutcome.Refused, secondsAgo: 0, $"{n}");
            _wall.Advance(TimeSpan.FromMilliseconds(10));
        }

        var wms = Of("wms");
        wms.Events.ShouldBe(InboundWatch.MostEvents);
        wms.PerMinute.ShouldBe(6_000, 10);
        wms.Problems.Length.ShouldBe(10);
    }

    [Fact]
    public void A_name_that_nobody_has_is_not_kept()
    {
        _watch.Note("somebody", InboundOutcome.Taken, _wall.GetUtcNow());
        _watch.Read().Length.ShouldBe(2);
    }

    private void Note(InboundOutcome outcome, int secondsAgo, string? reason = null) => _watch.Note(
        "wms", outcome, _wall.GetUtcNow().AddSeconds(-secondsAgo), "wms.picked", "fulfilment/W-1-1", reason);

    private InboundStanding Of(string system) => _watch.Read().Single(one => one.System == system);
}
