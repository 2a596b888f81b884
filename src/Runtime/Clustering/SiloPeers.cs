using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Effects;
using Crossdock.Runtime.Recovery;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace Crossdock.Runtime.Clustering;

/// <summary>Says which effects a process is about. One in each process of the cluster.</summary>
[Alias("crossdock.effects")]
public interface ITellWhatIsUnderWay : IGrainService
{
    [Alias("under-way")]
    Task<Immutable<string[]>> UnderWay();
}

[Reentrant]
internal sealed class TellsWhatIsUnderWay(GrainId id, Silo silo, ILoggerFactory logs, EffectDispatcher effects)
    : GrainService(id, silo, logs), ITellWhatIsUnderWay
{
    public Task<Immutable<string[]>> UnderWay() => Task.FromResult(effects.UnderWay.ToArray().AsImmutable());
}

/// <summary>The processes of the cluster.</summary>
public sealed class SiloPeers : GrainServiceClient<ITellWhatIsUnderWay>, IPeers, ISiloStatusListener
{
    private readonly ISiloStatusOracle _silos;

    public SiloPeers(IServiceProvider services, ISiloStatusOracle silos)
        : base(services)
    {
        _silos = silos;
        silos.SubscribeToSiloStatusEvents(this);
    }

    public event Action? Lost;

    public async Task<IReadOnlySet<string>> UnderWay()
    {
        var here = _silos.GetApproximateSiloStatuses(onlyActive: true).Keys;
        var said = await Clustered.Call(() => Task.WhenAll(here.Select(silo => GetGrainService(silo).UnderWay())));
        return said.SelectMany(keys => keys.Value).ToHashSet(StringComparer.Ordinal);
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead && !updatedSilo.Equals(_silos.SiloAddress))
        {
            Lost?.Invoke();
        }
    }
}
