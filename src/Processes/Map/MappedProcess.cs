using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Map;

/// <summary>A decision that its map does not allow. In production it becomes an incident, and the case stays where it was.</summary>
public sealed class OffTheMapException(string message) : Exception(message);

/// <summary>Runs cases by a map: finds the row, has it decide, and refuses what the row does not allow.</summary>
public sealed class MappedProcess<TCase, TState>(
    ProcessMap<TCase, TState> map,
    TCase empty,
    Func<TCase, Fact, Message, TCase> fold,
    Func<TCase, TState, CaseCard> card,
    IReadOnlyList<JsonDerivedType> facts) : IProcess
    where TCase : class
    where TState : struct, Enum
{
    private readonly MapPicture _picture = map.Draw();
    private readonly FrozenSet<string> _states = map.States.Keys.Select(state => state.ToString()).ToFrozenSet();
    private readonly FrozenDictionary<Type, (Type Done, Type Refused)> _answers = map.AllAsks
        .DistinctBy(asked => asked.Effect).ToFrozenDictionary(asked => asked.Effect, asked => (asked.Done, asked.Refused));

    public string Name => map.Name;

    public string Kind => map.Kind;

    public int Version => map.Version;

    public MapPicture Picture => _picture;

    public IReadOnlyList<JsonDerivedType> Facts => facts;

    public object Empty => empty;

    public bool Begins(Message message) => map.Beginning?.Message == message.GetType();

    public object Fold(object state, Fact fact, Envelope message) => fold((TCase)state, fact, message.Data);

    public Verdict Decide(object state, string? at, Envelope message, Context context)
    {
        var type = message.Data.GetType();
        if (at is null)
        {
            return map.Beginning is { } beginning && beginning.Message == type
                ? Judge(beginning, null, (TCase)state, message, context)
                : throw new OffTheMapException($"No {map.Kind} of that key exists, and {MessageNames.Of(type)} does not begin one.");
        }

        var here = Enum.Parse<TState>(at);
        var row = map.States[here].Find(type) ?? map.Always.FirstOrDefault(row => row.Message == type);
        return row is null ? Unheard(here, message) : Judge(row, here, (TCase)state, message, context);
    }

    public Standing StandingIn(string state)
    {
        var rows = map.States[Enum.Parse<TState>(state)];
        return new Standing(rows.Waits, rows.Final, rows.Owner, rows.Exception);
    }

    public DueWithin? BudgetIn(string at, object state, Context context)
    {
        var here = map.States[Enum.Parse<TState>(at)];
        if (here.Budget is not { } budget)
        {
            return null;
        }

        var (shown, policy) = (CardOf(state, at, context), budget.Policy((TCase)state));
        var calendar = budget.Hours switch
        {
            _ when policy.IsAroundTheClock => "always",
            Hours.OfNode when shown.Node is { } node => node,
            Hours.OfNode or Hours.OfTeam when (shown.Owner ?? here.Owner) is { } team => $"team:{team}",
            _ => "always",
        };
        return new DueWithin(context.Policy.Read(policy), calendar);
    }

    public CaseCard CardOf(object state, string at, Context context)
    {
        var here = Enum.Parse<TState>(at);
        var shown = card((TCase)state, here);
        var owner = shown.Owner ?? (shown.Exception is { } category
            ? context.Policy.OwnerOf(category, map.States[here].Owner) : map.States[here].Owner);
        return owner == shown.Owner ? shown : shown with { Owner = owner };
    }

    public bool Knows(string state) => _states.Contains(state);

    public MapFit FitOf(string state, int version, IReadOnlyCollection<string> inFlight) =>
        MapFitting.Of(map, state, version, inFlight);

    public (Message? Message, string WhyNot) CancelIn(string state, string why)
    {
        if (map.Cancel is not { } cancel)
        {
            return (null, $"A {map.Kind} has no cancel row.");
        }

        var row = MapFitting.Find(map, state) is { } here ? map.States[here].Find(cancel.Message) : null;
        return row is { IgnoreReason: null } && (row.Act is not null || !cancel.ActsOnly)
            ? (cancel.Make(why), "")
            : (null, row?.IgnoreReason ?? $"{state} has no row for {MessageNames.Of(cancel.Message)}.");
    }

    public Message? HandOverIn(string state, string person, string why) =>
        map.HandOver is { } over && MapFitting.Find(map, state) is { } here && map.States[here].Find(over.Message) is not null
            ? over.Make(person, why)
            : null;

    public OpenApproval? ApprovalIn(string at, object state, PolicyReader policy) =>
        map.Approval is { } asks && asks.In.ToString() == at ? new OpenApproval(asks.Ask((TCase)state, policy), asks.Answer) : null;

    public (Type Done, Type Refused)? AnswersTo(Type effect) => _answers.TryGetValue(effect, out var answers) ? answers : null;

    public IReadOnlyList<string> Check() => MapCheck.Of(map);

    private Verdict Judge(Row<TCase, TState> row, TState? here, TCase state, Envelope message, Context context)
    {
        var decision = row.Decide(state, message.Data, context);
        if (decision.Outcome != Outcome.Applied && (decision.Effects.Count > 0 || decision.Facts.Count > 0 || decision.To is not null))
        {
            throw new OffTheMapException($"{row.Handler} ignored {MessageNames.Of(row.Message)} and decided on it at once.");
        }

        var to = decision.To ?? here ?? throw new OffTheMapException($"{row.Handler} began a case and put it nowhere.");
        if (!Equals(to, here) && !row.To.Contains(to))
        {
            throw new OffTheMapException($"{row.Handler} went from {here} to {to}; its row allows {string.Join(", ", row.To)}.");
        }

        foreach (var effect in decision.Effects)
        {
            RefuseUndeclared(row, [.. row.BranchesTo(here, to)], effect);
        }

        return new Verdict(decision.Outcome, to.ToString(), decision.Facts, decision.Effects, decision.Because);
    }

    private static void RefuseUndeclared(Row<TCase, TState> row, IReadOnlyList<Branch<TState>> ways, Effect effect)
    {
        var declared = effect is TellCase tell
            ? ways.Any(way => way.Tells.Contains(tell.Data.GetType()))
            : ways.Any(way => way.Asks.Exists(asked => asked.Effect == effect.GetType()));
        if (!declared)
        {
            var what = effect is TellCase told ? $"tell {MessageNames.Of(told.Data.GetType())}" : $"ask {effect.GetType().Name}";
            throw new OffTheMapException($"{row.Handler} wanted to {what}, which its row does not declare on that way.");
        }
    }

    /// <summary>Nothing is dropped silently: a late one says so, an unexpected one goes to the owner as an exception.</summary>
    private Verdict Unheard(TState here, Envelope message)
    {
        var type = message.Data.GetType();
        var name = MessageNames.Of(type);
        if (message.Data is DeadlinePassed)
        {
            return Ignored(Outcome.IgnoredLate, $"The deadline no longer matters in {MapNames.Title(here)}.");
        }

        if (type == map.Beginning?.Message)
        {
            return Ignored(Outcome.IgnoredDuplicate, $"This {map.Kind} was begun before.");
        }

        var final = map.States[here].Final;
        var expectedElsewhere = map.States.Values.Any(state => state.Find(type) is not null);
        if (final && expectedElsewhere)
        {
            return Ignored(Outcome.IgnoredLate, $"{name} came after the end.");
        }

        return Ignored(Outcome.IgnoredUnexpected, $"{name} was not expected in {MapNames.Title(here)}.");

        Verdict Ignored(Outcome outcome, string because) => new(outcome, here.ToString(), [], [], because);
    }
}
