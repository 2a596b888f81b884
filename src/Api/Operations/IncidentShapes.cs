using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Operations;

internal static class IncidentQuery
{
    public const int PageSize = 50;

    public static readonly Field<string> Cause = Optional("cause", Kinds.Key, "A cause's id, as the groups give it.");
    public static readonly Field<string> Kind = Optional("kind", Kinds.Key, "Such as order, fulfilment, task.");
    public static readonly Field<string> System = Optional("system", Kinds.Key, "The outside system that does not do it.");
    public static readonly Field<OwnerGroup> Owner = Optional("owner", Kinds.Word<OwnerGroup>());
    public static readonly Field<CaseId> Case = Optional("case", Kinds.Case);
    public static readonly Field<int> After = Optional("after", Kinds.Whole(0, 10_000_000), "What the page before gave as next.");
    public static readonly Field<int> Take = Optional("take", Kinds.Whole(1, 500), $"{PageSize} when left out.");

    public static readonly Shape List = new("IncidentQuery", [Cause, Kind, System, Owner, Case, After, Take]);
    public static readonly Shape Groups = new("IncidentGroupQuery", [Kind, System, Owner]);

    public static IncidentFilter Filter(Given asked) => new(
        asked.Get(Cause), asked.Get(Kind), asked.Get(System), asked.Maybe(Owner), asked.Maybe(Case));

    public static IncidentFilter GroupFilter(Given asked) => new(
        null, asked.Get(Kind), asked.Get(System), asked.Maybe(Owner));
}

/// <summary>What an operator says with an act. The reason is kept in the case's journal beside the operator's name.</summary>
internal static class ActShapes
{
    public static readonly Field<string> Why = Required("why", Kinds.Text(400));
    public static readonly Field<int> Row = Optional(
        "row", Kinds.Whole(1, 1_000_000_000), "The incident's row as you saw it; when another is open by now, nothing is done.");
    public static readonly Field<string> State = Optional(
        "state", Kinds.Key, "The state you saw the case in; in another one nothing is done.");
    public static readonly Field<JsonElement> Corrected = Optional(
        "corrected", Kinds.Any(), "The message as it should have been, with its type as in the journal.");
    public static readonly Field<JsonElement> Answer = Optional(
        "answer", Kinds.Any(), "The answer that is taken, with its type as in the journal.");
    public static readonly Field<JsonElement> Stated = Required(
        "answer", Kinds.Any(), "The answer that is taken, with its type as in the journal.");
    public static readonly Field<string> Result = Optional("result", Kinds.Text(400), "What is taken as having happened.");
    public static readonly Field<OwnerGroup> Owner = Optional("owner", Kinds.Word<OwnerGroup>());
    public static readonly Field<string> Person = Optional("person", Kinds.Text(80));

    public static readonly Shape Retry = new("IncidentRetry", [Why, Row, Corrected])
    {
        Example = """{ "why": "tax code added in the ERP", "row": 7 }""",
    };

    public static readonly Shape Skip = new("IncidentSkip", [Why, Row, Result, Answer])
    {
        Example = """
            { "why": "posted by hand", "answer": { "type": "erp.sales-order-rejected", "reason": "posted by hand, see ticket 4711" } }
            """,
    };

    public static readonly Shape Cancel = new("CaseCancel", [Why, State]) { Example = """{ "why": "customer called", "state": "Held" }""" };
    public static readonly Shape Hold = new("CaseHold", [Why, State]) { Example = """{ "why": "fraud desk looks at it" }""" };
    public static readonly Shape Resume = new("CaseResume", [Why]) { Example = """{ "why": "nothing found" }""" };

    public static readonly Shape HandOver = new("CaseHandOver", [Why, Owner, Person])
    {
        Example = """{ "why": "knows the price list", "owner": "merchandising", "person": "Hanna Voss" }""",
    };

    public static readonly Shape Resend = new("EffectResend", [Why]) { Example = """{ "why": "the key was renewed" }""" };

    public static readonly Shape Stating = new("EffectAnswer", [Why, Stated])
    {
        Example = """
            { "why": "the ERP is down all day", "answer": { "type": "erp.sales-order-rejected", "reason": "by telephone" } }
            """,
    };
}

/// <summary>An open incident: a decision that failed, or an effect that delivery gave up for now.</summary>
/// <param name="Row">the journal row of the latest failure</param>
/// <param name="Effect">the number of the effect that is given up, such as 4.1; null for a failed decision</param>
/// <param name="Since">the first failure since the case was last in order</param>
public sealed record IncidentView(
    string Case,
    string? Effect,
    int Row,
    string What,
    string? System,
    string Reason,
    string Cause,
    string CauseId,
    DateTimeOffset Since,
    DateTimeOffset Latest,
    string? Title,
    string? State,
    string? Owner,
    string? With,
    string? Held,
    decimal? Value,
    string? Currency)
{
    internal static IncidentView Of(OpenIncident one, CaseHead? head) => new(
        one.Case.ToString(),
        one.Effect.Length == 0 ? null : one.Effect[(one.Effect.IndexOf('#', StringComparison.Ordinal) + 1)..],
        one.Seq,
        one.What,
        one.System,
        one.Reason,
        one.Cause,
        IncidentCause.IdOf(one.Cause),
        one.Since,
        one.Latest,
        head?.Card.Title,
        head?.State,
        Words<OwnerGroup>.Of(head?.Card.Owner),
        head?.Card.With,
        head?.Held,
        head?.Card.Value,
        head?.Card.Currency);
}

public sealed record IncidentPage(ImmutableArray<IncidentView> Incidents, string? Next);

public sealed record IncidentGroups(ImmutableArray<IncidentGroup> Groups);

/// <summary>What became of an operator's act.</summary>
/// <param name="Incident">the reason, when the decision failed again</param>
/// <param name="Duplicate">true when it was done before and changed nothing</param>
public sealed record ActTaken(string Case, string State, string Because, bool Incident, bool Duplicate);
