using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>Three hosts on one PostgreSQL, and a shop that sells at all of them.</summary>
internal sealed class Hosts : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<CrossdockHost> _hosts = [];

    public CrossdockHost this[int host] => _hosts[host];

    /// <param name="rooms">a network for each host; null for this machine's own</param>
    public static async Task<Hosts> Start(string connection, OutsideSystems systems, int count = 3, Rooms? rooms = null)
    {
        var hosts = new Hosts();
        try
        {
            var key = hosts._folder.File("administrator.key");
            var starting = Enumerable.Range(0, count).Select(host => rooms?[host] is { } room
                ? CrossdockHost.Start($"postgres:{room.Connection(connection)}", null, new Seat(key, room), room.Seen(systems.Settings))
                : CrossdockHost.Start($"postgres:{connection}", systems, new Seat(key))).ToList();
            await ((Task)Task.WhenAll(starting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Those that did start are to be ended, too, where another did not.
            hosts._hosts.AddRange(starting.Where(host => host.IsCompletedSuccessfully).Select(host => host.Result));
            await Task.WhenAll(starting);
            return hosts;
        }
        catch
        {
            await hosts.DisposeAsync();
            throw;
        }
    }

    public async Task StopAndVerify(string connection)
    {
        foreach (var host in _hosts)
        {
            (await host.Stop()).ShouldBe(0, host.Said);
        }

        await Verification.NothingIsWrong($"postgres:{connection}", _folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        _folder.Dispose();
    }
}

/// <summary>A web shop that sends an order again, perhaps to another host, when it is told to or hears nothing.</summary>
internal sealed class Shop(Hosts hosts, int count, string sku)
{
    /// <summary>A host that hears nothing from its machine answers nothing: then the shop turns to another.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly bool[] _shut = new bool[count];
    private int _numbers;

    public ConcurrentBag<(string Number, int Host)> Acknowledged { get; } = [];

    /// <summary>The longest that a host which was thought to be well took to answer, with whatever answer.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Nobody sells there any more: what is still unanswered is sent elsewhere.</summary>
    public void Shut(int host) => _shut[host] = true;

    public async Task Sell(int host, CancellationToken closed)
    {
        while (!closed.IsCancellationRequested)
        {
            var number = $"SHOP-{Interlocked.Increment(ref _numbers)}";
            var at = host;
            await Eventually.Holds($"order {number} is taken", async () => await Send(number, at = Open(at)), TimeSpan.FromMinutes(2));
        }
    }

    /// <summary>Nothing that was acknowledged is lost, and none of it stands still on its way.</summary>
    public async Task EveryOrderIs(params string[] states)
    {
        string[] missing = [];
        await Eventually.Holds($"every acknowledged order is {string.Join(" or ", states)}", async () =>
        {
            var lists = await Task.WhenAll(states.Select(state => hosts[0].Api.Cases($"kind=order&state={state}")));
            var there = lists.SelectMany(list => list).Select(item => ((string)item["case"]!).Split('/')[1]).ToHashSet();
            missing = [.. Acknowledged.Select(order => order.Number).Where(number => !there.Contains(number))];
            return missing.Length == 0;
        }, TimeSpan.FromMinutes(2), () => $"Not {string.Join(", ", missing.Take(5))} and {missing.Length} in all. {hosts[0].Said}");
    }

    private int Open(int wished) =>
        Enumerable.Range(0, count).Select(n => (wished + n) % count).First(host => !_shut[host]);

    private async Task<bool> Send(string number, int host)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await hosts[host].Api.Post("/v1/orders", Orders.Shipped(number, sku, 1)).WaitAsync(Patience);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                Acknowledged.Add((number, host));
                return true;
            }

            var body = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, $"{body}\n{hosts[host].Said}");
            return false;
        }
        catch (Exception silence) when (silence is HttpRequestException or IOException or SocketException or TimeoutException)
        {
            // Nothing was acknowledged; whether it was taken, the repeat finds out.
            return false;
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(begun);
            lock (_shut)
            {
                Longest = _shut[host] || took < Longest ? Longest : took;
            }
        }
    }
}
