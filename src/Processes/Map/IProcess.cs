using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Map;

/// <summary>What was decided about one message, in the terms that every process shares.</summary>
public sealed record Verdict(
    Outcome Outcome, string To, IReadOnlyList<Fact> Facts, IReadOnlyList<Effect> Effects, string Because);

/// <summary>What holds in a state, for whoever runs a case.</summary>
public sealed record Standing(Waits Waits, bool Final, OwnerGroup? Owner, ExceptionCategory? Exception);

/// <summary>A budget that starts when a state is entered.</summary>
/// <param name="Calendar">a node's id, <c>team:Name</c>, or <c>always</c></param>
public sealed record DueWithin(TimeSpan Budget, string Calendar);

/// <summary>A process as the runtime sees it: how to fold, how to decide, what lists show.</summary>
public interface IProcess
{
    string Name { get; }

    string Kind { get; }

    int Version { get; }

    MapPicture Picture { get; }

    /// <summary>The facts of this process, with the names they are journalled under.</summary>
    IReadOnlyList<JsonDerivedType> Facts { get; }

    object Empty { get; }

    /// <summary>Whether this is the message that begins a case of this process.</summary>
    bool Begins(Message message);

    object Fold(object state, Fact fact, Envelope message);

    /// <param name="at">the state the case stands in; null before its first message</param>
    Verdict Decide(object state, string? at, Envelope message, Context context);

    Standing StandingIn(string state);

    DueWithin? BudgetIn(string at, object state, Context context);

    CaseCard CardOf(object state, string at, Context context);

    /// <summary>Whether the map in force has a state of that name.</summary>
    bool Knows(string state);

    /// <summary>Whether a case that an older version left there can go on by this one.</summary>
    /// <param name="inFlight">catalogue names of the effects whose answers it waits for</param>
    MapFit FitOf(string state, int version, IReadOnlyCollection<string> inFlight);

    /// <summary>The process's own message that cancels a case in a state, or why there is none.</summary>
    (Message? Message, string WhyNot) CancelIn(string state, string why);

    /// <summary>The process's own message that hands a case to a person; null where the runtime notes it beside the map.</summary>
    Message? HandOverIn(string state, string person, string why);

    /// <summary>What a case asks approval for where it stands; null when for nothing.</summary>
    OpenApproval? ApprovalIn(string at, object state, PolicyReader policy) => null;

    /// <summary>The two answers that an effect may get; null when no row asks for it.</summary>
    (Type Done, Type Refused)? AnswersTo(Type effect);

    /// <summary>What is wrong with the map; empty when it may start.</summary>
    IReadOnlyList<string> Check();
}
