using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StockSynchronisation;

namespace Crossdock.Unit.Tests.Processes.Synchronisation;

/// <summary>
/// Some hours of two channels in which nothing goes in order: stock moves and is told late, twice or not at all, channels refuse what
/// they did or did not take, forget it, are spoiled, keep silent, get requests again, and people answer at any moment.
/// </summary>
public sealed class SyncChaos
{
    public const int Acts = 16;

    private const int Skus = 12;

    private static readonly (string Channel, string System)[] Channels = [("web", "web"), ("ebay", "marketplaces")];

    private readonly Dictionary<string, (int Available, int Row)> _ledger = [];
    private readonly List<AvailabilityMoved> _said = [];
    private readonly bool _forges;
    private readonly bool _grows;
    private uint _state;
    private bool _calm;

    /// <param name="forges">whether answers that only channels give come from elsewhere, too</param>
    /// <param name="grows">whether each movement of a SKU makes its figure higher, so that an older one shows as a lower one</param>
    public SyncChaos(uint seed, bool forges = false, bool grows = false)
    {
        (_state, _forges, _grows) = (seed | 1, forges, grows);
        World = new World(policies: PolicyBook.Defaults.With(SyncTests.Set("sync-run-length", 12)).With(SyncTests.Set("sync-batch", 4)))
        {
            Pick = Next,
        };
        World.Answers<PublishAvailability>(Refused).Answers<HashAvailability>(Refused).Answers<ReadAvailability>(Refused);
        foreach (var (channel, system) in Channels)
        {
            World.Tell(Handlers.IdOf(channel, 1), new PublicationBegun(channel, system, 1, 0, [], null));
        }
    }

    public World World { get; }

    public void Live(IEnumerable<(int Act, int Which)> acts)
    {
        foreach (var (act, which) in acts)
        {
            _state = (_state * 2_654_435_761u) ^ (uint)which | 1;
            Do(act);
        }
    }

    /// <summary>The outside works, people do their tasks, and the ledger is looked through.</summary>
    public void Quiet()
    {
        _calm = true;
        World.FindLost();
        World.Channels.NotListed.Clear();
        World.Channels.Forgotten.Clear();
        LetAllGo();
        for (var round = 0; round < 4; round++)
        {
            World.Run();
            while (World.OpenTasks is [var (id, task), ..])
            {
                World.Finish(id, task.Choices[0].Code, "Seen to.");
            }

            foreach (var (channel, _) in Channels)
            {
                World.Tell(OpenRun(channel), Sweep());
            }

            World.Pass(TimeSpan.FromHours(1.5));
        }
    }

    /// <summary>Every figure that a channel shows or should show, where the two differ.</summary>
    public IEnumerable<string> Differences() =>
        from channel in Channels
        from sku in World.Channels.Skus(channel.Channel).Union(_ledger.Keys)
        let should = _ledger.TryGetValue(sku, out var at) ? Math.Max(0, at.Available - 1) : 0
        let shown = World.Channels.Of(channel.Channel, sku)
        where shown != should
        select $"{channel.Channel}: {sku} shows {shown} and should show {should}";

    /// <summary>The newest that has begun; the one behind it may be on its way still.</summary>
    public CaseId OpenRun(string channel) => Enumerable.Range(1, 1_000).Select(run => Handlers.IdOf(channel, run))
        .TakeWhile(World.Knows).Last();

    private void Do(int act)
    {
        switch (act)
        {
            case 0:
                World.Run();
                break;
            case 1:
                for (var steps = Next(6); steps > 0 && World.Pending > 0; steps--)
                {
                    World.Step();
                }

                break;
            case 2:
                World.Pass(TimeSpan.FromMinutes(Next(90)));
                break;
            case 3:
                World.PassUnwatched(TimeSpan.FromHours(Next(3)));
                break;
            case 4 or 5 or 6 or 7:
                Move();
                break;
            case 8:
                World.Lose(Next(9));
                break;
            case 9 when World.Heard.Count > 0:
                World.Repeat(World.Heard[Next(World.Heard.Count)]);
                break;
            case 10 when _said.Count > 0:
                Say(_said[Next(_said.Count)]);
                break;
            case 11:
                Silence();
                break;
            case 12:
                LetAllGo();
                break;
            case 13:
                Disturb();
                break;
            case 14 when World.OpenTasks is { Count: > 0 } open:
                var (id, task) = open[Next(open.Count)];
                World.Send(id, new TaskCompleted(new TaskResult([], task.Choices[0].Code, "Done.")));
                break;
            default:
                Forge();
                break;
        }
    }

