using Crossdock.Contracts;
using Orleans.Concurrency;

namespace Crossdock.Runtime.Cases;

/// <summary>One open case. Its key is the case id.</summary>
[Alias("crossdock.case")]
public interface ICaseGrain : IGrainWithStringKey
{
    /// <summary>Decides, makes it durable, and only then answers.</summary>
    [Alias("tell")]
    Task<Immutable<TellReceipt>> Tell(Immutable<Envelope> envelope);

    /// <summary>Carries out an effect again, if no answer to it is on the books. Harmless at any time.</summary>
    [Alias("poke")]
    Task Poke(string effectKey);
}
