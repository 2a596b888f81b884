using System.Diagnostics;
using Crossdock.Bench.Measuring;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;

namespace Crossdock.Bench.Runtime;

/// <summary>What one setting came to. The field names are the names in JSON.</summary>
/// <param name="P50Milliseconds">of whole cases, first message to end</param>
/// <param name="StepP50Milliseconds">of one message, told to acknowledged</param>
/// <param name="HostCpuSecondsPerThousandCases">with the driver and an embedded store, which live in the same process</param>
/// <param name="LimitRowsPerSecond">the same rows appended to the same store by the bare group commit</param>
public sealed record RuntimeResult(
    string Store,
    int InFlight,
    double Seconds,
    long Cases,
    double CasesPerSecond,
    double TransitionsPerSecond,
    double P50Milliseconds,
    double P99Milliseconds,
    double StepP50Milliseconds,
    double StepP99Milliseconds,
    double RowsPerCase,
    double BytesPerCase,
    double HostCpuSecondsPerThousandCases,
    double? DatabaseCpuSecondsPerThousandCases,
    double LimitRowsPerSecond,
    double RatioToLimit);

/// <summary>Runs minimal cases through the production runtime, so many in flight, and then their rows through the bare store.</summary>
public static class RuntimeBench
{
    /// <summary>So many cases are run before it counts, for the compiler is at work until then; on a slow machine for so long.</summary>
    private const int WarmUpCases = 20_000;

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly RetailNetwork NoNetwork = new("Bench", [], [], []);
    private static readonly Actor Channel = Actor.System("Driver");

    public static async Task<RuntimeResult> Run(Asked asked, int inFlight, CancellationToken cancel)
    {
        await using var store = await BenchStore.Create(asked.Store, cancel);
        Measured measured;
        await using (var host = await BenchHost.Start(
            store, NoNetwork, MinimalCase.Catalogue(),
            services => new InProcessWorld(services.GetRequiredService<ITellCases>, TimeProvider.System), more: null, cancel))
        {
            measured = await Drive(host, store, inFlight, TimeSpan.FromSeconds(asked.Seconds), cancel);
        }

        var limit = await Limit.Measure(store, asked.Store, cancel);
        var transitions = measured.Cases * limit.RowsPerCase / measured.Seconds;
        return new RuntimeResult(
            store.Kind, inFlight, Math.Round(measured.Seconds, 2), measured.Cases, Math.Round(measured.Cases / measured.Seconds, 1),
            Math.Round(transitions, 1), measured.Case.At(0.5), measured.Case.At(0.99), measured.Step.At(0.5), measured.Step.At(0.99),
            Math.Round(limit.RowsPerCase, 2), Math.Round(limit.BytesPerCase, 0),
            Math.Round(measured.HostCpu / measured.Cases * 1_000, 3),
            measured.DatabaseCpu is { } database ? Math.Round(database / measured.Cases * 1_000, 3) : null,
            Math.Round(limit.RowsPerSecond, 0), Math.Round(transitions / limit.RowsPerSecond, 3));
    }

    internal sealed record Measured(long Cases, double Seconds, double HostCpu, double? DatabaseCpu, Latencies Case, Latencies Step);

    /// <param name="first">the number of the first case; those of an earlier drive on the same store are not taken again</param>
    internal static async Task<Measured> Drive(
        BenchHost host, BenchStore store, int inFlight, TimeSpan span, CancellationToken cancel, long first = 0)
    {
        var world = (InProcessWorld)host.Services.GetRequiredService<IOutbound>();
        var driver = new Driver(host.Cases, world, first);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = Enumerable.Range(0, inFlight).Select(_ => Task.Run(() => driver.Loop(stop.Token), cancel)).ToArray();
        var warming = Stopwatch.StartNew();
        while (driver.Ended < WarmUpCases && warming.Elapsed < LongestWarmUp)
        {
            await Task.Delay(Look, cancel);
        }

        driver.Clear();
        var (cpu, database, clock) = (Cpu(), store.Cpu.Seconds(), Stopwatch.StartNew());
        await Task.Delay(span, cancel);
        var measured = new Measured(
            driver.Ended, clock.Elapsed.TotalSeconds, Cpu() - cpu, store.Cpu.Seconds() - database, driver.Case, driver.Step);
        await stop.CancelAsync();
        await Task.WhenAll(running);
        return measured;
    }

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>Begins cases, gives each its message from outside when it waits for it, and notes when it ended.</summary>
    private sealed class Driver(ITellCases cases, InProcessWorld world, long first)
    {
        private static readonly Message Begin = new LookAgain(MinimalCase.Result);
        private static readonly Message Outside = new CustomerAnswered(CustomerAnswer.Agree);

        private long _next = first;
        private long _ended;

        public Latencies Case { get; } = new();

        public Latencies Step { get; } = new();

        public long Ended => Interlocked.Read(ref _ended);

        public void Clear()
        {
            Interlocked.Exchange(ref _ended, 0);
            Case.Clear();
            Step.Clear();
        }

        /// <summary>One case after the other. A case that was begun is brought to its end, also after the stop.</summary>
        public async Task Loop(CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                var id = MinimalCase.Id(Interlocked.Increment(ref _next));
                var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                world.Watch(id, receipt => Heard(receipt, waits, ended));
                var began = Stopwatch.GetTimestamp();
                await Tell(id, "begin", Begin);
                await waits.Task;
                await Tell(id, "answer", Outside);
                await ended.Task;
                world.Forget(id);
                Case.Add(Stopwatch.GetElapsedTime(began));
                Interlocked.Increment(ref _ended);
            }
        }

        /// <summary>False when it was not answered in time, on a machine that is busy with other things: then it is told again.</summary>
        private async Task<bool> IsTold(Envelope envelope)
        {
            try
            {
                await cases.Tell(envelope, CancellationToken.None);
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }

        private static void Heard(TellReceipt receipt, TaskCompletionSource waits, TaskCompletionSource ended)
        {
            switch (receipt.State)
            {
                case nameof(MinimalState.AwaitingAnswer):
                    waits.TrySetResult();
                    break;
                case nameof(MinimalState.Done):
                    ended.TrySetResult();
                    break;
                default:
                    break;
            }
        }

        private async Task Tell(CaseId id, string what, Message message)
        {
            var began = Stopwatch.GetTimestamp();
            while (!await IsTold(new Envelope(
                $"{id.Key}/{what}", "channel/bench", id, TimeProvider.System.GetUtcNow(), Channel, message)))
            {
                await Task.Delay(Again);
            }

            Step.Add(Stopwatch.GetElapsedTime(began));
        }
    }
}