    private void Move()
    {
        var moved = new List<MovedSku>();
        for (var left = 1 + Next(5); left > 0; left--)
        {
            var sku = $"S{Next(Skus)}";
            var row = _ledger.GetValueOrDefault(sku).Row + 1;
            _ledger[sku] = (_grows ? row + 1 : Next(6) - 1, row);
            moved.Add(new MovedSku(sku, Math.Max(0, _ledger[sku].Available), 1, row, World.Now));
        }

        var message = new AvailabilityMoved([.. moved]);
        _said.Add(message);
        if (Next(8) != 0)
        {
            Say(message);
        }
    }

    /// <summary>To both channels, or to the one of them; now and then to a run that is over.</summary>
    private void Say(AvailabilityMoved message)
    {
        foreach (var (channel, _) in Channels.Where(_ => Next(5) != 0))
        {
            World.Send(Next(9) == 0 ? Handlers.IdOf(channel, 1) : OpenRun(channel), message);
        }
    }

    private AvailabilityMoved Sweep() => new(
        [.. _ledger.Select(at => new MovedSku(at.Key, Math.Max(0, at.Value.Available), 1, at.Value.Row, World.Now, Swept: true))]);

    private void Silence()
    {
        _ = Next(3) switch { 0 => Held<PublishAvailability>(), 1 => Held<HashAvailability>(), _ => Held<ReadAvailability>() };
    }

    private bool Held<TEffect>() where TEffect : Effect
    {
        World.Hold<TEffect>();
        return true;
    }

    private void LetAllGo()
    {
        World.LetGo<PublishAvailability>();
        World.LetGo<HashAvailability>();
        World.LetGo<ReadAvailability>();
    }

    private void Disturb()
    {
        var (books, sku) = (World.Channels, $"S{Next(Skus)}");
        switch (Next(_grows ? 3 : 5))
        {
            case 0:
                _ = books.NotListed.Add(sku) || books.NotListed.Remove(sku);
                break;
            case 1:
                _ = books.Forgotten.Add(sku) || books.Forgotten.Remove(sku);
                break;
            case 2 when books.Requests.Count > 0:
                books.ArrivesAgain(books.Requests[Next(books.Requests.Count)]);
                break;
            default:
                books.Spoil(Channels[Next(2)].Channel, sku, Next(3) == 0 ? null : Next(9));
                break;
        }
    }

    private void Forge()
    {
        var run = OpenRun(Channels[Next(2)].Channel);
        World.Send(run, Next(_forges ? 7 : 1) switch
        {
            0 => new LookAgain("Look."),
            1 => new AvailabilityPublished("R-0", [new FigureRefusal($"S{Next(Skus)}", "never was")]),
            2 => new ChannelSaidNo("No."),
            3 => new AvailabilityHashed(Buckets.Hashes([])),
            4 => new AvailabilityRead([new HeldFigure("S1", 3, 1), new HeldFigure("S1", 4, 1)]),
            5 => new PublicationBegun("web", "web", 1, 0, [], null),
            _ => new CaseNotThere(run, "Nobody."),
        });
    }

    /// <summary>A no may come from one who did it all the same.</summary>
    private Message? Refused(Effect effect)
    {
        if (_calm || Next(7) != 0)
        {
            return null;
        }

        if (Next(2) == 0)
        {
            World.Channels.Carry(effect);
        }

        return effect.Refused("Not now.");
    }

    /// <summary>xorshift: the same seed, the same life.</summary>
    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return below <= 1 ? 0 : (int)(_state % (uint)below);
    }
}
