using System.Collections.Immutable;
using Crossdock.Contracts;

namespace Crossdock.Host.Dashboard.Map;

/// <summary>A horizontal way through the free room above a row (or below the last).</summary>
public sealed record Lane(int Gap, int Index);

/// <summary>A vertical stretch in the channel to the right of a column; the track is its place within the channel.</summary>
public sealed class Vertical(int channel)
{
    public int Channel { get; } = channel;

    public int Track { get; set; }
}

/// <summary>How a line leaves one box, turns, and enters another.</summary>
public sealed class Route(string from, string to, ImmutableArray<MapRow> rows, Cell start, Cell end)
{
    public string From { get; } = from;

    public string To { get; } = to;

    public ImmutableArray<MapRow> Rows { get; } = rows;

    public Cell Start { get; } = start;

    public Cell End { get; } = end;

    /// <summary>Forwards and within a column a line leaves to the right; backwards to the left.</summary>
    public bool LeavesRight { get; } = end.Layer >= start.Layer;

    public bool EntersLeft { get; } = end.Layer > start.Layer;

    public int FirstChannel => LeavesRight ? Start.Layer : Start.Layer - 1;

    public int LastChannel => EntersLeft ? End.Layer - 1 : End.Layer;

    public ImmutableArray<Vertical> Verticals { get; set; } = [];

    public Lane? Lane { get; set; }

    public double LeaveOffset { get; set; }

    public double EnterOffset { get; set; }

    public bool IsStraight => Verticals.IsEmpty;

    /// <summary>Below 0 upwards, above 0 downwards, 0 straight on, as seen from the box the line leaves or enters.</summary>
    public int Direction(bool leaving)
    {
        var row = leaving ? Start.Row : End.Row;
        return IsStraight ? 0 : Lane is { } lane ? (lane.Gap <= row ? -1 : 1) : Math.Sign((leaving ? End.Row : Start.Row) - row);
    }
}

/// <summary>Chooses for every way the rows and lanes it runs in, and where on a box it leaves and enters.</summary>
public sealed class MapRoutes
{
    private const double PortGap = 4;

    private readonly MapGrid _grid;
    private readonly MapScale _scale;
    private readonly List<Route> _routes = [];
    private readonly List<(int Row, int From, int To, string EndOfIt)> _through = [];
    private readonly List<(Lane Lane, int From, int To)> _lanes = [];
    private readonly Dictionary<string, double> _heights = [];

    private MapRoutes(MapGrid grid, MapScale scale) => (_grid, _scale) = (grid, scale);

    public IReadOnlyList<Route> All => _routes;

    public static MapRoutes Choose(MapGraph graph, MapGrid grid, MapScale scale)
    {
        var routes = new MapRoutes(grid, scale);
        var ways = graph.Ways
            .Select(way => new Route(way.From, way.To, way.Rows, grid.CellOf(way.From), grid.CellOf(way.To)))
            .OrderBy(route => Math.Abs(route.End.Layer - route.Start.Layer))
            .ThenBy(route => Math.Abs(route.End.Row - route.Start.Row));
        foreach (var route in ways)
        {
            routes.Run(route);
            routes._routes.Add(route);
        }

        foreach (var state in graph.States)
        {
            routes.SpreadPorts(state.Name);
        }

        return routes;
    }

    public int LanesAbove(int row) => _lanes.Where(use => use.Lane.Gap == row).Select(use => use.Lane.Index + 1).DefaultIfEmpty(0).Max();

    /// <summary>The widest line that runs in a lane, beyond a thin one.</summary>
    public double WidestInLanes => _routes.Where(route => route.Lane is not null).Select(LineOf).DefaultIfEmpty(0).Max();

    public double LineOf(Route route) => _scale.Line(route.From, route.To);

    public double HeightOf(string state) => _heights[state];

    public double HeightOfRow(int row) =>
        _heights.Where(state => _grid.CellOf(state.Key).Row == row).Select(state => state.Value).DefaultIfEmpty(_scale.Height).Max();

