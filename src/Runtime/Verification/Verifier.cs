using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.StockLedger;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Recovery;

namespace Crossdock.Runtime.Verification;

/// <summary>One thing that is not as it must be.</summary>
/// <param name="Check">chain, effect, ledger, stuck or projection</param>
public sealed record Fault(string Check, CaseId Case, string What);

public sealed record VerificationResult(long Rows, long Cases, long Skus, IReadOnlyList<Fault> Faults);

/// <summary>
/// Reads the whole journal once and proves what can be proved: the chain of hashes, effects asked once, stock conserved, no
/// open case without a next thing, and the heads equal to a fresh fold.
/// </summary>
public sealed class Verifier(IJournal journal, IHeads heads, JournalJson json)
{
    private const int Stretch = 5_000;
    private const int MaxFaults = 1_000;

    private readonly Dictionary<CaseId, (CaseHead Head, byte[] Hash)> _cases = [];
    private readonly Dictionary<CaseId, StockItem> _stock = [];
    private readonly Dictionary<string, CaseId> _inFlight = [];
    private readonly HashSet<string> _settledEarly = [];
    private readonly List<Fault> _faults = [];
    private readonly HashSet<CaseId> _tillSold = [];

    /// <summary>Cases and effect keys that rows beyond the projection's checkpoint touch: the lists cannot know them yet.</summary>
    private readonly HashSet<CaseId> _unread = [];
    private readonly HashSet<string> _unreadKeys = [];
    private FeedPosition _checkpoint;

    public async Task<VerificationResult> Run(CancellationToken cancel)
    {
        _checkpoint = await heads.ReadCheckpoint(Projector.Reader, cancel);
        var rows = await ReadAll(cancel);
        CheckLedgers();
        CheckStuck();
        await CheckHeads(cancel);
        return new VerificationResult(rows, _cases.Count, _stock.Count, _faults);
    }

    private async Task<long> ReadAll(CancellationToken cancel)
    {
        var (at, rows) = (FeedPosition.Start, 0L);
        while (await journal.ReadFeed(at, Stretch, cancel) is { Count: > 0 } stretch)
        {
            foreach (var row in stretch)
            {
                Read(row.Row, unread: row.Position > _checkpoint);
            }

            (at, rows) = (stretch[^1].Position, rows + stretch.Count);
        }

        return rows;
    }

    private void Read(JournalRow stored, bool unread)
    {
        var row = json.Read(stored.Body);
        if (unread)
        {
            _unread.Add(stored.Case);
            _unreadKeys.UnionWith(row.Effects.Select(effect => effect.Key));
            _unreadKeys.UnionWith(HeadFold.Settles(row));
        }

        var before = _cases.TryGetValue(stored.Case, out var known) ? known : (Head: null, Hash: Chain.Start);
        if (stored.Seq != (before.Head?.Seq ?? 0) + 1)
        {
            Report("chain", stored.Case, $"row {stored.Seq} follows row {before.Head?.Seq ?? 0}");
        }

        if (row.Case != stored.Case || row.Seq != stored.Seq || !Chain.Next(before.Hash, stored.Body).AsSpan().SequenceEqual(stored.Hash))
        {
            Report("chain", stored.Case, $"row {stored.Seq} is not the one that was written");
        }

        _cases[stored.Case] = (HeadFold.Next(before.Head, row, stored.CaseNo), stored.Hash);
        foreach (var effect in row.Effects)
        {
            if (!_settledEarly.Remove(effect.Key) && !_inFlight.TryAdd(effect.Key, row.Case))
            {
                Report("effect", row.Case, $"effect {effect.Key} was asked twice");
            }
        }

        foreach (var key in HeadFold.Settles(row).Where(key => !_inFlight.Remove(key) && key == row.Message.Id))
        {
            _settledEarly.Add(key);
        }

        if (stored.Case.Kind == "stock")
        {
            ReadLedger(row);
        }
    }

    private void ReadLedger(Transition row)
    {
        var item = _stock.GetValueOrDefault(row.Case, StockItem.Empty with { Sku = row.Case.Key });
        foreach (var fact in row.Facts)
        {
            if (fact is StockMoved { From: Account.Available, To: Account.Sold })
            {
                _tillSold.Add(row.Case);
            }

            item = StockFacts.Fold(item, fact);
        }

        _stock[row.Case] = item;
    }

    private void CheckLedgers()
    {
        foreach (var (id, item) in _stock)
        {
            foreach (var (node, accounts) in item.Nodes)
            {
                var held = item.Reservations.Values.Where(reservation => reservation.Node == node).Sum(reservation => reservation.Pieces);
                if (accounts.Sum != 0)
                {
                    Report("ledger", id, $"the accounts of {node} sum to {accounts.Sum}, not 0");
                }

                if (accounts.Reserved != held)
                {
                    Report("ledger", id, $"{accounts.Reserved} reserved at {node}, reservations hold {held}");
                }

                if (accounts.Available < 0 && !_tillSold.Contains(id))
                {
                    Report("ledger", id, $"{accounts.Available} available at {node}, and no till sold below zero");
                }
            }
        }
    }

    /// <summary>Every open case has an effect in flight, a deadline or an incident, or somebody holds it.</summary>
    private void CheckStuck()
    {
        var busy = _inFlight.Values.ToHashSet();
        foreach (var (id, (head, _)) in _cases)
        {
            if (head.Closed is null && id.Kind != "stock" && head.Deadline is null && head.Incident is null && head.Held is null
                && !busy.Contains(id))
            {
                Report("stuck", id, $"stands in {head.State} since {head.Since:u} and nothing is under way");
            }
        }
    }

    private async Task CheckHeads(CancellationToken cancel)
    {
        foreach (var page in _cases.Values.Select(known => known.Head).Where(head => !_unread.Contains(head.Case)).Chunk(500))
        {
            var kept = (await heads.ReadMany([.. page.Select(head => head.Case)], cancel)).ToDictionary(head => head.Case);
            foreach (var head in page)
            {
                if (!kept.TryGetValue(head.Case, out var there))
                {
                    Report("projection", head.Case, "has no head");
                }
                else if (there != head)
                {
                    Report("projection", head.Case,
                        $"the head says {there.State} after row {there.Seq}, the journal {head.State} after {head.Seq}");
                }
            }
        }

        string? after = null;
        while (await heads.ReadInFlight(after, Stretch, cancel) is { Count: > 0 } effects)
        {
            foreach (var effect in effects.Where(effect => !_inFlight.Remove(effect.Key) && !_unreadKeys.Contains(effect.Key)))
            {
                Report("projection", effect.Case, $"effect {effect.Key} is listed in flight and is not");
            }

            after = effects[^1].Key;
        }

        foreach (var (key, id) in _inFlight.Where(effect => !_unreadKeys.Contains(effect.Key)))
        {
            Report("projection", id, $"effect {key} is in flight and not listed");
        }
    }

    private void Report(string check, CaseId id, string what)
    {
        if (_faults.Count < MaxFaults)
        {
            _faults.Add(new Fault(check, id, what));
        }
    }
}
