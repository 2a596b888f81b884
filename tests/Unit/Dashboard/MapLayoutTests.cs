using CsCheck;
using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Map;

namespace Crossdock.Unit.Tests.Dashboard;

public sealed class MapLayoutTests
{
    private static readonly Gen<MapPicture> AnyMap =
        from count in Gen.Int[2, 18]
        from waits in Gen.Int[0, 4].Array[count]
        from names in Gen.Int[3, 20].Array[count]
        from ways in Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1]).Array[1, 45]
        select new MapPicture(
            "made-up", "made-up", 1, OwnerGroup.Warehouse,
            [.. Enumerable.Range(0, count).Select(i =>
                new MapState($"S{i}", new string('n', names[i]), (Waits)waits[i], null, null, null, (Waits)waits[i] == Waits.Nothing))],
            [new MapRow(null, "begin", "h", ["S0"], [], null, false),
                .. ways.Select((way, i) => new MapRow($"S{way.Item1}", $"m{i}", "h", [$"S{way.Item2}"], [], null, false))]);

    [Fact]
    public void No_two_boxes_overlap_in_any_map() => AnyMap.Sample(map =>
    {
        var states = MapLayout.Draw(map).States;
        return states.All(a => states.All(b => a == b || a.Right <= b.X || b.Right <= a.X || a.Bottom <= b.Y || b.Bottom <= a.Y));
    });

    [Fact]
    public void Every_state_is_drawn_and_every_row_is_drawn_or_counted() => AnyMap.Sample(map =>
    {
        var drawing = MapLayout.Draw(map);
        var rows = map.Rows.Where(row => row.From is not null).ToArray();
        var drawn = drawing.Ways.Sum(way => way.Rows.Length);
        var counted = rows.Count(row => row.From != row.To[0]
            && drawing.Counted.Any(target => target.To == row.To[0] && target.From.Contains(row.From!)));
        return drawing.States.Length == map.States.Length && drawn + counted + drawing.Stays == rows.Length;
    });

    [Fact]
    public void Lines_run_at_right_angles_and_cross_no_box() => AnyMap.Sample(map =>
    {
        var drawing = MapLayout.Draw(map);
        return drawing.Ways.All(way => way.Points.Zip(way.Points.Skip(1)).All(leg =>
            (Math.Abs(leg.First.X - leg.Second.X) < 0.01 || Math.Abs(leg.First.Y - leg.Second.Y) < 0.01)
            && drawing.States.All(state => !Crosses(leg.First, leg.Second, state))));
    });

    [Fact]
    public void Everything_lies_within_the_picture() => AnyMap.Sample(map =>
    {
        var drawing = MapLayout.Draw(map);
        return drawing.States.All(state => state is { X: >= 0, Y: >= 0 } && state.Right <= drawing.Width && state.Bottom <= drawing.Height)
            && drawing.Ways.SelectMany(way => way.Points).All(point => point is { X: >= 0, Y: >= 0 } && point.X <= drawing.Width
                && point.Y <= drawing.Height);
    });

    [Fact]
    public void A_state_with_more_than_five_ways_in_is_reached_by_counted_stubs()
    {
        var drawing = MapLayout.Draw(MadeUpRetailer.OrderMap);
        var target = drawing.Counted.ShouldHaveSingleItem();
        (target.To, target.From.Length).ShouldBe(("Cancelling", 9));
        drawing.Ways.ShouldNotContain(way => way.To == "Cancelling");
    }

    [Fact]
    public void The_common_way_of_an_order_runs_straight()
    {
        var drawing = MapLayout.Draw(MadeUpRetailer.OrderMap);
        drawing.Ways.Single(way => way is { From: "Validating", To: "Sourcing" }).Points.Length.ShouldBe(2);
        drawing.Ways.Single(way => way is { From: "Reserving", To: "Releasing" }).Points.Length.ShouldBe(2);
    }

    private static bool Crosses(Point a, Point b, PlacedState state)
    {
        const double inside = 0.5;
        var (left, right) = (Math.Min(a.X, b.X), Math.Max(a.X, b.X));
        var (top, bottom) = (Math.Min(a.Y, b.Y), Math.Max(a.Y, b.Y));
        return left < state.Right - inside && right > state.X + inside && top < state.Bottom - inside && bottom > state.Y + inside;
    }
}
