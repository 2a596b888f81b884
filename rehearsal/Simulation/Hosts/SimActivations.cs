using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Stock;

namespace Crossdock.Rehearsal.Simulation.Hosts;

/// <summary>
/// Finds the activation of a case as the cluster does: what is alive here is told directly, even when the directory has moved on; all
/// else goes to the host that the directory names.
/// </summary>
internal sealed class SimActivations(SimHost host, Cluster cluster) : IActivations
{
    public Task<TellReceipt> Tell(Envelope envelope) =>
        host.Local.Find(envelope.Subject)?.Tell(envelope)
        ?? At(envelope.Subject, there => there.Case(envelope.Subject).Tell(envelope));

    public Task Poke(CaseId id, string effectKey) => host.Local.Find(id)?.Poke(effectKey)
        ?? At(id, async there =>
        {
            await there.Case(id).Poke(effectKey);
            return true;
        });

    public Task<StockAnswer> Instruct(Envelope envelope)
    {
        var sku = envelope.Subject.Key;
        return host.Local.FindLedger(sku)?.Instruct(envelope)
            ?? At(envelope.Subject, there => there.Ledger(sku).Instruct(envelope));
    }

    public ValueTask<ImmutableArray<StockPosition>> Positions(string sku, string? node) =>
        host.Local.FindLedger(sku)?.Positions(node)
        ?? new ValueTask<ImmutableArray<StockPosition>>(
            At(CaseId.Stock(sku), async there => await there.Ledger(sku).Positions(node)));

    /// <exception cref="StoreUnavailableException">the other host died meanwhile</exception>
    private Task<T> At<T>(CaseId id, Func<SimHost, Task<T>> ask)
    {
        var there = cluster.HomeOf(id.ToString(), host);
        return there == host ? ask(host) : there.Call(() => ask(there));
    }
}
