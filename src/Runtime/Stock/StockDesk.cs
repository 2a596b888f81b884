using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Replenishment;

namespace Crossdock.Runtime.Stock;

/// <summary>Takes the stock effects of a case to the ledgers of its SKUs and gathers one answer.</summary>
public sealed class StockDesk(
    IActivations activations, IHeads heads, LedgerPast past, ComingSupply coming, RetailNetwork network, BusinessClock clock,
    TimeProvider wall, UnseenMoves? unseen = null) : IReadStock
{
    private const int Tries = 5;

    private static readonly TimeSpan LoadsAge = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SkusAge = TimeSpan.FromSeconds(5);
    private static readonly Actor Runtime = Actor.System("Stock ledger");

    private readonly Shared<ImmutableArray<NodeLoad>> _loads = new(LoadsAge, wall);
    private readonly Shared<ImmutableArray<string>> _skus = new(SkusAge, wall);

    public async Task<Message> Find(FindStock effect)
    {
        var skus = effect.Substitutes
            ? effect.Skus.AddRange(effect.Skus.SelectMany(sku => network.Substitutes.Of(sku)).Except(effect.Skus).Distinct())
            : effect.Skus;
        var positions = await Positions(skus, effect.Node, CancellationToken.None);
        var promising = positions.Where(position => position.Available > 0).ToList();
        var loads = await Loads();
        var candidates = CandidateNodes.Of(effect, promising, loads, network);
        return new StockFound(
            [.. promising.Where(position => candidates.Contains(position.Node))
                .Select(position => new NodeAvailability(position.Sku, position.Node, position.Available))],
            [.. loads.Where(load => candidates.Contains(load.Node))])
        {
            Expected = await Expected([.. effect.Skus.Except(promising.Select(position => position.Sku)).Where(CaseId.IsKey)]),
        };
    }

    public async Task<Message> Reserve(string key, ReserveStock effect, string? trace)
    {
        var bySku = effect.Lines.GroupBy(line => line.Sku).ToList();
        var answers = await Task.WhenAll(bySku.Select(lines => Instruct(key, lines.Key, new StockInstructed(
            lines.Key,
            [.. lines.Select(line => new StockInstruction(
                StockAct.Reserve, line.Node, line.Quantity, $"{effect.Reservation}@{line.Node}", "Reserved for an order."))],
            effect.ExpireAfter), trace)));
        return new StockReserved([.. bySku.Zip(answers).SelectMany(pair => pair.First.Zip(
            pair.Second.Granted, (line, got) => new ReservedLine(line.Line, line.Sku, line.Node, line.Quantity, got)))]);
    }

    public async Task<Message> Settle(string key, SettleStock effect, string? trace)
    {
        var bySku = effect.Orders.GroupBy(order => order.Sku).ToList();
        var answers = await Task.WhenAll(bySku.Select(orders => Instruct(
            key, orders.Key, new StockInstructed(orders.Key, [.. orders.Select(order => order.Instruction)], null), trace)));
        if (unseen is not null)
        {
            await unseen.Tell(key, [.. bySku.Zip(answers).SelectMany(pair => pair.First.Zip(pair.Second.Granted))], trace);
        }

        var reasons = answers.SelectMany(answer => answer.Reasons).ToList();
        return reasons.Count == 0
            ? new StockSettled(effect.Orders.Length, effect.Act)
            : new StockSettleRefused(string.Join(" ", reasons), effect.Act, answers.Sum(answer => answer.Granted.Sum()));
    }

    /// <summary>
    /// Before a case tells a ledger what somebody found, which is on the books whatever they have: nobody answers it, so that once it is
    /// told nothing would be carried out again.
    /// </summary>
    public Task Foretell(string key, StockInstructed found, string? trace) => unseen?.Tell(
        key, [.. found.Instructions.Where(one => one is { Act: StockAct.Adjust, Quantity: > 0 })
            .Select(one => (new StockOrder(found.Sku, one), one.Quantity))], trace) ?? Task.CompletedTask;

    /// <summary>
    /// What the books had at an instant. An instruction that moves nothing goes first: when it is answered, whatever the ledger decided
    /// before is on the disk, so that no movement of before the instant is still on its way there.
    /// </summary>
    public async Task<Message> Books(string key, ReadBooks effect, string? trace)
    {
        await Instruct(key, effect.Sku, new StockInstructed(effect.Sku, [], null), trace);
        var (onHand, row) = await past.OnHand(effect.Sku, effect.Node, effect.At, CancellationToken.None);
        return new BooksRead(effect.Sku, effect.Node, effect.At, onHand, row);
    }

    /// <summary>One message to one ledger; a stale activation is asked again.</summary>
    public async Task<StockAnswer> Instruct(Envelope envelope)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await activations.Instruct(envelope);
            }
            catch (Exception moved) when (moved is FenceLostException or NewerMapException && attempt < Tries)
            {
                await Task.Yield();
            }
            catch (FenceLostException contested)
            {
                throw new StoreUnavailableException("Two activations contest the ledger; try again.", contested);
            }
            catch (NewerMapException newer)
            {
                throw new StoreUnavailableException("Only a newer Crossdock can go on with the ledger; none is in reach.", newer);
            }
        }
    }

    public async ValueTask<ImmutableArray<StockPosition>> Positions(
        IReadOnlyCollection<string> skus, string? node, CancellationToken cancel)
    {
        var all = await Task.WhenAll(skus.Distinct().Where(CaseId.IsKey).Select(sku => activations.Positions(sku, node).AsTask()));
        return [.. all.SelectMany(positions => positions)];
    }

    public async ValueTask<StockFound> Availability(IReadOnlyCollection<string> skus, string? node, CancellationToken cancel)
    {
        var positions = await Positions(skus, node, cancel);
        return new StockFound(
            [.. positions.Select(position => new NodeAvailability(position.Sku, position.Node, Math.Max(0, position.Available)))],
            await Loads());
    }

    public async ValueTask<ImmutableArray<string>> Skus(string? after, int max, CancellationToken cancel)
    {
        var skus = await _skus.Get(() => ReadSkus(CancellationToken.None));
        return [.. skus.Where(sku => after is null || string.CompareOrdinal(sku, after) > 0).Take(max)];
    }

    private async Task<ImmutableArray<ExpectedSupply>> Expected(ImmutableArray<string> skus)
    {
        var expected = await Task.WhenAll(skus.Select(coming.Of));
        return expected.Any(one => !one.IsEmpty) ? [.. expected.SelectMany(one => one)] : default;
    }

    private async Task<ImmutableArray<string>> ReadSkus(CancellationToken cancel)
    {
        const int Page = 5_000;
        var skus = new List<string>();
        for (var skip = 0; ; skip += Page)
        {
            var page = await heads.Search(new HeadFilter(Kind: "stock"), HeadOrder.Oldest, skip, Page, cancel);
            skus.AddRange(page.Select(head => head.Case.Key));
            if (page.Count < Page)
            {
                skus.Sort(StringComparer.Ordinal);
                return [.. skus];
            }
        }
    }

    private Task<StockAnswer> Instruct(string key, string sku, StockInstructed message, string? trace) =>
        Instruct(new Envelope($"{key}/{sku}", "runtime/stock", CaseId.Stock(sku), clock.GetUtcNow(), Runtime, message, Trace: trace));

    /// <summary>
    /// Order lines that each node was asked for on its day of today, a moment old. Kept by whoever keeps the heads and read from the store,
    /// so that every process knows the same, also after a restart; one small row a node, so that thousands of orders may ask.
    /// </summary>
    private Task<ImmutableArray<NodeLoad>> Loads() => _loads.Get(async () =>
    {
        var now = clock.GetUtcNow();
        // No place on earth is more than a day behind the day of Greenwich.
        var lines = await heads.ReadNodeLines(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1), CancellationToken.None);
        return [.. lines.Where(one => network.Find(one.Node)?.DayOf(now) == one.Day).Select(one => new NodeLoad(one.Node, one.Lines))];
    });
}
