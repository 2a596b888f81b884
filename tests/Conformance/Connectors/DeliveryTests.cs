using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Connectors;

/// <summary>What delivery promises across effects: order, once at a time, limits, circuits, and answers that get there.</summary>
public class DeliveryTests
{
    [Fact]
    public async Task Behind_a_retrying_effect_its_case_waits_in_order_and_other_cases_do_not()
    {
        await using var bench = await Bench.For("erp");
        bench.System.Then(Acts.Status(500));
        var first = bench.Send("WEB-1", seq: 1);
        var wait = await bench.Wall.NextWait();
        var second = bench.Send("WEB-1", seq: 2);
        // Before the other: that one leaves the queue only some time after it was told.
        bench.Queue.ShouldSatisfyAllConditions(queue => queue.Waiting.ShouldBe(1), queue => queue.Retrying.ShouldBe(1));

        var other = bench.Send("WEB-2");

        (await bench.Cases.Next()).Answers.ShouldBe(other);
        bench.System.Log.Select(request => request.Key).ShouldBe([first, other]);
        bench.Wall.Advance(wait);
        (await bench.Cases.Next()).Answers.ShouldBe(first);
        (await bench.Cases.Next()).Answers.ShouldBe(second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_fails_a_case_is_served_in_order_and_told_each_answer_once(int seed)
    {
        await using var bench = await Bench.For("wms");
        var faults = new Random(seed);
        bench.System.Otherwise = http => Fault(faults, bench.Sample.Answer)(http);
        var sent = new List<string>();
        for (var seq = 1; seq <= 6; seq++)
        {
            sent.AddRange(Enumerable.Range(1, 5).Select(order => bench.Send($"WEB-{order}", seq)));
        }

        var told = await bench.UntilTold(sent.Count, from: TimeSpan.Zero);

        told.Select(envelope => envelope.Answers).Order().ShouldBe(sent.Order());
        foreach (var ofOneCase in told.GroupBy(envelope => envelope.Subject))
        {
            ofOneCase.Select(envelope => envelope.Answers)
                .ShouldBe(sent.Where(key => key.StartsWith($"{ofOneCase.Key}#", StringComparison.Ordinal)));
        }

        foreach (var ofOneCase in bench.System.Log.GroupBy(request => request.Key[..request.Key.IndexOf('#', StringComparison.Ordinal)]))
        {
            var keys = ofOneCase.Select(request => request.Key).ToArray();
            keys.SequenceEqual(keys.Order(StringComparer.Ordinal)).ShouldBeTrue("no effect overtakes another");
        }

        bench.System.Log.Count.ShouldBeGreaterThan(sent.Count, "the seed must make some attempts fail");
    }

    [Fact]
    public async Task A_key_on_its_way_is_not_started_twice_and_is_forgotten_when_answered()
    {
        await using var bench = await Bench.For("erp");
        var gate = new TaskCompletionSource();
        bench.System.Then(Acts.Behind(gate.Task, Acts.Json(bench.Sample.Answer)));
        bench.Send(seq: 1);
        await bench.System.NextArrival();

        bench.Send(seq: 1);
        bench.Send(seq: 2);
        gate.SetResult();

        (await bench.Cases.Next()).Answers.ShouldBe("order/WEB-1#1.1");
        (await bench.Cases.Next()).Answers.ShouldBe("order/WEB-1#2.1");
        bench.System.Log.Count.ShouldBe(2);
        bench.Send(seq: 1);
        (await bench.Cases.Next()).Answers.ShouldBe("order/WEB-1#1.1");
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_the_limit_allows()
    {
        await using var bench = await Bench.For("erp", ("Crossdock:Systems:erp:Concurrency", "2"));
        using var gate = new SemaphoreSlim(0);
        var full = new TaskCompletionSource<int>();
        var counting = new Lock();
        var (underWay, most) = (0, 0);
        bench.System.Otherwise = async http =>
        {
            lock (counting)
            {
                most = Math.Max(most, ++underWay);
                if (most == 2)
                {
                    full.TrySetResult(most);
                }
            }

            await gate.WaitAsync(http.RequestAborted);
            lock (counting)
            {
                underWay--;
            }

            await Acts.Json(bench.Sample.Answer)(http);
        };
        for (var order = 1; order <= 20; order++)
        {
            bench.Send($"WEB-{order}");
        }

        await full.Task.Soon("two calls were never under way at once");
        for (var order = 1; order <= 20; order++)
        {
            gate.Release();
            await bench.Cases.Next();
        }

        most.ShouldBe(2);
    }

    [Fact]
    public async Task The_circuit_opens_on_a_system_that_is_down_and_closes_when_it_is_back()
    {
        await using var bench = await Bench.For("erp", ("Crossdock:Delivery:CircuitMinimumAttempts", "2"));
        bench.System.Then(Acts.Status(500)).Then(Acts.Status(500));
        bench.Send("WEB-1");
        await bench.Wall.NextWait();
        bench.Send("WEB-2");
        await bench.Wall.NextWait();

        bench.Send("WEB-3");
        var wait = await bench.Wall.NextWait();

        bench.Queue.Circuit.ShouldBe("open");
        bench.System.Log.Count.ShouldBe(2, "an open circuit lets nobody through");
        wait.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(4));
        var told = await bench.UntilTold(3, from: wait);
        told.Select(envelope => envelope.Subject.Key).Order().ShouldBe(["WEB-1", "WEB-2", "WEB-3"]);
        bench.Queue.ShouldSatisfyAllConditions(queue => queue.Circuit.ShouldBe("closed"));
    }

    [Fact]
    public async Task A_system_that_only_refuses_or_throttles_is_up_and_keeps_its_circuit_closed()
    {
        await using var bench = await Bench.For("payment", ("Crossdock:Delivery:CircuitMinimumAttempts", "2"));
        for (var order = 1; order <= 4; order++)
        {
            bench.System.Then(order % 2 == 0 ? Acts.Problem(422, "Declined") : Acts.Status(429));
            bench.Send($"WEB-{order}");
            await bench.System.NextArrival();
        }

        await bench.UntilTold(4, from: TimeSpan.Zero);

        bench.Queue.Circuit.ShouldBe("closed");
    }

    [Fact]
    public async Task An_answer_that_cannot_be_told_is_told_later_without_another_call()
    {
        await using var bench = await Bench.For("payment");
        bench.Cases.BeUnavailable(times: 3);

        bench.Send();

        await bench.Wall.PassNextWait();
        await bench.Wall.PassNextWait();
        bench.Queue.LatestReason.ShouldNotBeNull().ShouldContain("cannot be told yet");
        await bench.Wall.PassNextWait();
        (await bench.Cases.Next()).Data.ShouldBeOfType<PaymentAuthorised>();
        bench.Cases.Tries.ShouldBe(4);
        bench.System.Log.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_reference_of_another_system_cannot_climb_out_of_its_path()
    {
        await using var bench = await Bench.For(Sample.Of("payment") with { Effect = new VoidAuthorisation("..") });

        bench.Send();

        await bench.Wall.NextWait();
        bench.System.Log.ShouldBeEmpty();
        bench.Queue.LatestReason.ShouldNotBeNull().ShouldContain("cannot be a part");
    }

    [Fact]
    public async Task A_stop_lets_the_attempt_under_way_end_and_begins_nothing_new()
    {
        await using var bench = await Bench.For("erp");
        var gate = new TaskCompletionSource();
        bench.System.Then(Acts.Behind(gate.Task, Acts.Json(bench.Sample.Answer)));
        var first = bench.Send(seq: 1);
        bench.Send(seq: 2);
        await bench.System.NextArrival();

        var stopping = bench.Stop();
        bench.Send("WEB-9");
        gate.SetResult();
        await stopping;

        (await bench.Cases.Next()).Answers.ShouldBe(first);
        bench.Cases.Told.ShouldBe(0);
        bench.System.Log.Count.ShouldBe(1);
        bench.Log.Attempts.ShouldHaveSingleItem().EffectKey.ShouldBe(first);
    }

    [Fact]
    public async Task An_effect_that_no_connector_carries_out_is_not_taken()
    {
        await using var bench = await Bench.For("erp");
        var stock = new FindStock(["85123A"], null);

        bench.Outbound.Handles(stock).ShouldBeFalse();
        bench.Outbound.Handles(bench.Sample.Effect).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => bench.Outbound.Send(new OutboundEffect("order/A#1.1", CaseId.Order("A"), stock, null)));
    }

    [Fact]
    public async Task Attempts_reach_the_log_in_batches_behind_delivery()
    {
        await using var bench = await Bench.For("erp");
        for (var order = 1; order <= 50; order++)
        {
            bench.Send($"WEB-{order}");
            await bench.Cases.Next();
        }

        await bench.Stop();

        bench.Log.Attempts.Count.ShouldBe(50);
        bench.Log.Batches.Count.ShouldBeLessThan(3);
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Fault(Random faults, string answer)
    {
        lock (faults)
        {
            return faults.Next(10) switch
            {
                0 => Acts.Status(500),
                1 => Acts.Status(429, retryAfter: "3"),
                2 => Acts.Drop,
                3 => Acts.Json("<html>"),
                _ => Acts.Json(answer),
            };
        }
    }
}
