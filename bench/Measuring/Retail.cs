using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;

namespace Crossdock.Bench.Measuring;

/// <summary>A retailer of 40 stores and 3 distribution centres that never close, so that no measurement waits for a morning.</summary>
public static class Retail
{
    public const int Stores = 40;
    public const int Dcs = 3;

    private static readonly ImmutableArray<OpeningHours> AllDay =
        [.. Enum.GetValues<DayOfWeek>().Select(day => new OpeningHours(day, TimeOnly.MinValue, TimeOnly.MaxValue))];

    public static readonly RetailNetwork Network = new(
        "Bench", [new Region("UK", "Britain", ["GB"], "GBP")], [new Channel("web", "Web shop", "web")],
        [
            .. Enumerable.Range(1, Stores).Select(n => Place(Store(n), NodeKind.Store, 51 + (n / 10.0))),
            .. Enumerable.Range(1, Dcs).Select(n => Place(Dc(n), NodeKind.Dc, 52 + n)),
        ]);

    private static readonly Customer Buyer = new(
        "C-1", "gold", new Contact("Bench", "bench@example.org", new Address("Main Street 1", "Leeds", "LS1 1AA", "GB")));

    public static string Store(int number) => $"ST-{number}";

    public static string Dc(int number) => $"DC-{number}";

    public static string Sku(int number) => $"SKU-{number}";

    /// <summary>Every other order is collected in a store, the rest is shipped.</summary>
    public static OrderReceived Order(long number, int lines, int skus, DateTimeOffset now)
    {
        var wish = number % 2 == 0 ? DeliveryWish.StorePickup : DeliveryWish.Ship;
        return new OrderReceived(
            $"B-{number}", "web", "UK", now, "GBP", Buyer, wish,
            wish == DeliveryWish.StorePickup ? Store((int)(number % Stores) + 1) : null, null, AcceptsSubstitutes: false,
            [.. Enumerable.Range(1, lines).Select(line => new OrderLine(
                line, Sku((int)(((number * 7_919) + (line * 104_729)) % skus) + 1), "Thing", 1, 9.95m))],
            [], new PaymentMethod("card", "tok-1"));
    }

    /// <summary>So many pieces of every SKU everywhere.</summary>
    public static async Task FillShelves(ITellCases cases, int skus, int pieces, CancellationToken cancel)
    {
        StockInstruction[] everywhere =
            [.. Network.Nodes.Select(node => new StockInstruction(StockAct.Receive, node.Id, pieces, null, "Opening."))];
        foreach (var some in Enumerable.Range(1, skus).Chunk(200))
        {
            await Task.WhenAll(some.Select(sku => cases.Tell(
                new Envelope(
                    $"open-{sku}", "bench", CaseId.Stock(Sku(sku)), TimeProvider.System.GetUtcNow(), Actor.System("Bench"),
                    new StockInstructed(Sku(sku), [.. everywhere], null)), cancel)));
        }
    }

    private static Node Place(string id, NodeKind kind, double latitude) => new(
        id, $"Place {id}", kind, "UK", "GB", "UTC", latitude, -1.5, int.MaxValue, TimeOnly.MaxValue, AllDay, []);
}