    private void Run(Route route)
    {
        var (low, high) = (Math.Min(route.FirstChannel, route.LastChannel), Math.Max(route.FirstChannel, route.LastChannel));
        var sameRow = route.Start.Row == route.End.Row;
        if (low == high)
        {
            route.Verticals = sameRow && route.Start.Layer != route.End.Layer ? [] : [new Vertical(low)];
        }
        else if (IsFree(route.End.Row, low, high, route.To))
        {
            _through.Add((route.End.Row, low, high, route.To));
            route.Verticals = sameRow ? [] : [new Vertical(route.FirstChannel)];
        }
        else if (IsFree(route.Start.Row, low, high, route.From))
        {
            _through.Add((route.Start.Row, low, high, route.From));
            route.Verticals = [new Vertical(route.LastChannel)];
        }
        else
        {
            route.Verticals = [new Vertical(route.FirstChannel), new Vertical(route.LastChannel)];
            route.Lane = TakeLane(route.Start.Row > route.End.Row ? route.End.Row + 1 : route.End.Row, low, high);
        }
    }

    /// <summary>
    /// Whether a row has no box between two channels and no other line runs there. Lines that share a box leave or enter it at
    /// different heights, so they may run side by side.
    /// </summary>
    private bool IsFree(int row, int low, int high, string endOfIt) =>
        Enumerable.Range(low + 1, high - low).All(layer => _grid.IsFree(layer, row))
        && !_through.Any(use => use.Row == row && use.EndOfIt != endOfIt && use.From <= high && low <= use.To);

    private Lane TakeLane(int gap, int low, int high)
    {
        var index = 0;
        while (_lanes.Any(use => use.Lane == new Lane(gap, index) && use.From <= high && low <= use.To))
        {
            index++;
        }

        var lane = new Lane(gap, index);
        _lanes.Add((lane, low, high));
        return lane;
    }

    private void SpreadPorts(string state)
    {
        var furthest = Math.Max(SpreadSide(state, right: true), SpreadSide(state, right: false));
        _heights[state] = Math.Max(_scale.Height, 2 * (furthest + 5));
    }

    /// <summary>Gives each line at one side of a box its own height. The two sides differ, so that facing stubs never lie on each
    /// other.</summary>
    private double SpreadSide(string state, bool right)
    {
        var ends = _routes.Where(route => route.From == state && route.LeavesRight == right).Select(route => (Route: route, Leaving: true))
            .Concat(_routes.Where(route => route.To == state && route.EntersLeft != right).Select(route => (Route: route, Leaving: false)))
            .ToArray();
        var straight = ends.Where(end => end.Route.IsStraight).ToArray();
        var furthest = 0.0;
        foreach (var (route, leaving) in straight)
        {
            var bothWays = _routes.Any(other => other.IsStraight && other.From == route.To && other.To == route.From);
            var aside = PortGap + (LineOf(route) / 2);
            Place(route, leaving, bothWays ? (route.LeavesRight ? -aside : aside) : 0);
            furthest = Math.Max(furthest, (bothWays ? aside : 0) + (LineOf(route) / 2));
        }

        var first = furthest + (right ? 0 : PortGap / 2) + PortGap;
        if (straight.Length == 0 && ends.Length == 1)
        {
            first = (right ? 0 : PortGap - 1) - (LineOf(ends[0].Route) / 2);
        }

        foreach (var side in ends.Where(end => !end.Route.IsStraight).GroupBy(end => end.Route.Direction(end.Leaving)))
        {
            var at = first;
            foreach (var (route, leaving) in side)
            {
                var half = LineOf(route) / 2;
                Place(route, leaving, side.Key * (at + half));
                furthest = Math.Max(furthest, at + (2 * half));
                at += (2 * half) + PortGap;
            }
        }

        return furthest;
    }

    private static void Place(Route route, bool leaving, double offset)
    {
        if (leaving)
        {
            route.LeaveOffset = offset;
        }
        else
        {
            route.EnterOffset = offset;
        }
    }
}
