using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Crossdock.Conformance.Tests.Connectors;

/// <summary>
/// Fake wall time that says when somebody begins to wait, so that a test moves time exactly then. Waits of these lengths are
/// not told: time limits of attempts and the recorder's flush.
/// </summary>
internal sealed class WallTime(params TimeSpan[] untold) : FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && !untold.Contains(dueTime))
        {
            _waits.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    /// <summary>How long the next one to wait means to wait.</summary>
    public async Task<TimeSpan> NextWait() =>
        await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon("nobody began to wait");

    /// <summary>Waits until somebody waits, and lets that time pass.</summary>
    public async Task<TimeSpan> PassNextWait()
    {
        var wait = await NextWait();
        Advance(wait);
        return wait;
    }
}
