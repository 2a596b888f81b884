using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Journal;

/// <summary>One activation's right to append to its case. Lost as soon as another activation was quicker.</summary>
public sealed class Fence
{
    public bool Lost { get; internal set; }
}

/// <summary>Another activation of the case wrote first: this one must forget its state and reload.</summary>
public sealed class FenceLostException(CaseId id) : Exception($"{id} was written by another activation.");

/// <summary>A row on its way to the disk, and what to do when its fate is known.</summary>
public abstract class PendingRow(JournalRow row, Transition transition, Fence fence)
{
    public JournalRow Row { get; } = row;

    public Transition Transition { get; } = transition;

    public Fence Fence { get; } = fence;

    /// <summary>The row is durable. Called one row after the other, in the order of the journal; must not wait.</summary>
    public abstract void Committed();

    /// <summary>The row will never be written.</summary>
    public abstract void Failed(Exception reason);
}

/// <summary>A row that somebody waits for, to hear what it answers.</summary>
public abstract class PendingRow<TAnswer>(JournalRow row, Transition transition, Fence fence) : PendingRow(row, transition, fence)
{
    private readonly TaskCompletionSource<TAnswer> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the row is durable; faults with <see cref="FenceLostException"/> when it never will be.</summary>
    public Task<TAnswer> Answer => _done.Task;

    public sealed override void Committed() => _done.SetResult(WhenCommitted());

    public sealed override void Failed(Exception reason)
    {
        WhenFailed();
        _done.SetException(reason);
        // A failure that nobody waits for any more is no news.
        _ = _done.Task.Exception;
    }

    protected abstract TAnswer WhenCommitted();

    protected abstract void WhenFailed();
}
