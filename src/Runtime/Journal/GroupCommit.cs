using System.Threading.Channels;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Watching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Journal;

/// <summary>
/// The one writer of a process. Commits whatever has gathered in one transaction, so that a durable commit is shared by all
/// who wait. When the store is down it keeps the batch and tries again; who asked is told when it is durable, not before.
/// </summary>
public sealed partial class GroupCommit(IJournal journal, CommittedRows recent, TimeProvider wall, ILogger<GroupCommit> log)
    : BackgroundService
{
    private const int MaxBatch = 4_000;
    private const int MaxWaiting = 50_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private readonly Channel<PendingRow> _queue = Channel.CreateBounded<PendingRow>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Batches whose fate is known and not yet told, so that the next commit need not wait for the telling.</summary>
    private readonly Channel<(List<PendingRow> Rows, IReadOnlySet<CaseId> Lost)> _known =
        Channel.CreateBounded<(List<PendingRow>, IReadOnlySet<CaseId>)>(new BoundedChannelOptions(4) { SingleReader = true });

    /// <summary>Raised after each commit; who follows the feed need not poll.</summary>
    public event Action? Committed;

    /// <summary>Whether the last attempt to write failed.</summary>
    public bool StoreDown { get; private set; }

    public int Backlog => _queue.Reader.Count;

    /// <summary>Takes a row to be written; those of one case in order.</summary>
    /// <exception cref="StoreUnavailableException">too much waits already</exception>
    public void Append(PendingRow row)
    {
        if (!_queue.Writer.TryWrite(row))
        {
            throw new StoreUnavailableException("Too many decisions wait to be written.");
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(WriteAll(stoppingToken), TellAll(stoppingToken));

    private async Task WriteAll(CancellationToken stop)
    {
        while (await _queue.Reader.WaitToReadAsync(stop))
        {
            var batch = new List<PendingRow>();
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var row))
            {
                if (row.Fence.Lost)
                {
                    row.Failed(new FenceLostException(row.Row.Case));
                }
                else
                {
                    batch.Add(row);
                }
            }

            if (batch.Count > 0)
            {
                await Commit(batch, stop);
            }
        }
    }

    private async Task Commit(List<PendingRow> batch, CancellationToken stop)
    {
        // Before it is durable: whoever follows the feed may see it as soon as it is.
        batch.ForEach(row => recent.Add(row.Row.CaseNo, row.Transition));
        var began = Measures.CommitsAreWatched ? wall.GetTimestamp() : 0;
        var lost = await AppendUntilKnown(batch.ConvertAll(row => row.Row), stop);
        if (began != 0)
        {
            Measures.Committed(batch.Count, wall.GetElapsedTime(began));
        }

        Measures.LostFences(lost.Count);
        foreach (var row in lost.Count > 0 ? batch : [])
        {
            // At once: later rows of the case may stand in the queue already.
            row.Fence.Lost |= lost.Contains(row.Row.Case);
        }

        await _known.Writer.WriteAsync((batch, lost), stop);
        Committed?.Invoke();
    }

    private async Task TellAll(CancellationToken stop)
    {
        while (await _known.Reader.WaitToReadAsync(stop))
        {
            while (_known.Reader.TryRead(out var batch))
            {
                batch.Rows.ForEach(row => TellSafely(row, batch.Lost));
            }
        }
    }

    private void TellSafely(PendingRow row, IReadOnlySet<CaseId> lost)
    {
        try
        {
            Tell(row, lost);
        }
        catch (Exception failure)
        {
            // One row's follow-up must not silence all others. What it asks for stays in flight on the books.
            LogNotFollowed(row.Row.Case, row.Row.Seq, failure);
        }
    }

    private void Tell(PendingRow row, IReadOnlySet<CaseId> lost)
    {
        if (lost.Count > 0 && lost.Contains(row.Row.Case))
        {
            recent.Take(row.Row.CaseNo, row.Row.Seq);
            row.Failed(new FenceLostException(row.Row.Case));
            return;
        }

        row.Committed();
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

    [LoggerMessage(Level = LogLevel.Error, Message = "What row {Seq} of {Case} asks for could not be begun; the sweeper takes it up")]
    private partial void LogNotFollowed(CaseId @case, int seq, Exception failure);
}
