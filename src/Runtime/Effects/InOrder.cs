using Crossdock.Contracts;

namespace Crossdock.Runtime.Effects;

/// <summary>
/// What one case asks of the ledger, one after the other in the order it was decided: what was delivered must have been shipped before.
/// Cases do not wait for each other.
/// </summary>
internal sealed class InOrder
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CaseId, (Task Last, int Open)> _lines = [];

    /// <param name="work">never fails</param>
    public void Run(CaseId of, Func<Task> work, TaskScheduler workers)
    {
        lock (_gate)
        {
            var (before, open) = _lines.GetValueOrDefault(of);
            var mine = before is null
                ? Task.Factory.StartNew(() => Finish(of, work), CancellationToken.None, TaskCreationOptions.DenyChildAttach, workers)
                : before.ContinueWith(
                    _ => Finish(of, work), CancellationToken.None, TaskContinuationOptions.DenyChildAttach, workers);
            _lines[of] = (mine.Unwrap(), open + 1);
        }
    }

    private async Task Finish(CaseId of, Func<Task> work)
    {
        await work();
        lock (_gate)
        {
            var (last, open) = _lines[of];
            if (open == 1)
            {
                _lines.Remove(of);
            }
            else
            {
                _lines[of] = (last, open - 1);
            }
        }
    }
}
