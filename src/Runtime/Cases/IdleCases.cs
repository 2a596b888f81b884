using Microsoft.Extensions.Hosting;

namespace Crossdock.Runtime.Cases;

/// <summary>
/// Puts to rest what nobody has asked anything for a while; a cluster does that by itself. A case that waits for days costs
/// nothing but its rows, and its next message wakes it.
/// </summary>
public sealed class IdleCases(LocalActivations local, TimeProvider wall) : BackgroundService
{
    /// <summary>Between two looks. What was not asked from one to the next goes.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(2.5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, wall);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            local.DropIdle();
        }
    }
}
