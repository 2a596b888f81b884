using Crossdock.Contracts;

namespace Crossdock.Host.Dashboard.Map;

/// <summary>How large the parts of a map are drawn.</summary>
/// <param name="Extra">how much wider a box is than its name needs</param>
/// <param name="Least">the least width of a box that is no end</param>
/// <param name="Height">the least height of a box</param>
/// <param name="Above">room above a row of boxes, for what is written there</param>
/// <param name="Channel">the least width between two columns</param>
/// <param name="Line">how wide the line from one state to another is beyond a thin one</param>
public sealed record MapScale(
    double Extra, double Least, double Height, double Above, double Below, double Channel, Func<string, string, double> Line)
{
    /// <summary>Names in boxes and thin lines.</summary>
    public static readonly MapScale Plain = new(0, 0, 22, 17, 15, 6, (_, _) => 0);

    /// <summary>Boxes with two lines of figures, and room for a count and a time beside each line.</summary>
    public static MapScale Figures(Func<string, string, double> line) => new(6, 92, 44, 30, 26, 58, line);

    public double WidthOf(MapState state) => state.Final
        ? MapLayout.TextWidth(state.Title) + 10 + Extra
        : Math.Max(Least, MapLayout.TextWidth(state.Title) + 16 + Extra);
}
