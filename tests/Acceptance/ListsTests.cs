using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>On SQLite the lists of cases are a file beside the journal's, which may be lost.</summary>
public sealed class ListsTests
{
    [Fact]
    public async Task Lists_that_were_lost_are_made_anew_from_the_journal_and_what_was_open_goes_on()
    {
        using var folder = new TempFolder();
        await using var systems = await OutsideSystems.Start();
        await using var host = await CrossdockHost.Start($"sqlite:{folder.File("crossdock.db")}", systems);
        await host.Api.Done("/v1/orders", Orders.Shipped("LOST-1", "NO-STOCK", 1));
        await host.Api.OrderIn("LOST-1", "WaitingForStock");
        await host.Kill();
        foreach (var file in Directory.GetFiles(folder.Path, "crossdock.lists.db*"))
        {
            File.Delete(file);
        }

        await host.StartAgain();

        host.Said.ShouldContain("They are made anew from its first row.");
        await host.Api.OrderIn("LOST-1", "WaitingForStock");
        await host.Api.Done("/v1/orders/LOST-1/cancel", new JsonObject { ["reason"] = "changed my mind" });
        await host.Api.OrderIn("LOST-1", "Cancelled");
        await host.StopAndVerify();
    }
}
