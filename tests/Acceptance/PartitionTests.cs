using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>Three hosts, each with a network of its own, lines between which are cut: nothing is closed, but nothing passes.</summary>
public sealed class PartitionTests(ITestOutputHelper output)
{
    public const string Variable = "CROSSDOCK_PARTITION";

    private const string Sku = "LAMP";
    private const int Evicted = 134;
    private const int SellersEach = 2;

    /// <summary>Fewer orders say as much, and leave the machine to the hosts.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    /// <summary>Ten are what the cluster needs to notice and go on; as much again for a machine that is busy with other work.</summary>
    private static readonly TimeSpan TakenOver = TimeSpan.FromSeconds(20);

    /// <summary>Five are what a host is allowed.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PutOutWithin = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Whatever_line_is_cut_the_others_go_on_and_nothing_is_lost()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "1", $"{Variable} is not 1: it takes two minutes and root.");
        await using var store = await ScratchDatabase.Create();
        await using var systems = await OutsideSystems.Start();
        await using var rooms = await Rooms.Build(3, store.Connection);
        await using var hosts = await Hosts.Start(store.Connection, systems, rooms: rooms);
        await using var shop = await Queues.Open(hosts);

        await IsPutOut(2, hosts, shop, () => rooms.CutOff(2), () => rooms.Mend(2));
        await IsPutOut(
            1, hosts, shop,
            () =>
            {
                rooms[1].ToStore.HoldAll();
                return rooms.CutOff(1);
            },
            () =>
            {
                rooms[1].ToStore.LetGo();
                return rooms.Mend(1);
            });
        await OneStays(older: 2, younger: 1, rooms, hosts, shop);

