using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Running;

/// <summary>
/// What operators may do with any case: retry or skip an incident, cancel, hold, resume, hand over, see to an effect that is given
/// up for now, and take up the map in force. Each is refused with a reason, or is a row with who and why.
/// </summary>
public sealed partial class CaseRun
{
    private sealed record Refusal(TellResult Result, string Reason);

    /// <summary>Why an act does nothing now; null when it may be done.</summary>
    private Refusal? WhyNot(Envelope act) => act.Data switch
    {
        _ when At is null => No($"There is no {Id}."),
        EffectParked parked => WhyNotOpen(parked.Effect),
        EffectRetried retried => WhyNotOpen(retried.Effect),
        _ when Final => Moved("The case has ended."),
        CaseResumed => _hold is null ? Moved("The case is not held.") : null,
        CaseHandedOver { Owner: null, Person: null } => No("Say to whom it goes."),
        CaseHandedOver => null,
        HoursChanged changed => Rederived(changed, act.Time) is null ? Moved("Its deadline is the same by these hours.") : null,
        CaseHeld held => _hold is not null ? Moved("The case is held already.") : WhyMoved(held.In),
        CaseCancelOrdered cancel => WhyMoved(cancel.In) ?? WhyNotCancelled(cancel.Why),
        _ when _hold is not null => No("The case is held; resume it first."),
        IncidentRetried retried => WhyNotThisIncident(retried.Seq) ?? WhyNotRevised(retried.Corrected),
        IncidentSkipped skipped => WhyNotThisIncident(skipped.Seq) ?? WhyNotSkipped(skipped),
        _ when _incident is not null => No("An incident is open; cure it first."),
        EffectAnswered answered => WhyNotOpen(answered.Effect) ?? WhyNoAnswer(answered.Effect, answered.Answer),
        ApprovalGiven given => WhyNotApproved(given, act),
        MapAdopted adopted => WhyMoved(adopted.In)
            ?? (_version == process.Version && process.Knows(At) ? Moved($"It runs by map {process.Version} already.") : null),
        _ => null,
    };

    private static Refusal Moved(string reason) => new(TellResult.MovedOn, reason);

    private static Refusal No(string reason) => new(TellResult.NotAllowed, reason);

    private Refusal? WhyNotCancelled(string why) =>
        process.Knows(At!) && process.CancelIn(At!, why) is { Message: null } no ? No(no.WhyNot) : null;

    /// <summary>What the case asks approval for now; null when for nothing.</summary>
    public OpenApproval? ApprovalAt(DateTimeOffset now) =>
        At is null || Final || _hold is not null || _incident is not null || _version != process.Version ? null
            : process.ApprovalIn(At, State, new PolicyReader(rules.Policies, ScopeNow(), now));

    private Refusal? WhyNotApproved(ApprovalGiven given, Envelope act) =>
        ApprovalAt(act.Time) is not { Ask: var ask } ? Moved($"It waits for no approval in {At}.")
        : given.Seen != Seq ? Moved($"It has changed since: row {Seq} by now, no longer row {given.Seen}.")
        : new Voice(act.Who.Name, act.Who.Role, given.For) is var voice
            && (given.Yes ? ApprovalRules.WhyNot(ask, voice) : ApprovalRules.WhyNoRight(ask, voice)) is { } no ? No(no)
        : null;

    /// <summary>The state that the operator saw is not the one it stands in.</summary>
    private Refusal? WhyMoved(string? seenIn) =>
        seenIn is null || seenIn == At ? null : Moved($"It stands in {At} by now, no longer in {seenIn}.");

    private Refusal? WhyNotOpen(string effect) => _open.ContainsKey(effect) ? null : Moved("That effect is not in flight any more.");

    private Refusal? WhyNotThisIncident(int? seen) =>
        _incident is null ? Moved("There is no open incident.")
        : seen is { } seq && seq != _incident.Seq ? Moved($"Its incident is that of row {_incident.Seq} by now, no longer of row {seq}.")
        : null;

    private Refusal? WhyNotRevised(Message? corrected)
    {
        var original = _incident!.Message;
        return corrected is null || corrected.GetType() == original.Data.GetType() ? null
            : original.Answers is { } effect && WhyNoAnswer(effect, corrected) is null ? null
            : No($"{MessageNames.Of(corrected.GetType())} does not correct {MessageNames.Of(original.Data.GetType())}.");
    }

