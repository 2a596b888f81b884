using System.Diagnostics;
using Crossdock.Bench.Measuring;
using Crossdock.Bench.Runtime;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;

namespace Crossdock.Bench.Growth;

/// <summary>
/// Measures one size, in a process of its own: the memory of an earlier size, and what the compiler learnt from it, would tell of
/// that one.
/// </summary>
public static class GrowthProbing
{
    /// <summary>Of a store with many open cases spread over it; told one at a time, as people do.</summary>
    private const int Answers = 200;

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <param name="idle">how many idle cases there are</param>
    /// <param name="since">how many there were at the size before: only later ones are woken, for each wakes once</param>
    public static async Task<GrowthProbe> Run(
        string address, long idle, long since, int inFlight, TimeSpan span, CancellationToken cancel)
    {
        await using var store = await BenchStore.At(address, cancel);
        var clock = Stopwatch.StartNew();
        await using var host = await BenchHost.Start(
            store, new RetailNetwork("Bench", [], [], []), MinimalCase.Catalogue(),
            services => new InProcessWorld(services.GetRequiredService<ITellCases>, TimeProvider.System), more: null, cancel);
        var start = clock.Elapsed.TotalSeconds;
        var answers = new Latencies();
        var (told, firstAnswer) = await Answer(host, idle, since, answers, cancel);
        await Task.Delay(Rest, cancel);
        var memory = Resident();
        // Numbers that no earlier probe on this store has used.
        var first = (since + 1) * 1_000_000_000;
        var measured = await RuntimeBench.Drive(host, store, inFlight, span, cancel, first);
        return new GrowthProbe(
            Math.Round(start, 2), Math.Round(memory, 0), Math.Round(Resident(), 0),
            firstAnswer, answers.At(0.5), answers.At(0.99), answers.At(1), told,
            Math.Round(measured.Cases / measured.Seconds, 1), measured.Case.At(0.5), measured.Case.At(0.99),
            Math.Round(measured.HostCpu / Math.Max(1, measured.Cases) * 1_000, 3),
            measured.DatabaseCpu is { } database ? Math.Round(database / Math.Max(1, measured.Cases) * 1_000, 3) : null);
    }

    private static async Task<(int Told, double FirstMilliseconds)> Answer(
        BenchHost host, long idle, long since, Latencies latencies, CancellationToken cancel)
    {
        var (many, first) = ((int)Math.Min(Answers, Math.Max(0, idle - since)), 0.0);
        for (var turn = 0; turn < many; turn++)
        {
            var id = Filler.IdleCase(since + ((idle - since) / many * turn));
            var began = Stopwatch.GetTimestamp();
            await Insist(host.Cases, id, cancel);
            var took = Stopwatch.GetElapsedTime(began);
            if (turn == 0)
            {
                first = Math.Round(took.TotalMilliseconds, 3);
            }
            else
            {
                latencies.Add(took);
            }
        }

        return (many, first);
    }

    /// <summary>As a channel does: not answered in time, it asks again, and the time runs on.</summary>
    private static async Task Insist(ITellCases cases, CaseId id, CancellationToken cancel)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                var receipt = await cases.Tell(
                    new Envelope(
                        $"{id.Key}/answer", "channel/bench", id, TimeProvider.System.GetUtcNow(), Actor.System("Driver"),
                        new CustomerAnswered(CustomerAnswer.Agree)),
                    cancel);
                if (receipt.Result == TellResult.Applied || (told && receipt.Result == TellResult.Duplicate))
                {
                    return;
                }

                throw new InvalidOperationException($"{id} answered {receipt.Result}: {receipt.Reason}");
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(Again, cancel);
            }
        }
    }

    private static double Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1e6;
    }
}
