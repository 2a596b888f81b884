using Crossdock.Host.Dashboard.Map;

namespace Crossdock.Host.Dashboard.Flow;

/// <summary>What stands beside a line: how many cases, and how long they took.</summary>
public sealed record FlowLabel(string Count, string? Time)
{
    public double Width => Math.Max(Count.Length, Time?.Length ?? 0) * 6.1;

    public double Height => Time is null ? 12 : 24;
}

/// <summary>A label with the left of its text and the line that its first row stands on.</summary>
public sealed record PlacedLabel(FlowLabel Label, double X, double Y);

/// <summary>Finds a free place beside its line for each label; one that finds none is left to the table.</summary>
public sealed class FlowLabels
{
    private const double Near = 3, FirstRow = 10;

    private static readonly double[] Along = [0.5, 0.3, 0.7, 0.15, 0.85];

    private readonly List<Box> _taken;
    private readonly Box _picture;

    /// <param name="above">room that is written on above a box</param>
    /// <param name="below">and below it</param>
    public FlowLabels(MapDrawing drawing, double above, double below)
    {
        _picture = new Box(0, 0, drawing.Width, drawing.Height);
        _taken = [.. drawing.States.Select(state => new Box(state.X - 1, state.Y - above, state.Width + 2, state.Height + above + below))];
    }

    public PlacedLabel? Place(DrawnWay way, double half, FlowLabel label)
    {
        var legs = way.Points.Zip(way.Points.Skip(1)).OrderByDescending(leg => Length(leg.First, leg.Second));
        foreach (var box in legs.SelectMany(leg => Beside(leg.First, leg.Second, half + Near, label)))
        {
            if (box.IsWithin(_picture) && !_taken.Exists(box.Meets))
            {
                _taken.Add(box);
                return new PlacedLabel(label, box.X, box.Y + FirstRow);
            }
        }

        return null;
    }

    private static IEnumerable<Box> Beside(Point from, Point to, double away, FlowLabel label)
    {
        var (width, height) = (label.Width, label.Height);
        foreach (var share in Along)
        {
            var (x, y) = (from.X + ((to.X - from.X) * share), from.Y + ((to.Y - from.Y) * share));
            if (Math.Abs(from.Y - to.Y) < 0.01)
            {
                yield return new Box(x - (width / 2), y - away - height, width, height);
                yield return new Box(x - (width / 2), y + away, width, height);
            }
            else
            {
                yield return new Box(x + away, y - (height / 2), width, height);
                yield return new Box(x - away - width, y - (height / 2), width, height);
            }
        }
    }

    private static double Length(Point a, Point b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);

    private readonly record struct Box(double X, double Y, double Width, double Height)
    {
        public bool Meets(Box other) =>
            X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;

        public bool IsWithin(Box other) =>
            X >= other.X && Y >= other.Y && X + Width <= other.X + other.Width && Y + Height <= other.Y + other.Height;
    }
}
