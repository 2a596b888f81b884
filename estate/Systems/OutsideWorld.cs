using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems.Availability;
using Crossdock.Estate.Systems.Bank;
using Crossdock.Estate.Systems.Carrier;
using Crossdock.Estate.Systems.Erp;
using Crossdock.Estate.Systems.Mail;
using Crossdock.Estate.Systems.Payments;
using Crossdock.Estate.Systems.Prices;
using Crossdock.Estate.Systems.StockBooks;
using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Systems.Wms;
using Crossdock.Estate.Wire;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Crossdock.Estate.Systems;

/// <summary>
/// All systems that Crossdock talks to, each on its own port, and one port more to look into their books
/// (<c>GET /books/{system}</c>) and to break them (<c>POST /control/{system}/faults</c>).
/// </summary>
public sealed class OutsideWorld : IAsyncDisposable
{
    private static readonly string[] PriceSystems = ["erp", "tills", "web", "app", "marketplaces"];

    private readonly List<WebApplication> _servers = [];
    private readonly Dictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _callbacks = [];

    public OutsideWorld(int seed, PriceList prices, string secret, TimeProvider business, TimeProvider wall, Deliver deliver)
    {
        Desk At(string name) => new(name, secret, seed, business, wall, deliver);
        string[] names = ["erp", "payment", "wms", "supplier", "carrier", "mail", .. PriceSystems.Except(["erp"])];
        Desks = names.ToDictionary(name => name, At, StringComparer.Ordinal);
        Shelves = PriceSystems.ToDictionary(name => name, _ => new PriceShelves(prices.Usual), StringComparer.Ordinal);
        Availability = PriceSystems.Except(["erp"]).ToDictionary(name => name, _ => new AvailabilityShelves(), StringComparer.Ordinal);
        WmsAtWork = new WmsBehaviour(Desks["wms"], Warehouse, WmsStock);
        CarrierAtWork = new CarrierBehaviour(Desks["carrier"], new CarrierBooks(), WmsAtWork);
        ErpAtWork = new ErpBehaviour(Desks["erp"], Erp, prices, ErpStock);
        Billing = new BillingBehaviour(Desks["supplier"], SupplierOrders);
        Bank = new BankBooks(new Seeded(seed));
    }

    public IReadOnlyDictionary<string, Desk> Desks { get; }

    /// <summary>The price books of each system that keeps prices, by its name.</summary>
    public IReadOnlyDictionary<string, PriceShelves> Shelves { get; }

    /// <summary>The availability books of each system that customers buy from, by its name.</summary>
    public IReadOnlyDictionary<string, AvailabilityShelves> Availability { get; }

    public ErpBooks Erp { get; } = new();

    public PurchasingBooks Purchasing { get; } = new();

    /// <summary>The ERP's own books of stock.</summary>
    public StockBook ErpStock { get; } = new();

    public WmsBooks Warehouse { get; } = new();

    /// <summary>The warehouse system's own books of what lies in the distribution centres.</summary>
    public StockBook WmsStock { get; } = new();

    public PaymentBooks Payments { get; } = new();

    public SupplierBooks Suppliers { get; } = new();

    public SupplierOrders SupplierOrders { get; } = new();

    /// <summary>Where goods from suppliers stand until they are counted.</summary>
    public Yards Yards { get; } = new();

    /// <summary>What suppliers bill for what they delivered.</summary>
    public BillingBehaviour Billing { get; }

    public BankBooks Bank { get; }

    public MailBooks Mail { get; } = new();

    public IReadOnlyDictionary<string, Uri> Addresses => _addresses;

    public Uri? Control { get; private set; }

    public long PendingCallbacks => Desks.Values.Sum(desk => desk.Callbacks.Pending);

    private CarrierBehaviour CarrierAtWork { get; }

    private WmsBehaviour WmsAtWork { get; }

    private ErpBehaviour ErpAtWork { get; }

    public void SetFaults(FaultSettings settings)
    {
        foreach (var desk in Desks.Values)
        {
            desk.Faults.Settings = settings;
        }
    }

    /// <param name="firstPort">the control's port, the systems follow it; 0 takes free ones</param>
    public async Task Start(int firstPort, CancellationToken cancel)
    {
        var port = firstPort;
        Control = await Serve(MapControl, firstPort == 0 ? 0 : port++, cancel);
        foreach (var (name, desk) in Desks)
        {
            _addresses[name] = await Serve(app => MapSystem(app, name, desk), firstPort == 0 ? 0 : port++, cancel);
            _callbacks.Add(desk.Callbacks.Run(_stop.Token));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_callbacks);
        foreach (var server in _servers)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await server.StopAsync(patience.Token);
            await server.DisposeAsync();
        }

        _stop.Dispose();
    }

    private void MapSystem(WebApplication app, string name, Desk desk)
    {
        switch (name)
        {
            case "erp":
                ErpEndpoints.Map(
                    app, desk, ErpAtWork, new Erp.PurchasingBehaviour(desk, Purchasing, ErpStock), new ErpPayables(desk, Bank));
                PriceEndpoints.Map(app, desk, Shelves[name]);
                StockEndpoints.Map(app, desk, ErpStock);
                break;
            case var _ when Shelves.TryGetValue(name, out var shelves):
                PriceEndpoints.Map(app, desk, shelves);
                AvailabilityEndpoints.Map(app, desk, Availability[name]);
                break;
            case "payment": PaymentEndpoints.Map(app, desk, new PaymentBehaviour(desk, Payments)); break;
            case "wms":
                WmsEndpoints.Map(app, desk, WmsAtWork);
                StockEndpoints.Map(app, desk, WmsStock);
                break;
            case "supplier":
                SupplierEndpoints.Map(
                    app, desk, new SupplierBehaviour(desk, Suppliers, CarrierAtWork),
                    new Suppliers.PurchasingBehaviour(desk, SupplierOrders, Yards), Billing);
                break;
            case "carrier": CarrierEndpoints.Map(app, desk, CarrierAtWork); break;
            case "mail": MailEndpoints.Map(app, desk, new MailBehaviour(desk, Mail)); break;
            default: throw new InvalidOperationException($"The system {name} has no endpoints.");
        }
    }

    private void MapControl(WebApplication app)
    {
        app.MapGet("/books/{system}", (string system, bool? whole) => Desks.TryGetValue(system, out var desk)
            ? Results.Json(desk.Books.Summarise(desk.Faults.Met, whole ?? false), WireJson.Options)
            : Results.Problem($"There is no system '{system}'.", statusCode: 404));
        app.MapPost("/control/{system}/faults", (string system, FaultSettings settings) =>
        {
            if (!Desks.TryGetValue(system, out var desk))
            {
                return Results.Problem($"There is no system '{system}'.", statusCode: 404);
            }

            desk.Faults.Settings = settings;
            return Results.Json(settings, WireJson.Options);
        });
    }

    private async Task<Uri> Serve(Action<WebApplication> map, int port, CancellationToken cancel)
    {
        // Not the folder it was called from: a web server watches its own for changed settings, and there a store may be written.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinRequestBodyDataRate = null);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        map(app);
        await app.StartAsync(cancel);
        _servers.Add(app);
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Uri(bound);
    }
}
