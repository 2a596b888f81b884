using Crossdock.Estate.Demo;

namespace Crossdock.Rehearsal.Surroundings;

/// <summary>The hosts that serve, and who of them is asked next: as a load balancer does it, whoever answers.</summary>
public sealed class Hosts(TimeProvider wall) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<HostProcess> _serving = [];
    private readonly List<HostProcess> _all = [];
    private readonly List<Task> _watches = [];
    private readonly CancellationTokenSource _stop = new();
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
            _watches.Add(host.Watch(_stop.Token));
        }

        return host;
    }

    /// <summary>Nobody is sent there any more; what it does meanwhile is its own affair.</summary>
    public void TakeOut(HostProcess host)
    {
        lock (_lock)
        {
            _serving.Remove(host);
        }
    }

    /// <summary>Throws what a supervisor could not mend: a host that does not come up again.</summary>
    public async Task ThrowIfBroken()
    {
        foreach (var watch in _watches.Where(watch => watch.IsFaulted))
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
        await _stop.CancelAsync();
        await Task.WhenAll(_watches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var host in _all)
        {
            await host.DisposeAsync();
        }

        _stop.Dispose();
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
