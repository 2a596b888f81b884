using System.Collections.Concurrent;
using System.Net;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>The database dies while orders come.</summary>
public sealed class StoreDownTests
{
    private const int Senders = 8;

    [Fact]
    public async Task Callers_are_told_to_come_back_and_whatever_was_acknowledged_is_there_and_goes_on()
    {
        await using var cluster = await OwnCluster.Start();
        await using var systems = await OutsideSystems.Start();
        await using var host = await CrossdockHost.Start($"postgres:{cluster.Connection}", systems);
        var shop = new Shop(host);
        using var closed = new CancellationTokenSource();
        var selling = Task.WhenAll(Enumerable.Range(1, Senders).Select(sender => shop.Sell(sender, closed.Token)));

        await Eventually.Holds("orders are taken", () => Task.FromResult(shop.Acknowledged.Count >= 20));
        await cluster.Die();
        await Eventually.Holds("callers are told to come back", () => Task.FromResult(shop.ComeBacks > 0 || selling.IsFaulted));
        await cluster.StartAgain();
        var before = shop.Acknowledged.Count;
        await Eventually.Holds(
            "orders are taken again", () => Task.FromResult(shop.Acknowledged.Count >= before + 20 || selling.IsFaulted));
        await closed.CancelAsync();
        await selling;

        foreach (var number in shop.Acknowledged)
        {
            await host.Api.OrderIn(number, "WaitingForStock");
        }

        await host.StopAndVerify();
    }

    /// <summary>A web shop that sends an order again when it is told to, or hears nothing.</summary>
    private sealed class Shop(CrossdockHost host)
    {
        private int _comeBacks;

        public ConcurrentBag<string> Acknowledged { get; } = [];

        public int ComeBacks => _comeBacks;

        public async Task Sell(int sender, CancellationToken closed)
        {
            for (var i = 1; !closed.IsCancellationRequested; i++)
            {
                await Send($"DOWN-{sender}-{i}", closed);
            }
        }

        private async Task Send(string number, CancellationToken closed)
        {
            var last = "";
            await Eventually.Holds($"order {number} is taken", async () =>
            {
                using var answer = await host.Api.Post("/v1/orders", Orders.Shipped(number, "NO-STOCK", 1));
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    Acknowledged.Add(number);
                    return true;
                }

                last = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, last);
                answer.Headers.RetryAfter.ShouldNotBeNull();
                Interlocked.Increment(ref _comeBacks);
                return false;
            }, otherwise: () => $"The last answer was {last}\n{host.Said}");
        }
    }
}
