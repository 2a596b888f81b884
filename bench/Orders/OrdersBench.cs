using System.Collections.Concurrent;
using System.Diagnostics;
using Crossdock.Advice;
using Crossdock.Bench.Measuring;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Recovery;
using Crossdock.Runtime.Verification;

namespace Crossdock.Bench.Orders;

/// <param name="AcceptP99Milliseconds">order told to acknowledged, that is: durable</param>
/// <param name="StepP99Milliseconds">of any other message: an answer, a partner's word, a person's act</param>
/// <param name="EndedTogether">orders that were begun and have ended when the run was over; the rest would be lost</param>
/// <param name="Faults">what verification found in the store afterwards</param>
public sealed record OrdersResult(
    string Store,
    int InFlight,
    double LinesPerOrder,
    double Seconds,
    long Orders,
    double OrdersPerSecond,
    double TransitionsPerSecond,
    double RowsPerOrder,
    double BytesPerOrder,
    double AcceptP50Milliseconds,
    double AcceptP99Milliseconds,
    double StepP50Milliseconds,
    double StepP99Milliseconds,
    double HostCpuSecondsPerThousandOrders,
    double? DatabaseCpuSecondsPerThousandOrders,
    long Begun,
    long EndedTogether,
    int Faults);

/// <summary>Whole orders, from the channel's message to the last posting, with real maps, ledger and tasks.</summary>
public static class OrdersBench
{
    private const int Skus = 2_000;
    private const int WarmUpOrders = 12_000;

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(3);
    private static readonly Actor Channel = new("web", "channel");

    public static async Task<OrdersResult> Run(Asked asked, int inFlight, int lines, CancellationToken cancel)
    {
        await using var store = await BenchStore.Create(asked.Store, cancel);
        await using var host = await BenchHost.Start(
            store, Retail.Network, catalogue: null,
            services => new OrderWorld(services.GetRequiredService<ITellCases>, TimeProvider.System),
            services => services.AddCrossdockIntelligence().AddCrossdockAdvice(), cancel);
        var run = new Running(host, lines);
        // More of everything everywhere than a run can sell: running short is not what is measured.
        await Retail.FillShelves(host.Cases, Skus, 1_000_000, cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var loops = Enumerable.Range(0, inFlight).Select(_ => Task.Run(() => run.Loop(stop.Token), cancel)).ToArray();
        await Until(() => run.Ended >= WarmUpOrders, LongestWarmUp, cancel);

        run.Clear();
        var rows = await host.Services.GetRequiredService<IJournal>().CountRows(cancel);
        var (cpu, database, clock, before) = (Cpu(), store.Cpu.Seconds(), Stopwatch.StartNew(), run.Ended);
        await Task.Delay(TimeSpan.FromSeconds(asked.Seconds), cancel);
        var (seconds, orders, hostCpu, databaseCpu) =
            (clock.Elapsed.TotalSeconds, run.Ended - before, Cpu() - cpu, store.Cpu.Seconds() - database);
        var written = await host.Services.GetRequiredService<IJournal>().CountRows(cancel) - rows;
        var latencies = (run.Accept.At(0.5), run.Accept.At(0.99), run.World.Step.At(0.5), run.World.Step.At(0.99));

        await stop.CancelAsync();
        await Until(() => run.Ended >= run.Begun, LongestEnd, cancel);
        await Task.WhenAll(loops);
        var verified = await host.Services.GetRequiredService<Verifier>().Run(cancel);
        var bytes = await BytesPerRow(host, cancel);
        return new OrdersResult(
            store.Kind, inFlight, lines, Math.Round(seconds, 2), orders, Math.Round(orders / seconds, 1), Math.Round(written / seconds, 1),
            Math.Round((double)written / orders, 1), Math.Round(bytes * written / orders),
            latencies.Item1, latencies.Item2, latencies.Item3, latencies.Item4, Math.Round(hostCpu / orders * 1_000, 2),
            databaseCpu is { } known ? Math.Round(known / orders * 1_000, 2) : null, run.Begun, run.Ended, verified.Faults.Count);
    }

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static async Task Until(Func<bool> reached, TimeSpan longest, CancellationToken cancel)
    {
        for (var clock = Stopwatch.StartNew(); !reached() && clock.Elapsed < longest;)
        {
            await Task.Delay(Look, cancel);
        }
    }

    private static async Task<double> BytesPerRow(BenchHost host, CancellationToken cancel)
    {
        var journal = host.Services.GetRequiredService<IJournal>();
        var (at, many, bytes) = (FeedPosition.Start, 0L, 0L);
        while (await journal.ReadFeed(at, 5_000, cancel) is { Count: > 0 } page)
        {
            // The opening stock of a SKU is no part of any order.
            foreach (var row in page.Where(row => row.Row is not { Case.Kind: "stock", Seq: 1 }))
            {
                (many, bytes) = (many + 1, bytes + row.Row.Body.Length + row.Row.Hash.Length);
            }

            at = page[^1].Position;
        }

        return (double)bytes / many;
    }

    /// <summary>Sends orders, and has people do the tasks that the journal shows.</summary>
    private sealed class Running
    {
        private readonly ConcurrentDictionary<CaseId, TaskCompletionSource> _open = new();
        private readonly ITellCases _cases;
        private readonly int _lines;
        private long _begun, _ended;

        public Running(BenchHost host, int lines)
        {
            (_cases, _lines) = (host.Cases, lines);
            World = (OrderWorld)host.Services.GetRequiredService<IOutbound>();
            host.Services.GetRequiredService<Projector>().Projected += See;
        }

        public OrderWorld World { get; }

        public Latencies Accept { get; } = new();

        public long Begun => Interlocked.Read(ref _begun);

        public long Ended => Interlocked.Read(ref _ended);

        public void Clear()
        {
            Accept.Clear();
            World.Step.Clear();
        }

        public async Task Loop(CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                var now = TimeProvider.System.GetUtcNow();
                var order = Retail.Order(Interlocked.Increment(ref _begun), _lines, Skus, now);
                var id = CaseId.Order(order.Number);
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _open[id] = ended;
                var began = Stopwatch.GetTimestamp();
                await _cases.Tell(new Envelope(order.Number, "channel/web", id, now, Channel, order), CancellationToken.None);
                Accept.Add(Stopwatch.GetElapsedTime(began));
                await ended.Task.WaitAsync(LongestEnd, CancellationToken.None);
            }
        }

        private void See(IReadOnlyList<Transition> rows)
        {
            foreach (var row in rows)
            {
                if (row is { Case.Kind: "task", Seq: 1, Message.Data: TaskOpened opened })
                {
                    _ = World.Finish(row.Case, opened);
                }
                else if (row is { Final: true, Case.Kind: "order" } && _open.TryRemove(row.Case, out var ended))
                {
                    Interlocked.Increment(ref _ended);
                    ended.SetResult();
                }
            }
        }
    }
}
