using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>The governed services, over the wire.</summary>
internal sealed class Api(HttpClient http)
{
    private static int s_said;

    /// <summary>The same key, used by another person.</summary>
    public Api As(string person)
    {
        var other = new HttpClient { BaseAddress = http.BaseAddress, Timeout = http.Timeout };
        other.DefaultRequestHeaders.Authorization = http.DefaultRequestHeaders.Authorization;
        other.DefaultRequestHeaders.Add("X-Person", person);
        return new Api(other);
    }

    /// <summary>Somebody else, with a key of their own.</summary>
    public Api With(string key)
    {
        var other = new HttpClient { BaseAddress = http.BaseAddress, Timeout = http.Timeout };
        other.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return new Api(other);
    }

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

    /// <summary>A post that has to be refused by the state of things; returns the reason.</summary>
    public async Task<string> Refused(string path, JsonNode body)
    {
        using var answer = await Post(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict, $"POST {path} was answered: {text}");
        return (string)JsonNode.Parse(text)!["detail"]!;
    }

    /// <summary>A post that nobody can understand; returns what its sender is to mend.</summary>
    public async Task<string> NotUnderstood(string path, JsonNode body)
    {
        using var answer = await Post(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"POST {path} was answered: {text}");
        return text;
    }

    /// <summary>An outside system says something of its own accord about a case.</summary>
    public async Task Hear(string system, string type, string subject, JsonObject data)
    {
        var said = new JsonObject
        {
            ["specversion"] = "1.0", ["id"] = $"{type} {subject} {Interlocked.Increment(ref s_said)}", ["source"] = system,
            ["type"] = $"{system}.{type}", ["subject"] = subject, ["time"] = await Now(), ["data"] = data,
        };
        using var answer = await Post(
            $"/v1/inbound/{system}", Encoding.UTF8.GetBytes(said.ToJsonString()), "application/cloudevents+json");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>By the clock that business goes by.</summary>
    public async Task<DateTimeOffset> Now() => (DateTimeOffset)(await Get("/v1/availability?sku=NONE"))["asOf"]!;

    public async Task<JsonObject> Get(string path) => (await http.GetFromJsonAsync<JsonObject>(path))!;

    /// <summary>Null when there is no such order.</summary>
    public Task<JsonObject?> Order(string number) => Found($"/v1/orders/{number}");

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

    /// <summary>Waits until all nodes together can promise so many pieces of a SKU.</summary>
    public async Task Free(string sku, int pieces)
    {
        JsonObject? seen = null;
        await Eventually.Holds(
            $"{pieces} of {sku} are free",
            async () => (seen = await Get($"/v1/availability?sku={sku}"))["positions"]!.AsArray()
                .Sum(position => (int)position!["availableToPromise"]!) == pieces,
            otherwise: () => $"They stand: {seen?.ToJsonString()}");
    }

    /// <summary>Waits until the list of positions, which follows the journal by a moment, shows a SKU's pieces as said.</summary>
    public async Task ShelfHolds(string sku, params (string Count, int Pieces)[] said)
    {
        JsonObject? shelf = null;
        await Eventually.Holds(
            $"{sku} stands at {string.Join(", ", said.Select(one => $"{one.Count} {one.Pieces}"))}",
            async () => (shelf = (await Positions()).SingleOrDefault(position => (string?)position["sku"] == sku)) is not null
                && said.All(one => (int)shelf[one.Count]! == one.Pieces),
            otherwise: () => $"It stands: {shelf?.ToJsonString()}");
    }

    /// <summary>The same of a part of an order, or of its only one.</summary>
    public Task<JsonObject> PartIn(string number, string state, int part = 1) => CaseIn("fulfilment", $"{number}-{part}", state);

    /// <summary>Waits until a case stands there, and returns it with its timeline.</summary>
    public async Task<JsonObject> CaseIn(string kind, string key, string state)
    {
        var path = $"/v1/cases/{kind}/{key}";
        JsonObject? seen = null;
        return await Eventually.Get(
            $"{kind}/{key} is {state}",
            async () => (seen = await Found(path)) is { } found && (string?)found["case"]!["state"] == state ? found : null,
            otherwise: () => $"It stands: {seen?.ToJsonString()}");
    }

    /// <summary>Waits for a task of a kind about an order, or a part of it.</summary>
    /// <param name="exception">the category of the problem that it is for</param>
    public Task<JsonObject> TaskFor(string number, string kind, string? node = null, string? exception = null) => Eventually.Get(
        $"a task '{kind}' {exception} about {number}",
        async () => (await TasksAbout(number, kind, node))
            .FirstOrDefault(task => exception is null || (string?)task["exception"] == exception));

    /// <summary>Those that are open now, about an order or a part of it.</summary>
    public async Task<IReadOnlyList<JsonObject>> TasksAbout(string number, string? kind = null, string? node = null) =>
        [.. (await Get($"/v1/tasks?take=200{(kind is null ? "" : $"&kind={kind}")}{(node is null ? "" : $"&node={node}")}"))["tasks"]!
            .AsArray().Select(task => task!.AsObject())
            .Where(task => (string)task["about"]! is var about
                && (about.EndsWith($"/{number}", StringComparison.Ordinal) || about.Contains($"/{number}-", StringComparison.Ordinal)
                    || about.Contains($"/{number}:", StringComparison.Ordinal)))];

    public Task NoTaskIsLeft(string number) =>
        Eventually.Holds($"nobody has a task about {number} any more", async () => (await TasksAbout(number)).Count == 0);

    /// <summary>Ends a task by one of its choices.</summary>
    public Task Choose(JsonObject task, string choice, string note = "seen to") =>
        Work(task, new JsonObject { ["choice"] = choice, ["note"] = note });

    /// <summary>What was picked for a pickup lies where it is noted; then it is handed over to whoever comes.</summary>
    public async Task Collect(string order, string? node = null)
    {
        await Stage(order, node);
        await Work(await TaskFor(order, "hand-over", node), []);
    }

    public async Task Stage(string order, string? node = null) =>
        await Work(await TaskFor(order, "stage", node), new JsonObject { ["note"] = "rack B, 3" });

    public async Task Work(JsonObject task, JsonObject result)
    {
        var path = $"/v1/tasks/{(string)task["key"]!}";
        await Done($"{path}/claim", new JsonObject());
        await Done($"{path}/done", result);
    }

    /// <summary>Goods that are ordered of a supplier, confirmed as they were ordered, and received.</summary>
    public async Task Buy(string number, string sku, string node, int pieces)
    {
        var lines = new JsonArray(new JsonObject { ["sku"] = sku, ["quantity"] = pieces, ["unitPrice"] = 1.10 });
        var due = (await Now()).AddDays(3);
        await Done("/v1/purchases", new JsonObject
        {
            ["number"] = number, ["supplier"] = Network.Pottery, ["node"] = node, ["currency"] = "GBP", ["due"] = due, ["lines"] = lines,
        });
        await CaseIn("purchase", number, "AwaitingConfirmation");
        await Hear("supplier", "confirmed", $"purchase/{number}", new JsonObject
        {
            ["reference"] = number, ["due"] = due, ["lines"] = lines.DeepClone(),
        });
        await CaseIn("purchase", number, "AwaitingDespatch");
        await Done($"/v1/purchases/{number}/receipts", new JsonObject
        {
            ["receipt"] = $"GR-{number}", ["node"] = node,
            ["lines"] = new JsonArray(new JsonObject { ["sku"] = sku, ["received"] = pieces }),
        });
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

    private async Task<JsonObject?> Found(string path)
    {
        using var answer = await http.GetAsync(path);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonObject>();
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
