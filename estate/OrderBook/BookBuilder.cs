using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Geography;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.OrderBook;

/// <summary>Turns rows, read or generated, into what happens at the retailer. The same rows and seed give the same book.</summary>
public sealed class BookBuilder(int seed, RetailNetwork network)
{
    private readonly Derivation _derive = new(seed, network);
    private readonly List<BookEvent> _events = [];
    private readonly CustomerLines _bought = new();
    private readonly PriceList _prices = new();
    private readonly StockPlan _stock = new(seed);
    private readonly Dictionary<RowFate, int> _fates = [];
    private int _orders, _cancellations, _correctionsOnly, _oddOnly, _unmatched, _oddDocuments;

    public static Book Build(IEnumerable<RowRead> rows, int seed, RetailNetwork network, int? mostOrders = null) =>
        new BookBuilder(seed, network).Build(rows, mostOrders);

    private Book Build(IEnumerable<RowRead> rows, int? mostOrders)
    {
        var invoices = Grouped(rows, out var read);
        var invoicesSeen = 0;
        foreach (var invoice in invoices.OrderBy(invoice => invoice.At).ThenBy(invoice => invoice.FirstRow))
        {
            if (mostOrders is { } most && _orders >= most)
            {
                read -= invoice.Rows.Count + invoice.Bad.Count;
                continue;
            }

            invoicesSeen++;
            Add(invoice);
        }

        var events = _events.OrderBy(e => e.At).ToList();
        var (opening, later) = _stock.Settle(events);
        var facts = new BookFacts(
            read, _fates.ToImmutableSortedDictionary(), invoicesSeen, _orders, _cancellations, _correctionsOnly, _oddOnly,
            events.OfType<GoodsReturned>().Count(), _unmatched, _oddDocuments);
        return new Book(facts, [.. events.Concat(later).OrderBy(e => e.At)], opening, _prices);
    }

    private static List<Invoice> Grouped(IEnumerable<RowRead> rows, out int read)
    {
        var byNumber = new Dictionary<string, Invoice>(StringComparer.Ordinal);
        var at = DateTimeOffset.UnixEpoch;
        read = 0;
        foreach (var (row, bad) in rows)
        {
            read++;
            at = row?.At ?? at;
            var number = row?.Invoice ?? bad!.Texts.GetValueOrDefault("InvoiceNo", "").Trim();
            var name = number.Length == 0 ? $"ROW-{bad!.Number}" : number;
            if (!byNumber.TryGetValue(name, out var invoice))
            {
                byNumber[name] = invoice = new Invoice(name, at, row?.Number ?? bad!.Number, [], []);
            }

            if (row is not null)
            {
                invoice.Rows.Add(row);
            }
            else
            {
                invoice.Bad.Add(bad!);
            }
        }

        return [.. byNumber.Values];
    }

    private void Add(Invoice invoice)
    {
        var rows = invoice.Rows.ToLookup(RowRules.FateOf);
        foreach (var group in rows)
        {
            _fates[group.Key] = _fates.GetValueOrDefault(group.Key) + group.Count();
        }

        _fates[RowFate.Odd] = _fates.GetValueOrDefault(RowFate.Odd) + invoice.Bad.Count;
        if (rows.Contains(RowFate.OrderLine) || rows.Contains(RowFate.Charge))
        {
            _orders++;
            AddOrder(invoice, [.. rows[RowFate.OrderLine]], [.. rows[RowFate.Charge]]);
        }
        else if (RowRules.IsCancellation(invoice.Number))
        {
            _cancellations++;
        }
        else if (rows.Contains(RowFate.StockCorrection))
        {
            _correctionsOnly++;
        }
        else
        {
            _oddOnly++;
        }

        AddReturns(invoice, rows[RowFate.ReturnLine], [.. rows[RowFate.ReturnedCharge]]);
        AddCorrections(rows[RowFate.StockCorrection]);
        AddOdd(invoice, rows[RowFate.Odd]);
    }

