using System.Threading.Channels;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Journal;

/// <summary>One activation's right to append to its case. Lost as soon as another activation was quicker.</summary>
public sealed class Fence
{
    public bool Lost { get; internal set; }
}

/// <summary>Another activation of the case wrote first: this one must forget its state and reload.</summary>
public sealed class FenceLostException(CaseId id) : Exception($"{id} was written by another activation.");

/// <summary>
/// The one writer of a process. Commits whatever has gathered in one transaction, so that a durable commit is shared by all
/// who wait. When the store is down it keeps the batch and tries again; who asked is told when it is durable, not before.
/// </summary>
public sealed partial class GroupCommit(IJournal journal, TimeProvider wall, ILogger<GroupCommit> log) : BackgroundService
{
    private const int MaxBatch = 4_000;
    private const int MaxWaiting = 50_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private sealed record Waiting(JournalRow Row, Fence Fence, TaskCompletionSource Done);

    /// <summary>Raised after each commit; who follows the feed need not poll.</summary>
    public event Action? Committed;

    /// <summary>Whether the last attempt to write failed.</summary>
    public bool StoreDown { get; private set; }

    public int Backlog => _queue.Reader.Count;

    /// <summary>Completes when the row is durable; faults with <see cref="FenceLostException"/> when it never will be.</summary>
    /// <exception cref="StoreUnavailableException">too much waits already</exception>
    public Task Append(JournalRow row, Fence fence)
    {
        var waiting = new Waiting(row, fence, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _queue.Writer.TryWrite(waiting)
            ? waiting.Done.Task
            : throw new StoreUnavailableException("Too many decisions wait to be written.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(MaxBatch);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
            }

            await Commit(batch, stoppingToken);
        }
    }

    private async Task Commit(List<Waiting> batch, CancellationToken stop)
    {
        var live = new List<Waiting>(batch.Count);
        foreach (var waiting in batch)
        {
            if (waiting.Fence.Lost)
            {
                waiting.Done.SetException(new FenceLostException(waiting.Row.Case));
            }
            else
            {
                live.Add(waiting);
            }
        }

        if (live.Count == 0)
        {
            return;
        }

        var lost = await AppendUntilKnown(live.ConvertAll(waiting => waiting.Row), stop);
        foreach (var waiting in live)
        {
            if (lost.Contains(waiting.Row.Case))
            {
                waiting.Fence.Lost = true;
                waiting.Done.SetException(new FenceLostException(waiting.Row.Case));
            }
            else
            {
                waiting.Done.SetResult();
            }
        }

        Committed?.Invoke();
    }

    private async Task<IReadOnlySet<CaseId>> AppendUntilKnown(List<JournalRow> rows, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var lost = await journal.Append(rows, stop);
                StoreDown = false;
                return lost;
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                StoreDown = true;
                LogStoreDown(rows.Count, failure);
                await Task.Delay(RetryAfter, wall, stop);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal cannot be written; {Rows} rows are kept and tried again")]
    private partial void LogStoreDown(int rows, Exception failure);
}
