using System.Net;
using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>Several hosts on one PostgreSQL, some of which are lost.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const string Sku = "LAMP";
    private const int Evicted = 134;
    private const int BadSettings = 2;

    /// <summary>Five are what a host is allowed; the rest is for a machine that is busy with other work.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    /// <summary>Ten are what the cluster needs to notice and go on, on a machine that is not busy.</summary>
    private static readonly TimeSpan TakenOver = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Of_three_hosts_one_is_killed_and_one_is_frozen_and_nothing_is_lost_or_stuck()
    {
        await using var store = await ScratchDatabase.Create();
        await using var systems = await OutsideSystems.Start();
        await using var hosts = await Hosts.Start(store.Connection, systems);
        await hosts[0].Api.Receive(Sku, Network.Daventry, 100_000);
        var shop = new Shop(hosts, 3, Sku);
        using var closed = new CancellationTokenSource();
        var selling = Task.WhenAll(Enumerable.Range(0, 3).Select(host => shop.Sell(host, closed.Token)));
        await Eventually.Holds("orders are taken at all three hosts", () => Task.FromResult(
            selling.IsFaulted || Enumerable.Range(0, 3).All(host => shop.Acknowledged.Count(order => order.Host == host) >= 10)));

        await hosts[1].Kill();
        shop.Shut(1);
        await GoesOn(hosts[0], [.. shop.Acknowledged.Where(order => order.Host == 1).Take(5)]);
        await hosts[2].Freeze();
        shop.Shut(2);
        await GoesOn(hosts[0], [.. shop.Acknowledged.Where(order => order.Host == 2).Take(5)]);
        await hosts[2].Thaw();
        (await hosts[2].Ends(TimeSpan.FromSeconds(30))).ShouldBe(Evicted, hosts[2].Said);

        await closed.CancelAsync();
        await selling;
        await Task.WhenAll(hosts[1].StartAgain(), hosts[2].StartAgain());
        await hosts[1].Api.Done("/v1/orders", Orders.Shipped("BACK-1", Sku, 1));
        await hosts[2].Api.Done("/v1/orders", Orders.Shipped("BACK-2", Sku, 1));
        output.WriteLine($"{shop.Acknowledged.Count} orders; the longest answer took {shop.Longest.TotalSeconds:0.0} s.");

        await shop.EveryOrderIs("Fulfilling", "Cancelled");
        shop.Longest.ShouldBeLessThan(LongestAnswer);
        await hosts.StopAndVerify(store.Connection);
    }

    [Fact]
    public async Task Of_two_hosts_one_is_killed_and_the_other_does_what_was_under_way_there()
    {
        await using var store = await ScratchDatabase.Create();
        await using var systems = await OutsideSystems.Start();
        await using var hosts = await Hosts.Start(store.Connection, systems, count: 2);
        await hosts[0].Api.Receive(Sku, Network.Daventry, 100);
        systems.Hold("erp", "sales-orders");
        foreach (var n in Enumerable.Range(1, 12))
        {
            await hosts[1].Api.Done("/v1/orders", Orders.Shipped($"UNDER-WAY-{n}", Sku, 1));
        }

        await Eventually.Holds("the ERP is asked by both and answers none", () => Task.FromResult(systems.Held >= 12));
        await hosts[1].Kill();
        systems.LetGo();

        foreach (var n in Enumerable.Range(1, 12))
        {
            await hosts[0].Api.OrderIn($"UNDER-WAY-{n}", "Fulfilling");
        }

        systems.CallsOf("erp", "sales-orders").Count().ShouldBe(12, "each under one key, however often it was sent");
        (await hosts[0].Stop()).ShouldBe(0, hosts[0].Said);
    }

    [Fact]
    public async Task A_cluster_on_a_file_is_refused_in_a_sentence()
    {
        using var folder = new TempFolder();
        await Network.Write(folder);
        var (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Host, "serve", "--store", $"sqlite:{folder.File("crossdock.db")}", "--cluster"],
            folder.Path, Eventually.Patience, new Dictionary<string, string> { ["Crossdock__Network"] = folder.File("network.json") });
        code.ShouldBe(BadSettings, said);
        said.ShouldContain("A cluster needs PostgreSQL");
        File.Exists(folder.File("crossdock.db")).ShouldBeFalse("a start that is refused touches no store");
    }

    /// <summary>Orders that a lost host had in hand can be acted on at another.</summary>
    private static async Task GoesOn(CrossdockHost host, IReadOnlyList<(string Number, int Host)> orders)
    {
        orders.ShouldNotBeEmpty();
        var last = "";
        await Task.WhenAll(orders.Select(order => Eventually.Holds($"order {order.Number} can be cancelled elsewhere", async () =>
        {
            using var answer = await host.Api.Post($"/v1/orders/{order.Number}/cancel", new JsonObject { ["reason"] = "no longer wanted" });
            last = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            return answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK;
        }, TakenOver, () => last)));
    }
}
