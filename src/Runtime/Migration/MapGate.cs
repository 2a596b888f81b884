using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Map;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Recovery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Migration;

/// <summary>
/// At the start, every open case is looked at against the maps in force. Those that cannot go on wait as incidents, and are taken up
/// by the start of a program whose map knows them; the others run on and were never stopped.
/// </summary>
public sealed partial class MapGate(
    MapAudit audit, ITellCases tell, Projector projector, ProcessCatalogue processes, BusinessClock clock, ILogger<MapGate> log)
    : BackgroundService
{
    private const string Why = "looked at when the program started";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await projector.CaughtUp.WaitAsync(stoppingToken);
        try
        {
            var (blocked, cured) = (0, 0);
            await foreach (var one in audit.Open(stoppingToken))
            {
                var misfit = one.Head.Incident?.StartsWith(nameof(MapMisfitException), StringComparison.Ordinal) == true;
                if (one.Fit.RunsOn && misfit)
                {
                    await Tell(one, new IncidentRetried(Why), stoppingToken);
                    cured++;
                }
                else if (!one.Fit.RunsOn && one.Head.Incident is null && one.Head.Held is null && IsOurs(one.Head))
                {
                    await Tell(one, new MapAdopted(Why), stoppingToken);
                    blocked++;
                }
            }

            if (blocked + cured > 0)
            {
                LogLookedAt(blocked, cured);
            }
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            // Each case says so itself with its next message; only the list of them is not complete.
            LogFailed(failure);
        }
    }

    /// <summary>What a newer program writes stays its own: during a rolling upgrade both are there.</summary>
    private bool IsOurs(CaseHead head) => processes.Find(head.Case.Kind) is { } process && head.MapVersion <= process.Version;

    private Task<TellReceipt> Tell(AuditedCase one, Message data, CancellationToken cancel) =>
        tell.Tell(
            new Envelope(
                $"{one.Head.Case}/map/{processes.Find(one.Head.Case.Kind)!.Version}/{one.Head.Seq}", "runtime/maps", one.Head.Case,
                clock.GetUtcNow(), Actor.Crossdock, data),
            cancel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Blocked} open cases cannot go on by the maps in force and wait as incidents; "
        + "{Cured} that waited are taken up")]
    private partial void LogLookedAt(int blocked, int cured);

    [LoggerMessage(Level = LogLevel.Error, Message = "The open cases could not be looked at against the maps")]
    private partial void LogFailed(Exception failure);
}
