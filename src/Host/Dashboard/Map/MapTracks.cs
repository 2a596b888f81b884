namespace Crossdock.Host.Dashboard.Map;

/// <summary>Gives verticals of one channel tracks of their own wherever they would lie on each other.</summary>
public sealed class MapTracks
{
    private const double Clearance = 5;
    private const double Thin = 6;

    private readonly Dictionary<int, double[]> _widths = [];

    public static MapTracks Assign(MapRoutes routes, Func<int, double> middle, Func<Lane, double> laneY)
    {
        var tracks = new MapTracks();
        var stretches = routes.All.SelectMany(route => Stretches(route, routes.LineOf(route), middle, laneY))
            .GroupBy(stretch => stretch.Vertical.Channel);
        foreach (var channel in stretches)
        {
            var ends = new List<List<(double Top, double Bottom)>>();
            var byLength = channel.OrderBy(stretch => stretch.Bottom - stretch.Top).ThenBy(stretch => stretch.Top);
            foreach (var (vertical, top, bottom, _) in byLength)
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

            tracks._widths[channel.Key] =
            [
                .. Enumerable.Range(0, ends.Count).Select(track => Thin + channel.Where(stretch => stretch.Vertical.Track == track)
                    .Max(stretch => stretch.Line)),
            ];
        }

        return tracks;
    }

    public double WidthOf(int channel) => _widths.TryGetValue(channel, out var widths) ? widths.Sum() : 0;

    /// <summary>The middle of a track, from the left of all tracks of its channel.</summary>
    public double MiddleOf(int channel, int track) => _widths[channel].Take(track).Sum() + (_widths[channel][track] / 2);

    private static IEnumerable<(Vertical Vertical, double Top, double Bottom, double Line)> Stretches(
        Route route, double line, Func<int, double> middle, Func<Lane, double> laneY)
    {
        var start = middle(route.Start.Row) + route.LeaveOffset;
        var end = middle(route.End.Row) + route.EnterOffset;
        if (route.Verticals.Length == 1)
        {
            yield return (route.Verticals[0], Math.Min(start, end), Math.Max(start, end), line);
        }
        else if (route.Verticals.Length == 2)
        {
            var lane = laneY(route.Lane!);
            yield return (route.Verticals[0], Math.Min(start, lane), Math.Max(start, lane), line);
            yield return (route.Verticals[1], Math.Min(lane, end), Math.Max(lane, end), line);
        }
    }
}
