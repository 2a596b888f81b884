using System.Text.Json;
using Crossdock.Contracts.Purchasing;
using Crossdock.Estate.Wire;
using Terms = System.Collections.Generic.Dictionary<string, (int Pieces, decimal Price)>;

namespace Crossdock.Estate.Systems.Suppliers;

/// <summary>
/// The suppliers that the retailer buys from. Each takes the order and answers later by his temperament: confirms, changes, declines
/// (one in forty), or says nothing until he is reminded. What he sends is mostly what he said: one line in fifteen is loaded short, one
/// in forty has pieces too many. What was short follows in six of ten cases. Cancelled is what is not on the road.
/// </summary>
public sealed class PurchasingBehaviour(Desk desk, SupplierOrders books, Yards yards)
{
    // A lorry that comes in the evening is unloaded the next day, and goods that nobody has signed for are still his.
    private static readonly TimeSpan UntilCounted = TimeSpan.FromHours(24);

    public Reply Order(Request request)
    {
        var (purchase, supplier, revision) = (request.Text("purchase"), request.Text("supplier"), (int)request.Number("revision"));
        var lines = request.Items("lines").Select(Asked).ToArray();
        if (purchase.Length == 0 || supplier.Length == 0 || lines.Length == 0)
        {
            return Reply.No(400, "a purchase order names its purchase and its supplier and has lines");
        }

        desk.Books.Book("purchase-order", $"{purchase}/{revision}", request.Key, desk.Business.GetUtcNow());
        var order = books.Open(purchase, supplier, request.Text("node"));
        lock (order.Lock)
        {
            if (revision > order.Revision)
            {
                order.Revision = revision;
                order.Due = DateTimeOffset.TryParse(request.Text("due"), out var due) ? due : desk.Business.GetUtcNow().AddDays(2);
                (order.Confirmed, order.Declined) = (null, false);
                order.Asked.Clear();
                order.Freight = request.Number("freight");
                foreach (var (sku, pieces, price, tax) in lines)
                {
                    order.Asked[sku] = (pieces, price);
                    if (tax is not null)
                    {
                        order.Taxes[sku] = tax;
                    }
                }
            }
        }

        if (Vendors.Find(supplier).Temperament != Temperament.Silent || revision > 1)
        {
            PlanAnswer(order, revision);
        }

        return Reply.Created(new { reference = $"SO-{order.Number}" });
    }

    /// <summary>A silent supplier answers to one reminder in two, and to the fourth in any case.</summary>
    public Reply Remind(Request request)
    {
        if (books.Find(request.Text("supplier"), request.Text("purchase")) is not { } order)
        {
            return Reply.No(404, "no such order");
        }

        lock (order.Lock)
        {
            order.Reminders++;
            var heard = order.Reminders >= 4 || desk.Chance.Chance(0.5, "hears", $"{order.Purchase}/{order.Reminders}");
            if (order.Confirmed is null && !order.Declined && heard)
            {
                PlanAnswer(order, order.Revision);
            }
        }

        return Reply.Created(new { reference = $"RM-{order.Number}-{order.Reminders}" });
    }

    public Reply Cancel(Request request)
    {
        if (books.Find(request.Text("supplier"), request.Text("purchase")) is not { } order)
        {
            return Reply.No(404, "no such order");
        }

        lock (order.Lock)
        {
            if (desk.Business.GetUtcNow() < order.OnTheRoadUntil)
            {
                return Reply.No(409, "the goods are on the road");
            }

            order.Cancelled = true;
            desk.Books.Book("purchase-cancellation", order.Purchase, request.Key, desk.Business.GetUtcNow());
            return Reply.Created(new { reference = $"CX-{order.Number}" });
        }
    }

    private void PlanAnswer(SupplierOrder order, int revision)
    {
        var who = $"{order.Purchase}/{revision}";
        var after = Vendors.Find(order.Supplier).Temperament == Temperament.Slow
            ? desk.Chance.Between(TimeSpan.FromHours(8), TimeSpan.FromHours(20), "confirms", who)
            : desk.Chance.Between(TimeSpan.FromMinutes(30), TimeSpan.FromHours(3), "confirms", who);
        if (revision == 1 && desk.Chance.Chance(0.025, "declines", who))
        {
            desk.Callbacks.Plan(order.Purchase, "supplier.declined", after, () => Decline(order, revision));
        }
        else
        {
            desk.Callbacks.Plan(order.Purchase, "supplier.confirmed", after, () => Confirm(order, revision));
        }
    }

    private object? Decline(SupplierOrder order, int revision)
    {
        lock (order.Lock)
        {
            if (order.Cancelled || order.Revision != revision || order.Confirmed is not null)
            {
                return null;
            }

            order.Declined = true;
            return new { reason = "out of production" };
        }
    }

