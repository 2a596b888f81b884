using Crossdock.Contracts;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Stays;
using Crossdock.Runtime.Recovery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Api.Alerts;

/// <summary>Holds the figures against their limits while this host leads, one round after another in business time.</summary>
internal sealed partial class AlertWatch(
    AlertDesk desk, ReadPolicyNumber policies, Projector projector, AnalysisPace pace, BusinessClock clock, TimeProvider wall,
    ILogger<AlertWatch> log)
    : BackgroundService
{
    public const string EveryPolicy = "alert-every";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Reading figures keeps a processor busy: however fast business time runs, it rests so many times as long.</summary>
    private const int RestsFor = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (due, rested) = (DateTimeOffset.MinValue, long.MinValue);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, wall, stoppingToken);
            if (!projector.Leads || !pace.IsCurrent || clock.GetUtcNow() < due || wall.GetTimestamp() < rested)
            {
                continue;
            }

            var begun = wall.GetTimestamp();
            try
            {
                due = clock.GetUtcNow() + TimeSpan.FromSeconds((double)policies(EveryPolicy, null, null, null).Value);
                await desk.Round(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure);
            }

            rested = wall.GetTimestamp() + ((wall.GetTimestamp() - begun) * RestsFor);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The figures could not be held against their limits; the next round tries again")]
    private partial void LogFailed(Exception failure);
}
