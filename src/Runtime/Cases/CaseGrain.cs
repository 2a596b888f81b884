using Crossdock.Contracts;
using Crossdock.Runtime.Clustering;
using Orleans.Concurrency;

namespace Crossdock.Runtime.Cases;

/// <summary>Hosts one case in the cluster. Its key is the case id; what it does stands in <see cref="LiveCase"/>.</summary>
[Reentrant]
[OnNewestMap]
public sealed class CaseGrain : Grain, ICaseGrain
{
    private readonly LocalActivations _local;
    private readonly CaseId _id;
    private readonly LiveCase _case;

    public CaseGrain(CaseSurroundings around, LocalActivations local)
    {
        _local = local;
        _id = CaseId.Parse(this.GetPrimaryKeyString());
        _case = new LiveCase(_id, around, Leave);
        local.Add(_id, _case);
    }

    public async Task<Immutable<TellReceipt>> Tell(Immutable<Envelope> envelope) => (await _case.Tell(envelope.Value)).AsImmutable();

    public Task Poke(string effectKey) => _case.Poke(effectKey);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _local.Remove(_id, _case);
        return Task.CompletedTask;
    }

    /// <summary>From any thread.</summary>
    private void Leave()
    {
        _local.Remove(_id, _case);
        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "Ended, or written elsewhere."));
    }
}
