using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Stock;

namespace Crossdock.Runtime.Cases;

/// <summary>
/// Activations of a process that has its store to itself. All of them live here, so that there is nothing to look up and nobody
/// to ask: a case is told where it lies. The journal's fence stands behind it as it does in a cluster.
/// </summary>
public sealed class OwnActivations(LocalActivations local, CaseSurroundings cases, LedgerSurroundings ledgers) : IActivations
{
    public Task<TellReceipt> Tell(Envelope envelope) => Case(envelope.Subject).Tell(envelope);

    public Task Poke(CaseId id, string effectKey) => Case(id).Poke(effectKey);

    public Task<StockAnswer> Instruct(Envelope envelope) => Ledger(envelope.Subject.Key).Instruct(envelope);

    public ValueTask<ImmutableArray<StockPosition>> Positions(string sku, string? node) => Ledger(sku).Positions(node);

    private LiveCase Case(CaseId id) => local.Find(id) ?? local.GetOrAdd(id, Begin);

    private LiveLedger Ledger(string sku) => local.FindLedger(sku) ?? local.GetOrAdd(sku, Begin);

    private LiveCase Begin(CaseId id)
    {
        LiveCase? live = null;
        return live = new LiveCase(id, cases, () => local.Remove(id, live!));
    }

    private LiveLedger Begin(string sku)
    {
        LiveLedger? live = null;
        return live = new LiveLedger(sku, ledgers, () => local.Remove(sku, live!));
    }
}
