using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>The governed services, over the wire.</summary>
internal sealed class Api(HttpClient http)
{
    public Task<HttpResponseMessage> Post(string path, JsonNode body) => Post(path, Encoding.UTF8.GetBytes(body.ToJsonString()));

    /// <param name="trace">a W3C traceparent</param>
    public async Task<HttpResponseMessage> Post(string path, JsonNode body, string trace)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("traceparent", trace);
        return await http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> Post(string path, byte[] body, string type = "application/json")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(type);
        return await http.PostAsync(path, content);
    }

    /// <summary>A post that has to be taken.</summary>
    public async Task<JsonObject> Done(string path, JsonNode body)
    {
        using var answer = await Post(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"POST {path} was answered {(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    public async Task<JsonObject> Get(string path) => (await http.GetFromJsonAsync<JsonObject>(path))!;

    /// <summary>Null when there is no such order.</summary>
    public async Task<JsonObject?> Order(string number)
    {
        using var answer = await http.GetAsync($"/v1/orders/{number}");
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonObject>();
    }

    /// <summary>Waits until the order stands there, and returns it.</summary>
    public async Task<JsonObject> OrderIn(string number, params string[] states)
    {
        var seen = "nowhere";
        return await Eventually.Get(
            $"order {number} is {string.Join(" or ", states)}",
            async () =>
            {
                var order = await Order(number);
                seen = order?.ToJsonString() ?? seen;
                return states.Contains((string?)order?["state"]) ? order : null;
            },
            otherwise: () => $"It stands: {seen}");
    }

    /// <summary>All cases of a filter, page after page.</summary>
    public async Task<IReadOnlyList<JsonObject>> Cases(string filter) => await All($"/v1/cases?{filter}&take=200", "cases");

    public async Task<IReadOnlyList<JsonObject>> Positions() => await All("/v1/stock/positions?max=1000", "positions");

    /// <summary>Waits until the list of positions, which follows the journal by a moment, shows a SKU's pieces as said.</summary>
    public Task ShelfHolds(string sku, params (string Count, int Pieces)[] said) => Eventually.Holds(
        $"{sku} stands at {string.Join(", ", said.Select(one => $"{one.Count} {one.Pieces}"))}",
        async () => (await Positions()).SingleOrDefault(position => (string?)position["sku"] == sku) is { } shelf
            && said.All(one => (int)shelf[one.Count]! == one.Pieces));

    /// <summary>Waits for a task of a kind about an order, or a part of it.</summary>
    public Task<JsonObject> TaskFor(string number, string kind, string? node = null) => Eventually.Get(
        $"a task '{kind}' about {number}",
        async () => (await Get($"/v1/tasks?kind={kind}{(node is null ? "" : $"&node={node}")}&take=200"))["tasks"]!.AsArray()
            .Select(task => task!.AsObject()).FirstOrDefault(task => ((string)task["about"]!).Contains(number, StringComparison.Ordinal)));

    public async Task Work(JsonObject task, JsonObject result)
    {
        var path = $"/v1/tasks/{(string)task["key"]!}";
        await Done($"{path}/claim", new JsonObject());
        await Done($"{path}/done", result);
    }

    public async Task Receive(string sku, string node, int pieces)
    {
        var results = await Done("/v1/stock/movements", new JsonObject
        {
            ["movements"] = new JsonArray(new JsonObject
            {
                ["id"] = $"GR-{sku}-{node}", ["sku"] = sku, ["node"] = node, ["act"] = "receive", ["quantity"] = pieces,
            }),
        });
        ((string)results["results"]![0]!["outcome"]!).ShouldBe("accepted", results.ToJsonString());
    }

    private async Task<IReadOnlyList<JsonObject>> All(string path, string list)
    {
        var all = new List<JsonObject>();
        string? after = null;
        do
        {
            var page = await Get(after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}");
            all.AddRange(page[list]!.AsArray().Select(item => item!.AsObject()));
            after = (string?)page["next"];
        }
        while (after is not null);
        return all;
    }
}
