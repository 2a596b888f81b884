using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Stays;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>Of the stays with a deadline in one state: how many were left in time. As the figure sla-adherence counts.</summary>
public sealed record KeptIn(string State, long Judged, long Kept);

/// <param name="Map">the one in force</param>
/// <param name="Kept">by state, in the order of the map; states without a deadline are left out</param>
/// <param name="Now">open cases by state as they stand now, with those late and at risk; empty for a period that is over</param>
/// <param name="At">business time at which it was read</param>
/// <param name="Reached">how far the file had followed the journal</param>
public sealed record FlowAnswer(
    MapPicture Map, FigureSlice Slice, ProcessFlow Flow, ImmutableArray<KeptIn> Kept, ImmutableDictionary<string, Load> Now,
    DateTimeOffset At, FeedPosition Reached);

/// <param name="Count">how many there are</param>
/// <param name="Cases">those of them that were asked for</param>
public sealed record CasesBehind(long Count, ImmutableArray<CaseId> Cases);

/// <summary>
/// Reads how the cases of a process flow out of the analysis file, in one pass over the stays of the slice's cases. The cases are those
/// that were closed in the period and, where it goes on, those that are open.
/// </summary>
public sealed class FlowReader(FigureReader figures, IHeads heads, IMaps maps)
{
    public const int UsualVariants = 10;

    private const int HeadsAtOnce = 500;

    private const string Walks =
        """
        select c.case_no, c.case_id, c.closed, c.ended, c.messages, c.duplicates, c.overtaken, c.unexpected, s.state, s.entered
        from (select * from cases where ((closed >= @from and closed < @to) or (closed is null and (@to > @now))) and
        """ + FigureSource.Place + ") c left join stays s on s.case_no = c.case_no order by c.case_no, s.number";

    private const string Begun = "select case_id from cases where opened >= @from and opened < @to and " + FigureSource.Place
        + " order by opened, case_no";

    private const string KeptByState =
        """
        select state, count(*), coalesce(sum(left_at <= due), 0) from stays
        where due is not null and waits <> 'OnTime'
        and ((left_at >= @from and left_at < @to) or (left_at is null and due < @now and @to > @now)) and
        """ + FigureSource.Place + " group by state";

    /// <summary>The map of a process in force; null where there is none, or where its cases are books, which have no flow.</summary>
    public MapPicture? MapOf(string process) => maps.All.FirstOrDefault(map => map.Process == process && !Books.Is(map));

    /// <param name="slice">of the map's process</param>
    public async Task<FlowAnswer> Read(MapPicture map, FigureSlice slice, int variants, CancellationToken cancel)
    {
        slice = slice with { Process = map.Process };
        var (flow, kept, open, at, reached) = await figures.Look(
            (file, now) =>
            {
                var (count, standing) = (new FlowCount(new MapWays(map)), new List<string>());
                var goods = slice.Supplier is not null || slice.Category is not null;
                foreach (var walk in WalksOf(file, slice, now, count.Names))
                {
                    count.Take(walk);
                    if (goods && !walk.IsClosed)
                    {
                        standing.Add(walk.Case);
                    }
                }

                return (count.Flow(PlaceIn(map), variants), KeptOf(file, map, slice, now), standing, now,
                    file is null ? FeedPosition.Start : AnalysisFile.Read(file)?.Reached ?? FeedPosition.Start);
            },
            cancel);
        var load = slice.To <= at ? ImmutableDictionary<string, Load>.Empty
            : open.Count > 0 ? await LoadOf(open, at, cancel) : await LoadOf(map, slice, at, cancel);
        return new FlowAnswer(map, slice, flow, kept, load, at, reached);
    }

    /// <summary>What is known before anything was read: the map, and no case.</summary>
    public static FlowAnswer Nothing(MapPicture map, FigureSlice slice, DateTimeOffset now) => new(
        map, slice, new FlowCount(new MapWays(map)).Flow(PlaceIn(map), 0), [], ImmutableDictionary<string, Load>.Empty, now,
        FeedPosition.Start);

