using System.Globalization;
using System.Text;

namespace Crossdock.Host.Dashboard.Map;

/// <summary>Writes lines of right angles as SVG paths with rounded corners.</summary>
public static class MapPath
{
    private const double Radius = 6;

    /// <param name="shortBy">how much the line ends before its last point, to leave room for the arrow head</param>
    public static string Line(IReadOnlyList<Point> points, double shortBy)
    {
        var ends = points.ToArray();
        ends[^1] = Toward(ends[^1], ends[^2], shortBy);
        var path = new StringBuilder().Append('M').Append(P(ends[0]));
        for (var i = 1; i < ends.Length - 1; i++)
        {
            var radius = Math.Min(Radius, Math.Min(Length(ends[i - 1], ends[i]), Length(ends[i], ends[i + 1])) / 2);
            path.Append('L').Append(P(Toward(ends[i], ends[i - 1], radius)))
                .Append('Q').Append(P(ends[i])).Append(' ').Append(P(Toward(ends[i], ends[i + 1], radius)));
        }

        return path.Append('L').Append(P(ends[^1])).ToString();
    }

    /// <summary>An arrow head at the last point, in the direction of the last stretch.</summary>
    public static string Head(IReadOnlyList<Point> points, double size)
    {
        var (tip, before) = (points[^1], points[^2]);
        var foot = Toward(tip, before, size);
        var (dx, dy) = ((tip.Y - foot.Y) / 2, (tip.X - foot.X) / 2);
        return $"M{P(tip)}L{P(new Point(foot.X - dx, foot.Y + dy))}L{P(new Point(foot.X + dx, foot.Y - dy))}Z";
    }

    private static double Length(Point a, Point b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);

    private static Point Toward(Point from, Point to, double by)
    {
        var length = Length(from, to);
        return length == 0 ? from : new Point(from.X + ((to.X - from.X) * by / length), from.Y + ((to.Y - from.Y) * by / length));
    }

    private static string P(Point point) =>
        string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#} {point.Y:0.#}");
}
