using Crossdock.Contracts;
using Crossdock.Estate.Channels;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.People;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

public sealed record RunTimes(TimeSpan Whole, TimeSpan Arrivals, TimeSpan Held, double Factor, bool TimedOut, string Store);

/// <summary>Closes the books of a run: reads everything from outside and writes the report.</summary>
internal static class Bookkeeping
{
    public static async Task<RunReport> Close(
        DemoOptions options, Cast cast, ChannelRun channels, Staffing? people, Inspection inspection, RunTimes times,
            CancellationToken cancel)
    {
        var all = await inspection.ReadAll("order", cancel);
        var known = new Dictionary<string, CaseItem>(StringComparer.Ordinal);
        foreach (var item in all)
        {
            known[item.Case[(item.Case.IndexOf('/', StringComparison.Ordinal) + 1)..]] = item;
        }

        var open = await inspection.ReadAllOpen(cancel);
        // A list that is paged while things move may leave one out: what it does not show is asked for by name.
        foreach (var order in channels.Orders.All.Where(order => order.Answer == OrderAnswer.Accepted && !known.ContainsKey(order.Number))
            .Take(100))
        {
            if (await inspection.Read(order.Number, cancel) is { } item)
            {
                known[order.Number] = item;
            }
        }

        var tally = Accounting.Tally(
            channels.Orders, known, Inspection.WaitingOnPeople(open), cast.World.Erp.SalesOrders.ToHashSet(StringComparer.Ordinal),
            cast.Book.Exchanges.Select(one => one.Order).ToHashSet(StringComparer.Ordinal));
        var (oversold, oversoldFindings) = Accounting.Oversold(
            channels.Stock, cast.World.Erp.Issued, await inspection.ReadStock(cancel), CouldLeaveBesides(cast.World));
        var (duplicated, duplicatedFindings) = Accounting.DuplicatedEffects(cast.World);
        var (bought, moved) = people?.Buyers is { } buyers
            ? await CloseSupply(cast, channels, buyers, people.Receivers!, inspection, cancel) : (null, null);
        var billed = people?.Correspondents is { } correspondents
            ? await CloseInvoices(cast, people.Buyers!, correspondents, inspection, cancel) : null;
        var paidOut = people?.Correspondents is null ? null : PayoutAccounting.Tally(
            cast.World.Payments.Payouts.ToList(), await inspection.ReadAll("payout", cancel), cast.World.Bank.Shown);
        // Purchases and transfers tell of their own.
        var stuck = open.Where(item => Inspection.IsStuck(item) && !SupplyAccounting.IsOne(item))
            .Select(item => $"{item.Case} in {item.State} waits for nothing").ToList();
        var returns = await CloseReturns(cast, channels, inspection, cancel);
        var (stock, books, warehouse) = await CloseStock(options, cast, channels, inspection, cancel);
        var prices = people?.Merchandisers is { } merchandisers
            ? await ClosePrices(cast, merchandisers, inspection, cancel) : null;
        var shown = options.Availability ? await CloseAvailability(cast, inspection, cancel) : null;
        return Write(options, cast, channels, people, times, tally, oversold, duplicated, stuck.Count, open, known) with
        {
            Prices = prices,
            Purchases = bought,
            Transfers = moved,
            ReturnCases = returns,
            Availability = shown,
            Stock = stock,
            Books = books,
            WarehouseBooks = warehouse,
            Invoices = billed,
            Payouts = paidOut,
            Findings =
            [
                .. tally.Lost, .. duplicatedFindings, .. oversoldFindings, .. stuck, .. prices?.Findings ?? [], .. bought?.Findings ?? [],
                .. moved?.Findings ?? [], .. returns.Findings, .. shown?.Findings ?? [], .. billed?.Findings ?? [],
                .. stock.Findings, .. books?.Findings ?? [], .. warehouse?.Findings ?? [], .. paidOut?.Findings ?? [],
            ],
        };
    }

    /// <summary>As with prices: what differs only because it is just being told is looked at again.</summary>
    private static async Task<ReturnTally> CloseReturns(Cast cast, ChannelRun channels, Inspection inspection, CancellationToken cancel)
    {
        const int Looks = 6;
        for (var look = 1; ; look++)
        {
            var (returns, lost) = await Known("return", channels.Figures.Returns, inspection.ReadReturn, inspection, cancel);
            var tally = ReturnAccounting.Tally(
                returns, await inspection.ReadOpen("return", cancel), cast.World.Desks["payment"].Books, cast.World.Desks["erp"].Books);
            if (look == Looks || tally.Agrees)
            {
                return tally with { Differences = tally.Differences + lost.Count, Findings = [.. tally.Findings, .. lost] };
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cast.Wall, cancel);
        }
    }

