using Crossdock.Estate.OrderBook;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

public class VariantsTests
{
    [Fact]
    public void Variants_of_one_thing_stand_in_for_each_other_and_nothing_else_does() =>
        Variants.Of(["85123A", "85123B", "85123C", "85123D", "85123E", "84029G", "22423", "22423", "POST", "15056BL", "M"])
            .Select(one => $"{one.Key}: {string.Join(' ', one.Value)}").ShouldBe(
            [
                "85123A: 85123B 85123C 85123D", "85123B: 85123A 85123C 85123D", "85123C: 85123A 85123B 85123D",
                "85123D: 85123A 85123B 85123C", "85123E: 85123A 85123B 85123C",
            ]);
}
