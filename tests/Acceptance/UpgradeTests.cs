using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;
using Crossdock.Tests.Shared;

namespace Crossdock.Acceptance.Tests;

/// <summary>
/// A program with a new map of orders, in which a state has another name, on the store of the one before: what an operator sees before
/// the upgrade, and how the open cases come over.
/// </summary>
public sealed class UpgradeTests
{
    private const int HowMany = 6;
    private const int NeedsMapping = 5;
    private const string Old = "WaitingForStock";
    private const string New = "AwaitingStock";
    private const string HostDll = "Crossdock.Host.dll";
    private const string WithMapping = "with-mapping";

    /// <summary>The version of the map that runs; the changed one is the next.</summary>
    private const int Runs = 6;

    private static readonly string Mapping = $".Migrates({Runs}, \"{Old}\", to: {New})";

    [Fact]
    public async Task Open_cases_are_classified_before_an_upgrade_and_moved_by_a_previewed_bulk_operation()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        var store = $"sqlite:{folder.File("crossdock.db")}";
        await using var systems = await OutsideSystems.Start();
        await using var host = await CrossdockHost.Start(store, systems);
        var numbers = Enumerable.Range(1, HowMany).Select(number => $"OPEN-{number}").ToArray();
        foreach (var number in numbers)
        {
            await host.Api.Done("/v1/orders", Orders.Shipped(number, "NO-STOCK", 1));
            await host.Api.OrderIn(number, Old);
        }

        await Eventually.Holds("the lists know all orders", async () => (await host.Api.Cases($"kind=order&state={Old}")).Count == HowMany);
        (await host.Stop()).ShouldBe(0, host.Said);

        using var next = await PatchedProgram.Of("src/Host", "Processes", Renamed, cancel);
        var (code, said) = await next.Run(HostDll, cancel, "maps", "--against-store", store);
        code.ShouldBe(NeedsMapping, said);
        said.ShouldContain($"{HowMany} needs a mapping");
        said.ShouldContain(Mapping);

        // The very line that it says to write.
        await File.WriteAllTextAsync(next.FileOf(WithMapping), "", cancel);
        (code, said) = await next.Run(HostDll, cancel, "maps", "--against-store", store);
        code.ShouldBe(0, said);
        said.ShouldContain($"{HowMany} mapped");

        await host.StartAgain(next.FileOf(HostDll));
        await Migrate(host.Api);
        foreach (var number in numbers)
        {
            await host.Api.OrderIn(number, New);
        }

        // And they run on, by the new map.
        await host.Api.Done($"/v1/orders/{numbers[0]}/cancel", new JsonObject { ["reason"] = "no longer wanted" });
        await host.Api.OrderIn(numbers[0], "Cancelled");
        (await host.Stop()).ShouldBe(0, host.Said);
        (code, said) = await next.Run(HostDll, cancel, "verify", "--store", store);
        code.ShouldBe(0, said);
        said.ShouldContain("Nothing is wrong.");
    }

    private static async Task Migrate(Api api)
    {
        var frozen = await api.Done("/v1/operations/bulk", new JsonObject
        {
            ["act"] = "migrate-cases", ["why"] = "the new map", ["slice"] = new JsonObject { ["kind"] = "order", ["state"] = Old },
        });
        ((string)frozen["state"]!, (int)frozen["outcomes"]!["waiting"]!).ShouldBe(("frozen", HowMany), frozen.ToJsonString());
        var path = $"/v1/operations/bulk/{(string)frozen["key"]!}";
        await api.Done($"{path}/start", new JsonObject { ["why"] = "preview read" });
        var ended = await Eventually.Get(
            "the operation ends", async () => await api.Get(path) is var now && (string)now["state"]! == "done" ? now : null);
        ((int)ended["outcomes"]!["done"]!).ShouldBe(HowMany, ended.ToJsonString());
    }

    /// <summary>One program for both, since compiling it is most of the work: a file beside it says whether the line is there.</summary>
    private static string Renamed(string file, string text)
    {
        var renamed = text.Replace(Old, New, StringComparison.Ordinal);
        return file != "OrderToFulfilment/Map.cs" ? renamed : renamed
            .Replace($"\"order\", version: {Runs},", $"\"order\", version: {Runs + 1},", StringComparison.Ordinal)
            .Replace("        .Ends(Closed)\n", "        .Mapped()\n        .Ends(Closed)\n", StringComparison.Ordinal)
            + $$"""

            internal static class Planted
            {
                internal static ProcessMap<Order, OrderState> Mapped(this ProcessMap<Order, OrderState> map) =>
                    System.IO.File.Exists(System.IO.Path.Combine(System.AppContext.BaseDirectory, "{{WithMapping}}")) ? map
                    {{Mapping}} : map;
            }
            """;
    }
}
