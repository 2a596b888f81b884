using Crossdock.Contracts;
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
/// One activation of a case, free of what hosts it. Deciding is synchronous, so messages may interleave: the next is decided
/// before the last commit is finished, in order; every answer waits for its own commit. Called by one thread at a time.
/// </summary>
/// <param name="forget">tells the host that this activation is of no more use: it lost its fence, or the case has ended</param>
public sealed class LiveCase(CaseId id, CaseSurroundings around, Action forget)
{
    private readonly Fence _fence = new();
    private Task? _loading;
    private CaseRun _run = null!;
    private byte[] _hash = Chain.Start;
    private long _number;
    private Task _lastCommit = Task.CompletedTask;

    /// <summary>Decides, makes it durable, and only then answers.</summary>
    /// <exception cref="FenceLostException">another activation wrote first; ask a fresh one</exception>
    public async Task<TellReceipt> Tell(Envelope message)
    {
        await Loaded();
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
            row = _run.Next(message, around.Clock.GetUtcNow());
        }
        catch (OffTheMapException nothingBegins)
        {
            forget();
            return _run.Receipt(TellResult.Ignored, nothingBegins.Message);
        }

        _run.Apply(row);
        var commit = Append(row);
        _lastCommit = commit;
        await commit;
        After(row);
        return new TellReceipt(ResultOf(row.Outcome), row.Case, row.Seq, row.To, row.Because);
    }

    /// <summary>Carries out an effect again, if no answer to it is on the books. Harmless at any time.</summary>
    public async Task Poke(string effectKey)
    {
        await Loaded();
        await _lastCommit;
        if (_run.OpenEffect(effectKey) is { } effect)
        {
            around.Effects.Dispatch(id, effect, trace: null);
        }
    }

    private async Task Append(Transition row)
    {
        var body = around.Json.Write(row);
        _hash = Chain.Next(_hash, body);
        try
        {
            await around.Writer.Append(new JournalRow(_number, row.Case, row.Seq, row.At, body, _hash), _fence);
        }
        catch
        {
            _fence.Lost = true;
            forget();
            throw;
        }
    }

    private void After(Transition row)
    {
        foreach (var effect in row.Effects)
        {
            around.Effects.Dispatch(row.Case, effect, row.Message.Trace);
        }

        foreach (var deferred in _run.TakeDeferred())
        {
            around.Effects.Tell(deferred);
        }

        if (row.Final)
        {
            forget();
        }
    }

    /// <summary>A load that failed is not kept: the next message tries anew, for the store may be back.</summary>
    private Task Loaded() => _loading is null or { IsFaulted: true } or { IsCanceled: true } ? _loading = Load() : _loading;

    private async Task Load()
    {
        var process = around.Processes.Find(id.Kind)
            ?? throw new InvalidOperationException($"No process runs cases of kind '{id.Kind}'.");
        var run = new CaseRun(process, id, around.Rules);
        var rows = await around.Journal.ReadCase(id, 0, CancellationToken.None);
        foreach (var row in rows)
        {
            run.Apply(around.Json.Read(row.Body));
        }

        _hash = rows.Count > 0 ? rows[^1].Hash : Chain.Start;
        _number = rows.Count > 0 ? rows[0].CaseNo : await around.Numbers.Next(CancellationToken.None);
        _run = run;
    }

    private void ThrowIfLost()
    {
        if (_fence.Lost)
        {
            throw new FenceLostException(id);
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
