using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Crossdock.Acceptance.Tests.Running.LongestFirst))]

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>What takes minutes begins first: begun last, it runs on alone while the machine has nothing else to do.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        nameof(KilledHostOnPostgresTests), nameof(KilledHostOnSqliteTests), nameof(CrashOnPostgresTests), nameof(UpgradeTests),
        nameof(SupplyTests), nameof(RetailerOnSqliteTests), nameof(RetailerOnPostgresTests), nameof(HotSkuTests),
        nameof(CrashOnSqliteTests), nameof(ClusterTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(Place).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
