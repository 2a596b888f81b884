using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Map;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Effects;
using Crossdock.Runtime.Journal;

namespace Crossdock.Runtime.Cases;

/// <summary>What every activation of a case works with.</summary>
public sealed record CaseSurroundings(
    IJournal Journal,
    GroupCommit Writer,
    CaseNumbers Numbers,
    ProcessCatalogue Processes,
    Rulebook Rules,
    JournalJson Json,
    EffectDispatcher Effects,
    BusinessClock Clock);

/// <summary>
/// One activation of a case, free of what hosts it. Deciding is synchronous and one at a time, so messages may interleave: the
/// next is decided before the last commit is finished, in order; every answer waits for its own commit.
/// </summary>
/// <param name="forget">tells the host that this activation is of no more use: it lost its fence, or the case has ended</param>
public sealed class LiveCase(CaseId id, CaseSurroundings around, Action forget)
{
    private readonly IProcess _process = around.Processes.Find(id.Kind)
        ?? throw new InvalidOperationException($"No process runs cases of kind '{id.Kind}'.");

    private readonly Lock _gate = new();
    private Fence _fence = new();
    private CaseRun? _run;
    private Task? _loading;
    private bool _isKnown;
    private bool _wasAsked;
    private byte[] _hash = Chain.Start;
    private long _number;
    private Task _lastCommit = Task.CompletedTask;

    /// <summary>Decides, makes it durable, and only then answers.</summary>
    /// <exception cref="FenceLostException">another activation wrote first; ask again</exception>
    public Task<TellReceipt> Tell(Envelope message)
    {
        lock (_gate)
        {
            _wasAsked = true;
            return _run is not null ? Decide(message) : Begin(message) ?? TellLoaded(message);
        }
    }

    /// <summary>Whether nobody has asked it anything since the last look, and nothing of it is on its way to the disk.</summary>
    public bool IsIdle()
    {
        lock (_gate)
        {
            var idle = !_wasAsked && _lastCommit.IsCompleted && _loading is null or { IsCompleted: true };
            _wasAsked = false;
            return idle;
        }
    }

    /// <summary>Carries out an effect again, if no answer to it is on the books. Harmless at any time.</summary>
    /// <exception cref="FenceLostException">another activation asked for it; poke a fresh one</exception>
    public async Task Poke(string effectKey)
    {
        try
        {
            await Loaded();
        }
        catch (CaseArchivedException)
        {
            // Nothing of an archived case was in flight.
            forget();
            return;
        }

        CaseRun? run;
        IReadOnlyList<(RequestedEffect Asked, string? Trace)> open;
        Task written;
        lock (_gate)
        {
            _wasAsked = true;
            (run, open, written) = (_run, _run?.OpenUpTo(effectKey) ?? [], _lastCommit);
        }

        await written;
        foreach (var (asked, trace) in open)
        {
            around.Effects.Dispatch(id, asked, trace);
        }

        if (open.Count == 0 && run is not null)
        {
            await FindOut(run);
        }
    }

    private async Task<TellReceipt> TellLoaded(Envelope message)
    {
        try
        {
            await Loaded();
        }
        catch (CaseArchivedException gone)
        {
            // As if nobody were there: whoever told it hears so, and the case does not begin again.
            forget();
            return new TellReceipt(TellResult.Ignored, id, 0, "", gone.Message);
        }

        Task<TellReceipt> told;
        lock (_gate)
        {
            told = _run is not null ? Decide(message) : throw new FenceLostException(id);
        }

        return await told;
    }

    /// <summary>
    /// A message that begins cases is taken as the first of its case without a look at the store: mostly it is, and the
    /// journal's key says when it is not. Then the case is known, and read. Null when the store has to be read.
    /// </summary>
    private Task<TellReceipt>? Begin(Envelope message)
    {
        if (_isKnown || _loading is not null || !_process.Begins(message.Data) || !around.Numbers.TryNext(out _number))
        {
            return null;
        }

        _run = new CaseRun(_process, id, around.Rules);
        try
        {
            return Decide(message);
        }
        finally
        {
            // Not begun after all: whether the case is there is as open as before.
            _run = _run?.Seq > 0 ? _run : null;
        }
    }

    private Task<TellReceipt> Decide(Envelope message)
    {
        var run = _run!;
        if (run.AnswerWithoutRow(message) is { } known)
        {
            // What made it known may still be on its way to the disk; a duplicate is acknowledged after it, too.
            return run.Knows(message.Id) ? After(_lastCommit, known) : IfLatest(run, _lastCommit, known);
        }

        Transition row;
        try
        {
            row = run.Next(message, around.Clock.GetUtcNow());
        }
        catch (OffTheMapException nothingBegins)
        {
            forget();
            return Task.FromResult(run.Receipt(TellResult.Ignored, nothingBegins.Message));
        }

        var body = around.Json.Write(row);
        var hash = Chain.Next(_hash, body);
        var pending = new PendingTell(this, new JournalRow(_number, id, row.Seq, row.At, body, hash), row, _fence);
        // Refused, nothing has changed: the decision is made anew when the sender tries again.
        around.Writer.Append(pending);
        run.Apply(row);
        (_hash, _lastCommit) = (hash, pending.Answer);
        return pending.Answer;
    }

    /// <summary>
    /// That an answer or a deadline is not waited for may be news to come: an activation that another one has overtaken knows no
    /// better, and writes nothing by which it would find out. So the store is asked first.
    /// </summary>
    private async Task<TellReceipt> IfLatest(CaseRun run, Task written, TellReceipt receipt)
    {
        await written;
        await FindOut(run);
        return receipt;
    }

