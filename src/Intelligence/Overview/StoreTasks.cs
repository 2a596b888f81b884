using System.Collections.Concurrent;
using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Work;

namespace Crossdock.Intelligence.Overview;

/// <summary>An open task as whoever runs the store sees it.</summary>
/// <param name="Due">its promise or its deadline, whichever is nearer</param>
/// <param name="HeldSince">when it came into the hands it is in; null while nobody has it</param>
public sealed record OpenTask(CaseHead Head, Clock Clock, DateTimeOffset? Due, DateTimeOffset? HeldSince)
{
    /// <summary>Why it stands where it does, in facts; instants as screens tell them in their own zone.</summary>
    public string Facts(DateTimeOffset now) => string.Join("; ", new[]
    {
        Due is not { } due ? "No deadline"
            : $"{(due == Head.Card.Promise ? "Promised for" : "Due")} {WorkPriority.Instant(due)}, {WorkPriority.Left(due - now)}",
        Head.Card.Exception is { } problem ? $"about {ExceptionRules.CodeOf(problem)}" : null,
        Head.Deadline is { Step: > 1 } late ? $"{late.Step - 1} times past its time" : null,
        $"open for {WorkPriority.Length(now - Head.Opened)}",
    }.Where(fact => fact is not null));
}

/// <param name="Waiting">that nobody has</param>
public sealed record KindLoad(string Kind, int Waiting, int Claimed, int AtRisk, int Late);

/// <param name="Tasks">in these hands</param>
/// <param name="NextDue">when the first of them has to be done</param>
public sealed record PersonLoad(string Person, int Tasks, int AtRisk, int Late, DateTimeOffset? NextDue);

/// <summary>All open tasks of one place, the first first, and what they come to by kind and by person.</summary>
/// <param name="Capped">there are more than were looked at; those of the highest priority were</param>
public sealed record StoreTasks(string Node, ImmutableArray<OpenTask> Tasks, bool Capped, DateTimeOffset At)
{
    public ImmutableArray<KindLoad> Kinds { get; } =
    [
        .. Tasks.GroupBy(task => task.Head.Card.Kind ?? "").OrderByDescending(kind => kind.Count())
            .ThenBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => new KindLoad(
                kind.Key, kind.Count(task => task.Head.Card.With is null), kind.Count(task => task.Head.Card.With is not null),
                kind.Count(task => task.Clock == Clock.AtRisk), kind.Count(task => task.Clock == Clock.Late))),
    ];

    /// <summary>Those who have the most that is late, then the most at all.</summary>
    public ImmutableArray<PersonLoad> People { get; } =
    [
        .. Tasks.Where(task => task.Head.Card.With is not null).GroupBy(task => task.Head.Card.With!)
            .Select(person => new PersonLoad(
                person.Key, person.Count(), person.Count(task => task.Clock == Clock.AtRisk),
                person.Count(task => task.Clock == Clock.Late), person.Min(task => task.Due)))
            .OrderByDescending(person => person.Late).ThenByDescending(person => person.Tasks)
            .ThenBy(person => person.Person, StringComparer.Ordinal),
    ];

    public int Late => Tasks.Count(task => task.Clock == Clock.Late);

    public int AtRisk => Tasks.Count(task => task.Clock == Clock.AtRisk);

    public int Waiting => Tasks.Count(task => task.Head.Card.With is null);
}

/// <summary>Reads what a place has to do and who has it in hand.</summary>
public sealed class StoreTasksReader(IHeads heads, TaskReader tasks, BusinessClock clock)
{
    /// <summary>No store works further down in one shift.</summary>
    public const int Most = 1_000;

    private const int Remembered = 20_000;

    // Who holds a task since when changes with its rows only; a screen asks every two seconds.
    private readonly ConcurrentDictionary<CaseId, (int Seq, DateTimeOffset? Since)> _held = new();

    public async Task<StoreTasks> Read(string node, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = await heads.Search(new HeadFilter(Kind: "task", Node: node, Open: true), HeadOrder.Priority, 0, Most, cancel);
        var found = ImmutableArray.CreateBuilder<OpenTask>(open.Count);
        foreach (var head in open)
        {
            found.Add(Of(head, head.Card.With is null ? null : await HeldSince(head, cancel), now));
        }

        return new StoreTasks(node, found.ToImmutable(), open.Count == Most, now);
    }

    public static OpenTask Of(CaseHead head, DateTimeOffset? heldSince, DateTimeOffset now)
    {
        return new OpenTask(head, head.ClockAt(now, OverviewReader.AtRiskWithin), head.Due, heldSince);
    }

    /// <summary>Given from hand to hand it stays in its state; so its rows say when it came into these.</summary>
    private async Task<DateTimeOffset?> HeldSince(CaseHead head, CancellationToken cancel)
    {
        if (_held.TryGetValue(head.Case, out var known) && known.Seq == head.Seq)
        {
            return known.Since;
        }

        if (_held.Count >= Remembered)
        {
            _held.Clear();
        }

        var since = (await tasks.ReadClaimed(head, cancel))?.Since ?? head.Since;
        _held[head.Case] = (head.Seq, since);
        return since;
    }
}
