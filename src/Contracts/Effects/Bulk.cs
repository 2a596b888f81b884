using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Effects;

/// <summary>Works off the items of a bulk operation that have no outcome yet. In flight until then, so a restart takes it up.</summary>
public sealed record RunBulk(BulkAct Act, string Why, Actor For, int Run, int PerSecond)
    : Effect, IAnsweredBy<BulkRan, BulkFailed>
{
    public override Message Refused(string reason) => new BulkFailed(reason);
}