    private void AddOrder(Invoice invoice, List<RetailRow> goods, List<RetailRow> charges)
    {
        var first = goods.Concat(charges).First();
        var buying = _derive.BuyingOf(first, goods.Count, goods.Select(row => row.Quantity).DefaultIfEmpty().Max());
        var number = _derive.NumberOf(buying.Channel, invoice.Number);
        var customer = _derive.CustomerOf(first);
        var preOrder = _derive.Chance.Chance(0.004, "pre-order", number);
        ImmutableArray<LineDocument> lines = [.. goods.Select(LineOf)];
        ImmutableArray<ChargeDocument> fees =
            [.. charges.Select(row => new ChargeDocument(row.Sku, Clip(row.Description), decimal.Round(row.Quantity * row.UnitPrice, 2)))];
        var order = new OrderDocument(
            number, buying.Channel, invoice.At, "GBP", customer,
            new DeliveryDocument(
                buying.Wish, buying.Store, buying.Wish == "ship" ? _derive.AddressOf(first, buying.Country, buying.Channel) : null),
            preOrder ? invoice.At.AddHours(36) : null,
            _derive.Chance.Chance(0.2, "substitutes", customer.Id),
            lines,
            fees,
            _derive.PaymentOf(
                number, buying, customer.Id, lines.Sum(line => line.UnitPrice * line.Quantity) + fees.Sum(charge => charge.Amount)));
        _events.Add(new OrderPlaced(invoice.At, invoice.Number, order));
        if (first.CustomerId is { } known)
        {
            _bought.Add(known, order);
        }

        foreach (var row in goods)
        {
            _prices.Learn(row.Sku, row.UnitPrice);
            _stock.Need(row.Sku, buying.Store ?? _derive.SourceOf(row.Sku, buying, customer.Id), row.Quantity);
        }

        AroundOrder(order, buying, customer.Id);
    }

    // What shops see beside the book: a customer who thinks better of it, and the walk-in trade at the till.
    private void AroundOrder(OrderDocument order, Buying buying, string customer)
    {
        if (_derive.Chance.Chance(0.005, "cancels", order.Number))
        {
            var after = _derive.Chance.Between(TimeSpan.FromMinutes(5), TimeSpan.FromHours(30), "cancels-after", order.Number);
            _events.Add(new CustomerCancels(order.PlacedAt + after, order.Number, order.Number));
        }

        if (order.Lines.Length > 0 && _derive.Chance.Chance(0.06, "till-sale", order.Number))
        {
            var line = _derive.Chance.Pick(order.Lines, "till-line", order.Number);
            var node = _derive.StoreFor(buying.Country, customer);
            var quantity = 1 + _derive.Chance.Below(2, "till-quantity", order.Number);
            var sale = new MovementDocument($"TILL-{order.Number}", line.Sku, node, "sell-at-till", quantity, "sold at the till");
            _stock.Need(line.Sku, node, quantity);
            _events.Add(new StockMoved(order.PlacedAt.AddMinutes(30), order.Number, sale));
        }
    }

    private void AddReturns(Invoice invoice, IEnumerable<RetailRow> goods, List<RetailRow> charges)
    {
        var byOrder = new SortedDictionary<string, (List<LineDocument> Lines, List<TakenBack> Taken)>(StringComparer.Ordinal);
        (List<LineDocument> Lines, List<TakenBack> Taken) unmatched = ([], []);
        foreach (var row in goods)
        {
            var (taken, rest) = _bought.Take(row.CustomerId, row.Sku, -row.Quantity);
            foreach (var piece in taken)
            {
                if (!byOrder.TryGetValue(piece.Order, out var part))
                {
                    byOrder[piece.Order] = part = ([], []);
                }

                part.Lines.Add(LineOf(row) with { Quantity = piece.Quantity });
                part.Taken.Add(piece);
            }

            if (rest > 0)
            {
                unmatched.Lines.Add(LineOf(row) with { Quantity = rest });
            }
        }

        // Postage, discounts and fees that are given back belong to no line: a person decides.
        unmatched.Lines.AddRange(charges.Select(row =>
            LineOf(row) with { Quantity = -row.Quantity, Sku = row.Sku.Replace(' ', '-') }));
        var part1 = 0;
        var several = byOrder.Count + (unmatched.Lines.Count > 0 ? 1 : 0) > 1;
        foreach (var (order, (lines, taken)) in byOrder)
        {
            AddReturn(invoice, several ? $"{invoice.Number}-{++part1}" : invoice.Number, order, lines, taken);
        }

        if (unmatched.Lines.Count > 0)
        {
            _unmatched++;
            AddReturn(invoice, several ? $"{invoice.Number}-{++part1}" : invoice.Number, null, unmatched.Lines, []);
        }
    }

