using Crossdock.Api.Governance;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Effects;
using Crossdock.Runtime.Journal;

namespace Crossdock.Host.Settings;

/// <summary>
/// What the runtime and the connectors have in hand. Counting what is on its way to each system looks at every effect, so it is done
/// now and then; in between the last count stands.
/// </summary>
internal sealed class RuntimeWorkInHand(GroupCommit writer, EffectDispatcher effects, IOutbound outbound, TimeProvider wall) : IWorkInHand
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private long _countedAt = wall.GetTimestamp() - wall.TimestampFrequency;
    private int _onTheWay;

    public WorkInHand Now => new(effects.Running + OnTheWay(), writer.Backlog);

    private int OnTheWay()
    {
        if (_lock.TryEnter())
        {
            try
            {
                if (wall.GetElapsedTime(Volatile.Read(ref _countedAt)) >= CountEvery)
                {
                    Volatile.Write(ref _onTheWay, outbound.Queues.Sum(queue => queue.Waiting + queue.Retrying));
                    Volatile.Write(ref _countedAt, wall.GetTimestamp());
                }
            }
            finally
            {
                _lock.Exit();
            }
        }

        return Volatile.Read(ref _onTheWay);
    }
}
