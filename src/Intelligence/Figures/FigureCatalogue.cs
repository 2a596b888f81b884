using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Stays;
using static Crossdock.Intelligence.Figures.Measured;

namespace Crossdock.Intelligence.Figures;

/// <summary>Every figure of our own processes, each with the code that computes it.</summary>
public static class FigureCatalogue
{
    private const string AllCases = "Every kind of case, tasks too, each under its own process; ledgers and books are no cases here.";
    internal const string Standing = "Nothing for a period that is over.";

    public static readonly ImmutableArray<Figure> All =
    [
        new("throughput", "Throughput", InCases,
            "The number of cases that reached a final state in the period, and that number divided by its days: until now where it has no "
            + "end, from the first closing where it has no beginning.",
            "case", AllCases, "Open cases; messages and steps.", OwnerGroup.SupplyChain, Throughput),
        new("intake", "Cases begun", InCases,
            "The number of cases whose first row fell into the period, of a process and by the channel that they came by.",
            "case", AllCases, "What was refused before it was a case, and what was told again of one that was known.",
            OwnerGroup.SupplyChain, Intake) { By = "channel" },
        new("cycle-time", "Cycle time", Seconds,
            "From a case's first row to the row that closed it; percentiles lie between two cases in proportion.",
            "closed case", AllCases, "Open cases, however old they are: see exceptions and state-time for these.",
            OwnerGroup.SupplyChain, CycleTime),
        new("state-time", "Time in a state", Seconds,
            "From the row that led into a state to the row that led out of it, in time around the clock.",
            "stay", "Each stay that was left in the period; a state that a case comes into twice has two.", "Stays that go on.",
            OwnerGroup.SupplyChain, StateTime) { By = "state" },
        new("sla-adherence", "Service level kept", Percent,
            "Of the stays with a deadline: the share that was left no later than the first deadline of the stay, as it stood last. "
            + "A hold moves it; an escalation does not.",
            "stay with a deadline", "Stays left in the period, and those that stand past their deadline now.",
            "Stays without a deadline, and those that wait for a time: it is meant to pass. Stays that go on and are in time.",
            OwnerGroup.StoreOperations, Adherence) { CountsStanding = true },
        new("time-at-risk", "Time at risk and late", Seconds,
            $"Of the stays with a deadline: the time they stood within {OverviewReader.AtRiskWithin.TotalMinutes:0} minutes before it "
            + "(at risk), and the time they stood past it (late).",
            "stay with a deadline", "Stays left in the period, and those that stand now, until now.",
            "Stays without a deadline, and those that wait for a time: it is meant to pass.", OwnerGroup.StoreOperations, AtRisk)
        {
            CountsStanding = true,
        },
        new("exceptions", "Exceptions by category and age", InCases,
            "Cases that are an exception now, by category and by how long they have been one without a break.",
            "open case", "Cases whose card names a category; an open incident counts as integration-failed where it names none. A task "
            + "counts under its own process, beside the case that asked for it.",
            "Exceptions that are over. " + Standing, OwnerGroup.CustomerService, Exceptions) { By = "category" },
        new("rework", "Rework loops", "loops",
            "How often closed cases came into a state they had stood in before, for each case; and the share of cases that did at all.",
            "closed case", AllCases, "Rows that leave a case where it is.", OwnerGroup.SupplyChain, Rework),
        new("touchless", "Touchless rate", Percent,
            "Of the closed cases: the share that took no message of a person after the one that began it.",
            "closed case", "Cases of processes. What a person decided in a task (an approval, an exception, a call to a customer) is a "
            + "message of a person to the case it is about.",
            "Tasks, which are a person's work. Handling goods in a task: picks, packing, handing over, inspections, counts. Channels and "
            + "partners, which are systems.",
            OwnerGroup.SupplyChain, Touchless),
        new("touches", "Touches per case", "touches",
            "Messages of people that a closed case took after the one that began it, and that were applied: the mean over cases, and "
            + "percentiles.",
            "closed case", "Cases of processes, and tasks under their own process. What a person decided in a task as in touchless.",
            "Messages of systems, channels, partners and of Crossdock itself; what was ignored, deferred or failed.",
            OwnerGroup.SupplyChain, Touches),
        new("approval-delay", "Approval delay", Seconds,
            "How long cases stood in a state that waits on a person for a yes or no, in time around the clock.",
            "stay", "Stays left in the period in states that their map gives the category approval-late and that wait on a person.",
            "Tasks: the case that asked for the approval counts.", OwnerGroup.Buying, ApprovalDelay) { By = "state" },
        new("integration-retries", "Integration failures and retries", "attempts",
            "Attempts at an outside system that ended without an answer, and the effects they were made for.",
            "attempt", "Attempts that began in the period and were throttled, unauthorised, not understood or failed in passing.",
            "A no of the other side, which is an answer. Attempts that delivery could not write to its log.", OwnerGroup.Integration,
            Retries)
            { By = "system" },
        .. OutcomeFigures.All,
    ];

