using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Clustering;
using Crossdock.Runtime.Stock;
using Orleans.Concurrency;

namespace Crossdock.Runtime.Cases;

/// <summary>Activations are grains of the cluster. Those of this process are told directly.</summary>
public sealed class GrainActivations(IGrainFactory grains, LocalActivations local) : IActivations
{
    public Task<TellReceipt> Tell(Envelope envelope) => local.Find(envelope.Subject)?.Tell(envelope) ?? TellFar(envelope);

    public Task Poke(CaseId id, string effectKey) =>
        local.Find(id)?.Poke(effectKey) ?? grains.GetGrain<ICaseGrain>(id.ToString()).Poke(effectKey);

    public Task<StockAnswer> Instruct(Envelope envelope)
    {
        var sku = envelope.Subject.Key;
        return local.FindLedger(sku)?.Instruct(envelope) ?? InstructFar(sku, envelope);
    }

    public ValueTask<ImmutableArray<StockPosition>> Positions(string sku, string? node) =>
        local.FindLedger(sku)?.Positions(node) ?? PositionsFar(sku, node);

    private async Task<TellReceipt> TellFar(Envelope envelope) =>
        (await Clustered.Call(() => grains.GetGrain<ICaseGrain>(envelope.Subject.ToString()).Tell(envelope.AsImmutable()))).Value;

    private async Task<StockAnswer> InstructFar(string sku, Envelope envelope) =>
        (await Clustered.Call(() => grains.GetGrain<IStockGrain>(sku).Instruct(envelope.AsImmutable()))).Value;

    private async ValueTask<ImmutableArray<StockPosition>> PositionsFar(string sku, string? node) =>
        (await Clustered.Call(() => grains.GetGrain<IStockGrain>(sku).Positions(node))).Value;
}
