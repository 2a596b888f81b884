using System.Globalization;
using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>
/// One host and its outside systems for many sentences, each with numbers and SKUs of its own. When the last has been said, it is stopped
/// and all that they left behind is proved; a fault then fails the run as the clean-up of this collection.
/// </summary>
public abstract class SharedHost : IAsyncLifetime
{
    private OutsideSystems? _systems;
    private CrossdockHost? _host;

    internal OutsideSystems Systems => _systems!;

    internal Api Api => _host!.Api;

    /// <summary>What the program itself does with this host's store, such as <c>keys add</c>, while the host is at work.</summary>
    internal Task<(int Code, string Said)> Does(params string[] command) => ChildProcess.Run(
        "dotnet", [Programs.Host, .. command, "--store", _host!.Store], AppContext.BaseDirectory, Eventually.Patience);

    private protected virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>();

    public virtual async ValueTask InitializeAsync()
    {
        _systems = await OutsideSystems.Start();
        _host = await CrossdockHost.Start(systems: _systems, more: Settings.Concat(_systems.SettingsOfPrices).ToDictionary());
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            if (_host is not null)
            {
                await _host.StopAndVerify();
            }
        }
        finally
        {
            await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (_systems?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>A value for a scope, proposed by one and approved by another, as every change of a policy is.</summary>
    internal async Task Sets(string policy, string value, string scope, string of)
    {
        var change = await Api.Done($"/v1/policies/{policy}/changes", new JsonObject
        {
            ["value"] = value, [scope] = of, ["reason"] = "So that a sentence about it can be said.",
        });
        var version = (int)change["version"]!;
        await Api.As("a second person").Done(
            string.Create(CultureInfo.InvariantCulture, $"/v1/policies/{policy}/changes/{version}/approve"), new JsonObject());
    }
}

/// <summary>Business time is the wall's.</summary>
public sealed class OrdinaryHost : SharedHost;

/// <summary>Sentences that share a host at ordinary speed.</summary>
[CollectionDefinition(Name)]
public sealed class OrdinaryTime : ICollectionFixture<OrdinaryHost>
{
    public const string Name = "Sentences in ordinary time";
}
