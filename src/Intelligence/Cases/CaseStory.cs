using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Cases;

/// <summary>Everything that is known of one case, out of the journal. No reading happens in here.</summary>
/// <param name="Head">where it stands after the last row; never behind the rows</param>
/// <param name="Map">its process's map in force; null when there is none</param>
/// <param name="Rows">its transitions, oldest first</param>
/// <param name="Timeline">the same rows for people, with what became of their effects</param>
/// <param name="EarlierRows">rows before the first of these, left out because the case has very many</param>
/// <param name="Children">the cases it began</param>
/// <param name="Told">the case it is part of and those it told, stock aside</param>
/// <param name="Now">when this was read, in business time</param>
public sealed record CaseStory(
    CaseHead Head,
    MapPicture? Map,
    ImmutableArray<Transition> Rows,
    ImmutableArray<TimelineEntry> Timeline,
    int EarlierRows,
    ImmutableArray<CaseHead> Children,
    ImmutableArray<CaseHead> Told,
    DateTimeOffset Now)
{
    private const int LinkedShown = 12;

    public CaseId Id => Head.Case;

    public Transition Latest => Rows[^1];

    public string State => Latest.To;

    /// <summary>The state on its map; null when the map no longer knows it.</summary>
    public MapState? Place => Map?.Find(State);

    public CaseCard Card => Head.Card;

    public Deadline? Deadline => Latest.Final ? null : Head.Deadline;

    public string? Incident => Head.Incident;

    /// <summary>The cases a reader of this one goes on to: its whole first, its tasks last.</summary>
    public ImmutableArray<CaseHead> Linked =>
    [
        .. Told.Concat(Children.Take(LinkedShown)).DistinctBy(head => head.Case)
            .OrderBy(head => head.Case.Kind == "task").ThenBy(head => head.CaseNo),
    ];

    public ImmutableArray<Stay> Stays => Stay.Of(Rows, Now);

    public DateTimeOffset Since => Stays[^1].From;

    /// <summary>Steps taken, for the picture: pairs of states that a transition joined.</summary>
    public ISet<(string From, string To)> Path =>
        Rows.Where(row => row.From is not null && row.From != row.To).Select(row => (row.From!, row.To)).ToHashSet();

    /// <summary>What the map allows in this state, by whomever.</summary>
    public IEnumerable<MapRow> AllowedNow => Latest.Final || Map is null ? [] : Map.Rows.Where(row => row.From == State);

    /// <summary>What a person may do now, from the map.</summary>
    public IEnumerable<MapRow> Acts => AllowedNow.Where(row => row.Act is not null);

    public ImmutableArray<GoodsLine> Lines => GoodsLine.Of(Rows);

    public ImmutableArray<Charge> Charges => Rows[0].Message.Data is OrderReceived order ? order.Charges : [];

    public string? Currency => Rows[0].Message.Data switch
    {
        OrderReceived order => order.Currency,
        FulfilmentAsked part => part.Currency,
        ReturnAsked back => back.Currency,
        _ => Card.Currency,
    };

    public ImmutableArray<EffectStory> EffectsOf(Transition row) => Timeline.First(entry => entry.Seq == row.Seq).Effects;

    public RerouteAdvised? AdviceOf(Transition row) => row.Message.Data as RerouteAdvised;

    /// <summary>The option that was taken: the one a person chose by its code, if one did.</summary>
    public RerouteOption? ChosenAfter(Transition advice) =>
        Rows.Where(row => row.Seq > advice.Seq).Select(row => row.Message.Data).OfType<RerouteChosen>().FirstOrDefault() is { } chosen
            ? AdviceOf(advice)?.Options.FirstOrDefault(
                option => chosen.Choice == (option.Node is null ? $"{option.Kind}" : $"{option.Kind}@{option.Node}"))
            : null;
}

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
    string Because,
    ImmutableArray<string> Policies,
    int MapVersion,
    ImmutableArray<EffectStory> Effects,
    JsonElement Facts);

public enum EffectState { InFlight, Answered, Told }

/// <summary>What was asked of the world, how often it was tried and what came of it.</summary>
/// <param name="Kind">such as <c>post-sales-order</c></param>
/// <param name="AnsweredBy">the row that holds the answer</param>
/// <param name="Tell">what another case was told, when that is what was asked</param>
public sealed record EffectStory(
    string Key, string Kind, string Title, EffectState State, int? AnsweredBy, TellCase? Tell, ImmutableArray<EffectAttempt> Attempts);
