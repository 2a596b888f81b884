using Crossdock.Acceptance.Tests.Sentences;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>
/// Two seconds are an hour, and the host wakes on a Tuesday before the stores open. What takes days by default takes an hour here, where
/// a policy says so. All stories begin at once, since what they have in common is waiting; then each sentence tells the end of its own.
/// </summary>
public sealed class HurriedHost : SharedHost
{
    private const string Soon = "1 h";

    private protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Crossdock__Clock__Epoch"] = "2026-11-24T07:30:00Z", ["Crossdock__Clock__Factor"] = "1800",
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Task.WhenAll(
            Sets("pickup-reminder", Soon, "node", Network.Liverpool), Sets("pickup-last-call", Soon, "node", Network.Liverpool),
            Sets("carrier-transit", Soon, "node", Network.Sheffield), Sets("carrier-collect-time", Soon, "node", Network.Sheffield),
            Sets("customer-answer", Soon, "channel", "app"), Sets("back-order-look", Soon, "channel", "app"),
            Sets("back-order-looks", "1", "channel", "app"));
        await Task.WhenAll(OrderLatenessTests.Begin(this), PromotionRunTests.Begin(this));
    }
}

/// <summary>Sentences about lateness, which share a host whose hours are short.</summary>
[CollectionDefinition(Name)]
public sealed class HurriedTime : ICollectionFixture<HurriedHost>
{
    public const string Name = "Sentences in hurried time";
}
