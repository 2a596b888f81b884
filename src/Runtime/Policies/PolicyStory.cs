using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.PolicyChanges;

namespace Crossdock.Runtime.Policies;

/// <summary>One change of a policy as the journal has it.</summary>
/// <param name="Held">whether an operator has stopped it; what holds already goes on holding</param>
public sealed record PolicyStory(CaseId Case, PolicyChange Change, PolicyChangeState State, bool Held, ImmutableArray<Transition> Rows)
{
    public int Seq => Rows[^1].Seq;

    public bool Final => Rows[^1].Final;

    public string Policy => Change.Needs.Policy;

    public int Version => Change.Needs.Version;

    /// <summary>Whether the book has it: it holds, or will from its date on.</summary>
    public bool IsOnTheBook => State == PolicyChangeState.InForce || (State == PolicyChangeState.Scheduled && !Held);

    public static PolicyStory Of(ImmutableArray<Transition> rows)
    {
        var (change, held) = (PolicyChange.Empty, false);
        foreach (var row in rows)
        {
            change = row.Facts.Aggregate(change, (folded, fact) => PolicyChangeFacts.Fold(folded, fact, row.Message.Data));
            held = row.Message.Data is CaseHeld || (held && row.Message.Data is not CaseResumed && row.From == row.To);
        }

        return new PolicyStory(rows[0].Case, change, Enum.Parse<PolicyChangeState>(rows[^1].To), held, rows);
    }
}
