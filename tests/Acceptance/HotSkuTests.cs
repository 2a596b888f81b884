using System.Diagnostics;
using System.Net;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>The last pieces of something that everybody wants.</summary>
public sealed class HotSkuTests(ITestOutputHelper output)
{
    private const string Sku = "HOT-1";
    private const int Pieces = 100;
    private const int Customers = 10_000;
    private const int AtOnce = 256;

    [Fact]
    public async Task A_hundred_pieces_over_several_nodes_are_sold_to_exactly_a_hundred_of_ten_thousand_customers()
    {
        await using var systems = await OutsideSystems.Start();
        await using var host = await CrossdockHost.Start(systems: systems);
        await host.Api.Receive(Sku, Network.Leeds, 20);
        await host.Api.Receive(Sku, Network.Manchester, 30);
        await host.Api.Receive(Sku, Network.Daventry, 50);

        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, Customers), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
            {
                // A door that is too full says so, and when to come again.
                await Eventually.Holds(
                    $"order {number} is taken",
                    async () =>
                    {
                        using var answer = await host.Api.Post("/v1/orders", Orders.Shipped($"HOT-{number}", Sku, pieces: 1));
                        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.ServiceUnavailable);
                        (answer.Headers.RetryAfter is not null).ShouldBe(answer.StatusCode == HttpStatusCode.ServiceUnavailable);
                        return answer.IsSuccessStatusCode;
                    },
                    TimeSpan.FromMinutes(4));
            });
        output.WriteLine($"{Customers} orders were taken in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s.");

        await Eventually.Holds(
            "every order has stock or waits for it",
            async () => !await AnyIs(host, "Checking", "Authorising", "Sourcing", "Reserving", "Releasing"),
            TimeSpan.FromMinutes(4), () => $"{systems.Calls.Count} calls to outside systems. {host.Said}");
        output.WriteLine($"They stood still after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s.");

        await Eventually.Holds("exactly the pieces there were are promised, and none is left", async () =>
        {
            var positions = (await host.Api.Positions()).Where(position => (string?)position["sku"] == Sku).ToList();
            return positions.Sum(position => (int)position["reserved"]! + (int)position["sold"]!) == Pieces
                && positions.TrueForAll(position => (int)position["available"]! == 0);
        });
        (await host.Api.Cases("kind=order&state=WaitingForStock")).Count.ShouldBe(Customers - Pieces);
        (await host.Api.Cases("kind=order&state=Fulfilling")).Count.ShouldBe(Pieces);
        systems.CallsOf("erp", "sales-orders").Count().ShouldBe(Pieces);
        await host.StopAndVerify();
    }

    private static async Task<bool> AnyIs(CrossdockHost host, params string[] states)
    {
        foreach (var state in states)
        {
            if ((await host.Api.Get($"/v1/cases?kind=order&state={state}&take=1"))["cases"]!.AsArray().Count > 0)
            {
                return true;
            }
        }

        // The lists are written behind the journal: until they show every order, one may be on its way still.
        return (await host.Api.Cases("kind=order")).Count < Customers;
    }
}