    /// <summary>The cases that a figure counts.</summary>
    /// <param name="skip">so many come before them, the oldest first</param>
    /// <param name="take">so many at most</param>
    public Task<CasesBehind> ReadBehind(
        MapPicture map, FigureSlice slice, FlowSubject subject, int skip, int take, CancellationToken cancel) =>
        figures.Look(
            (file, now) =>
            {
                var (names, ways, found) = (new StateNames(), new MapWays(map), new List<CaseId>());
                var own = slice with { Process = map.Process };
                var count = 0L;
                // What began in a period may have been closed after it: it is among no walks of the period.
                var cases = subject is not FlowSubject.Began
                    ? WalksOf(file, own, now, names).Where(walk => subject.Holds(walk, names, ways)).Select(walk => walk.Case)
                    : file is null ? [] : FigureSource.Read(file, own, Begun, row => row.GetString(0), now);
                foreach (var one in cases)
                {
                    if (count++ >= skip && found.Count < take)
                    {
                        found.Add(CaseId.Parse(one));
                    }
                }

                return new CasesBehind(count, [.. found]);
            },
            cancel);

    private static IEnumerable<Walk> WalksOf(SqliteConnection? file, FigureSlice slice, DateTimeOffset now, StateNames names)
    {
        if (file is null)
        {
            yield break;
        }

        var (walk, caseNo, end) = (new Walk(), 0L, ((string State, long Ticks)?)null);
        foreach (var row in FigureSource.Read(file, slice, Walks, one => one, now))
        {
            if (row.GetInt64(0) != caseNo)
            {
                if (caseNo != 0)
                {
                    yield return Ended();
                }

                caseNo = row.GetInt64(0);
                end = row.IsDBNull(2) ? null : (row.GetString(3), row.GetInt64(2));
                walk.Begin(row.GetString(1), new Heard(row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7)));
            }

            // A case that ended with its first row has no stay.
            if (!row.IsDBNull(8))
            {
                walk.Come(names.NumberOf(row.GetString(8)), row.GetInt64(9));
            }
        }

        if (caseNo != 0)
        {
            yield return Ended();
        }

        Walk Ended()
        {
            if (end is { } final)
            {
                walk.Come(names.NumberOf(final.State), final.Ticks);
                walk.End();
            }

            return walk;
        }
    }

    private static ImmutableArray<KeptIn> KeptOf(SqliteConnection? file, MapPicture map, FigureSlice slice, DateTimeOffset now) =>
        file is null ? [] :
        [
            .. FigureSource.Read(
                    file, slice, KeptByState, row => new KeptIn(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), now)
                .OrderBy(kept => PlaceIn(map).GetValueOrDefault(kept.State, int.MaxValue))
                .ThenBy(kept => kept.State, StringComparer.Ordinal),
        ];

    private static Dictionary<string, int> PlaceIn(MapPicture map) =>
        map.States.Select((state, place) => (state.Name, place)).ToDictionary(state => state.Name, state => state.place);

    private async Task<ImmutableDictionary<string, Load>> LoadOf(
        MapPicture map, FigureSlice slice, DateTimeOffset now, CancellationToken cancel)
    {
        if (slice.Supplier is not null || slice.Category is not null)
        {
            return ImmutableDictionary<string, Load>.Empty;
        }

        var place = new Place(slice.Region, slice.Channel, slice.Node);
        return (await heads.CountOpen(now, OverviewReader.AtRiskWithin, cancel))
            .Where(count => count.Process == map.Process && place.Holds(count))
            .GroupBy(count => count.State).ToImmutableDictionary(state => state.Key, Load.Of);
    }

    /// <summary>The heads do not know what goods a case is about, so those that are open are read one by one.</summary>
    private async Task<ImmutableDictionary<string, Load>> LoadOf(List<string> open, DateTimeOffset now, CancellationToken cancel)
    {
        var load = new Dictionary<string, Load>();
        foreach (var some in open.Chunk(HeadsAtOnce))
        {
            foreach (var head in await heads.ReadMany([.. some.Select(id => CaseId.Parse(id))], cancel))
            {
                load[head.State] = load.GetValueOrDefault(head.State) + Load.Of(head, now);
            }
        }

        return load.ToImmutableDictionary();
    }
}
