using Crossdock.Runtime.Recovery;

namespace Crossdock.Rehearsal.Simulation.Hosts;

/// <summary>What one host of a simulation knows of the others.</summary>
internal sealed class SimPeers(Cluster cluster) : IPeers
{
    public event Action? Lost;

    public Task<IReadOnlySet<string>> UnderWay() => cluster.UnderWay();

    public void Lose() => Lost?.Invoke();
}
