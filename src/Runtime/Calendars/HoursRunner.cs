using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Runtime.Calendars;

/// <summary>
/// Tells every open case that counts by changed hours. Each decides for itself what that means, and once: told again after a crash it
/// knows the message, or finds its deadline right already. Nothing is kept here.
/// </summary>
public sealed class HoursRunner(IHeads heads, IServiceProvider services, BusinessClock clock, TimeProvider wall)
{
    private const int Page = 1_000;
    private const int AtOnce = 64;

    private static readonly Actor Runtime = Actor.System("Calendars");

    private ITellCases? _tell;

    // Resolved late: telling leads back here.
    private ITellCases Teller => _tell ??= services.GetRequiredService<ITellCases>();

    /// <summary>Longer than the lists are behind the journal: a deadline that was set just before may not be on them at first.</summary>
    public TimeSpan SecondLookAfter { get; init; } = TimeSpan.FromSeconds(5);

    public async Task<Message> Run(string key, RederiveDeadlines order)
    {
        var changes = order.Changes.SelectMany(change => change.Names.Select(name => (name, change)))
            .ToDictionary(one => one.name, one => one.change, StringComparer.Ordinal);
        var first = await Look(key, order, changes, look: 1);
        await Task.Delay(SecondLookAfter, wall);
        var second = await Look(key, order, changes, look: 2);
        return new DeadlinesRederived(second.Looked, first.Changed + second.Changed);
    }

    private async Task<(int Looked, int Changed)> Look(
        string key, RederiveDeadlines order, Dictionary<string, HoursChange> changes, int look)
    {
        var (looked, changed, after) = (0, 0, 0L);
        while (true)
        {
            var page = await heads.ReadOpen(after, Page, CancellationToken.None);
            var about = page.SelectMany(head => CalendarsOf(head, changes), (head, calendar) => (head, calendar)).ToList();
            looked += about.Count;
            await Parallel.ForEachAsync(
                about, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (one, cancel) =>
                {
                    var (head, calendar) = one;
                    var receipt = await Teller.Tell(
                        new Envelope(
                            $"{key}/{look}/{head.Case}/{calendar}", "runtime/calendars", head.Case, clock.GetUtcNow(), Runtime,
                            Told(order, changes[calendar], calendar, head)),
                        cancel);
                    Interlocked.Add(ref changed, receipt.Result == TellResult.Applied ? 1 : 0);
                });
            if (page.Count < Page)
            {
                return (looked, changed);
            }

            after = page[^1].CaseNo;
        }
    }

    /// <summary>What a held case had left is not on the list: it is asked about each that changed.</summary>
    private static IEnumerable<string> CalendarsOf(CaseHead head, Dictionary<string, HoursChange> changes) =>
        head.Deadline is null ? head.Held is null ? [] : changes.Keys
        : changes.ContainsKey(head.Deadline.Calendar) ? [head.Deadline.Calendar] : [];

    /// <summary>With the holidays that can matter to it: a calendar has those of decades.</summary>
    private static HoursChanged Told(RederiveDeadlines order, HoursChange change, string calendar, CaseHead head)
    {
        var since = DateOnly.FromDateTime((head.Deadline?.Since ?? head.Opened).UtcDateTime).AddDays(-1);
        return new HoursChanged(calendar, Near(change.Was, since), Near(change.Is, since), order.From, order.Why);
    }

    private static CalendarHours Near(CalendarHours hours, DateOnly since) => hours with
    {
        Holidays = hours.Holidays.IsDefault ? []
            : [.. hours.Holidays.Where(day => day >= since && day <= since.AddYears(1))],
    };
}
