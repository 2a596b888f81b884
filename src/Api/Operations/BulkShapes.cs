using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Bulk;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Operations;

/// <summary>A set to freeze: ids, or a slice of the incidents or of the cases. Exactly one of them.</summary>
internal static class FreezeShape
{
    /// <summary>Ids in one request; larger sets are chosen by a slice.</summary>
    public const int MostIds = 5_000;

    public static readonly Field<string> Cause = Optional("cause", Kinds.Key);
    public static readonly Field<string> Kind = Optional("kind", Kinds.Key);
    public static readonly Field<string> System = Optional("system", Kinds.Key);
    public static readonly Field<OwnerGroup> Owner = Optional("owner", Kinds.Word<OwnerGroup>());
    public static readonly Shape IncidentSlice = new("BulkIncidentSlice", [Cause, Kind, System, Owner]);

    public static readonly Field<string> State = Optional("state", Kinds.Key);
    public static readonly Field<string> Region = Optional("region", Kinds.Key);
    public static readonly Field<string> Channel = Optional("channel", Kinds.Key);
    public static readonly Field<string> Node = Optional("node", Kinds.Key);
    public static readonly Field<bool> Held = Optional("held", Kinds.Flag);
    public static readonly Shape CaseSlice = new("BulkCaseSlice", [Kind, State, Region, Channel, Node, Owner, Held]);

    public static readonly Field<BulkAct> Act = Required("act", Kinds.Word(
        BulkAct.RetryIncidents, BulkAct.CancelCases, BulkAct.HoldCases, BulkAct.ResumeCases, BulkAct.MigrateCases, BulkAct.ResendEffects));
    public static readonly Field<string> Why = Required("why", Kinds.Text(400));
    public static readonly Field<ImmutableArray<CaseId>> Cases = Optional("cases", Kinds.List(Kinds.Case, 1, MostIds));
    public static readonly Field<ImmutableArray<string>> Effects = Optional("effects", Kinds.List(Kinds.Text(140), 1, MostIds),
        "Effect keys, such as order/WEB-100045#4.1; for resend-effects.");
    public static readonly Field<Given> Incidents = Optional("incidents", Kinds.Item(IncidentSlice));
    public static readonly Field<Given> Slice = Optional("slice", Kinds.Item(CaseSlice));

    public static readonly Shape Shape = new("BulkFreeze", [Act, Why, Cases, Effects, Incidents, Slice])
    {
        Example = """{ "act": "retry-incidents", "why": "tax code added in the ERP", "incidents": { "cause": "5f1c0a9be2d4" } }""",
    };
}

internal static class BulkActShapes
{
    /// <summary>Above this the operation would crowd out everybody else's work.</summary>
    public const int MostPerSecond = 2_000;

    public static readonly Field<string> Why = Required("why", Kinds.Text(400));
    public static readonly Field<int> PerSecond = Optional("perSecond", Kinds.Whole(1, MostPerSecond), "Items a second; 20 when left out.");

    public static readonly Shape Start = new("BulkStart", [Why, PerSecond]) { Example = """{ "why": "preview read", "perSecond": 20 }""" };
    public static readonly Shape Stop = new("BulkStop", [Why]) { Example = """{ "why": "the ERP is slow again" }""" };
}

internal static class BulkQuery
{
    public const int PageSize = 100;

    public static readonly Field<BulkOutcome> Outcome = Optional("outcome", Kinds.Word<BulkOutcome>());
    public static readonly Field<int> After = Optional("after", Kinds.Whole(0, 10_000_000), "What the page before gave as next.");
    public static readonly Field<int> Take = Optional("take", Kinds.Whole(1, 1_000), $"{PageSize} when left out.");

    public static readonly Shape Items = new("BulkItemQuery", [Outcome, After, Take]);
    public static readonly Shape List = new("BulkQuery", [After, Take]);
}

/// <summary>A bulk operation as it stands.</summary>
/// <param name="State">frozen, under-way, paused, done, cancelled or lapsed</param>
/// <param name="Digest">over the frozen set, so that the set that ran is provably the set that was shown</param>
/// <param name="PerSecond">0 before it was started</param>
public sealed record BulkView(
    string Key, string Act, string State, string Slice, string Why, string By, DateTimeOffset FrozenAt, string Digest, int Items,
    int PerSecond, BulkCounts Outcomes, string Because);

public sealed record BulkPage(ImmutableArray<BulkItemLine> Operations, string? Next);

/// <summary>A bulk operation in the list of them.</summary>
public sealed record BulkItemLine(string Key, string Title, string State, string? Why, DateTimeOffset Opened, DateTimeOffset? Closed);

public sealed record BulkItemView(
    int Place, string Case, string? Effect, string State, string Outcome, string Reason, DateTimeOffset? At)
{
    internal static BulkItemView Of(BulkItem item) => new(
        item.Place, item.Case.ToString(), item.Effect.Length == 0 ? null : item.Effect, item.State, Words<BulkOutcome>.Of(item.Outcome),
        item.Reason, item.At);
}

public sealed record BulkItemPage(ImmutableArray<BulkItemView> Items, string? Next);
