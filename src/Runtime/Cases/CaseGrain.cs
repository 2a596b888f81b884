using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Map;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Effects;
using Crossdock.Runtime.Journal;
using Orleans.Concurrency;

namespace Crossdock.Runtime.Cases;

/// <summary>
/// Hosts one case. Deciding is synchronous, so messages may interleave: the next is decided before the last commit is
/// finished, in order; every answer waits for its own commit. A lost fence discards the activation.
/// </summary>
[Reentrant]
public sealed class CaseGrain(
    IJournal journal,
    GroupCommit writer,
    CaseNumbers numbers,
    ProcessCatalogue processes,
    Rulebook rules,
    JournalJson json,
    EffectDispatcher effects,
    BusinessClock clock) : Grain, ICaseGrain
{
    private readonly Fence _fence = new();
    private Task? _loading;
    private CaseRun _run = null!;
    private byte[] _hash = Chain.Start;
    private long _number;
    private Task _lastCommit = Task.CompletedTask;

    public async Task<Immutable<TellReceipt>> Tell(Immutable<Envelope> envelope)
    {
        await Loaded();
        return (await Tell(envelope.Value)).AsImmutable();
    }

    public async Task Poke(string effectKey)
    {
        await Loaded();
        await _lastCommit;
        if (_run.OpenEffect(effectKey) is { } effect)
        {
            effects.Dispatch(_run.Id, effect, trace: null);
        }
    }

    private async Task<TellReceipt> Tell(Envelope message)
    {
        ThrowIfLost();
        if (_run.AnswerWithoutRow(message) is { } known)
        {
            // What made it known may still be on its way to the disk; a duplicate is acknowledged after it, too.
            await _lastCommit;
            return known;
        }

        Transition row;
        try
        {
            row = _run.Next(message, clock.GetUtcNow());
        }
        catch (OffTheMapException nothingBegins)
        {
            DeactivateOnIdle();
            return _run.Receipt(TellResult.Ignored, nothingBegins.Message);
        }

        _run.Apply(row);
        var commit = Append(row);
        _lastCommit = commit;
        await commit;
        After(row);
        return new TellReceipt(ResultOf(row.Outcome), row.Case, row.Seq, row.To, row.Because);
    }

    private async Task Append(Transition row)
    {
        var body = json.Write(row);
        _hash = Chain.Next(_hash, body);
        try
        {
            await writer.Append(new JournalRow(_number, row.Case, row.Seq, row.At, body, _hash), _fence);
        }
        catch
        {
            _fence.Lost = true;
            DeactivateOnIdle();
            throw;
        }
    }

    private void After(Transition row)
    {
        foreach (var effect in row.Effects)
        {
            effects.Dispatch(row.Case, effect, row.Message.Trace);
        }

        foreach (var deferred in _run.TakeDeferred())
        {
            effects.Tell(deferred);
        }

        if (row.Final)
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>A load that failed is not kept: the next message tries anew, for the store may be back.</summary>
    private Task Loaded() => _loading is null or { IsFaulted: true } or { IsCanceled: true } ? _loading = Load() : _loading;

    private async Task Load()
    {
        var id = CaseId.Parse(this.GetPrimaryKeyString());
        var process = processes.Find(id.Kind) ?? throw new InvalidOperationException($"No process runs cases of kind '{id.Kind}'.");
        var run = new CaseRun(process, id, rules);
        var rows = await journal.ReadCase(id, 0, CancellationToken.None);
        foreach (var row in rows)
        {
            run.Apply(json.Read(row.Body));
        }

        _hash = rows.Count > 0 ? rows[^1].Hash : Chain.Start;
        _number = rows.Count > 0 ? rows[0].CaseNo : await numbers.Next(CancellationToken.None);
        _run = run;
    }

    private void ThrowIfLost()
    {
        if (_fence.Lost)
        {
            throw new FenceLostException(_run.Id);
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
}
