using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Api;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence;
using Crossdock.Processes.Policies;
using Crossdock.Runtime.Policies;
using Crossdock.Unit.Tests.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

internal sealed record NothingHappened : Fact;

internal sealed class WorkInHandAsSet : IWorkInHand
{
    public WorkInHand Now { get; set; }
}

/// <summary>The services on a free loopback port, over ports in memory and a clock that the test owns.</summary>
public sealed class ApiHouse : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, string> _keyTexts = [];

    private readonly List<HttpClient> _clients = [];

    private WebApplication? _app;

    internal FakeTimeProvider Clock { get; } = new(Now);

    internal InMemoryCases Cases { get; private set; } = null!;

    internal InMemoryHeads Heads { get; } = new();

    internal InMemoryIncidents Incidents { get; } = new();

    internal InMemoryBulkItems BulkItems { get; } = new();

    internal InMemoryKeys Keys { get; } = new();

    internal InMemoryStock Stock { get; } = new();

    internal WorkInHandAsSet InHand { get; } = new();

    internal Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>What a test brings in place of what is here.</summary>
    internal Action<IServiceCollection> Instead { get; init; } = _ => { };

    internal IServiceProvider Services => _app!.Services;

    internal IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Endpoints =>
        [.. ((IEndpointRouteBuilder)_app!).DataSources.SelectMany(source => source.Endpoints)];

    public async ValueTask InitializeAsync()
    {
        var json = new JournalJson([new JsonDerivedType(typeof(NothingHappened), "nothing-happened")], new DefaultJsonTypeInfoResolver());
        Cases = new InMemoryCases(Clock, json);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Services
            .AddSingleton<TimeProvider>(Clock).AddSingleton(BusinessClock.Wall(Clock)).AddSingleton(json)
            .AddSingleton<ITellCases>(Cases).AddSingleton<IJournal>(Cases).AddSingleton<IHeads>(Heads)
            .AddSingleton<IKeys>(Keys).AddSingleton<IAnsweredRequests, InMemoryAnswers>().AddSingleton<IReadStock>(Stock)
            .AddSingleton<IIncidents>(Incidents).AddSingleton<IBulkItems>(BulkItems)
            .AddSingleton(Crossdock.Processes.Running.ProcessCatalogue.Retail).AddSingleton<Crossdock.Runtime.Bulk.BulkDesk>()
            .AddSingleton(services => Crossdock.Processes.Running.Rulebook.Of(services.GetRequiredService<RetailNetwork>()))
            .AddSingleton<ILeases, NobodysLeases>().AddSingleton(Crossdock.Runtime.Recovery.LeasePatience.Alone)
            .AddSingleton<Crossdock.Runtime.Cases.FoldedCases>()
            .AddSingleton<Crossdock.Runtime.Replenishment.WaitingOrders>()
            .AddSingleton<Crossdock.Runtime.Replenishment.KnownSupply>()
            .AddSingleton<Crossdock.Runtime.Replenishment.ReplenishmentDesk>()
            .AddSingleton<Crossdock.Runtime.Synchronisation.SyncReading>()
            .AddSingleton<Crossdock.Runtime.Synchronisation.BooksReading>()
            .AddSingleton<IOutbound>(new Dashboard.FakeOutbound()).AddSingleton<IRecentAttempts, NoAttempts>()
            .AddSingleton(Crossdock.Host.Settings.SystemCards.Of(new Crossdock.Connectors.ConnectorCatalogue()))
            .AddSingleton<IAttemptLog, NoAttempts>().AddSingleton<IMaps, TwoMaps>().AddSingleton(Network())
            .AddSingleton(new PolicyShelf(PolicyBook.Defaults))
            .AddSingleton<IExceptionTerms, Crossdock.Host.Settings.ExceptionTerms>()
            .AddSingleton<PolicyWatch>().AddSingleton<PolicyEffect>().AddSingleton<PolicyDesk>()
            .AddSingleton<Crossdock.Runtime.Approvals.ApprovalDesk>()
            .AddSingleton<IWorkInHand>(InHand).AddSingleton<IReadInvoices>(new Crossdock.Host.Settings.InvoiceReading())
            .AddSingleton<IReadStatements>(new Crossdock.Connectors.Formats.Statements.StatementReader())
            .AddSingleton<IReadSettlements>(new Crossdock.Connectors.Formats.Settlements.SettlementReader())
            .AddCrossdockIntelligence().AddCrossdockApi(builder.Configuration);
        Instead(builder.Services);
        foreach (var (name, role, scope) in new[]
        {
            ("admin", Roles.Admin, null), ("web", Roles.Channel, null), ("app-only", Roles.Channel, "app"), ("phone", Roles.Store, "LEEDS"),
            ("carrier", Roles.Partner, "carrier"), ("wms", Roles.Partner, "wms"), ("supplier", Roles.Partner, "supplier"),
            ("reader", Roles.Reader, (string?)null), ("operator", Roles.Operator, null),
            ("bea", Roles.Merchandiser, null), ("lena", Roles.Merchandiser, null),
            ("buyer", Roles.Buyer, null), ("finance", Roles.Finance, null), ("omar", Roles.Operator, null), ("pat", Roles.Payables, null),
        })
        {
            var (key, text) = KeyText.Mint(name, name, role, scope, Now);
            await Keys.Add(key, CancellationToken.None);
            _keyTexts[name] = text;
        }

        _app = builder.Build();
        _app.UseCrossdockApi();
        _app.MapCrossdockApi();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _app!.DisposeAsync();
    }

    internal HttpClient As(string? name) => WithKey(name is null ? null : _keyTexts[name]);

    internal HttpClient WithKey(string? text)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app!.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = text is null ? null : new AuthenticationHeaderValue("Bearer", text);
        _clients.Add(client);
        return client;
    }

    internal static JsonObject Order(string number) => JsonNode.Parse($$"""
        { "number": "{{number}}", "channel": "web", "placedAt": "2026-11-24T10:42:07Z", "currency": "GBP",
          "customer": { "id": "C-17850", "tier": "gold", "name": "Ada Moor", "email": "ada@example.com" },
          "delivery": { "wish": "ship", "node": null, "address": { "street": "1 High St", "city": "Leeds", "postalCode": "LS1 1AA",
            "country": "GB" } },
          "availableFrom": null, "acceptsSubstitutes": false,
          "lines": [ { "sku": "85123A", "description": "Heart", "quantity": 6, "unitPrice": 2.55 },
            { "sku": "71053", "quantity": 1, "unitPrice": 3.39 } ],
          "charges": [ { "code": "POST", "description": "Postage", "amount": 18.00 } ],
          "payment": { "kind": "card", "token": "tok_1" } }
        """)!.AsObject();

    internal static RetailNetwork Network() => new(
        "Crossdock & Sons",
        [new Region("uk", "United Kingdom", ["GB"], "GBP"), new Region("dach", "DACH", ["DE", "AT", "CH"], "EUR")],
        [new Channel("web", "Web shop", "web"), new Channel("app", "App", "app")],
        [
            Place("LEEDS", NodeKind.Store, "uk", "GB"), Place("HAMBURG", NodeKind.Store, "dach", "DE"),
                Place("DC-NORTH", NodeKind.Dc, "uk", "GB"),
        ]);

    private static Node Place(string id, NodeKind kind, string region, string country) =>
        new(id, id, kind, region, country, "Europe/London", 53.8, -1.5, 500, new TimeOnly(16, 0), [], []);
}

