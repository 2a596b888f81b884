using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Effects;

/// <summary>
/// Tells every open case whose deadline counts by one of these calendars. In flight until all were told, so a restart takes it up.
/// </summary>
/// <param name="From">since when the new hours hold</param>
public sealed record RederiveDeadlines(ImmutableArray<HoursChange> Changes, DateTimeOffset From, string Why)
    : Effect, IAnsweredBy<DeadlinesRederived, RederivingFailed>
{
    public override Message Refused(string reason) => new RederivingFailed(reason);
}