        await shop.Close();
        output.WriteLine($"{shop.Taken.Count} orders; the longest wait for one {shop.LongestWait.TotalSeconds:0.0} s, the longest answer "
            + $"{shop.LongestAnswer.TotalSeconds:0.0} s");
        shop.LongestAnswer.ShouldBeLessThan(LongestAnswer);
        shop.LongestWait.ShouldBeLessThan(TakenOver);
        await shop.EveryOrderMovesOn();
        await hosts.StopAndVerify(store.Connection);
    }

    /// <summary>While it is cut off the others go on; once it hears that it was put out it has written nothing more, and ends.</summary>
    private async Task IsPutOut(int lost, Hosts hosts, Queues shop, Func<Task> cutOff, Func<Task> mend)
    {
        int[] others = [.. Enumerable.Range(0, 3).Except([lost])];
        var cut = Stopwatch.GetTimestamp();
        shop.IsCut(lost);
        await cutOff();
        await shop.GoOnAfter(cut, others);
        output.WriteLine($"without host {lost} they went on after {Stopwatch.GetElapsedTime(cut).TotalSeconds:0.0} s");
        await mend();
        (await hosts[lost].Ends(PutOutWithin)).ShouldBe(Evicted, hosts[lost].Said);
        await hosts[lost].StartAgain();
        shop.IsWell(lost);
        await shop.GoOnAfter(Stopwatch.GetTimestamp(), 0, 1, 2);
    }

    /// <summary>Two that a third hears, and that do not hear each other: neither is ever voted out, so the younger ends.</summary>
    private async Task OneStays(int older, int younger, Rooms rooms, Hosts hosts, Queues shop)
    {
        var cut = Stopwatch.GetTimestamp();
        // What the third has to look up at one for a case of the other waits as well.
        Array.ForEach([0, 1, 2], shop.IsCut);
        await rooms.CutBetween(older, younger);
        (await hosts[younger].Ends(PutOutWithin)).ShouldBe(Evicted, hosts[younger].Said);
        await shop.GoOnAfter(Stopwatch.GetTimestamp(), 0, older);
        output.WriteLine($"host {younger} stepped out, and they went on after {Stopwatch.GetElapsedTime(cut).TotalSeconds:0.0} s");
        await rooms.MendBetween(older, younger);
        await hosts[younger].StartAgain();
        Array.ForEach([0, 1, 2], shop.IsWell);
        await shop.GoOnAfter(Stopwatch.GetTimestamp(), 0, 1, 2);
    }

    /// <summary>Customers at each host who send their order again, to the same host, until it is taken.</summary>
    private sealed class Queues : IAsyncDisposable
    {
        private readonly Hosts _hosts;
        private readonly bool[] _isCut = new bool[3];
        private readonly CancellationTokenSource _closed = new();
        private readonly Lock _lock = new();
        private readonly Task _selling;
        private int _numbers;

        private Queues(Hosts hosts)
        {
            _hosts = hosts;
            _selling = Task.WhenAll(Enumerable.Range(0, 3).SelectMany(host => Enumerable.Range(0, SellersEach).Select(_ => Sell(host))));
        }

        public ConcurrentQueue<(string Number, int Host, long Begun)> Taken { get; } = [];

        /// <summary>That a host which was not cut off took to answer, with whatever answer.</summary>
        public TimeSpan LongestAnswer { get; private set; }

        /// <summary>From the first attempt until the yes, at hosts that were not cut off.</summary>
        public TimeSpan LongestWait { get; private set; }

        public static async Task<Queues> Open(Hosts hosts)
        {
            // The first call between hosts that have just begun may take longer than a caller is let wait.
            await Eventually.Holds("the shelves are filled", async () =>
            {
                using var answer = await hosts[0].Api.Post("/v1/stock/movements", new JsonObject
                {
                    ["movements"] = new JsonArray(new JsonObject
                    {
                        ["id"] = "GR-1", ["sku"] = Sku, ["node"] = Network.Daventry, ["act"] = "receive", ["quantity"] = 100_000,
                    }),
                });
                return answer.IsSuccessStatusCode;
            });
            var queues = new Queues(hosts);
            await queues.GoOnAfter(0, 0, 1, 2);
            return queues;
        }

        /// <summary>Its callers may try in vain; what it takes all the same counts like any other.</summary>
        public void IsCut(int host) => _isCut[host] = true;

        public void IsWell(int host) => _isCut[host] = false;

        public async Task Close()
        {
            await _closed.CancelAsync();
            await _selling;
        }

        public async ValueTask DisposeAsync()
        {
            await _closed.CancelAsync();
            await _selling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _closed.Dispose();
        }

        /// <summary>Every queue at these hosts moves, and with orders that were begun after this instant.</summary>
        public Task GoOnAfter(long instant, params int[] at) => Eventually.Holds(
            $"orders are taken at {string.Join(", ", at)}",
            () => Task.FromResult(_selling.IsFaulted
                || at.All(host => Taken.Count(order => order.Host == host && order.Begun > instant) >= 3 * SellersEach)),
            TimeSpan.FromMinutes(2),
            () => string.Join("\n", at.Select(host => $"host {host}: {_hosts[host].Said[^Math.Min(_hosts[host].Said.Length, 3_000)..]}")));

        /// <summary>Nothing that was taken is lost, and none of it stands still on its way.</summary>
        public async Task EveryOrderMovesOn()
        {
            string[] missing = [];
            await Eventually.Holds("every order that was taken is with the warehouse", async () =>
            {
                var there = (await _hosts[0].Api.Cases("kind=order&state=Fulfilling"))
                    .Select(item => ((string)item["case"]!).Split('/')[1]).ToHashSet();
                missing = [.. Taken.Select(order => order.Number).Where(number => !there.Contains(number))];
                return missing.Length == 0;
            }, TimeSpan.FromMinutes(2), () => $"Not {string.Join(", ", missing.Take(5))} and {missing.Length} in all. {_hosts[0].Said}");
        }

        private async Task Sell(int host)
        {
            using var pause = new PeriodicTimer(Pause);
            while (!_closed.IsCancellationRequested)
            {
                var (number, begun) = ($"CUT-{Interlocked.Increment(ref _numbers)}", Stopwatch.GetTimestamp());
                var taken = false;
                while (!taken && !_closed.IsCancellationRequested)
                {
                    await pause.WaitForNextTickAsync(CancellationToken.None);
                    begun = _isCut[host] ? Stopwatch.GetTimestamp() : begun;
                    taken = await Send(number, host);
                }

                if (taken)
                {
                    Taken.Enqueue((number, host, begun));
                    Note(begun, wait: true);
                }
            }
        }

        private async Task<bool> Send(string number, int host)
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await _hosts[host].Api.Post("/v1/orders", Orders.Shipped(number, Sku, 1)).WaitAsync(Shop.Patience);
                Note(_isCut[host] ? Stopwatch.GetTimestamp() : begun, wait: false);
                return answer.StatusCode == HttpStatusCode.Accepted
                    || (answer.StatusCode == HttpStatusCode.ServiceUnavailable ? false
                        : throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(CancellationToken.None)));
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or SocketException or TimeoutException)
            {
                // It was put out.
                return false;
            }
        }

        private void Note(long begun, bool wait)
        {
            var took = Stopwatch.GetElapsedTime(begun);
            lock (_lock)
            {
                (LongestWait, LongestAnswer) = wait
                    ? (took > LongestWait ? took : LongestWait, LongestAnswer)
                    : (LongestWait, took > LongestAnswer ? took : LongestAnswer);
            }
        }
    }
}
