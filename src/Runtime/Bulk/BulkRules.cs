using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Map;
using Crossdock.Processes.Running;

namespace Crossdock.Runtime.Bulk;

/// <summary>What a preview knows of one case or effect.</summary>
/// <param name="Case">as it was named by who chose the set</param>
/// <param name="Head">null when there is no such case</param>
/// <param name="Incident">the incident the act is on; null where there is none</param>
/// <param name="InFlight">catalogue names of the effects it waits for</param>
public sealed record BulkCandidate(
    CaseId Case, string Effect, CaseHead? Head, OpenIncident? Incident, IReadOnlyCollection<string> InFlight);

/// <summary>
/// What an act would come to, by the lists; and the message it is. Pure. The case itself decides again when it is told: what changed
/// in between shows as moved on.
/// </summary>
public static class BulkRules
{
    public static (BulkOutcome Outcome, string Reason) Preview(BulkAct act, BulkCandidate one, ProcessCatalogue processes) => one switch
    {
        { Head: null } => (BulkOutcome.NotAllowed, "There is no such case."),
        { Head.Closed: not null } when act != BulkAct.ResendEffects => (BulkOutcome.MovedOn, "The case has ended."),
        { Head: { } head } => act switch
        {
            BulkAct.RetryIncidents when head.Held is not null => (BulkOutcome.NotAllowed, "The case is held; resume it first."),
            BulkAct.RetryIncidents => head.Incident is null
                ? (BulkOutcome.MovedOn, "There is no open incident.")
                : (BulkOutcome.Waiting, "Its message is decided again."),
            BulkAct.CancelCases => Cancel(head, processes),
            BulkAct.HoldCases => head.Held is null
                ? (BulkOutcome.Waiting, "What it is told waits, its deadline stops.")
                : (BulkOutcome.MovedOn, "The case is held already."),
            BulkAct.ResumeCases => head.Held is null
                ? (BulkOutcome.MovedOn, "The case is not held.")
                : (BulkOutcome.Waiting, "What waited is told, the rest of its budget runs."),
            BulkAct.MigrateCases => Migrate(one, head, processes),
            BulkAct.ResendEffects => one.Incident is null
                ? (BulkOutcome.MovedOn, "That effect is not given up any more.")
                : (BulkOutcome.Waiting, $"{one.Incident.What} is tried at once, under its own key."),
            // Whoever approves is asked by rules of his own, where such a set is frozen.
            BulkAct.ApproveCases => (BulkOutcome.NotAllowed, "Approvals are frozen from the list of approvals."),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "is no act"),
        },
    };

    /// <summary>What a case is told; an approval depends on whom it is for by then, and comes from the desk of approvals.</summary>
    public static Message MessageOf(BulkAct act, BulkItem item, string why) => act switch
    {
        BulkAct.RetryIncidents => new IncidentRetried(why, Seq: item.Seq),
        BulkAct.CancelCases => new CaseCancelOrdered(why, item.State),
        BulkAct.HoldCases => new CaseHeld(why, item.State),
        BulkAct.ResumeCases => new CaseResumed(why),
        BulkAct.MigrateCases => new MapAdopted(why, item.State),
        BulkAct.ResendEffects => new EffectRetried(item.Effect, why),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "is no act that says the same whoever it is for"),
    };

    public static BulkOutcome OutcomeOf(TellResult result) => result switch
    {
        // A repeat after a restart: the first of them did it.
        TellResult.Applied or TellResult.Duplicate => BulkOutcome.Done,
        TellResult.MovedOn or TellResult.Ignored => BulkOutcome.MovedOn,
        TellResult.NotAllowed or TellResult.Deferred => BulkOutcome.NotAllowed,
        TellResult.Incident => BulkOutcome.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "is no result"),
    };

    private static (BulkOutcome, string) Cancel(CaseHead head, ProcessCatalogue processes) =>
        processes.Find(head.Case.Kind) is not { } process || !process.Knows(head.State)
            ? (BulkOutcome.NotAllowed, "The map in force does not know its state.")
        : process.CancelIn(head.State, "") is { Message: null } no ? (BulkOutcome.NotAllowed, no.WhyNot)
        : (BulkOutcome.Waiting, "Its map's cancel row undoes what was done.");

    private static (BulkOutcome, string) Migrate(BulkCandidate one, CaseHead head, ProcessCatalogue processes)
    {
        if (processes.Find(head.Case.Kind) is not { } process)
        {
            return (BulkOutcome.NotAllowed, $"No process runs cases of the kind {head.Case.Kind}.");
        }

        if (head.MapVersion == process.Version && process.Knows(head.State))
        {
            return (BulkOutcome.MovedOn, $"It runs by map {process.Version} already.");
        }

        var fit = process.FitOf(head.State, head.MapVersion, one.InFlight);
        return head.Held is not null ? (BulkOutcome.NotAllowed, "The case is held; resume it first.")
            : head.Incident is not null ? (BulkOutcome.NotAllowed, "An incident is open; cure it first.")
            : (fit.RunsOn ? BulkOutcome.Waiting : BulkOutcome.NotAllowed, fit.Why);
    }
}
