using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Rehearsal.Simulation.Laws;
using Crossdock.Rehearsal.Simulation.Running;
using Crossdock.Rehearsal.Simulation.Stores;

namespace Crossdock.Rehearsal.Simulation.Retail;

/// <summary>
/// The systems around: ERP, payments, warehouse, supplier, carrier, mail. They know a request by its key, keep their own books, and
/// notice what no honest partner would be asked.
/// </summary>
internal sealed class Outside(MemoryStore store, SimTime time, Faults faults, Dice dice, Chronicle chronicle)
{
    private readonly Dictionary<string, Message> _answers = [];
    private readonly Dictionary<string, string> _wishes = [];
    private readonly HashSet<string> _recalled = [];
    private readonly HashSet<string> _picked = [];

    public Payments Payments { get; } = new(chronicle);

    /// <summary>Something that a partner tells a case of its own accord: the case, the name of the event, and what it says.</summary>
    public event Action<CaseId, string, Message>? Tells;

    /// <summary>A letter reached the customer of an order.</summary>
    public event Action<NotifyCustomer, string>? Notified;

    /// <summary>Carries a request out, or gives again what was answered to its key before.</summary>
    public Message Take(string key, CaseId from, Effect effect)
    {
        if (RequestedEffect.TryCaseOf(key, out var id) && !store.Has(id, SeqOf(key)))
        {
            chronicle.Harmed(Law.DurableBeforeTheWorld, from, $"asked {Name(effect)} under {key} before the row was durable");
        }

        if (_answers.TryGetValue(key, out var before))
        {
            return before;
        }

        var refuses = faults.Strikes(FaultKind.Refused, key, RefusalsOf(effect));
        var answer = refuses ? effect.Refused("Not today.") : Done(key, effect);
        _answers[key] = answer;
        if (!refuses && WishOf(effect) is { } wish && !_wishes.TryAdd(wish, key))
        {
            chronicle.Harmed(Law.SeenOnce, from, $"had {wish} done under {_wishes[wish]}, and asks for it under {key} again");
        }

        chronicle.LastActivity = time.Ticks;
        chronicle.Note($"outside: {Name(effect)} ({key}) is {(refuses ? "refused" : "done")}", from);
        return answer;
    }

    private static string Name(Effect effect) => effect.GetType().Name;

