using System.Threading.Channels;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Unit.Tests.Runtime;

/// <summary>A journal whose every commit waits for the test to say how it ends.</summary>
public sealed class FakeJournal : IJournal
{
    private readonly Channel<Batch> _batches = Channel.CreateUnbounded<Batch>();

    public sealed record Batch(IReadOnlyList<JournalRow> Rows, TaskCompletionSource<IReadOnlySet<CaseId>> Done);

    public Task<Batch> Next() => _batches.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

    public async Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel)
    {
        var batch = new Batch(rows, new TaskCompletionSource<IReadOnlySet<CaseId>>(TaskCreationOptions.RunContinuationsAsynchronously));
        _batches.Writer.TryWrite(batch);
        return await batch.Done.Task;
    }

    public Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> ReserveNumbers(int count, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<long> CountRows(CancellationToken cancel) => throw new NotSupportedException();
}
