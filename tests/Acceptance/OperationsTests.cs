using System.Net;
using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>What operators do, over the wire, with the host killed in between.</summary>
public sealed class OperationsTests
{
    private const int HowMany = 60;

    [Fact]
    public async Task A_bulk_cancellation_is_paused_killed_in_the_middle_and_ends_with_every_order_cancelled_once()
    {
        await using var systems = await OutsideSystems.Start();
        await using var host = await CrossdockHost.Start(systems: systems);
        var numbers = Enumerable.Range(1, HowMany).Select(number => $"BULK-{number}").ToArray();
        await Task.WhenAll(numbers.Select(number => host.Api.Done("/v1/orders", Orders.Shipped(number, "NO-STOCK", 1))));
        foreach (var number in numbers)
        {
            await host.Api.OrderIn(number, "WaitingForStock");
        }

        // The lists follow the journal a moment later.
        await Eventually.Holds(
            "the lists know all orders", async () => (await host.Api.Cases("kind=order&state=WaitingForStock")).Count == HowMany);
        var frozen = await host.Api.Done("/v1/operations/bulk", new JsonObject
        {
            ["act"] = "cancel-cases", ["why"] = "the supplier is bankrupt",
            ["slice"] = new JsonObject { ["kind"] = "order", ["state"] = "WaitingForStock" },
        });
        ((string)frozen["state"]!, Waiting(frozen)).ShouldBe(("frozen", HowMany));
        var path = $"/v1/operations/bulk/{(string)frozen["key"]!}";
        // One order moves on between preview and start.
        await host.Api.Done("/v1/orders/BULK-60/cancel", new JsonObject { ["reason"] = "the customer was quicker" });
        await host.Api.OrderIn("BULK-60", "Cancelled");

        await host.Api.Done($"{path}/start", new JsonObject { ["why"] = "preview read", ["perSecond"] = 10 });
        await Eventually.Holds("some are done", async () => Done(await host.Api.Get(path)) >= 10);
        var paused = await host.Api.Done($"{path}/pause", new JsonObject { ["why"] = "a look" });
        ((string)paused["state"]!).ShouldBe("paused");
        await host.Api.Done($"{path}/resume", new JsonObject { ["why"] = "fine", ["perSecond"] = 10 });
        var before = Done(await host.Api.Get(path));
        await Eventually.Holds("more are done", async () => Done(await host.Api.Get(path)) > before);
        await host.Kill();
        await host.StartAgain();

        var ended = await Eventually.Get(
            "the operation ends after the restart",
            async () => await host.Api.Get(path) is var now && (string)now["state"]! == "done" ? now : null,
            otherwise: () => host.Said);
        (Waiting(ended), Done(ended), (int)ended["outcomes"]!["movedOn"]!).ShouldBe((0, HowMany - 1, 1), ended.ToJsonString());
        foreach (var number in numbers)
        {
            await host.Api.OrderIn(number, "Cancelled");
        }

        var one = await host.Api.Get("/v1/cases/order/BULK-1");
        one["timeline"]!.AsArray().Count(row => ((string)row!["because"]!).StartsWith("Cancelled by an operator: the supplier is bankrupt.",
            StringComparison.Ordinal)).ShouldBe(1);
        await host.StopAndVerify();
    }

    [Fact]
    public async Task An_effect_that_is_given_up_is_an_incident_that_an_operator_sends_again_or_answers()
    {
        await using var systems = await OutsideSystems.Start();
        await using var host = await CrossdockHost.Start(systems: systems);
        systems.Break("erp", HttpStatusCode.Unauthorized);
        await host.Api.Done("/v1/orders", Orders.Shipped("PARKED-1", "NO-STOCK", 1));
        await host.Api.Done("/v1/orders", Orders.Shipped("PARKED-2", "NO-STOCK", 1));

        var groups = await Eventually.Get(
            "both are listed under one cause",
            async () => (await host.Api.Get("/v1/operations/incidents/groups?system=erp"))["groups"]!.AsArray() is [{ } group]
                && (int)group["cases"]! == 2 ? group.AsObject() : null,
            otherwise: () => host.Said);
        var listed = (await host.Api.Get($"/v1/operations/incidents?cause={(string)groups["causeId"]!}"))["incidents"]!.AsArray();
        listed.Count.ShouldBe(2);
        var effect = (string)listed[0]!["effect"]!;

        // Slow retries come every three minutes: what goes on sooner was sent again by the operator.
        systems.Break("erp", null);
        await host.Api.Done(
            $"/v1/operations/cases/order/PARKED-1/effects/{effect}/resend", new JsonObject { ["why"] = "the key was renewed" });
        await host.Api.OrderIn("PARKED-1", "WaitingForStock");
        await host.Api.Done($"/v1/operations/cases/order/PARKED-2/effects/{effect}/answer", new JsonObject
        {
            ["why"] = "checked by telephone",
            ["answer"] = new JsonObject { ["type"] = "order.check-refused", ["reason"] = "blocked customer" },
        });
        await host.Api.OrderIn("PARKED-2", "Held");
        await Eventually.Holds(
            "no incident is left",
            async () => (await host.Api.Get("/v1/operations/incidents"))["incidents"]!.AsArray().Count == 0);
        await host.StopAndVerify();
    }

    private static int Done(JsonObject bulk) => (int)bulk["outcomes"]!["done"]!;

    private static int Waiting(JsonObject bulk) => (int)bulk["outcomes"]!["waiting"]!;
}
