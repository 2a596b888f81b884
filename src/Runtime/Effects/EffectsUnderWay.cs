using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Clustering;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace Crossdock.Runtime.Effects;

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

/// <summary>Says what is under way in any process, so that nothing is begun anew which somebody is about.</summary>
public interface IUnderWay
{
    /// <exception cref="StoreUnavailableException">a process did not say; it may be about anything</exception>
    Task<IReadOnlySet<string>> Everywhere();
}

/// <summary>Asks every process of the cluster what it is about, so that nothing is begun anew which is under way elsewhere.</summary>
public sealed class EffectsUnderWay(IServiceProvider services, ISiloStatusOracle silos) :
    GrainServiceClient<ITellWhatIsUnderWay>(services), IUnderWay
{
    public async Task<IReadOnlySet<string>> Everywhere()
    {
        var here = silos.GetApproximateSiloStatuses(onlyActive: true).Keys;
        var said = await Clustered.Call(() => Task.WhenAll(here.Select(silo => GetGrainService(silo).UnderWay())));
        return said.SelectMany(keys => keys.Value).ToHashSet(StringComparer.Ordinal);
    }
}