    /// <summary>An answer that is skipped may be all that the case waited for: then the operator states which one is taken.</summary>
    private Refusal? WhyNotSkipped(IncidentSkipped skipped)
    {
        var behind = _incident!.Message;
        if (skipped.Answer is { } answer)
        {
            return behind.Answers is { } effect
                ? WhyNoAnswer(effect, answer)
                : No("The message behind the incident is no answer, so none can be stated; retry it corrected instead.");
        }

        var movesOn = _deadline is not null || _deferred.Count > 0
            || _open.Values.Any(open => open.Asked.Key != behind.Answers && open.Asked.Effect is not TellCase);
        return behind.Answers is null || movesOn ? null : No("State which answer is taken: nothing else would move the case on.");
    }

    private Refusal? WhyNoAnswer(string effect, Message answer) =>
        !_open.TryGetValue(effect, out var open) ? Moved("That effect is not in flight any more.")
        : process.AnswersTo(open.Asked.Effect.GetType()) is not { } answers
            ? No($"{EffectNames.Of(open.Asked.Effect.GetType())} has no answer to state.")
        : answer.GetType() == answers.Done || answer.GetType() == answers.Refused
            ? open.Asked.Effect.WhyNotAnsweredBy(answer) is { } why ? No(why) : null
        : No($"{EffectNames.Of(open.Asked.Effect.GetType())} is answered by {MessageNames.Of(answers.Done)} or "
            + $"{MessageNames.Of(answers.Refused)}, not by {MessageNames.Of(answer.GetType())}.");

    /// <summary>The row of an act; <see cref="WhyNot"/> has let it pass.</summary>
    private Transition? Acted(Envelope message, DateTimeOffset now) => message.Data switch
    {
        _ when At is null => null,
        IncidentRetried retried => Decided(
            Revised(message, retried.Corrected, retried.Why), now,
            $"Tried again{(retried.Corrected is null ? "" : ", corrected")}: {retried.Why}. "),
        IncidentSkipped { Answer: { } answer } skipped => Decided(
            Revised(message, answer, skipped.Why), now, $"Skipped, and {MessageNames.Of(answer.GetType())} taken: {skipped.Why}. "),
        IncidentSkipped skipped => Skipped(message, skipped, now),
        CaseCancelOrdered cancel => Cancelled(message, cancel.Why, now),
        // By the time of the message, so that what was let pass and what is decided read the same policies.
        ApprovalGiven given when ApprovalAt(message.Time) is { } asked => Decided(message with { Data = asked.Answer(given) }, now, ""),
        CaseHeld held => Beside(message, now, $"Held: {held.Why}") with { Deadline = null },
        CaseResumed resumed => Beside(message, now, $"Resumed: {resumed.Why}") with { Deadline = Resumed(now) },
        CaseHandedOver over => HandedOver(message, over, now),
        // By the time of the message, so that what was let pass is what is written.
        HoursChanged changed when Rederived(changed, message.Time) is { } anew => Beside(message, now, Says(changed, anew)) with
        {
            Deadline = _hold is null ? anew : null,
        },
        EffectParked parked => Beside(
            message, now, $"{parked.System} does not do {parked.Operation}, given up for now: {parked.Reason}"),
        EffectRetried retried => Beside(message, now, $"Sent again at once: {retried.Why}"),
        EffectAnswered answered => Decided(
            message with { Data = answered.Answer, Answers = answered.Effect, Why = answered.Why }, now,
            $"{MessageNames.Of(answered.Answer.GetType())} stated by hand: {answered.Why}. "),
        _ => null,
    };

    /// <summary>The message behind the incident once more, as one of the operator's that names it.</summary>
    private Envelope Revised(Envelope order, Message? corrected, string why)
    {
        var original = _incident!.Message;
        return order with
        {
            Data = corrected ?? original.Data, Answers = original.Answers, Trace = original.Trace ?? order.Trace, Revises = original.Id,
            Why = why,
        };
    }

    private Transition Skipped(Envelope message, IncidentSkipped skipped, DateTimeOffset now)
    {
        // What is skipped was perhaps an answer: its effect has nothing more to wait for. A deadline that is skipped runs anew.
        var behind = _incident!.Message;
        var result = skipped.Result is { } taken ? $"; taken as: {taken}" : "";
        var row = Row(
            message with { Answers = behind.Answers }, now, Outcome.Applied, At!, [], [], $"Skipped: {skipped.Why}{result}", []);
        return behind.Data is DeadlinePassed && _deadline is { } passed
            ? row with { Deadline = Running(passed with { Used = TimeSpan.Zero, Step = passed.Step + 1 }, now) }
            : row;
    }

    private Transition Cancelled(Envelope message, string why, DateTimeOffset now)
    {
        var order = message with { Why = why };
        return process.Knows(At!) && process.CancelIn(At!, why).Message is { } cancel
            ? Decided(order with { Data = cancel }, now, $"Cancelled by an operator: {why}. ")
            : Decided(order, now, "");
    }

