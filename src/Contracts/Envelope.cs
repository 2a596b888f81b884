using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts;

/// <summary>
/// A message on its way to a case, with the attributes of a CloudEvent 1.0: <paramref name="Id"/> and <paramref name="Source"/>
/// name it once and for ever (a repeat is a duplicate), <paramref name="Subject"/> is the case, the type is that of the data.
/// </summary>
/// <param name="Id">given by the sender; an effect's idempotency key where an effect tells another case</param>
/// <param name="Source">the sender: <c>channel/web</c>, <c>connector/erp</c>, <c>person/aylin</c>, or another case's id</param>
/// <param name="Answers">the idempotency key of the effect this is the answer to, if it is one</param>
/// <param name="Trace">W3C traceparent</param>
/// <param name="Revises">the id of the message that an operator had decided again with this one, corrected or as it was</param>
/// <param name="Why">an operator's reason, where the process is told this on an operator's order</param>
public sealed record Envelope(
    string Id,
    string Source,
    CaseId Subject,
    DateTimeOffset Time,
    Actor Who,
    Message Data,
    string? Answers = null,
    string? Trace = null,
    string? Revises = null,
    string? Why = null);

/// <summary>What became of a message that was told to a case.</summary>
public enum TellResult
{
    /// <summary>Decided and durable.</summary>
    Applied,
    /// <summary>Known already; nothing changed.</summary>
    Duplicate,
    /// <summary>Recorded, without effect: the state had no row for it, or it came late.</summary>
    Ignored,
    /// <summary>Recorded behind an open incident; it runs when the incident is cured.</summary>
    Deferred,
    /// <summary>The decision failed; recorded, an operator is needed.</summary>
    Incident,
    /// <summary>An operator's act on something that is no longer so. Nothing was done, nothing recorded.</summary>
    MovedOn,
    /// <summary>An operator's act that the case does not allow. Nothing was done, nothing recorded.</summary>
    NotAllowed,
}

/// <summary>The answer to a tell: what became of it, where the case now stands, and why.</summary>
public sealed record TellReceipt(TellResult Result, CaseId Case, int Seq, string State, string Reason);
