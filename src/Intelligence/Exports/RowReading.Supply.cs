using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Intelligence.Exports;

/// <summary>What is bought and moved, and what suppliers bill for it.</summary>
internal sealed partial class RowReading
{
    private void ReadSupply(Message message)
    {
        switch (message)
        {
            case PurchaseProposed order:
                Own("supplier", order.Supplier);
                Own("lines", Number(order.Lines.Length));
                Own("due", Instant(order.Due));
                foreach (var line in order.Lines)
                {
                    Take(LineOf(line.Sku), ObjectTypes.PurchaseLine, "orders",
                        [("sku", line.Sku), ("quantity", Number(line.Quantity)), ("unit_price", Number(line.UnitPrice))],
                        [new Link(_case, ObjectTypes.Of(row.Case.Kind), "line of")]);
                }

                Serves(order.Serves);
                break;
            case PurchaseConfirmed confirmed:
                Own("due", Instant(confirmed.Due));
                foreach (var line in confirmed.Lines)
                {
                    Take(LineOf(line.Sku), ObjectTypes.PurchaseLine, "confirms",
                        [("quantity", Number(line.Quantity)), ("unit_price", Number(line.UnitPrice))]);
                }

                break;
            case DespatchAdvised advised:
                Own("expected", Instant(advised.Arrives));
                advised.Lines.ToList().ForEach(line => Take(LineOf(line.Sku), ObjectTypes.PurchaseLine, "advises"));
                break;
            case GoodsReceived received:
                Receive(received.Receipt, received.Node, received.Lines);
                received.Lines.ToList().ForEach(line => Take(LineOf(line.Sku), ObjectTypes.PurchaseLine, "counts"));
                break;
            case GoodsReceiptPosted posted:
                Take(ReceiptOf(posted.Receipt), ObjectTypes.Receipt, "books");
                break;
            case GoodsReceiptRejected refused:
                Take(ReceiptOf(refused.Receipt), ObjectTypes.Receipt, "does not book");
                break;
            case TransferAsked asked:
                Own("from_node", asked.From);
                Own("to_node", asked.To);
                Serves(asked.Serves);
                break;
            case TransferReceived received:
                Receive(received.Receipt, null, received.Lines);
                break;
            case InvoiceReceived invoice:
                ReadInvoice(invoice.Document);
                break;
            case InvoiceMended mended:
                ReadInvoice(mended.Document);
                break;
        }
    }

    private void ReadInvoice(InvoiceDocument document)
    {
        Own("supplier", document.Billed.Supplier);
        Own("number", document.Billed.Number);
        Own("lines", Number(document.Billed.Lines.Count));
        foreach (var order in document.Billed.Lines.Select(line => line.Order?.Trim()).Distinct())
        {
            // What a supplier writes need not be a number of ours.
            if (CaseId.TryParse($"purchase/{order}", null, out var billed))
            {
                With(billed, "bills");
                Belongs(billed, "bills");
            }
        }
    }

    private void Receive(string receipt, string? node, IReadOnlyCollection<ReceivedLine> lines) => Take(
        ReceiptOf(receipt), ObjectTypes.Receipt, "receives",
        [
            ("node", node ?? memory.Node), ("pieces", Number(lines.Sum(line => line.Received))),
            ("damaged", Number(lines.Sum(line => line.Damaged))),
        ],
        [new Link(_case, ObjectTypes.Of(row.Case.Kind), "receipt of")]);

    private void Serves(IReadOnlyCollection<WaitingOrder> orders)
    {
        foreach (var waiting in orders)
        {
            With(waiting.Order, "serves");
            Belongs(waiting.Order, "serves");
        }
    }

    private string LineOf(string sku) => $"{_case}/sku/{sku}";

    private string ReceiptOf(string receipt) => $"{_case}/receipt/{receipt}";
}
