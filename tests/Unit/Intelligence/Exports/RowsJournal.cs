using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Unit.Tests.Dashboard;

namespace Crossdock.Unit.Tests.Intelligence.Exports;

/// <summary>A journal of any length that makes its rows when they are read, and sees whether what it gave is still held.</summary>
internal sealed class RowsJournal(int rows, Func<int, JournalRow> rowOf) : IJournal
{
    private readonly List<WeakReference> _given = [];

    public int Reads { get; private set; }

    public int PagesHeld => _given.Count(page => page.IsAlive);

    public static RowsJournal Of(IReadOnlyList<Transition> rows) => new(rows.Count, i => Row(rows[i], MadeUpFact.Json.Write(rows[i])));

    public static JournalRow Row(Transition row, byte[] body) => new(1, row.Case, row.Seq, row.At, body, new byte[32]);

    public Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Reads++;
        var first = (int)after.Number;
        IReadOnlyList<FeedRow> page =
            [.. Enumerable.Range(first, Math.Min(max, rows - first)).Select(i => new FeedRow(new FeedPosition(0, i + 1), rowOf(i)))];
        _given.Add(new WeakReference(page));
        return Task.FromResult(page);
    }

    public Task<long> CountRows(CancellationToken cancel) => Task.FromResult((long)rows);

    public Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> ReserveNumbers(int count, CancellationToken cancel) => throw new NotSupportedException();
}
