using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Ports;

/// <summary>What became of one item of a bulk operation. The list is closed.</summary>
public enum BulkOutcome
{
    /// <summary>Not tried yet.</summary>
    Waiting,
    Done,
    /// <summary>What was seen when the set was frozen is no longer so; nothing was done.</summary>
    MovedOn,
    NotAllowed,
    /// <summary>It was done and failed again, as the case's own journal says.</summary>
    Failed,
}

/// <summary>One item of a frozen set.</summary>
/// <param name="Place">its place in the set, from 1</param>
/// <param name="Effect">the effect's key where the act is on an effect; empty otherwise</param>
/// <param name="Seq">the row of the incident as it was seen; 0 where the act is on no incident</param>
/// <param name="State">where the case stood when the set was frozen</param>
/// <param name="At">when it got its outcome</param>
public sealed record BulkItem(
    int Place, CaseId Case, string Effect, int Seq, string State, BulkOutcome Outcome, string Reason, DateTimeOffset? At);

/// <summary>
/// The frozen sets of bulk operations and the outcomes of their items. What was done to a case stands in its own journal; this is
/// the list of whom to do it to, and it is as durable as the journal.
/// </summary>
public interface IBulkItems
{
    /// <summary>Keeps a set. A set is kept once: false, and nothing is changed, when the operation has one.</summary>
    Task<bool> Freeze(string operation, IReadOnlyList<BulkItem> items, CancellationToken cancel);

    /// <summary>Gives items that wait their outcome; one that has an outcome keeps it.</summary>
    Task Record(string operation, IReadOnlyList<BulkItem> ended, CancellationToken cancel);

    /// <summary>In the order of the set.</summary>
    Task<IReadOnlyList<BulkItem>> Read(string operation, BulkOutcome? outcome, int afterPlace, int max, CancellationToken cancel);

    Task<BulkCounts> Count(string operation, CancellationToken cancel);
}
