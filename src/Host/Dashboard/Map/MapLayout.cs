using System.Collections.Immutable;
using Crossdock.Contracts;

namespace Crossdock.Host.Dashboard.Map;

public readonly record struct Point(double X, double Y);

/// <summary>A state's place: a box, or a stop bar with its name beside it when it is final.</summary>
public sealed record PlacedState(MapState State, int Layer, int Row, double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double Middle => Y + (Height / 2);
}

/// <summary>A way from one state to another with the rows that take it, drawn as a line of right angles.</summary>
public sealed record DrawnWay(string From, string To, ImmutableArray<MapRow> Rows, ImmutableArray<Point> Points);

/// <summary>A state with more ways in than a picture bears: drawn once, its ways in are counted.</summary>
public sealed record CountedTarget(string To, ImmutableArray<string> From);

/// <summary>A band of whose time it is, from <paramref name="Top"/> downwards.</summary>
public sealed record Band(Waits Waits, string Name, double Top, double TextY);

/// <summary>
/// Where each state of a map and each way between them is drawn. Columns are the shortest way from the start, bands are whom
/// the state waits for; lines run in channels between columns and lanes between rows, so that no line crosses a box.
/// </summary>
/// <param name="Stays">rows that leave the case where it is: counted, not drawn</param>
public sealed record MapDrawing(
    double Width,
    double Height,
    ImmutableArray<PlacedState> States,
    ImmutableArray<DrawnWay> Ways,
    ImmutableArray<CountedTarget> Counted,
    ImmutableArray<Band> Bands,
    ImmutableArray<string> Starts,
    int Stays)
{
    public PlacedState? Find(string state) => States.FirstOrDefault(placed => placed.State.Name == state);
}

public static class MapLayout
{
    /// <summary>More ways in than this are counted at the state instead of drawn.</summary>
    public const int MostWaysIn = 5;

    private const double LabelWidth = 52;
    private const double ColumnPadding = 7;
    private const double LaneGap = 7;

    public static MapDrawing Draw(MapPicture map) => Draw(map, MapScale.Plain);

    public static MapDrawing Draw(MapPicture map, MapScale scale)
    {
        var graph = MapGraph.Read(map);
        var grid = MapGrid.Place(graph, scale);
        var routes = MapRoutes.Choose(graph, grid, scale);
        var lanes = new Lanes(scale, LaneGap + routes.WidestInLanes);
        var rowTops = RowTops(grid, routes, lanes, out var height);
        var rowHeights = Enumerable.Range(0, grid.RowCount).Select(routes.HeightOfRow).ToArray();
        double MiddleOf(int row) => rowTops[row] + (rowHeights[row] / 2);
        var tracks = MapTracks.Assign(routes, MiddleOf, lane => lanes.Y(lane, rowTops, rowHeights));

        var columnX = new double[grid.LayerCount];
        var x = LabelWidth + 16;
        for (var layer = 0; layer < grid.LayerCount; layer++)
        {
            columnX[layer] = x;
            x += grid.WidthOfColumn(layer) + (2 * ColumnPadding) + Math.Max(scale.Channel, tracks.WidthOf(layer));
        }

        double TrackX(int channel, int track) =>
            columnX[channel] + grid.WidthOfColumn(channel) + ColumnPadding + tracks.MiddleOf(channel, track)
            + (Math.Max(0, scale.Channel - tracks.WidthOf(channel)) / 2);
        var states = graph.States.Select(state => Box(state, grid, routes, scale, columnX, MiddleOf)).ToImmutableArray();
        var byName = states.ToDictionary(placed => placed.State.Name);
        var ways = routes.All
            .Select(route =>
                new DrawnWay(route.From, route.To, route.Rows,
                    Points(route, byName, MiddleOf, TrackX, lane => lanes.Y(lane, rowTops, rowHeights))))
            .ToImmutableArray();
        return new MapDrawing(
            x, height, states, ways, graph.Counted, Bands(grid, scale, rowTops), graph.Starts, graph.Stays);
    }

    /// <summary>How wide 12 px text is at most, so that a box is never narrower than its name.</summary>
    public static double TextWidth(string text) => Math.Ceiling(text.Length * 6.3);

    private static double[] RowTops(MapGrid grid, MapRoutes routes, Lanes lanes, out double height)
    {
        var tops = new double[grid.RowCount];
        var y = 6.0;
        for (var row = 0; row < grid.RowCount; row++)
        {
            y += lanes.Scale.Above + (routes.LanesAbove(row) * lanes.Gap);
            tops[row] = y;
            y += routes.HeightOfRow(row) + lanes.Scale.Below;
        }

        height = y + (routes.LanesAbove(grid.RowCount) * lanes.Gap) + 4;
        return tops;
    }

    /// <param name="Gap">from the middle of one lane to that of the next</param>
    private sealed record Lanes(MapScale Scale, double Gap)
    {
        public double Y(Lane lane, double[] tops, double[] heights)
        {
            var above = lane.Gap == 0 ? 6 : tops[lane.Gap - 1] + heights[lane.Gap - 1] + Scale.Below;
            return lane.Gap > tops.Length ? throw new InvalidOperationException("A lane lies outside the map.")
                : above + ((lane.Index + 0.5) * Gap);
        }
    }

    private static PlacedState Box(
        MapState state, MapGrid grid, MapRoutes routes, MapScale scale, double[] columnX, Func<int, double> middle)
    {
        var cell = grid.CellOf(state.Name);
        var (width, height) = (scale.WidthOf(state), routes.HeightOf(state.Name));
        return new PlacedState(state, cell.Layer, cell.Row, columnX[cell.Layer], middle(cell.Row) - (height / 2), width, height);
    }

    private static ImmutableArray<Point> Points(
        Route route,
        Dictionary<string, PlacedState> boxes,
        Func<int, double> middle,
        Func<int, int, double> trackX,
        Func<Lane, double> laneY)
    {
        var (from, to) = (boxes[route.From], boxes[route.To]);
        var start = new Point(route.LeavesRight ? from.Right : from.X, middle(from.Row) + route.LeaveOffset);
        var end = new Point(route.EntersLeft ? to.X : to.Right, middle(to.Row) + route.EnterOffset);
        var points = new List<Point> { start };
        if (route.Verticals.Length > 0)
        {
            var first = trackX(route.Verticals[0].Channel, route.Verticals[0].Track);
            points.Add(new Point(first, start.Y));
            if (route.Verticals.Length == 1)
            {
                points.Add(new Point(first, end.Y));
            }
            else
            {
                var second = trackX(route.Verticals[1].Channel, route.Verticals[1].Track);
                var y = laneY(route.Lane!);
                points.AddRange([new Point(first, y), new Point(second, y), new Point(second, end.Y)]);
            }
        }

        points.Add(end);
        return [.. points];
    }

    private static ImmutableArray<Band> Bands(MapGrid grid, MapScale scale, double[] tops) =>
    [
        .. grid.Bands.Select((band, i) => new Band(
            band.Waits,
            Words.Sentence(Words.Of(band.Waits)),
            i == 0 ? 0 : tops[band.FirstRow] - scale.Above - 4,
            tops[band.FirstRow] + 15)),
    ];
}
