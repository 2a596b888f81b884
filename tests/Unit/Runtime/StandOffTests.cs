using System.Net;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Clustering;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Runtime;

/// <summary>Of two members that do not hear each other while a third hears both, the younger ends, and nobody else does.</summary>
public sealed class StandOffTests
{
    private static readonly SiloAddress Old = At(1, startedAt: 1);
    private static readonly SiloAddress Middle = At(2, startedAt: 2);
    private static readonly SiloAddress Young = At(3, startedAt: 3);

    private readonly FakeTimeProvider _wall = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_younger_of_the_two_ends_after_a_while()
    {
        var young = new Member(Young, deafTo: Old, hearsToo: true);
        var watch = Watch(young);
        await watch.Look(Cancel);
        _wall.Advance(StandOff.Patience - TimeSpan.FromSeconds(1));
        await watch.Look(Cancel);
        young.HasEnded.ShouldBeFalse("a pause is no cut line");
        _wall.Advance(TimeSpan.FromSeconds(1));
        await watch.Look(Cancel);
        young.HasEnded.ShouldBeTrue();
    }

    [Fact]
    public async Task The_older_of_the_two_stays() =>
        (await EndsAfterLong(new Member(Old, deafTo: Young, hearsToo: true))).ShouldBeFalse();

    [Fact]
    public async Task One_that_nobody_hears_is_the_cluster_s_to_put_out() =>
        (await EndsAfterLong(new Member(Young, deafTo: Old, hearsToo: false))).ShouldBeFalse();

    [Fact]
    public async Task One_that_was_put_out_is_no_reason_to_end() =>
        (await EndsAfterLong(new Member(Young, deafTo: Old, hearsToo: true), meanwhile: member => member.PutOut(Old))).ShouldBeFalse();

    [Fact]
    public async Task One_that_is_heard_again_is_watched_anew() =>
        (await EndsAfterLong(
            new Member(Young, deafTo: Old, hearsToo: true), meanwhile: member => (member.IsDeaf, member.Again) = (false, true)))
            .ShouldBeFalse();

    [Fact]
    public async Task Nobody_ends_while_the_books_cannot_be_read()
    {
        var young = new Member(Young, deafTo: Old, hearsToo: true) { StoreIsDown = true };
        await Should.ThrowAsync<StoreUnavailableException>(() => EndsAfterLong(young));
        young.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task Of_two_that_started_at_once_one_ends_and_one_stays()
    {
        var (one, other) = (At(1, startedAt: 3), At(3, startedAt: 3));
        var first = await EndsAfterLong(new Member(one, deafTo: other, hearsToo: true));
        (await EndsAfterLong(new Member(other, deafTo: one, hearsToo: true))).ShouldBe(!first);
    }

    private async Task<bool> EndsAfterLong(Member member, Action<Member>? meanwhile = null)
    {
        var watch = Watch(member);
        await watch.Look(Cancel);
        _wall.Advance(StandOff.Patience);
        meanwhile?.Invoke(member);
        await watch.Look(Cancel);
        if (member.Again)
        {
            member.IsDeaf = true;
            await watch.Look(Cancel);
        }

        return member.HasEnded;
    }

    private StandOff Watch(Member member) => new(member, member, _wall, NullLogger<StandOff>.Instance);

    private static SiloAddress At(byte host, int startedAt) =>
        SiloAddress.New(new IPEndPoint(new IPAddress([10, 0, 0, host]), 11_111), startedAt);

    /// <summary>One of three, which does not hear another of them.</summary>
    private sealed class Member(SiloAddress here, SiloAddress deafTo, bool hearsToo) : IHearing, IStanding
    {
        private readonly List<SiloAddress> _others = [.. new[] { Old, Middle, Young, deafTo }.Distinct().Where(silo => !silo.Equals(here))];

        public bool IsDeaf { get; set; } = true;

        public bool Again { get; set; }

        public bool StoreIsDown { get; init; }

        public bool HasEnded { get; private set; }

        public SiloAddress Here => here;

        public IReadOnlyCollection<SiloAddress> Others => _others;

        public void PutOut(SiloAddress silo) => _others.Remove(silo);

        public Task<bool> Hears(SiloAddress other) => Task.FromResult(!(IsDeaf && other.Equals(deafTo)));

        public Task<bool> IsHeardBy(SiloAddress third, SiloAddress other) =>
            Task.FromResult(third.Equals(deafTo) ? throw new InvalidOperationException("It was asked about itself.") : hearsToo);

        public Task<bool> IsMember(CancellationToken cancel) =>
            StoreIsDown ? throw new StoreUnavailableException("away") : Task.FromResult(true);

        public void End() => HasEnded = true;
    }
}
