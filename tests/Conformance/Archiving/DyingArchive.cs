using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Conformance.Tests.Archiving;

/// <summary>A store that a process loses at its n-th call: before the call, or after it was carried out and before the answer.</summary>
internal sealed class DyingArchive(IArchive inner, int dies, bool afterTheStep) : IArchive
{
    private int _calls;

    public Task<IReadOnlyList<ClosedCase>> ReadClosed(DateTimeOffset before, long afterCaseNo, int max, CancellationToken cancel) =>
        Call(() => inner.ReadClosed(before, afterCaseNo, max, cancel));

    public Task<IReadOnlyList<FeedRow>> ReadRows(IReadOnlyCollection<long> caseNos, CancellationToken cancel) =>
        Call(() => inner.ReadRows(caseNos, cancel));

    public Task<IReadOnlySet<long>> Enter(ArchiveFile file, IReadOnlyList<ArchivedCase> cases, CancellationToken cancel) =>
        Call(() => inner.Enter(file, cases, cancel));

    /// <summary>A row at a time, so that a crash comes between any two of them.</summary>
    public Task<PurgeSlice> Purge(int maxRows, CancellationToken cancel) => Call(() => inner.Purge(1, cancel));

    public Task<ArchivedCase?> Find(CaseId id, CancellationToken cancel) => Call(() => inner.Find(id, cancel));

    public Task<IReadOnlySet<CaseId>> WhichAre(IReadOnlyCollection<CaseId> ids, CancellationToken cancel) =>
        Call(() => inner.WhichAre(ids, cancel));

    public Task<IReadOnlyList<ArchivedCase>> Read(long afterCaseNo, int max, CancellationToken cancel) =>
        Call(() => inner.Read(afterCaseNo, max, cancel));

    public Task<IReadOnlyList<ArchiveFile>> ReadFiles(string afterName, int max, CancellationToken cancel) =>
        Call(() => inner.ReadFiles(afterName, max, cancel));

    private async Task<T> Call<T>(Func<Task<T>> call)
    {
        var last = ++_calls == dies;
        if (last && !afterTheStep)
        {
            throw new StoreUnavailableException("died before");
        }

        var answer = await call();
        return last ? throw new StoreUnavailableException("died after") : answer;
    }
}
