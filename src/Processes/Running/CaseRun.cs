using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Running;

/// <summary>What the retailer has laid down: places, hours and policies. Read by decisions, changed by none.</summary>
public sealed record Rulebook(RetailNetwork Network, CalendarBook Calendars, PolicyBook Policies)
{
    public static Rulebook Of(RetailNetwork network) => new(network, new CalendarBook(network), PolicyBook.Defaults);
}

/// <summary>
/// One case in memory: folds its rows, and turns a message into the next row. Pure but for its own state; whoever runs it
/// makes the row durable before the world hears of it, and throws the whole run away when the fence is lost.
/// </summary>
public sealed class CaseRun(IProcess process, CaseId id, Rulebook rules)
{
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<string, (RequestedEffect Effect, string? Trace)> _open = [];
    private readonly List<Envelope> _deferred = [];
    private Deadline? _deadline;
    private CaseCard? _card;
    private (string Reason, Envelope Message)? _incident;

    public CaseId Id { get; } = id;

    public int Seq { get; private set; }

    /// <summary>The state it stands in; null before its first message.</summary>
    public string? At { get; private set; }

    public object State { get; private set; } = process.Empty;

    public bool Final { get; private set; }

    public string? Incident => _incident?.Reason;

    /// <summary>Messages that wait behind an incident that is cured now; told again in order.</summary>
    public IReadOnlyList<Envelope> TakeDeferred()
    {
        if (_incident is not null || _deferred.Count == 0)
        {
            return [];
        }

        Envelope[] again = [.. _deferred.Select(message => message with { Id = $"{message.Id}/again" })];
        _deferred.Clear();
        return again;
    }

    /// <summary>An effect that no row has answered; told effects stay here, their receipt is the other case's row.</summary>
    public RequestedEffect? OpenEffect(string key) => _open.TryGetValue(key, out var open) ? open.Effect : null;

    /// <summary>The trace in which an open effect was asked for.</summary>
    public string? TraceOf(string key) => _open.TryGetValue(key, out var open) ? open.Trace : null;

    /// <summary>What a message would come to without a row being written: known already, or not for this case at all.</summary>
    public TellReceipt? AnswerWithoutRow(Envelope message)
    {
        if (_seen.Contains(message.Id))
        {
            return Receipt(TellResult.Duplicate, "Known already.");
        }

        if (message.Answers is { } key && !_open.ContainsKey(key) && Seq > 0)
        {
            return Receipt(TellResult.Duplicate, "Answered already.");
        }

        if (message.Data is DeadlinePassed passed && (_deadline is null || passed.Since != _deadline.Since))
        {
            return Receipt(TellResult.Duplicate, "That deadline is not running.");
        }

        return message.Data is IncidentRetried or IncidentSkipped && _incident is null
            ? Receipt(TellResult.Ignored, "There is no open incident.")
            : null;
    }

    /// <summary>Decides. The row is not applied yet: call <see cref="Apply"/> with it.</summary>
    /// <exception cref="OffTheMapException">the message begins nothing and no case is there</exception>
    public Transition Next(Envelope message, DateTimeOffset now)
    {
        if (_incident is { } incident)
        {
            switch (message.Data)
            {
                case IncidentRetried retried:
                    return Decided(incident.Message with { Id = message.Id, Who = message.Who }, now, $"Tried again: {retried.Why}. ");
                case IncidentSkipped skipped:
                    // What is skipped was perhaps an answer: its effect has nothing more to wait for.
                    return Row(
                        message with { Answers = incident.Message.Answers }, now, Outcome.Applied, At!, [], [], $"Skipped: {skipped.Why}",
                        []);
                default:
                    return Row(message, now, Outcome.Deferred, At!, [], [], "Waits behind an open incident.", []);
            }
        }

        return Decided(message, now, "");
    }

    /// <summary>Folds a row, fresh or read back.</summary>
    public void Apply(Transition row)
    {
        if (row.Seq != Seq + 1)
        {
            throw new InvalidOperationException($"{Id}: row {row.Seq} does not follow {Seq}.");
        }

        (Seq, At, Final, _deadline) = (row.Seq, row.To, row.Final, row.Deadline);
        _card = row.Card ?? _card;
        _seen.Add(row.Message.Id);
        foreach (var fact in row.Facts)
        {
            State = process.Fold(State, fact, row.Message);
        }

        foreach (var effect in row.Effects)
        {
            _open.Add(effect.Key, (effect, row.Message.Trace));
        }

        if (row.Message.Answers is { } answered && row.Outcome is not (Outcome.Incident or Outcome.Deferred))
        {
            _open.Remove(answered);
        }

        switch (row.Outcome)
        {
            case Outcome.Incident:
                _incident = (row.Because, row.Message);
                break;
            case Outcome.Deferred:
                _deferred.Add(row.Message);
                break;
            default:
                _incident = null;
                break;
        }
    }

