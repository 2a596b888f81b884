using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Recovery;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Runtime;

public sealed class LeaseTests
{
    private readonly FakeLeases _books = new();
    private readonly FakeTimeProvider _wall = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_alone_takes_over_at_once_what_a_killed_one_left()
    {
        (await Lease("killed", LeasePatience.Alone).Hold(Cancel)).ShouldBeTrue();
        (await Lease("next", LeasePatience.Alone).Hold(Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task In_a_cluster_it_is_taken_when_it_stood_still_for_five_seconds_and_not_before()
    {
        var (holder, other) = (Lease("holder"), Lease("other"));
        await holder.Hold(Cancel);
        (await other.Hold(Cancel)).ShouldBeFalse();
        _wall.Advance(TimeSpan.FromSeconds(4));
        (await holder.Hold(Cancel)).ShouldBeTrue();
        (await other.Hold(Cancel)).ShouldBeFalse("it was renewed");
        _wall.Advance(TimeSpan.FromSeconds(4.9));
        (await other.Hold(Cancel)).ShouldBeFalse();
        _wall.Advance(TimeSpan.FromSeconds(0.2));
        (await other.Hold(Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_holder_that_wakes_after_it_was_taken_over_no_longer_holds_it()
    {
        var (frozen, other) = (Lease("frozen"), Lease("other"));
        await frozen.Hold(Cancel);
        await other.Hold(Cancel);
        _wall.Advance(TimeSpan.FromSeconds(6));
        await other.Hold(Cancel);

        (await frozen.Hold(Cancel)).ShouldBeFalse();
        frozen.Token.ShouldBeNull();
        other.Token.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_given_back_is_taken_at_once()
    {
        var (holder, other) = (Lease("holder"), Lease("other"));
        await holder.Hold(Cancel);
        (await other.Hold(Cancel)).ShouldBeFalse();
        await holder.Release(Cancel);
        (await other.Hold(Cancel)).ShouldBeTrue();
    }

    private Lease Lease(string holder, LeasePatience? patience = null) =>
        new(_books, "heads", holder, patience ?? LeasePatience.InCluster, _wall);

    /// <summary>As a store keeps them; that stores do so is proved on each of them.</summary>
    private sealed class FakeLeases : ILeases
    {
        private LeaseStanding? _stands;

        public Task<LeaseStanding?> Read(string name, CancellationToken cancel) => Task.FromResult(_stands);

        public Task<long?> Take(string name, string holder, LeaseStanding? seen, CancellationToken cancel)
        {
            if (seen != _stands)
            {
                return Task.FromResult<long?>(null);
            }

            _stands = new LeaseStanding(holder, (seen?.Token ?? 0) + 1, 0);
            return Task.FromResult<long?>(_stands.Token);
        }

        public Task<bool> Renew(string name, long token, CancellationToken cancel)
        {
            var held = _stands is { Holder: not "" } && _stands.Token == token;
            _stands = held ? _stands! with { Beats = _stands.Beats + 1 } : _stands;
            return Task.FromResult(held);
        }

        public Task Release(string name, long token, CancellationToken cancel)
        {
            _stands = _stands?.Token == token ? _stands with { Holder = "" } : _stands;
            return Task.CompletedTask;
        }
    }
}
