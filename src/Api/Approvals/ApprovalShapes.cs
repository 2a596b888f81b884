using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Work;
using Crossdock.Runtime.Approvals;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Approvals;

internal static class ApprovalQuery
{
    public static readonly Field<bool> All = Optional("all", Kinds.Flag, "Also those that you may not decide, each with the reason.");
    public static readonly Shape Shape = new("ApprovalQuery", [All]);
}

internal static class DecisionShape
{
    public static readonly Field<bool> Decision = Required("decision", Kinds.Flag, "True approves, false rejects.");
    public static readonly Field<int> Seen = Required(
        "seen", Kinds.Whole(1, int.MaxValue), "The row as listed: a case that has gone on since is not decided.");

    public static readonly Field<string> Note = Optional("note", Kinds.Text(400, min: 0), "A rejection needs one.");

    public static readonly Shape Shape = new("ApprovalDecision", [Decision, Seen, Note])
    {
        Example = """{ "decision": true, "seen": 1, "note": "as planned" }""",
    };
}

internal static class ApproveShape
{
    public static readonly Field<string> Id = Required("id", Kinds.Text(200));
    public static readonly Field<int> Seen = Required("seen", Kinds.Whole(1, int.MaxValue));
    public static readonly Shape ItemShape = new("ApprovalChosen", [Id, Seen]);

    public static readonly Field<ImmutableArray<Given>> Items = Required(
        "items", Kinds.List(Kinds.Item(ItemShape), 1, ApprovalDesk.MostAtOnce), "What was on the screen when it was chosen.");

    public static readonly Field<string> Note = Required("note", Kinds.Text(400), "Kept beside your name in each case.");

    public static readonly Shape Shape = new("ApproveSeveral", [Items, Note])
    {
        Example = """{ "items": [{ "id": "purchase:PO-1", "seen": 1 }], "note": "as planned" }""",
    };
}

internal static class AbsenceShape
{
    public static readonly Field<string> StandIn = Required("standIn", Kinds.Text(80), "Who approves meanwhile, by the name of their key.");
    public static readonly Field<DateTimeOffset> From = Required("from", Kinds.Instant);
    public static readonly Field<DateTimeOffset> Until = Required("until", Kinds.Instant);
    public static readonly Field<string> Why = Required("why", Kinds.Text(400));
    public static readonly Field<string> Person = Optional("person", Kinds.Text(80), "For somebody else, by an administrator only.");
    public static readonly Field<string> Role = Optional("role", Kinds.Key, "Of that person; left out with the person.");

    public static readonly Shape Shape = new("AbsenceToRecord", [StandIn, From, Until, Why, Person, Role])
    {
        Example = """
            { "standIn": "Bea Ott", "from": "2026-12-21T08:00:00Z", "until": "2027-01-04T08:00:00Z", "why": "Christmas" }
            """,
    };
}

internal static class AbsenceEndShape
{
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400));
    public static readonly Shape Shape = new("AbsenceToEnd", [Reason]) { Example = """{ "reason": "back early" }""" };
}

/// <param name="Id">for the decision: the case's kind and key with a colon between</param>
/// <param name="Seen">the case's row as it is now; a decision names it</param>
/// <param name="Needs">who has to say yes next</param>
/// <param name="Missing">how many people have to say yes yet</param>
/// <param name="WhyNot">why you may not; null when you may</param>
/// <param name="For">whom you would stand in for; null where your own word does</param>
/// <param name="Priority">0 to 100, with the reason in words under why</param>
public sealed record ApprovalView(
    string Id, string Case, int Seen, string State, string What, string Needs, string Owner, int Missing, string? WhyNot, string? For,
    string Title, int Priority, string Why, string Step, DateTimeOffset Since, DateTimeOffset Due, decimal? Value, string? Currency)
{
    internal static ApprovalView Of(ApprovalLook look, WorkRow row) => new(
        IdOf(look.Case), look.Case.ToString(), look.Seen, look.State, look.What, look.Seat, Words<OwnerGroup>.Of(look.Owner), look.Missing,
        look.WhyNot, look.For is { } away ? $"{away.Person}, {away.Absence}" : null, row.Head.Card.Title, row.Priority.Total,
        row.Priority.Why, Words<LadderStep>.Of(row.Step), row.Since, row.Due, row.Head.Card.Value ?? row.Task?.Card.Value,
        row.Head.Card.Currency ?? row.Task?.Card.Currency);

    internal static string IdOf(CaseId id) => $"{id.Kind}:{id.Key}";

    /// <summary>A key may hold a colon, a kind does not.</summary>
    internal static CaseId? CaseOf(string id) =>
        id.Split(':', 2) is [var kind, var key] && CaseId.TryParse($"{kind}/{key}", null, out var known) ? known : null;
}

/// <param name="Capped">there are more than were looked at; those that are due first were</param>
public sealed record ApprovalPage(ImmutableArray<ApprovalView> Approvals, bool Capped);

/// <summary>What became of a decision.</summary>
/// <param name="Duplicate">true when it was taken before and changed nothing</param>
public sealed record ApprovalTaken(string Id, string State, bool Duplicate, string Reason);

/// <param name="Outcome">waiting: it is being approved; moved-on: it has changed since it was chosen; not-allowed: it is not yours</param>
public sealed record ApprovalItem(string Id, string Outcome, string Reason);

/// <param name="Operation">the bulk operation that runs, for operators under operations</param>
public sealed record ApprovalSet(string Operation, int Approved, int LeftOut, ImmutableArray<ApprovalItem> Items)
{
    internal static ApprovalSet Of(string key, ImmutableArray<BulkItem> set) => new(
        key, set.Count(item => item.Outcome == BulkOutcome.Waiting), set.Count(item => item.Outcome != BulkOutcome.Waiting),
        [.. set.Select(item => new ApprovalItem(ApprovalView.IdOf(item.Case), Words<BulkOutcome>.Of(item.Outcome), item.Reason))]);
}

public sealed record AbsenceView(
    string Key, string Person, string Role, string StandIn, DateTimeOffset From, DateTimeOffset Until, string Why, string RecordedBy,
    DateTimeOffset RecordedAt)
{
    internal static AbsenceView Of(KnownAbsence known) => new(
        known.Key, known.Told.Person, known.Told.Role, known.Told.StandIn, known.Told.From, known.Told.Until, known.Told.Why,
        known.RecordedBy, known.RecordedAt);
}

public sealed record AbsencePage(ImmutableArray<AbsenceView> Absences);
