using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>A call that a connector made.</summary>
internal sealed record Call(string System, string Path, string Key, string Trace, JsonObject Body);

/// <summary>
/// ERP, payment provider, warehouse, carrier, supplier, mail and whatever keeps prices in one: answers each call of the wire contract at
/// once with a yes, or about one matter as it was told to, keeps what was asked, and gives a repeated key its first answer.
/// </summary>
internal sealed class OutsideSystems : IAsyncDisposable
{
    private static readonly string[] Names = ["erp", "payment", "wms", "supplier", "carrier", "mail"];
    private static readonly string[] PriceKeepers = ["tills", "web", "app", "marketplaces"];

    private readonly ConcurrentDictionary<string, Lazy<Reply>> _answers = new();
    private readonly ConcurrentDictionary<(string System, string Verb, string About), Func<JsonObject, Reply>> _otherwise = new();
    private readonly ConcurrentQueue<Call> _calls = new();
    private readonly ConcurrentDictionary<string, HttpStatusCode> _broken = new();
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (string System, string Path)? _holds;
    private int _held;
    private int _documents;

    private sealed record Reply(JsonObject Body, HttpStatusCode Status = HttpStatusCode.OK);

    private OutsideSystems(WebApplication app)
    {
        _app = app;
        app.MapPost("/{system}/{**path}", Answer);
    }

    /// <summary>Each business call once, however often its key came.</summary>
    public IReadOnlyCollection<Call> Calls => _calls;

    public IReadOnlyDictionary<string, string> Settings => Addresses(Names);

    /// <summary>For hosts that send out prices, too. What may be sold is not told: nobody here listens to that.</summary>
    public IReadOnlyDictionary<string, string> SettingsOfPrices =>
        Addresses(PriceKeepers).Append(new("Crossdock__Synchronisation__Enabled", "false")).ToDictionary();

    public PriceShelves Prices { get; } = new();

    /// <summary>How many calls wait to be let go.</summary>
    public int Held => _held;

    public static async Task<OutsideSystems> Start()
    {
        // Not the folder it was called from: a web server watches its own for changed settings, and there a store may be written.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var systems = new OutsideSystems(builder.Build());
        await systems._app.StartAsync();
        return systems;
    }

    /// <summary>From now on a system answers everything with this; with null it is itself again.</summary>
    public void Break(string system, HttpStatusCode? status)
    {
        if (status is { } code)
        {
            _broken[system] = code;
        }
        else
        {
            _broken.TryRemove(system, out _);
        }
    }

    /// <summary>From now on a system answers what it is asked about this matter with its usual yes, changed.</summary>
    /// <param name="verb">the last part of the path</param>
    /// <param name="about">a number that stands in what is asked; of several words, such as a number and a target, each has to</param>
    public void Answers(string system, string verb, string about, Action<JsonObject> change) =>
        _otherwise[(system, verb, about)] = yes =>
        {
            change(yes);
            return new Reply(yes);
        };

    /// <summary>From now on a system says no, for this reason, to what it is asked about this matter.</summary>
    public void Refuses(string system, string verb, string about, string reason) =>
        _otherwise[(system, verb, about)] = _ =>
            new Reply(new JsonObject { ["title"] = "No", ["detail"] = reason }, HttpStatusCode.UnprocessableEntity);

    /// <summary>From now on it is asked as anybody else is.</summary>
    public void AgreesAgain(string system, string verb, string about) => _otherwise.TryRemove((system, verb, about), out _);

    public IEnumerable<Call> CallsOf(string system, string path) => _calls.Where(call => call.System == system && call.Path == path);

    /// <summary>What a system was asked about a matter, by the last part of the path.</summary>
    public IEnumerable<Call> CallsAbout(string number, string system, string verb) => _calls.Where(call =>
        call.System == system && VerbOf(call.Path) == verb
        && (call.Path.Contains(number, StringComparison.Ordinal) || Speaks(call.Body, number)));

    /// <summary>The letters that a customer got about an order, in their order.</summary>
    public IEnumerable<string> LettersAbout(string number) =>
        CallsOf("mail", "messages").Where(call => (string?)call.Body["number"] == number).Select(call => (string)call.Body["template"]!);

    /// <summary>From now on these calls are answered when they are let go, and not before.</summary>
    public void Hold(string system, string path) => _holds = (system, path);

    public void LetGo()
    {
        _holds = null;
        _letGo.TrySetResult();
    }

    public ValueTask DisposeAsync()
    {
        LetGo();
        return _app.DisposeAsync();
    }

