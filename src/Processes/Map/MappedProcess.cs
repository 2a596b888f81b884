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

/// <summary>A process by its map: the types of its cases and states on one side, what is the same for all on the other.</summary>
public sealed class MappedProcess<TCase, TState>(
    ProcessMap<TCase, TState> map,
    TCase empty,
    Func<TCase, Fact, Message, TCase> fold,
    Func<TCase, TState, CaseCard> card,
    IReadOnlyList<JsonDerivedType> facts) : MappedProcess(
        map.Table,
        empty,
        (state, fact, message) => fold((TCase)state, fact, message),
        (state, at) => card((TCase)state, Enum.Parse<TState>(at)),
        facts)
    where TCase : class
    where TState : struct, Enum;

/// <summary>Runs cases by a map: finds the row, has it decide, and refuses what the row does not allow.</summary>
public abstract class MappedProcess(
    MapTable map,
    object empty,
    Func<object, Fact, Message, object> fold,
    Func<object, string, CaseCard> card,
    IReadOnlyList<JsonDerivedType> facts) : IProcess
{
    private readonly MapPicture _picture = MapDrawing.Of(map);
    private readonly FrozenDictionary<Type, (Type Done, Type Refused)> _answers = map.AllAsks
        .DistinctBy(asked => asked.Effect).ToFrozenDictionary(asked => asked.Effect, asked => (asked.Done, asked.Refused));

    public string Name => map.Name;

    public string Kind => map.Kind;

    public int Version => map.Version;

    public MapPicture Picture => _picture;

    public IReadOnlyList<JsonDerivedType> Facts => facts;

    public object Empty => empty;

    public bool Begins(Message message) => map.Beginning?.Message == message.GetType();

    public object Fold(object state, Fact fact, Envelope message) => fold(state, fact, message.Data);

    public Verdict Decide(object state, string? at, Envelope message, Context context)
    {
        var type = message.Data.GetType();
        if (at is null)
        {
            return map.Beginning is { } beginning && beginning.Message == type
                ? Judge(beginning, null, state, message, context)
                : throw new OffTheMapException($"No {map.Kind} of that key exists, and {MessageNames.Of(type)} does not begin one.");
        }

        var row = map.States[at].Find(type) ?? map.Always.FirstOrDefault(row => row.Message == type);
        return row is null ? Unheard(at, message) : Judge(row, at, state, message, context);
    }

    public Standing StandingIn(string state)
    {
        var rows = map.States[state];
        return new Standing(rows.Waits, rows.Final, rows.Owner, rows.Exception);
    }

    public DueWithin? BudgetIn(string at, object state, Context context)
    {
        var here = map.States[at];
        if (here.Budget is not { } budget)
        {
            return null;
        }

        var (shown, policy) = (CardOf(state, at, context), budget.Policy(state));
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
        var shown = card(state, at);
        var owner = shown.Owner ?? (shown.Exception is { } category
            ? context.Policy.OwnerOf(category, map.States[at].Owner) : map.States[at].Owner);
        return owner == shown.Owner ? shown : shown with { Owner = owner };
    }

    public bool Knows(string state) => map.States.ContainsKey(state);

    public MapFit FitOf(string state, int version, IReadOnlyCollection<string> inFlight) =>
        MapFitting.Of(map, state, version, inFlight);

    public (Message? Message, string WhyNot) CancelIn(string state, string why)
    {
        if (map.Cancel is not { } cancel)
        {
            return (null, $"A {map.Kind} has no cancel row.");
        }

        var row = map.States.TryGetValue(state, out var here) ? here.Find(cancel.Message) : null;
        return row is { IgnoreReason: null } && (row.Act is not null || !cancel.ActsOnly)
            ? (cancel.Make(why), "")
            : (null, row?.IgnoreReason ?? $"{state} has no row for {MessageNames.Of(cancel.Message)}.");
    }

    public Message? HandOverIn(string state, string person, string why) =>
        map.HandOver is { } over && map.States.TryGetValue(state, out var here) && here.Find(over.Message) is not null
            ? over.Make(person, why)
            : null;

    public OpenApproval? ApprovalIn(string at, object state, PolicyReader policy) =>
        map.Approval is { } asks && asks.In == at ? new OpenApproval(asks.Ask(state, policy), asks.Answer) : null;

    public (Type Done, Type Refused)? AnswersTo(Type effect) => _answers.TryGetValue(effect, out var answers) ? answers : null;

    public IReadOnlyList<string> Check() => MapCheck.Of(map);

    private static Verdict Judge(Row row, string? here, object state, Envelope message, Context context)
    {
        var verdict = row.Decide(state, here, message.Data, context);
        if (verdict.Outcome != Outcome.Applied && (verdict.Effects.Count > 0 || verdict.Facts.Count > 0 || verdict.To != here))
        {
            throw new OffTheMapException($"{row.Handler} ignored {MessageNames.Of(row.Message)} and decided on it at once.");
        }

        if (verdict.To != here && !row.LeadsTo(verdict.To))
        {
            throw new OffTheMapException(
                $"{row.Handler} went from {here} to {verdict.To}; its row allows {string.Join(", ", row.To)}.");
        }

        foreach (var effect in verdict.Effects)
        {
            RefuseUndeclared(row, here, verdict.To, effect);
        }

        return verdict;
    }

    private static void RefuseUndeclared(Row row, string? here, string to, Effect effect)
    {
        var type = effect is TellCase tell ? tell.Data.GetType() : effect.GetType();
        var declared = row.Branches.Exists(way => way.MayEndIn(to, here)
            && (effect is TellCase ? way.Tells.Contains(type) : way.Asks.Exists(asked => asked.Effect == type)));
        if (!declared)
        {
            var what = effect is TellCase ? $"tell {MessageNames.Of(type)}" : $"ask {type.Name}";
            throw new OffTheMapException($"{row.Handler} wanted to {what}, which its row does not declare on that way.");
        }
    }

    /// <summary>Nothing is dropped silently: a late one says so, an unexpected one goes to the owner as an exception.</summary>
    private Verdict Unheard(string here, Envelope message)
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

        Verdict Ignored(Outcome outcome, string because) => new(outcome, here, [], [], because);
    }
}
