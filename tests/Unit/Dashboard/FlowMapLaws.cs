using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Map;
using CsCheck;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>What holds of a map with ribbons and figures, whatever the map and however wide its ribbons.</summary>
public sealed class FlowMapLaws
{
    private static readonly Gen<(MapPicture Map, int[] Widths)> AnyMap =
        from count in Gen.Int[2, 16]
        from waits in Gen.Int[0, 4].Array[count]
        from names in Gen.Int[3, 20].Array[count]
        from ways in Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1]).Array[1, 40]
        from widths in Gen.Int[0, 22].Array[41]
        select (new MapPicture(
            "made-up", "made-up", 1, OwnerGroup.Warehouse,
            [.. Enumerable.Range(0, count).Select(i =>
                new MapState($"S{i}", new string('n', names[i]), (Waits)waits[i], null, null, null, (Waits)waits[i] == Waits.Nothing))],
            [new MapRow(null, "begin", "h", ["S0"], [], null, false),
                .. ways.Select((way, i) => new MapRow($"S{way.Item1}", $"m{i}", "h", [$"S{way.Item2}"], [], null, false))]), widths);

    [Fact]
    public void No_two_boxes_overlap_and_everything_lies_within_the_picture() => AnyMap.Sample(any =>
    {
        var drawing = Draw(any);
        return drawing.States.All(a => a is { X: >= 0, Y: >= 0 } && a.Right <= drawing.Width && a.Bottom <= drawing.Height
                && drawing.States.All(b => a == b || a.Right <= b.X || b.Right <= a.X || a.Bottom <= b.Y || b.Bottom <= a.Y))
            && drawing.Ways.SelectMany(way => way.Points)
                .All(at => at is { X: >= 0, Y: >= 0 } && at.X <= drawing.Width && at.Y <= drawing.Height);
    });

    [Fact]
    public void Lines_run_at_right_angles_and_leave_and_enter_within_a_box() => AnyMap.Sample(any =>
    {
        var drawing = Draw(any);
        return drawing.Ways.All(way =>
            way.Points.Zip(way.Points.Skip(1)).All(leg =>
                Math.Abs(leg.First.X - leg.Second.X) < 0.01 || Math.Abs(leg.First.Y - leg.Second.Y) < 0.01)
            && Holds(drawing.Find(way.From)!, way.Points[0], Half(any, way))
            && Holds(drawing.Find(way.To)!, way.Points[^1], Half(any, way)));
    });

    [Fact]
    public void A_label_lies_on_no_box_and_on_no_other_label() => AnyMap.Sample(any =>
    {
        var drawing = Draw(any);
        var labels = new FlowLabels(drawing, above: 18, below: 16);
        var placed = drawing.Ways.Select(way => labels.Place(way, Half(any, way), new FlowLabel("12,345", "1 h 05"))).OfType<PlacedLabel>()
            .ToArray();
        return placed.All(a =>
            drawing.States.All(box => a.X + a.Label.Width <= box.X || box.Right <= a.X
                || Top(a) + a.Label.Height <= box.Y || box.Bottom <= Top(a))
            && placed.All(b => a == b || a.X + a.Label.Width <= b.X || b.X + b.Label.Width <= a.X
                || Top(a) + a.Label.Height <= Top(b) || Top(b) + b.Label.Height <= Top(a)));
    });

    private static MapDrawing Draw((MapPicture Map, int[] Widths) any) =>
        MapLayout.Draw(any.Map, MapScale.Figures((from, to) => WidthOf(any.Widths, from, to)));

    private static double WidthOf(int[] widths, string from, string to) =>
        widths[((int.Parse(from[1..]) * 7) + int.Parse(to[1..])) % widths.Length];

    private static double Half((MapPicture Map, int[] Widths) any, DrawnWay way) => WidthOf(any.Widths, way.From, way.To) / 2;

    private static bool Holds(PlacedState box, Point at, double half) => at.Y - half >= box.Y - 0.01 && at.Y + half <= box.Bottom + 0.01;

    private static double Top(PlacedLabel label) => label.Y - 10;
}
