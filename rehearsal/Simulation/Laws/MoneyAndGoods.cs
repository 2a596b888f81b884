using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.StockLedger;
using Crossdock.Rehearsal.Simulation.Hosts;
using Crossdock.Rehearsal.Simulation.Retail;

namespace Crossdock.Rehearsal.Simulation.Laws;

/// <summary>Holds the ledgers and the provider's books against what reached the customers.</summary>
internal sealed class MoneyAndGoods(HostParts parts, IReadOnlyList<PlannedOrder> orders)
{
    private Chronicle Chronicle => parts.Chronicle;

    public static StockItem Fold(CaseId id, IEnumerable<Transition> rows) =>
        rows.SelectMany(row => row.Facts).Aggregate(StockItem.Empty with { Sku = id.Key }, StockFacts.Fold);

    public void Judge()
    {
        foreach (var (id, rows) in Chronicle.ByCase.Where(one => one.Key.Kind == "stock"))
        {
            Conserved(id, rows);
        }

        foreach (var order in orders)
        {
            Paid(order);
        }
    }

    private void Conserved(CaseId id, List<Transition> rows)
    {
        var (item, sold) = (StockItem.Empty with { Sku = id.Key }, new HashSet<string>());
        foreach (var row in rows)
        {
            item = row.Facts.Aggregate(item, StockFacts.Fold);
            sold.UnionWith(row.Facts.OfType<StockMoved>()
                .Where(moved => moved is { From: Account.Available, To: Account.Sold }).Select(moved => moved.Node));
            foreach (var (node, at) in item.Nodes)
            {
                var held = item.Reservations.Values.Where(one => one.Node == node).Sum(one => one.Pieces);
                if (at.Sum != 0 || at.Reserved != held || at.InTransit < 0 || (at.Available < 0 && !sold.Contains(node)))
                {
                    Harm(id, $"does not balance at {node} after row {row.Seq}: {at}, {held} held by reservations");
                    return;
                }
            }
        }

        foreach (var (node, at) in item.Nodes)
        {
            var reached = Reached(id.Key, node);
            if (at.Sold != reached)
            {
                Harm(id, $"has {at.Sold} sold at {node}, and {reached} reached customers from there");
            }

            if (at.InTransit != 0)
            {
                Harm(id, $"has {at.InTransit} of {node} in transit, and nothing is on the road");
            }
        }

        foreach (var left in item.Reservations.Values.Where(left => IsOver(left.Name)))
        {
            Harm(id, $"still holds {left.Pieces} at {left.Node} as {left.Name}, and that order is over");
        }
    }

    private bool IsOver(string reservation) =>
        Chronicle.RowsOf(CaseId.Order(reservation[..reservation.IndexOf('@', StringComparison.Ordinal)])) is [.., { Final: true }];

    /// <summary>Pieces that are at customers, as parts, tills and returns have it.</summary>
    private int Reached(string sku, string node)
    {
        var pieces = 0;
        foreach (var row in Chronicle.Rows.Where(row => row.Outcome == Outcome.Applied))
        {
            pieces += row.Message.Data switch
            {
                FulfilmentAsked or not PartDelivered and not StockInstructed => 0,
                PartDelivered delivered when NodeOf(delivered.Part) == node =>
                    delivered.Lines.Where(line => line.Sku == sku).Sum(line => line.Picked),
                StockInstructed told when told.Sku == sku => told.Instructions.Where(one => one.Node == node).Sum(one => one.Act switch
                {
                    StockAct.SellAtTill => one.Quantity,
                    StockAct.TakeBack => -one.Quantity,
                    _ => 0,
                }),
                _ => 0,
            };
        }

        return pieces;
    }

    private string? NodeOf(CaseId part) => Chronicle.RowsOf(part) is [{ Message.Data: FulfilmentAsked asked }, ..] ? asked.Node : null;

    /// <summary>In the end the customer has paid for what they have. Where a system refused for good, people settle it by hand.</summary>
    private void Paid(PlannedOrder planned)
    {
        var rows = Chronicle.RowsOf(planned.Id);
        var accounts = parts.Outside.Payments.Of(planned.Order.Number).ToList();
        if (rows is not [.., { Final: true }] || rows.Any(row => row.Message.Data is CaptureDeclined or RefundDeclined or VoidDeclined))
        {
            return;
        }

        var delivered = rows.Where(row => row.Outcome == Outcome.Applied).Select(row => row.Message.Data).OfType<PartDelivered>()
            .SelectMany(part => part.Lines).ToList();
        var instead = rows.SelectMany(row => row.Facts).OfType<LineSubstituted>().ToDictionary(one => one.As);
        var gross = delivered.Sum(line => line.Picked * PriceOf(line.Line));
        // Each piece has its share of a discount, whichever leave and whichever come back.
        var off = -planned.Order.Charges.Where(charge => charge.Amount < 0).Sum(charge => charge.Amount);
        var worth = gross - (off * gross / planned.Order.Lines.Sum(line => line.UnitPrice * line.Quantity));
        var returned = accounts.Sum(account => account.Refunded) - CameBack(rows);
        var charges = rows.Any(row => row.Message.Data is PartShipped or PartDelivered && row.Outcome == Outcome.Applied)
            ? planned.Order.Charges.Where(charge => charge.Amount > 0).Sum(charge => charge.Amount) : 0;
        var due = Math.Max(0, worth + charges);
        var paid = accounts.Sum(account => account.Captured) - CameBack(rows);
        if (Math.Abs(paid - due) > Rounded * (1 + rows.Count(row => row.Message.Data is PaymentRefunded)))
        {
            Chronicle.Harmed(
                Law.Money, planned.Id,
                $"has {paid} paid for what it kept, and {due} is due: {worth} of goods and {charges} of charges; "
                + $"{returned} went back for returns");
        }

        if (accounts.Any(account => account.Authorised > account.Captured && !account.Gone))
        {
            Chronicle.Harmed(Law.Money, planned.Id, "is over, and what was authorised and not captured was never given back");
        }

        // What is sent instead costs what was ordered, or its own price where that is lower.
        decimal PriceOf(int line) => instead.TryGetValue(line, out var one)
            ? one.Price ?? PriceOf(one.Line) : planned.Order.Lines.First(ordered => ordered.Line == line).UnitPrice;
    }

    /// <summary>Of each price, at the most.</summary>
    private const decimal Rounded = 0.01m;

    /// <summary>What was paid back for parcels that came back.</summary>
    private static decimal CameBack(IReadOnlyList<Transition> rows) => rows.Select(row => row.Message.Data).OfType<PaymentRefunded>()
        .Where(refund => refund.Reference.StartsWith("refund/", StringComparison.Ordinal)).Sum(refund => refund.Amount);

    private void Harm(CaseId id, string what) => Chronicle.Harmed(Law.Stock, id, what);
}
