using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Stock;

namespace Crossdock.Runtime.Cases;

/// <summary>Reaches the activation of a case or of a ledger, wherever it lives; brings it to life when there is none.</summary>
public interface IActivations
{
    Task<TellReceipt> Tell(Envelope envelope);

    Task Poke(CaseId id, string effectKey);

    Task<StockAnswer> Instruct(Envelope envelope);

    ValueTask<ImmutableArray<StockPosition>> Positions(string sku, string? node);
}
