using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Clustering;
using Orleans.Concurrency;

namespace Crossdock.Runtime.Stock;

/// <summary>Hosts the ledger of one SKU in the cluster. Its key is the SKU; what it does stands in <see cref="LiveLedger"/>.</summary>
[Reentrant]
[OnNewestMap]
public sealed class StockGrain : Grain, IStockGrain
{
    private readonly LocalActivations _local;
    private readonly string _sku;
    private readonly LiveLedger _ledger;

    public StockGrain(LedgerSurroundings around, LocalActivations local)
    {
        _local = local;
        _sku = this.GetPrimaryKeyString();
        _ledger = new LiveLedger(_sku, around, Leave);
        local.Add(_sku, _ledger);
    }

    public async Task<Immutable<StockAnswer>> Instruct(Immutable<Envelope> envelope) =>
        (await _ledger.Instruct(envelope.Value)).AsImmutable();

    public async Task<Immutable<ImmutableArray<StockPosition>>> Positions(string? node) =>
        (await _ledger.Positions(node)).AsImmutable();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _local.Remove(_sku, _ledger);
        return Task.CompletedTask;
    }

    /// <summary>From any thread.</summary>
    private void Leave()
    {
        _local.Remove(_sku, _ledger);
        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "Written elsewhere."));
    }
}
