using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Crossdock.Contracts;
using Crossdock.Intelligence.Stays;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Intelligence.Figures;

/// <summary>
/// Shows the catalogue's figures of the last day to whoever collects metrics, at a bounded number of series: what is counted by state,
/// supplier or day is shown as a whole only. Read in the background, and only while somebody asks.
/// </summary>
internal sealed partial class FigureGauges(
    IMeterFactory meters, FigureReader reader, AnalysisPace pace, BusinessClock clock, TimeProvider wall, ILogger<FigureGauges> log)
    : IHostedService, IDisposable
{
    public const string Name = "Crossdock.Intelligence";

    /// <summary>A collector that is asked to keep more than this of one measure begins to drop some.</summary>
    public const int MostSeries = 1_000;

    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    /// <summary>Collectors ask every few seconds; figures of a day do not move that fast, and reading them keeps a thread busy.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private ImmutableArray<FigureAnswer> _known = [];
    private long _readAt = long.MinValue;
    private Task _reading = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Watch(meters.Create(Name), Known);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    internal static void Watch(Meter meter, Func<IEnumerable<FigureAnswer>> known) => meter.CreateObservableGauge(
        "crossdock.figure", () => known().SelectMany(Series).Take(MostSeries), "1", "The figures of the catalogue over the last 24 hours");

    /// <summary>What was read last; where that is old, reading begins anew beside it.</summary>
    internal IEnumerable<FigureAnswer> Known()
    {
        lock (_stopping)
        {
            if (_reading.IsCompleted && (_readAt == long.MinValue || wall.GetElapsedTime(_readAt) >= Every))
            {
                _readAt = wall.GetTimestamp();
                _reading = Read();
            }
        }

        return _known;
    }

    internal Task Reading => _reading;

    private async Task Read()
    {
        try
        {
            // While the file is made anew, or is behind, it has a part of the day: a gap says so, and a wrong number would not.
            _known = pace.IsCurrent
                ? await reader.Read(FigureCatalogue.All, new FigureSlice(From: clock.GetUtcNow() - Period), _stopping.Token) : [];
        }
        catch (Exception failure) when (!_stopping.IsCancellationRequested)
        {
            // Figures of an hour ago under the time of now would be wrong; none at all shows as a gap.
            _known = [];
            LogFailed(failure);
        }
    }

    private static IEnumerable<Measurement<double>> Series(FigureAnswer answer) => answer.Rows
        .Where(row => row.Value is not null && (row.Of is null || answer.Figure.IsNarrow))
        .Select(row => new Measurement<double>(
            row.Value!.Value,
            new KeyValuePair<string, object?>[]
            {
                new("crossdock.figure", answer.Figure.Name), new("crossdock.measure", row.Measure), new("crossdock.unit", row.Unit),
                new("crossdock.process", row.Process), new("crossdock.of", row.Of),
            }.Where(tag => tag.Value is not null)));

    [LoggerMessage(Level = LogLevel.Error, Message = "The figures could not be read for metrics; in a minute they are tried again")]
    private partial void LogFailed(Exception failure);
}
