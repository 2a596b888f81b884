using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Crossdock.Runtime.Clustering;

namespace Crossdock.Host.Settings;

/// <summary>Where this host stands in its cluster, or why it cannot stand in one.</summary>
internal static class ClusterSettings
{
    private const string DefaultId = "crossdock";
    private const int DefaultSiloPort = 11_111;
    private const int LongestId = 100;

    public static async Task<(ClusterPlace? Place, string? Refusal)> Read(
        IConfiguration configuration, string store, CancellationToken cancel)
    {
        if (!Storage.Store.CanBeShared(store))
        {
            return (null, "A cluster needs PostgreSQL, for an SQLite file belongs to one process: give --store postgres:CONNECTION-STRING, "
                + "or leave --cluster out.");
        }

        var section = configuration.GetSection("Crossdock:Cluster");
        var id = section["Id"] ?? DefaultId;
        if (id.Length is 0 or > LongestId)
        {
            return (null, $"Crossdock:Cluster:Id must have 1 to {LongestId} characters.");
        }

        var port = DefaultSiloPort;
        if (section["SiloPort"] is { } given
            && (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65_535))
        {
            return (null, $"Crossdock:Cluster:SiloPort is '{given}'; it must be a port, 1 to 65535.");
        }

        var name = section["AdvertisedAddress"];
        return await Resolve(name, cancel) is { } address
            ? (new ClusterPlace(id, address, port), null)
            : (null, name is null
                ? "This machine has no address that other hosts could reach: set Crossdock:Cluster:AdvertisedAddress."
                : $"Crossdock:Cluster:AdvertisedAddress is '{name}', which is no address and cannot be resolved to one.");
    }

    private static async Task<IPAddress?> Resolve(string? name, CancellationToken cancel)
    {
        if (name is null)
        {
            return OwnAddress();
        }

        if (IPAddress.TryParse(name, out var address))
        {
            return address;
        }

        try
        {
            var found = await Dns.GetHostAddressesAsync(name, cancel);
            return found.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) ?? found.FirstOrDefault();
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return null;
        }
    }

    private static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(ours => ours.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);
}
