using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Tasks;

internal static class TaskQuery
{
    public const int PageSize = 50;

    public static readonly Field<string> Node = Optional("node", Kinds.Key);
    public static readonly Field<TaskKind> Kind = Optional("kind", Kinds.Word<TaskKind>());
    public static readonly Field<OwnerGroup> Owner = Optional("owner", Kinds.Word<OwnerGroup>());
    public static readonly Field<string> With = Optional("with", Kinds.Text(80), "Who has it.");
    public static readonly Field<string> State = Optional("state", Kinds.Word([("open", "open"), ("claimed", "claimed")]));
    public static readonly Field<int> After = Optional("after", Kinds.Whole(0, 1_000_000), "What the page before gave as next.");
    public static readonly Field<int> Take = Optional("take", Kinds.Whole(1, 200), $"{PageSize} when left out.");

    public static readonly Shape Shape = new("TaskQuery", [Node, Kind, Owner, With, State, After, Take]);
}

internal static class ClaimShape
{
    public static readonly Shape Shape = new("TaskClaim", []) { Example = "{}" };
}

internal static class HandBackShape
{
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400));
    public static readonly Shape Shape = new("TaskHandBack", [Reason]) { Example = """{ "reason": "my shift ends" }""" };
}

internal static class ReassignShape
{
    public static readonly Field<string> Assignee = Required("assignee", Kinds.Text(80), "Who has it from now on.");
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400));

    public static readonly Shape Shape = new("TaskReassign", [Assignee, Reason])
    {
        Example = """{ "assignee": "Aylin", "reason": "Bill has gone home" }""",
    };
}

internal static class TaskLoadQuery
{
    public static readonly Field<string> Node = Optional("node", Kinds.Key, "The place; a store's own key may leave it out.");

    public static readonly Shape Shape = new("TaskLoadQuery", [Node]);
}

internal static class DoneShape
{
    public static readonly Field<int> Line = Required("line", Kinds.Whole(1, 99_999));
    public static readonly Field<string> Sku = Required("sku", Kinds.Key);
    public static readonly Field<int> Picked = Required("picked", Kinds.Whole(0, 1_000_000), "Pieces really found.");
    public static readonly Shape LineShape = new("TaskDoneLine", [Line, Sku, Picked]);

    public static readonly Field<int> Pieces = Required("pieces", Kinds.Whole(1, 1_000_000));
    public static readonly Field<Disposition> To = Required("to", Kinds.Word<Disposition>(), "What becomes of them.");
    public static readonly Shape OtherShape = new("TaskDoneDisposition", [Line, Pieces, To]);

    public static readonly Field<ImmutableArray<Given>> Lines = Optional("lines", Kinds.List(Kinds.Item(LineShape), 0, ApiLimits.Lines));

    public static readonly Field<ImmutableArray<Given>> Dispositions = Optional(
        "dispositions", Kinds.List(Kinds.Item(OtherShape), 0, ApiLimits.Lines),
        "Of an inspection: what becomes of pieces that are not as new. For those that it leaves out, choice says it.");

    public static readonly Field<string> Choice = Optional("choice", Kinds.Text(100), "The code of one of the task's choices.");
    public static readonly Field<string> Note = Optional("note", Kinds.Text(2_000, min: 0));

    public static readonly Shape Shape = new("TaskDone", [Lines, Dispositions, Choice, Note])
    {
        Example = """{ "lines": [{ "line": 1, "sku": "85123A", "picked": 6 }], "note": "" }""",
    };
}
