using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.StockLedger;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What is outside the cases: systems that say yes unless scripted, advice, and the ledger of every SKU.</summary>
public sealed partial class World
{
    private readonly Dictionary<Type, Func<Effect, Message?>> _script = [];
    private readonly Dictionary<string, StockItem> _ledgers = [];
    private readonly Dictionary<string, IReadOnlyList<StockGranted>> _answered = [];
    private readonly List<(DateTimeOffset At, StockItem Item)> _past = [];

    public IReadOnlyDictionary<string, StockItem> Ledgers => _ledgers;

    public PriceChannels Prices { get; } = new();

    public Synchronisation.ChannelBooks Channels { get; } = new();

    public Func<AskReroute, Message> Advice { get; set; } = _ => new AdviceUnavailable("No advisor here.");

    /// <summary>Lines that nodes have taken today, against their capacity.</summary>
    public Dictionary<string, int> Loads { get; } = [];

    /// <summary>What purchases and transfers that are under way bring of SKUs of which there is nothing.</summary>
    public Dictionary<string, ExpectedSupply> Coming { get; } = [];

    /// <summary>Before anything is sourced, a rival takes so many pieces when the reservation comes in.</summary>
    public Action? BeforeReserving { get; set; }

    /// <summary>How this kind of effect is answered from now on; a null means: with success.</summary>
    public World Answers<TEffect>(Func<TEffect, Message?> answer) where TEffect : Effect
    {
        _script[typeof(TEffect)] = effect => answer((TEffect)effect);
        return this;
    }

    public World Refuses<TEffect>(string reason, int times = 1) where TEffect : Effect
    {
        var left = times;
        return Answers<TEffect>(effect => left-- > 0 ? effect.Refused(reason) : null);
    }

    public World Receive(string sku, string node, int pieces)
    {
        Tell(CaseId.Stock(sku), new StockInstructed(sku, [new(StockAct.Receive, node, pieces, null, "Delivered by a supplier.")], null));
        return this;
    }

    public void SellAtTill(string sku, string node, int pieces) =>
        Instruct($"till-{++_told}", sku, null, [new StockInstruction(StockAct.SellAtTill, node, pieces, null, "Sold at a till.")]);

    public NodeStock Stock(string sku, string node) => _ledgers[sku].At(node);

    private Message AnswerTo(string key, Effect effect) => effect switch
    {
        _ when _script.TryGetValue(effect.GetType(), out var script) && script(effect) is { } scripted => scripted,
        FindStock find => Find(find),
        FindWaiting find => Find(find),
        FindPayments find => Find(find),
        ReserveStock reserve => Reserve(key, reserve),
        SettleStock settle => Settle(key, settle),
        ReadBooks read => Read(read),
        HashLedger hash => Hash(hash),
        HoldLedgerAgainst hold => Hold(hold),
        AskReroute ask => Advice(ask),
        _ => Success(effect),
    };

    private Message Success(Effect effect) => effect switch
    {
        CheckOrder => new OrderChecked([], [], CustomerBlocked: false, LikelyDuplicateOf: null),
        AuthorisePayment pay => new PaymentAuthorised(Authorisation(pay), pay.Amount, pay.Currency, FraudScore),
        CapturePayment capture => new PaymentCaptured($"CAP-{capture.Reference}", capture.Amount, capture.Currency, capture.Reference),
        VoidAuthorisation gone => new AuthorisationVoided(gone.Authorisation),
        RefundPayment refund => new PaymentRefunded(
            $"REF-{refund.Reference}", refund.Amount, refund.Currency, refund.Reference,
            Credit: refund.AsCredit ? $"sc-{refund.Reference}" : null),
        PostSalesOrder order => new SalesOrderPosted($"SO-{order.Number}"),
        CancelSalesOrder order => new SalesOrderCancelled($"SO-{order.Number}", order.OfLines),
        PostDelivery delivery => new DeliveryPosted($"DEL-{delivery.Reference}", $"INV-{delivery.Reference}", delivery.Reference),
        BookReturnLabel label => new ReturnLabelled($"TRK-{label.Return.Key}"),
        PostCreditNote note => new CreditNotePosted($"CN-{note.Number}"),
        NotifyCustomer notify => new CustomerNotified(notify.Template),
        ReleaseToWarehouse release => new WarehouseAccepted($"WMS-{release.Part.Key}"),
        RecallFromWarehouse recall => new WarehouseRecalled($"WMS-{recall.Part.Key}"),
        OrderFromSupplier order => new SupplierAccepted($"SUP-{order.Part.Key}", Now.AddDays(2)),
        PostPurchase order => new PurchasePosted($"ERP-{order.Number}-{order.Revision}"),
        SendPurchase order => new PurchaseSent($"{order.Supplier}-{order.Purchase.Key}"),
        RemindSupplier reminder => new SupplierReminded(reminder.Supplier),
        CancelWithSupplier cancel => new SupplierCancelled(cancel.Supplier),
        PostGoodsReceipt receipt => new GoodsReceiptPosted($"GR-{receipt.Receipt}", receipt.Receipt),
        VoidPurchase order => new PurchaseVoided($"ERP-{order.Number}"),
        ClosePurchase order => new PurchaseClosed($"ERP-{order.Number}"),
        PostStockAdjustment or HashStock or ReadStock => Books.Carry(effect),
        PostTransfer transfer => new TransferPosted($"ERP-{transfer.Number}"),
        PostPayable bill => new PayablePosted($"AP-{bill.Number}"),
        SchedulePayment payment => new PaymentScheduled($"PAY-{payment.Invoice.Key}"),
        TellRefusal refusal => new RefusalTold($"{refusal.Supplier}-{refusal.Number}"),
        DisputeInvoice dispute => new DisputeSent($"{dispute.Supplier}-{dispute.Dispute}"),
        RederiveDeadlines => new DeadlinesRederived(0, 0),
        BookCarrier booking => new CarrierBooked($"TRK-{booking.Part.Key}", "next day"),
        CheckPrices or StagePrices or ReadPrices or ActivatePrices or RevertPrices => Prices.Carry(effect, Now),
        PublishAvailability or HashAvailability or ReadAvailability => Channels.Carry(effect),
        _ => throw new InvalidOperationException($"Nobody answers {effect.GetType().Name}."),
    };

