using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Map;

/// <summary>All that a decision may know besides the case and the message. Nothing in here changes by itself.</summary>
public sealed record Context(CaseId Case, DateTimeOffset Now, Actor Who, PolicyReader Policy, RetailNetwork Network,
    CalendarBook Calendars);

/// <summary>
/// What a handler decides: where the case goes, what became true, what is asked of the world, and why in one sentence.
/// </summary>
public sealed record Decision<TState>(
    TState? To,
    IReadOnlyList<Fact> Facts,
    IReadOnlyList<Effect> Effects,
    string Because,
    Outcome Outcome = Outcome.Applied)
    where TState : struct, Enum
{
    public Decision<TState> With(params IEnumerable<Fact> facts) => this with { Facts = [.. Facts, .. facts] };

    public Decision<TState> Ask(params IEnumerable<Effect> effects) => this with { Effects = [.. Effects, .. effects] };

    public Decision<TState> Tell(CaseId other, Message message) => Ask(new TellCase(other, message));
}

/// <summary>Begins a decision. A reason is not optional: it is what people read on the case.</summary>
public static class Decide
{
    public static Decision<TState> To<TState>(TState state, string because) where TState : struct, Enum =>
        new(state, [], [], because);

    public static Decision<TState> Stay<TState>(string because) where TState : struct, Enum =>
        new(null, [], [], because);

    /// <summary>The message no longer matters; it is recorded and changes nothing.</summary>
    public static Decision<TState> TooLate<TState>(string because) where TState : struct, Enum =>
        new(null, [], [], because, Outcome.IgnoredLate);

    /// <summary>The same was done before; it is recorded and changes nothing.</summary>
    public static Decision<TState> Again<TState>(string because) where TState : struct, Enum =>
        new(null, [], [], because, Outcome.IgnoredDuplicate);
}
