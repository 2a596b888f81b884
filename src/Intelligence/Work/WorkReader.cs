using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Overview;

namespace Crossdock.Intelligence.Work;

/// <summary>
/// One queue over all cases: whatever has an exception, waits for an approval or stands still behind an incident. A case and the task
/// that asks about the same problem are one row; two problems are two, whoever has them.
/// </summary>
public sealed class WorkReader(IHeads heads, TaskReader tasks, IMaps maps, BusinessClock clock, IExceptionTerms terms)
{
    /// <summary>Of each kind of work no more are looked at: nobody works further down in one list.</summary>
    public const int Most = 1_000;

    private const string TaskKindOfCase = "task";

    public async Task<WorkQueue> Read(Place place, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var here = new HeadFilter(Region: place.Region, Channel: place.Channel, Node: place.Node, Open: true);
        var problems = await heads.Search(here with { AnyException = true }, HeadOrder.Due, 0, Most, cancel);
        var failures = await heads.Search(here with { HasIncident = true }, HeadOrder.Oldest, 0, Most, cancel);
        var (approvals, capped) = await Approvals(here, cancel);
        var cases = problems.Concat(approvals).Where(head => head.Case.Kind != TaskKindOfCase).DistinctBy(head => head.Case)
            .Select(head => (Head: head, Category: head.Card.Exception ?? ExceptionCategory.ApprovalLate));
        var open = new List<(CaseHead Task, CaseId About)>();
        foreach (var task in problems.Where(head => head.Case.Kind == TaskKindOfCase))
        {
            var about = (await tasks.Opened(task.Case, cancel))?.About ?? task.Card.Parent ?? task.Case;
            open.Add((task, about));
        }

        var rows = new List<WorkRow>();
        foreach (var (head, category) in cases)
        {
            var at = open.FindIndex(one => one.About == head.Case && one.Task.Card.Exception == category);
            rows.Add(Row(head, at < 0 ? null : open[at].Task, head.Case, category, now));
            if (at >= 0)
            {
                open.RemoveAt(at);
            }
        }

        rows.AddRange(open.Select(one => Row(one.Task, one.Task, one.About, one.Task.Card.Exception!.Value, now)));
        rows.AddRange(failures.Select(head => Row(head, null, head.Case, ExceptionCategory.IntegrationFailed, now, incident: true)));
        return new WorkQueue(
            [.. rows.OrderByDescending(row => row.Priority.Total).ThenBy(row => row.Due).ThenBy(row => row.Key, StringComparer.Ordinal)],
            capped || problems.Count == Most || failures.Count == Most, now);
    }

    /// <summary>Cases in a state that the map says waits for a person, and is late as an approval.</summary>
    private async Task<(List<CaseHead> Found, bool Capped)> Approvals(HeadFilter here, CancellationToken cancel)
    {
        var (found, capped) = (new List<CaseHead>(), false);
        foreach (var map in maps.All.Where(map => map.Kind != TaskKindOfCase))
        {
            foreach (var state in map.States.Where(Asks))
            {
                // The kind says no more than the process, and is what there is an index on.
                var some = await heads.Search(
                    here with { Kind = map.Kind, Process = map.Process, State = state.Name }, HeadOrder.Due, 0, Most, cancel);
                found.AddRange(some);
                capped |= some.Count == Most;
            }
        }

        return (found, capped);
    }

    private static bool Asks(MapState state) => state is { Waits: Waits.OnPerson, Exception: ExceptionCategory.ApprovalLate };

    private WorkRow Row(
        CaseHead head, CaseHead? task, CaseId about, ExceptionCategory category, DateTimeOffset now, bool incident = false)
    {
        var (region, channel, node) = (head.Card.Region ?? task?.Card.Region, head.Card.Channel ?? task?.Card.Channel,
            head.Card.Node ?? task?.Card.Node);
        var rule = terms.Of(category, region, channel, node);
        // What an operator has to see to is nobody else's, whoever owns the case.
        var owner = incident ? rule.Owner : task?.Card.Owner ?? head.Card.Owner ?? rule.Owner;
        var step = StepOf(Math.Max(head.Deadline?.Step ?? 1, task?.Deadline?.Step ?? 1));
        var since = task?.Opened ?? head.Since;
        var promise = head.Card.Promise ?? task?.Card.Promise;
        var money = MoneyBy(head, now);
        var due = new[] { promise, head.Due, task?.Due, money?.At }.Min() ?? since + rule.Budget;
        return new WorkRow(
            category == ExceptionCategory.ApprovalLate ? WorkKind.Approval : WorkKind.Exception,
            head,
            task,
            about,
            maps.All.FirstOrDefault(map => map.Kind == about.Kind)?.Process ?? head.Process,
            category,
            owner,
            step,
            step == LadderStep.Owner ? null : Above(terms.Above(owner, region, channel, node), (int)step),
            since,
            due,
            due <= now ? Clock.Late : due - now <= OverviewReader.AtRiskWithin ? Clock.AtRisk : Clock.InTime,
            WorkPriority.Of(
                promise, due, head.Card.Value ?? task?.Card.Value, head.Card.Currency ?? task?.Card.Currency, rule, HitBy(head), since, now,
                money is { } by && by.At == due ? by.Why : null),
            rule.Severity,
            incident);
    }

    /// <summary>When money is lost by waiting: the discount's last day while it is ahead, and then the day of payment.</summary>
    private static (DateTimeOffset At, string Why)? MoneyBy(CaseHead head, DateTimeOffset now)
    {
        var ends = (head.Card.Terms.IsDefault ? [] : head.Card.Terms).Select(term => term.Split(':', 2))
            .Where(term => term is ["discount-until" or "pay-by", _])
            .Select(term => (Known: DateOnly.TryParseExact(term[1], "yyyy-MM-dd", out var day), What: term[0], Day: day))
            .Where(one => one.Known && one.Day < DateOnly.MaxValue)
            .Select(one => (one.What, At: new DateTimeOffset(one.Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero))).ToList();
        return ends.Exists(end => end.What == "discount-until" && end.At > now)
            ? (ends.First(end => end.What == "discount-until").At, "its discount lapses then")
            : ends.Exists(end => end.What == "pay-by")
            ? (ends.First(end => end.What == "pay-by").At, "it is to be paid then")
            : null;
    }

    /// <summary>The case knows its customer's tier; what a supplier counts for, policy says.</summary>
    private WorkPriority.Hit HitBy(CaseHead head)
    {
        foreach (var term in head.Card.Terms.IsDefault ? [] : head.Card.Terms)
        {
            switch (term.Split(':', 2))
            {
                case ["tier", "gold"]:
                    return new WorkPriority.Hit("a gold customer", WorkPriority.Hit.Most);
                case ["tier", "silver"]:
                    return new WorkPriority.Hit("a silver customer", WorkPriority.Hit.Most / 2);
                case ["supplier", var supplier] when terms.RankOf(supplier) is var rank and > 0:
                    return new WorkPriority.Hit($"supplier {supplier}", Math.Min(rank, WorkPriority.Hit.Most));
            }
        }

        return WorkPriority.Hit.Anybody;
    }

    private static string? Above(IReadOnlyList<string> ladder, int step) =>
        ladder.Count == 0 ? null : ladder[Math.Min(step, ladder.Count) - 1];

    private static LadderStep StepOf(int deadlines) => (LadderStep)Math.Clamp(deadlines - 1, 0, (int)LadderStep.HeadOfOperations);
}
