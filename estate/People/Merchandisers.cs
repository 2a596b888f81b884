using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Estate.Geography;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// The merchandisers: when the doors have opened they mend a wrong price in every channel of a region, change prices online elsewhere,
/// plan a promotion for later, and once propose what another price is in the way of. The office approves, and not they.
/// </summary>
public sealed class Merchandisers(CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, Book book)
{
    private const string Person = "Mina, merchandising";
    private static readonly TimeSpan AfterTheDoorsOpen = TimeSpan.FromSeconds(2);

    /// <summary>Numbers that Crossdock has taken.</summary>
    public ConcurrentQueue<string> Started { get; } = [];

    /// <summary>What it did not take, with its reason: none of these should be.</summary>
    public ConcurrentQueue<string> Refused { get; } = [];

    public async Task Work(CancellationToken cancel)
    {
        try
        {
            await Task.Delay(AfterTheDoorsOpen, wall, cancel);
            foreach (var price in Plan(clock.GetUtcNow(), book))
            {
                var answer = await crossdock.Post("/v1/prices", WireJson.Write(price), null, cancel, Person);
                (answer.Done ? Started : Refused).Enqueue(answer.Done ? price.Number : $"{price.Number}: {answer.Why()}");
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>What they propose at an instant, for SKUs of the book; nothing where it has too few.</summary>
    public static IReadOnlyList<PriceDocument> Plan(DateTimeOffset now, Book book)
    {
        var skus = book.OpeningStock.Select(movement => movement.Sku).Distinct().Where(book.Prices.Knows)
            .Order(StringComparer.Ordinal).Take(6).ToArray();
        if (skus.Length < 6)
        {
            return [];
        }

        var (here, onTheContinent) = (On(now, "Europe/London"), On(now, "Europe/Berlin"));
        string[] online = [RetailMap.Web, RetailMap.App, RetailMap.MarketplaceEast, RetailMap.MarketplaceWest];
        return
        [
            new(
                "FIX-1", "Typed without its last digit", "emergency", [], ["UK"], "GBP", here.AddHours(-1), here.AddHours(2), 0,
                Lines(book, skus[..2], 0.95m), "Sold at a tenth since the morning."),
            new(
                "CHANGE-1", "Online prices of the week", "change", online, ["DACH", "WEST"], "GBP", onTheContinent.AddHours(2),
                onTheContinent.AddHours(4), 0, Lines(book, skus[2..4], 0.92m), "Dearer than next door."),
            new(
                "PROMO-1", "Weekend", "promotion", [], ["NORD"], "GBP", here.Date.AddDays(2), here.Date.AddDays(4), 0.3m,
                Lines(book, skus[4..6], 0.7m), "Season."),
            new(
                "CHANGE-2", "A price that another has", "change", [RetailMap.Web], ["UK"], "GBP", here.AddHours(1), here.AddHours(3), 0,
                Lines(book, skus[..1], 0.9m), "Not seen that it is being mended."),
        ];
    }

    private static PriceLineDocument[] Lines(Book book, string[] skus, decimal share) =>
        [.. skus.Select(sku => new PriceLineDocument(sku, Math.Max(0.01m, decimal.Round(book.Prices.Usual(sku) * share, 2))))];

    private static DateTime On(DateTimeOffset now, string zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime;
        return new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified);
    }
}
