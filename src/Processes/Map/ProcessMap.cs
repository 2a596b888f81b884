using System.Runtime.CompilerServices;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Map;

/// <summary>
/// The table of a process, written row by row: in this state, on this message, this pure handler decides, and the case may go
/// there. The same table refuses an illegal step, gives the screens their buttons and draws the documentation.
/// </summary>
/// <remarks>
/// <code>
/// .In(AwaitingPick, Waits.OnPerson, OwnerGroup.StoreOperations, LatePick)
///     .Within(PickTime, Hours.OfNode).Late(Escalate).To(AwaitingPick).Tells&lt;PartLate&gt;()
///     .On&lt;PickReported&gt;(Report).To(Packing, ReadyForPickup, Short)
/// </code>
/// A row method speaks of the row before it, a state method of the state before it. <c>Asks</c> and <c>Tells</c> belong to the
/// <c>To</c> before them; without one, to staying.
/// </remarks>
public sealed class ProcessMap<TCase, TState>(string name, string kind, int version, OwnerGroup owner)
    where TCase : class
    where TState : struct, Enum
{
    public delegate Decision<TState> Handler<in TMessage>(TCase @case, TMessage message, Context context);

    /// <summary>What was written so far.</summary>
    public MapTable Table { get; } = new(name, kind, version, owner);

    /// <summary>A case that an older version left in a state of that name stands in this one now.</summary>
    public ProcessMap<TCase, TState> Migrates(int fromVersion, string old, TState to)
    {
        Table.Migrates(new Migration(fromVersion, old, NameOf(to)));
        return this;
    }

    /// <summary>The message by which an operator ends a case: states that have no row for it cannot be cancelled.</summary>
    /// <param name="actsOnly">whether only rows with a button count, where the message means something else in other states</param>
    public ProcessMap<TCase, TState> CancelledBy<TMessage>(Func<string, TMessage> make, bool actsOnly = false)
        where TMessage : Message
    {
        Table.Cancel = new CancelRule(typeof(TMessage), make, actsOnly);
        return this;
    }

    /// <summary>The message by which a case is handed to a person, with the reason.</summary>
    public ProcessMap<TCase, TState> HandedOverBy<TMessage>(Func<string, string, TMessage> make)
        where TMessage : Message
    {
        Table.HandOver = new HandOverRule(typeof(TMessage), make);
        return this;
    }

    /// <summary>In that state people are asked for an approval, by the rules that all processes share.</summary>
    public ProcessMap<TCase, TState> AsksApproval(
        TState @in, Func<TCase, PolicyReader, ApprovalAsk> ask, Func<ApprovalGiven, Message> answer)
    {
        Table.Approval = new ApprovalRule(NameOf(@in), (state, policy) => ask((TCase)state, policy), answer);
        return this;
    }

    public ProcessMap<TCase, TState> Begins<TMessage>(
        Handler<TMessage> handler, [CallerArgumentExpression(nameof(handler))] string name = "")
        where TMessage : Message
    {
        Table.Begins(RowOf(handler, name));
        return this;
    }

    public ProcessMap<TCase, TState> In(TState state, Waits waits, OwnerGroup? owner = null, ExceptionCategory? exception = null)
    {
        Table.In(new StateRows(NameOf(state), waits, owner, exception));
        return this;
    }

    public ProcessMap<TCase, TState> Ends(TState state) => In(state, Waits.Nothing);

    /// <summary>What follows holds in every state.</summary>
    public ProcessMap<TCase, TState> InEveryState()
    {
        Table.InEveryState();
        return this;
    }

    public ProcessMap<TCase, TState> Within(Policy<TimeSpan> budget, Hours hours) => Within(_ => budget, hours, budget);

    public ProcessMap<TCase, TState> Within(Func<TCase, Policy<TimeSpan>> budget, Hours hours, params Policy<TimeSpan>[] all)
    {
        Table.CurrentState.Budget = new StateBudget(state => budget((TCase)state), hours, all);
        return this;
    }

    public ProcessMap<TCase, TState> Late(
        Handler<DeadlinePassed> handler, [CallerArgumentExpression(nameof(handler))] string name = "") => On(handler, name);

    public ProcessMap<TCase, TState> On<TMessage>(
        Handler<TMessage> handler, [CallerArgumentExpression(nameof(handler))] string name = "")
        where TMessage : Message
    {
        Table.Add(RowOf(handler, name));
        return this;
    }

    /// <summary>The message may come here and means nothing any more.</summary>
    public ProcessMap<TCase, TState> Ignores<TMessage>(string reason)
        where TMessage : Message
    {
        Table.Add(new Row(typeof(TMessage), "", (_, here, _, _) => new Verdict(Outcome.IgnoredLate, here!, [], [], reason))
        {
            IgnoreReason = reason,
        });
        return this;
    }

    public ProcessMap<TCase, TState> To(params ReadOnlySpan<TState> states)
    {
        var names = new string[states.Length];
        for (var at = 0; at < names.Length; at++)
        {
            names[at] = NameOf(states[at]);
        }

        Table.CurrentRow.Branches.Add(new Branch(names));
        return this;
    }

    public ProcessMap<TCase, TState> Asks<TEffect>()
        where TEffect : Effect, IAnswered
    {
        Table.CurrentRow.Branches[^1].Asks.Add(new AskedEffect(typeof(TEffect), TEffect.Done, TEffect.RefusedWith));
        return this;
    }

    /// <summary>The row may tell another case this.</summary>
    public ProcessMap<TCase, TState> Tells<TMessage>()
        where TMessage : Message
    {
        Table.CurrentRow.Branches[^1].Tells.Add(typeof(TMessage));
        return this;
    }

    /// <summary>A person may send this message by hand, with this button.</summary>
    public ProcessMap<TCase, TState> Act(string words, bool danger = false)
    {
        (Table.CurrentRow.Act, Table.CurrentRow.Danger) = (words, danger);
        return this;
    }

    private static string NameOf(TState state) =>
        Enum.GetName(state) ?? throw new InvalidOperationException($"{typeof(TState).Name} has no member {state}.");

    private static Row RowOf<TMessage>(Handler<TMessage> handler, string name)
        where TMessage : Message =>
        new(typeof(TMessage), name, (state, here, message, context) =>
        {
            var decision = handler((TCase)state, (TMessage)message, context);
            var to = decision.To is { } leads ? NameOf(leads) : here;
            return new Verdict(
                decision.Outcome, to ?? throw new OffTheMapException($"{name} began a case and put it nowhere."), decision.Facts,
                decision.Effects, decision.Because);
        });
}
