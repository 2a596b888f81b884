using System.Collections.Immutable;
using System.Diagnostics;
using Crossdock.Bench.Measuring;
using Crossdock.Bench.Runtime;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Stock;

namespace Crossdock.Bench.Stock;

/// <param name="Skus">over how many SKUs the reservations are spread; each has stock at 40 nodes</param>
/// <param name="Oversold">pieces granted beyond what was received</param>
/// <param name="Unbalanced">SKUs whose accounts do not add up, or hold another number than was granted</param>
public sealed record StockResult(
    string Store, int Skus, int InFlight, double Seconds, long Reservations, double ReservationsPerSecond, double P50Milliseconds,
    double P99Milliseconds, double HostCpuSecondsPerThousand, double? DatabaseCpuSecondsPerThousand, long Oversold, int Unbalanced);

/// <summary>Reservations of one piece, each durable before it is granted.</summary>
public static class StockBench
{
    private const int Nodes = 40;
    private const int PiecesPerNode = 20_000;

    /// <summary>Not longer than what is measured after it.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly Actor Bench = Actor.System("Bench");

    public static async Task<StockResult> Run(Asked asked, int skus, int inFlight, CancellationToken cancel)
    {
        await using var store = await BenchStore.Create(asked.Store, cancel);
        await using var host = await BenchHost.Start(
            store, Retail.Network, catalogue: null,
            services => new InProcessWorld(services.GetRequiredService<ITellCases>, TimeProvider.System), more: null, cancel);
        var desk = host.Services.GetRequiredService<StockDesk>();
        await Receive(desk, skus);

        var (granted, latencies, next) = (new long[skus], new Latencies(), 0L);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var loops = Enumerable.Range(0, inFlight).Select(_ => Task.Run(Loop, cancel)).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(Math.Min(WarmUp.TotalSeconds, asked.Seconds)), cancel);
        latencies.Clear();
        var (before, cpu, database, clock) = (Interlocked.Read(ref next), Cpu(), store.Cpu.Seconds(), Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(asked.Seconds), cancel);
        var (many, seconds, hostCpu, databaseCpu) =
            (Interlocked.Read(ref next) - before, clock.Elapsed.TotalSeconds, Cpu() - cpu, store.Cpu.Seconds() - database);
        await stop.CancelAsync();
        await Task.WhenAll(loops);

        var (oversold, unbalanced) = await Check(desk, granted, cancel);
        return new StockResult(
            store.Kind, skus, inFlight, Math.Round(seconds, 2), many, Math.Round(many / seconds), latencies.At(0.5), latencies.At(0.99),
            Math.Round(hostCpu / many * 1_000, 3), databaseCpu is { } known ? Math.Round(known / many * 1_000, 3) : null,
            oversold, unbalanced);

        async Task Loop()
        {
            while (!stop.IsCancellationRequested)
            {
                var number = Interlocked.Increment(ref next);
                var sku = (int)(number * 7_919 % skus);
                var began = Stopwatch.GetTimestamp();
                var answer = await desk.Instruct(Envelope(
                    $"r-{number}", sku, new StockInstruction(
                        StockAct.Reserve, Retail.Store((int)(number % Nodes) + 1), 1, $"order/B-{number}@x", "Reserved for an order.")));
                latencies.Add(Stopwatch.GetElapsedTime(began));
                Interlocked.Add(ref granted[sku], answer.Granted.Sum());
            }
        }
    }

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static async Task Receive(StockDesk desk, int skus)
    {
        foreach (var some in Enumerable.Range(0, skus).Chunk(500))
        {
            await Task.WhenAll(some.Select(sku => desk.Instruct(Envelope(
                $"open-{sku}", sku,
                [.. Enumerable.Range(1, Nodes).Select(n => new StockInstruction(
                    StockAct.Receive, Retail.Store(n), PiecesPerNode, null, "Opening."))]))));
        }
    }

    private static Envelope Envelope(string id, int sku, params ImmutableArray<StockInstruction> instructions)
    {
        var name = Retail.Sku(sku + 1);
        return new Envelope(
            id, "bench", CaseId.Stock(name), TimeProvider.System.GetUtcNow(), Bench, new StockInstructed(name, instructions, null));
    }

    private static async Task<(long Oversold, int Unbalanced)> Check(StockDesk desk, long[] granted, CancellationToken cancel)
    {
        var (oversold, unbalanced) = (0L, 0);
        foreach (var some in Enumerable.Range(0, granted.Length).Chunk(500))
        {
            var positions = await desk.Positions([.. some.Select(sku => Retail.Sku(sku + 1))], node: null, cancel);
            foreach (var sku in some)
            {
                var own = positions.Where(position => position.Sku == Retail.Sku(sku + 1)).ToList();
                var received = own.Sum(position => (long)position.Received);
                oversold += Math.Max(0, granted[sku] - received);
                unbalanced += own.Sum(at => (long)at.Reserved) == granted[sku]
                    && own.TrueForAll(at => at.Available >= 0 && at.Available + at.Reserved == at.Received) ? 0 : 1;
            }
        }

        return (oversold, unbalanced);
    }
}
