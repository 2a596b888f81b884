using Orleans.Runtime;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace Crossdock.Runtime.Clustering;

/// <summary>Who of the cluster hears whom.</summary>
public interface IHearing
{
    SiloAddress Here { get; }

    /// <summary>The other members, as far as this process knows.</summary>
    IReadOnlyCollection<SiloAddress> Others { get; }

    /// <summary>Whether another answers; it may take as long as a call takes to fail.</summary>
    Task<bool> Hears(SiloAddress other);

    /// <summary>Whether a third says that it hears the other. False, too, when it says nothing.</summary>
    Task<bool> IsHeardBy(SiloAddress third, SiloAddress other);
}

/// <summary>Answers, and says whether another does. One in each process of the cluster.</summary>
[Alias("crossdock.hearing")]
public interface IAnswer : IGrainService
{
    [Alias("here")]
    Task Here();

    [Alias("hears")]
    Task<bool> Hears(SiloAddress other);
}

[Orleans.Concurrency.Reentrant]
internal sealed class Answers(GrainId id, Silo silo, Microsoft.Extensions.Logging.ILoggerFactory logs, Hearing hearing)
    : GrainService(id, silo, logs), IAnswer
{
    public Task Here() => Task.CompletedTask;

    public Task<bool> Hears(SiloAddress other) => hearing.Hears(other);
}

internal sealed class Hearing(IServiceProvider services, ISiloStatusOracle silos) : GrainServiceClient<IAnswer>(services), IHearing
{
    public SiloAddress Here => silos.SiloAddress;

    public IReadOnlyCollection<SiloAddress> Others =>
        [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(silo => !silo.Equals(silos.SiloAddress))];

    public Task<bool> Hears(SiloAddress other) => Succeeds(async () =>
    {
        await GetGrainService(other).Here();
        return true;
    });

    public Task<bool> IsHeardBy(SiloAddress third, SiloAddress other) => Succeeds(() => GetGrainService(third).Hears(other));

    private static async Task<bool> Succeeds(Func<Task<bool>> call)
    {
        try
        {
            return await Clustered.Call(call);
        }
        catch (Contracts.Ports.StoreUnavailableException)
        {
            return false;
        }
    }
}
