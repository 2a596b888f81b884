using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Rehearsal.Simulation.Retail;
using Crossdock.Rehearsal.Simulation.Running;
using Crossdock.Rehearsal.Simulation.Stores;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Effects;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Recovery;
using Crossdock.Runtime.Replenishment;
using Crossdock.Runtime.Stock;
using Microsoft.Extensions.Hosting;

namespace Crossdock.Rehearsal.Simulation.Hosts;

/// <summary>What all hosts of a simulation are put together from.</summary>
internal sealed record HostParts(
    ProcessCatalogue Processes, Rulebook Rules, JournalJson Json, MemoryStore Store, SimTime Time, Steps Steps, Faults Faults, Dice Dice,
    Outside Outside, Chronicle Chronicle);

/// <summary>
/// One process of the real runtime: its cases, ledgers, writer, projection, deadlines and sweeps, put together by hand as
/// <c>RuntimeSetup</c> does it, without grains. When it dies nothing of it is left but what the store has.
/// </summary>
internal sealed class SimHost
{
    /// <summary>The loops are begun as steps of the host; a hosted service would begin them on a thread of the pool.</summary>
    private static readonly Func<BackgroundService, CancellationToken, Task> Execute = typeof(BackgroundService)
        .GetMethod("ExecuteAsync", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
        .CreateDelegate<Func<BackgroundService, CancellationToken, Task>>();

    private readonly Cluster _cluster;
    private readonly CaseSurroundings _caseSurroundings;
    private readonly LedgerSurroundings _ledgerSurroundings;
    private readonly List<TaskCompletionSource> _callers = [];
    private readonly List<Task> _loops = [];

    public SimHost(string name, HostParts parts, Cluster cluster, bool alone)
    {
        (Name, _cluster) = (name, cluster);
        Worker = new Worker(parts.Steps);
        Wall = new HostClock(parts.Time, Worker);
        var clock = BusinessClock.Wall(Wall);
        var line = new StoreLine(parts.Store, parts.Time, parts.Faults, parts.Dice, name, () => Worker.Dead, () => cluster.Crash(this));
        var services = new HostServices();
        var recent = alone ? CommittedRows.Kept() : CommittedRows.None();
        var writer = new GroupCommit(line, recent, Wall, parts.Chronicle.LogOf<GroupCommit>(name));
        var numbers = new CaseNumbers(line);
        Effects = new EffectDispatcher(services, Wall, clock, parts.Chronicle.LogOf<EffectDispatcher>(name)) { Workers = Worker };
        Activations = new SimActivations(this, cluster);
        Teller = new CaseTeller(Activations, writer, Wall);
        var folded = new FoldedCases(line, parts.Json, parts.Processes, parts.Rules);
        Stock = new StockDesk(
            Activations, line, new LedgerPast(line, line, parts.Json), new ComingSupply(line, folded, parts.Rules, clock, Wall),
            parts.Rules.Network, clock, Wall);
        _caseSurroundings = new CaseSurroundings(line, writer, numbers, parts.Processes, parts.Rules, parts.Json, Effects, clock);
        _ledgerSurroundings = new LedgerSurroundings(line, line, writer, numbers, parts.Json, clock);
        services.Add<ITellCases>(Teller).Add<IOutbound>(new Wire(this, parts)).Add(Stock)
            .Add(new WaitingOrders(line, folded)).Add<IAdvise>(new Advisor(parts.Dice));
        var lease = new Lease(line, Projector.Reader, name, alone ? LeasePatience.Alone : LeasePatience.InCluster, Wall);
        var projector = new Projector(
            line, line, writer, recent, parts.Json, parts.Rules.Network, lease, clock, Wall, parts.Chronicle.LogOf<Projector>(name));
        Peers = new SimPeers(cluster);
        var deadlines = new DeadlineClock(line, Teller, projector, clock, Wall, parts.Chronicle.LogOf<DeadlineClock>(name));
        var sweeper = new Sweeper(
            line, Activations, projector, Peers, clock, Wall, parts.Chronicle.LogOf<Sweeper>(name));
        Begin(writer);
        Begin(projector);
        _ = Worker.Begin(async () =>
        {
            // As the loops themselves do first; awaited here, so that what goes on is a step of this host.
            await projector.CaughtUp;
            Begin(deadlines);
            Begin(sweeper);
        });
    }

    public string Name { get; }

    public Worker Worker { get; }

    public HostClock Wall { get; }

    public LocalActivations Local { get; } = new();

    public SimActivations Activations { get; }

    public EffectDispatcher Effects { get; }

    public CaseTeller Teller { get; }

    public StockDesk Stock { get; }

    public SimPeers Peers { get; }

    public bool Alive => !Worker.Dead;

    /// <summary>Loops that ended although nothing stopped them.</summary>
    public IEnumerable<Exception?> Ended => _loops.Where(loop => loop.IsCompleted).Select(loop => loop.Exception?.InnerException);

    /// <summary>A call from outside: ends with an error for the caller when the host dies.</summary>
    public async Task<T> Call<T>(Func<Task<T>> work)
    {
        if (!Alive)
        {
            throw new StoreUnavailableException($"{Name} is gone.");
        }

        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _callers.Add(gone);
        var called = Worker.Begin(work);
        await Task.WhenAny(called, Relay(gone.Task));
        _callers.Remove(gone);
        return called.IsCompleted ? await called : throw new StoreUnavailableException($"{Name} has died.");
    }

    public void Die()
    {
        Worker.Die();
        _callers.ToList().ForEach(caller => caller.TrySetResult());
    }

    /// <summary>The activation of a case here; brought to life when there is none.</summary>
    public LiveCase Case(CaseId id)
    {
        if (Local.Find(id) is { } there)
        {
            return there;
        }

        LiveCase? live = null;
        live = new LiveCase(id, _caseSurroundings, () => Leave(id, live!));
        Local.Add(id, live);
        return live;
    }

    public LiveLedger Ledger(string sku)
    {
        if (Local.FindLedger(sku) is { } there)
        {
            return there;
        }

        LiveLedger? live = null;
        live = new LiveLedger(sku, _ledgerSurroundings, () => Leave(sku, live!));
        Local.Add(sku, live);
        return live;
    }

    /// <summary>Puts an activation out of memory, whatever it is at.</summary>
    public void Forget(CaseId id)
    {
        if (Local.Find(id) is { } live)
        {
            Leave(id, live);
        }

        if (id.Kind == "stock" && Local.FindLedger(id.Key) is { } ledger)
        {
            Leave(id.Key, ledger);
        }
    }

    /// <summary>A task that completes as a step of whoever awaits it, not of a pool's thread.</summary>
    private static async Task Relay(Task task) => await task;

    private void Leave(CaseId id, LiveCase live)
    {
        Local.Remove(id, live);
        _cluster.Left(id.ToString(), this);
    }

    private void Leave(string sku, LiveLedger live)
    {
        Local.Remove(sku, live);
        _cluster.Left(CaseId.Stock(sku).ToString(), this);
    }

    private void Begin(BackgroundService service) => _loops.Add(Worker.Begin(() => Execute(service, CancellationToken.None)));
}

/// <summary>What effects are carried out with; resolved late, as each of these leads back to the dispatcher.</summary>
internal sealed class HostServices : IServiceProvider
{
    private readonly Dictionary<Type, object> _all = [];

    public HostServices Add<T>(T service) where T : notnull
    {
        _all[typeof(T)] = service;
        return this;
    }

    public object? GetService(Type serviceType) => _all.GetValueOrDefault(serviceType);
}
