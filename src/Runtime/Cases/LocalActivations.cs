using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Runtime.Stock;

namespace Crossdock.Runtime.Cases;

/// <summary>
/// What is alive in this process, so that a message for it takes the short way. In a cluster, that decides where a case lives and
/// for how long. The journal's fence, not this list, keeps two activations from both deciding.
/// </summary>
public sealed class LocalActivations
{
    private readonly ConcurrentDictionary<CaseId, LiveCase> _cases = new();
    private readonly ConcurrentDictionary<string, LiveLedger> _ledgers = new(StringComparer.Ordinal);

    public int Cases => _cases.Count;

    public int Ledgers => _ledgers.Count;

    public LiveCase? Find(CaseId id) => _cases.GetValueOrDefault(id);

    public LiveLedger? FindLedger(string sku) => _ledgers.GetValueOrDefault(sku);

    public LiveCase GetOrAdd(CaseId id, Func<CaseId, LiveCase> begin) => _cases.GetOrAdd(id, begin);

    public LiveLedger GetOrAdd(string sku, Func<string, LiveLedger> begin) => _ledgers.GetOrAdd(sku, begin);

    public void Add(CaseId id, LiveCase live) => _cases[id] = live;

    public void Add(string sku, LiveLedger live) => _ledgers[sku] = live;

    public void Remove(CaseId id, LiveCase live) => _cases.TryRemove(new KeyValuePair<CaseId, LiveCase>(id, live));

    public void Remove(string sku, LiveLedger live) => _ledgers.TryRemove(new KeyValuePair<string, LiveLedger>(sku, live));

    /// <summary>Forgets what nobody has asked anything since this was last called.</summary>
    public void DropIdle()
    {
        foreach (var (id, live) in _cases)
        {
            if (live.IsIdle())
            {
                Remove(id, live);
            }
        }

        foreach (var (sku, live) in _ledgers)
        {
            if (live.IsIdle())
            {
                Remove(sku, live);
            }
        }
    }
}
