using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Ports;

namespace Crossdock.Bench.Measuring;

/// <summary>An outside world in this process, which carries everything out at once.</summary>
public abstract class AtOnce : IOutbound
{
    public IReadOnlyList<OutboundQueue> Queues => [];

    public IReadOnlyCollection<string> OnTheWay => [];

    public bool Handles(Effect effect) => true;

    public void Hurry(string key)
    {
    }

    public void Drop(string key)
    {
    }

    public void Send(OutboundEffect effect) =>
        // Out of the case's own turn, as any answer from outside comes.
        ThreadPool.UnsafeQueueUserWorkItem(static call => _ = call.self.Answer(call.effect), (self: this, effect), preferLocal: true);

    protected abstract Task Answer(OutboundEffect effect);
}
