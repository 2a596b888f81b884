using Crossdock.Estate.Demo;

namespace Crossdock.Rehearsal.Surroundings;

/// <summary>The hosts that serve, and who of them is asked next: as a load balancer does it, whoever answers.</summary>
public sealed class Hosts(TimeProvider wall) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<HostProcess> _serving = [];
    private readonly List<HostProcess> _all = [];
    private readonly List<(HostProcess Host, Task Watch, CancellationTokenSource Stop)> _watches = [];
    private int _turn;

    public IReadOnlyList<HostProcess> Serving
    {
        get
        {
            lock (_lock)
            {
                return [.. _serving];
            }
        }
    }

    /// <summary>Times that a host ended although nobody asked it to.</summary>
    public int UnaskedExits
    {
        get
        {
            lock (_lock)
            {
                return _all.Sum(host => host.UnaskedExits);
            }
        }
    }

    public async Task<HostProcess> Start(HostStart start, CancellationToken cancel)
    {
        var host = new HostProcess(start, wall);
        lock (_lock)
        {
            _all.Add(host);
        }

        await host.Start(cancel);
        lock (_lock)
        {
            _serving.Add(host);
            var stop = new CancellationTokenSource();
            _watches.Add((host, host.Watch(stop.Token), stop));
        }

        return host;
    }

    /// <summary>Nobody is sent there any more, and nobody has it up again should it end: what it does is its own affair.</summary>
    public async Task TakeOut(HostProcess host)
    {
        (HostProcess Host, Task Watch, CancellationTokenSource Stop) watched;
        lock (_lock)
        {
            _serving.Remove(host);
            watched = _watches.Find(one => one.Host == host);
        }

        await watched.Stop.CancelAsync();
        await watched.Watch;
    }

    /// <summary>Throws what a supervisor could not mend: a host that does not come up again.</summary>
    public async Task ThrowIfBroken()
    {
        foreach (var (_, watch, _) in _watches.Where(one => one.Watch.IsFaulted))
        {
            await watch;
        }
    }

    /// <exception cref="HttpRequestException">nobody serves now: to a caller that is a connection refused</exception>
    public Uri Next()
    {
        lock (_lock)
        {
            return _serving.Count > 0
                ? _serving[_turn++ % _serving.Count].Address
                : throw new HttpRequestException("No host serves now.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, watch, stop) in _watches)
        {
            await stop.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        }

        foreach (var host in _all)
        {
            await host.DisposeAsync();
        }
    }
}

/// <summary>Sends each request to a host whose turn it is. A host that is frozen costs its callers this long and no more.</summary>
public sealed class ToWhoeverServes(Hosts hosts, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <summary>An address for the client to build its requests on; none is ever sent there.</summary>
    public static readonly Uri Anywhere = new("http://crossdock.invalid");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(hosts.Next(), request.RequestUri!.PathAndQuery);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var answer = await base.SendAsync(request, patience.Token);
        await answer.Content.LoadIntoBufferAsync(patience.Token);
        return answer;
    }
}
