using System.Collections.Immutable;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Work;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Exceptions;

internal static class ExceptionQuery
{
    public const int PageSize = 50;

    public static readonly Field<OwnerGroup> Owner = Optional("owner", Kinds.Word<OwnerGroup>());
    public static readonly Field<ExceptionCategory> Category = Optional("category", Kinds.Word<ExceptionCategory>());
    public static readonly Field<string> Process = Optional("process", Kinds.Key, "Such as order-to-fulfilment.");
    public static readonly Field<string> Node = Optional("node", Kinds.Key);
    public static readonly Field<Clock> Clock = Optional("clock", Kinds.Word<Clock>());
    public static readonly Field<int> After = Optional("after", Kinds.Whole(0, 1_000_000), "What the page before gave as next.");
    public static readonly Field<int> Take = Optional("take", Kinds.Whole(1, 500), $"{PageSize} when left out.");

    public static readonly Shape Shape = new("ExceptionQuery", [Owner, Category, Process, Node, Clock, After, Take]);
}

/// <param name="Case">the case that has the problem, or the task that asks about it</param>
/// <param name="Task">the key of the open task by which it is answered; null when there is none</param>
/// <param name="Step">whose turn it is: owner, lead, head-of-operations</param>
/// <param name="Above">who stands at that step of the owner's ladder; null while it is the owner's turn</param>
/// <param name="Priority">0 to 100; the four parts beside it sum to it</param>
/// <param name="Why">the same in words</param>
/// <param name="Incident">true when an operator has to see to it under operations</param>
/// <param name="Acts">what the case's own map lets a person do now, in the words of its buttons</param>
public sealed record ExceptionView(
    string Case, string Process, string State, string Category, int Severity, string Owner, string Step, string? Above, string? With,
    string? Task,
    string Title, string? Node, int Priority, ExceptionPoints Points, string Why, DateTimeOffset Since, DateTimeOffset Due, string Clock,
    decimal? Value, string? Currency, bool Incident, ImmutableArray<string> Acts)
{
    internal static ExceptionView Of(WorkRow row, IMaps maps) => new(
        row.Head.Case.ToString(), row.Process, row.Head.State,
        ExceptionRules.CodeOf(row.Category), row.Severity,
        Words<OwnerGroup>.Of(row.Owner), Words<LadderStep>.Of(row.Step), row.Above, row.With,
        row.Task?.Case.Key, row.Head.Card.Title, row.Node,
        row.Priority.Total, new(row.Priority.Promise, row.Priority.Value, row.Priority.Gravity, row.Priority.Age), row.Priority.Why,
        row.Since, row.Due, Words<Clock>.Of(row.Clock), row.Head.Card.Value ?? row.Task?.Card.Value,
        row.Head.Card.Currency ?? row.Task?.Card.Currency, row.Incident,
        [
            .. maps.All.Where(map => map.Process == row.Head.Process).SelectMany(map => map.Rows)
                .Where(act => act.Act is not null && act.From == row.Head.State).Select(act => act.Act!),
        ]);
}

/// <param name="Promise">of 50; at most 40 where only a deadline of ours runs</param>
/// <param name="Value">of 20</param>
/// <param name="Gravity">of 20</param>
/// <param name="Age">of 10</param>
public sealed record ExceptionPoints(int Promise, int Value, int Gravity, int Age);

/// <param name="Count">how many there are in this slice</param>
/// <param name="Capped">there are more than were looked at; those that are due first were</param>
public sealed record ExceptionPage(ImmutableArray<ExceptionView> Exceptions, int Count, bool Capped, string? Next);

/// <param name="Severity">1 mild to 5 grave</param>
/// <param name="BudgetHours">business hours until it is late where its case sets no time of its own</param>
/// <param name="Ladder">who it goes to when it is late, and then when it is late again</param>
/// <param name="Resolutions">the verbs by which a task of the category may be ended</param>
public sealed record ExceptionRuleView(
    string Category, string Owner, int Severity, double BudgetHours, ImmutableArray<string> Ladder, ImmutableArray<string> Resolutions);

public sealed record ExceptionRuleList(ImmutableArray<ExceptionRuleView> Categories)
{
    internal static ExceptionRuleList Of(IExceptionTerms terms) => new(
    [
        .. Enum.GetValues<ExceptionCategory>().Select(category => terms.Of(category)).Select(rule => new ExceptionRuleView(
            rule.Code, Words<OwnerGroup>.Of(rule.Owner), rule.Severity, rule.Budget.TotalHours, terms.Above(rule.Owner),
            rule.Resolutions)),
    ]);
}
