using System.Collections.Frozen;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Intelligence.WhereTimeWent;

namespace Crossdock.Intelligence.Stays;

/// <summary>
/// Folds the rows of one case into its stays. Nothing but the rows, the failed attempts and the calendars goes in, so that a case
/// that was followed row by row and one that is folded anew from the journal come out the same.
/// </summary>
internal sealed class CaseLife(long caseNo, CaseId id, OpenTime hours)
{
    // The names are those of the event catalogue; a test holds them against it.
    internal const string HeldMessage = "case.held", ResumedMessage = "case.resumed", HandedOverMessage = "case.handed-over",
        HoursMessage = "case.hours-changed", ParkedMessage = "effect.parked", RetriedMessage = "effect.retried", TellEffect = "tell-case";

    /// <summary>A channel's and a partner's key are held by their systems; whoever else speaks is a person.</summary>
    internal static readonly FrozenSet<string> SystemRoles = new[] { "system", "channel", "partner" }.ToFrozenSet();

    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _asked = [];
    private readonly Dictionary<string, DateTimeOffset> _failed = [];
    private readonly List<MeasuredStay> _left = [];
    private readonly List<MeasuredNote> _noted = [];
    private readonly MarksFold _marks = new();
    private readonly CaseNotes _notes = new();
    private DateTimeOffset _at = DateTimeOffset.MinValue;
    private DateTimeOffset? _opened, _closed, _categorySince;
    private ExceptionCategory? _category;
    private OwnerGroup? _owner;
    private CaseCard? _card;
    private MeasuredStay? _here;
    private Deadline? _deadline;
    private string _process = "";
    private bool _held, _incident, _parked, _told;
    private Heard _heard;
    private int _dueStep, _touches, _loops, _stays, _notesMade;

    public CaseId Case => id;

    public int Seq { get; private set; }

    /// <summary>The follower's own mark of when it went on last.</summary>
    public long LastStep { get; set; }

    public bool IsClosed => _closed is not null;

    public MeasuredCase Whole => new(
        caseNo, id.ToString(), _process, Seq, _card?.Region, _card?.Channel, _card?.Node, id.Kind == "task" ? _card?.Kind : null,
        _opened ?? _at, _closed, _touches, _loops, _category, _categorySince)
    {
        Marks = _marks.Of(_card, _category is null ? null : OwnerNow), Heard = _heard,
    };

    /// <summary>The stays that rows have changed since this was asked last, the one the case stands in among them.</summary>
    public IReadOnlyList<MeasuredStay> TakeChanged()
    {
        MeasuredStay[] changed = _here is { } here ? [.. _left, Placed(here)] : [.. _left];
        _left.Clear();
        return changed;
    }

    /// <summary>What was noted since this was asked last.</summary>
    public IReadOnlyList<MeasuredNote> TakeNotes()
    {
        MeasuredNote[] noted = [.. _noted];
        _noted.Clear();
        return noted;
    }

    /// <summary>Hears of a failed attempt. False when time was divided already that this divides otherwise: fold anew.</summary>
    public bool Fails(string key, DateTimeOffset at)
    {
        if (_failed.TryGetValue(key, out var known) && known <= at)
        {
            return true;
        }

        _failed[key] = at;
        return at >= _at;
    }

    public void Take(JournalLine row)
    {
        // Hosts' clocks differ by a little: time in a case never runs backwards.
        _at = row.At > _at ? row.At : _at;
        Divide();
        _opened ??= _at;
        (Seq, _process) = (row.Seq, row.Process);
        _touches += Touch.Is(row) ? 1 : 0;
        Hear(row);
        Stand(row);
        Settle(row);
        var moved = row.From != row.To || (_here is null && !row.Final);
        if (moved)
        {
            Leave(row);
        }

        // What the row says of the case is true of the state it leads to, not of the one it leads out of.
        _card = row.Card ?? _card;
        if (moved)
        {
            Enter(row);
        }

        Ask(row);
        Time(row.Deadline);
        var ends = row.Final && _closed is null;
        _closed = row.Final ? _closed ?? _at : null;
        _marks.Take(row);
        Categorise();
        foreach (var (name, of, by, value) in _notes.Take(row, _at, _card, _marks, ends))
        {
            Note(name, of, by, value);
        }

        _here = _here is { } here ? here with { Now = Standing(here.Waits) } : null;
    }

    private void Hear(JournalLine row)
    {
        if (row.Outcome is not (Outcome.Deferred or Outcome.Incident) && !IsBeside(row.Message.Data.Type))
        {
            _heard = new Heard(
                _heard.Messages + 1, _heard.Duplicates + (row.Outcome == Outcome.IgnoredDuplicate ? 1 : 0),
                _heard.Overtaken + (row.Outcome == Outcome.IgnoredLate ? 1 : 0),
                _heard.Unexpected + (row.Outcome == Outcome.IgnoredUnexpected ? 1 : 0));
        }
    }

    private static bool IsBeside(string type) =>
        type is HeldMessage or ResumedMessage or HandedOverMessage or HoursMessage or ParkedMessage or RetriedMessage;

