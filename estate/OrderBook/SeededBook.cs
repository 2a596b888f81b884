using System.Globalization;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.OrderBook;

/// <summary>
/// Writes an order book that never was, in the shape of a real one, as rows: from here on it goes the way of a file. The same
/// orders, seed and mean give the same rows.
/// </summary>
public sealed class SeededBook
{
    private static readonly DateTimeOffset Opening = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly int _orders;
    private readonly double _linesScale;
    private readonly Seeded _chance;
    private readonly Assortment _assortment;
    private readonly Dictionary<string, List<RetailRow>> _boughtBy = [];
    private int _row;

    private SeededBook(int orders, int seed, double linesMean)
    {
        _orders = orders;
        _linesScale = linesMean / Shape.LinesMean;
        _chance = new Seeded(seed);
        _assortment = new Assortment(_chance);
    }

    public static IEnumerable<RowRead> Rows(int orders, int seed, double linesMean = Shape.LinesMean)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(orders);
        ArgumentOutOfRangeException.ThrowIfLessThan(linesMean, 1);
        return new SeededBook(orders, seed, linesMean).Rows().Select(RowRead.Good);
    }

    private IEnumerable<RetailRow> Rows()
    {
        var times = Times();
        var customers = Customers(times.Length);
        for (var i = 0; i < times.Length; i++)
        {
            var invoice = (500001 + (i * 2)).ToString(CultureInfo.InvariantCulture);
            var rows = OrderRows(invoice, times[i], customers[i]).ToList();
            foreach (var row in rows.Concat(BesideOrder(i, invoice, times[i], customers[i], times)))
            {
                yield return row;
            }
        }
    }

    private DateTimeOffset[] Times()
    {
        var days = Math.Max(5, (int)Math.Ceiling(_orders / Shape.OrdersPerDay));
        var calendar = Enumerable.Range(0, days).Select(day => Opening.AddDays(day))
            .Select(day => (day, Shape.Days.First(entry => entry.Day == day.DayOfWeek).Weight)).ToArray();
        return [.. Enumerable.Range(0, _orders).Select(i =>
        {
            var who = i.ToString(CultureInfo.InvariantCulture);
            return _chance.Weighted(calendar, "day", who)
                .AddHours(_chance.Weighted(Shape.Hours, "hour", who))
                .AddMinutes(_chance.Below(60, "minute", who));
        }).Order()];
    }

    // Each customer's orders lie anywhere in the book: customers are drawn with their counts, then shuffled over the orders.
    private Buyer?[] Customers(int orders)
    {
        var known = new List<Buyer>();
        var guests = (int)Math.Round(orders * Shape.GuestShare);
        for (var number = 12001; known.Count < orders - guests; number++)
        {
            var id = number.ToString(CultureInfo.InvariantCulture);
            var country = _chance.Weighted(Shape.Countries, "country", id);
            var count = (int)Math.Round(Shape.OrdersPerCustomer.Of(_chance.Unit("orders", id)));
            known.AddRange(Enumerable.Repeat(new Buyer(id, country), Math.Min(count, orders - guests - known.Count)));
        }

        return [.. known.Concat(Enumerable.Repeat<Buyer?>(null, guests)).Select((buyer, i) => (buyer, i))
            .OrderBy(entry => _chance.Unit("shuffle", entry.i.ToString(CultureInfo.InvariantCulture))).Select(entry => entry.buyer)];
    }

    private IEnumerable<RetailRow> OrderRows(string invoice, DateTimeOffset at, Buyer? buyer)
    {
        if (buyer is null && _chance.Chance(Shape.ZeroPricePerOrder / Shape.GuestShare, "zero-price", invoice))
        {
            var found = _assortment.Bought(_chance.Unit("zero-sku", invoice));
            yield return Row(invoice, found.Sku, "", 1 + _chance.Below(30, "zero-quantity", invoice), at, 0m, null, "United Kingdom");
            yield break;
        }

        var lines = Math.Max(1, (int)Math.Round(Shape.LinesPerOrder.Of(_chance.Unit("lines", invoice)) * _linesScale));
        var country = buyer?.Country ?? "United Kingdom";
        for (var line = 0; line < lines; line++)
        {
            var who = $"{invoice}/{line}";
            var article = _assortment.Bought(_chance.Unit("sku", who));
            var pieces = Math.Max(1, (int)Math.Round(Shape.PiecesPerLine.Of(_chance.Unit("pieces", who))));
            var row = Row(invoice, article.Sku, article.Description, pieces, at, article.UnitPrice, buyer?.Id, country);
            Remember(buyer, row);
            yield return row;
        }

        if (country != "United Kingdom" && _chance.Chance(0.6, "postage", invoice))
        {
            yield return Row(invoice, "POST", "POSTAGE", 1 + _chance.Below(3, "parcels", invoice), at, 18m, buyer?.Id, country);
        }
        else if (buyer is null && _chance.Chance(0.24, "postage", invoice))
        {
            yield return Row(invoice, "DOT", "DOTCOM POSTAGE", 1, at, 5m + _chance.Below(90, "postage-of", invoice), null, country);
        }
    }

    private IEnumerable<RetailRow> BesideOrder(int i, string invoice, DateTimeOffset at, Buyer? buyer, DateTimeOffset[] times)
    {
        if (_chance.Chance(Shape.CancellationsPerOrder, "cancelled", invoice))
        {
            var latest = times[^1] - at;
            var after = TimeSpan.FromTicks(Math.Min(latest.Ticks, _chance.Between(TimeSpan.Zero, TimeSpan.FromDays(12), "later", invoice)
                .Ticks));
            foreach (var row in CancellationRows($"C{500002 + (i * 2)}", at + after, buyer, invoice))
            {
                yield return row;
            }
        }

        if (_chance.Chance(Shape.CorrectionsPerOrder, "write-off", invoice))
        {
            var lost = _assortment.Bought(_chance.Unit("write-off-sku", invoice));
            yield return Row(
                (900001 + i).ToString(CultureInfo.InvariantCulture), lost.Sku, _chance.Pick(Shape.WriteOffWords, "word", invoice),
                -(1 + _chance.Below(40, "lost", invoice)), at, 0m, null, "United Kingdom");
        }
    }

    // Most give back what they bought; one in eight names goods that the book never sold them.
    private IEnumerable<RetailRow> CancellationRows(string number, DateTimeOffset at, Buyer? buyer, string invoice)
    {
        var own = buyer is null ? [] : _boughtBy.GetValueOrDefault(buyer.Id, []);
        var lines = (int)Math.Round(Shape.LinesPerCancellation.Of(_chance.Unit("returned-lines", invoice)));
        for (var line = 0; line < lines; line++)
        {
            var who = $"{number}/{line}";
            if (own.Count == 0 || _chance.Chance(0.125, "stranger", who))
            {
                var other = _assortment.Bought(_chance.Unit("stranger-sku", who));
                yield return Row(number, other.Sku, other.Description, -1, at, other.UnitPrice, buyer?.Id,
                    buyer?.Country ?? "United Kingdom");
                continue;
            }

            var bought = _chance.Pick(own, "returned", who);
            own.Remove(bought);
            var pieces = _chance.Chance(0.6, "whole", who) ? bought.Quantity : 1 + _chance.Below(bought.Quantity, "part", who);
            yield return Row(number, bought.Sku, bought.Description, -pieces, at, bought.UnitPrice, buyer!.Id, buyer.Country);
        }
    }

    private void Remember(Buyer? buyer, RetailRow row)
    {
        if (buyer is null)
        {
            return;
        }

        if (!_boughtBy.TryGetValue(buyer.Id, out var rows))
        {
            _boughtBy[buyer.Id] = rows = [];
        }

        rows.Add(row);
    }

    private RetailRow Row(
        string invoice, string sku, string description, int quantity, DateTimeOffset at, decimal price, string? customer, string country) =>
        new(++_row, invoice, sku, description, quantity, at, price, customer, country);

    private sealed record Buyer(string Id, string Country);
}
