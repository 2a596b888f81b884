using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Connectors;

/// <summary>What every connector does alike, whatever its system does to it.</summary>
public abstract class ConnectorSuite(string system)
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SlowRetry = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task A_problem_document_with_a_refusing_status_is_a_lasting_no(int status)
    {
        await using var bench = await Bench.For(system);
        bench.System.Then(Acts.Problem(status, "Not with us"));

        bench.Send();

        Text(await bench.Cases.Next()).ShouldBe(SameAs.Text(bench.Sample.Effect.Refused("Not with us")));
    }

    [Theory]
    [InlineData(429, AttemptOutcome.Throttled)]
    [InlineData(503, AttemptOutcome.Transient)]
    public async Task Retry_after_is_honoured(int status, AttemptOutcome outcome)
    {
        await using var bench = await Bench.For(system);
        bench.System.Then(Acts.Status(status, retryAfter: "40"));

        var key = bench.Send();

        (await bench.Wall.PassNextWait()).ShouldBeInRange(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(44));
        await ShouldBeDone(bench, key, outcome, AttemptOutcome.Succeeded);
    }

    [Fact]
    public async Task Nobody_can_ask_us_to_wait_for_years()
    {
        await using var bench = await Bench.For(system);
        bench.System.Then(Acts.Status(429, retryAfter: "999999999"));

        bench.Send();

        (await bench.Wall.NextWait()).ShouldBeInRange(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(16.5));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(408)]
    public async Task A_server_fault_is_tried_again_with_the_same_key(int status)
    {
        await using var bench = await Bench.For(system);
        bench.System.Then(Acts.Status(status)).Then(Acts.Drop);

        var key = bench.Send();

        (await bench.Wall.PassNextWait()).ShouldBeLessThanOrEqualTo(LongestRetry);
        (await bench.Wall.PassNextWait()).ShouldBeLessThanOrEqualTo(LongestRetry);
        await ShouldBeDone(bench, key, AttemptOutcome.Transient, AttemptOutcome.Transient, AttemptOutcome.Succeeded);
        bench.System.Log.Select(request => request.Key).Distinct().ShouldHaveSingleItem().ShouldBe(key);
    }

    [Fact]
    public async Task After_a_time_out_the_work_may_be_done_so_the_repeat_has_the_same_key()
    {
        await using var bench = await Bench.For(system);
        bench.System.Then(Acts.Silence);

        var key = bench.Send();
        var first = await bench.System.NextArrival();
        bench.Wall.Advance(Bench.Timeout);
        await bench.Wall.PassNextWait();

        await ShouldBeDone(bench, key, AttemptOutcome.Transient, AttemptOutcome.Succeeded);
        (await bench.System.NextArrival()).ShouldBe(first);
    }

    public static TheoryData<string> HostileAnswers { get; } =
    [
        "half", "garbage", "truncated", "type", "html", "charset", "huge", "endless", "deep", "null", "empty", "utf8",
        "redirect", "accepted", "proxy-404", "mute-problem", "headers",
    ];

    [Theory, MemberData(nameof(HostileAnswers))]
    public async Task An_answer_that_cannot_be_understood_is_shown_and_retried_slowly(string kind)
    {
        await using var bench = await Bench.For(system);
        var act = Hostile(kind, bench.Sample.Answer);
        bench.System.Then(act).Then(act);

        var key = bench.Send();

        (await bench.Wall.PassNextWait()).ShouldBeLessThanOrEqualTo(LongestRetry);
        (await bench.Wall.NextWait()).ShouldBeGreaterThanOrEqualTo(SlowRetry);
        bench.Queue.Retrying.ShouldBe(1);
        bench.Queue.LatestReason.ShouldNotBeNullOrWhiteSpace();
        bench.Wall.Advance(SlowRetry + SlowRetry);
        await ShouldBeDone(bench, key, AttemptOutcome.NotUnderstood, AttemptOutcome.NotUnderstood, AttemptOutcome.Succeeded);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Expired_credentials_wait_visibly_until_someone_mends_them(int status)
    {
        await using var bench = await Bench.For(system);
        bench.System.Then(Acts.Status(status));

        var key = bench.Send();

        (await bench.Wall.NextWait()).ShouldBeGreaterThanOrEqualTo(SlowRetry);
        bench.Queue.LatestReason.ShouldNotBeNull().ShouldContain("credentials");
        bench.Set($"Crossdock:Systems:{system}:Key", "renewed");
        bench.Wall.Advance(SlowRetry + SlowRetry);
        await ShouldBeDone(bench, key, AttemptOutcome.Unauthorised, AttemptOutcome.Succeeded);
        bench.System.Log.Last().Authorisation.ShouldBe("Bearer renewed");
    }

    [Fact]
    public async Task A_system_that_is_down_for_more_than_an_hour_loses_nothing()
    {
        await using var bench = await Bench.For(system);
        bench.System.Otherwise = Acts.Status(503);
        var since = bench.Wall.GetUtcNow();
        bench.Send();

        var wait = await bench.Wall.NextWait();
        while (wait <= LongestRetry)
        {
            bench.Wall.Advance(wait);
            wait = await bench.Wall.NextWait();
        }

        (bench.Wall.GetUtcNow() - since).ShouldBeInRange(TimeSpan.FromHours(1), TimeSpan.FromHours(1) + LongestRetry);
        wait.ShouldBeGreaterThanOrEqualTo(SlowRetry);
        bench.Queue.LatestReason.ShouldNotBeNull().ShouldStartWith("given up for now");
        bench.System.Otherwise = Acts.Json(bench.Sample.Answer);
        bench.Wall.Advance(wait);
        Text(await bench.Cases.Next()).ShouldBe(SameAs.Text(bench.Sample.Heard));
    }

    [Fact]
    public async Task A_system_without_an_address_keeps_its_effects_waiting_visibly()
    {
        await using var bench = await Bench.For(system, ($"Crossdock:Systems:{system}:Address", ""));

        bench.Send();

        var wait = await bench.Wall.NextWait();
        bench.Queue.LatestReason.ShouldBe($"no address set: Crossdock:Systems:{system}:Address");
        bench.Set($"Crossdock:Systems:{system}:Address", bench.System.Address);
        bench.Wall.Advance(wait);
        Text(await bench.Cases.Next()).ShouldBe(SameAs.Text(bench.Sample.Heard));
    }

    private static string Text(Envelope told) => SameAs.Text(told.Data);

    private static async Task ShouldBeDone(Bench bench, string key, params AttemptOutcome[] outcomes)
    {
        var told = await bench.Cases.Next();
        Text(told).ShouldBe(SameAs.Text(bench.Sample.Heard));
        told.Answers.ShouldBe(key);
        await bench.Stop();
        bench.Log.Attempts.Select(attempt => attempt.Outcome).ShouldBe(outcomes);
        bench.Log.Attempts.Select(attempt => attempt.Attempt).ShouldBe(Enumerable.Range(1, outcomes.Length));
        bench.Queue.ShouldBe(new OutboundQueue(bench.Sample.System, 0, 0, "closed", null, null));
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Hostile(string kind, string answer) => kind switch
    {
        "half" => Acts.HalfOf(answer.PadRight(50)),
        "garbage" => Acts.Json("%PDF-1.7 \u0000\u0001"),
        "truncated" => Acts.Json(answer[..(answer.Length / 2)]),
        "type" => Acts.Json("""[{"document":{"reference":12}}]"""),
        "html" => Acts.Json("<html>Welcome</html>", contentType: "text/html"),
        "charset" => Acts.Json(answer, contentType: "application/json; charset=utf-16"),
        "huge" => Acts.Json(answer + new string(' ', 1024 * 1024)),
        "endless" => Acts.Endless,
        "deep" => Acts.Json($$"""{"extra":{{new string('[', 5000)}}{{new string(']', 5000)}}}"""),
        "null" => Acts.Json("null"),
        "empty" => Acts.Json(""),
        "utf8" => Acts.Bytes([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d]),
        "redirect" => Acts.Redirect("http://127.0.0.1:1/elsewhere"),
        "accepted" => Acts.Json(answer, status: 202),
        "proxy-404" => Acts.Json("<html>Not found</html>", status: 404, contentType: "text/html"),
        "mute-problem" => Acts.Json("""{"status":422}""", status: 422, contentType: "application/problem+json"),
        "headers" => Acts.ManyHeaders,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

public sealed class ErpConnectorTests() : ConnectorSuite("erp");

public sealed class PaymentConnectorTests() : ConnectorSuite("payment");

public sealed class WarehouseConnectorTests() : ConnectorSuite("wms");

public sealed class SupplierConnectorTests() : ConnectorSuite("supplier");

public sealed class CarrierConnectorTests() : ConnectorSuite("carrier");

public sealed class MailConnectorTests() : ConnectorSuite("mail");

public sealed class TillsConnectorTests() : ConnectorSuite("tills");

public sealed class MarketplacesConnectorTests() : ConnectorSuite("marketplaces");