    private void Divide()
    {
        if (_here is { } here)
        {
            TimeRule.Split(here.Now with { FailedSince = FailedSince }, here.Until, _at, hours, here.Parts);
            _here = here with { Until = _at };
        }
    }

    /// <summary>As <see cref="Contracts.Ports.HeadFold"/> has it: whatever is decided ends a hold and cures an incident.</summary>
    private void Stand(JournalLine row)
    {
        var type = row.Message.Data.Type;
        var beside = IsBeside(type);
        _incident = row.Outcome == Outcome.Incident || (_incident && (beside || row.Outcome == Outcome.Deferred));
        _held = (type == HeldMessage && row.Outcome == Outcome.Applied)
            || (_held && type != ResumedMessage && (beside || row.Outcome == Outcome.Deferred));
        _parked = (type == ParkedMessage && row.Waits == Waits.OnSystem) || (_parked && type != RetriedMessage);
    }

    private void Settle(JournalLine row)
    {
        if (row.Message.Answers is { } answered && row.Outcome is not (Outcome.Incident or Outcome.Deferred))
        {
            _parked &= !_asked.Remove(answered);
        }
    }

    private void Leave(JournalLine row)
    {
        if (_here is { } here)
        {
            _left.Add(Placed(here) with { Left = _at, LeftSeq = row.Seq, LeftBy = row.Message.Data.Type, Now = default });
            _here = null;
        }

        _asked.Clear();
        (_parked, _told) = (false, false);
    }

    private void Enter(JournalLine row)
    {
        if (row.Final)
        {
            return;
        }

        var again = !_seen.Add(row.To);
        _loops += again ? 1 : 0;
        _dueStep = 0;
        _here = new MeasuredStay(
            caseNo, ++_stays, id.ToString(), row.Process, row.To, row.Waits, null, null, null, null, _at, row.Seq, row.Message.Data.Type,
            null, null, null, WaitedFor(row), again, null, new TimeParts(), _at, default);
    }

    /// <summary>Only a wait on a system is one for effects; what was asked by the way in another state holds nobody up.</summary>
    private void Ask(JournalLine row)
    {
        if (row.Waits != Waits.OnSystem)
        {
            return;
        }

        foreach (var effect in row.Effects.IsDefault ? [] : row.Effects)
        {
            if (effect.Effect.Effect == TellEffect)
            {
                _told = true;
            }
            else
            {
                _asked.Add(effect.Key);
            }
        }
    }

    private void Time(Deadline? deadline)
    {
        _deadline = deadline;
        if (_here is { } here && deadline is { } set && (here.Due is null || set.Step == _dueStep))
        {
            (_here, _dueStep) = (here with { Due = set.Due }, set.Step);
        }
    }

    private void Categorise()
    {
        var now = IsClosed ? null : _card?.Exception ?? (_incident ? ExceptionCategory.IntegrationFailed : null);
        if (now == _category)
        {
            return;
        }

        if (_category is { } over && _categorySince is { } since)
        {
            Note(Noted.Exception, ExceptionRules.CodeOf(over), _owner?.ToString(), (_at - since).TotalSeconds);
        }

        (_category, _categorySince) = (now, now is null ? (DateTimeOffset?)null : _at);
        _owner = now is null ? null : OwnerNow;
        _marks.Trouble(now);
    }

    /// <summary>What an operator has to see to is nobody else's.</summary>
    private OwnerGroup OwnerNow => _card is { Exception: not null, Owner: { } named } ? named : ExceptionRules.Of(_category!.Value).Owner;

    private void Note(string name, string? of, string? by, double value) => _noted.Add(new MeasuredNote(
        caseNo, ++_notesMade, id.ToString(), _process, _card?.Region, _card?.Channel, _card?.Node, name, of, by, _at, value));

    private MeasuredStay Placed(MeasuredStay stay) => stay with
    {
        Region = _card?.Region, Channel = _card?.Channel, Node = _card?.Node, Owner = _card?.Owner,
        TaskKind = id.Kind == "task" ? _card?.Kind : null, Parts = stay.Parts.Copy(),
        Now = stay.Now with { FailedSince = FailedSince },
    };

    private DateTimeOffset? FailedSince =>
        _failed.Count == 0 ? null : _asked.Where(_failed.ContainsKey).Select(key => (DateTimeOffset?)_failed[key]).Min();

    private Situation Standing(Waits waits) => new(
        waits, Queued: id.Kind == "task" && _card?.With is null, _held, _incident || _parked, Asked: _told || _asked.Count > 0, FailedSince,
        _deadline?.Calendar ?? Situation.AroundTheClock);

    private static string WaitedFor(JournalLine row)
    {
        var asked = row.Effects.IsDefaultOrEmpty ? [] : row.Effects.Select(effect => effect.Effect.Effect).Distinct().Take(3).ToArray();
        return row.Waits switch
        {
            Waits.OnSystem => asked.Length > 0 ? string.Join(", ", asked) : "its turn",
            Waits.OnPerson => "a person",
            Waits.OnPartner => "a partner",
            _ => "its time",
        };
    }
}
