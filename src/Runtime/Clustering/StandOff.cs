using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Crossdock.Runtime.Clustering;

/// <summary>
/// Two members that do not hear each other while a third hears both: each is well by the third's word, so nobody gets the votes to
/// put either out, and whatever has to go from one to the other fails for as long as the line is cut. The younger of the two ends,
/// and the others go on without it; it cannot join again before it hears all of them.
/// </summary>
public sealed partial class StandOff(IHearing hearing, IStanding standing, TimeProvider wall, ILogger<StandOff> log) : BackgroundService
{
    /// <summary>Longer than the cluster needs to put out a member that nobody hears: this is for those that somebody does.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Dictionary<SiloAddress, long> _silentSince = [];

    /// <summary>Asks every other member once.</summary>
    public async Task Look(CancellationToken cancel)
    {
        var others = hearing.Others;
        var asked = wall.GetTimestamp();
        var heard = await Task.WhenAll(others.Select(async other => (Other: other, Hears: await hearing.Hears(other))));
        foreach (var gone in _silentSince.Keys.Except(others).Concat(heard.Where(one => one.Hears).Select(one => one.Other)).ToList())
        {
            _silentSince.Remove(gone);
        }

        foreach (var (other, _) in heard.Where(one => !one.Hears))
        {
            _silentSince.TryAdd(other, asked);
            if (wall.GetElapsedTime(_silentSince[other]) >= Patience && IsOlder(other) && await IsWell(other, others, cancel))
            {
                LogSteppedOut(other);
                standing.End();
                return;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var next = new PeriodicTimer(LookEvery, wall);
        while (await next.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (StoreUnavailableException)
            {
                // Whether we are a member cannot be read now: no time to end.
                continue;
            }
        }
    }

    /// <summary>By the time at which it started; of two that started at once, by address.</summary>
    private bool IsOlder(SiloAddress other) =>
        (other.Generation, other.CompareTo(hearing.Here)).CompareTo((hearing.Here.Generation, 0)) < 0;

    /// <summary>Somebody else hears it, and it and we are both members: no vote will settle this.</summary>
    private async Task<bool> IsWell(SiloAddress other, IReadOnlyCollection<SiloAddress> others, CancellationToken cancel)
    {
        var says = await Task.WhenAll(others.Where(third => !third.Equals(other)).Select(third => hearing.IsHeardBy(third, other)));
        return says.Contains(true) && hearing.Others.Contains(other) && await standing.IsMember(cancel);
    }

    [LoggerMessage(
        Level = LogLevel.Critical, Message = "This process does not hear {Other}, which others hear; the younger of the two ends")]
    private partial void LogSteppedOut(SiloAddress other);
}