    private Transition HandedOver(Envelope message, CaseHandedOver over, DateTimeOffset now)
    {
        var undisturbed = _incident is null && _hold is null && process.Knows(At!);
        if (undisturbed && over is { Owner: null, Person: { } person } && process.HandOverIn(At!, person, over.Why) is { } told)
        {
            return Decided(message with { Data = told, Why = over.Why }, now, "");
        }

        var to = string.Join(", ", new[] { over.Person, over.Owner?.ToString() }.Where(name => name is not null));
        var card = _card ?? new CaseCard(Id.ToString());
        return Beside(message, now, $"Handed over to {to}: {over.Why}") with
        {
            Card = card with { Owner = over.Owner ?? card.Owner, With = over.Person ?? card.With },
        };
    }

    private Transition Beside(Envelope message, DateTimeOffset now, string because) =>
        Row(message, now, Outcome.Applied, At!, [], [], because, []);

    /// <summary>The rest of the budget that ran when the case was held; what was used up before counts.</summary>
    private Deadline? Resumed(DateTimeOffset now)
    {
        if (_hold is not { Stopped: { } stopped } hold)
        {
            return null;
        }

        var used = stopped.Used + rules.Calendars.Find(stopped.Calendar).Between(stopped.Since, hold.Since);
        return Running(stopped with { Used = used < stopped.Budget ? used : stopped.Budget }, now);
    }

    /// <summary>
    /// What is left of a budget when the hours it counts by have changed: what ran until then was counted by the old ones, the rest is
    /// by the new. Null where it comes to the same. Only what the message says goes into what a held case has used up, so that it folds
    /// to the same whatever hours hold by then.
    /// </summary>
    private Deadline? Rederived(HoursChanged changed, DateTimeOffset now)
    {
        if ((_hold is null ? _deadline : _hold.Stopped) is not { } running || running.Calendar != changed.Calendar)
        {
            return null;
        }

        var until = _hold?.Since ?? now;
        var used = running.Used + Used(changed, running.Since, until);
        var anew = running with { Used = used < running.Budget ? used : running.Budget };
        if (_hold is not null)
        {
            var alike = until <= running.Since
                || used == running.Used + BusinessCalendar.Of(changed.Is).Between(running.Since, until);
            return alike ? null : anew with { Since = until };
        }

        anew = Running(anew, now);
        return anew.Due == running.Due ? null : anew;
    }

    private static TimeSpan Used(HoursChanged changed, DateTimeOffset from, DateTimeOffset until)
    {
        var (was, now) = (BusinessCalendar.Of(changed.Was), BusinessCalendar.Of(changed.Is));
        return was.Between(from, until < changed.From ? until : changed.From)
            + now.Between(from > changed.From ? from : changed.From, until);
    }

    private string Says(HoursChanged changed, Deadline anew) => $"The hours of {changed.Calendar} have changed: "
        + (_hold is null ? $"due {anew.Due.UtcDateTime:u} now. " : "what is left of its time runs by the new ones once it is resumed. ")
        + changed.Why;

    /// <summary>Who took over holds it until it moves to another state.</summary>
    private CaseCard Handed(CaseCard card, string at) =>
        _handed is { } handed && at == At ? card with { Owner = handed.Owner ?? card.Owner, With = handed.Person ?? card.With } : card;

    /// <summary>What an act or a failure means for incident, hold and ownership.</summary>
    private void ApplyAct(Transition row)
    {
        var message = row.Message;
        if (row.From != row.To)
        {
            _handed = null;
        }

        switch (message.Data)
        {
            case CaseHeld:
                _hold = new Hold(row.At, _deadline);
                return;
            case CaseResumed:
                _hold = null;
                return;
            case CaseHandedOver over:
                _handed = (over.Owner ?? _handed?.Owner, over.Person ?? _handed?.Person);
                return;
            case HoursChanged changed when _hold is not null:
                _hold = _hold with { Stopped = Rederived(changed, row.At) ?? _hold.Stopped };
                return;
            case IBesideTheMap:
                return;
        }

        if (row.Outcome == Outcome.Deferred)
        {
            return;
        }

        // A cancellation goes past an incident. What was behind it is still to be heard: perhaps it is an answer to be undone.
        if (_incident is { } passedBy && message is { Why: not null, Revises: null } and not { Data: IncidentSkipped })
        {
            _deferred.Insert(0, passedBy.Message);
        }

        _hold = null;
        _incident = row.Outcome == Outcome.Incident ? new OpenFailure(row.Because, message, row.Seq) : null;
    }
}
