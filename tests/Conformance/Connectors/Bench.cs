using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Crossdock.Connectors;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Crossdock.Conformance.Tests.Connectors;

/// <summary>Delivery as the host runs it, towards one scripted system, with fake time and cases that note what they are told.</summary>
internal sealed class Bench : IAsyncDisposable
{
    // Lengths that no retry ever waits, so that the fake wall can tell these timers from waits between attempts.
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan Flush = TimeSpan.FromHours(2);

    private readonly ServiceProvider _services;

    private Bench(Sample sample, OutsideSystem system, ServiceProvider services, WallTime wall, NotingCases cases, NotingLog log)
    {
        (Sample, System, _services, Wall, Cases, Log) = (sample, system, services, wall, cases, log);
        Outbound = services.GetRequiredService<IOutbound>();
    }

    public Sample Sample { get; }

    public OutsideSystem System { get; }

    public WallTime Wall { get; }

    public NotingCases Cases { get; }

    public NotingLog Log { get; }

    public IOutbound Outbound { get; }

    public OutboundQueue Queue => Outbound.Queues.Single(queue => queue.System == Sample.System);

    public static Task<Bench> For(string system, params (string Name, string Value)[] settings) =>
        For(Sample.Of(system), settings);

    public static async Task<Bench> For(Sample sample, params (string Name, string Value)[] settings)
    {
        var system = await OutsideSystem.Start(Acts.Json(sample.Answer));
        var (wall, cases, log) = (new WallTime(Timeout, Flush), new NotingCases(), new NotingLog());
        var all = new Dictionary<string, string?>
        {
            [$"Crossdock:Systems:{sample.System}:Address"] = system.Address,
            [$"Crossdock:Systems:{sample.System}:Key"] = "secret",
            [$"Crossdock:Systems:{sample.System}:TimeoutSeconds"] = "61",
            ["Crossdock:Delivery:AttemptLogFlush"] = "02:00:00",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(wall)
            .AddSingleton<ITellCases>(cases)
            .AddSingleton<IAttemptLog>(log)
            .AddSingleton<IConfiguration>(configuration)
            .AddCrossdockConnectors(configuration)
            .BuildServiceProvider();
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return new Bench(sample, system, services, wall, cases, log);
    }

    /// <summary>Sends the sample's effect for a case.</summary>
    public string Send(string order = "WEB-1", int seq = 1, string? trace = null)
    {
        var id = CaseId.Order(order);
        var key = RequestedEffect.KeyOf(id, seq, 1);
        Outbound.Send(new OutboundEffect(key, id, Sample.Effect, trace));
        return key;
    }

    /// <summary>Lets time pass from wait to wait until that many answers were told.</summary>
    public async Task<IReadOnlyList<Envelope>> UntilTold(int count, TimeSpan from)
    {
        var told = new List<Envelope>();
        Wall.Advance(from);
        var waiting = Wall.NextWait();
        while (told.Count < count)
        {
            var next = Cases.Next();
            while (await Task.WhenAny(next, waiting) == waiting)
            {
                Wall.Advance(await waiting);
                waiting = Wall.NextWait();
            }

            told.Add(await next);
        }

        return told;
    }

    public void Set(string name, string value) => _services.GetRequiredService<IConfiguration>()[name] = value;

    public async Task Stop()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(atOnce.Token);
        }

        await _services.DisposeAsync();
    }
}

/// <summary>Cases that note what they are told, and cannot be told while the test says so.</summary>
internal sealed class NotingCases : ITellCases
{
    private readonly Channel<Envelope> _told = Channel.CreateUnbounded<Envelope>();
    private readonly Channel<Envelope> _givenUp = Channel.CreateUnbounded<Envelope>();
    private int _refusals;

    public int Tries { get; private set; }

    /// <summary>What cases say to being told that an effect is given up.</summary>
    public TellResult ToGivenUp { get; set; } = TellResult.Applied;

    public int Told => _told.Reader.Count;

    public void BeUnavailable(int times) => _refusals = times;

    public async Task<Envelope> Next() =>
        await _told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon("no case was told anything");

    public async Task<EffectParked> NextGivenUp() =>
        (EffectParked)(await _givenUp.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask()
            .Soon("no case was told that its effect is given up")).Data;

    public Task<TellReceipt> Tell(Envelope envelope, CancellationToken cancel)
    {
        Tries++;
        if (_refusals-- > 0)
        {
            throw new StoreUnavailableException();
        }

        var isGivenUp = envelope.Data is EffectParked;
        (isGivenUp ? _givenUp : _told).Writer.TryWrite(envelope);
        var result = isGivenUp ? ToGivenUp : TellResult.Applied;
        return Task.FromResult(new TellReceipt(result, envelope.Subject, 2, "Next", ""));
    }
}

internal sealed class NotingLog : IAttemptLog
{
    public ConcurrentQueue<EffectAttempt> Attempts { get; } = new();

    public ConcurrentQueue<int> Batches { get; } = new();

    public Task Record(IReadOnlyList<EffectAttempt> attempts, CancellationToken cancel)
    {
        Batches.Enqueue(attempts.Count);
        foreach (var attempt in attempts)
        {
            Attempts.Enqueue(attempt);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<EffectAttempt>> ReadOf(CaseId id, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<EffectAttempt>>([.. Attempts.Where(attempt => attempt.Case == id)]);

    public Task<IReadOnlyList<SystemFigures>> ReadFigures(int latest, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<SystemFigures>>([]);
}

internal static class SameAs
{
    /// <summary>Messages hold lists, which records compare by reference; their journal text is what counts.</summary>
    public static string Text(Message message) => JsonSerializer.Serialize(message, ContractsJson.Default.Message);
}
