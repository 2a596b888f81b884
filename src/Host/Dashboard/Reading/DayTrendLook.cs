using System.Collections.Concurrent;
using Crossdock.Intelligence.Overview;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>
/// The days against each other, read beside the screen: it shows what was read last, and nothing before the first reading ends. What goes
/// wrong there leaves the rest of the screen as it is.
/// </summary>
public sealed partial class DayTrendLook(DayTrendReader reader, TimeProvider wall, ILogger<DayTrendLook> log)
{
    private const int MostPlaces = 200;

    /// <summary>A day's figures hardly move within a minute, and reading them keeps a processor busy.</summary>
    private const int RestsFor = 50;

    private readonly Kept<Place, DayTrend> _kept = new(wall, RestsFor);
    private readonly ConcurrentDictionary<Place, DayTrend> _last = new();

    public DayTrend? Last(Place place)
    {
        var reading = _kept.Get(place, async cancel =>
        {
            try
            {
                var read = await reader.Read(place, cancel);
                if (_last.Count > MostPlaces)
                {
                    _last.Clear();
                }

                return _last[place] = read;
            }
            catch (Exception failure)
            {
                LogFailed(failure);
                throw;
            }
        });
        return reading.IsCompletedSuccessfully ? reading.Result : _last.GetValueOrDefault(place);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The days could not be held against each other; the next look tries again")]
    private partial void LogFailed(Exception failure);
}
