using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Work;

public enum WorkKind { Exception, Approval }

/// <summary>How far up its ladder it is, counted by the deadlines that passed; who stands there is a policy of the owner group.</summary>
public enum LadderStep { Owner, Lead, HeadOfOperations }

/// <summary>One thing that waits for a person.</summary>
/// <param name="Head">the case it is about; the task itself where the case stands no worse for it</param>
/// <param name="Task">the open task by which it is answered; null where there is none</param>
/// <param name="About">the case that gets the answer</param>
/// <param name="Process">of the case it is about</param>
/// <param name="Owner">of the task, else of the case, else of the category: there is always one</param>
/// <param name="Above">who stands at that step of the owner's ladder; null while it is the owner's turn</param>
/// <param name="Due">the deadline or the promise, whichever is nearer; the category's budget where the case has neither</param>
/// <param name="Severity">1 mild to 5 grave, as it counts in the priority</param>
/// <param name="Incident">a decision failed or an outside system was given up; an operator has to see to it</param>
public sealed record WorkRow(
    WorkKind Kind,
    CaseHead Head,
    CaseHead? Task,
    CaseId About,
    string Process,
    ExceptionCategory Category,
    OwnerGroup Owner,
    LadderStep Step,
    string? Above,
    DateTimeOffset Since,
    DateTimeOffset Due,
    Clock Clock,
    WorkPriority Priority,
    int Severity,
    bool Incident)
{
    /// <summary>What it is known by in a list: one case may have several problems, and none hides another.</summary>
    public string Key => $"{Head.Case}#{(Incident ? "incident" : ExceptionRules.CodeOf(Category))}";

    /// <summary>An approval becomes an exception when its time has passed.</summary>
    public bool IsException => Kind == WorkKind.Exception || Clock == Clock.Late;

    public string? With => Task?.Card.With ?? Head.Card.With;

    public string? Node => Head.Card.Node ?? Task?.Card.Node;
}

/// <param name="Rows">by priority, the highest first</param>
/// <param name="Capped">there are more than were looked at: those that are due first were</param>
public sealed record WorkQueue(IReadOnlyList<WorkRow> Rows, bool Capped, DateTimeOffset At);

/// <summary>A part of the queue. Null means: any.</summary>
public sealed record WorkFilter(
    WorkKind? Kind = null,
    Clock Clock = Clock.Any,
    OwnerGroup? Owner = null,
    ExceptionCategory? Category = null,
    string? Process = null,
    string? Node = null,
    LadderStep? Step = null,
    bool ExceptionsOnly = false)
{
    public bool Holds(WorkRow row) =>
        (Kind is null || row.Kind == Kind)
        && (Clock == Clock.Any || row.Clock == Clock)
        && (Owner is null || row.Owner == Owner)
        && (Category is null || row.Category == Category)
        && (Process is null || row.Process == Process)
        && (Node is null || row.Node == Node)
        && (Step is null || row.Step == Step)
        && (!ExceptionsOnly || row.IsException);
}
