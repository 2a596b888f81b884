using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Ports;

/// <summary>How an attempt at the outside world ended. Whether to retry follows from the kind.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AttemptOutcome>))]
public enum AttemptOutcome { Succeeded, Transient, Throttled, Rejected, NotUnderstood, Unauthorised }

/// <summary>One attempt to carry out an effect.</summary>
public sealed record EffectAttempt(
    string EffectKey,
    CaseId Case,
    string System,
    string Operation,
    int Attempt,
    DateTimeOffset At,
    TimeSpan Took,
    AttemptOutcome Outcome,
    string Detail);

/// <summary>Figures of one outside system over its share of the latest attempts.</summary>
public sealed record SystemFigures(
    string System, long Attempts, long Failures, double MedianMilliseconds, DateTimeOffset? LastFailure, string? LastReason);

public interface IAttemptLog
{
    Task Record(IReadOnlyList<EffectAttempt> attempts, CancellationToken cancel);

    Task<IReadOnlyList<EffectAttempt>> ReadOf(CaseId id, CancellationToken cancel);

    /// <param name="latest">of how many of the latest attempts, so that a log of years takes no longer to read than that of a day</param>
    Task<IReadOnlyList<SystemFigures>> ReadFigures(int latest, CancellationToken cancel);
}

/// <param name="Number">grows with every attempt that is recorded</param>
public sealed record NumberedAttempt(long Number, EffectAttempt Attempt);

/// <param name="Reached">the number up to which all that can be seen was looked at</param>
public sealed record FailedAttempts(long Reached, IReadOnlyList<NumberedAttempt> Attempts);

/// <summary>Follows the attempts that ended without an answer: made again later, or given up.</summary>
public interface IFailedAttempts
{
    /// <summary>
    /// In the order of their numbers. With several writers a lower number may become visible after a higher one, so whoever follows
    /// reads some of what was read before once more.
    /// </summary>
    Task<FailedAttempts> ReadFailed(long after, int max, CancellationToken cancel);
}

/// <summary>The attempts of a moment ago, whatever has gathered in the log over the years.</summary>
public interface IRecentAttempts
{
    /// <summary>Those recorded last, the latest first.</summary>
    Task<IReadOnlyList<EffectAttempt>> ReadRecent(int max, CancellationToken cancel);
}

/// <summary>A caller's key. Only its hash is kept.</summary>
/// <param name="Role">admin, channel, store, partner or reader</param>
/// <param name="Scope">a node for a store's key, a system for a partner's, a channel for a channel's; null for no limit</param>
public sealed record ApiKey(string Id, string Name, string Role, string? Scope, byte[] SecretHash, DateTimeOffset Created, bool Revoked);

public interface IKeys
{
    Task<IReadOnlyList<ApiKey>> ReadAll(CancellationToken cancel);

    /// <summary>False when a key with that id is there already.</summary>
    Task<bool> Add(ApiKey key, CancellationToken cancel);

    Task Revoke(string id, CancellationToken cancel);
}

/// <summary>A request that was answered once and is answered the same again.</summary>
public sealed record AnsweredRequest(string Key, string Caller, byte[] Fingerprint, int Status, string Body, DateTimeOffset At);

public interface IAnsweredRequests
{
    Task<AnsweredRequest?> Read(string caller, string key, CancellationToken cancel);

    /// <summary>Keeps the first; false when one is kept already.</summary>
    Task<bool> Add(AnsweredRequest request, CancellationToken cancel);

    Task Purge(DateTimeOffset before, CancellationToken cancel);
}

/// <summary>Small values that every process of a cluster shares: data-protection keys, settings written once.</summary>
public interface ISharedValues
{
    Task<IReadOnlyDictionary<string, string>> ReadAll(string area, CancellationToken cancel);

    Task Write(string area, string name, string value, CancellationToken cancel);
}
