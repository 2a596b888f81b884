using Crossdock.Acceptance.Tests.Sentences;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>
/// Two seconds are a day, and the host wakes on a Tuesday before anybody works: for what waits for days, which no policy may shorten to
/// hours. All stories begin at once; then each sentence tells the end of its own.
/// </summary>
public sealed class HastyHost : SharedHost
{
    private protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Crossdock__Clock__Epoch"] = "2026-11-24T05:00:00Z", ["Crossdock__Clock__Factor"] = "43200",
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await SupplyLatenessTests.Begin(this);
    }
}

/// <summary>Sentences about lateness, which share a host whose days are short.</summary>
[CollectionDefinition(Name)]
public sealed class HastyTime : ICollectionFixture<HastyHost>
{
    public const string Name = "Sentences in hasty time";
}
