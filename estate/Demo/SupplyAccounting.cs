using Crossdock.Estate.Systems.Erp;
using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>How purchases, or transfers, stand at the end.</summary>
/// <param name="Settled">closed, cancelled, rejected, or found to have nothing to move</param>
/// <param name="Exceptions">open cases that are an exception, and open tasks about one</param>
/// <param name="WithPartner">waiting for a supplier or for goods, with a deadline that watches over it</param>
/// <param name="Differences">where another's book says other than the journal, and no exception is open for it</param>
public sealed record SupplyTally(
    int Started, int Settled, int Exceptions, int WaitingOnPerson, int WithPartner, int Stuck, int Differences,
    IReadOnlyList<string> Findings)
{
    public bool Agrees => Differences == 0 && Stuck == 0;
}

/// <summary>What is held against the journal.</summary>
/// <param name="Ledger">the ledger's positions</param>
/// <param name="Delivered">pieces by SKU that came otherwise than from purchases: the opening stock, late deliveries of the book</param>
public sealed record SupplyBooks(
    IReadOnlyCollection<PurchaseWhole> Purchases,
    IReadOnlyCollection<TransferWhole> Transfers,
    PurchasingBooks Erp,
    SupplierOrders Suppliers,
    IReadOnlyCollection<PositionItem> Ledger,
    Func<string, long> Delivered);

/// <summary>Holds the books of suppliers, ERP and ledger against what Crossdock says of each purchase and transfer.</summary>
public static class SupplyAccounting
{
    // Before these the supplier has heard of nothing.
    private static readonly HashSet<string> NotSent =
        new(["AwaitingApproval", "Rejected", "Posting", "Sending", "Unsent", "Voiding", "Cancelled"], StringComparer.Ordinal);

    public static bool IsOne(CaseItem item) =>
        item.Case.StartsWith("purchase/", StringComparison.Ordinal) || item.Case.StartsWith("transfer/", StringComparison.Ordinal);

    public static SupplyTally Purchases(SupplyBooks books, IReadOnlyCollection<CaseItem> open)
    {
        // What somebody is asked to see to is no difference that nobody knows of: goods that came after they were given up, say.
        var seenTo = open.Where(IsExceptionTask).Select(task => task.Parent!).ToHashSet(StringComparer.Ordinal);
        List<string> differences =
        [
            .. books.Purchases.Where(purchase => purchase.Exception is null && !seenTo.Contains($"purchase/{purchase.Number}"))
                .SelectMany(purchase => Erp(purchase, books).Concat(Supplier(purchase, books))),
            .. books.Erp.Purchases.Keys.Except(books.Purchases.Select(purchase => purchase.Number))
                .Select(number => $"erp: {number} is on its books, and nobody ordered it"),
            .. books.Suppliers.All.ExceptBy(books.Purchases.Select(purchase => purchase.Number), order => order.Number)
                .Select(order => $"{order.Supplier}: {order.Number} is on its books, and nobody ordered it"),
            .. Stock(books),
        ];
        return Tally("purchase", books.Purchases.Count, books.Purchases.Count(purchase => purchase.Final), open, differences);
    }

    public static SupplyTally Transfers(SupplyBooks books, IReadOnlyCollection<CaseItem> open)
    {
        List<string> differences =
        [
            .. books.Transfers.Where(transfer => transfer.Exception is null).SelectMany(transfer => Moved(transfer, books)),
            .. books.Erp.Transfers.Keys.Except(books.Transfers.Select(transfer => transfer.Number))
                .Select(number => $"erp: {number} is on its books, and nobody asked for it"),
        ];
        return Tally("transfer", books.Transfers.Count, books.Transfers.Count(transfer => transfer.Final), open, differences);
    }

    private static SupplyTally Tally(
        string kind, int started, int settled, IReadOnlyCollection<CaseItem> open, IReadOnlyList<string> differences)
    {
        var of = open.Where(item => item.Case.StartsWith($"{kind}/", StringComparison.Ordinal)).ToList();
        var tasks = open.Count(item => IsExceptionTask(item) && item.Parent!.StartsWith($"{kind}/", StringComparison.Ordinal));
        var stuck = of.Where(Inspection.IsStuck).Select(item => $"{item.Case} in {item.State} waits for nothing").ToList();
        return new SupplyTally(
            started, settled, of.Count(item => item.Exception is not null) + tasks, of.Count(item => item.Waits == Words.OnPerson),
            of.Count(item => item.Waits == Words.OnPartner), stuck.Count, differences.Count, [.. differences, .. stuck]);
    }

    private static bool IsExceptionTask(CaseItem item) =>
        item is { Exception: not null, Parent: not null } && item.Case.StartsWith("task/", StringComparison.Ordinal);

