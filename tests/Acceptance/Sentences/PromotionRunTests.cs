using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Promotion to pricing, steps 3 to 6: laggards, going live by policy, drift, and each place's own clock.</summary>
[Collection(HurriedTime.Name)]
public sealed class PromotionRunTests(HurriedHost host)
{
    private const string Bristol = "ST-GB-BRISTOL";
    private const string Cardiff = "ST-GB-CARDIFF";
    private const string Norwich = "ST-GB-NORWICH";
    private const string Hamburg = "ST-DE-HAMBURG";
    private const string Munich = "ST-DE-MUNICH";
    private const string Paris = "ST-FR-PARIS";
    private const string Lyon = "ST-FR-LYON";
    private const string Oslo = "ST-NO-OSLO";
    private const string Stockholm = "ST-SE-STOCKHOLM";

    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    /// <summary>Each promotion as far as it comes by itself.</summary>
    internal static async Task Begin(SharedHost host)
    {
        await Task.WhenAll(
            host.Sets("price-go-live", "All", "region", "WEST"), host.Sets("price-go-live", "Hold", "region", "DACH"),
            host.Sets("price-quorum", "0.5", "region", "NORD"), host.Sets("price-drift-look", "15 min", "channel", "till"));
        foreach (var (number, store) in new[] { ("LAG-1", Cardiff), ("ALL-1", Lyon), ("QUORUM-1", Oslo) })
        {
            host.Systems.Refuses("tills", "staged", $"{number} {Promotions.TillOf(store)}", "An update is being installed.");
        }

        await Task.WhenAll(
            Proposed(host.Api, "RUN-1", runs: 3, null, Norwich, Paris), Proposed(host.Api, "LAG-1", Far, "UK", Bristol, Cardiff),
            Proposed(host.Api, "ALL-1", Far, "WEST", Paris, Lyon), Proposed(host.Api, "QUORUM-1", Far, "NORD", Oslo, Stockholm),
            Proposed(host.Api, "HOLD-1", Far, "DACH", Hamburg, Munich), Proposed(host.Api, "DRIFT-1", Far, "UK", Bristol, Cardiff));
    }

    [Fact]
    public async Task A_till_that_lags_is_tried_again_and_then_its_stores_work_and_is_live_as_soon_as_it_has_caught_up()
    {
        var task = await Api.TaskFor("LAG-1", "resolve", exception: "channel-lagging", node: Cardiff);
        ((string)task["owner"]!).ShouldBe("store-operations");
        ((string)task["why"]!).ShouldContain("An update is being installed.");
        Systems.CallsAbout("LAG-1", "tills", "staged").Count(call => call.Path.Contains(Cardiff)).ShouldBeGreaterThanOrEqualTo(3);
        await Api.CaseIn("promotion", "LAG-1", "Held");
        var question = await Eventually.Get("merchandising is asked", async () =>
            (await Api.TasksAbout("LAG-1", "resolve")).FirstOrDefault(one => (string?)one["owner"] == "merchandising"));

        await Api.Choose(question, "go-live", "The others need not wait.");
        await Api.PriceStands("LAG-1", "live", Promotions.TillOf(Bristol));
        ((string)(await Api.Price("LAG-1"))["liveOn"]!).ShouldBe("Live on 1 of 2.");
        Systems.AgreesAgain("tills", "staged", $"LAG-1 {Promotions.TillOf(Cardiff)}");
        await Api.Choose(task, "retry");

        var live = await Api.PriceStands("LAG-1", "live", Promotions.TillOf(Bristol), Promotions.TillOf(Cardiff));
        ((string)live["liveOn"]!).ShouldBe("Live on 2 of 2.");
    }

    [Fact]
    public async Task Where_policy_asks_for_all_one_till_that_lags_keeps_the_price_from_every_other()
    {
        await Api.CaseIn("promotion", "ALL-1", "Held");
        await Passed("ALL-1");
        Systems.Prices.SellingAt("ALL-1").ShouldBeEmpty();

        Systems.AgreesAgain("tills", "staged", $"ALL-1 {Promotions.TillOf(Lyon)}");

        await Api.PriceStands("ALL-1", "live", Promotions.TillOf(Paris), Promotions.TillOf(Lyon));
    }

    [Fact]
    public async Task Where_a_quorum_of_the_region_is_ready_the_price_is_live_without_those_that_lag()
    {
        await Api.PriceStands("QUORUM-1", "live", Promotions.TillOf(Stockholm), "erp.NORD");

        var price = await Api.Price("QUORUM-1");
        ((string)price["state"]!).ShouldBe("Live");
        ((string)price["liveOn"]!).ShouldBe("Live on 1 of 2.");
        Systems.Prices.SellingAt("QUORUM-1").ShouldBe(["erp.NORD", Promotions.TillOf(Stockholm)]);
    }

    [Fact]
    public async Task Where_policy_holds_back_a_price_that_is_ready_everywhere_waits_for_a_persons_word()
    {
        await Api.CaseIn("promotion", "HOLD-1", "Held");
        await Api.PriceStands("HOLD-1", "ready", Promotions.TillOf(Hamburg), Promotions.TillOf(Munich));
        await Passed("HOLD-1");
        Systems.Prices.SellingAt("HOLD-1").ShouldBeEmpty();

        await Api.Choose(await Api.TaskFor("HOLD-1", "resolve", exception: "channel-lagging"), "go-live", "As planned.");

        await Api.PriceStands("HOLD-1", "live", Promotions.TillOf(Hamburg), Promotions.TillOf(Munich));
    }

