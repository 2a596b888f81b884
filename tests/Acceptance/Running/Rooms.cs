using System.Globalization;
using System.Net;
using Crossdock.Rehearsal.Surroundings;
using Npgsql;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>
/// A machine of its own, as far as a network goes: a namespace with one line to this test, where its store and its callers are, and
/// another to the switch that it shares with the other rooms. Either can be pulled without anybody being told.
/// </summary>
internal sealed class Room(string name, IPAddress inside, IPAddress outside, IPAddress amongOthers)
{
    private readonly List<TcpProxy> _proxies = [];

    public string Name => name;

    /// <summary>Where its callers reach it.</summary>
    public IPAddress Inside => inside;

    /// <summary>Where the other rooms reach it.</summary>
    public IPAddress AmongOthers => amongOthers;

    /// <summary>Its own line to the store.</summary>
    public required TcpProxy ToStore { get; init; }

    /// <summary>The same connection string, by way of this room's own line.</summary>
    public string Connection(string connection) => new NpgsqlConnectionStringBuilder(connection)
    {
        Host = outside.ToString(), Port = ToStore.Port,
    }.ConnectionString;

    /// <summary>Settings whose addresses are on this machine's loopback, as they are seen from the room.</summary>
    public Dictionary<string, string> Seen(IReadOnlyDictionary<string, string> settings)
    {
        var ports = new Dictionary<int, int>();
        return settings.ToDictionary(setting => setting.Key, setting =>
        {
            if (!Uri.TryCreate(setting.Value, UriKind.Absolute, out var address) || !address.IsLoopback)
            {
                return setting.Value;
            }

            if (!ports.TryGetValue(address.Port, out var port))
            {
                _proxies.Add(new TcpProxy(new IPEndPoint(IPAddress.Loopback, address.Port), outside));
                ports[address.Port] = port = _proxies[^1].Port;
            }

            return new UriBuilder(address) { Host = outside.ToString(), Port = port }.Uri.ToString();
        });
    }

    public async ValueTask Close()
    {
        foreach (var proxy in _proxies.Append(ToStore))
        {
            await proxy.DisposeAsync();
        }
    }
}

/// <summary>Some rooms and the switch between them. Making them takes root on Linux; elsewhere the test is skipped.</summary>
internal sealed class Rooms : IAsyncDisposable
{
    private const string Switch = "switch";

    private static int _built;

    // Names of interfaces have room for 15 letters.
    private readonly string _name = $"cd{Text(Environment.ProcessId)}{(char)('a' + (Interlocked.Increment(ref _built) % 26))}";
    private readonly List<string> _spaces = [];
    private readonly List<string> _lines = [];
    private readonly List<Room> _rooms = [];

    public Room this[int room] => _rooms[room];

    private string SwitchSpace => $"{_name}-{Switch}";

    /// <param name="store">the connection that the rooms have a line to</param>
    public static async Task<Rooms> Build(int count, string store)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Network namespaces take root on Linux.");
        var rooms = new Rooms();
        try
        {
            await rooms.AddSpace(rooms.SwitchSpace);
            await Ip($"-n {rooms.SwitchSpace} link add {Switch} up type bridge");
            for (var i = 0; i < count; i++)
            {
                rooms._rooms.Add(await rooms.Add(i, new NpgsqlConnectionStringBuilder(store)));
            }

            return rooms;
        }
        catch
        {
            await rooms.DisposeAsync();
            throw;
        }
    }

    /// <summary>Nothing passes between this room and the others any more; no connection is closed.</summary>
    public Task CutOff(int room) => Ip($"-n {SwitchSpace} link set port{Text(room)} nomaster");

    public Task Mend(int room) => Ip($"-n {SwitchSpace} link set port{Text(room)} master {Switch}");

    /// <summary>Nothing passes between these two any more; with the others each of them still talks.</summary>
    public async Task CutBetween(int one, int other)
    {
        // Sent to a card that nobody has.
        await Ip($"-n {this[one].Name} neigh replace {this[other].AmongOthers} lladdr 02:00:00:00:00:01 dev others nud permanent");
        await Ip($"-n {this[other].Name} neigh replace {this[one].AmongOthers} lladdr 02:00:00:00:00:01 dev others nud permanent");
    }

    public async Task MendBetween(int one, int other)
    {
        await Ip($"-n {this[one].Name} neigh del {this[other].AmongOthers} dev others");
        await Ip($"-n {this[other].Name} neigh del {this[one].AmongOthers} dev others");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var room in _rooms)
        {
            await room.Close();
        }

        // By name: what goes with its namespace goes when the kernel finds the time.
        foreach (var line in _lines)
        {
            await Ip($"link del {line}");
        }

        foreach (var space in _spaces)
        {
            await Ip($"netns del {space}");
        }
    }

    private async Task<Room> Add(int room, NpgsqlConnectionStringBuilder store)
    {
        var (space, outside, inside) = ($"{_name}-{Text(room)}", Address(room, 1), Address(room, 2));
        var among = IPAddress.Parse($"10.255.0.{Text(room + 1)}");
        await AddSpace(space);
        await Ip($"-n {space} link set lo up");
        var line = $"{_name}{Text(room)}";
        await Ip($"link add {line} type veth peer name line netns {space}");
        _lines.Add(line);
        await Ip($"address add {outside}/30 dev {line}");
        await Ip($"link set {line} up");
        await Ip($"-n {space} address add {inside}/30 dev line");
        await Ip($"-n {space} link set line up");
        await Ip($"-n {SwitchSpace} link add port{Text(room)} type veth peer name others netns {space}");
        await Ip($"-n {SwitchSpace} link set port{Text(room)} up master {Switch}");
        await Ip($"-n {space} address add {among}/24 dev others");
        await Ip($"-n {space} link set others up");
        return new Room(space, inside, outside, among)
        {
            ToStore = new TcpProxy(new DnsEndPoint(store.Host!, store.Port), outside),
        };
    }

    private async Task AddSpace(string space)
    {
        await Ip($"netns add {space}");
        _spaces.Add(space);
    }

    /// <summary>A small net for each line, apart from those of other test programs that run now.</summary>
    private static IPAddress Address(int room, int end) => new(
        [10, (byte)(200 + (Environment.ProcessId / 60 % 50)), (byte)(Environment.ProcessId % 60 * 4), (byte)((room * 4) + end)]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task Ip(string arguments)
    {
        var (code, said) = await ChildProcess.Run("ip", arguments.Split(' '), "/", Eventually.Patience);
        Assert.SkipWhen(
            code != 0 && said.Contains("not permitted", StringComparison.OrdinalIgnoreCase),
            $"This machine allows no network namespaces: {said.Trim()}");
        code.ShouldBe(0, $"ip {arguments}: {said}");
    }
}
