using Crossdock.Estate.Channels;
using Crossdock.Estate.Demo;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.People;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;
using Crossdock.Rehearsal.Surroundings;

namespace Crossdock.Rehearsal.Crash;

/// <summary>Customers, staff and the pulse, at it from before the first harm until after the last.</summary>
public sealed class Load : IDisposable
{
    /// <summary>
    /// Some seventy rows of the journal each, so that every harm meets work under way; more would only make the looking longer.
    /// </summary>
    public const double OrdersPerSecond = 1;

    private const double LinesMean = 3;
    private const double ShortShare = 0.015;

    private readonly Scene _scene;
    private readonly CrossdockClient _crossdock;
    private readonly OutsideWorld _world;
    private Task[] _working = [];

    private Load(Scene scene, CrossdockClient crossdock, OutsideWorld world, Book book, TimeSpan arrivals, Seeded chance)
    {
        (_scene, _crossdock, _world, Book) = (scene, crossdock, world, book);
        Channels = new ChannelRun(book, arrivals, scene.Clock.Factor, crossdock, scene.Clock, scene.Wall, chance, FaultSettings.Some);
        People = new Staffing(scene.Network, crossdock, scene.Clock, scene.Wall, chance, Channels, world.Mail, ShortShare);
        Pulse = new Pulse(crossdock, scene.Wall);
    }

    public Book Book { get; }

    public ChannelRun Channels { get; }

    public Staffing People { get; }

    public Pulse Pulse { get; }

    /// <summary>A book that lasts so long, spread evenly: a night in it would leave the harm nothing to hurt.</summary>
    public static Book WriteBook(TimeSpan lasts, int seed, Scene scene)
    {
        var rows = SeededBook.Rows((int)Math.Ceiling(lasts.TotalSeconds * OrdersPerSecond), seed, LinesMean);
        var book = BookBuilder.Build(rows, seed, scene.Network, null);
        var step = book.Span / Math.Max(1, book.Events.Length);
        return book with
        {
            Events = [.. book.Events.Select((happening, i) => happening with { At = book.Events[0].At + (step * i) })],
        };
    }

    public static async Task<Load> Begin(
        Scene scene, CrossdockClient crossdock, OutsideWorld world, Book book, TimeSpan lasts, int seed, CancellationToken cancel)
    {
        var load = new Load(scene, crossdock, world, book, lasts, new Seeded(seed));
        await load.Channels.FillShelves(cancel);
        world.SetFaults(FaultSettings.Some);
        return load;
    }

    /// <summary>Everybody at work until cancelled.</summary>
    public void Work(CancellationToken pulse, CancellationToken everything) =>
        _working = [Channels.Play(everything), People.Work(everything), Pulse.Beat(pulse)];

    /// <summary>Throws what nobody expected: a part of the load that falls silent unnoticed proves nothing.</summary>
    public async Task ThrowIfBroken()
    {
        foreach (var broken in _working.Where(part => part.IsFaulted))
        {
            await broken;
        }
    }

    public Task Ended() => Task.WhenAll(_working);

    /// <summary>Takes no new orders and waits until those that are in end, or rest with a person.</summary>
    /// <returns>false when they did not within the patience</returns>
    public async Task<bool> Settles(TimeSpan patience, CancellationToken cancel)
    {
        Channels.CloseDoors();
        var inspection = new Inspection(_crossdock);
        var situation = new Situation(Channels, _world, People, inspection, _scene.Clock, _scene.Wall);
        for (var begun = _scene.Wall.GetTimestamp(); _scene.Wall.GetElapsedTime(begun) < patience;)
        {
            if ((await situation.Look(cancel)).Settled)
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _scene.Wall, cancel);
        }

        return false;
    }

    public void Dispose() => Channels.Dispose();
}
