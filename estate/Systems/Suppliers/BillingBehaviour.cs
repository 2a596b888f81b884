using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Contracts.Purchasing;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Systems.Suppliers;

/// <summary>What real suppliers get wrong.</summary>
public enum BillingFault { None, OrderedQuantity, HigherPrice, SentTwice, WrongTax, OtherRate, UnagreedFreight, OtherAccount }

/// <param name="Due">when it is sent</param>
/// <param name="Case">as Crossdock named it; null before it was taken</param>
public sealed record SentBill(Bill Bill, SupplierOrder Order, BillingFault Fault, DateTimeOffset Due)
{
    public string? Case { get; set; }
}

/// <summary>
/// The suppliers' invoices: one a purchase order, some hours after the first lorry left, for what is loaded by then, with the freight
/// that was agreed. Two in five have a fault that people know from life: other quantities, prices, taxes or freight. Who is told of a
/// dispute sends a credit note where he sees his mistake, else he insists, and one in ten says nothing; who is told that an invoice is
/// refused sends it once more as it should be.
/// </summary>
public sealed class BillingBehaviour(Desk desk, SupplierOrders orders)
{
    private static readonly IReadOnlyList<(BillingFault, double)> Faults =
    [
        (BillingFault.None, 58), (BillingFault.OrderedQuantity, 9), (BillingFault.HigherPrice, 7), (BillingFault.SentTwice, 6),
        (BillingFault.WrongTax, 4), (BillingFault.OtherRate, 6), (BillingFault.UnagreedFreight, 6), (BillingFault.OtherAccount, 4),
    ];

    private const decimal Surcharge = 24.5m;

    private readonly ConcurrentQueue<SentBill> _toSend = [];
    private readonly ConcurrentDictionary<(string Supplier, string Number), SentBill> _sent = new();
    private readonly ConcurrentDictionary<string, bool> _billed = new(StringComparer.Ordinal);

    /// <summary>Every document that was sent, invoices and credit notes.</summary>
    public ConcurrentQueue<SentBill> Sent { get; } = [];

    /// <summary>The account that a supplier has always had.</summary>
    public static string AccountOf(string supplier) => $"GB29{supplier.Replace("-", "", StringComparison.Ordinal)}";

    /// <summary>What is to be sent by now. An order is billed when its goods have left for as long as its supplier takes.</summary>
    public IReadOnlyList<SentBill> DueBy(DateTimeOffset now)
    {
        foreach (var order in orders.All)
        {
            lock (order.Lock)
            {
                if (order.LeftAt is { } left && left + Takes(order) <= now && _billed.TryAdd(order.Purchase, true))
                {
                    Write(order, desk.Chance.Weighted(Faults, "bills", order.Purchase), now, again: false);
                }
            }
        }

        var due = new List<SentBill>();
        for (var n = _toSend.Count; n > 0 && _toSend.TryDequeue(out var bill); n--)
        {
            if (bill.Due <= now)
            {
                due.Add(bill);
            }
            else
            {
                _toSend.Enqueue(bill);
            }
        }

        return due;
    }

    public void Note(SentBill sent, string? named)
    {
        sent.Case = named;
        Sent.Enqueue(sent);
        _sent[(sent.Bill.Supplier, sent.Bill.Number)] = sent;
    }

    public Reply Dispute(Request request)
    {
        var (invoice, number, dispute) = (request.Text("invoice"), request.Text("number"), request.Text("dispute"));
        if (!_sent.TryGetValue((request.Text("supplier"), number), out var sent))
        {
            return Reply.No(404, $"no invoice {number}");
        }

        desk.Books.Book("dispute", $"{invoice}/{dispute}", request.Key, desk.Business.GetUtcNow());
        var (after, owes) = (
            desk.Chance.Between(TimeSpan.FromHours(1), TimeSpan.FromHours(5), "answers", invoice), TooMuch(sent));
        var freight = sent.Fault == BillingFault.UnagreedFreight ? Surcharge : 0m;
        if (owes.Count > 0 && dispute == "1" && desk.Chance.Chance(0.8, "sees-it", invoice))
        {
            var now = desk.Business.GetUtcNow() + after;
            _toSend.Enqueue(new SentBill(
                sent.Bill with
                {
                    Number = $"{number}-CR", Date = DateOnly.FromDateTime(now.UtcDateTime), Lines = owes, Freight = freight,
                    Credits = number, TaxOff = 0,
                }, sent.Order, BillingFault.None, now));
        }
        else if (desk.Chance.Chance(0.9, "insists", $"{invoice}/{dispute}"))
        {
            desk.Callbacks.Plan(invoice, "supplier.invoice-insisted", after, () => new { reason = "it was sent and billed as agreed" });
        }

        return Reply.Created(new { reference = $"DP-{number}-{dispute}" });
    }

