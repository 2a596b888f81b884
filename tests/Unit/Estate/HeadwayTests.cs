using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Estate.Channels;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

/// <summary>Whether Crossdock keeps up is told by how long orders are on their way, in the time of the business.</summary>
public sealed class HeadwayTests
{
    private readonly FakeTimeProvider _wall = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private int _orders;

    [Fact]
    public void Too_few_orders_say_nothing()
    {
        var headway = At(3600);
        Heard(headway, 2, TimeSpan.FromSeconds(20));
        headway.Lag.ShouldBeNull();
        headway.IsBehind.ShouldBeFalse();
    }

    [Theory]
    [InlineData(3600, 0.4, false)]
    [InlineData(3600, 0.6, true)]
    [InlineData(300, 5.9, false)]
    [InlineData(300, 6.1, true)]
    [InlineData(1e9, 0.2, false)]
    public void Half_an_hour_of_business_is_too_long_whatever_it_is_on_the_wall(double factor, double seconds, bool behind)
    {
        var headway = At(factor);
        Heard(headway, 9, TimeSpan.FromSeconds(seconds));
        headway.Lag.ShouldBe(TimeSpan.FromSeconds(seconds));
        headway.IsBehind.ShouldBe(behind);
    }

    [Fact]
    public void One_that_took_long_among_many_that_did_not_holds_nobody_up()
    {
        var headway = At(3600);
        Heard(headway, 3, TimeSpan.FromSeconds(30));
        Heard(headway, 4, TimeSpan.FromMilliseconds(20));
        headway.IsBehind.ShouldBeFalse();
    }

    [Fact]
    public void What_was_heard_a_while_ago_is_forgotten_so_that_a_silent_host_holds_nobody_up_for_good()
    {
        var headway = At(3600);
        Heard(headway, 9, TimeSpan.FromSeconds(5));
        headway.IsBehind.ShouldBeTrue();
        _wall.Advance(TimeSpan.FromSeconds(6));
        headway.IsBehind.ShouldBeFalse();
    }

    [Fact]
    public void What_was_never_sent_and_what_is_heard_again_counts_once_or_not_at_all()
    {
        var headway = At(3600);
        Heard(headway, 5, TimeSpan.FromMilliseconds(10));
        _wall.Advance(TimeSpan.FromSeconds(1));
        foreach (var order in Enumerable.Range(0, 20))
        {
            headway.Heard(order.ToString(CultureInfo.InvariantCulture));
        }

        headway.Lag.ShouldBe(TimeSpan.FromMilliseconds(10));
    }

    private Headway At(double factor) => new(new BusinessClock(_wall, _wall.GetUtcNow(), _wall.GetUtcNow(), factor), _wall);

    private void Heard(Headway headway, int orders, TimeSpan after)
    {
        var numbers = Enumerable.Range(_orders, orders).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
        _orders += orders;
        numbers.ForEach(headway.Sent);
        _wall.Advance(after);
        numbers.ForEach(headway.Heard);
    }
}
