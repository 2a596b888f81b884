using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Crossdock.Api.Governance;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

/// <summary>Too much at once is told early, in one shape, and to new work first.</summary>
public sealed class BackPressureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20_000, 0, HttpStatusCode.ServiceUnavailable)]
    [InlineData(0, 10_000, HttpStatusCode.ServiceUnavailable)]
    [InlineData(19_999, 9_999, HttpStatusCode.Accepted)]
    public async Task New_orders_are_refused_while_too_much_is_in_hand(int effects, int rows, HttpStatusCode expected)
    {
        await using var house = await Open();
        house.InHand.Now = new WorkInHand(effects, rows);
        using var answer = await Place(house, "WEB-1");
        answer.StatusCode.ShouldBe(expected);
        if (expected == HttpStatusCode.ServiceUnavailable)
        {
            await IsNotNow(answer);
            house.Cases.Told.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task What_is_there_already_goes_on_while_new_orders_are_refused()
    {
        await using var house = await Open();
        (await Place(house, "WEB-1")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        house.InHand.Now = new WorkInHand(1_000_000, 1_000_000);
        using var cancelled = await house.As("web").PostAsync("/v1/orders/WEB-1/cancel", Json("""{ "reason": "too long" }"""), Cancel);
        cancelled.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await house.As(null).GetAsync("/health/ready", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await house.As("reader").GetAsync("/v1/orders/WEB-1", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_caller_without_a_key_learns_nothing_of_the_load()
    {
        await using var house = await Open();
        house.InHand.Now = new WorkInHand(1_000_000, 0);
        using var answer = await house.As(null).PostAsync("/v1/orders", Json(ApiHouse.Order("WEB-1").ToJsonString()), Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_full_queue_of_orders_refuses_orders_and_lets_everybody_else_through()
    {
        await using var house = await Open(("ConcurrentOrders", "1"), ("WaitingOrders", "1"));
        (await Place(house, "WEB-1")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var disk = new TaskCompletionSource();
        house.Cases.Disk = disk.Task;
        var flood = Enumerable.Range(2, 6).Select(number => Place(house, $"WEB-{number}")).ToList();
        // One is at the disk, one waits, and four are refused at once.
        var refused = new List<HttpResponseMessage>();
        while (refused.Count < 4)
        {
            var done = await Task.WhenAny(flood);
            flood.Remove(done);
            refused.Add(await done);
        }

        foreach (var answer in refused)
        {
            await IsNotNow(answer);
        }

        (await house.As(null).GetAsync("/health/ready", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var cancelling = house.As("web").PostAsync("/v1/orders/WEB-1/cancel", Json("""{ "reason": "too long" }"""), Cancel);
        disk.SetResult();
        (await cancelling).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await Task.WhenAll(flood)).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Accepted);
        (await Place(house, "WEB-9")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Who_has_waited_for_two_seconds_is_refused_and_nothing_is_done_for_him()
    {
        await using var house = await Open(("ConcurrentOrders", "1"), ("WaitingOrders", "1"));
        var disk = new TaskCompletionSource();
        house.Cases.Disk = disk.Task;
        // One of the three is at the disk, one waits, and the one that is refused at once says so much.
        var three = Enumerable.Range(1, 3).Select(number => Place(house, $"WEB-{number}")).ToList();
        var refused = await Task.WhenAny(three);
        three.Remove(refused);
        await IsNotNow(await refused);

        house.Clock.Advance(TimeSpan.FromSeconds(1.9));
        three.ShouldAllBe(waiting => !waiting.IsCompleted);
        house.Clock.Advance(TimeSpan.FromSeconds(0.2));
        var late = await Task.WhenAny(three);
        three.Remove(late);
        await IsNotNow(await late);
        disk.SetResult();
        (await three.Single()).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        house.Cases.Told.Count.ShouldBe(1);
        (await Place(house, "WEB-4")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    public void A_limit_that_is_no_number_is_named(string given)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Crossdock:Limits:EffectsInHand", given)]).Build();
        Should.Throw<FormatException>(() => LoadLimits.Read(settings)).Message.ShouldContain("Crossdock:Limits:EffectsInHand");
    }

    private static async Task<ApiHouse> Open(params (string Name, string Value)[] limits)
    {
        var house = new ApiHouse
        {
            Settings = limits.ToDictionary(limit => $"{LoadLimits.Section}:{limit.Name}", limit => (string?)limit.Value),
        };
        await house.InitializeAsync();
        return house;
    }

    private static Task<HttpResponseMessage> Place(ApiHouse house, string number) =>
        house.As("web").PostAsync("/v1/orders", Json(ApiHouse.Order(number).ToJsonString()), Cancel);

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task IsNotNow(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancel))!;
        ((string)problem["type"]!).ShouldBe("urn:crossdock:problem:unavailable");
        ((int)problem["status"]!).ShouldBe(503);
    }
}