    private static IEnumerable<string> Erp(PurchaseWhole purchase, SupplyBooks books)
    {
        var (number, state) = (purchase.Number, purchase.State);
        if (books.Erp.Purchases.GetValueOrDefault(number) is not { } erp)
        {
            return NotSent.Contains(state ?? "") ? [] : [$"erp: {number} is {state} and not on its books"];
        }

        var said = new List<string>();
        if (state is "AwaitingApproval" or "Rejected")
        {
            said.Add($"erp: {number} is on its books and {state}");
        }

        if (erp.Closed != (state == "Closed"))
        {
            said.Add($"erp: {number} is {state} and {(erp.Closed ? "closed" : "open")} on its books");
        }

        if (erp.Voided != (state == "Cancelled"))
        {
            said.Add($"erp: {number} is {state} and {(erp.Voided ? "void" : "in force")} on its books");
        }

        var lines = purchase.Lines ?? [];
        return
        [
            .. said,
            .. Differ("erp", number, "ordered", Sum(lines, line => line.Sku, line => line.Ordered), erp.Ordered),
            .. Differ("erp", number, "received", Sum(lines, line => line.Sku, line => line.Stocked), erp.Stocked),
        ];
    }

    private static IEnumerable<string> Supplier(PurchaseWhole purchase, SupplyBooks books)
    {
        var (number, state) = (purchase.Number, purchase.State ?? "");
        if (books.Suppliers.Find(purchase.Supplier ?? "", $"purchase/{number}") is not { } order)
        {
            return NotSent.Contains(state) ? [] : [$"{purchase.Supplier}: {number} is {state} and not on its books"];
        }

        lock (order.Lock)
        {
            var lines = purchase.Lines ?? [];
            var owed = order.Cancelled || order.Declined
                ? 0
                : order.Agreed.Sum(line => Math.Max(0, line.Value.Pieces - order.Loaded.GetValueOrDefault(line.Key)));
            // Of what was cancelled they agree that nothing comes, whatever was ordered once.
            var terms = purchase.Final || order.Cancelled ? []
                : Differ(order.Supplier, number, "ordered", Sum(lines, line => line.Sku, line => line.Ordered),
                    order.Agreed.ToDictionary(line => line.Key, line => line.Value.Pieces));
            return
            [
                .. purchase.Final && owed > 0 ? [$"{order.Supplier}: {number} is {state}, and it still means to send {owed} pieces"]
                    : Array.Empty<string>(),
                .. terms,
                .. Differ(order.Supplier, number, "sent", Sum(lines, line => line.Sku, line => line.Received), order.Loaded),
            ];
        }
    }

    /// <summary>Over all nodes, what the ledger received is what purchases brought, and what came otherwise.</summary>
    private static IEnumerable<string> Stock(SupplyBooks books)
    {
        var bought = books.Purchases.SelectMany(purchase => purchase.Lines ?? []).GroupBy(line => line.Sku)
            .ToDictionary(sku => sku.Key, sku => sku.Sum(line => (long)line.Stocked), StringComparer.Ordinal);
        return books.Ledger.GroupBy(position => position.Sku)
            .Select(sku => (
                Sku: sku.Key, There: sku.Sum(position => (long)position.Received),
                Due: books.Delivered(sku.Key) + bought.GetValueOrDefault(sku.Key)))
            .Where(sku => sku.There != sku.Due)
            .Select(sku => $"ledger: {sku.There} of {sku.Sku} were received, and by purchases and movements it is {sku.Due}");
    }

    private static IEnumerable<string> Moved(TransferWhole transfer, SupplyBooks books)
    {
        var (number, lines) = (transfer.Number, transfer.Lines ?? []);
        if (books.Erp.Transfers.GetValueOrDefault(number) is not { } erp)
        {
            return transfer.State == "Closed" ? [$"erp: {number} is Closed and not on its books"] : [];
        }

        return transfer.State == "Closed"
            ? Differ("erp", number, "left", Sum(lines, line => line.Sku, line => line.Shipped), erp.Left)
                .Concat(Differ("erp", number, "arrived", Sum(lines, line => line.Sku, line => line.Arrived), erp.Arrived))
            : [$"erp: {number} is on its books and {transfer.State}"];
    }

    private static Dictionary<string, int> Sum<T>(IEnumerable<T> lines, Func<T, string> sku, Func<T, int> pieces) =>
        lines.GroupBy(sku).ToDictionary(line => line.Key, line => line.Sum(pieces), StringComparer.Ordinal);

    private static IEnumerable<string> Differ(
        string system, string number, string what, IReadOnlyDictionary<string, int> journal, IReadOnlyDictionary<string, int> book) =>
        journal.Keys.Union(book.Keys).Order(StringComparer.Ordinal)
            .Where(sku => journal.GetValueOrDefault(sku) != book.GetValueOrDefault(sku))
            .Select(sku => $"{system}: {number} has {journal.GetValueOrDefault(sku)} of {sku} {what}, and {book.GetValueOrDefault(sku)} "
                + "on its books");
}
