using System.Net;
using System.Reflection;
using System.Text;
using Crossdock.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

/// <summary>Our membership SQL against the provider that is pinned: what it looks up is there, and does what it expects.</summary>
public sealed class MembershipTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private static readonly DateTime Noon = Given.Noon.UtcDateTime;

    private static int _clusters;

    private readonly string _cluster = $"cluster-{Interlocked.Increment(ref _clusters)}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PostgresMembership Membership => fixture.Store.Membership.ShouldNotBeNull();

    [Fact]
    public async Task Every_query_that_the_provider_looks_up_is_there_and_no_other()
    {
        await Membership.Prepare(Cancel);
        await using var command = Membership.Source.CreateCommand("select QueryKey from OrleansQuery");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var there = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            there.Add(reader.GetString(0));
        }

        var wanted = typeof(AdoNetClusteringTable).Assembly.GetTypes().Single(type => type.Name == "DbStoredQueries")
            .GetProperties(BindingFlags.Instance | BindingFlags.NonPublic).Select(property => property.Name).ToList();
        wanted.ShouldNotBeEmpty("the provider keeps its keys elsewhere now: look where");
        wanted.Except(there).ShouldBeEmpty();

        // One it takes where it is there: only as a word in its code.
        var code = await File.ReadAllBytesAsync(typeof(AdoNetClusteringTable).Assembly.Location, Cancel);
        there.Except(wanted).Where(key => code.AsSpan().IndexOf(Encoding.Unicode.GetBytes(key)) < 0).ShouldBeEmpty();
    }

    [Fact]
    public async Task Processes_that_start_at_once_prepare_it_together_and_again()
    {
        await using var other = await fixture.OpenAnother();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? Membership : other.Membership!).Prepare(Cancel)));
    }

    [Fact]
    public async Task A_member_joins_shows_life_is_suspected_and_is_read_back_as_it_was_written()
    {
        var table = await Table();
        var member = Member(1);
        (await table.InsertRowAsync(member, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel)).ShouldBeTrue();
        member.IAmAliveTime = Noon.AddSeconds(7);
        await table.UpdateIAmAliveAsync(member, Cancel);

        var (read, etag) = (await table.ReadRowAsync(member.SiloAddress, Cancel)).Members.ShouldHaveSingleItem();
        (read.SiloAddress, read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime).ShouldBe(
            (member.SiloAddress, "silo 1", "host", SiloStatus.Active, 0, Noon, Noon.AddSeconds(7)));

        read.AddSuspector(Member(2).SiloAddress, Noon);
        read.Status = SiloStatus.Dead;
        var version = (await table.ReadAllAsync(Cancel)).Version;
        (await table.UpdateRowAsync(read, etag, version.Next(), Cancel)).ShouldBeTrue();
        var after = (await table.ReadRowAsync(member.SiloAddress, Cancel)).Members.ShouldHaveSingleItem().Item1;
        after.Status.ShouldBe(SiloStatus.Dead);
        after.SuspectTimes.ShouldHaveSingleItem().Item1.ShouldBe(Member(2).SiloAddress);
    }

    [Fact]
    public async Task Of_two_who_change_the_cluster_from_one_version_one_is_refused()
    {
        var table = await Table();
        var version = (await table.ReadAllAsync(Cancel)).Version;
        var joined = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => table.InsertRowAsync(Member(n), version.Next(), Cancel)));

        joined.Count(done => done).ShouldBe(1);
        var all = await table.ReadAllAsync(Cancel);
        all.Members.Count.ShouldBe(1);
        all.Version.Version.ShouldBe(version.Version + 1);
    }

    [Fact]
    public async Task A_member_that_is_there_cannot_join_again_and_an_unknown_one_cannot_change()
    {
        var table = await Table();
        (await table.InsertRowAsync(Member(1), (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel)).ShouldBeTrue();
        var version = (await table.ReadAllAsync(Cancel)).Version;

        (await table.InsertRowAsync(Member(1), version.Next(), Cancel)).ShouldBeFalse();
        (await table.UpdateRowAsync(Member(2), version.VersionEtag, version.Next(), Cancel)).ShouldBeFalse();
        (await table.ReadAllAsync(Cancel)).Version.Version.ShouldBe(version.Version);
    }

    [Fact]
    public async Task Only_members_that_are_dead_for_long_are_cleared_away()
    {
        var table = await Table();
        foreach (var (n, status) in new[] { (1, SiloStatus.Active), (2, SiloStatus.Dead) })
        {
            var member = Member(n);
            member.Status = status;
            await table.InsertRowAsync(member, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel);
        }

        await table.CleanupDefunctSiloEntriesAsync(Noon.AddMinutes(-1), Cancel);
        (await table.ReadAllAsync(Cancel)).Members.Count.ShouldBe(2);
        await table.CleanupDefunctSiloEntriesAsync(Noon.AddMinutes(1), Cancel);
        (await table.ReadAllAsync(Cancel)).Members.ShouldHaveSingleItem().Item1.SiloAddress.ShouldBe(Member(1).SiloAddress);

        await table.DeleteMembershipTableEntriesAsync(_cluster, Cancel);
        await using var left = Membership.Source.CreateCommand(
            "select count(*) from OrleansMembershipVersionTable where DeploymentId = $1");
        var cluster = left.CreateParameter();
        cluster.Value = _cluster;
        left.Parameters.Add(cluster);
        (await left.ExecuteScalarAsync(Cancel)).ShouldBe(0L);
    }

    private async Task<AdoNetClusteringTable> Table()
    {
        await Membership.Prepare(Cancel);
        var table = new AdoNetClusteringTable(
            new NoServices(),
            Options.Create(new ClusterOptions { ClusterId = _cluster, ServiceId = "crossdock" }),
            Options.Create(new AdoNetClusteringSiloOptions { Invariant = "Npgsql", DataSource = Membership.Source }),
            NullLogger<AdoNetClusteringTable>.Instance);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancel);
        return table;
    }

    private static MembershipEntry Member(int n) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Parse("192.0.2.1"), 11_000 + n, 1),
        SiloName = $"silo {n}",
        HostName = "host",
        Status = SiloStatus.Active,
        ProxyPort = 0,
        StartTime = Noon,
        IAmAliveTime = Noon,
        SuspectTimes = [],
    };

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
