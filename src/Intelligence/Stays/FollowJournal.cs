using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.WhereTimeWent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Intelligence.Stays;

/// <summary>
/// Follows the journal beside the runtime, in batches and never within the way of a message. What goes wrong here stops no case: the
/// figures fall behind, say how far, and catch up.
/// </summary>
internal sealed partial class FollowJournal(
    IJournal journal, IFailedAttempts attempts, IMaps maps, ISharedValues shared, OpenTime hours, AnalysisFile file, AnalysisPace pace,
    TimeProvider wall, ILogger<FollowJournal> log) : BackgroundService
{
    /// <summary>Figures that are half a second old are live to whoever looks at them, and many commits cost one write.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        StayFollower? follower = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                follower ??= new StayFollower(journal, attempts, maps, hours, file, await StoreName.Of(shared, stoppingToken));
                var took = await follower.Step(stoppingToken);
                pace.IsCurrent = took < StayFollower.Stretch;
                if (pace.IsCurrent)
                {
                    await Task.Delay(Pause, wall, stoppingToken);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                pace.IsCurrent = false;
                LogFailed(failure);
                follower?.Forget();
                await Task.Delay(PauseAfterFailure, wall, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The figures cannot follow the journal now; they go on from where they are")]
    private partial void LogFailed(Exception failure);
}

/// <summary>Whether figures are those of now: not while the file is made anew, nor while it falls behind.</summary>
public sealed class AnalysisPace
{
    private volatile bool _isCurrent;

    public bool IsCurrent
    {
        get => _isCurrent;
        internal set => _isCurrent = value;
    }
}

/// <summary>A name that a store keeps for good, so that a file made from another store is never taken for its own.</summary>
public static class StoreName
{
    private const string Area = "analysis", Name = "store";

    public static async Task<string> Of(ISharedValues shared, CancellationToken cancel)
    {
        if ((await shared.ReadAll(Area, cancel)).GetValueOrDefault(Name) is { } known)
        {
            return known;
        }

        // Two that begin at once agree on the one that was written last.
        await shared.Write(Area, Name, Guid.NewGuid().ToString("N"), cancel);
        return (await shared.ReadAll(Area, cancel))[Name];
    }
}
