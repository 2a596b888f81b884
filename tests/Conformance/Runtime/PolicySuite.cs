using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Crossdock.Runtime;
using Crossdock.Runtime.Policies;
using Crossdock.Runtime.Recovery;
using Crossdock.Runtime.Verification;
using Crossdock.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Runtime;

/// <summary>Policies through the life of hosts: a host reads its book from the journal, and follows what others change.</summary>
public abstract class PolicySuite(StoreFixture fixture)
{
    private static readonly RetailNetwork Network = new("Test", [new Region("UK", "Britain", ["GB"], "GBP")], [], []);

    private static readonly Actor Nia = new("Nia", "operator");
    private static readonly Actor Omar = new("Omar", "operator");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_approved_holds_after_a_restart_before_anything_is_decided_and_verification_needs_none_of_it()
    {
        int version;
        await using (var first = await Running.Start(fixture.Store))
        {
            version = await Change(first, "bulk-pause", "7 h");
            var later = await Propose(first, "bulk-pause", "8 h", TimeSpan.FromDays(1));
            await Say(first, "bulk-pause", later, new PolicyApproved("for tomorrow"), Omar);
            await Propose(first, "bulk-pause", "9 h");
        }

        await using var second = await Running.Start(fixture.Store);
        var book = second.Services.GetRequiredService<PolicyShelf>().InForce;
        var now = TimeProvider.System.GetUtcNow();
        book.Read(Policy.BulkPause, Scope.Everywhere, now).ShouldBe((TimeSpan.FromHours(7), version));
        book.Read(Policy.BulkPause, Scope.Everywhere, now.AddDays(2)).ShouldBe((TimeSpan.FromHours(8), version + 1));

        // A case that only begins after the restart reads it, and says so in its row.
        var bulk = Given.NewCase("bulk");
        await Tell(second, bulk, new BulkFrozen(BulkAct.HoldCases, "test", "none", 1, 1, "digest"));
        await Tell(second, bulk, new BulkCancelled("enough"));
        var changed = await Change(second, "bulk-freeze", "3 h");
        var next = Given.NewCase("bulk");
        await Tell(second, next, new BulkFrozen(BulkAct.HoldCases, "test", "none", 1, 1, "digest"));
        var row = await First(second, next);
        (row.Deadline!.Budget, row.Policies.ShouldHaveSingleItem()).ShouldBe((TimeSpan.FromHours(3), $"bulk-freeze@{changed}"));
        (await First(second, bulk)).Policies.ShouldHaveSingleItem().ShouldBe("bulk-freeze@1");

        var store = fixture.Store;
        var verifier = new Verifier(store.Audit, store.Heads, store.Seals, store.SharedValues, ProcessCatalogue.Retail.Json());
        (await verifier.Run(Cancel)).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_host_on_the_store_sees_a_change_by_itself()
    {
        await using var host = await Running.Start(fixture.Store);
        var (shelf, time) = (new PolicyShelf(), new FakeTimeProvider());
        var catalogue = ProcessCatalogue.Retail;
        using var watch = new PolicyWatch(
            fixture.Store.Journal, fixture.Store.Heads, catalogue.Json(), catalogue, shelf, time,
            NullLogger<PolicyWatch>.Instance);
        await watch.StartAsync(Cancel);
        PolicyValue? Seen() => shelf.InForce.Find("inspect-time", Scope.Everywhere, DateTimeOffset.MaxValue);
        Seen().ShouldBeNull();

        var version = await Change(host, "inspect-time", "5 h");
        await Until(time, host, () => Seen()?.Version == version);
        var back = await host.Desk.RollBack("inspect-time", version, "worse", By(Nia), Cancel);
        await Say(host, "inspect-time", Of(back).Version, new PolicyApproved("yes"), Omar);
        await Until(time, host, () => Seen() is null);

        await watch.StopAsync(Cancel);
    }

    [Fact]
    public async Task Of_many_who_propose_for_one_scope_at_once_each_gets_a_version_and_the_latest_approved_holds()
    {
        await using var host = await Running.Start(fixture.Store);
        var versions = await Task.WhenAll(Enumerable.Range(5, 8).Select(hours => Propose(host, "decide-shortage", $"{hours} h")));
        versions.Order().ShouldBe(Enumerable.Range(versions.Min(), 8));
        await Task.WhenAll(versions.Select(version => Say(host, "decide-shortage", version, new PolicyApproved("yes"), Omar)));

        var read = (await host.Desk.Read("decide-shortage", Cancel))!;
        while (read.Changes.Count(change => change.State == "superseded") < 7)
        {
            read = (await host.Desk.Read("decide-shortage", Cancel))!;
        }

        var latest = read.Changes.OrderBy(change => change.From).ThenBy(change => change.Version).Last();
        latest.State.ShouldBe("in-force");
        read.Policy.Values.ShouldHaveSingleItem().Version.ShouldBe(latest.Version);
    }

    private static async Task<int> Change(Running host, string policy, string value)
    {
        var version = await Propose(host, policy, value);
        await Say(host, policy, version, new PolicyApproved("agreed"), Omar);
        return version;
    }

    private static async Task<int> Propose(Running host, string policy, string value, TimeSpan? ahead = null) => Of(
        await host.Desk.Propose(
            new PolicyAsk(policy, PolicyScope.Everywhere, value, TimeProvider.System.GetUtcNow() + ahead, "For this test."), By(Nia),
            Cancel)).Version;

    private static async Task Say(Running host, string policy, int version, Message act, Actor who) =>
        Of(await host.Desk.Act(policy, version, act, By(who), Cancel)).Version.ShouldBe(version);

    private static PolicyChangeView Of(PolicyTold told) => told.ShouldBeOfType<PolicyTold.Taken>(told.ToString()).Change;

    private static PolicySpeaker By(Actor who) => new(who, $"person/{who.Name}", Guid.CreateVersion7().ToString());

    private static Task<TellReceipt> Tell(Running host, CaseId id, Message data) => host.Services.GetRequiredService<ITellCases>().Tell(
        new Envelope(Guid.CreateVersion7().ToString(), "test", id, TimeProvider.System.GetUtcNow(), Nia, data), Cancel);

    private static async Task<Transition> First(Running host, CaseId id) => host.Services.GetRequiredService<JournalJson>()
        .Read((await host.Services.GetRequiredService<IJournal>().ReadCase(id, 0, Cancel))[0].Body);

    /// <summary>Second after second of the other host's time, until it has seen what the journal holds.</summary>
    private static async Task Until(FakeTimeProvider time, Running host, Func<bool> holds)
    {
        while (!holds())
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await host.Desk.Read("inspect-time", Cancel);
        }
    }