    /// <summary>Each means of payment has its own.</summary>
    public static string Authorisation(AuthorisePayment pay) =>
        pay.Token == "tok-1" ? $"AUTH-{pay.Number}" : $"AUTH-{pay.Number}-{pay.Token}";

    private StockFound Find(FindStock find)
    {
        var substitutes = find.Substitutes ? find.Skus.SelectMany(sku => _rules.Network.Substitutes.Of(sku)) : [];
        var positions = find.Skus.Concat(substitutes).Distinct().Where(_ledgers.ContainsKey)
            .SelectMany(sku => Ledger.AsOf(_ledgers[sku], Now).Nodes
                .Where(at => at.Value.Available > 0 && (find.Node is null || at.Key == find.Node))
                .Select(at => new StockPosition(sku, at.Key, 0, at.Value.Available, 0, 0, 0, 0, 0)))
            .ToList();
        var told = CandidateNodes.Of(find, positions, [.. Loads.Select(load => new NodeLoad(load.Key, load.Value))], _rules.Network);
        return new StockFound(
            [.. positions.Where(at => told.Contains(at.Node)).Select(at => new NodeAvailability(at.Sku, at.Node, at.Available))],
            [.. told.Select(node => new NodeLoad(node, Loads.GetValueOrDefault(node)))])
        {
            Expected = [.. find.Skus.Except(positions.Select(at => at.Sku)).Where(Coming.ContainsKey).Select(sku => Coming[sku])],
        };
    }

    /// <summary>Every order that waits, by what it knows itself: no list is written behind here.</summary>
    private WaitingFound Find(FindWaiting find) => new(
        find.Node, find.Arrived,
        [
            .. from one in _cases
               where one.Key.Kind == "order" && one.Value.At is not null
               let order = (Order)one.Value.State
               where BackOrders.CanHaveFrom(order, find.Node)
               from lack in BackOrders.Missing(order, Enum.Parse<OrderState>(one.Value.At!))
               where find.Arrived.Any(one => one.Sku == lack.Sku)
               select new WaitingOrder(one.Key, lack.Sku, order.Promise ?? order.Needs.PlacedAt, lack.Pieces),
        ]);

    private StockReserved Reserve(string key, ReserveStock reserve)
    {
        BeforeReserving?.Invoke();
        return new StockReserved([.. reserve.Lines.GroupBy(line => line.Sku).SelectMany(lines =>
        {
            var granted = Instruct(key, lines.Key, reserve.ExpireAfter, lines.Select(line => new StockInstruction(
                StockAct.Reserve, line.Node, line.Quantity, $"{reserve.Reservation}@{line.Node}", "Reserved for an order.")));
            return lines.Zip(granted, (line, got) => new ReservedLine(line.Line, line.Sku, line.Node, line.Quantity, got.Pieces));
        })]);
    }

    private Message Settle(string key, SettleStock settle)
    {
        var grants = settle.Orders.GroupBy(order => order.Sku)
            .SelectMany(orders => Instruct(key, orders.Key, null, orders.Select(order => order.Instruction))).ToList();
        var refusals = grants.Select(grant => grant.Reason).Where(reason => reason.Length > 0).ToList();
        return refusals.Count == 0
            ? new StockSettled(settle.Orders.Length, settle.Act)
            : new StockSettleRefused(string.Join(" ", refusals), settle.Act, grants.Sum(grant => grant.Pieces));
    }

    private BooksRead Read(ReadBooks read)
    {
        var then = _past.Where(row => row.Item.Sku == read.Sku && row.At <= read.At).Select(row => row.Item).LastOrDefault();
        var at = (then ?? StockItem.Empty).At(read.Node);
        return new BooksRead(read.Sku, read.Node, read.At, at.Available + at.Reserved, _past.Count);
    }

    private IReadOnlyList<StockGranted> Instruct(
        string key, string sku, TimeSpan? expireAfter, IEnumerable<StockInstruction> instructions) =>
        Instruct(new Envelope(
            $"{key}/{sku}", "ledger", CaseId.Stock(sku), Now, Actor.System("Ledger"),
            new StockInstructed(sku, [.. instructions], expireAfter)));

    private IReadOnlyList<StockGranted> Instruct(Envelope message)
    {
        if (_answered.TryGetValue(message.Id, out var before))
        {
            return before;
        }

        var sku = message.Subject.Key;
        var item = _ledgers.GetValueOrDefault(sku) ?? StockItem.Empty with { Sku = sku };
        var decision = Ledger.Decide(item, (StockInstructed)message.Data, Now);
        _ledgers[sku] = decision.Facts.Aggregate(item, StockFacts.Fold);
        _past.Add((Now, _ledgers[sku]));
        return _answered[message.Id] = decision.Granted;
    }
}
