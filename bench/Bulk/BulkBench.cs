using System.Diagnostics;
using Crossdock.Advice;
using Crossdock.Bench.Measuring;
using Crossdock.Bench.Orders;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence;
using Crossdock.Intelligence.Operations;
using Crossdock.Runtime.Bulk;
using Crossdock.Runtime.Verification;

namespace Crossdock.Bench.Bulk;

/// <param name="OneByOnePerSecond">other orders of the same kind, cancelled by messages of a client that has as many under way</param>
/// <param name="FreezeSeconds">choosing the set and previewing the act for each</param>
/// <param name="Seconds">from the start of the operation to its end, without the time in which no host ran</param>
/// <param name="RestartSeconds">the host was stopped when half was done, and another one began</param>
/// <param name="Cancelled">of the set, by their own journals</param>
/// <param name="Faults">what verification found in the store afterwards</param>
public sealed record BulkResult(
    string Store, int Items, double OrdersPerSecond, double OneByOnePerSecond, double FreezeSeconds, double Seconds, double ItemsPerSecond,
    double RatioToOneByOne, double RestartSeconds, int DoneBeforeRestart, int Done, int MovedOn, int NotAllowed, int Failed, long Cancelled,
    int Faults);

/// <summary>Many orders that wait for stock are cancelled as one operation, and the host is stopped in the middle of it.</summary>
public static class BulkBench
{
    private const int AtOnce = 64;
    private const int Compared = 2_000;
    private const int PerSecond = 2_000;
    private const string State = "WaitingForStock";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly Actor Operator = new("Olive Osei", "operator");
    private static readonly Actor Channel = new("web", "channel");

    public static async Task<BulkResult> Run(Asked asked, int items, CancellationToken cancel)
    {
        await using var store = await BenchStore.Create(asked.Store, cancel);
        var host = await Start(store, cancel);
        try
        {
            var filling = Stopwatch.StartNew();
            await Place(host, 1, items + Compared, cancel);
            await Until(async () => await Waiting(host, cancel) >= items + Compared, cancel);
            var ordersPerSecond = (items + Compared) / filling.Elapsed.TotalSeconds;
            var oneByOne = await CancelOneByOne(host, items + 1, cancel);
            await Until(async () => await Waiting(host, cancel) <= items, cancel);

            var key = host.Services.GetRequiredService<BulkDesk>().NewKey();
            var freezing = Stopwatch.StartNew();
            await host.Services.GetRequiredService<BulkDesk>().Freeze(
                key, BulkAct.CancelCases, new BulkSelection(Slice: new HeadFilter(Kind: "order", State: State)) { Words = "all that wait" },
                "the supplier is bankrupt", Operator, "bench", cancel);
            var freeze = freezing.Elapsed.TotalSeconds;

            var clock = Stopwatch.StartNew();
            await Tell(host, $"{key}/start", new CaseId("bulk", key), Operator, new BulkStarted("preview read", PerSecond), cancel);
            await Until(async () => (await Counts(host, key, cancel)).Done >= items / 2, cancel);
            var before = (await Counts(host, key, cancel)).Done;
            clock.Stop();
            var down = Stopwatch.StartNew();
            await host.DisposeAsync();
            host = await Start(store, cancel);
            down.Stop();
            clock.Start();
            await Until(
                async () => (await host.Services.GetRequiredService<BulkReader>().Read(key, cancel))!.Final, cancel);
            clock.Stop();

            await Until(async () => await Cancelled(host, cancel) >= items + Compared, cancel);
            var counts = await Counts(host, key, cancel);
            var perSecond = items / clock.Elapsed.TotalSeconds;
            return new BulkResult(
                store.Kind, items, Math.Round(ordersPerSecond), Math.Round(oneByOne), Math.Round(freeze, 2),
                Math.Round(clock.Elapsed.TotalSeconds, 2), Math.Round(perSecond), Math.Round(perSecond / oneByOne, 2),
                Math.Round(down.Elapsed.TotalSeconds, 2), before, counts.Done, counts.MovedOn, counts.NotAllowed, counts.Failed,
                await Cancelled(host, cancel) - Compared, (await host.Services.GetRequiredService<Verifier>().Run(cancel)).Faults.Count);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static Task<BenchHost> Start(BenchStore store, CancellationToken cancel) => BenchHost.Start(
        store, Retail.Network, catalogue: null,
        services => new OrderWorld(services.GetRequiredService<ITellCases>, TimeProvider.System),
        services => services.AddCrossdockIntelligence().AddCrossdockAdvice(), cancel);

    /// <summary>Nobody has a piece of what they order.</summary>
    private static Task Place(BenchHost host, int first, int many, CancellationToken cancel) => Parallel.ForAsync(
        first, first + many, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
        async (number, stop) =>
        {
            // Odd numbers are shipped: what is to be collected would be refused where it is not there.
            var order = Retail.Order((2L * number) + 1, 1, 100, TimeProvider.System.GetUtcNow());
            await Tell(host, order.Number, CaseId.Order(order.Number), Channel, order, stop);
        });

    private static async Task<double> CancelOneByOne(BenchHost host, int first, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(
            first, first + Compared, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (number, stop) => await Tell(
                host, $"cancel-{number}", CaseId.Order($"B-{(2L * number) + 1}"), Operator,
                new CancelRequested("the supplier is bankrupt", []), stop));
        return Compared / clock.Elapsed.TotalSeconds;
    }

    private static async Task Tell(BenchHost host, string id, CaseId to, Actor who, Message message, CancellationToken cancel)
    {
        var receipt = await host.Cases.Tell(
            new Envelope(id, $"bench/{who.Name}", to, TimeProvider.System.GetUtcNow(), who, message), cancel);
        if (receipt.Result != TellResult.Applied)
        {
            throw new InvalidOperationException($"{to} did not take {message.GetType().Name}: {receipt.Reason}");
        }
    }

    private static Task<BulkCounts> Counts(BenchHost host, string key, CancellationToken cancel) =>
        host.Services.GetRequiredService<IBulkItems>().Count(key, cancel);

    private static Task<long> Waiting(BenchHost host, CancellationToken cancel) => Heads(host, State, cancel);

    private static Task<long> Cancelled(BenchHost host, CancellationToken cancel) => Heads(host, "Cancelled", cancel);

    private static async Task<long> Heads(BenchHost host, string state, CancellationToken cancel) =>
        await host.Services.GetRequiredService<IHeads>().Count(new HeadFilter(Kind: "order", State: state), cancel);

    private static async Task Until(Func<Task<bool>> reached, CancellationToken cancel)
    {
        for (var clock = Stopwatch.StartNew(); !await reached();)
        {
            if (clock.Elapsed > Longest)
            {
                throw new TimeoutException($"It was not reached within {Longest.TotalMinutes} minutes.");
            }

            await Task.Delay(Look, cancel);
        }
    }
}
