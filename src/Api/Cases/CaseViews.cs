using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Cases;

/// <summary>A case as a list shows it.</summary>
/// <param name="Waits">on-system, on-person, on-partner, on-time or nothing</param>
/// <param name="Due">when its state's budget is used up</param>
/// <param name="InFlight">effects asked for and not yet answered</param>
/// <param name="With">who has it in hand</param>
public sealed record CaseItem(
    string Case,
    string Process,
    string State,
    string Waits,
    bool Final,
    DateTimeOffset Since,
    DateTimeOffset Opened,
    DateTimeOffset? Closed,
    DateTimeOffset? Due,
    DateTimeOffset? Promise,
    string? Region,
    string? Channel,
    string? Node,
    string? Owner,
    string? Exception,
    string? Incident,
    int InFlight,
    string? Parent,
    string? With,
    decimal? Value,
    string? Currency,
    string Title)
{
    internal static CaseItem Of(CaseHead head, int inFlight) => new(
        head.Case.ToString(),
        head.Process,
        head.State,
        Words<Waits>.Of(head.Waits),
        head.Closed is not null,
        head.Since,
        head.Opened,
        head.Closed,
        head.Deadline?.Due,
        head.Card.Promise,
        head.Card.Region,
        head.Card.Channel,
        head.Card.Node,
        Words<OwnerGroup>.Of(head.Card.Owner),
        head.Card.Exception is { } category ? ExceptionRules.CodeOf(category) : null,
        head.Incident,
        inFlight,
        head.Card.Parent?.ToString(),
        head.Card.With,
        head.Card.Value,
        head.Card.Currency,
        head.Card.Title);
}

/// <param name="Next">give it as <c>after</c> for the following page; null at the end</param>
public sealed record CasePage(ImmutableArray<CaseItem> Cases, string? Next);

public sealed record AttemptView(int Attempt, DateTimeOffset At, string System, string Operation, double Milliseconds, string Outcome,
    string Detail);

/// <param name="State">in-flight, answered or told</param>
public sealed record EffectView(string Key, string Kind, string Title, string State, int? AnsweredBy, string? To,
    ImmutableArray<AttemptView> Attempts);

/// <param name="Because">the decision's reason</param>
/// <param name="Facts">what changed, in the process's own shape</param>
public sealed record TimelineView(
    int Seq,
    DateTimeOffset At,
    string Type,
    string Title,
    string Outcome,
    string? From,
    string To,
    string Who,
    string Role,
    string Because,
    ImmutableArray<string> Policies,
    int MapVersion,
    ImmutableArray<EffectView> Effects,
    JsonElement Facts);

public sealed record ActView(string Message, string Words, bool Danger, ImmutableArray<string> To);

/// <summary>A case whole.</summary>
/// <param name="Earlier">rows before the first shown, of a case that has very many</param>
public sealed record CaseView(
    CaseItem Case, string StateTitle, int MapVersion, int Earlier, ImmutableArray<TimelineView> Timeline, ImmutableArray<CaseItem> Children,
    ImmutableArray<ActView> Acts)
{
    internal static CaseView Of(CaseStory story) => new(
        CaseItem.Of(story.Head, story.Timeline.SelectMany(entry => entry.Effects).Count(effect => effect.State == EffectState.InFlight)),
        story.Place?.Title ?? story.Head.State,
        story.Head.MapVersion,
        story.EarlierRows,
        [.. story.Timeline.Select(Entry)],
        [.. story.Children.Select(child => CaseItem.Of(child, inFlight: 0))],
        [.. story.Acts.Select(act => new ActView(act.Message, act.Act!, act.Danger, act.To))]);

    private static TimelineView Entry(TimelineEntry entry) => new(
        entry.Seq,
        entry.At,
        entry.Type,
        entry.Title,
        Words<Outcome>.Of(entry.Outcome),
        entry.From,
        entry.To,
        entry.Who.Name,
        entry.Who.Role,
        entry.Because,
        entry.Policies,
        entry.MapVersion,
        [.. entry.Effects.Select(Effect)],
        entry.Facts);

    private static EffectView Effect(EffectStory effect) => new(
        effect.Key,
        effect.Kind,
        effect.Title,
        Words<EffectState>.Of(effect.State),
        effect.AnsweredBy,
        effect.Tell?.To.ToString(),
        [.. effect.Attempts.Select(attempt => new AttemptView(
            attempt.Attempt,
            attempt.At,
            attempt.System,
            attempt.Operation,
            attempt.Took.TotalMilliseconds,
            Words<AttemptOutcome>.Of(attempt.Outcome),
            attempt.Detail))]);
}
