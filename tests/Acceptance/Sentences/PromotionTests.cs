using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Promotion to pricing, steps 1 and 2: nothing is sent out that breaks a rule, or that nobody else has approved.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class PromotionTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task A_price_that_meets_another_one_there_and_then_is_sent_back_with_what_to_mend_and_taken_when_it_is_mended()
    {
        await Proposed("MEETS-1");
        await Api.CaseIn("promotion", "MEETS-1", "AwaitingApproval");
        await Api.Done("/v1/prices", (await Tomorrow("MEETS-2")).For("SKU-MEETS-1"));

        await Api.CaseIn("promotion", "MEETS-2", "Mending");
        var finding = (await Finding("MEETS-2", "overlap"))!;
        ((string)finding["says"]!).ShouldContain("promotion/MEETS-1");
        ((string)finding["mend"]!).ShouldContain("leave its places out");
        ((string)(await Api.TaskFor("MEETS-2", "resolve", exception: "price-mismatch"))["owner"]!).ShouldBe("merchandising");

        await Api.Done("/v1/prices/MEETS-2/revise", (await Tomorrow("MEETS-2", Network.Sheffield)).For("SKU-MEETS-1"));
        await Api.CaseIn("promotion", "MEETS-2", "AwaitingApproval");
    }

    [Fact]
    public async Task What_is_rejected_goes_to_no_till_and_another_may_have_its_place()
    {
        await Proposed("REJECT-1");
        await Api.CaseIn("promotion", "REJECT-1", "AwaitingApproval");

        await Api.As("Mia").Done("/v1/prices/REJECT-1/reject", new JsonObject { ["reason"] = "Not in Advent." });

        await Api.CaseIn("promotion", "REJECT-1", "Refused");
        Systems.CallsAbout("REJECT-1", "tills", "staged").ShouldBeEmpty();
        await Api.Done("/v1/prices", (await Tomorrow("REJECT-2")).For("SKU-REJECT-1"));
        await Api.CaseIn("promotion", "REJECT-2", "AwaitingApproval");
    }

    [Fact]
    public async Task A_price_below_the_margin_floor_is_a_margin_breach_that_names_the_least_price_to_ask()
    {
        Systems.Answers("erp", "price-checks", "MARGIN-1", known => known["prices"]![0]!["unitCost"] = 8.00);
        await Proposed("MARGIN-1");

        await Api.CaseIn("promotion", "MARGIN-1", "Mending");
        ((string)(await Finding("MARGIN-1", "margin-floor"))!["mend"]!).ShouldContain("8.43");
        ((string)(await Api.TaskFor("MARGIN-1", "resolve", exception: "margin-breach"))["owner"]!).ShouldBe("merchandising");

        await Api.Done("/v1/prices/MARGIN-1/revise", (await Tomorrow("MARGIN-1")).At(8.43m));
        await Api.CaseIn("promotion", "MARGIN-1", "AwaitingApproval");
    }

    [Fact]
    public async Task A_reduction_shows_the_lowest_price_of_the_last_thirty_days_and_no_higher_one()
    {
        var now = await Api.Now();
        Systems.Answers("erp", "price-checks", "LOWEST-1", known => known["prices"]![0]!["history"] = new JsonArray(new JsonObject
        {
            ["from"] = now.AddDays(-20), ["until"] = now.AddDays(-15), ["price"] = 9.00,
        }));
        var shown = await Tomorrow("LOWEST-1");
        shown["lines"]![0]!["shownBefore"] = 10.00;
        await Api.Done("/v1/prices", shown);
        await Api.CaseIn("promotion", "LOWEST-1", "Mending");
        ((string)(await Finding("LOWEST-1", "price-before"))!["mend"]!).ShouldContain("9.00");

        await Api.Done("/v1/prices/LOWEST-1/revise", (await Tomorrow("LOWEST-1")).At(9.00m));
        await Eventually.Holds("it is no reduction", async () => await Finding("LOWEST-1", "no-reduction") is not null);
        await Api.Done("/v1/prices/LOWEST-1/revise", await Tomorrow("LOWEST-1"));
        await Approved("LOWEST-1", "Mia");

        await Api.PriceStands("LOWEST-1", "ready", Promotions.TillOf(Network.Leeds));
        var staged = Systems.CallsAbout("LOWEST-1", "tills", "staged").ShouldHaveSingleItem().Body["lines"]![0]!;
        ((decimal)staged["shownBefore"]!).ShouldBe(9.00m);
    }

    [Fact]
    public async Task All_that_speaks_against_a_price_is_said_at_once()
    {
        Systems.Answers("erp", "price-checks", "MANY-WRONG-1", known =>
        {
            known["prices"]![0]!["unitCost"] = 1.00;
            known["prices"]![0]!["onHand"] = 0;
            known["prices"]!.AsArray().RemoveAt(1);
            known["unknown"] = new JsonArray("SKU-NOBODY-HAS");
        });
        var proposal = (await Tomorrow("MANY-WRONG-1")).At(3.00m).With("channels", new JsonArray("bazaar"))
            .With("nodes", new JsonArray()).With("regions", new JsonArray("UK"));
        proposal["lines"]!.AsArray().Add(new JsonObject { ["sku"] = "SKU-NOBODY-HAS", ["price"] = 1.00 });
        await Api.Done("/v1/prices", proposal);

        await Api.CaseIn("promotion", "MANY-WRONG-1", "Mending");
        (await Findings("MANY-WRONG-1")).Select(finding => (string)finding["code"]!).Order()
            .ShouldBe(["marketplace-depth", "sku-unknown", "stock-cover"]);
    }

    [Fact]
    public async Task A_small_reduction_asks_nobody_and_a_larger_one_is_approved_by_somebody_who_did_not_propose_it()
    {
        await Api.Done("/v1/prices", (await Tomorrow("SMALL-1")).At(9.50m));
        await Proposed("LARGER-1");

        await Api.CaseIn("promotion", "SMALL-1", "Live");
        (await Api.Price("SMALL-1"))["approvals"]!.AsArray().ShouldBeEmpty();
        await Api.CaseIn("promotion", "LARGER-1", "AwaitingApproval");
        (await Api.Refused("/v1/prices/LARGER-1/approve", new JsonObject())).ShouldContain("asked for it");
        (await Api.Refused("/v1/prices/LARGER-1/approve", new JsonObject()))
            .ShouldContain("asked for it", Case.Sensitive, "nor is it taken the second time");
        Systems.CallsAbout("LARGER-1", "tills", "staged").ShouldBeEmpty();
        await Approved("LARGER-1", "Mia");
        await Api.CaseIn("promotion", "LARGER-1", "Live");
    }

    [Fact]
    public async Task A_deep_cut_takes_finance_besides_merchandising_and_nobody_counts_twice()
    {
        await Api.Done("/v1/prices", (await Tomorrow("DEEP-1")).At(5.50m));
        await Approved("DEEP-1", "Mia");

        await Eventually.Holds("finance is asked", async () =>
            (await Api.TasksAbout("DEEP-1", "approve")).Any(task => (string?)task["owner"] == "finance-control"));
        (await Api.As("Mia").Refused("/v1/prices/DEEP-1/approve", new JsonObject { ["note"] = "Also for Fred." }))
            .ShouldContain("Mia has approved it already");
        await Api.CaseIn("promotion", "DEEP-1", "AwaitingApproval");
        await Approved("DEEP-1", "Fred");

        await Api.CaseIn("promotion", "DEEP-1", "Live");
        (await Api.Price("DEEP-1"))["approvals"]!.AsArray().Select(given => (string)given!["by"]!).ShouldBe(["Mia", "Fred"]);
    }

    [Fact]
    public async Task An_emergency_fix_has_its_approval_within_half_an_hour_is_live_at_once_and_reviewed_by_finance()
    {
        var now = (await Api.Now()).UtcDateTime;
        await Api.Done("/v1/prices", Promotions.Of("FIX-1", now.AddDays(-1), now.AddDays(9), Network.Leeds, Network.Sheffield)
            .With("kind", "emergency").With("reason", "Typed 100 instead of 10."));
        var task = await Api.TaskFor("FIX-1", "approve");
        ((DateTimeOffset)task["due"]! - now).ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(31));
        (await Api.Refused("/v1/prices/FIX-1/approve", new JsonObject())).ShouldContain("asked for it");
        await Approved("FIX-1", "Mia");

        var tills = new[] { Promotions.TillOf(Network.Leeds), Promotions.TillOf(Network.Sheffield) };
        var live = await Api.PriceStands("FIX-1", "live", [.. tills, "erp.UK"]);
        ((string)live["liveOn"]!).ShouldBe("Live on 2 of 2.");
        Systems.Prices.SellingAt("FIX-1").ShouldBe(["erp.UK", .. tills]);
        var review = await Api.TaskFor("FIX-1", "resolve", exception: "price-mismatch");
        ((string)review["owner"]!).ShouldBe("finance-control");
        ((string)review["why"]!).ShouldContain("Mia approved: Typed 100 instead of 10.");
    }

    private async Task Proposed(string number) => await Api.Done("/v1/prices", await Tomorrow(number));

    private async Task Approved(string number, string by)
    {
        await Api.CaseIn("promotion", number, "AwaitingApproval");
        await Api.As(by).Done($"/v1/prices/{number}/approve", new JsonObject());
    }

    /// <summary>Near enough that it is sent out as soon as it is approved.</summary>
    private async Task<JsonObject> Tomorrow(string number, string store = Network.Leeds)
    {
        var starts = (await Api.Now()).UtcDateTime.AddHours(20);
        return Promotions.Of(number, starts, starts.AddDays(3), store);
    }

    private async Task<JsonObject?> Finding(string number, string code) =>
        (await Findings(number)).FirstOrDefault(finding => (string?)finding["code"] == code);

    private async Task<IEnumerable<JsonObject>> Findings(string number) =>
        (await Api.Price(number))["findings"]!.AsArray().Select(finding => finding!.AsObject());
}