    public static Figure? Find(string name) => All.FirstOrDefault(figure => figure.Name == name);

    private static IEnumerable<FigureRow> Throughput(FigureSource source)
    {
        var counted = new SortedDictionary<string, (long Count, DateTimeOffset First)>(StringComparer.Ordinal);
        foreach (var one in source.Closed)
        {
            var (at, before) = (one.Closed!.Value, counted.GetValueOrDefault(one.Process, (0L, DateTimeOffset.MaxValue)));
            counted[one.Process] = (before.Item1 + 1, at < before.Item2 ? at : before.Item2);
        }

        foreach (var (process, (count, first)) in counted)
        {
            var days = (source.End - (source.Slice.From ?? first)).TotalDays;
            yield return new FigureRow(process, null, "closed", InCases, count, count);
            yield return new FigureRow(process, null, "per-day", "cases a day", days > 0 ? count / days : null, count);
        }
    }

    private static IEnumerable<FigureRow> Intake(FigureSource source)
    {
        var counted = Share(source.Began, one => (one.Process, one.Channel), _ => 1);
        foreach (var process in counted.GroupBy(pair => pair.Key.Process).OrderBy(process => process.Key, StringComparer.Ordinal))
        {
            FigureRow Row(string? channel, long count) => new(process.Key, channel, "begun", InCases, count, count);
            yield return Row(null, process.Sum(pair => pair.Value.Whole));
            foreach (var (key, (_, count)) in process.Where(pair => pair.Key.Channel is not null)
                .OrderBy(pair => pair.Key.Channel, StringComparer.Ordinal))
            {
                yield return Row(key.Channel, count);
            }
        }
    }

    private static IEnumerable<FigureRow> CycleTime(FigureSource source) =>
        Gather(source.Closed, one => one.Process, one => one.Closed!.Value - one.Opened).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SelectMany(pair => Percentiles(pair.Key, null, pair.Value));

    private static IEnumerable<FigureRow> StateTime(FigureSource source) => OfStays(source, source.Left);

    private static IEnumerable<FigureRow> ApprovalDelay(FigureSource source)
    {
        var asks = source.Maps.SelectMany(map => map.States.Where(state => state.Exception == ExceptionCategory.ApprovalLate
            && state.Waits == Waits.OnPerson).Select(state => (map.Process, state.Name))).ToHashSet();
        return OfStays(source, source.Left.Where(stay => !stay.IsTask && asks.Contains((stay.Process, stay.State))));
    }

    private static IEnumerable<FigureRow> OfStays(FigureSource source, IEnumerable<MeasuredStay> stays) =>
        Gather(stays, stay => (stay.Process, stay.State), stay => stay.Length(source.Now))
            .OrderBy(pair => pair.Key.Process, StringComparer.Ordinal).ThenBy(pair => pair.Key.State, StringComparer.Ordinal)
            .SelectMany(pair => Percentiles(pair.Key.Process, pair.Key.State, pair.Value));

