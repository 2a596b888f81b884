using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Api.Governance;

/// <summary>Forgets kept answers after their time, so that the store does not grow with every call.</summary>
internal sealed partial class AnswersExpire(IAnsweredRequests answered, TimeProvider clock, ILogger<AnswersExpire> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await answered.Purge(clock.GetUtcNow() - ApiLimits.AnswersKept, stoppingToken);
            }
            catch (Exception fault) when (fault is StoreUnavailableException or System.Data.Common.DbException)
            {
                LogTriedLater(fault);
            }
        }
    }

    [LoggerMessage(2, LogLevel.Warning, "Kept answers could not be purged; tried again in an hour")]
    private partial void LogTriedLater(Exception fault);
}
