using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Cases;

/// <summary>Everything that is known of one case, out of the journal.</summary>
/// <param name="Head">where it stands after the last row; never behind the timeline</param>
/// <param name="Place">the state on its map; null when the map no longer knows it</param>
/// <param name="Timeline">oldest first</param>
/// <param name="EarlierRows">rows before the first of the timeline, left out because the case has very many</param>
/// <param name="Children">the cases it began</param>
/// <param name="Acts">what a person may do now, from the map</param>
public sealed record CaseStory(
    CaseHead Head,
    MapState? Place,
    ImmutableArray<TimelineEntry> Timeline,
    int EarlierRows,
    ImmutableArray<CaseHead> Children,
    ImmutableArray<AllowedAct> Acts);

/// <summary>One row of the journal for people.</summary>
/// <param name="Type">the message's CloudEvents type, such as <c>order.received</c></param>
/// <param name="Title">the same in words</param>
/// <param name="Because">the decision's reason in one sentence</param>
/// <param name="Facts">the process's own facts as they were journalled</param>
public sealed record TimelineEntry(
    int Seq,
    DateTimeOffset At,
    string Type,
    string Title,
    Outcome Outcome,
    string? From,
    string To,
    Actor Who,
    string Source,
    string MessageId,
    string Because,
    ImmutableArray<string> Policies,
    int MapVersion,
    ImmutableArray<EffectStory> Effects,
    Message Data,
    JsonElement Facts);

public enum EffectState { InFlight, Answered, Told }

/// <summary>What was asked of the world, how often it was tried and what came of it.</summary>
/// <param name="Kind">such as <c>post-sales-order</c></param>
/// <param name="AnsweredBy">the row that holds the answer</param>
public sealed record EffectStory(
    string Key, string Kind, string Title, EffectState State, int? AnsweredBy, CaseId? To, ImmutableArray<EffectAttempt> Attempts);

/// <param name="Message">the type of the message that does it</param>
/// <param name="Words">the words of the button</param>
/// <param name="Danger">whether it undoes things</param>
public sealed record AllowedAct(string Message, string Words, bool Danger, ImmutableArray<string> To);