    private static IEnumerable<FigureRow> Adherence(FigureSource source)
    {
        var judged = source.Left.Where(IsPromised).Concat(source.Standing.Where(stay => IsPromised(stay) && stay.Due < source.Now));
        return Share(judged, stay => stay.Process, stay => stay.Left <= stay.Due ? 1 : 0).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new FigureRow(
                pair.Key, null, "kept", Percent, InPercent(pair.Value.Part, pair.Value.Whole), pair.Value.Whole));
    }

    /// <summary>What waits for a time leaves with its deadline, as it should: that is no promise to anybody.</summary>
    private static bool IsPromised(MeasuredStay stay) => stay.Due is not null && stay.Waits != Waits.OnTime;

    private static IEnumerable<FigureRow> AtRisk(FigureSource source)
    {
        var sums = new SortedDictionary<string, (long Risk, long Late, long Base)>(StringComparer.Ordinal);
        foreach (var stay in source.Left.Concat(source.Standing).Where(IsPromised))
        {
            var (due, end) = (stay.Due!.Value, stay.Left ?? source.Now);
            var before = sums.GetValueOrDefault(stay.Process);
            sums[stay.Process] = (
                before.Risk + Between(stay.Entered, end, due - OverviewReader.AtRiskWithin, due),
                before.Late + Between(stay.Entered, end, due, DateTimeOffset.MaxValue), before.Base + 1);
        }

        return sums.SelectMany(pair => new[]
        {
            new FigureRow(pair.Key, null, "at-risk", Seconds, InSeconds(pair.Value.Risk), pair.Value.Base),
            new FigureRow(pair.Key, null, "late", Seconds, InSeconds(pair.Value.Late), pair.Value.Base),
        });
    }

    private static IEnumerable<FigureRow> Exceptions(FigureSource source) => source.Open.Where(one => one.Category is not null)
        .GroupBy(one => (one.Process, Category: one.Category!.Value))
        .OrderBy(group => group.Key.Process, StringComparer.Ordinal).ThenBy(group => group.Key.Category)
        .SelectMany(group => Ages(
            group.Key.Process, ExceptionRules.CodeOf(group.Key.Category),
            [.. group.Select(one => source.Now - (one.CategorySince ?? source.Now))]));

    private static IEnumerable<FigureRow> Rework(FigureSource source)
    {
        foreach (var (process, loops) in ByProcess(Gather(source.Closed, one => one.Process, one => new TimeSpan(one.Loops))))
        {
            var share = InPercent(loops.Count(count => count > 0), loops.Count);
            yield return new FigureRow(process, null, "mean", "loops a case", loops.Average(), loops.Count);
            yield return new FigureRow(process, null, "share", Percent, share, loops.Count);
        }
    }

    private static IEnumerable<FigureRow> Touchless(FigureSource source) =>
        Share(source.Closed.Where(one => !one.IsTask), one => one.Process, one => one.Touches == 0 ? 1 : 0)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new FigureRow(
                pair.Key, null, "share", Percent, InPercent(pair.Value.Part, pair.Value.Whole), pair.Value.Whole));

    private static IEnumerable<FigureRow> Touches(FigureSource source)
    {
        foreach (var (process, touches) in ByProcess(Gather(source.Closed, one => one.Process, one => new TimeSpan(one.Touches))))
        {
            yield return new FigureRow(process, null, "mean", "touches a case", touches.Average(), touches.Count);
            foreach (var percentile in Percentiles(process, null, touches))
            {
                yield return percentile with { Unit = "touches", Value = percentile.Value * TimeSpan.TicksPerSecond };
            }
        }
    }

    private static IEnumerable<FigureRow> Retries(FigureSource source)
    {
        foreach (var system in source.Failed.GroupBy(failed => failed.System).OrderBy(system => system.Key, StringComparer.Ordinal))
        {
            var attempts = system.ToList();
            yield return new FigureRow(null, system.Key, "failed", "attempts", attempts.Count, attempts.Count);
            yield return new FigureRow(
                null, system.Key, "effects", "effects", attempts.Select(one => one.EffectKey).Distinct().Count(), attempts.Count);
            foreach (var outcome in attempts.GroupBy(one => one.Outcome).OrderBy(outcome => outcome.Key, StringComparer.Ordinal))
            {
                yield return new FigureRow(
                    null, system.Key, outcome.Key.ToLowerInvariant(), "attempts", outcome.Count(), attempts.Count);
            }
        }
    }

    private static double InSeconds(long ticks) => (double)ticks / TimeSpan.TicksPerSecond;

    private static long Between(DateTimeOffset from, DateTimeOffset to, DateTimeOffset first, DateTimeOffset last)
    {
        var (start, end) = (from > first ? from : first, to < last ? to : last);
        return end > start ? (end - start).Ticks : 0;
    }
}
