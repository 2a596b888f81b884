using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.Exports;

/// <summary>What an export has to remember of a case between two of its rows.</summary>
/// <param name="Micros">of its last event; 0 before the first</param>
/// <param name="Parent">the case that it is a part of, or about</param>
internal sealed record CaseMemory(long Micros, string? Node, CaseId? Parent)
{
    public static readonly CaseMemory None = new(0, null, null);

    /// <summary>A card tells all anew; a row without one leaves it as it was. Time in a case never stands still or runs back.</summary>
    public CaseMemory After(ExportedRow row) => new(
        Math.Max(ExportTime.Micros(row.At), Micros + 1), row.Card is null ? Node : row.Card.Node,
        row.Card is null ? Parent : row.Card.Parent);
}

/// <summary>
/// Reads off a row which objects take part in it and what it says of them. Pure. What only people can read stays out: titles, notes and
/// reasons can name anybody.
/// </summary>
/// <param name="isTraded">whether cases of a kind are exported: books and ledgers are not</param>
internal sealed partial class RowReading(ExportedRow row, CaseMemory memory, Func<string, bool> isTraded, bool personal)
{
    private readonly string _case = row.Case.ToString();
    private readonly List<Link> _links = [new(row.Case.ToString(), ObjectTypes.Of(row.Case.Kind), "of")];
    private readonly List<(string, string?)> _own = [];
    private readonly List<Link> _belongs = [];
    private readonly List<ObjectNews> _others = [];

    public static (IReadOnlyList<Link> Links, IReadOnlyList<ObjectNews> News) Of(
        ExportedRow row, CaseMemory memory, Func<string, bool> isTraded, bool personal)
    {
        var reading = new RowReading(row, memory, isTraded, personal);
        reading.Read();
        return (
            [.. reading._links.DistinctBy(link => link.Object)],
            [new ObjectNews(reading._case, ObjectTypes.Of(row.Case.Kind), reading._own, reading._belongs), .. reading._others]);
    }

    /// <summary>The name of a system; of a person what they are here, and who only where that is asked for.</summary>
    public static string ResourceOf(Actor who, bool personal) =>
        personal || CaseLife.SystemRoles.Contains(who.Role) ? who.Name : who.Role;

    private void Read()
    {
        Own("state", row.To);
        if (row.Card is { } card)
        {
            ReadCard(card);
        }

        if (row.Outcome != Outcome.Applied)
        {
            return;
        }

        ReadMessage();
        // Another case's word names that case as its source; a system's or a person's names none that is exported.
        if (CaseId.TryParse(row.Message.Source, null, out var teller))
        {
            With(teller, "told by");
        }
    }

    private void ReadCard(CaseCard card)
    {
        Own("region", card.Region);
        Own("channel", card.Channel);
        Own("node", card.Node);
        Own("kind", card.Kind);
        Own("owner", card.Owner?.ToString());
        Own("exception", card.Exception?.ToString());
        Own("promise", Instant(card.Promise));
        Own("value", Number(card.Value));
        Own("currency", card.Currency);
        if (personal)
        {
            Own("with", card.With);
        }

        if (card.Parent is { } parent)
        {
            Belongs(parent, "part of");
        }
    }

    private void ReadMessage()
    {
        switch (row.Message.Type)
        {
            case "order.received" or "order.cancel-requested" or "order.change-requested" or "part.short" or "part.shipped"
                or "part.delivered" or "part.ended":
                ReadOrder(row.Message.Whole());
                break;
            case "fulfilment.asked" or "fulfilment.less-asked" or "fulfilment.lines-dropped" or "fulfilment.pick-reported"
                or "wms.picked" or "supplier.shipped":
                ReadPart(row.Message.Whole());
                break;
            case "carrier.booked" or "carrier.collected" or "carrier.delivered" or "carrier.delivery-failed" or "carrier.returned"
                when row.Case.Kind == "fulfilment":
                Ship(row.Message.Data.TryGetProperty("tracking", out var tracking) ? tracking.GetString() : null);
                break;
            case "task.opened" or "return.asked" or "return.matched" or "bank.payments-found" or "bank.entry-assigned"
                or "invoice.payment-taken" or "price.proposed" or "price-target.asked":
                ReadOthers(row.Message.Whole());
                break;
            case "purchase.proposed" or "supplier.confirmed" or "supplier.despatch-advised" or "purchase.goods-received"
                or "erp.goods-receipt-posted" or "erp.goods-receipt-rejected" or "transfer.asked" or "transfer.received"
                or "invoice.received" or "invoice.mended":
                ReadSupply(row.Message.Whole());
                break;
        }
    }

    private void ReadOrder(Message message)
    {
        switch (message)
        {
            case OrderReceived order:
                Own("wish", order.Wish.ToString());
                Own("lines", Number(order.Lines.Length));
                ReadCustomer(order.Customer);
                foreach (var line in order.Lines)
                {
                    Take(LineOf(row.Case, line.Line), ObjectTypes.OrderLine, "places",
                        [("sku", line.Sku), ("quantity", Number(line.Quantity)), ("unit_price", Number(line.UnitPrice))],
                        [new Link(_case, ObjectTypes.Order, "line of")]);
                }

                break;
            case CancelRequested cancel:
                Lines(row.Case, cancel.Lines, "cancels");
                break;
            case ChangeRequested change:
                Lines(row.Case, change.Lines.Select(line => line.Line), "changes");
                break;
            case PartShort missing:
                Lines(row.Case, missing.Missing.Select(line => line.Line), "is short of");
                break;
            case PartShipped shipped:
                Lines(row.Case, shipped.Lines.Select(line => line.Line), "ships");
                break;
            case PartDelivered delivered:
                Lines(row.Case, delivered.Lines.Select(line => line.Line), "delivers");
                break;
            case PartEnded ended:
                Lines(row.Case, ended.Returned.Select(line => line.Line), "puts back");
                break;
        }
    }

