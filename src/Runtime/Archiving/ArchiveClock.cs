using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Recovery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Archiving;

/// <summary>Archives at intervals, in one process of a cluster at a time.</summary>
public sealed partial class ArchiveClock(
    Archiver archiver, ILeases leases, LeasePatience patience, ArchiveSettings settings, Projector projector, TimeProvider wall,
    ILogger<ArchiveClock> log) : BackgroundService
{
    private const string Name = "archive";

    private readonly Lease _lease = new(
        leases, Name, $"{Environment.MachineName}:{Environment.ProcessId}", patience, wall);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await projector.CaughtUp.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Who does not get it need not come back sooner: another does the work.
                if (await _lease.Hold(stoppingToken)
                    && await archiver.Run(() => _lease.Hold(stoppingToken), stoppingToken) is { Cases: > 0 } report)
                {
                    LogDone(report.Cases, report.Rows, report.Files, report.LongestSlice.TotalMilliseconds);
                }

                await _lease.Release(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure);
            }

            await Task.Delay(settings.Every, wall, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message =
        "{Cases} cases of {Rows} rows were archived into {Files} files; the longest transaction took {Milliseconds:F0} ms")]
    private partial void LogDone(long cases, long rows, long files, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Closed cases could not be archived now; the next run goes on from here")]
    private partial void LogFailed(Exception failure);
}