    public TellReceipt Receipt(TellResult result, string reason) => new(result, Id, Seq, At ?? "", reason);

    private Transition Decided(Envelope message, DateTimeOffset now, string prefix)
    {
        var policy = new PolicyReader(rules.Policies, ScopeNow(message), now);
        var context = new Context(Id, now, message.Who, policy, rules.Network, rules.Calendars);
        try
        {
            var verdict = process.Decide(State, At, message, context);
            return Written(message, verdict with { Because = prefix + verdict.Because }, context);
        }
        catch (Exception failure) when (At is not null)
        {
            // A decision that failed is a fault of ours, not of the sender: kept, shown, and the case stays where it was.
            return Row(message, now, Outcome.Incident, At, [], [], $"{failure.GetType().Name}: {failure.Message}", []);
        }
    }

    private Transition Written(Envelope message, Verdict verdict, Context context)
    {
        var effects = verdict.Effects;
        if (verdict.Outcome == Outcome.IgnoredUnexpected && process.Kind is not ("task" or "stock"))
        {
            effects = [.. effects, UnexpectedTask(message, verdict, context)];
        }

        var folded = verdict.Facts.Aggregate(State, (state, fact) => process.Fold(state, fact, message));
        var standing = process.StandingIn(verdict.To);
        var deadline = standing.Final ? null : NextDeadline(message, verdict, folded, context);
        return Row(message, context.Now, verdict.Outcome, verdict.To, verdict.Facts, effects, verdict.Because, [.. context.Policy.Used])
            with
            {
                Final = standing.Final,
                Waits = standing.Waits,
                Deadline = deadline,
                Card = process.CardOf(folded, verdict.To) is var card && !card.Equals(_card) ? card : null,
            };
    }

    private Transition Row(
        Envelope message, DateTimeOffset now, Outcome outcome, string to, IReadOnlyList<Fact> facts, IReadOnlyList<Effect> effects,
        string because, ImmutableArray<string> policies)
    {
        var standing = process.StandingIn(to);
        return new Transition(
            Id, Seq + 1, now, process.Name, process.Version, message, outcome, At, to, standing.Final, standing.Waits, [.. facts],
            [.. effects.Select((effect, n) => new RequestedEffect(RequestedEffect.KeyOf(Id, Seq + 1, n + 1), effect))],
            _deadline, null, because, policies);
    }

    /// <summary>A budget starts when a state is entered, when it has run out and the case stays, or when another one holds now.</summary>
    private Deadline? NextDeadline(Envelope message, Verdict verdict, object folded, Context context)
    {
        if (process.BudgetIn(verdict.To, folded, context) is not { } within)
        {
            return null;
        }

        var ranOut = message.Data is DeadlinePassed && verdict.Outcome == Outcome.Applied;
        if (_deadline is { } running && verdict.To == At && !ranOut && running.Budget == within.Budget
            && running.Calendar == within.Calendar)
        {
            return running;
        }

        var due = rules.Calendars.Find(within.Calendar).Due(context.Now, within.Budget);
        // A moment later at least: two budgets that start at once must differ, and a budget of nothing must not spin.
        due = due > context.Now ? due : context.Now + TimeSpan.FromSeconds(1);
        var step = ranOut && verdict.To == At ? (_deadline?.Step ?? 0) + 1 : 1;
        return new Deadline(verdict.To, within.Budget, within.Calendar, context.Now, due, step);
    }

    private TellCase UnexpectedTask(Envelope message, Verdict verdict, Context context)
    {
        var type = MessageNames.Of(message.Data.GetType());
        var rule = ExceptionRules.Of(ExceptionCategory.UnexpectedMessage);
        return new TellCase(
            CaseId.Task($"UNEXPECTED-{Id.Kind}-{Id.Key}-{Seq + 1}"),
            new TaskOpened(
                TaskKind.Resolve, $"Unexpected {type} for {Id}", verdict.Because, Id, Id, rule.Owner, null, _card?.Region, _card?.Channel,
                rule.Category, _card?.Promise, _card?.Value, _card?.Currency, StoreTasks.Tasks.Priority(context.Now, null, 0, ""),
                rule.Budget,
                [], [new TaskChoice("done", "Cleared by hand")]));
    }

    private Scope ScopeNow(Envelope message) =>
        _card is { } card
            ? new Scope(card.Region, card.Channel, card.Node)
            : message.Data is OrderReceived order ? new Scope(order.Region, order.Channel, order.PickupNode)
            : message.Data is FulfilmentAsked part ? new Scope(part.Region, part.Channel, part.Node)
            : message.Data is TaskOpened task ? new Scope(task.Region, task.Channel, task.Node)
            : Scope.Everywhere;
}
