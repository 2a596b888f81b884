using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;

namespace Crossdock.Runtime.Policies;

/// <summary>
/// What a value would do to open cases, told from the heads: how many there are in its scope, and for a budget of time which of the
/// deadlines that run would be others. What a later decision will read cannot be told from a head, so only the most is said of it.
/// </summary>
public sealed class PolicyEffect(IHeads heads, Rulebook rules, ProcessCatalogue processes, BusinessClock clock)
{
    /// <summary>More deadlines than these are not looked at one by one.</summary>
    public const int MostDeadlines = 20_000;

    private const int Page = 2_000;

    public async Task<PolicyPreview> Of(PolicyRule rule, PolicyAsk ask, CancellationToken cancel)
    {
        var (now, book, scope) = (clock.GetUtcNow(), rules.Policies, Scope.Of(ask.Scope));
        var value = ask.Value is { } text ? rule.Parse(text).Value : null;
        var changed = book.With(new PolicyValue(rule.Name, scope, value, int.MaxValue, now, "", ""));
        var counts = new Counts(rule, book, changed, scope, now, rules);
        var open = 0;
        foreach (var process in PolicyRegister.AreaOf(rule.Name).Processes)
        {
            open += await heads.Count(Slice(scope) with { Process = process, Open = true }, cancel);
        }

        foreach (var (process, state) in StatesThatRead(rule.Name))
        {
            await Look(counts, Slice(scope) with { Process = process, State = state, Open = true }, cancel);
        }

        var before = PolicyText.Of(book.Find(rule.Name, scope, now)?.Value ?? rule.DefaultValue);
        var preview = new PolicyPreview(
            rule.Name, ask.Scope, value is null ? null : PolicyText.Of(value), before, open, counts.Deadlines, counts.Otherwise,
            counts.LateAtOnce, counts.InTimeAgain, counts.Deadlines >= MostDeadlines, []);
        return preview with { Says = [.. Say(rule, ask, preview, changed, now)] };
    }

    /// <summary>States whose deadline is set by the policy. A supplier is found by the lists, a category is not.</summary>
    private IEnumerable<(string Process, string State)> StatesThatRead(string policy) =>
        processes.All.SelectMany(map => map.States.Where(state => state.Budgets.Contains(policy))
            .Select(state => (map.Process, state.Name)));

    private static HeadFilter Slice(Scope scope) =>
        new(Text: scope.Supplier, Region: scope.Region, Channel: scope.Channel, Node: scope.Node);

    private async Task Look(Counts counts, HeadFilter slice, CancellationToken cancel)
    {
        for (var (skip, more) = (0, true); more && counts.Deadlines < MostDeadlines; skip += Page)
        {
            var page = await heads.Search(slice, HeadOrder.Oldest, skip, Page, cancel);
            foreach (var head in page.TakeWhile(_ => counts.Deadlines < MostDeadlines))
            {
                counts.Take(head);
            }

            more = page.Count == Page;
        }
    }

    private static IEnumerable<string> Say(PolicyRule rule, PolicyAsk ask, PolicyPreview preview, PolicyBook changed, DateTimeOffset now)
    {
        var area = PolicyRegister.AreaOf(rule.Name);
        var after = PolicyText.Of(changed.Find(rule.Name, Scope.Of(ask.Scope), now)?.Value ?? rule.DefaultValue);
        yield return preview.Before == after
            ? $"{rule.Name} is {after} in that scope already, and would be its own there."
            : $"{rule.Name} is {preview.Before} in that scope and would be {after}.";
        yield return area.Processes.IsEmpty
            ? "No open case reads it; the next review of stock does."
            : $"Open cases there that may read it in a later decision: {preview.OpenCases} at most.";
        if (preview.Deadlines > 0)
        {
            yield return $"Deadlines that it set and that run now: {preview.Deadlines}{(preview.Capped ? " or more" : "")}. They stay as "
                + $"they are; had the value held when they were set, {preview.Otherwise} would be others, {preview.LateAtOnce} of them "
                + $"late by now and {preview.InTimeAgain} late no longer.";
        }

        if (ask.Scope.Category is not null)
        {
            yield return "The lists do not know cases by category: these figures are those of the scope without it.";
        }
    }

    private sealed class Counts(
        PolicyRule rule, PolicyBook book, PolicyBook changed, Scope scope, DateTimeOffset now, Rulebook rules)
    {
        public int Deadlines { get; private set; }

        public int Otherwise { get; private set; }

        public int LateAtOnce { get; private set; }

        public int InTimeAgain { get; private set; }

        public void Take(CaseHead head)
        {
            // What the lists do not know of a case is taken to be that of the scope, by which they were searched.
            var own = new Scope(head.Card.Region, head.Card.Channel, head.Card.Node, scope.Category, scope.Supplier);
            if (head.Deadline is not { } running || Budget(book, own) is not { } before || running.Budget != before)
            {
                return;
            }

            Deadlines++;
            if (Budget(changed, own) is not { } after || after == before)
            {
                return;
            }

            Otherwise++;
            var due = rules.Calendars.Find(running.Calendar).Due(running.Since, after - running.Used);
            LateAtOnce += due <= now && running.Due > now ? 1 : 0;
            InTimeAgain += due > now && running.Due <= now ? 1 : 0;
        }

        private TimeSpan? Budget(PolicyBook from, Scope of) => (from.Find(rule.Name, of, now)?.Value ?? rule.DefaultValue) as TimeSpan?;
    }
}