    /// <summary>Without screens and connectors, on a store that outlives it.</summary>
    private sealed class Running(IHost host) : IAsyncDisposable
    {
        public IServiceProvider Services => host.Services;

        public PolicyDesk Desk => Services.GetRequiredService<PolicyDesk>();

        public static async Task<Running> Start(Store store)
        {
            var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(Network).AddSingleton(TimeProvider.System).AddSingleton(BusinessClock.Wall(TimeProvider.System))
                .AddSingleton<IOutbound>(new NoOutbound(isAsked: false)).AddSingleton(store.Journal).AddSingleton(store.Snapshots)
                .AddSingleton(store.Heads).AddSingleton(store.Incidents).AddSingleton(store.BulkItems).AddSingleton(store.Leases);
            builder.AddCrossdockRuntime();
            var host = builder.Build();
            await host.StartAsync(Cancel);
            await host.Services.GetRequiredService<Projector>().CaughtUp.WaitAsync(Cancel);
            return new Running(host);
        }

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }
}

public sealed class PoliciesOnSqliteTests(SqliteFixture fixture) : PolicySuite(fixture), IClassFixture<SqliteFixture>;

public sealed class PoliciesOnPostgresTests(PostgresFixture fixture) : PolicySuite(fixture), IClassFixture<PostgresFixture>;
