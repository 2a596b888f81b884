using Crossdock.Contracts;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Connectors;

/// <summary>Effects that retries do not cure: their case is told, and an operator may hurry or drop them.</summary>
public sealed class GivenUpTests
{
    private const string Key = "order/WEB-1#1.1";

    [Fact]
    public async Task A_case_is_told_once_for_each_cause_that_its_effect_is_given_up()
    {
        await using var bench = await Bench.For("erp");
        bench.System.Then(Acts.Status(401)).Then(Acts.Status(401)).Then(Acts.Status(403));
        bench.Send("WEB-1");

        var parked = await bench.Cases.NextGivenUp();
        (parked.Effect, parked.System).ShouldBe((Key, "erp"));
        parked.Reason.ShouldContain("401");

        await bench.Wall.PassNextWait();
        await bench.Wall.PassNextWait();
        (await bench.Cases.NextGivenUp()).Reason.ShouldContain("403", Case.Sensitive, "401 was told before");
        bench.System.Log.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_hurried_effect_is_tried_at_once_and_told_anew_when_that_fails_too()
    {
        await using var bench = await Bench.For("erp");
        bench.System.Then(Acts.Status(401)).Then(Acts.Status(401));
        bench.Send("WEB-1");
        await bench.Cases.NextGivenUp();
        await bench.Wall.NextWait();

        bench.Outbound.Hurry(Key);
        await bench.Cases.NextGivenUp();
        await bench.Wall.NextWait();
        bench.Outbound.Hurry(Key);

        (await bench.Cases.Next()).Answers.ShouldBe(Key);
        bench.System.Log.Count.ShouldBe(3, "no time has passed, so each was the operator's");
        bench.Outbound.Hurry("order/NOBODY#1.1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dropped_effect_is_tried_no_longer_and_the_next_of_its_case_goes_on(bool byOperator)
    {
        await using var bench = await Bench.For("erp");
        bench.System.Then(Acts.Status(401));
        bench.Cases.ToGivenUp = byOperator ? TellResult.Applied : TellResult.MovedOn;
        bench.Send(seq: 1);
        bench.Send(seq: 2);
        await bench.Cases.NextGivenUp();

        if (byOperator)
        {
            await bench.Wall.NextWait();
            bench.Outbound.Drop(Key);
        }

        (await bench.Cases.Next()).Answers.ShouldBe("order/WEB-1#2.1");
        bench.System.Log.Count.ShouldBe(2);
    }
}
