using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Verification;

/// <param name="To">the case that is told, where the effect tells one</param>
/// <param name="Unread">the lists may not know yet that it was asked</param>
internal sealed record AskedEffect(CaseId From, CaseId? To, bool Unread);

/// <summary>
/// Effects that leave their case: what is asked and not answered there stays here until the row of another case settles it. Holds
/// only what is open, in whatever order the cases are read.
/// </summary>
internal sealed class InFlight(Findings findings)
{
    private const int DropAt = 20_000;
    private const int PerLook = 1_000;

    private readonly Dictionary<string, AskedEffect> _open = [];
    private readonly Dictionary<string, CaseId> _early = [];
    private readonly List<(CaseHead Head, string[] Keys)> _waiting = [];

    /// <summary>Keys that rows behind the lists' checkpoint settle.</summary>
    private readonly HashSet<string> _settledUnread = [];

    /// <summary>Cases that lost rows: which of their effects were answered is not known.</summary>
    private readonly HashSet<CaseId> _distrusted = [];

    private int _dropAt = DropAt;

    public IReadOnlyDictionary<string, AskedEffect> Open => _open;

    public void Distrust(CaseId id) => _distrusted.Add(id);

    public bool IsDistrusted(CaseId id) => _distrusted.Contains(id);

    public bool IsDistrusted(AskedEffect asked) => IsDistrusted(asked.From) || (asked.To is { } to && IsDistrusted(to));

    public void Ask(RequestedEffect effect, CaseId from, bool unread)
    {
        var to = (effect.Effect as TellCase)?.To;
        if (_early.Remove(effect.Key, out var told))
        {
            CheckReceiver(effect.Key, from, to, told);
        }
        else
        {
            _open[effect.Key] = new AskedEffect(from, to, unread);
        }
    }

    public void Tell(string key, CaseId told, bool unread)
    {
        if (unread)
        {
            _settledUnread.Add(key);
        }

        if (_open.Remove(key, out var asked))
        {
            CheckReceiver(key, asked.From, asked.To, told);
        }
        else if (!_early.TryAdd(key, told))
        {
            findings.Add("effect", told, $"was told by {key}, which told {_early[key]} as well", _early[key]);
        }
    }

    public void AnsweredUnread(string key) => _settledUnread.Add(key);

    public bool IsSettledUnread(string key) => _settledUnread.Contains(key);

    /// <summary>A case that has nothing to wait for but these effects.</summary>
    public void WaitFor(CaseHead head, string[] keys) => _waiting.Add((head, keys));

    /// <summary>
    /// What archived cases asked is not read any more. Dropped on the way, for a ledger's rows answer every order that ever was.
    /// </summary>
    public async Task DropArchived(IArchive? archive, bool atEnd, CancellationToken cancel)
    {
        if (archive is null || _early.Count < (atEnd ? 1 : _dropAt))
        {
            return;
        }

        var askers = _early.Keys.ToLookup(key => EffectKey.TryParse(key, out var asked) ? asked.Case : default);
        foreach (var some in askers.Select(asker => asker.Key).Where(id => id != default).Chunk(PerLook))
        {
            foreach (var id in await archive.WhichAre(some, cancel))
            {
                foreach (var key in askers[id])
                {
                    _early.Remove(key);
                }
            }
        }

        // What is left stays for long: it is looked at again when it has doubled.
        _dropAt = Math.Max(DropAt, _early.Count * 2);
    }

    public void CheckEnd()
    {
        foreach (var (key, told) in _early)
        {
            _ = EffectKey.TryParse(key, out var asked);
            findings.Add(
                "effect", asked.Case, $"does not ask for {key}, which has reached {told}: row {asked.Seq} is lost, or it came twice", told);
        }

        foreach (var (head, keys) in _waiting.Where(one => !one.Keys.Any(_open.ContainsKey)))
        {
            Stuck(findings, head);
        }
    }

    public static void Stuck(Findings findings, CaseHead head) =>
        findings.Add("stuck", head.Case, $"stands in {head.State} since {head.Since:u} and nothing is under way");

    private void CheckReceiver(string key, CaseId from, CaseId? to, CaseId told)
    {
        if (to != told)
        {
            var meant = to is { } other ? $"{other} to be told" : "no case to be told";
            findings.Add("effect", from, $"asked by {key} for {meant}, and {told} was", told);
        }
    }
}