internal sealed record Heard(int Status, JsonObject Body, HttpResponseMessage Message)
{
    public IEnumerable<(string Field, string Reason)> Errors => Body["errors"]?.AsArray()
        .Select(error => ((string)error!["field"]!, (string)error["reason"]!)) ?? [];
}

internal static class Calls
{
    public static Task<Heard> Post(this HttpClient client, string path, JsonNode body, string? idempotencyKey = null,
        string? person = null) =>
        client.PostText(path, body.ToJsonString(), idempotencyKey, person);

    public static Task<Heard> PostText(this HttpClient client, string path, string body, string? idempotencyKey = null,
        string? person = null) =>
        client.PostBytes(path, Encoding.UTF8.GetBytes(body), idempotencyKey, person);

    public static async Task<Heard> PostBytes(
        this HttpClient client, string path, byte[] body, string? idempotencyKey = null, string? person = null,
            string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        if (person is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Person", person);
        }

        return await Read(await client.SendAsync(request));
    }

    public static async Task<Heard> Get(this HttpClient client, string path) => await Read(await client.GetAsync(path));

    private static async Task<Heard> Read(HttpResponseMessage message)
    {
        var text = await message.Content.ReadAsStringAsync();
        var body = text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
        if ((int)message.StatusCode >= 400)
        {
            message.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
            ((int)body["status"]!).ShouldBe((int)message.StatusCode);
        }

        return new Heard((int)message.StatusCode, body, message);
    }
}
