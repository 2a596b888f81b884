using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Alerts;
using Crossdock.Intelligence.Causes;

namespace Crossdock.Api.Alerts;

/// <summary>Reads what limits are held against; a test brings what it likes.</summary>
public delegate Task<IReadOnlyList<AlertReading>> ReadAlerts(int least, CancellationToken cancel);

/// <summary>A limit as it stands: what was measured, what it is held against, and the task where it is past it.</summary>
/// <param name="Limit">in the unit of the measure, or points worse, or percent below, what it is held against</param>
/// <param name="Since">when its alert opened; null where none is open</param>
/// <param name="IsEnough">false where there were too few, now or in what it is held against, to open or end anything</param>
public sealed record AlertShown(
    AlertReading Reading, PolicyNumber Limit, CaseId? Task, DateTimeOffset? Since, bool IsEnough, OwnerGroup Owner);

/// <summary>
/// Opens or withdraws the task of whoever owns a figure that passed its limit. What stands is kept in the store before anybody is told,
/// and told again under the same id where telling failed or the host was started anew, so that an alert is told once.
/// </summary>
public sealed class AlertDesk(ReadAlerts read, ReadPolicyNumber policies, ISharedValues shared, ITellCases tell, BusinessClock clock,
    IExceptionTerms terms)
{
    private const string Area = "alerts", Source = "figures";
    private const int FewPlaces = 5;

    /// <summary>Which alert of each key this host has told as what.</summary>
    private readonly Dictionary<string, (int Number, bool IsOpen)> _told = [];

    /// <summary>Holds every figure against its limit once.</summary>
    public async Task Round(CancellationToken cancel)
    {
        var (standing, bounds) = (await Standing(cancel), Bounds());
        foreach (var (key, one) in standing)
        {
            await TellOnce(key, one, cancel);
        }

        var readings = await read(bounds.Least, cancel);
        foreach (var reading in readings.Concat(Gone(standing, readings)))
        {
            var now = standing.GetValueOrDefault(reading.Key);
            var limit = LimitOf(reading);
            var isForgotten = now is { IsOpen: true } && !AlertRules.IsEnough(reading, bounds)
                && clock.GetUtcNow() - now.Since > AlertRules.Remembers(reading.Rule);
            var isOpen = !isForgotten && AlertRules.IsOpen(now?.IsOpen ?? false, reading, (double)limit.Value, bounds);
            if (isOpen == (now?.IsOpen ?? false))
            {
                continue;
            }

            var said = isOpen ? Said(reading, limit)
                : isForgotten ? $"Too few to say for long: {Said(reading, limit)}" : $"Back within its limit: {Said(reading, limit)}";
            var next = new AlertStanding(
                reading.Rule.Name, reading.Of, (now?.Number ?? 0) + (isOpen ? 1 : 0), isOpen, clock.GetUtcNow(), said);
            await shared.Write(Area, reading.Key, next.Write(), cancel);
            await TellOnce(reading.Key, next, cancel);
        }
    }

    /// <summary>
    /// Every limit with what is measured now; what is past it first. Of the places that are held against each other, those past it and the
    /// worst few.
    /// </summary>
    public async Task<IReadOnlyList<AlertShown>> Show(CancellationToken cancel)
    {
        var (standing, bounds) = (await Standing(cancel), Bounds());
        return
        [
            .. from reading in Worst(await read(bounds.Least, cancel), standing, bounds)
               let now = standing.GetValueOrDefault(reading.Key)
               let isOpen = now?.IsOpen ?? false
               orderby isOpen descending, AlertRules.All.IndexOf(reading.Rule), reading.Process, reading.Of
               select new AlertShown(
                   reading, LimitOf(reading), isOpen ? AlertStanding.Task(reading.Key, now!.Number) : null, isOpen ? now!.Since : null,
                   AlertRules.IsEnough(reading, bounds), terms.Of(reading.Rule.Category).Owner),
        ];
    }

    private static IEnumerable<AlertReading> Worst(
        IReadOnlyList<AlertReading> readings, Dictionary<string, AlertStanding> standing, AlertBounds bounds)
    {
        bool Stands(AlertReading one) =>
            one.Rule.Kind != AlertKind.AgainstOthers || standing.GetValueOrDefault(one.Key) is { IsOpen: true };
        var others = readings.Where(one => !Stands(one)).GroupBy(one => one.Rule).SelectMany(rule => rule
            .OrderByDescending(one => AlertRules.IsEnough(one, bounds)).ThenByDescending(one => one.Badness).Take(FewPlaces));
        return readings.Concat(Gone(standing, readings)).Where(Stands).Concat(others);
    }

    /// <summary>
    /// What has an open alert and is measured no more: of what is counted none is there, of all else nothing is known. It is shown, and
    /// ends when nothing was known of it for long.
    /// </summary>
    private static IEnumerable<AlertReading> Gone(Dictionary<string, AlertStanding> standing, IReadOnlyList<AlertReading> readings) =>
        from one in standing
        where one.Value.IsOpen && readings.All(reading => reading.Key != one.Key)
        let rule = AlertRules.Find(one.Value.Rule)!
        let whole = one.Key[(rule.Name.Length + 1)..]
        let process = one.Value.Of is not { } of ? whole : whole.Length > of.Length ? whole[..^(of.Length + 1)] : null
        select new AlertReading(rule, process, one.Value.Of, rule.Of.Unit, 0, null, 0);

    private async Task<Dictionary<string, AlertStanding>> Standing(CancellationToken cancel) =>
        (await shared.ReadAll(Area, cancel)).Select(one => (one.Key, Standing: AlertStanding.Read(one.Value)))
        .Where(one => one.Standing is not null).ToDictionary(one => one.Key, one => one.Standing!);

    /// <summary>What could not be told is tried again by the next round, before that looks at any figure.</summary>
    private async Task TellOnce(string key, AlertStanding one, CancellationToken cancel)
    {
        if (!_told.TryGetValue(key, out var told) || told != (one.Number, one.IsOpen))
        {
            await Tell(key, one, cancel);
            _told[key] = (one.Number, one.IsOpen);
        }
    }

    private Task<TellReceipt> Tell(string key, AlertStanding one, CancellationToken cancel)
    {
        var task = AlertStanding.Task(key, one.Number);
        Message data = one.IsOpen ? Open(task, one) : new TaskWithdrawn(one.Said);
        return tell.Tell(
            new Envelope($"{Source}/{task.Key}/{(one.IsOpen ? "open" : "over")}", Source, task, one.Since, Actor.Crossdock, data), cancel);
    }

    private TaskOpened Open(CaseId task, AlertStanding one)
    {
        var rule = AlertRules.Find(one.Rule)!;
        var known = terms.Of(rule.Category);
        var (node, channel) = (rule.Of.By == "node" ? one.Of : null, rule.Of.By == "channel" ? one.Of : null);
        return new TaskOpened(
            TaskKind.Resolve, $"{rule.Of.Title} past its limit{(one.Of is { } of ? $": {of}" : "")}", one.Said, task, null, known.Owner,
            node, null, channel, rule.Category, null, null, null, 0, known.Budget, [], []);
    }

    /// <summary>The evidence: what was measured, over what, and which value of which policy it is held against.</summary>
    private static string Said(AlertReading reading, PolicyNumber limit)
    {
        var rule = reading.Rule;
        var (past, points) = rule.Kind switch
        {
            AlertKind.AgainstSameHours => ("{0} in the same hours of the weakest week before that counts", " % fewer than then"),
            AlertKind.AgainstOthers => ("{0} in the middle of the others", " points worse than they are"),
            AlertKind.AgainstPast => ($"{{0}} in the {AlertRules.Past.TotalDays:0} days before", " points worse than before"),
            _ => ("{0}", ""),
        };
        past = reading.Past is { } before ? ", " + past.Replace("{0}", N(before), StringComparison.Ordinal) : "";
        return $"{rule.Figure} {rule.Measure} {N(reading.Value)} {reading.Unit} over {reading.Base} "
            + $"in the last {rule.Over.TotalHours:0} h{past}; "
            + $"the limit is {N((double)limit.Value)}{points} ({rule.Policy}@{limit.Version}).";
    }

    private AlertBounds Bounds() => new((double)Number(AlertRules.ClearPolicy), (int)Number(AlertRules.LeastPolicy));

    private decimal Number(string policy) => policies(policy, null, null, null).Value;

    /// <summary>A channel or a place may have a limit of its own.</summary>
    private PolicyNumber LimitOf(AlertReading reading) => policies(
        reading.Rule.Policy, null, reading.Rule.Of.By == "channel" ? reading.Of : null, reading.Rule.Of.By == "node" ? reading.Of : null);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
