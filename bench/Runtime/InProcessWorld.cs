using System.Collections.Concurrent;
using Crossdock.Bench.Measuring;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Bench.Runtime;

/// <summary>Answers every effect at once, in this process, and says where the case stands then.</summary>
public sealed class InProcessWorld(Func<ITellCases> cases, TimeProvider wall) : AtOnce
{
    private static readonly Actor World = Actor.System("World");

    private readonly ConcurrentDictionary<CaseId, Action<TellReceipt>> _watched = new();
    private ITellCases? _cases;

    /// <summary>Has somebody hear of each answer's receipt.</summary>
    public void Watch(CaseId id, Action<TellReceipt> heard) => _watched[id] = heard;

    public void Forget(CaseId id) => _watched.TryRemove(id, out _);

    protected override async Task Answer(OutboundEffect effect)
    {
        var answer = new Envelope(
            $"{effect.Key}/answer", "connector/world", effect.Case, wall.GetUtcNow(), World, new SalesOrderCancelled(MinimalCase.Result),
            effect.Key);
        while (true)
        {
            try
            {
                var receipt = await (_cases ??= cases()).Tell(answer, CancellationToken.None);
                if (_watched.TryGetValue(effect.Case, out var heard))
                {
                    heard(receipt);
                }

                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), wall);
            }
        }
    }
}