    /// <summary>
    /// As with prices: what differs only because it is just being told is looked at again. Where a system's books go wrong it is waited
    /// for as long as two looks at them take, and a count.
    /// </summary>
    private static async Task<(StockTally Stock, BooksTally? Erp, BooksTally? Warehouse)> CloseStock(
        DemoOptions options, Cast cast, ChannelRun channels, Inspection inspection, CancellationToken cancel)
    {
        const int Looks = 30;
        const int LooksWithDrift = 240;
        var (before, unchanged) = ((0, 0), 0);
        var ordered = cast.Book.Events.OfType<OrderPlaced>().Select(placed => (Order: placed.Order.Number, placed.Order.Lines))
            .Concat(cast.Book.Exchanges).ToLookup(placed => placed.Order, placed => placed.Lines);
        for (var look = 1; ; look++)
        {
            var (returns, _) = await Known("return", channels.Figures.Returns, inspection.ReadReturn, inspection, cancel);
            var (purchases, _) = await Known("purchase", [], inspection.ReadPurchase, inspection, cancel);
            var (transfers, _) = await Known("transfer", [], inspection.ReadTransfer, inspection, cancel);
            var orders = (await inspection.ReadOpen("order", cancel)).Select(item => item.Case);
            IEnumerable<(string Sku, string Case)> open =
            [
                .. orders.SelectMany(id => ordered[id["order/".Length..]].SelectMany(lines => lines.Select(line => (line.Sku, id)))),
                .. purchases.Where(one => !one.Final)
                    .SelectMany(one => (one.Lines ?? []).Select(line => (line.Sku, $"purchase/{one.Number}"))),
                .. transfers.Where(one => !one.Final)
                    .SelectMany(one => (one.Lines ?? []).Select(line => (line.Sku, $"transfer/{one.Number}"))),
                .. returns.Where(one => !one.Final).SelectMany(one => (one.Lines ?? []).Select(line => (line.Sku, one.Case))),
            ];
            var discrepancies = options.Books ? await inspection.ReadAll("discrepancy", cancel) : [];
            var ledger = await inspection.ReadStock(cancel);
            var cases = open.ToLookup(one => one.Sku, one => one.Case, StringComparer.Ordinal);
            var tally = StockAccounting.Tally(new StockSides(
                ledger, channels.Stock, cast.World.Erp, cast.World.Purchasing, cast.World.Warehouse, returns,
                cast.Network.Nodes.Where(node => node.Kind == NodeKind.Supplier).Select(node => node.Id).ToHashSet(StringComparer.Ordinal),
                cast.World.ErpStock.Wrong.Keys.Union(cast.World.WmsStock.Wrong.Keys).ToHashSet(), cases));
            if (!options.Books)
            {
                if (look >= Looks || tally.Differences == 0)
                {
                    return (tally, null, null);
                }
            }
            else
            {
                var (erp, warehouse) = (cast.World.ErpStock, cast.World.WmsStock);
                var books = BooksAccounting.Tally(ledger, KeptBooks.OfErp(erp), discrepancies, cases, warehouse.Wrong.Count > 0);
                var hall = BooksAccounting.Tally(ledger, KeptBooks.OfWarehouse(warehouse), discrepancies, cases, erp.Wrong.Count > 0);
                var now = (books.Explained, hall.Explained);
                (before, unchanged) = (now, now == before ? unchanged + 1 : 0);
                var last = books.MayFind ? LooksWithDrift : Looks;
                // What cases explain that somebody has left lying stays explained, however long it is waited for.
                var lies = unchanged >= Looks;
                if (look >= last || (tally.Differences == 0 && IsSettled(books, lies) && IsSettled(hall, lies)))
                {
                    return (tally, books, hall);
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cast.Wall, cancel);
        }
    }

    private static bool IsSettled(BooksTally books, bool lies) =>
        books is { MayFind: false, Agrees: true } || (books is { Agrees: true, Open: 0 } && (lies || books.Explained == 0));

    /// <summary>What was bought in, and what the warehouse's books had too many of: that was promised as if it were there.</summary>
    private static Dictionary<string, int> CouldLeaveBesides(OutsideWorld world) =>
        world.Purchasing.BoughtIn.Select(bought => (Sku: bought.Key, Pieces: bought.Value))
            .Concat(world.WmsStock.Wrong.Where(wrong => wrong.Value > 0).Select(wrong => (wrong.Key.Sku, Pieces: (int)wrong.Value)))
            .GroupBy(one => one.Sku).ToDictionary(sku => sku.Key, sku => sku.Sum(one => one.Pieces), StringComparer.Ordinal);

    /// <summary>
    /// A figure may be on its way still, and one that was lost is found at the next look: it is waited for as long as a look may take,
    /// and only what stays different counts.
    /// </summary>
    private static async Task<AvailabilityTally> CloseAvailability(Cast cast, Inspection inspection, CancellationToken cancel)
    {
        const int Looks = 45;
        for (var look = 1; ; look++)
        {
            var tally = AvailabilityAccounting.Tally(
                await inspection.ReadSync(cancel), await inspection.ReadStock(cancel), cast.World.Availability);
            if (look == Looks || tally.Differences == 0)
            {
                return tally;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cast.Wall, cancel);
        }
    }

    /// <summary>
    /// Promotions may run on while the books are compared: what differs because a target is just being told is looked at again, and
    /// only what stays different counts.
    /// </summary>
    private static async Task<PriceTally> ClosePrices(
        Cast cast, Merchandisers merchandisers, Inspection inspection, CancellationToken cancel)
    {
        const int Looks = 6;
        for (var look = 1; ; look++)
        {
            var journal = new List<PriceWhole>();
            var unknown = new List<string>();
            foreach (var number in merchandisers.Started)
            {
                if (await inspection.ReadPrice(number, cancel) is { } price)
                {
                    journal.Add(price);
                }
                else
                {
                    unknown.Add($"{number} was acknowledged and is not known");
                }
            }

            List<CaseItem> open =
                [.. await inspection.ReadOpen("promotion", cancel), .. await inspection.ReadOpen("price-target", cancel)];
            var tally = PriceAccounting.Tally(journal, open, cast.World.Shelves);
            if (look == Looks || (tally.Differences == 0 && tally.Stuck == 0))
            {
                return tally with
                {
                    Differences = tally.Differences + unknown.Count,
                    Findings = [.. tally.Findings, .. unknown, .. merchandisers.Refused.Select(why => $"not taken: {why}")],
                };
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cast.Wall, cancel);
        }
    }

    /// <summary>As with prices: what differs only because it is just being told is looked at again.</summary>
    private static async Task<(SupplyTally? Purchases, SupplyTally? Transfers)> CloseSupply(
        Cast cast, ChannelRun channels, Buyers buyers, Receivers receivers, Inspection inspection, CancellationToken cancel)
    {
        const int Looks = 6;
        for (var look = 1; ; look++)
        {
            var open = await inspection.ReadAllOpen(cancel);
            var (purchases, lost) = await Known("purchase", buyers.Purchases, inspection.ReadPurchase, inspection, cancel);
            var (transfers, lostOnTheWay) = await Known("transfer", buyers.Transfers, inspection.ReadTransfer, inspection, cancel);
            var books = new SupplyBooks(
                purchases, transfers, cast.World.Purchasing, cast.World.SupplierOrders, await inspection.ReadStock(cancel),
                channels.Stock.Delivered);
            var (bought, moved) = (SupplyAccounting.Purchases(books, open), SupplyAccounting.Transfers(books, open));
            if (look == Looks || (bought.Agrees && moved.Agrees))
            {
                string[] untaken = [.. buyers.Refused.Concat(receivers.Refused).Select(why => $"not taken: {why}")];
                return (
                    bought with
                    {
                        Differences = bought.Differences + lost.Count, Findings = [.. bought.Findings, .. lost, .. untaken],
                    },
                    moved with
                    {
                        Differences = moved.Differences + lostOnTheWay.Count, Findings = [.. moved.Findings, .. lostOnTheWay],
                    });
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cast.Wall, cancel);
        }
    }

    /// <summary>
    /// The bank shows what has moved by now, and what differs only because it is just being told is looked at again. An invoice that waits
    /// for its day, its goods or a person is none of these.
    /// </summary>
    private static async Task<InvoiceTally> CloseInvoices(
        Cast cast, Buyers buyers, Correspondents correspondents, Inspection inspection, CancellationToken cancel)
    {
        const int Looks = 6;
        await correspondents.SendPayout(cancel);
        await correspondents.SendStatement(cancel);
        for (var look = 1; ; look++)
        {
            List<CaseItem> open =
            [
                .. await inspection.ReadOpen("invoice", cancel), .. await inspection.ReadOpen("bank-entry", cancel),
                .. await inspection.ReadOpen("task", cancel),
            ];
            var sent = cast.World.Billing.Sent.ToList();
            var (invoices, lost) = await Known(
                "invoice", sent.Select(one => one.Case?["invoice/".Length..]).OfType<string>(), inspection.ReadInvoice, inspection, cancel);
            var (purchases, _) = await Known("purchase", buyers.Purchases, inspection.ReadPurchase, inspection, cancel);
            var tally = InvoiceAccounting.Tally(
                new InvoiceBooks(invoices, purchases, open, cast.World.Desks["erp"].Books, cast.World.Bank.Shown,
                correspondents.Entries, sent));
            if (look == Looks || tally.Agrees)
            {
                return tally with
                {
                    Differences = tally.Differences + lost.Count,
                    Findings = [.. tally.Findings, .. lost, .. correspondents.Refused.Select(why => $"not taken: {why}")],
                };
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cast.Wall, cancel);
        }
    }

    /// <summary>All that the lists show, and what was acknowledged besides.</summary>
    private static async Task<(List<T> Found, List<string> Lost)> Known<T>(
        string kind, IEnumerable<string> acknowledged, Func<string, CancellationToken, Task<T?>> read, Inspection inspection,
        CancellationToken cancel)
        where T : class
    {
        var (found, lost) = (new List<T>(), new List<string>());
        var listed = (await inspection.ReadAll(kind, cancel)).Select(item => item.Case[(kind.Length + 1)..]);
        foreach (var number in listed.Union(acknowledged))
        {
            if (await read(number, cancel) is { } one)
            {
                found.Add(one);
            }
            else
            {
                lost.Add($"{kind} {number} was acknowledged and is not known");
            }
        }

        return (found, lost);
    }

    private static RunReport Write(
        DemoOptions options, Cast cast, ChannelRun channels, Staffing? people, RunTimes times,
        OrderTally tally, long oversold, int duplicated, int stuck, List<CaseItem> open, Dictionary<string, CaseItem> known)
    {
        var (facts, figures, desks) = (cast.Book.Facts, channels.Figures, cast.World.Desks.Values);
        var ordersIn = channels.Orders.Count;
        return new RunReport(
            ordersIn, tally.Accepted, tally.RefusedAtDoor + tally.RefusedLater, figures.Duplicates, tally.Settled, tally.WaitingOnPerson,
            tally.Cancelled, tally.StillMoving, tally.Unanswered, tally.Lost.Count, duplicated, oversold, stuck,
            open.Count(item => item.Incident is not null), Accounting.AddsUp(tally, ordersIn), times.TimedOut,
            Math.Round(times.Whole.TotalSeconds, 1), Math.Round(times.Arrivals.TotalSeconds, 1),
            figures.ReturnsTaken, figures.ReturnsRefused, facts.UnmatchedReturns,
            open.Count(item => item.Waits == Words.OnPerson && item.Case.StartsWith("return/", StringComparison.Ordinal)),
            figures.CancelsTaken, figures.CancelsRefused, facts.RowsRead, facts.RowsOdd, facts.OddDocuments, facts.InvoicesSeen,
            Accounting.Adjustments(cast.Book), figures.Movements, figures.MovementsRefused,
            people?.Tasks.Done ?? 0, people?.Tasks.Left.Count ?? 0,
            desks.Sum(desk => desk.Callbacks.Delivered), desks.Sum(desk => desk.Callbacks.Refused), cast.World.PendingCallbacks,
            cast.Crossdock.Broken, cast.Crossdock.Throttled, desks.Sum(desk => desk.Faults.Met), cast.Host.Kills, cast.Host.UnaskedExits,
            times.Store.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) ? "postgres" : times.Store,
            times.Factor, options.Seed, options.Faults, options.Input,
            figures.RefusedByReason.ToDictionary(),
            known.Values.GroupBy(item => item.State ?? "").ToDictionary(group => group.Key, group => group.Count()),
            facts.Fates.ToDictionary(fate => fate.Key.ToString(), fate => fate.Value),
            [])
        {
            HeldSeconds = Math.Round(times.Held.TotalSeconds, 1),
        };
    }
}
