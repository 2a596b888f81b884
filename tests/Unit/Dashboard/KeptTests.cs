using Crossdock.Host.Dashboard.Reading;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>However many screens look, and however often they renew themselves, one reading serves them all.</summary>
public class KeptTests
{
    private readonly FakeTimeProvider _wall = new();
    private readonly List<TaskCompletionSource<string>> _readings = [];

    [Fact]
    public void A_reading_that_takes_long_is_not_begun_again_by_those_who_renew_meanwhile()
    {
        var kept = new Kept<string, string>(_wall);
        for (var renewal = 0; renewal < 30; renewal++)
        {
            _ = Ask(kept);
            _wall.Advance(TimeSpan.FromSeconds(2));
        }

        _readings.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(10, 40)]
    public async Task It_is_shared_the_longer_the_longer_it_took(int rest, int seconds)
    {
        var kept = new Kept<string, string>(_wall, rest);
        var first = Ask(kept);
        _wall.Advance(TimeSpan.FromSeconds(4));
        _readings[0].SetResult("one");
        await first;

        _wall.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        (await Ask(kept)).ShouldBe("one");
        _wall.Advance(TimeSpan.FromTicks(1));
        _ = Ask(kept);
        _readings.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_there_at_once_is_shared_for_a_second()
    {
        var kept = new Kept<string, string>(_wall);
        var first = Ask(kept);
        _readings[0].SetResult("one");
        await first;

        _wall.Advance(TimeSpan.FromMilliseconds(999));
        (await Ask(kept)).ShouldBe("one");
        _wall.Advance(TimeSpan.FromMilliseconds(1));
        _ = Ask(kept);
        _readings.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_could_not_be_read_is_read_again_by_who_asks_next()
    {
        var kept = new Kept<string, string>(_wall);
        var first = Ask(kept);
        _readings[0].SetException(new InvalidOperationException("broken"));
        await Should.ThrowAsync<InvalidOperationException>(() => first);

        _ = Ask(kept);
        _readings.Count.ShouldBe(2);
    }

    private Task<string> Ask(Kept<string, string> kept) => kept.Get("", _ =>
    {
        _readings.Add(new TaskCompletionSource<string>());
        return _readings[^1].Task;
    });
}