    private object? Confirm(SupplierOrder order, int revision)
    {
        lock (order.Lock)
        {
            if (order.Cancelled || order.Revision != revision || order.Confirmed is not null)
            {
                return null;
            }

            var changes = revision == 1 && desk.Chance.Chance(
                Vendors.Find(order.Supplier).Temperament == Temperament.Changing ? 0.6 : 0.02, "changes", order.Purchase);
            var (terms, later) = changes ? Changed(order) : (new Terms(order.Asked), TimeSpan.Zero);
            order.Confirmed = terms;
            order.Due += later;
            var packs = Vendors.Find(order.Supplier).Temperament == Temperament.Slow || changes
                ? desk.Chance.Between(TimeSpan.FromHours(14), TimeSpan.FromHours(26), "packs", order.Purchase)
                : desk.Chance.Between(TimeSpan.FromHours(3), TimeSpan.FromHours(10), "packs", order.Purchase);
            desk.Callbacks.Plan(order.Purchase, "supplier.despatch-advised", packs, () => Despatch(order, rest: false));
            return new
            {
                reference = $"SO-{order.Number}",
                due = order.Due,
                freight = order.Freight,
                lines = terms.Select(line => new { sku = line.Key, quantity = line.Value.Pieces, unitPrice = line.Value.Price }).ToArray(),
            };
        }
    }

    /// <summary>Fewer pieces of one line, a higher price of one, more freight, or a later day.</summary>
    private (Terms Terms, TimeSpan Later) Changed(SupplierOrder order)
    {
        var terms = new Terms(order.Asked);
        var sku = desk.Chance.Pick([.. terms.Keys.Order(StringComparer.Ordinal)], "changes-sku", order.Purchase);
        var (pieces, price) = terms[sku];
        switch (desk.Chance.Below(4, "changes-what", order.Purchase))
        {
            case 0:
                terms[sku] = ((int)(pieces * desk.Chance.Pick([0m, 0.5m, 0.75m, 0.9m], "changes-to", order.Purchase)), price);
                return (terms, TimeSpan.Zero);
            case 1:
                terms[sku] = (pieces, decimal.Round(price * 1.08m, 2) + 0.01m);
                return (terms, TimeSpan.Zero);
            case 2:
                order.Freight = decimal.Round(order.Freight * 1.4m, 2) + 7.5m;
                return (terms, TimeSpan.Zero);
            default:
                return (terms, TimeSpan.FromHours(60));
        }
    }

    private object? Despatch(SupplierOrder order, bool rest)
    {
        lock (order.Lock)
        {
            var owed = order.Agreed.Select(line => (Sku: line.Key, Pieces: line.Value.Pieces - order.Loaded.GetValueOrDefault(line.Key)))
                .Where(line => line.Pieces > 0).ToArray();
            if (order.Cancelled || order.Declined || owed.Length == 0 || (order.Despatches > 0 && !rest))
            {
                return null;
            }

            var advice = $"DA-{order.Number}-{++order.Despatches}";
            var arrives = desk.Business.GetUtcNow() + desk.Chance.Between(TimeSpan.FromHours(3), TimeSpan.FromHours(10), "drives", advice);
            PickedItem[] lorry =
                [.. owed.Select((line, n) => new PickedItem(n + 1, line.Sku, LoadedOf(line.Pieces, $"{advice}/{line.Sku}")))];
            foreach (var line in lorry)
            {
                order.Loaded[line.Sku!] = order.Loaded.GetValueOrDefault(line.Sku!) + line.Picked;
            }

            order.LeftAt ??= desk.Business.GetUtcNow();
            order.OnTheRoadUntil = arrives + UntilCounted;
            yards.Send(new Delivery(order.Number, order.Node, advice, arrives, lorry));
            var missing = lorry.Zip(owed).Any(line => line.First.Picked < line.Second.Pieces);
            if (missing && !rest && desk.Chance.Chance(0.6, "sends-the-rest", advice))
            {
                desk.Callbacks.Plan(
                    order.Purchase, "supplier.despatch-advised",
                    desk.Chance.Between(TimeSpan.FromHours(12), TimeSpan.FromHours(20), "packs-the-rest", advice),
                    () => Despatch(order, rest: true));
            }

            return new { advice, arrives, lines = owed.Select(line => new { sku = line.Sku, quantity = line.Pieces }).ToArray() };
        }
    }

    private int LoadedOf(int pieces, string line) =>
        desk.Chance.Chance(1.0 / 15, "loads-short", line) ? desk.Chance.Below(pieces, "loads", line)
        : desk.Chance.Chance(1.0 / 40, "loads-over", line) ? pieces + 1 + desk.Chance.Below(3, "loads", line)
        : pieces;

    private static (string Sku, int Pieces, decimal Price, AgreedTax? Tax) Asked(JsonElement line) => (
        line.TryGetProperty("sku", out var sku) ? sku.GetString() ?? "" : "",
        line.TryGetProperty("quantity", out var pieces) && pieces.TryGetInt32(out var number) ? number : 0,
        line.TryGetProperty("unitPrice", out var price) && price.TryGetDecimal(out var amount) ? amount : 0,
        line.TryGetProperty("taxCategory", out var category) && category.GetString() is { } code
            && line.TryGetProperty("taxRate", out var rate) && rate.TryGetDecimal(out var percent)
            ? new AgreedTax(code, percent) : null);
}
