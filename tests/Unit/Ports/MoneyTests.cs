using Crossdock.Contracts;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Ports;

/// <summary>Money keeps its cents and its currency.</summary>
public sealed class MoneyTests
{
    [Fact]
    public void Sums_are_exact_to_the_last_cent()
    {
        var sum = Enumerable.Repeat(new Money(0.1m, "GBP"), 30).Aggregate(Money.Zero("GBP"), (all, one) => all + one);
        sum.ShouldBe(new Money(3m, "GBP"));
        (sum - new Money(2.99m, "GBP")).ShouldBe(new Money(0.01m, "GBP"));
        (new Money(19.99m, "GBP") * 3).ShouldBe(new Money(59.97m, "GBP"));
    }

    [Fact]
    public void Two_currencies_never_become_one_sum()
    {
        var (pounds, euros) = (new Money(1m, "GBP"), new Money(1m, "EUR"));
        Should.Throw<InvalidOperationException>(() => pounds + euros).Message.ShouldContain("GBP and EUR");
        Should.Throw<InvalidOperationException>(() => pounds - euros);
        pounds.ShouldNotBe(euros);
    }
}
