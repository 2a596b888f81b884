using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Delivery;

internal enum Pace
{
    /// <summary>It is over: the answer can be told.</summary>
    Done,
    /// <summary>It may pass by itself: exponential backoff with jitter.</summary>
    Quick,
    /// <summary>A person has to mend something first.</summary>
    Slow,
}

/// <summary>Whether and when to try again. It follows from the kind of failure alone.</summary>
internal static class RetryRule
{
#pragma warning disable CS8524 // No default arm: a new outcome must fail the build here until someone decides.
    public static Pace After(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Succeeded => Pace.Done,
        AttemptOutcome.Rejected => Pace.Done,
        AttemptOutcome.Transient => Pace.Quick,
        AttemptOutcome.Throttled => Pace.Quick,
        AttemptOutcome.NotUnderstood => Pace.Slow,
        AttemptOutcome.Unauthorised => Pace.Slow,
    };
#pragma warning restore CS8524

    /// <summary>The wait before the next attempt; null leaves it to the backoff.</summary>
    /// <param name="failingFor">since the errand's first failure</param>
    /// <param name="garbled">answers in a row that were not understood</param>
    public static TimeSpan? Wait(Attempt attempt, TimeSpan failingFor, int garbled, DeliveryOptions options)
    {
        var givenUp = IsGivenUp(attempt.Outcome, failingFor, garbled, options);
        // Whoever asks for no wait at all is not asked again without one, and what was given up does not become quick by being told when.
        if (attempt.RetryAfter is not { } asked || asked <= TimeSpan.Zero)
        {
            return givenUp ? options.SlowRetry : null;
        }

        var wait = asked < options.LongestRetryAfter ? asked : options.LongestRetryAfter;
        return givenUp && attempt.Made && wait < options.SlowRetry ? options.SlowRetry : wait;
    }

    /// <summary>Whether retries at the quick pace are over: for long enough, or because a person has to mend something first.</summary>
    public static bool IsGivenUp(AttemptOutcome outcome, TimeSpan failingFor, int garbled, DeliveryOptions options)
    {
        // An answer may be garbled on its way once; a contract that is broken is garbled every time.
        var slow = outcome is AttemptOutcome.NotUnderstood ? garbled > 1 : After(outcome) is Pace.Slow;
        return slow || IsParked(failingFor, options);
    }

    public static bool IsParked(TimeSpan failingFor, DeliveryOptions options) => failingFor >= options.Horizon;
}
