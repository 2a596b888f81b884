using Crossdock.Contracts;

namespace Crossdock.Runtime.Effects;

/// <summary>
/// What one case asks of the ledger, one after the other in the order it was decided: what was delivered must have been shipped before.
/// Cases do not wait for each other.
/// </summary>
internal sealed class InOrder
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CaseId, Queue<(Func<Task<bool>> Work, Action Leave)>> _lines = [];

    /// <param name="work">never throws; says whether it is done, or was given up</param>
    /// <param name="leave">called instead, where what was asked before was given up: nothing overtakes it</param>
    public void Run(CaseId of, Func<Task<bool>> work, Action leave, TaskScheduler workers)
    {
        lock (_gate)
        {
            if (_lines.TryGetValue(of, out var waiting))
            {
                waiting.Enqueue((work, leave));
                return;
            }

            _lines[of] = [];
        }

        _ = Task.Factory.StartNew(() => Follow(of, work), CancellationToken.None, TaskCreationOptions.DenyChildAttach, workers);
    }

    private async Task Follow(CaseId of, Func<Task<bool>> work)
    {
        for (var next = work; next is not null;)
        {
            next = Next(of, done: await next());
        }
    }

    private Func<Task<bool>>? Next(CaseId of, bool done)
    {
        lock (_gate)
        {
            var waiting = _lines[of];
            if (done && waiting.TryDequeue(out var next))
            {
                return next.Work;
            }

            _lines.Remove(of);
            foreach (var (_, leave) in waiting)
            {
                leave();
            }

            return null;
        }
    }
}