    /// <exception cref="FenceLostException">another activation has gone on with the case; ask a fresh one</exception>
    private async Task FindOut(CaseRun run)
    {
        int seq;
        Fence fence;
        lock (_gate)
        {
            (seq, fence) = (run.Seq, _fence);
        }

        IReadOnlyList<JournalRow> rows;
        try
        {
            rows = await around.Journal.ReadCase(id, seq, CancellationToken.None);
        }
        catch (CaseArchivedException)
        {
            // Nobody has gone on with it: it had ended.
            forget();
            return;
        }

        bool behind;
        lock (_gate)
        {
            behind = rows.Count > 0 && rows[^1].Seq > run.Seq;
        }

        if (behind)
        {
            Lost(fence, atBegin: false);
            throw new FenceLostException(id);
        }
    }

    private static async Task<TellReceipt> After(Task written, TellReceipt receipt)
    {
        await written;
        return receipt;
    }

    /// <summary>Rows of one case come here in their order, so that its effects leave in theirs.</summary>
    private TellReceipt Committed(Transition row)
    {
        foreach (var (effect, trace) in row.Effects.SelectMany(effect => WithWhatGoesBefore(effect, row.Message.Trace)))
        {
            around.Effects.Dispatch(id, effect, trace);
        }

        IReadOnlyList<Envelope> deferred;
        RequestedEffect? again;
        bool isDone;
        lock (_gate)
        {
            // An ended case whose last mails and postings are under way hears their answers without being read anew.
            isDone = row.Final && _run is not { AwaitsAnswers: true };
            deferred = _run?.TakeDeferred() ?? [];
            again = row.Message.Data is EffectRetried retried ? _run?.OpenEffect(retried.Effect) : null;
        }

        around.Effects.TellInOrder(deferred);
        if (again is not null)
        {
            around.Effects.SendNow(id, again, row.Message.Trace);
        }
        else if (row.Message is { Why: not null, Revises: null, Answers: { } answered })
        {
            around.Effects.Drop(answered);
        }

        if (isDone)
        {
            forget();
        }

        return new TellReceipt(ResultOf(row.Outcome), id, row.Seq, row.To, row.Because);
    }

    /// <summary>
    /// Before anything is asked of the ledger goes all that was asked of it earlier and nobody has done yet. A process that died may have
    /// left that, and news of the case may be quicker than the sweeper, which would carry it out again.
    /// </summary>
    private IReadOnlyList<(RequestedEffect Asked, string? Trace)> WithWhatGoesBefore(RequestedEffect effect, string? trace)
    {
        if (!CaseRun.KeepsOrder(effect.Effect))
        {
            return [(effect, trace)];
        }

        lock (_gate)
        {
            return _run?.OpenUpTo(effect.Key) is { Count: > 0 } open ? open : [(effect, trace)];
        }
    }

    /// <summary>Somebody else wrote: what is held here is not what happened.</summary>
    private void Lost(Fence fence, bool atBegin)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_fence, fence))
            {
                (_fence, _run, _loading, _isKnown, _hash) = (new Fence(), null, null, true, Chain.Start);
                // Nobody is to wait for what was never written.
                _lastCommit = Task.CompletedTask;
            }
        }

        if (!atBegin)
        {
            // There is another activation; this one leaves the field to it. One that only took a known case for a new one stays.
            forget();
        }
    }

    /// <summary>A load that failed is not kept: the next message tries anew, for the store may be back.</summary>
    private Task Loaded()
    {
        lock (_gate)
        {
            return _run is not null ? Task.CompletedTask
                : _loading is null or { IsFaulted: true } or { IsCanceled: true } ? _loading = Load(_fence)
                : _loading;
        }
    }

    /// <exception cref="NewerMapException">another process, with the newer map, is to go on with it</exception>
    private async Task Load(Fence fence)
    {
        var run = new CaseRun(_process, id, around.Rules);
        var newer = new NewerMap(_process, id, forget);
        var rows = await around.Journal.ReadCase(id, 0, CancellationToken.None);
        foreach (var row in rows)
        {
            run.Apply(newer.Read(around.Json, row));
        }

        var number = rows.Count > 0 ? rows[0].CaseNo : await around.Numbers.Next(CancellationToken.None);
        // A process that died after an incident was cured may not have told what waited behind it.
        around.Effects.TellInOrder(run.TakeDeferred());
        lock (_gate)
        {
            if (ReferenceEquals(_fence, fence))
            {
                (_run, _number, _hash) = (run, number, rows.Count > 0 ? rows[^1].Hash : Chain.Start);
                _loading = null;
            }
        }
    }

    private static TellResult ResultOf(Outcome outcome) => outcome switch
    {
        Outcome.Applied => TellResult.Applied,
        Outcome.IgnoredDuplicate => TellResult.Duplicate,
        Outcome.IgnoredLate or Outcome.IgnoredUnexpected => TellResult.Ignored,
        Outcome.Incident => TellResult.Incident,
        Outcome.Deferred => TellResult.Deferred,
        _ => throw new InvalidOperationException($"No receipt for {outcome}."),
    };

    private sealed class PendingTell(LiveCase owner, JournalRow row, Transition transition, Fence fence)
        : PendingRow<TellReceipt>(row, transition, fence)
    {
        protected override TellReceipt WhenCommitted() => owner.Committed(Transition);

        protected override void WhenFailed() => owner.Lost(Fence, atBegin: Row.Seq == 1);
    }
}
