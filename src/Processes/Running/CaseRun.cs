using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Running;

/// <summary>What the retailer has laid down: places, hours and policies. Read by decisions, changed by none.</summary>
public sealed record Rulebook(RetailNetwork Network, CalendarBook Calendars, PolicyShelf Shelf)
{
    public Rulebook(RetailNetwork network, CalendarBook calendars, PolicyBook policies)
        : this(network, calendars, new PolicyShelf(policies))
    {
    }

    /// <summary>The book in force now. A decision takes it once.</summary>
    public PolicyBook Policies => Shelf.InForce;

    public static Rulebook Of(RetailNetwork network) => new(network, new CalendarBook(network), PolicyBook.Defaults);
}

/// <summary>
/// One case in memory: folds its rows, and turns a message into the next row. Pure but for its own state; whoever runs it
/// makes the row durable before the world hears of it, and throws the whole run away when the fence is lost.
/// </summary>
public sealed partial class CaseRun(IProcess process, CaseId id, Rulebook rules)
{
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<string, (RequestedEffect Asked, string? Trace)> _open = [];
    private readonly List<Envelope> _deferred = [];
    private int _version = process.Version;
    private Waits _waits;
    private Deadline? _deadline;
    private CaseCard? _card;
    private OpenFailure? _incident;
    private Hold? _hold;
    private (OwnerGroup? Owner, string? Person)? _handed;

    /// <param name="Seq">the row of the latest failure</param>
    private sealed record OpenFailure(string Reason, Envelope Message, int Seq);

    /// <param name="Stopped">the deadline that ran until then</param>
    private sealed record Hold(DateTimeOffset Since, Deadline? Stopped);

    public CaseId Id { get; } = id;

    public int Seq { get; private set; }

    /// <summary>The state it stands in; null before its first message.</summary>
    public string? At { get; private set; }

    public object State { get; private set; } = process.Empty;

    public bool Final { get; private set; }

    /// <summary>The budget that runs; null where none does, or the case is held.</summary>
    public Deadline? Deadline => _deadline;

    public string? Incident => _incident?.Reason;

    /// <summary>Messages that wait behind an incident or a hold that is over now; told again in order.</summary>
    public IReadOnlyList<Envelope> TakeDeferred()
    {
        if (_incident is not null || _hold is not null || _deferred.Count == 0)
        {
            return [];
        }

        Envelope[] again = [.. _deferred.Select(message => message with { Id = AgainOf(message) })];
        _deferred.Clear();
        return again;
    }

    /// <summary>An effect that no row has answered; told effects stay here, their receipt is the other case's row.</summary>
    public RequestedEffect? OpenEffect(string key) => _open.TryGetValue(key, out var open) ? open.Asked : null;

    /// <summary>Whether what it does hangs on what the case asked of the ledger before.</summary>
    public static bool KeepsOrder(Effect effect) => effect is SettleStock or ReserveStock;

    /// <summary>
    /// An open effect, and where it instructs the ledger all that was asked of it before and is open, too, in the order of asking.
    /// </summary>
    public IReadOnlyList<(RequestedEffect Asked, string? Trace)> OpenUpTo(string key)
    {
        if (!_open.TryGetValue(key, out var open))
        {
            return [];
        }

        return !KeepsOrder(open.Asked.Effect) ? [open]
            :
            [
                .. _open.Values.Where(one => KeepsOrder(one.Asked.Effect))
                    .Where(one => one.Asked.Place.CompareTo(open.Asked.Place) <= 0).OrderBy(one => one.Asked.Place),
            ];
    }

    /// <summary>Whether the answer to an effect is still to come; what another case was told is answered by nobody.</summary>
    public bool AwaitsAnswers => _open.Values.Any(open => open.Asked.Effect is not TellCase);

    /// <summary>Whether a row has taken this message.</summary>
    public bool Knows(string messageId) => _seen.Contains(messageId);

    /// <summary>What a message would come to without a row being written: known already, or not for this case at all.</summary>
    public TellReceipt? AnswerWithoutRow(Envelope message)
    {
        if (Knows(message.Id))
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

        return message.Data is IAboutAnyCase && WhyNot(message) is { } no ? Receipt(no.Result, no.Reason) : null;
    }