    [Fact]
    public async Task A_till_that_drifts_is_set_right_with_what_it_held_and_how_long_kept_as_evidence()
    {
        var till = Promotions.TillOf(Bristol);
        await Api.PriceStands("DRIFT-1", "live", till, Promotions.TillOf(Cardiff));
        Systems.Prices.Mistype(till, "SKU-DRIFT-1", 99.00m);

        var drifted = await Eventually.Get("the drift is evidence", async () => (await Timeline("DRIFT-1", till))
            .SelectMany(row => row["facts"]!.AsArray()).FirstOrDefault(fact => (string?)fact!["fact"] == "price-target.drifted"));
        ((decimal)drifted["held"]![0]!["price"]!).ShouldBe(99.00m);
        ((decimal)drifted["expected"]![0]!["price"]!).ShouldBe(9.50m);
        await Eventually.Holds("it sells at the price again", () =>
            Task.FromResult(Systems.Prices.SellingAt("DRIFT-1").Contains(till)));
        await Eventually.Holds("nothing is open with it any more, and the time it was wrong is known", async () =>
            (await Api.Price("DRIFT-1"))["targets"]!.AsArray().Single(one => (string?)one!["target"] == till)! is var target
            && (string?)target["trouble"] is null && (long)target["wrongSeconds"]! > 0);
        Systems.CallsAbout("DRIFT-1", "tills", "live").Count(call => call.Path.Contains(Cardiff)).ShouldBe(1, "it never drifted");
    }

    [Fact]
    public async Task A_price_begins_and_ends_by_the_clock_of_each_place_and_nothing_of_it_remains()
    {
        await Api.CaseIn("promotion", "RUN-1", "Ended");

        Systems.Prices.HasAnyOf("RUN-1").ShouldBeFalse();
        var targets = (await Api.Price("RUN-1"))["targets"]!.AsArray();
        targets.ShouldAllBe(target => (string?)target!["standing"] == "cleared");
        var (london, paris) = (await Life(Norwich), await Life(Paris));
        (london.From - paris.From, london.Until - paris.Until).ShouldBe((TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        foreach (var (from, until, up, down) in new[] { london, paris })
        {
            (up - from).ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero, "not live before its start");
            (down - until).ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero, "not taken back before its end");
        }

        Systems.CallsAbout("RUN-1", "tills", "read").Last().Path.ShouldNotBeNullOrEmpty();
        Systems.Calls.Last(call => call.System == "tills" && (string?)call.Body["number"] == "RUN-1").Path
            .ShouldEndWith("/read", Case.Sensitive, "what was taken back is read once more");
    }

    [Fact]
    public async Task Stores_put_up_new_shelf_labels_when_a_price_begins_and_the_old_ones_when_it_ends()
    {
        await Api.CaseIn("promotion", "RUN-1", "Ended");

        var left = await Eventually.Get("each store has one task left", async () =>
            (await Api.TasksAbout("RUN-1", "shelf-label")) is { Count: 2 } tasks
            && tasks.All(task => ((string)task["title"]!).Contains("old shelf labels")) ? tasks : null);
        left.Select(task => (string)task["node"]!).ShouldBe([Paris, Norwich], ignoreOrder: true);
        var first = await Api.CaseIn("task", $"LABELS-RUN-1:{Promotions.TillOf(Norwich)}", "Withdrawn");
        ((string)first["case"]!["title"]!).ShouldContain("new shelf labels");
    }

    private const int Far = 24 * 20;

    /// <summary>Four hours ahead by the clock in London, so little that nobody has to approve it.</summary>
    /// <param name="runs">hours</param>
    private static async Task Proposed(Api api, string number, int runs, string? region, params string[] stores)
    {
        var starts = (await api.Now()).UtcDateTime.AddHours(4);
        var proposal = Promotions.Of(number, starts, starts.AddHours(runs), stores).At(9.50m);
        await api.Done("/v1/prices", region is null ? proposal : proposal.With("regions", new JsonArray(region)));
    }

    private async Task Passed(string number)
    {
        var from = (await Api.Price(number))["targets"]!.AsArray().Max(target => (DateTimeOffset)target!["from"]!);
        await Eventually.Holds("its start has passed", async () => await Api.Now() > from.AddHours(1));
    }

    private async Task<IEnumerable<JsonNode>> Timeline(string number, string target) =>
        (await Api.Get($"/v1/cases/price-target/{number}:{target}"))["timeline"]!.AsArray().Select(row => row!);

    /// <summary>Its window, and when it went live and back.</summary>
    private async Task<(DateTimeOffset From, DateTimeOffset Until, DateTimeOffset Up, DateTimeOffset Down)> Life(string store)
    {
        var till = Promotions.TillOf(store);
        var target = (await Api.Price("RUN-1"))["targets"]!.AsArray().Single(one => (string?)one!["target"] == till)!;
        var rows = (await Timeline("RUN-1", till)).ToList();
        DateTimeOffset First(string state) => (DateTimeOffset)rows.First(row => (string?)row["to"] == state)["at"]!;
        return ((DateTimeOffset)target["from"]!, (DateTimeOffset)target["until"]!, First("GoingLive"), First("Reverting"));
    }
}
