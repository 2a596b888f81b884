using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// Those who unload and count what comes into halls and stores while they are open: what suppliers send, and into halls the goods of other
/// nodes, which in a store its staff counts by phone. They count what is there and not what the papers say. One delivery in 25 has broken
/// pieces. One receipt in 40 is sent twice.
/// </summary>
public sealed class Receivers(
    RetailNetwork network, CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, Seeded chance, Yards yards, Lorries lorries)
{
    private static readonly TimeSpan Looks = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LooksForTransfers = TimeSpan.FromSeconds(2);

    private readonly OpeningTimes _open = new();
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _onTheWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _working = new();

    /// <summary>What was not taken, with its reason: none of these should be.</summary>
    public ConcurrentQueue<string> Refused { get; } = [];

    /// <summary>Nothing stands in a yard, is being counted, or is on its way between nodes.</summary>
    public bool Idle => yards.Count == 0 && _working.IsEmpty && _onTheWay.IsEmpty;

    public async Task Work(CancellationToken cancel)
    {
        var looked = wall.GetTimestamp();
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                foreach (var delivery in yards.ArrivedBy(clock.GetUtcNow()).Where(delivery => IsOpen(delivery.Node)))
                {
                    Begin($"yard/{delivery.Advice}", () => Unload(delivery, cancel));
                }

                if (wall.GetElapsedTime(looked) >= LooksForTransfers)
                {
                    await LookForTransfers(cancel);
                    looked = wall.GetTimestamp();
                }

                await Task.Delay(Looks, wall, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Task.WhenAll(_working.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Begin(string what, Func<Task> work)
    {
        if (!_taken.TryAdd(what, true))
        {
            return;
        }

        var working = work();
        _working[working] = true;
        _ = working.ContinueWith(done => _working.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task Unload(Delivery delivery, CancellationToken cancel)
    {
        await Task.Delay(
            clock.ToWall(chance.Between(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(90), "unloads", delivery.Advice)), wall, cancel);
        var broken = chance.Chance(0.04, "broken", delivery.Advice);
        var lines = delivery.Lines.Where(line => line.Picked > 0).Select((line, n) => new ReceiptLineDocument(
            line.Sku!, line.Picked,
            broken && n == 0 ? Math.Min(line.Picked, 1 + chance.Below(2, "pieces-broken", delivery.Advice)) : 0)).ToList();
        if (lines.Count > 0)
        {
            await Send(
                $"/v1/purchases/{Uri.EscapeDataString(delivery.Number)}/receipts",
                new ReceiptDocument($"GR-{delivery.Advice}", delivery.Node, delivery.Advice, lines), cancel);
        }

        yards.Unload(delivery);
    }

    private async Task LookForTransfers(CancellationToken cancel)
    {
        var open = (await crossdock.Get("/v1/cases?kind=transfer&open=true&state=OnTheWay&order=oldest&take=100", cancel)).Read<CasePage>();
        foreach (var item in open?.Cases ?? [])
        {
            if (item.State != "OnTheWay" || _taken.ContainsKey(item.Case))
            {
                continue;
            }

            _onTheWay[item.Case] = true;
            if (lorries.HasArrived(item.Case))
            {
                Begin(item.Case, () => Receive(item.Case, cancel));
            }
        }

        foreach (var gone in _onTheWay.Keys.Except((open?.Cases ?? []).Select(item => item.Case)))
        {
            _onTheWay.TryRemove(gone, out _);
        }
    }

    private async Task Receive(string key, CancellationToken cancel)
    {
        var path = $"/v1/transfers/{Uri.EscapeDataString(key["transfer/".Length..])}";
        if ((await crossdock.Get(path, cancel)).Read<TransferWhole>() is { Lines: { } shipped, To: { } to } transfer
            && network.Find(to) is not { Kind: NodeKind.Store })
        {
            var lines = shipped.Where(line => line.Shipped > 0)
                .Select(line => new ReceiptLineDocument(line.Sku, lorries.Pieces(key, line.Sku, line.Shipped), 0)).ToList();
            await Send($"{path}/receipts", new ReceiptDocument($"TR-{transfer.Number}", to, null, lines), cancel);
        }

        _onTheWay.TryRemove(key, out _);
    }

    private async Task Send(string path, ReceiptDocument receipt, CancellationToken cancel)
    {
        var body = WireJson.Write(receipt);
        var answer = await crossdock.Post(path, body, null, cancel);
        if (chance.Chance(0.025, "sends-twice", receipt.Receipt))
        {
            answer = await crossdock.Post(path, body, null, cancel);
        }

        if (!answer.Done)
        {
            Refused.Enqueue($"{receipt.Receipt}: {answer.Why()}");
        }
    }

    private bool IsOpen(string node) => network.Find(node) is not { } at || _open.IsOpen(at, clock.GetUtcNow());
}
