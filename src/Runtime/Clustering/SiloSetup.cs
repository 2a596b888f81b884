using System.Net;
using System.Net.NetworkInformation;
using Crossdock.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Crossdock.Runtime.Clustering;

/// <summary>Where this process stands in a cluster.</summary>
/// <param name="Id">processes with the same id on the same store are one cluster</param>
/// <param name="Advertised">how the others reach it</param>
public sealed record ClusterPlace(string Id, IPAddress Advertised, int SiloPort);

internal static class SiloSetup
{
    /// <summary>A call to a process that is gone fails within the time that callers wait.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    private const string Service = "crossdock";
    private const string Npgsql = "Npgsql";

    public static void InCluster(ISiloBuilder silo, ClusterPlace place) => silo
        .UseAdoNetClustering(options => options.Configure<Store>((membership, store) =>
        {
            membership.Invariant = Npgsql;
            membership.DataSource = store.Membership?.Source
                ?? throw new InvalidOperationException("A cluster needs a store that several processes can share.");
        }))
        .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (place.Id, Service))
        // Nobody connects as an Orleans client: there is no gateway to guard.
        .ConfigureEndpoints(place.Advertised, place.SiloPort, gatewayPort: 0, listenOnAnyHostAddress: !IsOurs(place.Advertised))
        .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout)
        .Configure<ClusterMembershipOptions>(NoticeWithinTenSeconds);

    /// <summary>
    /// Three missed probes of two to three seconds, and two of the others agree: a process that is dead or frozen is out within ten.
    /// Table times are shorter than usual so that a cluster which was killed as a whole can start again at once.
    /// </summary>
    private static void NoticeWithinTenSeconds(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(2);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        options.NumMissedProbesLimit = 3;
        options.NumVotesForDeathDeclaration = 2;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }

    /// <summary>Behind an address translation the advertised address is not one to listen on.</summary>
    private static bool IsOurs(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses).Any(ours => ours.Address.Equals(address));
}
