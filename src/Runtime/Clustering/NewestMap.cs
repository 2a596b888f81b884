using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Processes.Running;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace Crossdock.Runtime.Clustering;

/// <summary>
/// While versions are mixed, a case comes to life where its map is newest: there it can go on whoever wrote it last. A process
/// with an older map would refuse what a newer one has decided on.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnNewestMapAttribute() : PlacementFilterAttribute(new OnNewestMapFilter());

/// <summary>Says nothing but that the filter applies.</summary>
public sealed class OnNewestMapFilter() : PlacementFilterStrategy(order: 1);

/// <summary>What each process says of itself: the version of each map it runs.</summary>
public static class MapVersions
{
    private const string Prefix = "map/";

    public static Dictionary<string, string> Of(ProcessCatalogue processes) => processes.Processes.ToDictionary(
        process => Prefix + process.Kind, process => process.Version.ToString(CultureInfo.InvariantCulture));

    /// <summary>Those of the processes that have the newest map for a grain; all, while nothing is known of any.</summary>
    /// <param name="key">a case's grain is named by the case; a ledger's by its SKU alone</param>
    public static IEnumerable<SiloAddress> Newest(
        string key, IReadOnlyList<SiloAddress> silos, Func<SiloAddress, IReadOnlyDictionary<string, string>> said)
    {
        var map = Prefix + (CaseId.TryParse(key, null, out var id) ? id.Kind : "stock");
        var versions = silos.Select(silo => Read(said(silo), map)).ToList();
        var newest = versions.Max();
        return silos.Where((_, n) => versions[n] == newest);
    }

    private static int Read(IReadOnlyDictionary<string, string> said, string map) =>
        said.TryGetValue(map, out var version) && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : 0;
}

internal sealed class OnNewestMapDirector(ISiloMetadataCache said) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var candidates = silos.ToList();
        return candidates.Count < 2 ? candidates
            : MapVersions.Newest(target.GrainIdentity.Key.ToString()!, candidates, silo => said.GetSiloMetadata(silo).Metadata);
    }
}
