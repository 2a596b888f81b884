using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>What a customer brings back is looked at on the counter, with a phone in the other hand.</summary>
[Collection(BrowserTests.Name)]
public sealed class InspectionTests(Retailer retailer)
{
    [Fact]
    public async Task What_becomes_of_each_piece_is_said_on_the_phone()
    {
        using var http = new HttpClient { BaseAddress = retailer.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", retailer.Key);
        var api = new Api(http).As("Fay Wood");
        var (node, task, asked) = await BroughtBack(api);
        await using var visit = await retailer.Open(Look.Phone, signedIn: false);
        await visit.SignIn(retailer.Key, "Fay Wood");
        var page = visit.Page;
        await page.Until($"/store/{node}?tab=Inspect", $"form[data-job='{task}']", "data-job");
        await page.GotoAsync($"/store/{node}?tab=Inspect");
        var job = page.Locator($"form[data-job='{task}']");
        var (done, sheet) = (job.GetByRole(AriaRole.Button, new() { Name = "Inspected" }), page.GetByRole(AriaRole.Dialog));
        await Expect(done).ToBeDisabledAsync();

        await job.GetByRole(AriaRole.Button, new() { Name = "Other" }).ClickAsync();
        await sheet.GetByLabel("As new").FillAsync($"{asked - 1}");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "That is all" }).ClickAsync();
        await Expect(sheet).ToBeVisibleAsync();
        await Expect(done).ToBeDisabledAsync();
        await sheet.GetByLabel("Refurbish").FillAsync("1");
        await visit.SetOffline(true);
        await sheet.GetByRole(AriaRole.Button, new() { Name = "That is all" }).ClickAsync();
        await Expect(job.Locator(".pickline.done")).ToContainTextAsync($"{asked - 1} of {asked} as new, 1 to be refurbished");
        await done.ClickAsync();
        await Expect(page.GetByText("Kept on this phone")).ToBeVisibleAsync();
        await visit.SetOffline(false);

        var line = await Eventually.Get("the return says what became of it", async () =>
            (await api.Get("/v1/returns/BROWSER-1"))["lines"]![0] is { } seen && seen["sellable"] is not null ? seen : null);
        ((int)line["sellable"]!).ShouldBe(asked - 1);
        line["others"]!.ToJsonString().ShouldBe("""[{"pieces":1,"to":"refurbish"}]""");
    }

    /// <summary>An order that a customer fetched, and one line of it handed in at the same store; claimed by whoever looks at it.</summary>
    private async Task<(string Node, string Task, int Asked)> BroughtBack(Api api)
    {
        var tried = new HashSet<string>(StringComparer.Ordinal);
        var pick = await Eventually.Get("somebody orders what is then fetched", async () =>
        {
            var open = (await api.Get("/v1/tasks?kind=pick&state=open&take=200"))["tasks"]!.AsArray().Select(one => one!.AsObject());
            foreach (var one in open.Where(one => !retailer.Task.EndsWith(KeyOf(one), StringComparison.Ordinal) && tried.Add(KeyOf(one))))
            {
                if (await IsFetched(api, one))
                {
                    return one;
                }
            }

            return null;
        });
        var part = PartOf(pick);
        var order = part[..part.LastIndexOf('-')];
        var (line, sku) = (pick["lines"]![0]!, (string)pick["lines"]![0]!["sku"]!);
        await Eventually.Holds("its order knows that it was fetched", async () => (await api.Order(order))!["lines"]!.AsArray()
            .Where(one => (string)one!["sku"]! == sku).Sum(one => (int)one!["delivered"]!) >= (int)line["quantity"]!);
        return await HandIn(api, order, (string)pick["node"]!, line);
    }

    /// <summary>All of it is found; false where it is to be packed then, and sent.</summary>
    private static async Task<bool> IsFetched(Api api, JsonObject pick)
    {
        await api.Work(pick, new JsonObject
        {
            ["lines"] = new JsonArray([.. pick["lines"]!.AsArray().Select(line => new JsonObject
            {
                ["line"] = (int)line!["line"]!, ["sku"] = (string)line["sku"]!, ["picked"] = (int)line["quantity"]!,
            })]),
        });
        var after = await Eventually.Get("it is packed or staged", async () =>
            (await api.TasksAbout(PartOf(pick))).FirstOrDefault(one => (string)one["kind"]! is "pack" or "stage"));
        if ((string)after["kind"]! == "pack")
        {
            return false;
        }

        await api.Work(after, new JsonObject { ["note"] = "rack B, 3" });
        await api.Work(await Eventually.Get("it is handed over", async () =>
            (await api.TasksAbout(PartOf(pick))).FirstOrDefault(one => (string)one["kind"]! == "hand-over")), []);
        return true;
    }

    private static string KeyOf(JsonObject task) => ((string)task["key"]!).Split('/')[^1];

    private static string PartOf(JsonObject task) => ((string)task["about"]!).Split('/')[^1];

    private static async Task<(string Node, string Task, int Asked)> HandIn(Api api, string order, string node, JsonNode line)
    {
        await api.Done("/v1/returns", new JsonObject
        {
            ["number"] = "BROWSER-1", ["order"] = order, ["channel"] = "web", ["node"] = node, ["askedAt"] = await api.Now(),
            ["currency"] = "GBP", ["reason"] = "Scratched.",
            ["lines"] = new JsonArray(new JsonObject
            {
                ["sku"] = (string)line["sku"]!, ["description"] = (string)line["description"]!, ["quantity"] = (int)line["quantity"]!,
                ["unitPrice"] = 1.0,
            }),
        });
        var first = await Eventually.Get("somebody is to look at it, or to decide about what is worth much", async () =>
            await api.TasksAbout("BROWSER-1") is [var one, ..] ? one : null);
        if ((string)first["kind"]! == "resolve")
        {
            await api.Choose(first, "accept-return");
        }

        var task = await api.TaskFor("BROWSER-1", "inspect", node);
        var key = KeyOf(task);
        await api.Done($"/v1/tasks/{key}/claim", new JsonObject());
        return (node, key, (int)line["quantity"]!);
    }
}
