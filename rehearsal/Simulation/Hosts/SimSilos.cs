using System.Net;
using Orleans.Runtime;

namespace Crossdock.Rehearsal.Simulation.Hosts;

/// <summary>Tells one host of a simulation that another was lost; nothing else of membership is asked for here.</summary>
internal sealed class SimSilos : ISiloStatusOracle
{
    private readonly List<ISiloStatusListener> _listeners = [];

    public SiloStatus CurrentStatus => SiloStatus.Active;

    public string SiloName => "simulated";

    public SiloAddress SiloAddress { get; } = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);

    private static NotSupportedException NotAsked => new("Nothing in a simulation asks this of membership.");

    public void Died(SiloAddress silo)
    {
        // Any address but one's own will do: which one it was makes no difference to who listens.
        var other = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 2), silo.Generation);
        _listeners.ForEach(listener => listener.SiloStatusChangeNotification(other, SiloStatus.Dead));
    }

    public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer)
    {
        _listeners.Add(observer);
        return true;
    }

    public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => _listeners.Remove(observer);

    public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) => throw NotAsked;

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) => throw NotAsked;

    public bool TryGetSiloName(SiloAddress siloAddress, out string siloName) => throw NotAsked;

    public bool IsFunctionalDirectory(SiloAddress siloAddress) => throw NotAsked;

    public bool IsDeadSilo(SiloAddress silo) => throw NotAsked;

    public SiloAddress[] GetActiveSilos() => throw NotAsked;
}