    private void AddReturn(Invoice invoice, string number, string? order, List<LineDocument> lines, List<TakenBack> taken)
    {
        var first = invoice.Rows[0];
        var buying = _derive.BuyingOf(first, 1, 1);
        var customer = Derivation.CustomerIdOf(first);
        var node = _derive.Chance.Chance(0.4, "returns-to-store", customer)
            ? _derive.StoreFor(buying.Country, customer)
            : _derive.DcOf(buying.Region);
        _events.Add(new GoodsReturned(
            invoice.At,
            invoice.Number,
            new ReturnDocument(
                number, buying.Channel, node, invoice.At, "GBP", first.CustomerId is null ? null : customer, order,
                [.. lines], "given back")
            {
                // One in twelve was broken, and the same is wanted again.
                Exchange = order is not null && _derive.Chance.Chance(1.0 / 12, "exchange", number)
                    ? new ExchangeDocument([.. lines])
                    : null,
            },
            [.. taken]));
    }

    private void AddCorrections(IEnumerable<RetailRow> rows)
    {
        foreach (var row in rows)
        {
            var node = _derive.DcOf("UK");
            var reason = row.Description.Length == 0 ? "write-off without a word" : Clip(row.Description);
            _stock.NeedForCorrection(row.Sku, node, -row.Quantity);
            _events.Add(new StockMoved(
                row.At, row.Invoice, new MovementDocument($"ADJ-{row.Invoice}-{row.Number}", row.Sku, node, "adjust", row.Quantity,
                    reason)));
        }
    }

    private void AddOdd(Invoice invoice, IEnumerable<RetailRow> rows)
    {
        foreach (var row in rows)
        {
            AddOdd(invoice, row.Number, row.At, RowRules.WhyOdd(row), new OddLine(
                row.Sku, row.Description, JsonValue.Create(row.Quantity), JsonValue.Create(row.UnitPrice), null));
        }

        foreach (var bad in invoice.Bad)
        {
            string? Text(string column) => bad.Texts.GetValueOrDefault(column);
            AddOdd(invoice, bad.Number, invoice.At, bad.Reason, new OddLine(
                Text("StockCode") ?? "", Text("Description") ?? "", JsonValue.Create(Text("Quantity") ?? ""),
                JsonValue.Create(Text("UnitPrice") ?? ""), Text("InvoiceDate") ?? ""));
        }
    }

    private void AddOdd(Invoice invoice, int row, DateTimeOffset at, string reason, OddLine line)
    {
        _oddDocuments++;
        var number = CaseId.IsKey(invoice.Number) && invoice.Number.Length < 80
            ? $"{invoice.Number}-R{row.ToString(CultureInfo.InvariantCulture)}"
            : $"ROW-{row.ToString(CultureInfo.InvariantCulture)}";
        var isReturn = RowRules.IsCancellation(invoice.Number);
        _events.Add(new OddRowSent(at, invoice.Number, number, isReturn, line.Body(number, isReturn, _derive.DcOf("UK")), reason));
    }

    private static LineDocument LineOf(RetailRow row) => new(row.Sku, Clip(row.Description), row.Quantity, row.UnitPrice);

    private static string Clip(string text) => text.Length <= 200 ? text : text[..200];

    private sealed record Invoice(string Number, DateTimeOffset At, int FirstRow, List<RetailRow> Rows, List<BadRow> Bad);
}