    /// <summary>Decides. The row is not applied yet: call <see cref="Apply"/> with it.</summary>
    /// <exception cref="OffTheMapException">the message begins nothing and no case is there</exception>
    /// <exception cref="StoreUnavailableException">a newer program has the case; this one must not write to it</exception>
    public Transition Next(Envelope message, DateTimeOffset now)
    {
        if (_version > process.Version)
        {
            throw new StoreUnavailableException(
                $"{Id} runs by map {_version} and this program knows map {process.Version}; a newer program has to take it.");
        }

        if (message.Data is IAboutAnyCase && Acted(message, now) is { } done)
        {
            return done;
        }

        return _hold is not null ? Row(message, now, Outcome.Deferred, At!, [], [], "Waits while the case is held.", [])
            : _incident is not null ? Row(message, now, Outcome.Deferred, At!, [], [], "Waits behind an open incident.", [])
            : Decided(message, now, "");
    }

    /// <summary>Folds a row, fresh or read back.</summary>
    public void Apply(Transition row)
    {
        if (row.Seq != Seq + 1)
        {
            throw new InvalidOperationException($"{Id}: row {row.Seq} does not follow {Seq}.");
        }

        ApplyAct(row);
        (Seq, At, Final, _deadline) = (row.Seq, row.To, row.Final, row.Deadline);
        (_version, _waits, _card) = (row.MapVersion, row.Waits, row.Card ?? _card);
        _seen.Add(row.Message.Id);
        _deferred.RemoveAll(waiting => AgainOf(waiting) == row.Message.Id);
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

        if (row.Outcome == Outcome.Deferred)
        {
            _deferred.Add(row.Message);
        }
    }

    public TellReceipt Receipt(TellResult result, string reason) => new(result, Id, Seq, At ?? "", reason);

    private static string AgainOf(Envelope message) => $"{message.Id}/again";

    private Transition Decided(Envelope message, DateTimeOffset now, string prefix)
    {
        var policy = new PolicyReader(rules.Policies, ScopeNow(message), now);
        var context = new Context(Id, now, message.Who, policy, rules.Network, rules.Calendars);
        try
        {
            var fit = FitNow();
            if (!fit.RunsOn)
            {
                throw new MapMisfitException(fit.Why);
            }

            var migrated = At is not null && fit.To != At ? $"{fit.Why} " : "";
            var verdict = message.Data is MapAdopted adopted
                ? new Verdict(Outcome.Applied, fit.To!, [], [], $"Runs by map {process.Version} now: {adopted.Why}.")
                : process.Decide(State, At is null ? null : fit.To, message, context);
            return Written(message, verdict with { Because = prefix + migrated + verdict.Because }, context);
        }
        catch (Exception failure) when (At is not null)
        {
            // A decision that failed is a fault of ours, not of the sender: kept, shown, and the case stays where it was.
            return Row(message, now, Outcome.Incident, At, [], [], $"{failure.GetType().Name}: {failure.Message}", []);
        }
    }

    /// <summary>Whether the case can be decided by the map in force; one that was written by it is not looked at twice.</summary>
    private MapFit FitNow() =>
        At is null || (_version == process.Version && process.Knows(At))
            ? new MapFit(Fit.Safe, At, "")
            : process.FitOf(At, _version, [.. _open.Values.Select(open => EffectNames.Of(open.Asked.Effect.GetType()))]);

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
        var card = Handed(process.CardOf(folded, verdict.To, context), verdict.To);
        return Row(message, context.Now, verdict.Outcome, verdict.To, verdict.Facts, effects, verdict.Because, [.. context.Policy.Used])
            with
            {
                Final = standing.Final,
                Waits = standing.Waits,
                Deadline = deadline,
                MapVersion = process.Version,
                Card = card.Equals(_card) ? null : card,
            };
    }

    private Transition Row(
        Envelope message, DateTimeOffset now, Outcome outcome, string to, IReadOnlyList<Fact> facts, IReadOnlyList<Effect> effects,
        string because, ImmutableArray<string> policies)
    {
        // Where the map in force does not know the state, it stands as its own map left it.
        var standing = process.Knows(to) ? process.StandingIn(to) : new Standing(_waits, Final: false, null, null);
        return new Transition(
            Id, Seq + 1, now, process.Name, _version, message, outcome, At, to, standing.Final, standing.Waits, [.. facts],
            [.. effects.Select((effect, n) => new RequestedEffect(RequestedEffect.KeyOf(Id, Seq + 1, n + 1), effect))],
            _deadline, null, because, policies);
    }
}
