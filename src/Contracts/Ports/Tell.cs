using System.Collections.Immutable;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Ports;

/// <summary>The way in: tells a case a message and returns when what it led to is durable.</summary>
public interface ITellCases
{
    /// <exception cref="StoreUnavailableException">the journal cannot be written now; nothing was acknowledged</exception>
    Task<TellReceipt> Tell(Envelope envelope, CancellationToken cancel);
}

public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException() : this("The store cannot be written now.")
    {
    }

    public StoreUnavailableException(string message) : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>An effect on its way out, in the order that its business key asks for.</summary>
public sealed record OutboundEffect(string Key, CaseId Case, Effect Effect, string? Trace);

/// <summary>
/// The way out: takes an effect, carries it out as often as it takes, and tells the case the answer. An effect that is on its
/// way already (same key) is not started twice.
/// </summary>
public interface IOutbound
{
    bool Handles(Effect effect);

    void Send(OutboundEffect effect);

    /// <summary>Has an effect that waits between two attempts tried at once. Nothing happens when it is not on its way here.</summary>
    void Hurry(string key);

    /// <summary>Begins no further attempt: the answer was stated by hand.</summary>
    void Drop(string key);

    /// <summary>The keys of what is on its way from this process.</summary>
    IReadOnlyCollection<string> OnTheWay { get; }

    /// <summary>How many effects wait or are being tried, by outside system.</summary>
    IReadOnlyList<OutboundQueue> Queues { get; }
}

/// <param name="Circuit">closed, open or half-open</param>
public sealed record OutboundQueue(
    string System, int Waiting, int Retrying, string Circuit, DateTimeOffset? OldestSince, string? LatestReason);

/// <summary>Answers a question with a recommendation. Never acts.</summary>
public interface IAdvise
{
    ValueTask<Message> Advise(AskReroute question, CancellationToken cancel);
}

/// <summary>A SKU at a node: the ledger's accounts, in pieces.</summary>
public sealed record StockPosition(
    string Sku, string Node, int OnHand, int Available, int Reserved, int InTransit, int Sold, int Adjusted, int Received);

/// <summary>Reads the ledger as it stands now.</summary>
public interface IReadStock
{
    /// <summary>Positions of the SKUs, at all nodes or one.</summary>
    ValueTask<ImmutableArray<StockPosition>> Positions(IReadOnlyCollection<string> skus, string? node, CancellationToken cancel);

    /// <summary>What can be promised: available minus safety stock, per node.</summary>
    ValueTask<StockFound> Availability(IReadOnlyCollection<string> skus, string? node, CancellationToken cancel);

    /// <summary>SKUs with stock at a place, in order of their code.</summary>
    ValueTask<ImmutableArray<string>> Skus(string? after, int max, CancellationToken cancel);
}
