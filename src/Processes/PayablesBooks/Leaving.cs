using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Map;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PayablesBooks;

/// <summary>
/// What may leave a book, so that it does not grow for ever: orders that are over with all the invoices that bill them. Documents
/// that hang together leave together, or what is left of them would read otherwise.
/// </summary>
internal static class Leaving
{
    public static PayablesForgotten From(PayablesBook book, Context context)
    {
        var today = DateOnly.FromDateTime(context.Now.UtcDateTime);
        var (kept, unbilled) = (context.Policy.Read(Policy.PayablesBookKept), context.Policy.Read(Policy.PayablesUnbilledKept));
        var (orders, invoices) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        var receipts = book.Receipts.Values
            .SelectMany(receipt => receipt.Lines.Select(line => (Order: line.Order.Trim(), Line: line))).ToLookup(pair => pair.Order);
        var bills = book.Invoices.Values.SelectMany(invoice => OrdersOf(invoice).Select(order => (Order: order, Invoice: invoice)))
            .ToLookup(pair => pair.Order, pair => pair.Invoice);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in book.Orders.Keys.Where(order => !seen.Contains(order)).ToList())
        {
            var (together, billed) = Together(start, bills, seen);
            var days = together.All(order => IsBilled(order, receipts[order].Select(pair => pair.Line), bills[order])) ? kept : unbilled;
            if (billed.All(invoice => invoice.Done) && together.All(order =>
                book.Orders.GetValueOrDefault(order) is not { } known || (known.Ended && known.Touched.AddDays(days) < today)))
            {
                orders.UnionWith(together);
                invoices.UnionWith(billed.Select(invoice => invoice.Case.Key));
            }
        }

        // An invoice that names no order that the book knows was let through by a person: it hangs on nothing.
        invoices.UnionWith(book.Invoices.Values
            .Where(invoice => invoice.Done && invoice.Invoice.Date.AddDays(kept) < today && !OrdersOf(invoice).Any(book.Orders.ContainsKey))
            .Select(invoice => invoice.Case.Key));
        return new PayablesForgotten(
            [.. orders],
            [.. book.Receipts.Values.Where(receipt => receipt.Lines.All(line => orders.Contains(line.Order.Trim())))
                .Select(receipt => receipt.Id)],
            [.. invoices], today.AddDays(-context.Policy.Read(Policy.InvoiceDuplicateDays)));
    }

    private static (List<string> Orders, List<BookedInvoice> Invoices) Together(
        string start, ILookup<string, BookedInvoice> bills, HashSet<string> seen)
    {
        var (orders, invoices, open) = (new List<string>(), new List<BookedInvoice>(), new Queue<string>([start]));
        seen.Add(start);
        while (open.TryDequeue(out var order))
        {
            orders.Add(order);
            foreach (var invoice in bills[order].Where(invoice => !invoices.Contains(invoice)))
            {
                invoices.Add(invoice);
                foreach (var next in OrdersOf(invoice).Where(seen.Add))
                {
                    open.Enqueue(next);
                }
            }
        }

        return (orders, invoices);
    }

    /// <summary>Whether all that was kept of an order is billed: what is not may still be, and waits longer.</summary>
    private static bool IsBilled(string order, IEnumerable<GoodsReceiptLine> receipts, IEnumerable<BookedInvoice> bills)
    {
        var billed = bills.Sum(bill => bill.Invoice.Lines.Where(line => line.Order?.Trim() == order)
            .Sum(line => bill.Invoice.Kind == BillingKind.CreditNote ? -line.Quantity : line.Quantity));
        return billed >= receipts.Sum(line => line.Kept);
    }

    private static IEnumerable<string> OrdersOf(BookedInvoice invoice) =>
        invoice.Invoice.Lines.Select(line => line.Order?.Trim()).OfType<string>().Distinct();
}
