using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Rehearsal.Simulation.Running;

namespace Crossdock.Rehearsal.Simulation.Hosts;

/// <summary>
/// The hosts of one store, with a directory of who has which case. Membership is slow, as in life: a host that is frozen stays in the
/// directory for some seconds, is put out, and finds that out only after it woke.
/// </summary>
internal sealed class Cluster(HostParts parts, int size)
{
    private static readonly TimeSpan Eviction = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastGasp = TimeSpan.FromSeconds(2);

    private readonly List<SimHost> _hosts = [];
    private readonly HashSet<SimHost> _evicted = [];
    private readonly Dictionary<string, SimHost> _homes = [];
    private int _started;

    /// <summary>While it is so every host takes every case for its own.</summary>
    public bool Split { get; set; }

    public IReadOnlyList<SimHost> Hosts => _hosts;

    public IReadOnlyList<SimHost> Members => _hosts.FindAll(host => host.Alive && !_evicted.Contains(host));

    public void Start()
    {
        while (_hosts.Count(host => host.Alive) < size)
        {
            _hosts.RemoveAll(host => !host.Alive);
            var host = new SimHost($"H{++_started}", parts, this, alone: size == 1);
            _hosts.Add(host);
            parts.Chronicle.Note($"host {host.Name} starts");
        }
    }

    public SimHost HomeOf(string id, SimHost asker)
    {
        if (Split)
        {
            return asker;
        }

        var members = Members;
        if (!_homes.TryGetValue(id, out var home) || !members.Contains(home))
        {
            home = members.Count > 0 ? parts.Dice.Of("home").Of(id).Of(_started).Any(members) : asker;
            _homes[id] = home;
        }

        return home;
    }

    public void Left(string id, SimHost host)
    {
        if (_homes.TryGetValue(id, out var home) && home == host)
        {
            _homes.Remove(id);
        }
    }

    public void Crash(SimHost host)
    {
        if (host.Alive)
        {
            parts.Chronicle.Note($"host {host.Name} dies");
            host.Die();
            Tell(host);
            parts.Time.After(Restart, Start);
        }
    }

    public void Freeze(SimHost host, TimeSpan howLong)
    {
        host.Worker.Freeze();
        parts.Chronicle.Note($"host {host.Name} stands still for {howLong.TotalSeconds:0} s");
        if (howLong >= Eviction && size > 1)
        {
            parts.Time.After(Eviction, () => PutOut(host));
        }

        parts.Time.After(howLong, () =>
        {
            host.Worker.Thaw();
            parts.Chronicle.Note($"host {host.Name} goes on");
            if (_evicted.Contains(host))
            {
                parts.Time.After(LastGasp, () => Crash(host));
            }
        });
    }

    /// <summary>Whoever looks after the hosts has set their clocks.</summary>
    public void ComeRight()
    {
        Split = false;
        _hosts.ForEach(host => host.Wall.Wrong = TimeSpan.Zero);
    }

    /// <exception cref="StoreUnavailableException">a host that is frozen does not answer</exception>
    public async Task<IReadOnlySet<string>> UnderWay()
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var host in Members.ToList())
        {
            if (host.Worker.Frozen)
            {
                throw new StoreUnavailableException($"{host.Name} does not say what it is about.");
            }

            all.UnionWith(await host.Call(() => Task.FromResult(host.Effects.UnderWay)));
        }

        return all;
    }

    private void PutOut(SimHost host)
    {
        if (host.Alive && _evicted.Add(host))
        {
            parts.Chronicle.Note($"host {host.Name} is put out of the cluster");
            Tell(host);
        }
    }

    private void Tell(SimHost gone)
    {
        foreach (var (id, _) in _homes.Where(home => home.Value == gone).ToList())
        {
            _homes.Remove(id);
        }

        foreach (var member in Members)
        {
            member.Worker.Post(member.Peers.Lose);
        }
    }
}
