using Crossdock.Contracts;

namespace Crossdock.Host.Dashboard.Map;

public readonly record struct Cell(int Layer, int Row);

/// <summary>Each state in its own cell: a column by layer, a row within the band of whom it waits for.</summary>
public sealed class MapGrid(MapScale scale)
{
    private static readonly Waits[] Order = [Waits.OnSystem, Waits.OnPerson, Waits.OnPartner, Waits.OnTime];

    private readonly Dictionary<string, Cell> _cells = [];
    private readonly Dictionary<Cell, MapState> _taken = [];

    public int LayerCount { get; private set; }

    public int RowCount { get; private set; }

    public List<(Waits Waits, int FirstRow)> Bands { get; } = [];

    public static MapGrid Place(MapGraph graph, MapScale scale)
    {
        var grid = new MapGrid(scale);
        var layers = graph.Layers();
        foreach (var band in Order)
        {
            var states = graph.States.Where(state => BandOf(state) == band).OrderBy(state => layers[state.Name]).ToArray();
            if (states.Length == 0)
            {
                continue;
            }

            grid.Bands.Add((band, grid.RowCount));
            var first = grid.RowCount;
            foreach (var state in states)
            {
                grid.Take(state, layers[state.Name], first, graph);
            }

            grid.RowCount = grid._cells.Values.Max(cell => cell.Row) + 1;
        }

        grid.LayerCount = layers.Count == 0 ? 0 : layers.Values.Max() + 1;
        return grid;
    }

    public Cell CellOf(string state) => _cells[state];

    public bool IsFree(int layer, int row) => !_taken.ContainsKey(new Cell(layer, row));

    public double WidthOfColumn(int layer) =>
        _taken.Where(cell => cell.Key.Layer == layer).Select(cell => scale.WidthOf(cell.Value)).DefaultIfEmpty(0).Max();

    /// <summary>A final state waits for nobody; it stands where systems finish.</summary>
    private static Waits BandOf(MapState state) => state.Waits == Waits.Nothing ? Waits.OnSystem : state.Waits;

    /// <summary>The row of a neighbour to the left where it is free, so that the common way runs straight; else the first free.</summary>
    private void Take(MapState state, int layer, int firstRow, MapGraph graph)
    {
        var wished = graph.Ways.Where(way => way.To == state.Name && _cells.ContainsKey(way.From))
            .Select(way => _cells[way.From])
            .Where(cell => cell.Row >= firstRow && cell.Layer == layer - 1 && IsFree(layer, cell.Row))
            .Select(cell => (int?)cell.Row)
            .Min();
        var row = wished ?? Enumerable.Range(firstRow, int.MaxValue - firstRow).First(candidate => IsFree(layer, candidate));
        _cells[state.Name] = new Cell(layer, row);
        _taken[new Cell(layer, row)] = state;
    }
}
