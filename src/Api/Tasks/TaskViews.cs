using System.Collections.Immutable;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Overview;

namespace Crossdock.Api.Tasks;

/// <param name="Why">why it stands where it does in the list, in words</param>
/// <param name="About">the case that asked and gets the outcome</param>
/// <param name="With">who has it; null when nobody</param>
/// <param name="Choices">the ways to end it, for a task that decides</param>
public sealed record TaskView(
    string Key,
    string Kind,
    string Title,
    string Why,
    string About,
    string? Node,
    string Owner,
    string? Exception,
    DateTimeOffset? Promise,
    DateTimeOffset? Due,
    int Priority,
    string State,
    string? With,
    ImmutableArray<TaskLine> Lines,
    ImmutableArray<TaskChoice> Choices)
{
    internal static TaskView Of(TaskStory story) => new(
        story.Head.Case.Key,
        Words<TaskKind>.Of(story.Opened.Kind),
        story.Opened.Title,
        story.Head.Card.Why ?? story.Opened.Why,
        story.Opened.About.ToString(),
        story.Opened.Node,
        Words<OwnerGroup>.Of(story.Head.Card.Owner ?? story.Opened.Owner),
        story.Opened.Exception is { } category ? ExceptionRules.CodeOf(category) : null,
        story.Opened.Promise,
        story.Head.Deadline?.Due,
        story.Head.Card.Priority > 0 ? story.Head.Card.Priority : story.Opened.Priority,
        story.Head.State,
        story.Head.Card.With,
        story.Opened.Lines,
        story.Opened.Choices);
}

public sealed record TaskPage(ImmutableArray<TaskView> Tasks, string? Next);

/// <summary>What became of an act on a task.</summary>
/// <param name="Duplicate">true when it was done before and changed nothing</param>
public sealed record TaskTaken(string Key, string State, bool Duplicate);

/// <summary>What a place has to do, by kind of task and by whoever has it in hand.</summary>
/// <param name="Waiting">open tasks that nobody has</param>
/// <param name="Capped">there are more tasks than were counted: those of the highest priority were</param>
public sealed record TaskLoad(
    string Node, DateTimeOffset At, int Open, int Waiting, int AtRisk, int Late, bool Capped, ImmutableArray<KindLoad> Kinds,
    ImmutableArray<PersonLoad> People)
{
    internal static TaskLoad Of(StoreTasks store) => new(
        store.Node, store.At, store.Tasks.Length, store.Waiting, store.AtRisk, store.Late, store.Capped,
        [.. store.Kinds.Select(kind => kind with
        {
            Kind = Enum.TryParse<TaskKind>(kind.Kind, out var known) ? Words<TaskKind>.Of(known) : kind.Kind,
        })],
        store.People);
}
