using System.Collections.Concurrent;
using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Effects;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Stock;
using Crossdock.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Crossdock.Conformance.Tests.Runtime;

/// <summary>One process with its own writer and its own activation of each case.</summary>
internal sealed class OneProcess : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly GroupCommit _writer;
    private readonly CaseSurroundings _around;
    private LiveCase? _live;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private OneProcess(Store store, IActivations? ledgers)
    {
        var catalogue = ProcessCatalogue.Retail;
        var clock = BusinessClock.Wall(TimeProvider.System);
        var services = new ServiceCollection().AddSingleton<IOutbound>(new NoOutbound(isAsked: ledgers is not null));
        if (ledgers is not null)
        {
            var network = new RetailNetwork("Test", [], [], []);
            services.AddSingleton<ITellCases>(new OwnCase(this))
                .AddSingleton(new StockDesk(ledgers, store.Heads, null!, null!, network, clock, TimeProvider.System));
        }

        _services = services.BuildServiceProvider();
        _writer = new GroupCommit(store.Journal, CommittedRows.None(), TimeProvider.System, NullLogger<GroupCommit>.Instance);
        _around = new CaseSurroundings(
            store.Journal, _writer, new CaseNumbers(store.Journal), catalogue, Rulebook.Of(new RetailNetwork("Test", [], [], [])),
            catalogue.Json(), new EffectDispatcher(_services, TimeProvider.System, clock, NullLogger<EffectDispatcher>.Instance),
            clock);
        LedgerAround = new LedgerSurroundings(store.Journal, store.Snapshots, _writer, _around.Numbers, _around.Json, clock);
    }

    public CaseSurroundings Around => _around;

    public LedgerSurroundings LedgerAround { get; }

    /// <param name="ledgers">who does what cases ask of the ledger; null where none of them asks</param>
    public static async Task<OneProcess> Start(Store store, IActivations? ledgers = null)
    {
        var process = new OneProcess(store, ledgers);
        await process._writer.StartAsync(Cancel);
        // With numbers at hand a case may begin without a look at the store.
        await process._around.Numbers.Next(Cancel);
        return process;
    }

    public Task<TellReceipt> Tell(CaseId id, string message, Message data, string? answers = null) => Tell(
        new Envelope(message, "test", id, Given.Noon, Actor.System("Test"), data, answers));

    private Task<TellReceipt> Tell(Envelope message) =>
        (_live ??= new LiveCase(message.Subject, _around, () => _live = null)).Tell(message);

    public Task Poke(CaseId id, string effect) => (_live ??= new LiveCase(id, _around, () => _live = null)).Poke(effect);

    /// <summary>As a teller does: a stale activation is asked again, fresh.</summary>
    public async Task<int> Insist(CaseId id, string message, Message data, ConcurrentBag<string> lost)
    {
        while (true)
        {
            try
            {
                return (await Tell(id, message, data)).Seq;
            }
            catch (FenceLostException)
            {
                lost.Add(message);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        _writer.Dispose();
        await _services.DisposeAsync();
    }

    /// <summary>Takes answers to the one case; whatever it tells others is taken, and goes nowhere.</summary>
    private sealed class OwnCase(OneProcess process) : ITellCases
    {
        public Task<TellReceipt> Tell(Envelope envelope, CancellationToken cancel) => envelope.Answers is null
            ? Task.FromResult(new TellReceipt(TellResult.Applied, envelope.Subject, 1, "", ""))
            : process.Tell(envelope);
    }
}

/// <param name="isAsked">whether something is sent, which then nobody hears</param>
internal sealed class NoOutbound(bool isAsked) : IOutbound
{
    public IReadOnlyList<OutboundQueue> Queues => [];

    public IReadOnlyCollection<string> OnTheWay => [];

    public bool Handles(Effect effect) => false;

    public void Send(OutboundEffect effect)
    {
        if (!isAsked)
        {
            throw new NotSupportedException();
        }
    }

    public void Hurry(string key) => throw new NotSupportedException();

    public void Drop(string key) => throw new NotSupportedException();
}
