using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Ports;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>Reads one case: its journal is the truth, its head adds what the lists know.</summary>
public sealed class CaseReader(
    IHeads heads, IJournal journal, JournalJson json, IAttemptLog attempts, IMaps maps, LagReader lag, BusinessClock clock)
{
    private const int LinkedShown = 12;

    /// <summary>Null when no such case was ever begun.</summary>
    public async Task<CaseFigures?> Read(CaseId id, CancellationToken cancel)
    {
        var rows = await ReadRows(id, cancel);
        if (rows.IsEmpty)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var head = await heads.Read(id, cancel);
        return new CaseFigures(
            id,
            head,
            maps.All.FirstOrDefault(map => map.Process == rows[^1].Process),
            rows,
            [.. await attempts.ReadOf(id, cancel)],
            [.. await heads.ReadInFlightOf(id, cancel)],
            await ReadLinked(id, rows, cancel),
            await lag.Read(now, cancel),
            now);
    }

    public async Task<ImmutableArray<Transition>> ReadRows(CaseId id, CancellationToken cancel) =>
        [.. (await journal.ReadCase(id, 0, cancel)).Select(row => json.Read(row.Body))];

    /// <summary>The case it is part of, the cases it told, and those that told it.</summary>
    private async Task<ImmutableArray<CaseHead>> ReadLinked(CaseId id, ImmutableArray<Transition> rows, CancellationToken cancel)
    {
        var told = rows.SelectMany(row => row.Effects).Select(effect => (effect.Effect as TellCase)?.To);
        var parents = rows.Select(row => row.Card?.Parent);
        var ids = told.Concat(parents).OfType<CaseId>().Where(other => other != id
            && other.Kind != "stock").Distinct().TakeLast(LinkedShown).ToArray();
        var named = ids.Length == 0 ? [] : await heads.ReadMany(ids, cancel);
        var children = await heads.Search(new HeadFilter(Parent: id), HeadOrder.Oldest, 0, LinkedShown, cancel);
        return [.. named.Concat(children).DistinctBy(head => head.Case).OrderBy(head => head.Case.Kind == "task").ThenBy(head =>
            head.CaseNo)];
    }
}
