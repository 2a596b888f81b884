using Crossdock.Estate.Channels;
using Crossdock.Estate.People;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>The run itself: fills the shelves, opens the doors, lets the host die now and then, and watches until all is settled.</summary>
public sealed class Performance : IDisposable
{
    private static readonly TimeSpan GlanceEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly DemoOptions _options;
    private readonly Cast _cast;
    private readonly Pace _pace;
    private readonly Screen _screen;
    private readonly Seeded _chance;
    private readonly Inspection _inspection;
    private ChannelRun? _channels;
    private Staffing? _people;

    internal Performance(DemoOptions options, Cast cast, Pace pace, Screen screen)
    {
        (_options, _cast, _pace, _screen) = (options, cast, pace, screen);
        _chance = new Seeded(options.Seed);
        _inspection = new Inspection(cast.Crossdock);
    }

    public int OrdersIn => _channels?.Orders.Count ?? 0;

    public async Task<RunReport> Play(string store, CancellationToken cancel)
    {
        var begun = _cast.Wall.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watch = _cast.Host.Watch(stop.Token);
        await FillShelves(cancel);

        var doors = _cast.Wall.GetTimestamp();
        var playing = _channels!.Play(stop.Token);
        var work = _people?.Work(stop.Token) ?? Task.CompletedTask;
        var kills = KillNowAndThen(stop.Token);
        var (timedOut, arrived) = await UntilSettled([watch, playing, work, kills], doors, cancel);
        await kills.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Lists are written behind the journal: let the last of it be seen before it is counted.
        await Task.Delay(TimeSpan.FromSeconds(1), _cast.Wall, cancel);
        var report = await Bookkeeping.Close(
            _options, _cast, _channels, _people, _inspection,
            new RunTimes(_cast.Wall.GetElapsedTime(begun), arrived, _channels!.HeldFor, _pace.Factor, timedOut, store), cancel);
        await stop.CancelAsync();
        await Task.WhenAll(watch, work, playing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return report;
    }

    public void Dispose() => _channels?.Dispose();

    private async Task FillShelves(CancellationToken cancel)
    {
        var filler = new ChannelRun(
            _cast.Book, _pace.Arrivals, _pace.Factor, _cast.Crossdock, _cast.Clock, _cast.Wall, _chance, _cast.Faults,
            [_cast.World.ErpStock, _cast.World.WmsStock], ListenForHeadway());
        _channels = filler;
        var begun = _cast.Wall.GetTimestamp();
        await filler.FillShelves(cancel);
        var took = _cast.Wall.GetElapsedTime(begun).TotalSeconds;
        _screen.Say($"shelves      {_cast.Book.OpeningStock.Length:N0} places filled in {took:0.0} s");
        _people = _options.People
            ? new Staffing(
                _cast.Network, _cast.Crossdock, _cast.Clock, _cast.Wall, _chance, filler, _cast.World.Mail, _options.ShortShare,
                _options.Prices ? _cast.Book : null, _options.Purchases ? (_cast.Book, _cast.World) : null, _options.Invoices)
            : null;
    }

    /// <summary>
    /// The payment provider is the first outside to hear of an order. Null where somebody said how long orders arrive for: they do,
    /// whatever comes of it.
    /// </summary>
    private Headway? ListenForHeadway()
    {
        if (_options.ArriveSeconds is not null)
        {
            return null;
        }

        var headway = new Headway(_cast.Clock, _cast.Wall);
        _cast.World.Desks["payment"].Hears = body =>
        {
            if (body.TryGetProperty("number", out var order))
            {
                headway.Heard(order.ToString());
            }
        };
        return headway;
    }

    private async Task<(bool TimedOut, TimeSpan Arrived)> UntilSettled(Task[] parts, long doors, CancellationToken cancel)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        foreach (var part in parts)
        {
            // Nobody may fall silent: what breaks in the estate, or a host that does not come up again, breaks the run.
            _ = part.ContinueWith(_ => broken.CancelAsync(), cancel, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        try
        {
            return await Watch(doors, broken.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await Array.Find(parts, part => part.IsFaulted)!;
            throw;
        }
    }

    private async Task<(bool TimedOut, TimeSpan Arrived)> Watch(long doors, CancellationToken cancel)
    {
        var channels = _channels!;
        var situation = new Situation(channels, _cast.World, _people, _inspection, _cast.Clock, _cast.Wall);
        var arrived = TimeSpan.Zero;
        while (true)
        {
            var looked = _cast.Wall.GetTimestamp();
            var glance = await situation.Look(cancel);
            _screen.Show(glance, channels);
            arrived = channels.AllSent && arrived == TimeSpan.Zero ? _cast.Wall.GetElapsedTime(doors) : arrived;
            var late = _cast.Wall.GetElapsedTime(doors) > TimeSpan.FromMinutes(_options.TimeoutMinutes);
            if (_options.ExitWhenSettled && (glance.Settled || late))
            {
                return (!glance.Settled, arrived);
            }

            // Looking at thousands of open cases is work for the host: never more than a tenth of its time. A look that took long
            // because the host was down is no reason to look away for long.
            var pause = _cast.Wall.GetElapsedTime(looked) * 9;
            pause = pause < GlanceEvery ? GlanceEvery : pause > LongestPause ? LongestPause : pause;
            await Task.Delay(pause, _cast.Wall, cancel);
        }
    }

    private async Task KillNowAndThen(CancellationToken cancel)
    {
        foreach (var wait in Pauses())
        {
            await Task.Delay(wait, _cast.Wall, cancel);
            await _cast.Host.KillAndRestart(cancel);
        }
    }

    // The kills fall anywhere in the time that orders arrive, which is when most is in flight.
    private IEnumerable<TimeSpan> Pauses()
    {
        if (_options.KillEverySeconds is { } every)
        {
            var times = Math.Max(_options.Kills, (int)(_pace.Arrivals.TotalSeconds / every));
            return Enumerable.Repeat(TimeSpan.FromSeconds(every), times);
        }

        var moments = Enumerable.Range(0, _options.Kills)
            .Select(i => _pace.Arrivals * (0.1 + (0.9 * _chance.Unit("kill",
                i.ToString(System.Globalization.CultureInfo.InvariantCulture)))))
            .Order().ToArray();
        return moments.Select((moment, i) => moment - (i == 0 ? TimeSpan.Zero : moments[i - 1]));
    }
}
