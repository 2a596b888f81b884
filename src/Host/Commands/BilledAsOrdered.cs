using Crossdock.Connectors.Formats.Purchasing;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.InvoiceToReconciliation.Matching;

namespace Crossdock.Host.Commands;

/// <summary>Bills each order as it was ordered, at its own prices, and matches the bills with what was kept.</summary>
internal static class BilledAsOrdered
{
    // The bills are made here, one an order: none of them is a copy of another, however alike order numbers are.
    private static readonly MatchTolerances NoCopies = MatchTolerances.Defaults with { DuplicateDays = -1 };

    public static MatchReport Match(PurchasingBook read, string currency)
    {
        var book = new MatchBook(_ => NoCopies);
        var bills = new List<SupplierInvoice>();
        foreach (var order in read.Orders)
        {
            book.Tell(order);
            if (Bill(order, read.Heads.GetValueOrDefault(order.Number)) is { } bill)
            {
                bills.Add(bill);
                book.Tell(bill);
            }
        }

        foreach (var receipt in read.Receipts)
        {
            book.Tell(receipt);
        }

        var (matched, billed, overcharges, others) = (0, 0m, new List<Overcharge>(), new List<OtherDiscrepancy>());
        foreach (var bill in bills)
        {
            var counted = read.Lines[bill.Lines[0].Order!].ToDictionary(line => line.Line);
            foreach (var line in book.Of(bill.Id)!.Lines)
            {
                billed += line.Amount;
                if (line.Outcome is MatchOutcome.Matched or MatchOutcome.MatchedInTolerance)
                {
                    matched++;
                }
                else if (line.Kind == DiscrepancyKind.QuantityShort)
                {
                    overcharges.Add(Overcharged(read, bill, line, counted[line.Line]));
                }
                else
                {
                    others.Add(new OtherDiscrepancy(line.Order!, line.Line, line.Kind.ToString()!, line.Reason));
                }
            }
        }

        return MatchReport.Of(read, currency, bills.Count, billed, matched, overcharges, others);
    }

    // A line of no pieces or of a price below zero is nothing that a supplier bills; the reader has listed it.
    private static SupplierInvoice? Bill(PurchaseOrder order, OrderRow? head)
    {
        var lines = order.Lines.Where(line => line.Quantity > 0m && line.UnitPrice >= 0m).ToList();
        return lines.Count == 0 ? null : new SupplierInvoice(
            order.Number, order.Number, order.Supplier, head?.Date ?? DateOnly.MinValue, order.Currency,
            [
                .. lines.Select(line => new SupplierInvoiceLine(
                    line.Line, order.Number, line.Line, line.Sku, line.Quantity, line.Unit, line.UnitPrice,
                    line.Quantity * line.UnitPrice)),
            ]);
    }

    private static Overcharge Overcharged(PurchasingBook read, SupplierInvoice bill, LineMatch line, OrderLineRow counted) => new(
        counted.Order, counted.Line, counted.Product, read.ProductNames.GetValueOrDefault(counted.Product), bill.Supplier,
        read.VendorNames.GetValueOrDefault(bill.Supplier), Plain.Of(counted.Ordered), Plain.Of(counted.Received),
        Plain.Of(counted.Rejected), Plain.Of(counted.Stocked), Plain.Of(counted.Ordered), Plain.Of(line.Pieces.TooMany),
        Plain.Of(counted.UnitPrice), Plain.Of(line.Money.Disputed), counted.Row, line.Reason);
}

/// <summary>Numbers without the zeros that a file happened to write behind the point.</summary>
internal static class Plain
{
    public static decimal Of(decimal number) => number / 1.0000000000000000000000000000m;
}
