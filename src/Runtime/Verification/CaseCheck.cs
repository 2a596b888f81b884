using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Journal;

namespace Crossdock.Runtime.Verification;

/// <summary>
/// One case, row by row: that each is the one that was written and follows its predecessor, that each message was taken once, each
/// effect asked once under its own key and answered once. Folds the head on the way, for the lists to be held against.
/// </summary>
internal sealed class CaseCheck(long number, CaseId id, JournalJson json, FeedPosition checkpoint, InFlight inFlight, Findings findings)
{
    private readonly Dictionary<string, int> _messages = [];
    private readonly Dictionary<string, RequestedEffect> _asked = [];
    private readonly Dictionary<string, Message> _answered = [];
    private readonly LedgerCheck? _ledger = id.Kind == "stock" ? new LedgerCheck(id, findings) : null;
    private byte[] _hash = Chain.Start;

    public long Number => number;

    public CaseId Id => id;

    /// <summary>The last row that is there.</summary>
    public int Seq { get; private set; }

    /// <summary>As a fresh fold has it; null when no row could be read.</summary>
    public CaseHead? Head { get; private set; }

    /// <summary>Rows that the lists have not read yet.</summary>
    public int Unread { get; private set; }

    /// <summary>A row is lost or is not what it was: what follows from the rest of them says nothing.</summary>
    public bool Broken { get; private set; }

    public void Read(AuditRow stored)
    {
        var unread = stored.Position > checkpoint;
        Unread += unread ? 1 : 0;
        Follow(stored);
        if (Decoded(stored) is not { } row)
        {
            return;
        }

        Head = HeadFold.Next(Head, row, number);
        Take(row.Message, row.Seq);
        foreach (var (effect, place) in row.Effects.Select((effect, place) => (effect, place)))
        {
            Ask(effect, row.Seq, place + 1);
        }

        Answer(row, unread);
        if (EffectKey.TryParse(row.Message.Id, out _))
        {
            inFlight.Tell(row.Message.Id, id, unread);
        }

        Fold(row);
    }

    /// <summary>Hands on what is still open, and finds a case that waits for nothing.</summary>
    public void End()
    {
        var open = _asked.Values.Where(effect => !_answered.ContainsKey(effect.Key)).ToList();
        foreach (var effect in open)
        {
            inFlight.Ask(effect, id, Unread > 0);
        }

        if (Broken)
        {
            inFlight.Distrust(id);
        }
        else if (Head is { Closed: null, Deadline: null, Incident: null, Held: null } && _ledger is null)
        {
            if (open.Count == 0)
            {
                InFlight.Stuck(findings, Head);
            }
            else
            {
                inFlight.WaitFor(Head, [.. open.Select(effect => effect.Key)]);
            }
        }
    }

    private void Follow(AuditRow stored)
    {
        if (stored.Seq != Seq + 1)
        {
            Break($"row {stored.Seq} follows row {Seq}");
        }
        else if (!Chain.Next(_hash, stored.Body).AsSpan().SequenceEqual(stored.Hash))
        {
            Break($"row {stored.Seq} is not the one that was written");
        }

        (Seq, _hash) = (stored.Seq, stored.Hash);
    }

    private Transition? Decoded(AuditRow stored)
    {
        try
        {
            var row = json.Read(stored.Body);
            if (row.Case != id || row.Seq != stored.Seq || row.At != stored.At)
            {
                Break($"row {stored.Seq} says of itself that it is row {row.Seq} of {row.Case}, of {row.At:O}");
            }

            return row;
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException or FormatException)
        {
            Break($"row {stored.Seq} cannot be read");
            return null;
        }
    }

    private void Take(Envelope message, int seq)
    {
        if (!_messages.TryAdd(message.Id, seq))
        {
            findings.Add("effect", id, $"took message {message.Id} twice, in rows {_messages[message.Id]} and {seq}");
        }
    }

    private void Ask(RequestedEffect effect, int seq, int place)
    {
        if (!_asked.TryAdd(effect.Key, effect))
        {
            findings.Add("effect", id, $"asked for {effect.Key} twice, the second time in row {seq}");
        }
        else if (effect.Key != RequestedEffect.KeyOf(id, seq, place))
        {
            findings.Add("effect", id, $"asked in row {seq} under {effect.Key}, which is not that row's key");
        }
    }

    private void Answer(Transition row, bool unread)
    {
        if (row.Message.Answers is not { } key || row.Outcome is Outcome.Incident or Outcome.Deferred)
        {
            return;
        }

        if (unread)
        {
            inFlight.AnsweredUnread(key);
        }

        if (!_answered.TryAdd(key, row.Message.Data))
        {
            var same = AsText(_answered[key]) == AsText(row.Message.Data) ? "alike" : "differently";
            findings.Add("effect", id, $"had {key} answered twice and {same}, the second time in row {row.Seq}");
        }
        else if (!_asked.ContainsKey(key) && !Broken)
        {
            findings.Add("effect", id, $"had {key} answered in row {row.Seq}, which it never asked");
        }
    }

    private void Fold(Transition row)
    {
        try
        {
            _ledger?.Read(row);
        }
        catch (InvalidOperationException strange)
        {
            findings.Add("ledger", id, $"row {row.Seq} cannot be folded: {strange.Message}");
        }
    }

    private void Break(string what)
    {
        Broken = true;
        findings.Add("chain", id, what);
    }

    private static string AsText(Message message) => JsonSerializer.Serialize(message, ContractsJson.Default.Message);
}
