namespace Crossdock.Rehearsal.Surroundings;

/// <summary>Lets everybody through while it is open, and holds everybody while it is shut.</summary>
public sealed class AsyncGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _open = Opened();

    public void Shut()
    {
        lock (_lock)
        {
            if (_open.Task.IsCompleted)
            {
                _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _open.TrySetResult();
        }
    }

    public Task Through(CancellationToken cancel)
    {
        lock (_lock)
        {
            return _open.Task.WaitAsync(cancel);
        }
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }
}
