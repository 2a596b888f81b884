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
public sealed partial class ProcessMap<TCase, TState>(string name, string kind, int version, OwnerGroup owner)
    where TCase : class
    where TState : struct, Enum
{
    private readonly Dictionary<TState, StateRows<TCase, TState>> _states = [];
    private readonly List<Row<TCase, TState>> _always = [];
    private readonly List<Migration<TState>> _migrations = [];
    private StateRows<TCase, TState>? _state;
    private Row<TCase, TState>? _row;

    public delegate Decision<TState> Handler<in TMessage>(TCase @case, TMessage message, Context context);

    public string Name { get; } = name;

    /// <summary>The kind of case ids this process runs: <c>order</c>.</summary>
    public string Kind { get; } = kind;

    public int Version { get; } = version;

    public OwnerGroup Owner { get; } = owner;

    /// <summary>The row that begins a case.</summary>
    public Row<TCase, TState>? Beginning { get; private set; }

    public IReadOnlyDictionary<TState, StateRows<TCase, TState>> States => _states;

    /// <summary>Rows that hold in every state, final ones too; they never move the case.</summary>
    public IReadOnlyList<Row<TCase, TState>> Always => _always;

    /// <summary>Where cases of older versions stand in this one.</summary>
    public IReadOnlyList<Migration<TState>> Migrations => _migrations;

    /// <summary>How the process itself is told to end a case and undo what was done; null where it cannot be.</summary>
    public (Type Message, Func<string, Message> Make, bool ActsOnly)? Cancel { get; private set; }

    /// <summary>How the process itself is told that a person takes over; null where the runtime notes it beside the map.</summary>
    public (Type Message, Func<string, string, Message> Make)? HandOver { get; private set; }

    /// <summary>The state in which it waits for an approval, of whom, and the process's own words for yes and no.</summary>
    public (TState In, Func<TCase, PolicyReader, ApprovalAsk> Ask, Func<ApprovalGiven, Message> Answer)? Approval { get; private set; }

    /// <summary>Every effect that some row asks for.</summary>
    public IEnumerable<AskedEffect> AllAsks =>
        _states.Values.SelectMany(state => state.Rows).Concat(_always)
            .Concat(Beginning is { } first ? [first] : []).SelectMany(row => row.Asks);

    /// <summary>A case that an older version left in a state of that name stands in this one now.</summary>
    public ProcessMap<TCase, TState> Migrates(int fromVersion, string old, TState to)
    {
        _migrations.Add(new Migration<TState>(fromVersion, old, to));
        return this;
    }

    /// <summary>The message by which an operator ends a case: states that have no row for it cannot be cancelled.</summary>
    /// <param name="actsOnly">whether only rows with a button count, where the message means something else in other states</param>
    public ProcessMap<TCase, TState> CancelledBy<TMessage>(Func<string, TMessage> make, bool actsOnly = false)
        where TMessage : Message
    {
        Cancel = (typeof(TMessage), make, actsOnly);
        return this;
    }

    /// <summary>The message by which a case is handed to a person, with the reason.</summary>
    public ProcessMap<TCase, TState> HandedOverBy<TMessage>(Func<string, string, TMessage> make)
        where TMessage : Message
    {
        HandOver = (typeof(TMessage), make);
        return this;
    }

    /// <summary>In that state people are asked for an approval, by the rules that all processes share.</summary>
    public ProcessMap<TCase, TState> AsksApproval(
        TState @in, Func<TCase, PolicyReader, ApprovalAsk> ask, Func<ApprovalGiven, Message> answer)
    {
        Approval = (@in, ask, answer);
        return this;
    }

    public ProcessMap<TCase, TState> Begins<TMessage>(
        Handler<TMessage> handler, [CallerArgumentExpression(nameof(handler))] string name = "")
        where TMessage : Message
    {
        Beginning = _row = RowOf(handler, name);
        return this;
    }

    public ProcessMap<TCase, TState> In(TState state, Waits waits, OwnerGroup? owner = null, ExceptionCategory? exception = null)
    {
        _state = new StateRows<TCase, TState>(state, waits, owner, exception);
        _row = null;
        return _states.TryAdd(state, _state) ? this : throw new InvalidOperationException($"{Name}: {state} is described twice.");
    }

    public ProcessMap<TCase, TState> Ends(TState state) => In(state, Waits.Nothing);

    /// <summary>What follows holds in every state.</summary>
    public ProcessMap<TCase, TState> InEveryState()
    {
        (_state, _row) = (null, null);
        return this;
    }

    public ProcessMap<TCase, TState> Within(Policy<TimeSpan> budget, Hours hours) => Within(_ => budget, hours, budget);

    public ProcessMap<TCase, TState> Within(Func<TCase, Policy<TimeSpan>> budget, Hours hours, params Policy<TimeSpan>[] all)
    {
        CurrentState.Budget = new StateBudget<TCase>(budget, hours, all);
        return this;
    }

    public ProcessMap<TCase, TState> Late(
        Handler<DeadlinePassed> handler, [CallerArgumentExpression(nameof(handler))] string name = "") => On(handler, name);

    public ProcessMap<TCase, TState> On<TMessage>(
        Handler<TMessage> handler, [CallerArgumentExpression(nameof(handler))] string name = "")
        where TMessage : Message => Add(RowOf(handler, name));

    /// <summary>The message may come here and means nothing any more.</summary>
    public ProcessMap<TCase, TState> Ignores<TMessage>(string reason)
        where TMessage : Message =>
        Add(new Row<TCase, TState>(typeof(TMessage), "", (_, _, _) => Decide.TooLate<TState>(reason)) { IgnoreReason = reason });

    public ProcessMap<TCase, TState> To(params ReadOnlySpan<TState> states)
    {
        CurrentRow.Branches.Add(new Branch<TState>(states.ToArray()));
        return this;
    }

    public ProcessMap<TCase, TState> Asks<TEffect>()
        where TEffect : Effect, IAnswered
    {
        CurrentRow.Branches[^1].Asks.Add(new AskedEffect(typeof(TEffect), TEffect.Done, TEffect.RefusedWith));
        return this;
    }

    /// <summary>The row may tell another case this.</summary>
    public ProcessMap<TCase, TState> Tells<TMessage>()
        where TMessage : Message
    {
        CurrentRow.Branches[^1].Tells.Add(typeof(TMessage));
        return this;
    }

    /// <summary>A person may send this message by hand, with this button.</summary>
    public ProcessMap<TCase, TState> Act(string words, bool danger = false)
    {
        (CurrentRow.Act, CurrentRow.Danger) = (words, danger);
        return this;
    }

    private StateRows<TCase, TState> CurrentState =>
        _state ?? throw new InvalidOperationException($"{Name}: say In(state) first.");

    private Row<TCase, TState> CurrentRow => _row ?? throw new InvalidOperationException($"{Name}: say On<message>(handler) first.");

    private ProcessMap<TCase, TState> Add(Row<TCase, TState> row)
    {
        _row = row;
        var rows = _state?.Rows ?? _always;
        if (rows.Exists(other => other.Message == row.Message))
        {
            throw new InvalidOperationException(
                $"{Name}: {_state?.State.ToString() ?? "every state"} has two rows for {row.Message.Name}.");
        }

        rows.Add(row);
        return this;
    }

    private static Row<TCase, TState> RowOf<TMessage>(Handler<TMessage> handler, string name)
        where TMessage : Message =>
        new(typeof(TMessage), name, (@case, message, context) => handler(@case, (TMessage)message, context));
}
