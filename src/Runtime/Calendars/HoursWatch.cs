using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.CalendarChanges;
using Crossdock.Processes.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Calendars;

/// <summary>
/// At its start a host holds the hours it has read against those that are recorded, and says so where they differ. Opening hours are
/// master data: they change by a new network file and a start, and the case of the calendars sees to what is open.
/// </summary>
public sealed partial class HoursWatch(
    IJournal journal, JournalJson json, ITellCases tell, Rulebook rules, BusinessClock clock, TimeProvider wall, ILogger<HoursWatch> log)
        : BackgroundService
{
    /// <summary>So often it was started anew by an operator, at the most.</summary>
    private const int MostRuns = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly Actor Runtime = Actor.System("Calendars");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await IsKnown(stoppingToken))
                {
                    return;
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure);
            }

            await Task.Delay(Pause, wall, stoppingToken);
        }
    }

    /// <summary>Tells the calendars' case what it does not know; false while it is busy with an earlier change.</summary>
    internal async Task<bool> IsKnown(CancellationToken cancel)
    {
        var told = new CalendarsSet(rules.Calendars.Patterns, "As the network says at this start.");
        for (var run = 1; run <= MostRuns; run++)
        {
            var id = new CaseId(KnownCalendars.Kind, $"all:{run}");
            var rows = (await journal.ReadCase(id, 0, cancel)).Select(row => json.Read(row.Body)).ToList();
            if (rows is [.., { Final: true }])
            {
                continue;
            }

            var known = rows.Where(row => row.Facts.OfType<CalendarsKnown>().Any())
                .Aggregate(
                    KnownCalendars.Empty, (calendars, row) => CalendarFacts.Fold(calendars, new CalendarsKnown(), row.Message.Data));
            if (known.Set is not null && Same(known, told))
            {
                return true;
            }

            var receipt = await tell.Tell(
                new Envelope($"hours/{id}/{rows.Count}", "runtime/calendars", id, clock.GetUtcNow(), Runtime, told), cancel);
            return receipt.Result == TellResult.Applied;
        }

        return true;
    }

    private static bool Same(KnownCalendars known, CalendarsSet told)
    {
        var (before, now) = (known.ByName, KnownCalendars.NamesOf(told.All));
        return before.Count == now.Count && now.All(one => before.TryGetValue(one.Key, out var was) && was.Text == one.Value.Text);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Opening hours cannot be held against those recorded now; it is tried again")]
    private partial void LogFailed(Exception failure);
}
