using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Watching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Recovery;

/// <summary>
/// Tells cases that their time is up. Deadlines are rows shared by all processes under a lease; one that is told twice or late
/// is harmless, since the case knows which deadline is running.
/// </summary>
public sealed partial class DeadlineClock(
    IHeads heads, ITellCases tell, Projector projector, BusinessClock clock, TimeProvider wall, ILogger<DeadlineClock> log)
        : BackgroundService
{
    private const int Batch = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly string _holder = $"{Environment.MachineName}:{Environment.ProcessId}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await projector.CaughtUp.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Pause;
            try
            {
                var due = await heads.LeaseDue(clock.GetUtcNow(), wall.GetUtcNow(), Lease, _holder, Batch, stoppingToken);
                await Task.WhenAll(due.Select(deadline => Tell(deadline, stoppingToken)));
                wait = due.Count == Batch ? TimeSpan.Zero : Pause;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure);
                wait = PauseAfterFailure;
            }

            await Task.Delay(wait, wall, stoppingToken);
        }
    }

    private Task<TellReceipt> Tell(DueDeadline due, CancellationToken cancel)
    {
        var since = due.Deadline.Since;
        Measures.DeadlineTold(clock.GetUtcNow() - due.Deadline.Due);
        return tell.Tell(
            new Envelope(
                $"{due.Case}/deadline/{since.UtcTicks}", "runtime/deadlines", due.Case, clock.GetUtcNow(), Actor.Crossdock,
                new DeadlinePassed(due.Deadline.Name, since)),
            cancel);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Deadlines cannot be told now; they are told later")]
    private partial void LogFailed(Exception failure);
}
