using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>What a bulk operation does to each of its items.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BulkAct>))]
public enum BulkAct
{
    RetryIncidents, CancelCases, HoldCases, ResumeCases, MigrateCases, ResendEffects, ApproveCases,
}

/// <summary>A set of ids was frozen for an act and previewed; it begins the operation's case. The items stand in the store.</summary>
/// <param name="Items">how many there are</param>
/// <param name="WillRun">how many of them were allowed and not moved on when it was frozen</param>
/// <param name="Digest">over the items in order, so that the set that runs is provably the set that was shown</param>
public sealed record BulkFrozen(BulkAct Act, string Why, string Slice, int Items, int WillRun, string Digest) : Message;

/// <param name="PerSecond">how many items a second at most</param>
public sealed record BulkStarted(string Why, int PerSecond) : Message;

/// <summary>Items were done, and their outcomes are in the store. A run that is no longer the operation's own is told so.</summary>
/// <param name="Run">which start of the operation this is of</param>
public sealed record BulkProgressed(int Run, BulkCounts Counts) : Message;

/// <summary>How the items of an operation stand; they sum to the frozen set.</summary>
public sealed record BulkCounts(int Waiting, int Done, int MovedOn, int NotAllowed, int Failed)
{
    public int Ended => Done + MovedOn + NotAllowed + Failed;
}

public sealed record BulkPaused(string Why) : Message;

public sealed record BulkResumed(string Why, int PerSecond) : Message;

/// <summary>What is done stays done; what is not stays undone.</summary>
public sealed record BulkCancelled(string Why) : Message;

/// <summary>A run is over: every item has its outcome, or the operation went on without it.</summary>
public sealed record BulkRan(int Run, bool Complete, BulkCounts Counts) : Message;

/// <summary>A run could not go on.</summary>
public sealed record BulkFailed(string Reason) : Message;
