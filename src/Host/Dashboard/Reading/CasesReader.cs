using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;

namespace Crossdock.Host.Dashboard.Reading;

public sealed record Facet(string Name, string Title, int Open, bool Chosen, string Url);

public sealed record CaseList(
    Slice Slice,
    ImmutableArray<CaseHead> Cases,
    int Count,
    ImmutableArray<Facet> Kinds,
    ImmutableArray<Facet> Waits,
    ImmutableArray<Facet> Clocks,
    ImmutableArray<Facet> States,
    TimeSpan Lag,
    DateTimeOffset At)
{
    public int FirstShown => Cases.IsEmpty ? 0 : ((Slice.Page - 1) * Slice.PageSize) + 1;

    public int LastShown => FirstShown + Cases.Length - (Cases.IsEmpty ? 0 : 1);

    public int Pages => Math.Max(1, (Count + Slice.PageSize - 1) / Slice.PageSize);
}

/// <summary>One page of a slice of cases, and the counts to narrow it by.</summary>
public sealed class CasesReader(IHeads heads, IMaps maps, OverviewReader overview, LagReader lag, BusinessClock clock)
{
    public async Task<CaseList> Read(Slice slice, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var filter = overview.Clocked(slice.Filter) with
        {
            Kinds = slice.Kind == Slice.Processes ? [.. maps.All.Where(slice.IsAbout).Select(map => map.Kind).Distinct()] : null,
        };
        var page = await heads.Search(filter, slice.HeadOrder, (slice.Page - 1) * Slice.PageSize, Slice.PageSize, cancel);
        var count = slice.Page == 1 && page.Count < Slice.PageSize ? page.Count : await heads.Count(filter, cancel);
        var counts = await overview.CountOpen(cancel);
        var list = new CaseList(slice, [.. page], count, [], [], [], [], await lag.Read(now, cancel), now);
        return WithFacets(list, counts, maps.All);
    }

    /// <summary>Counts of open cases; each narrows the slice as it stands, and counts within the place it is about.</summary>
    public static CaseList WithFacets(CaseList list, IReadOnlyList<HeadCount> counts, IReadOnlyList<MapPicture> maps)
    {
        var slice = list.Slice with { Page = 1 };
        var mapOf = maps.ToDictionary(map => map.Process);
        var here = counts.Where(count => mapOf.ContainsKey(count.Process) && slice.Place.Holds(count)).ToArray();
        var ofKind = here.Where(count => slice.IsAbout(mapOf[count.Process])).ToArray();
        var processes = slice with { Kind = Slice.Processes, State = null };
        var all = Load.Of(ofKind);
        return list with
        {
            Kinds =
            [
                new Facet("", "All", Load.Of(here).Open, slice.Kind is null, (slice with { Kind = null, State = null }).Url()),
                new Facet(
                    Slice.Processes, "All processes", Load.Of(here.Where(count => processes.IsAbout(mapOf[count.Process]))).Open,
                    slice.Kind == Slice.Processes, processes.Url()),
                .. maps.Where(map => here.Any(count => count.Process == map.Process)).Select(map => new Facet(
                    map.Kind, Words.Sentence(map.Process), Load.Of(here.Where(count => count.Process == map.Process)).Open,
                    slice.Kind == map.Kind, (slice with { Kind = map.Kind, State = null }).Url())),
            ],
            Clocks =
            [
                Clock("late", "Late", all.Late, slice),
                Clock("risk", "At risk", all.AtRisk, slice),
                Clock("in-time", "In time", all.Open - all.AtRisk - all.Late, slice),
            ],
            Waits =
            [
                .. ofKind.GroupBy(count => count.Waits).OrderBy(waits => waits.Key).Select(waits => new Facet(
                    Words.Of(waits.Key), Words.Sentence(Words.Of(waits.Key)), Load.Of(waits).Open,
                    slice.Waits == Words.Of(waits.Key),
                    (slice with { Waits = slice.Waits == Words.Of(waits.Key) ? null : Words.Of(waits.Key) }).Url())),
            ],
            States =
            [
                .. ofKind.GroupBy(count => count.State)
                    .Select(state => new Facet(
                        state.Key, Title(maps, state.Key), Load.Of(state).Open, slice.State == state.Key,
                        (slice with { State = slice.State == state.Key ? null : state.Key }).Url()))
                    .OrderByDescending(state => state.Open).Take(14),
            ],
        };
    }

    private static Facet Clock(string name, string title, int open, Slice slice) =>
        new(name, title, open, slice.Clock == name, (slice with { Clock = slice.Clock == name ? null : name }).Url());

    private static string Title(IReadOnlyList<MapPicture> maps, string state) =>
        Words.Title(maps.Select(map => map.Find(state)).FirstOrDefault(place => place is not null), state);
}