    private void ReadPart(Message message)
    {
        switch (message)
        {
            case FulfilmentAsked asked:
                Own("pieces", Number(asked.Lines.Sum(line => line.Quantity)));
                With(asked.Order, "for");
                Lines(asked.Order, asked.Lines.Select(line => line.Line), "asks for");
                _belongs.AddRange(asked.Lines.Select(line => new Link(LineOf(asked.Order, line.Line), ObjectTypes.OrderLine, "fulfils")));
                break;
            case FulfilmentLessAsked less:
                PartLines(less.Lines, "drops");
                break;
            case FulfilmentLinesDropped dropped:
                PartLines(dropped.Lines, "drops");
                break;
            case PickReported picked:
                PartLines(picked.Lines, "picks");
                break;
            case WarehousePicked picked:
                PartLines(picked.Lines, "picks");
                break;
            case SupplierShipped shipped:
                PartLines(shipped.Lines, "ships");
                Ship(shipped.Tracking);
                break;
        }
    }

    private void ReadOthers(Message message)
    {
        switch (message)
        {
            case TaskOpened task:
                With(task.About, "about");
                Belongs(task.About, "about");
                break;
            case ReturnAsked back:
                Own("way", back.Way.ToString());
                Own("pieces", Number(back.Lines.Sum(line => line.Quantity)));
                if (personal)
                {
                    Own("customer_id", back.CustomerId);
                }

                Of(back.Order);
                break;
            case ReturnMatched matched:
                Of(matched.Order);
                break;
            case PaymentsFound found:
                found.Invoices.ToList().ForEach(invoice => With(invoice, "may pay"));
                break;
            case PaymentTaken taken:
                With(taken.Invoice, "pays");
                Belongs(taken.Invoice, "pays");
                break;
            case BankEntryAssigned { Invoice: { } invoice }:
                With(invoice, "pays");
                break;
            case PromotionProposed price:
                Own("lines", Number(price.Lines.Length));
                Own("starts_local", price.StartsLocal.ToString("s", CultureInfo.InvariantCulture));
                Own("ends_local", price.EndsLocal.ToString("s", CultureInfo.InvariantCulture));
                break;
            case TargetAsked target:
                Own("target", target.Target.Id);
                With(target.Promotion, "for");
                break;
        }
    }

    private void ReadCustomer(Customer customer)
    {
        if (!personal)
        {
            return;
        }

        Own("customer_id", customer.Id);
        Own("customer_name", customer.Contact?.Name);
        Own("customer_email", customer.Contact?.Email);
        if (customer.Contact?.Address is { } address)
        {
            Own("street", address.Street);
            Own("city", address.City);
            Own("postal_code", address.PostalCode);
            Own("country", address.Country);
        }
    }

    /// <summary>A part has one shipment, also where another carrier takes it over. A tracking number leads to an address.</summary>
    private void Ship(string? tracking) => Take(
        $"{_case}/shipment", ObjectTypes.Shipment, "moves",
        personal && tracking is not null ? [("state", row.To), ("tracking", tracking)] : [("state", row.To)],
        [new Link(_case, ObjectTypes.Of(row.Case.Kind), "shipment of")]);

    private void Of(CaseId? order)
    {
        if (order is { } known)
        {
            With(known, "from");
            Belongs(known, "from");
        }
    }

    private void PartLines(IReadOnlyCollection<PickedLine> lines, string qualifier)
    {
        if (memory.Parent is { Kind: ObjectTypes.Order } order)
        {
            Lines(order, lines.Select(line => line.Line), qualifier);
        }
    }

    private void Lines(CaseId order, IEnumerable<int> lines, string qualifier) =>
        _links.AddRange(lines.Select(line => new Link(LineOf(order, line), ObjectTypes.OrderLine, qualifier)));

    private void Take(
        string id, string type, string qualifier, IReadOnlyList<(string, string?)>? attributes = null, IReadOnlyList<Link>? links = null)
    {
        _links.Add(new Link(id, type, qualifier));
        if (attributes is not null)
        {
            _others.Add(new ObjectNews(id, type, attributes, links ?? []));
        }
    }

    private void With(CaseId other, string qualifier)
    {
        if (isTraded(other.Kind))
        {
            _links.Add(new Link(other.ToString(), ObjectTypes.Of(other.Kind), qualifier));
        }
    }

    private void Belongs(CaseId other, string qualifier)
    {
        if (isTraded(other.Kind) && other != row.Case)
        {
            _belongs.Add(new Link(other.ToString(), ObjectTypes.Of(other.Kind), qualifier));
        }
    }

    private void Own(string name, string? value) => _own.Add((name, value));

    private static string LineOf(CaseId order, int line) => string.Create(CultureInfo.InvariantCulture, $"{order}/line/{line}");

    private static string? Number(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Instant(DateTimeOffset? at) => at is { } known ? ExportTime.Json(known) : null;
}
