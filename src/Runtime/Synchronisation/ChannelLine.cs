using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockLedger;
using Crossdock.Processes.StockSynchronisation;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Runtime.Synchronisation;

/// <summary>A channel that is told what it may sell, and the system that it is reached by.</summary>
public sealed record SyncedChannel(string Channel, string System);

/// <summary>
/// What is still to be told to one channel's case, which is followed row by row. While the case is at work, what moves gathers here and
/// costs no row; so does what moves within the pace, and what changes nothing that the channel would see.
/// </summary>
internal sealed class ChannelLine(SyncedChannel channel, Rulebook rules, BusinessClock clock, TimeProvider wall)
{
    /// <summary>Longer than a row takes from the commit to here.</summary>
    private static readonly TimeSpan LongestUnheard = TimeSpan.FromSeconds(5);
    /// <summary>On the wall, whatever the pace: where business time runs fast a pace of seconds is nothing.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(500);
    private static readonly Actor Runtime = Actor.System("Stock synchronisation");

    private readonly Dictionary<string, (DateTimeOffset Since, bool Swept)> _pending = new(StringComparer.Ordinal);
    private CaseId _case;
    private int _seq;
    private string _state = "";
    private Publication _known = Publication.Empty;
    private bool _blocked;
    private DateTimeOffset _toldAt;
    private int _toldRow;
    private long _toldSince;

    public string Channel => channel.Channel;

    /// <summary>Goes on with the open run, or begins the first.</summary>
    /// <param name="run">the newest run that is known of</param>
    public async Task TakeUp(int run, IJournal journal, JournalJson json, ITellCases tell, CancellationToken cancel)
    {
        for (; ; run++)
        {
            Turn(Handlers.IdOf(Channel, run));
            await CatchUp(journal, json, cancel);
            if (_seq == 0)
            {
                await tell.Tell(
                    new Envelope(
                        $"sync/{_case}/begin", "runtime/synchronisation", _case, clock.GetUtcNow(), Runtime,
                        new PublicationBegun(Channel, channel.System, run, 0, [], null)),
                    cancel);
                await CatchUp(journal, json, cancel);
            }

            if (!_known.Ended)
            {
                return;
            }
        }
    }

    /// <summary>Rows of its case that were not heard.</summary>
    public async Task CatchUp(IJournal journal, JournalJson json, CancellationToken cancel)
    {
        foreach (var row in await journal.ReadCase(_case, _seq, cancel))
        {
            Take(json.Read(row.Body));
        }
    }

    /// <summary>A row of one of the channel's cases; the first of the next run turns to that one.</summary>
    public void Take(Transition row)
    {
        if (row is { Seq: 1, Message.Data: PublicationBegun begun } && row.Case != _case && begun.Run > (_known.Begun?.Run ?? 0))
        {
            Turn(row.Case);
        }

        if (row.Case != _case || row.Seq != _seq + 1)
        {
            return;
        }

        (_seq, _state) = (row.Seq, row.To);
        _known = row.Facts.Aggregate(_known, (known, fact) => SyncFacts.Fold(known, fact, row.Message.Data));
        _blocked = row.Outcome is Outcome.Incident or Outcome.Deferred || (_blocked && row.Outcome != Outcome.Applied);
    }

    public void Moved(string sku, DateTimeOffset at, bool swept = false) => _pending.TryAdd(sku, (at, swept));

    /// <summary>What a look through the ledger finds: whether the channel has to be told.</summary>
    public void Swept(string sku, LedgerAt ledger)
    {
        var now = clock.GetUtcNow();
        // Where a row was missed it is told since when; what lapsed, or follows from a changed buffer, is only found now.
        var since = ledger.Row > _known.RowOf(sku) && ledger.At is { } at ? at : now;
        if (Handlers.IsNews(_known, MovedOf(sku, ledger, (since, true), now), Policies(now)))
        {
            Moved(sku, since, swept: true);
        }
    }

    /// <summary>Tells its case what has moved, if anything is news, and if it is the time.</summary>
    public async Task TellNext(LedgerReading ledgers, IJournal journal, JournalJson json, ITellCases tell, CancellationToken cancel)
    {
        if (_seq < _toldRow && wall.GetElapsedTime(_toldSince) > LongestUnheard)
        {
            await CatchUp(journal, json, cancel);
        }

        var now = clock.GetUtcNow();
        var policy = Policies(now);
        if (_pending.Count == 0 || _blocked || _seq < _toldRow || _state != nameof(SyncState.Current)
            || now - _toldAt < policy.Read(Policy.SyncPace) || wall.GetElapsedTime(_toldSince) < LeastPause)
        {
            return;
        }

        var news = new List<MovedSku>();
        var most = policy.Read(Policy.SyncBatch);
        foreach (var (sku, since) in _pending.OrderBy(one => one.Value.Since).ThenBy(one => one.Key, StringComparer.Ordinal).ToList())
        {
            if (news.Count == most)
            {
                break;
            }

            var moved = MovedOf(sku, await ledgers.Read(sku, anew: false, cancel), since, now);
            if (Handlers.IsNews(_known, moved, policy))
            {
                news.Add(moved);
            }
            else
            {
                _pending.Remove(sku);
            }
        }

        if (news.Count > 0)
        {
            await Tell(news, tell, now, cancel);
        }
    }

    /// <summary>What was told is the case's from then on; where it is not certain that it was, it is told again, and heard once.</summary>
    private async Task Tell(List<MovedSku> news, ITellCases tell, DateTimeOffset now, CancellationToken cancel)
    {
        var receipt = await tell.Tell(
            new Envelope(
                $"sync/{_case}/{_seq}/{now.UtcTicks}", "runtime/synchronisation", _case, now, Runtime, new AvailabilityMoved([.. news])),
            cancel);
        (_toldAt, _toldRow, _toldSince) = (now, receipt.Seq, wall.GetTimestamp());
        if (receipt.Result == TellResult.Applied)
        {
            news.ForEach(moved => _pending.Remove(moved.Sku));
        }
        else
        {
            _blocked = receipt.Result is TellResult.Incident or TellResult.Deferred;
        }
    }

    private void Turn(CaseId to) =>
        (_case, _seq, _state, _known, _blocked, _toldRow) = (to, 0, "", Publication.Empty, false, 0);

    private PolicyReader Policies(DateTimeOffset now) => new(rules.Policies, new Scope(Channel: Channel), now);

    private static MovedSku MovedOf(string sku, LedgerAt ledger, (DateTimeOffset At, bool Swept) since, DateTimeOffset now)
    {
        var free = Ledger.AsOf(ledger.Item, now).Nodes.Values.Where(node => node.Available > 0).ToList();
        return new MovedSku(sku, free.Sum(node => node.Available), free.Count, ledger.Row, since.At, since.Swept);
    }
}
