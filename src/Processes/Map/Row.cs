using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Map;

/// <summary>An effect that a row may ask for, with the types of its two answers.</summary>
public sealed record AskedEffect(Type Effect, Type Done, Type Refused);

/// <summary>Whose hours a budget counts in.</summary>
public enum Hours
{
    /// <summary>Around the clock.</summary>
    Always,
    /// <summary>While the case's node is open.</summary>
    OfNode,
    /// <summary>The office hours of the owner group.</summary>
    OfTeam,
}

/// <summary>The budget of business time a case may stand in a state.</summary>
public sealed record StateBudget<TCase>(Func<TCase, Policy<TimeSpan>> Policy, Hours Hours, IReadOnlyList<Policy<TimeSpan>> All);

/// <summary>The states a row may go to on one way, and what it may ask for and tell on that way.</summary>
public sealed record Branch<TState>(IReadOnlyList<TState> To)
{
    public List<AskedEffect> Asks { get; } = [];

    public List<Type> Tells { get; } = [];
}

/// <summary>One row of a map.</summary>
public sealed class Row<TCase, TState>(Type message, string handler, Func<TCase, Message, Context, Decision<TState>> decide)
    where TState : struct, Enum
{
    public Type Message { get; } = message;

    /// <summary>The handler's name, as the documents and screens say it.</summary>
    public string Handler { get; } = handler;

    public Func<TCase, Message, Context, Decision<TState>> Decide { get; } = decide;

    /// <summary>Where it may go and what it may ask for on each way. The first holds for staying where the case is.</summary>
    public List<Branch<TState>> Branches { get; } = [new([])];

    public IEnumerable<TState> To => Branches.SelectMany(branch => branch.To).Distinct();

    public IEnumerable<AskedEffect> Asks => Branches.SelectMany(branch => branch.Asks).Distinct();

    public IEnumerable<Type> Tells => Branches.SelectMany(branch => branch.Tells).Distinct();

    /// <summary>The ways on which a decision that ends in this state may have gone.</summary>
    public IEnumerable<Branch<TState>> BranchesTo(TState? here, TState to) =>
        Branches.Where(branch => branch.To.Contains(to) || (branch.To.Count == 0 && Equals(here, to)));

    /// <summary>The words of the button, where a person may send this message by hand.</summary>
    public string? Act { get; set; }

    public bool Danger { get; set; }

    /// <summary>Set on rows that record a message as too late instead of deciding.</summary>
    public string? IgnoreReason { get; init; }
}

/// <summary>A state with all that holds while a case stands in it.</summary>
public sealed class StateRows<TCase, TState>(TState state, Waits waits, OwnerGroup? owner, ExceptionCategory? exception)
    where TState : struct, Enum
{
    public TState State { get; } = state;

    public Waits Waits { get; } = waits;

    public OwnerGroup? Owner { get; } = owner;

    public ExceptionCategory? Exception { get; } = exception;

    public bool Final => Waits == Waits.Nothing;

    public StateBudget<TCase>? Budget { get; set; }

    public List<Row<TCase, TState>> Rows { get; } = [];

    public Row<TCase, TState>? Find(Type message) => Rows.Find(row => row.Message == message);
}
