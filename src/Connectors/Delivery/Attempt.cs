using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Delivery;

/// <summary>How one attempt ended, as a value. An answer is there exactly when the outcome is final.</summary>
/// <param name="RetryAfter">how long the other side asks us to wait</param>
/// <param name="Made">false when nothing was sent, because a setting lacks</param>
internal sealed record Attempt(
    AttemptOutcome Outcome, string Detail, Message? Answer = null, TimeSpan? RetryAfter = null, bool Made = true)
{
    public static Attempt Succeeded(string detail, Message answer) => new(AttemptOutcome.Succeeded, detail, answer);

    public static Attempt Rejected(string reason, Message answer) => new(AttemptOutcome.Rejected, reason, answer);

    public static Attempt Transient(string reason, TimeSpan? retryAfter = null) =>
        new(AttemptOutcome.Transient, reason, RetryAfter: retryAfter);

    public static Attempt Throttled(string reason, TimeSpan? retryAfter) =>
        new(AttemptOutcome.Throttled, reason, RetryAfter: retryAfter);

    public static Attempt NotUnderstood(string reason) => new(AttemptOutcome.NotUnderstood, reason);

    public static Attempt Unauthorised(string reason) => new(AttemptOutcome.Unauthorised, reason);

    public static Attempt NotMade(string reason, TimeSpan lookAgainAfter) =>
        new(AttemptOutcome.Transient, reason, RetryAfter: lookAgainAfter, Made: false);
}
