using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>Starting and stopping, as an operator meets it.</summary>
public sealed class StartUpTests
{
    private const int BadSettings = 2;

    [Theory]
    [InlineData("Crossdock__Netwrok", "Crossdock:Network")]
    [InlineData("Crossdock__Systems__erp__Adress", "Crossdock:Systems:erp:Address")]
    [InlineData("Crossdock__Clock__Factr", "Crossdock:Clock:Factor")]
    public async Task An_unknown_setting_stops_the_start_and_names_what_was_meant(string given, string meant)
    {
        using var folder = new TempFolder();
        await Network.Write(folder);
        var (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Host, "serve", "--store", $"sqlite:{folder.File("crossdock.db")}", "--port", $"{Programs.FreePort()}"],
            folder.Path, Eventually.Patience,
            new Dictionary<string, string> { [given] = "something", ["Crossdock__Network"] = folder.File("network.json") });
        code.ShouldBe(BadSettings, said);
        said.ShouldContain($"{given.Replace("__", ":", StringComparison.Ordinal)} is not a setting");
        said.ShouldContain($"Did you mean {meant}?");
        File.Exists(folder.File("crossdock.db")).ShouldBeFalse("a start that is refused touches no store");
    }

    [Fact]
    public async Task A_start_without_the_retailers_places_is_refused_and_says_what_to_set()
    {
        using var folder = new TempFolder();
        var (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Host, "serve", "--store", $"sqlite:{folder.File("crossdock.db")}", "--port", $"{Programs.FreePort()}"],
            folder.Path, Eventually.Patience, new Dictionary<string, string> { ["Crossdock__Network"] = folder.File("nowhere.json") });
        code.ShouldBe(BadSettings, said);
        said.ShouldContain("nowhere.json cannot be read");
    }

    [Fact]
    public async Task A_store_whose_address_is_no_address_is_refused_in_a_sentence()
    {
        using var folder = new TempFolder();
        await Network.Write(folder);
        var (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Host, "serve", "--store", folder.File("crossdock.db"), "--port", $"{Programs.FreePort()}"],
            folder.Path, Eventually.Patience, new Dictionary<string, string> { ["Crossdock__Network"] = folder.File("network.json") });
        code.ShouldBe(BadSettings, said);
        said.Trim().ShouldStartWith("The store's address is not understood. Write sqlite:PATH");
        said.ShouldNotContain(" at Crossdock.");
    }

    [Fact]
    public async Task The_administrators_key_is_made_once_for_its_owner_only_and_is_never_printed()
    {
        await using var host = await CrossdockHost.Start();
        var key = await File.ReadAllTextAsync(host.KeyFile, TestContext.Current.CancellationToken);
        key.ShouldStartWith("xd_admin_");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(host.KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        host.Said.ShouldNotContain(key.Trim());
        (await host.Stop()).ShouldBe(0, host.Said);
        await host.StartAgain();
        var keyNow = await File.ReadAllTextAsync(host.KeyFile, TestContext.Current.CancellationToken);
        keyNow.ShouldBe(key, "a second start makes no second key");
        (await host.Api.Get("/v1/cases?kind=order"))["cases"]!.AsArray().Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_stop_by_the_service_manager_ends_well_in_time_and_what_was_taken_is_there_at_the_next_start()
    {
        await using var systems = await OutsideSystems.Start();
        await using var host = await CrossdockHost.Start(systems: systems);
        await host.Api.Done("/v1/orders", Orders.Shipped("STOP-1", "NO-STOCK", pieces: 1));
        (await host.Stop()).ShouldBe(0, host.Said);
        await host.StartAgain();
        await host.Api.OrderIn("STOP-1", "WaitingForStock");
        (await host.Api.Done("/v1/orders/STOP-1/cancel", new JsonObject { ["reason"] = "found it elsewhere" }))["duplicate"]!
            .GetValue<bool>().ShouldBeFalse();
        await host.Api.OrderIn("STOP-1", "Cancelled");
        await host.StopAndVerify();
    }
}
