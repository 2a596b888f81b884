namespace Crossdock.Contracts.Ports;

/// <summary>How a lease stands. Whoever watches it sees it renewed by its beats; no two machines' clocks are compared.</summary>
/// <param name="Holder">empty when it was given back</param>
/// <param name="Token">grows with every holder: what an earlier holder writes under its own token is refused</param>
/// <param name="Beats">grows while the holder lives</param>
public sealed record LeaseStanding(string Holder, long Token, long Beats);

/// <summary>Work that one process of a cluster does at a time.</summary>
public interface ILeases
{
    /// <summary>Null when nobody has ever held it.</summary>
    Task<LeaseStanding?> Read(string name, CancellationToken cancel);

    /// <summary>Takes it if it still stands as it was seen. The holder's token; null when something has changed since.</summary>
    Task<long?> Take(string name, string holder, LeaseStanding? seen, CancellationToken cancel);

    /// <summary>False when it is another's by now.</summary>
    Task<bool> Renew(string name, long token, CancellationToken cancel);

    /// <summary>Gives it back, if it is held under this token still.</summary>
    Task Release(string name, long token, CancellationToken cancel);
}

/// <summary>Another process holds the lease by now; nothing was written.</summary>
public sealed class LeaseLostException(string name) : Exception($"The lease '{name}' is another process's by now.");
