using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Promotion to pricing, steps 3, 4 and 6: what each place really holds is what counts.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class PromotionSpreadTests(OrdinaryHost host)
{
    private static readonly string[] Tills = [Promotions.TillOf(Network.Leeds), Promotions.TillOf(Network.Sheffield)];

    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task Each_stores_tills_the_web_shop_and_the_ERP_have_it_ahead_of_time_and_give_a_receipt()
    {
        await Api.Done("/v1/prices", (await Small("SPREAD-1")).With("channels", new JsonArray("till", "web")));

        var ready = await Api.PriceStands("SPREAD-1", "ready", [.. Tills, "web.UK", "erp.UK"]);

        ready["targets"]!.AsArray().ShouldAllBe(target => ((string?)target!["receipt"] ?? "").StartsWith("RCT-"));
        ((string)ready["liveOn"]!).ShouldBe("Live on 0 of 3.");
        Systems.CallsAbout("SPREAD-1", "tills", "staged").Select(call => call.Path.Split('/')[1]).Order().ShouldBe(Tills);
        Systems.Prices.SellingAt("SPREAD-1").ShouldBeEmpty("its start is tomorrow");
    }

    [Fact]
    public async Task What_a_till_really_holds_is_read_back_and_a_wrong_price_is_sent_again_then_its_owners_and_never_ready()
    {
        Systems.Answers("tills", "read", $"READ-1 {Tills[0]}", held => held["prices"]![0]!["planned"] = 95.00);
        await Api.Done("/v1/prices", await Small("READ-1"));

        var task = await Api.TaskFor("READ-1", "resolve", exception: "price-mismatch");
        ((string)task["owner"]!).ShouldBe("store-operations");
        ((string)task["why"]!).ShouldContain("95.00 instead of 9.50");
        Systems.CallsAbout("READ-1", "tills", "staged").Count(call => call.Path.Contains(Tills[0])).ShouldBe(3);
        await Api.PriceStands("READ-1", "ready", Tills[1], "erp.UK");
        await Api.PriceStands("READ-1", "pending", Tills[0]);

        Systems.AgreesAgain("tills", "read", $"READ-1 {Tills[0]}");
        await Api.Choose(task, "retry");
        await Api.PriceStands("READ-1", "ready", Tills);
    }

    [Fact]
    public async Task What_is_withdrawn_while_it_runs_is_taken_back_everywhere_and_is_over_when_nothing_of_it_is_found_any_more()
    {
        await Running("RECALL-1");
        Systems.Answers("tills", "read", $"RECALL-1 {Tills[1]}", held =>
        {
            held["prices"]![0]!["price"] = 9.50;
            held["prices"]![0]!["promotion"] = "RECALL-1";
        });

        await Api.Done("/v1/prices/RECALL-1/withdraw", new JsonObject { ["reason"] = "The supplier cannot deliver." });

        var task = await Api.TaskFor("RECALL-1", "resolve", Network.Sheffield, "price-mismatch");
        ((string)task["why"]!).ShouldContain("still sells at 9.50");
        await Api.PriceStands("RECALL-1", "cleared", Tills[0], "erp.UK");
        ((string)(await Api.Price("RECALL-1"))["state"]!).ShouldBe("Withdrawing", "one till still has it");
        Systems.AgreesAgain("tills", "read", $"RECALL-1 {Tills[1]}");
        await Api.Choose(task, "retry");

        await Api.CaseIn("promotion", "RECALL-1", "Withdrawn");
        Systems.Prices.HasAnyOf("RECALL-1").ShouldBeFalse();
        var labels = await Eventually.Get("both stores are to put the old labels back", async () =>
            (await Api.TasksAbout("RECALL-1", "shelf-label")) is { Count: 2 } tasks
            && tasks.All(task => ((string)task["title"]!).Contains("old shelf labels")) ? tasks : null);
        labels.Select(label => (string)label["node"]!).Order().ShouldBe([Network.Leeds, Network.Sheffield]);
    }

    [Fact]
    public async Task What_is_withdrawn_before_its_start_leaves_nothing_waiting_anywhere()
    {
        await Api.Done("/v1/prices", await Small("RECALL-2"));
        await Api.PriceStands("RECALL-2", "ready", Tills);
        Systems.Prices.HasAnyOf("RECALL-2").ShouldBeTrue();

        await Api.Done("/v1/prices/RECALL-2/withdraw", new JsonObject { ["reason"] = "Another plan." });

        await Api.CaseIn("promotion", "RECALL-2", "Withdrawn");
        Systems.Prices.HasAnyOf("RECALL-2").ShouldBeFalse();
        Systems.CallsAbout("RECALL-2", "tills", "live").ShouldBeEmpty();
    }

    /// <summary>An emergency fix, as nothing else begins in the moment.</summary>
    private async Task Running(string number)
    {
        await Api.Done("/v1/prices", (await Small(number, -1)).With("kind", "emergency"));
        await Api.TaskFor(number, "approve");
        await Api.As("Mia").Done($"/v1/prices/{number}/approve", new JsonObject());
        await Api.PriceStands(number, "live", [.. Tills, "erp.UK"]);
    }

    /// <summary>So little that nobody has to approve it.</summary>
    private async Task<JsonObject> Small(string number, int startsInHours = 20)
    {
        var starts = (await Api.Now()).UtcDateTime.AddHours(startsInHours);
        return Promotions.Of(number, starts, starts.AddDays(3), Network.Leeds, Network.Sheffield).At(9.50m);
    }
}
