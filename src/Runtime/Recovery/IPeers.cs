using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Effects;

namespace Crossdock.Runtime.Recovery;

/// <summary>The processes that share the store, this one among them.</summary>
public interface IPeers
{
    /// <summary>Raised when another one was lost: what it was about is nowhere under way now.</summary>
    event Action? Lost;

    /// <summary>The effects that any of them is about, so that nothing is begun anew which is under way elsewhere.</summary>
    /// <exception cref="StoreUnavailableException">one of them did not say; it may be about anything</exception>
    Task<IReadOnlySet<string>> UnderWay();
}

/// <summary>A process that has its store to itself.</summary>
public sealed class NoPeers(EffectDispatcher effects) : IPeers
{
    public event Action? Lost
    {
        // Never raised: there is nobody to lose.
        add { }
        remove { }
    }

    public Task<IReadOnlySet<string>> UnderWay() =>
        Task.FromResult<IReadOnlySet<string>>(effects.UnderWay.ToHashSet(StringComparer.Ordinal));
}
