using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Stock;
using Orleans.Concurrency;

namespace Crossdock.Runtime.Cases;

/// <summary>Reaches the activation of a case or of a ledger, wherever it lives; brings it to life when there is none.</summary>
public interface IActivations
{
    Task<TellReceipt> Tell(Envelope envelope);

    Task Poke(CaseId id, string effectKey);

    Task<StockAnswer> Instruct(Envelope envelope);

    Task<ImmutableArray<StockPosition>> Positions(string sku, string? node);
}

/// <summary>Activations are grains of the cluster.</summary>
public sealed class GrainActivations(IGrainFactory grains) : IActivations
{
    public async Task<TellReceipt> Tell(Envelope envelope) =>
        (await grains.GetGrain<ICaseGrain>(envelope.Subject.ToString()).Tell(envelope.AsImmutable())).Value;

    public Task Poke(CaseId id, string effectKey) => grains.GetGrain<ICaseGrain>(id.ToString()).Poke(effectKey);

    public async Task<StockAnswer> Instruct(Envelope envelope) =>
        (await grains.GetGrain<IStockGrain>(envelope.Subject.Key).Instruct(envelope.AsImmutable())).Value;

    public async Task<ImmutableArray<StockPosition>> Positions(string sku, string? node) =>
        (await grains.GetGrain<IStockGrain>(sku).Positions(node)).Value;
}
