using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Orleans.Concurrency;

namespace Crossdock.Runtime.Stock;

/// <summary>Hosts the ledger of one SKU in the cluster. Its key is the SKU; what it does stands in <see cref="LiveLedger"/>.</summary>
[Reentrant]
public sealed class StockGrain : Grain, IStockGrain
{
    private readonly LiveLedger _ledger;

    public StockGrain(LedgerSurroundings around) =>
        _ledger = new LiveLedger(this.GetPrimaryKeyString(), around, DeactivateOnIdle);

    public async Task<Immutable<StockAnswer>> Instruct(Immutable<Envelope> envelope) =>
        (await _ledger.Instruct(envelope.Value)).AsImmutable();

    public async Task<Immutable<ImmutableArray<StockPosition>>> Positions(string? node) =>
        (await _ledger.Positions(node)).AsImmutable();
}
