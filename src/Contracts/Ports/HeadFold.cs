using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Ports;

/// <summary>How a transition changes the head of its case. The one definition: written behind, rebuilt and verified with it.</summary>
public static class HeadFold
{
    public static CaseHead Next(CaseHead? head, Transition row, long caseNo)
    {
        var moved = head is null || row.From != row.To;
        var byPerson = row.Message.Who.Role != "system" && row.Outcome == Outcome.Applied;
        return new CaseHead(
            caseNo,
            row.Case,
            row.Process,
            row.MapVersion,
            row.Seq,
            row.To,
            row.Waits,
            Since: moved ? row.At : head!.Since,
            Opened: head?.Opened ?? row.At,
            Closed: row.Final ? head?.Closed ?? row.At : null,
            Updated: row.At,
            row.Deadline,
            Incident: IncidentAfter(head, row),
            Touches: (head?.Touches ?? 0) + (byPerson ? 1 : 0),
            row.Card ?? head?.Card ?? new CaseCard(row.Case.ToString()),
            Held: HeldAfter(head, row));
    }

    /// <summary>The effect keys that this row settles: the one it answers, and the one that told it.</summary>
    public static IEnumerable<string> Settles(Transition row)
    {
        if (row.Message.Answers is { } answered && row.Outcome is not (Outcome.Incident or Outcome.Deferred))
        {
            yield return answered;
        }

        if (RequestedEffect.TryCaseOf(row.Message.Id, out _))
        {
            yield return row.Message.Id;
        }
    }

    private static string? IncidentAfter(CaseHead? head, Transition row) => row switch
    {
        { Outcome: Outcome.Incident } => row.Because,
        { Outcome: Outcome.Deferred } or { Message.Data: IBesideTheMap } => head?.Incident,
        _ => null,
    };

    /// <summary>While a case is held all it is told waits, so whatever is decided ends the hold.</summary>
    private static string? HeldAfter(CaseHead? head, Transition row) => row switch
    {
        { Message.Data: CaseHeld held, Outcome: Outcome.Applied } => held.Why,
        { Message.Data: CaseResumed } => null,
        { Outcome: Outcome.Deferred } or { Message.Data: IBesideTheMap } => head?.Held,
        _ => null,
    };
}
