using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Orleans.Concurrency;

namespace Crossdock.Runtime.Stock;

/// <summary>What each instruction of a message got, in order.</summary>
public sealed record StockAnswer(TellReceipt Receipt, ImmutableArray<int> Granted, ImmutableArray<string> Reasons);

/// <summary>The ledger of one SKU. Its key is the SKU.</summary>
[Alias("crossdock.stock")]
public interface IStockGrain : IGrainWithStringKey
{
    [Alias("instruct")]
    Task<Immutable<StockAnswer>> Instruct(Immutable<Envelope> envelope);

    [Alias("positions")]
    Task<Immutable<ImmutableArray<StockPosition>>> Positions(string? node);
}
