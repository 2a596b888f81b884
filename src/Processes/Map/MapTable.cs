using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Map;

/// <summary>A state of an older version, and where it stands in this one.</summary>
public sealed record Migration(int FromVersion, string Old, string To);

/// <summary>How the process itself is told to end a case and undo what was done.</summary>
/// <param name="ActsOnly">whether only rows with a button count, where the message means something else in other states</param>
public sealed record CancelRule(Type Message, Func<string, Message> Make, bool ActsOnly);

/// <summary>How the process itself is told that a person takes over, and why.</summary>
public sealed record HandOverRule(Type Message, Func<string, string, Message> Make);

/// <summary>The state in which a process waits for an approval, of whom, and its own words for yes and no.</summary>
public sealed record ApprovalRule(string In, Func<object, PolicyReader, ApprovalAsk> Ask, Func<ApprovalGiven, Message> Answer);

/// <summary>
/// What <see cref="ProcessMap{TCase, TState}"/> wrote down, with states by their names: what reads a table is the same code for all
/// processes, and is compiled once. Compiled for each process it was a third of all that a host compiles before its first order.
/// </summary>
public sealed class MapTable(string name, string kind, int version, OwnerGroup owner)
{
    private readonly Dictionary<string, StateRows> _states = [];
    private readonly List<Row> _always = [];
    private readonly List<Migration> _migrations = [];
    private StateRows? _state;
    private Row? _row;

    public string Name { get; } = name;

    /// <summary>The kind of case ids this process runs: <c>order</c>.</summary>
    public string Kind { get; } = kind;

    public int Version { get; } = version;

    public OwnerGroup Owner { get; } = owner;

    /// <summary>The row that begins a case.</summary>
    public Row? Beginning { get; private set; }

    public IReadOnlyDictionary<string, StateRows> States => _states;

    /// <summary>Rows that hold in every state, final ones too; they never move the case.</summary>
    public IReadOnlyList<Row> Always => _always;

    /// <summary>Where cases of older versions stand in this one.</summary>
    public IReadOnlyList<Migration> Migrations => _migrations;

    /// <summary>Null where the process cannot be told to end a case.</summary>
    public CancelRule? Cancel { get; internal set; }

    /// <summary>Null where the runtime notes beside the map that a person takes over.</summary>
    public HandOverRule? HandOver { get; internal set; }

    /// <summary>Null where no state waits for an approval.</summary>
    public ApprovalRule? Approval { get; internal set; }

    /// <summary>Every effect that some row asks for.</summary>
    public IEnumerable<AskedEffect> AllAsks => RowsFrom.SelectMany(at => at.Row.Asks);

    /// <summary>Every row, with the state it stands in: none for the one that begins a case and for those that hold always.</summary>
    public IEnumerable<(string? From, Row Row)> RowsFrom =>
        [
            .. Beginning is { } first ? [(null, first)] : Array.Empty<(string?, Row)>(),
            .. _states.Values.SelectMany(state => state.Rows.Select(row => ((string?)state.State, row))),
            .. _always.Select(row => ((string?)null, row)),
        ];

    internal StateRows CurrentState => _state ?? throw new InvalidOperationException($"{Name}: say In(state) first.");

    internal Row CurrentRow => _row ?? throw new InvalidOperationException($"{Name}: say On<message>(handler) first.");

    internal void Migrates(Migration way) => _migrations.Add(way);

    internal void Begins(Row row) => Beginning = _row = row;

    internal void In(StateRows state)
    {
        (_state, _row) = (state, null);
        if (!_states.TryAdd(state.State, state))
        {
            throw new InvalidOperationException($"{Name}: {state.State} is described twice.");
        }
    }

    internal void InEveryState() => (_state, _row) = (null, null);

    internal void Add(Row row)
    {
        _row = row;
        var rows = _state?.Rows ?? _always;
        if (rows.Exists(other => other.Message == row.Message))
        {
            throw new InvalidOperationException($"{Name}: {_state?.State ?? "every state"} has two rows for {row.Message.Name}.");
        }

        rows.Add(row);
    }
}