    public Reply Refused(Request request)
    {
        var (invoice, number) = (request.Text("invoice"), request.Text("number"));
        if (!_sent.TryGetValue((request.Text("supplier"), number), out var sent))
        {
            return Reply.No(404, $"no invoice {number}");
        }

        desk.Books.Book("refusal", invoice, request.Key, desk.Business.GetUtcNow());
        if (sent.Fault is BillingFault.WrongTax or BillingFault.OtherRate or BillingFault.OtherAccount or BillingFault.HigherPrice)
        {
            lock (sent.Order.Lock)
            {
                Write(
                    sent.Order, BillingFault.None,
                    desk.Business.GetUtcNow() + desk.Chance.Between(TimeSpan.FromHours(1), TimeSpan.FromHours(6), "corrects", invoice),
                    again: true);
            }
        }

        return Reply.Created(new { reference = $"RF-{number}" });
    }

    /// <summary>Called under the order's lock.</summary>
    private void Write(SupplierOrder order, BillingFault fault, DateTimeOffset due, bool again)
    {
        var lines = order.Agreed
            .Select(line => BillLine.Of(
                line.Key, fault == BillingFault.OrderedQuantity ? line.Value.Pieces
                    : Math.Min(line.Value.Pieces, order.Loaded.GetValueOrDefault(line.Key)), line.Value.Price, TaxOn(order, line.Key)))
            .Where(line => line.Pieces > 0).OrderBy(line => line.Sku, StringComparer.Ordinal).ToList();
        if (lines.Count == 0)
        {
            return;
        }

        if (fault == BillingFault.HigherPrice)
        {
            lines[0] = BillLine.Of(lines[0].Sku, lines[0].Pieces, decimal.Round(lines[0].UnitPrice * 1.15m, 2) + 0.10m, lines[0].Tax);
        }
        else if (fault == BillingFault.OtherRate)
        {
            // His list has the goods in another group: what is zero rated bears tax, and what bears it the reduced rate.
            lines[0] = lines[0] with { Tax = new AgreedTax("S", lines[0].Tax.Rate == 0 ? 20m : 5m) };
        }

        var number = $"INV-{order.Number}{(again ? "-B" : "")}";
        var bill = new Bill(
            number, order.Supplier, order.Number, DateOnly.FromDateTime(due.UtcDateTime), "GBP",
            fault == BillingFault.OtherAccount ? "LT121000011101001000" : AccountOf(order.Supplier), lines,
            order.Freight + (fault == BillingFault.UnagreedFreight ? Surcharge : 0m),
            TaxOff: fault == BillingFault.WrongTax ? 1.00m : 0);
        _toSend.Enqueue(new SentBill(bill, order, fault, due));
        if (fault == BillingFault.SentTwice)
        {
            _toSend.Enqueue(new SentBill(
                bill with { Number = number.Replace("INV-", "INV 0", StringComparison.Ordinal) }, order, fault,
                due + TimeSpan.FromHours(3)));
        }
    }

    /// <summary>
    /// Pieces that he billed and did not load, and prices that he did not agree to. A credit note has a line (BR-16), be it of nothing:
    /// freight that it takes back stands beside the lines.
    /// </summary>
    private static List<BillLine> TooMuch(SentBill sent)
    {
        lock (sent.Order.Lock)
        {
            var pieces = sent.Bill.Lines.Select(line => BillLine.Of(
                line.Sku, line.Pieces - sent.Order.Loaded.GetValueOrDefault(line.Sku), line.UnitPrice, line.Tax))
                .Where(line => line.Pieces > 0);
            var prices = sent.Bill.Lines.Select(line => new BillLine(
                line.Sku, 0, 0,
                line.Amount - (line.Pieces * (sent.Order.Agreed.TryGetValue(line.Sku, out var agreed) ? agreed.Price : 0)), line.Tax))
                .Where(line => line.Amount > 0);
            return sent.Fault switch
            {
                BillingFault.HigherPrice => [.. prices],
                BillingFault.UnagreedFreight => [sent.Bill.Lines[0] with { Pieces = 0, UnitPrice = 0, Amount = 0 }],
                _ => [.. pieces],
            };
        }
    }

    /// <summary>Where the order agrees none he charges the standard rate.</summary>
    private static AgreedTax TaxOn(SupplierOrder order, string sku) => order.Taxes.GetValueOrDefault(sku) ?? new AgreedTax("S", 20m);

    private TimeSpan Takes(SupplierOrder order)
    {
        var (least, most) = Vendors.Find(order.Supplier).Temperament is Temperament.Slow or Temperament.Silent ? (10, 30) : (1, 8);
        return desk.Chance.Between(TimeSpan.FromHours(least), TimeSpan.FromHours(most), "writes", order.Purchase);
    }
}