    private async Task<IResult> Answer(string system, string path, HttpRequest request)
    {
        if (_broken.TryGetValue(system, out var broken))
        {
            return Results.StatusCode((int)broken);
        }

        var body = (await JsonNode.ParseAsync(request.Body))!.AsObject();
        var key = request.Headers["Idempotency-Key"].ToString();
        if (_holds == (system, path))
        {
            Interlocked.Increment(ref _held);
            await _letGo.Task;
        }

        var answer = _answers.GetOrAdd($"{system} {key}", _ => new Lazy<Reply>(() =>
        {
            _calls.Enqueue(new Call(system, path, key, request.Headers.TraceParent.ToString(), body));
            var otherwise = _otherwise.FirstOrDefault(one =>
                one.Key.System == system && one.Key.Verb == VerbOf(path)
                && one.Key.About.Split(' ').All(word => Speaks(body, word) || path.Split('/').Contains(word))).Value;
            return otherwise is null ? new Reply(Yes(system, path, body)) : otherwise(Yes(system, path, body));
        }));
        var (said, status) = answer.Value;
        return Results.Text(
            said.ToJsonString(), status == HttpStatusCode.OK ? "application/json" : "application/problem+json",
            statusCode: (int)status);
    }

    private Dictionary<string, string> Addresses(IEnumerable<string> names)
    {
        var address = _app.Urls.Single();
        return names.SelectMany(name => (KeyValuePair<string, string>[])
        [
            new($"Crossdock__Systems__{name}__Address", $"{address}/{name}"), new($"Crossdock__Systems__{name}__Key", "for-tests"),
        ]).ToDictionary();
    }

    private static string VerbOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>A part of an order, such as fulfilment/WEB-1-2, speaks of the order as well, WEB-10 not of WEB-1.</summary>
    private static bool Speaks(JsonObject body, string number) => body.Any(field =>
        field.Value is JsonValue value && value.TryGetValue<string>(out var text)
        && (text == number || text.EndsWith($"/{number}", StringComparison.Ordinal)
            || text.Contains($"/{number}-", StringComparison.Ordinal)));

    private JsonObject Yes(string system, string path, JsonObject asked)
    {
        JsonNode? Echo(string name) => asked[name]?.DeepClone();
        JsonObject Money(string name) =>
            new() { [name] = Document(), ["amount"] = Echo("amount"), ["currency"] = Echo("currency") };
        return (system, VerbOf(path)) switch
        {
            (_, "staged" or "read" or "live" or "reverted") when path.StartsWith("prices/", StringComparison.Ordinal) =>
                Prices.Answer(path.Split('/')[1], VerbOf(path), asked),
            ("erp", "price-checks") => new()
            {
                ["prices"] = new JsonArray([.. asked["skus"]!.AsArray().Select(sku => new JsonObject
                {
                    ["sku"] = sku!.DeepClone(), ["price"] = PriceShelves.Regular, ["unitCost"] = 4, ["dailyDemand"] = 1, ["onHand"] = 1_000,
                    ["history"] = new JsonArray(),
                })]),
                ["unknown"] = new JsonArray(),
            },
            // Named by what it pays, as the bank's statement will say it.
            ("erp", "payments") => new() { ["reference"] = $"PAY-{asked["number"]}" },
            ("erp", "order-checks") => new()
            {
                ["prices"] = new JsonArray([.. asked["lines"]!.AsArray().Select(line => new JsonObject
                {
                    ["sku"] = line!["sku"]!.DeepClone(), ["unitPrice"] = line["unitPrice"]!.DeepClone(),
                })]),
                ["unknownSkus"] = new JsonArray(), ["customerBlocked"] = false, ["likelyDuplicateOf"] = null,
            },
            ("erp", "deliveries") => new() { ["deliveryDocument"] = Document(), ["invoiceDocument"] = Document() },
            ("erp", _) => new() { ["document"] = Document() },
            ("payment", "authorisations") => new()
            {
                // Named by what it is for and what pays it, as calls about it name nothing else.
                ["authorisation"] = $"{Document()}-{asked["token"]}-{asked["number"]}", ["amount"] = Echo("amount"),
                ["currency"] = Echo("currency"), ["fraudScore"] = 0,
            },
            ("payment", "captures") => Money("capture"),
            ("payment", "refunds") when (string?)asked["to"] == "store-credit" => Money("refund").With("credit", $"credit-{Document()}"),
            ("payment", "refunds") => Money("refund"),
            ("payment", "void") => new() { ["authorisation"] = path.Split('/')[1] },
            ("wms", _) => new() { ["reference"] = Document() },
            ("supplier", _) => new() { ["reference"] = Document(), ["shipsBy"] = Echo("promise") },
            ("carrier", _) => new() { ["tracking"] = Document(), ["service"] = "parcel" },
            _ => [],
        };
    }

    private string Document() => $"D{Interlocked.Increment(ref _documents)}";
}