    private static int SeqOf(string key)
    {
        var (hash, dot) = (key.LastIndexOf('#'), key.LastIndexOf('.'));
        return int.Parse(key.AsSpan(hash + 1, dot - hash - 1), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static int RefusalsOf(Effect effect) => effect is NotifyCustomer ? 10 : 45;

    /// <summary>What is asked for in the words of the business: it can be wished once.</summary>
    private static string? WishOf(Effect effect) => effect switch
    {
        AuthorisePayment pay => $"the payment of {pay.Number} by {pay.Token}",
        CapturePayment capture => $"the capture for {capture.Reference}",
        RefundPayment refund => $"the refund for {refund.Reference}",
        VoidAuthorisation gone => $"the end of {gone.Authorisation}",
        PostSalesOrder order => $"the sales order {order.Number}",
        PostDelivery delivery => $"the delivery of {delivery.Reference}",
        PostStockAdjustment adjustment => $"the adjustment {adjustment.Reference}",
        PostCreditNote note => $"the credit note for {note.Number}",
        ReleaseToWarehouse release => $"the picking of {release.Part}",
        RecallFromWarehouse recall => $"the recall of {recall.Part}",
        OrderFromSupplier order => $"the supply of {order.Part}",
        BookReturnLabel label => $"the label of {label.Return}",
        BookCarrier booking => $"the parcel of {booking.Part}",
        _ => null,
    };

    private Message Done(string key, Effect effect) => effect switch
    {
        CheckOrder check => Checked(check),
        AuthorisePayment pay => Payments.Authorise(pay, faults.Strikes(FaultKind.Refused, $"{key} fraud", 40) ? 0.95 : 0.1),
        CapturePayment capture => Payments.Capture(capture),
        VoidAuthorisation gone => Payments.Void(gone),
        RefundPayment refund => Refund(refund),
        PostSalesOrder order => new SalesOrderPosted($"SO-{order.Number}"),
        CancelSalesOrder order => new SalesOrderCancelled($"SO-{order.Number}", order.OfLines),
        PostDelivery delivery => new DeliveryPosted($"DEL-{delivery.Reference}", $"INV-{delivery.Reference}", delivery.Reference),
        BookReturnLabel label => new ReturnLabelled($"TR-{label.Return.Key}"),
        PostCreditNote note => new CreditNotePosted($"CN-{note.Number}"),
        PostStockAdjustment adjustment => new StockAdjustmentPosted($"SA-{adjustment.Reference}"),
        NotifyCustomer notify => Notify(key, notify),
        ReleaseToWarehouse release => Release(release),
        RecallFromWarehouse recall => Recall(recall),
        OrderFromSupplier order => Supply(order),
        BookCarrier booking => Carry(booking.Part),
        _ => throw new InvalidOperationException($"Nobody out there does {Name(effect)}."),
    };

    private OrderChecked Checked(CheckOrder check) => new(
        faults.Strikes(FaultKind.Refused, $"{check.Number} price", 40) ? [new PriceInForce(check.Lines[0].Sku, 1m)] : [],
        [], faults.Strikes(FaultKind.Refused, $"{check.Number} blocked", 25), LikelyDuplicateOf: null);

    /// <summary>Some days later the statement shows it; now and then one is lost.</summary>
    private Message Refund(RefundPayment refund)
    {
        if (CaseId.TryParse(refund.Reference.Split('~')[0], null, out var id) && id.Kind == "return"
            && !faults.Strikes(FaultKind.Refused, $"{refund.Reference} statement", 60))
        {
            var days = dice.Of(refund.Reference).Of("statement").Between(TimeSpan.FromHours(12), TimeSpan.FromDays(4));
            time.In(days, () => Tells?.Invoke(
                id, "settled", new RefundSettled($"REF-{refund.Reference}", refund.Amount, refund.Currency)));
        }

        return Payments.Refund(refund);
    }

    private CustomerNotified Notify(string key, NotifyCustomer notify)
    {
        Notified?.Invoke(notify, key);
        return new CustomerNotified(notify.Template);
    }

    private WarehouseAccepted Release(ReleaseToWarehouse release)
    {
        var (part, name) = (release.Part, release.Part.ToString());
        time.In(dice.Of(name).Of("picking").Between(TimeSpan.FromMinutes(20), TimeSpan.FromHours(14)), () =>
        {
            if (!_recalled.Contains(name))
            {
                _picked.Add(name);
                Tells?.Invoke(part, "picked", new WarehousePicked($"WMS-{part.Key}", [.. release.Lines.Select(Found)], 900));
            }
        });
        return new WarehouseAccepted($"WMS-{part.Key}");

        PickedLine Found(PartLine line) => new(
            line.Line, line.Sku,
            faults.Strikes(FaultKind.Refused, $"{name} line {line.Line} missing", 120)
                ? dice.Of(name).Of(line.Line).Below(line.Quantity) : line.Quantity);
    }

    private Message Recall(RecallFromWarehouse recall)
    {
        var name = recall.Part.ToString();
        if (_picked.Contains(name))
        {
            return recall.Refused("It is picked already.");
        }

        _recalled.Add(name);
        return new WarehouseRecalled($"WMS-{recall.Part.Key}");
    }

    private SupplierAccepted Supply(OrderFromSupplier order)
    {
        var (part, name) = (order.Part, order.Part.ToString());
        var ships = dice.Of(name).Of("supply").Between(TimeSpan.FromHours(5), TimeSpan.FromDays(2));
        time.In(ships, () =>
        {
            Tells?.Invoke(part, "shipped", new SupplierShipped(
                $"SUP-{part.Key}", $"TRK-{part.Key}", [.. order.Lines.Select(line => new PickedLine(line.Line, line.Sku, line.Quantity))]));
            Travel(part, TimeSpan.FromHours(1));
        });
        return new SupplierAccepted($"SUP-{part.Key}", time.Now + ships);
    }

    private CarrierBooked Carry(CaseId part)
    {
        var wait = dice.Of(part.ToString()).Of("collection").Between(TimeSpan.FromMinutes(5), TimeSpan.FromHours(20));
        time.In(wait, () => Tells?.Invoke(part, "collected", new ParcelCollected($"TRK-{part.Key}")));
        Travel(part, wait);
        return new CarrierBooked($"TRK-{part.Key}", "next day");
    }

    private void Travel(CaseId part, TimeSpan left)
    {
        var (name, tracking) = (part.ToString(), $"TRK-{part.Key}");
        var arrives = left + dice.Of(name).Of("road").Between(TimeSpan.FromHours(2), TimeSpan.FromDays(2));
        if (faults.Strikes(FaultKind.Refused, $"{name} nobody home", 120))
        {
            time.In(arrives, () => Tells?.Invoke(part, "missed", new ParcelDeliveryFailed(tracking, "Nobody home.", 1)));
            arrives += TimeSpan.FromHours(24);
        }

        var comesBack = faults.Strikes(FaultKind.Refused, $"{name} comes back", 90);
        time.In(arrives, () => Tells?.Invoke(
            part, "arrived", comesBack ? new ParcelReturned(tracking, "Refused at the door.") : new ParcelDelivered(tracking, "Maria")));
    }
}
