using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>What a person is asked to handle: a piece of a SKU at a place on the shelf.</summary>
public sealed record TaskLine(int Line, string Sku, string Description, string Shelf, int Quantity);

/// <summary>A way a person can end a task of the deciding kinds.</summary>
/// <param name="Code">what comes back in <see cref="TaskResult.Choice"/></param>
public sealed record TaskChoice(string Code, string Text);

/// <summary>Work for a person. The case that asks gets the outcome as a message of its own words.</summary>
/// <param name="About">the case that asks and gets the outcome</param>
/// <param name="Priority">0 to 100: promise 50, value 20, customer 20, age 10</param>
public sealed record TaskOpened(
    TaskKind Kind,
    string Title,
    string Why,
    CaseId About,
    CaseId? Root,
    OwnerGroup Owner,
    string? Node,
    string? Region,
    string? Channel,
    ExceptionCategory? Exception,
    DateTimeOffset? Promise,
    decimal? Value,
    string? Currency,
    int Priority,
    TimeSpan Budget,
    ImmutableArray<TaskLine> Lines,
    ImmutableArray<TaskChoice> Choices) : Message
{
    /// <summary>It cannot wait until somebody's hours begin: its budget runs at night, too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AroundTheClock { get; init; }
}

public sealed record TaskClaimed(string Assignee) : Message;

public sealed record TaskHandedBack(string Reason) : Message;

public sealed record TaskReassigned(string Assignee, string Reason) : Message;

/// <summary>Of a line that was looked at, pieces that are not as new.</summary>
public sealed record SortedLine(int Line, int Pieces, Disposition To);

/// <summary>How it ended: pieces per line for picks and counts, a choice for decisions, a note for all.</summary>
/// <param name="At">when the work was done, where it could only be told later: a phone without a network; null means just now</param>
/// <param name="Sorted">of an inspection, what becomes of pieces that are not as new; for those it leaves out the choice says it</param>
public sealed record TaskResult(
    ImmutableArray<PickedLine> Lines,
    string? Choice,
    string Note,
    DateTimeOffset? At = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<SortedLine> Sorted = default);

public sealed record TaskCompleted(TaskResult Result) : Message;

/// <summary>The case that asked no longer needs it.</summary>
public sealed record TaskWithdrawn(string Reason) : Message;
