using Crossdock.Contracts;
using Orleans.Concurrency;

namespace Crossdock.Runtime.Cases;

/// <summary>Hosts one case in the cluster. Its key is the case id; what it does stands in <see cref="LiveCase"/>.</summary>
[Reentrant]
public sealed class CaseGrain : Grain, ICaseGrain
{
    private readonly LiveCase _case;

    public CaseGrain(CaseSurroundings around) =>
        _case = new LiveCase(CaseId.Parse(this.GetPrimaryKeyString()), around, DeactivateOnIdle);

    public async Task<Immutable<TellReceipt>> Tell(Immutable<Envelope> envelope) => (await _case.Tell(envelope.Value)).AsImmutable();

    public Task Poke(string effectKey) => _case.Poke(effectKey);
}
