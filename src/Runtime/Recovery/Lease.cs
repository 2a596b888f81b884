using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Recovery;

/// <summary>How long a process that does not hold a lease watches it stand still before it takes it.</summary>
/// <param name="AtFirst">where this process is the only one there is no holder to wait for</param>
public sealed record LeasePatience(TimeSpan AtFirst, TimeSpan Later)
{
    /// <summary>Five renewals missed: longer than a pause for garbage, short enough that lists are at most that much behind.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(5);

    public static readonly LeasePatience Alone = new(TimeSpan.Zero, Watched);

    public static readonly LeasePatience InCluster = new(Watched, Watched);
}

/// <summary>
/// One process's share in work that one process does at a time. The holder renews; the others watch, each by its own clock, and
/// take over when nothing was renewed for a while. A holder that was frozen finds out when it writes: its token is an old one.
/// </summary>
public sealed class Lease(ILeases leases, string name, string holder, LeasePatience patience, TimeProvider wall)
{
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(1);

    private LeaseStanding? _seen;
    private long _seenAt;
    private long _renewedAt;
    private bool _everHeld;

    /// <summary>What is written under the lease carries it; null while another process holds the lease.</summary>
    public long? Token { get; private set; }

    /// <summary>To be called again and again: renews, watches or takes. True while it is ours.</summary>
    public async Task<bool> Hold(CancellationToken cancel)
    {
        if (Token is { } token && (wall.GetElapsedTime(_renewedAt) < RenewEvery || await Renew(token, cancel)))
        {
            return true;
        }

        Token = null;
        var standing = await leases.Read(name, cancel);
        if (IsFree(standing) && await leases.Take(name, holder, standing, cancel) is { } taken)
        {
            (Token, _renewedAt, _everHeld) = (taken, wall.GetTimestamp(), true);
        }

        return Token is not null;
    }

    /// <summary>Gives it up, so that another takes it at once; watches it anew from then on.</summary>
    public async Task Release(CancellationToken cancel)
    {
        if (Token is { } token)
        {
            Token = null;
            await leases.Release(name, token, cancel);
        }
    }

    /// <summary>It was found to be another's.</summary>
    public void Lost() => (Token, _seen) = (null, null);

    private async Task<bool> Renew(long token, CancellationToken cancel)
    {
        var renewed = await leases.Renew(name, token, cancel);
        _renewedAt = wall.GetTimestamp();
        return renewed;
    }

    private bool IsFree(LeaseStanding? standing)
    {
        if (standing is null or { Holder: "" })
        {
            return true;
        }

        if (standing != _seen)
        {
            (_seen, _seenAt) = (standing, wall.GetTimestamp());
        }

        return wall.GetElapsedTime(_seenAt) >= (_everHeld ? patience.Later : patience.AtFirst);
    }
}
