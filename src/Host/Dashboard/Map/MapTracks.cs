namespace Crossdock.Host.Dashboard.Map;

/// <summary>Gives verticals of one channel tracks of their own wherever they would lie on each other.</summary>
public sealed class MapTracks
{
    private const double Clearance = 5;

    private readonly Dictionary<int, int> _counts = [];

    public static MapTracks Assign(MapRoutes routes, Func<int, double> middle, Func<Lane, double> laneY)
    {
        var tracks = new MapTracks();
        var stretches = routes.All.SelectMany(route => Stretches(route, middle, laneY)).GroupBy(stretch => stretch.Vertical.Channel);
        foreach (var channel in stretches)
        {
            var ends = new List<List<(double Top, double Bottom)>>();
            foreach (var (vertical, top, bottom) in channel.OrderBy(stretch => stretch.Bottom - stretch.Top).ThenBy(stretch => stretch.Top))
            {
                var track = ends.FindIndex(taken => taken.All(other => other.Bottom + Clearance < top || bottom + Clearance < other.Top));
                if (track < 0)
                {
                    track = ends.Count;
                    ends.Add([]);
                }

                ends[track].Add((top, bottom));
                vertical.Track = track;
            }

            tracks._counts[channel.Key] = ends.Count;
        }

        return tracks;
    }

    public int CountOf(int channel) => _counts.GetValueOrDefault(channel);

    private static IEnumerable<(Vertical Vertical, double Top, double Bottom)> Stretches(
        Route route, Func<int, double> middle, Func<Lane, double> laneY)
    {
        var start = middle(route.Start.Row) + route.LeaveOffset;
        var end = middle(route.End.Row) + route.EnterOffset;
        if (route.Verticals.Length == 1)
        {
            yield return (route.Verticals[0], Math.Min(start, end), Math.Max(start, end));
        }
        else if (route.Verticals.Length == 2)
        {
            var lane = laneY(route.Lane!);
            yield return (route.Verticals[0], Math.Min(start, lane), Math.Max(start, lane));
            yield return (route.Verticals[1], Math.Min(lane, end), Math.Max(lane, end));
        }
    }
}
