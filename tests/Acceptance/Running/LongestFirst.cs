using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Crossdock.Acceptance.Tests.Running.LongestFirst))]

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>
/// What takes minutes begins first: begun last, it runs on alone while the machine has nothing else to do. The runner takes the list's
/// last one together with its first ones, as many as it has threads, and then goes on from its beginning.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Foremost =
    [
        nameof(KilledHostOnPostgresTests), nameof(KilledHostOnSqliteTests), nameof(SupplyTests), nameof(CrashOnPostgresTests),
        nameof(CrashOnSqliteTests), nameof(UpgradeTests), nameof(ClusterTests), nameof(RetailerOnPostgresTests),
    ];

    private static readonly string[] Last = [nameof(RetailerOnSqliteTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(Place).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    /// <summary>Below 0 at the front, above 0 at the end.</summary>
    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(Last, IsOf(collection)) is >= 0 and var late ? late + 1
        : Array.FindIndex(Foremost, IsOf(collection)) is >= 0 and var early ? early - Foremost.Length
        : 0;

    private static Predicate<string> IsOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal);
}
