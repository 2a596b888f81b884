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
public sealed record StateBudget(Func<object, Policy<TimeSpan>> Policy, Hours Hours, IReadOnlyList<Policy<TimeSpan>> All);

/// <summary>The states a row may go to on one way, and what it may ask for and tell on that way.</summary>
public sealed record Branch(IReadOnlyList<string> To)
{
    public List<AskedEffect> Asks { get; } = [];

    public List<Type> Tells { get; } = [];

    /// <summary>Whether a decision that ends in that state may have gone this way.</summary>
    public bool MayEndIn(string to, string? from) => To.Count == 0 ? from == to : To.Contains(to);
}

/// <summary>What a row decides about a message to a case that stands in a state, or nowhere yet.</summary>
public delegate Verdict RowDecision(object state, string? here, Message message, Context context);

/// <summary>One row of a map.</summary>
public sealed class Row(Type message, string handler, RowDecision decide)
{
    public Type Message { get; } = message;

    /// <summary>The handler's name, as the documents and screens say it.</summary>
    public string Handler { get; } = handler;

    public RowDecision Decide { get; } = decide;

    /// <summary>Where it may go and what it may ask for on each way. The first holds for staying where the case is.</summary>
    public List<Branch> Branches { get; } = [new([])];

    public IEnumerable<string> To => Branches.SelectMany(branch => branch.To).Distinct();

    public IEnumerable<AskedEffect> Asks => Branches.SelectMany(branch => branch.Asks).Distinct();

    public IEnumerable<Type> Tells => Branches.SelectMany(branch => branch.Tells).Distinct();

    public bool LeadsTo(string to) => Branches.Exists(branch => branch.To.Contains(to));

    /// <summary>The words of the button, where a person may send this message by hand.</summary>
    public string? Act { get; set; }

    public bool Danger { get; set; }

    /// <summary>Set on rows that record a message as too late instead of deciding.</summary>
    public string? IgnoreReason { get; init; }
}

/// <summary>A state with all that holds while a case stands in it.</summary>
public sealed class StateRows(string state, Waits waits, OwnerGroup? owner, ExceptionCategory? exception)
{
    public string State { get; } = state;

    public Waits Waits { get; } = waits;

    public OwnerGroup? Owner { get; } = owner;

    public ExceptionCategory? Exception { get; } = exception;

    public bool Final => Waits == Waits.Nothing;

    public StateBudget? Budget { get; set; }

    public List<Row> Rows { get; } = [];

    public Row? Find(Type message) => Rows.Find(row => row.Message == message);
}
