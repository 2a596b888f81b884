using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.StoreTasks;

public enum TaskState { Open, Claimed, Done, Withdrawn }

/// <summary>Work for a person, as a case of its own, so that claims and escalations are journalled like all else.</summary>
public sealed record StoreTask
{
    public static readonly StoreTask Empty = new();

    public TaskOpened? Opened { get; init; }

    public string? Assignee { get; init; }

    /// <summary>How far up the ladder it is: 0 the owner, then whoever stands above, by the ladder of the owner.</summary>
    public int Step { get; init; }

    public TaskResult? Result { get; init; }

    public TaskOpened Needs => Opened ?? throw new InvalidOperationException("The task has not been opened.");
}

public sealed record TaskBegun : Fact;

public sealed record TaskAssigned(string? Assignee) : Fact;

public sealed record TaskEscalated(int Step) : Fact;

public sealed record TaskEnded : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskBegun)), JsonSerializable(typeof(TaskAssigned)), JsonSerializable(typeof(TaskEscalated))]
[JsonSerializable(typeof(TaskEnded))]
public sealed partial class TaskFactsJson : JsonSerializerContext;

public static class TaskFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(TaskBegun), "task.begun"), new(typeof(TaskAssigned), "task.assigned"), new(typeof(TaskEscalated), "task.escalated"),
        new(typeof(TaskEnded), "task.ended"),
    ];

    public static StoreTask Fold(StoreTask task, Fact fact, Message message) => fact switch
    {
        TaskBegun => task with { Opened = (TaskOpened)message },
        TaskAssigned assigned => task with { Assignee = assigned.Assignee },
        TaskEscalated escalated => task with { Step = escalated.Step },
        TaskEnded => task with { Result = (message as TaskCompleted)?.Result },
        _ => throw new InvalidOperationException($"A task knows no fact {fact.GetType().Name}."),
    };
}
