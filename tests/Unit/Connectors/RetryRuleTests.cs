using Crossdock.Connectors.Delivery;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Connectors;

public class RetryRuleTests
{
    private static readonly DeliveryOptions Options = new();

    // outcome, asked to wait (s), failing for (s), garbled answers in a row -> wait in seconds; null is the backoff's choice
    public static TheoryData<AttemptOutcome, int?, int, int, double?> Waits => new()
    {
        { AttemptOutcome.Transient, null, 0, 0, null },
        { AttemptOutcome.Transient, null, 3599, 0, null },
        { AttemptOutcome.Transient, null, 3600, 0, 180 },
        { AttemptOutcome.Transient, 40, 0, 0, 40 },
        { AttemptOutcome.Transient, 40, 3600, 0, 180 },
        { AttemptOutcome.Transient, 400, 3600, 0, 400 },
        { AttemptOutcome.Throttled, null, 0, 0, null },
        { AttemptOutcome.Throttled, 2, 0, 0, 2 },
        { AttemptOutcome.Throttled, 0, 0, 0, null },
        { AttemptOutcome.Throttled, -5, 0, 0, null },
        { AttemptOutcome.Throttled, 0, 3600, 0, 180 },
        { AttemptOutcome.Throttled, 899, 0, 0, 899 },
        { AttemptOutcome.Throttled, 999_999_999, 0, 0, 900 },
        { AttemptOutcome.NotUnderstood, null, 0, 1, null },
        { AttemptOutcome.NotUnderstood, null, 0, 2, 180 },
        { AttemptOutcome.NotUnderstood, null, 3600, 1, 180 },
        { AttemptOutcome.Unauthorised, null, 0, 0, 180 },
    };

    [Theory, MemberData(nameof(Waits))]
    public void The_wait_follows_from_the_kind_of_failure(
        AttemptOutcome outcome, int? askedSeconds, int failingSeconds, int garbled, double? expectedSeconds)
    {
        TimeSpan? asked = askedSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var attempt = new Attempt(outcome, "why", RetryAfter: asked);

        var wait = RetryRule.Wait(attempt, TimeSpan.FromSeconds(failingSeconds), garbled, Options);

        wait?.TotalSeconds.ShouldBe(expectedSeconds!.Value);
        (wait is null).ShouldBe(expectedSeconds is null);
    }

    [Theory]
    [InlineData(AttemptOutcome.Succeeded, true)]
    [InlineData(AttemptOutcome.Rejected, true)]
    [InlineData(AttemptOutcome.Transient, false)]
    [InlineData(AttemptOutcome.Throttled, false)]
    [InlineData(AttemptOutcome.NotUnderstood, false)]
    [InlineData(AttemptOutcome.Unauthorised, false)]
    public void Only_an_answer_ends_it(AttemptOutcome outcome, bool done) =>
        (RetryRule.After(outcome) is Pace.Done).ShouldBe(done);

    [Fact]
    public void Every_outcome_has_a_pace()
    {
        foreach (var outcome in Enum.GetValues<AttemptOutcome>())
        {
            Should.NotThrow(() => RetryRule.After(outcome));
        }
    }
}
