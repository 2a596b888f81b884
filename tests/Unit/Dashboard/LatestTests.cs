using Crossdock.Host.Dashboard.Reading;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>A page comes at once, however long its figures take.</summary>
public class LatestTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private readonly FakeTimeProvider _wall = new();
    private TaskCompletionSource<string> _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task What_is_there_soon_is_shown()
    {
        var asked = Ask(Begin());
        _reading.SetResult("one");
        (await asked).ShouldBe("one");
    }

    [Fact]
    public async Task What_takes_long_comes_when_it_is_asked_for_again()
    {
        var latest = Begin();
        var first = Ask(latest);
        _wall.Advance(Patience);
        (await first).ShouldBeNull();

        _reading.SetResult("one");
        (await Ask(latest)).ShouldBe("one");
    }

    [Fact]
    public async Task What_was_read_last_is_shown_while_it_is_read_anew()
    {
        var latest = Begin();
        _reading.SetResult("one");
        (await Ask(latest)).ShouldBe("one");

        _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _wall.Advance(TimeSpan.FromMinutes(1));
        var again = Ask(latest);
        _wall.Advance(Patience);
        (await again).ShouldBe("one");
    }

    [Fact]
    public async Task That_it_could_not_be_read_is_said_also_to_who_did_not_wait_for_it()
    {
        var latest = Begin();
        var first = Ask(latest);
        _wall.Advance(Patience);
        (await first).ShouldBeNull();
        // Who waits for it learns of it only after what was remembered of it.
        var waiting = Ask(latest);
        _reading.SetException(new InvalidOperationException("broken"));
        await Should.ThrowAsync<InvalidOperationException>(() => waiting);

        _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = Ask(latest);
        _wall.Advance(Patience);
        (await Should.ThrowAsync<InvalidOperationException>(() => second)).Message.ShouldBe("broken");

        _reading.SetResult("mended");
        (await Ask(latest)).ShouldBe("mended");
    }

    private Latest<string, string> Begin() => new(_wall, Patience, rest: 10);

    private Task<string?> Ask(Latest<string, string> latest) => latest.Get("", _ => _reading.Task);
}
