using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>Closed cases leave the journal beside the host that works on it, by the programs that an operator uses.</summary>
public sealed class ArchiveTests
{
    private const int Days = 2;

    [Fact]
    public async Task An_order_closed_long_ago_moves_into_a_file_and_whoever_asks_for_it_hears_so()
    {
        using var folder = new TempFolder();
        var (store, files) = ($"sqlite:{folder.File("crossdock.db")}", folder.File("archive"));
        await using var systems = await OutsideSystems.Start();
        await using var host = await CrossdockHost.Start(store, systems, more: new Dictionary<string, string>
        {
            ["Crossdock__Clock__Epoch"] = TimeProvider.System.GetUtcNow().AddDays(-Days).ToString("O", CultureInfo.InvariantCulture),
        });
        foreach (var number in new[] { "OLD-1", "OLD-2" })
        {
            await host.Api.Done("/v1/orders", Orders.Shipped(number, "NO-STOCK", 1));
            await host.Api.OrderIn(number, "WaitingForStock");
        }

        await host.Api.Done("/v1/orders/OLD-1/cancel", new JsonObject { ["reason"] = "changed my mind" });
        await host.Api.OrderIn("OLD-1", "Cancelled");

        // Its last letter may still be on its way; a case with something under way stays.
        await Eventually.Holds("the closed order is archived", async () => (int)(await Archive(store, files, Days - 1))["cases"]! == 1);
        Directory.GetFiles(files).ShouldNotBeEmpty();
        await Answered(host.Api.Get, "/v1/cases/order/OLD-1");
        using (var cancel = await host.Api.Post("/v1/orders/OLD-1/cancel", new JsonObject { ["reason"] = "again" }))
        {
            cancel.StatusCode.ShouldBe(HttpStatusCode.Gone);
            JsonNode.Parse(await cancel.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["title"]!.ToString()
                .ShouldContain("archived");
        }

        await host.Api.OrderIn("OLD-2", "WaitingForStock");
        ((int)(await Archive(store, files, Days - 1))["cases"]!).ShouldBe(0, "what was archived once is not there a second time");
        (await host.Stop()).ShouldBe(0, host.Said);
        var (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Host, "verify", "--store", store, "--archive", files], folder.Path, Eventually.Patience);
        said.ShouldContain("Nothing is wrong.");
        code.ShouldBe(0, said);

        // The proof reads the files: one that is changed does not pass.
        var file = Directory.GetFiles(files).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Host, "verify", "--store", store, "--archive", files], folder.Path, Eventually.Patience);
        code.ShouldNotBe(0, said);
    }

    private static async Task<JsonObject> Archive(string store, string files, int days)
    {
        var (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Host, "archive", "--store", store, "--folder", files, "--after-days", $"{days}", "--json"],
            Path.GetTempPath(), Eventually.Patience);
        code.ShouldBe(0, said);
        return JsonNode.Parse(said)!.AsObject();
    }

    private static async Task Answered(Func<string, Task<JsonObject>> get, string path)
    {
        var refused = await Should.ThrowAsync<HttpRequestException>(() => get(path));
        refused.StatusCode.ShouldBe(HttpStatusCode.Gone, path);
    }
}
