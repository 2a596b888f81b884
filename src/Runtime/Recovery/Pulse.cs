using System.Threading.Channels;

namespace Crossdock.Runtime.Recovery;

/// <summary>
/// A wait that can be cut short from any thread. It takes its time from the clock it is given, as every technical wait does, so that
/// whoever owns the time owns this wait, too.
/// </summary>
internal sealed class Pulse(TimeProvider wall)
{
    private readonly Channel<bool> _beats = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes who waits, or lets the next wait pass at once; many beats count as one.</summary>
    public void Beat() => _beats.Writer.TryWrite(true);

    /// <exception cref="OperationCanceledException">stopped</exception>
    public async Task Wait(TimeSpan longest, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(longest, wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            await _beats.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nobody called: time to look anyway.
            return;
        }
    }
}
