using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.ProcureToReplenish.PurchaseState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ProcureToReplenish;

/// <summary>From the yard to shelf and books, and to the end.</summary>
public static partial class Handlers
{
    public static Decision<PurchaseState> Receive(Purchase order, GoodsReceived received, Context context) =>
        WhyNoReceipt(order, received) is { } no
            ? no
            : Count(order, Withdraw(order, Decide.To(Receiving, ""), "Goods have arrived."), received, context);

    public static Decision<PurchaseState> QueueGoods(Purchase order, GoodsReceived received, Context context) =>
        WhyNoReceipt(order, received) is { } no
            ? no
            : Decide.Stay<PurchaseState>($"{received.Receipt} is counted and waits its turn.").With(new ReceiptQueued(received));

    /// <summary>Nobody waits for these goods: they are not stocked, and a buyer has to see to them.</summary>
    public static Decision<PurchaseState> ArrivedUnwanted(Purchase order, GoodsReceived received, Context context) =>
        WhyNoReceipt(order, received) is { } no
            ? no
            : Aside(order, Decide.Stay<PurchaseState>($"{received.Receipt} was not expected here; nothing was stocked."),
                $"Goods arrived for {order.Needs.Number}", $"{Pieces(received)} pieces came with {received.Receipt} and are not expected.",
                ExceptionCategory.NotOrdered, context);

    /// <summary>Shelf first, then books; whoever waits for the goods by now hears of them.</summary>
    public static Decision<PurchaseState> BookReceipt(Purchase order, StockSettled answer, Context context)
    {
        var counted = order.Counting!;
        var booking = Decide.To(Booking, $"{counted.Stocked} pieces are on the shelf of {counted.Node}.").Ask(Booked(order, counted));
        return counted.Stocked > 0
            ? booking.Ask(new FindWaiting(counted.Node, [.. counted.Lines.Where(line => line.Stocked > 0)
                .Select(line => new ArrivedPieces(line.Sku, line.Stocked))]))
            : booking;
    }

    public static Decision<PurchaseState> Serve(Purchase order, WaitingFound found, Context context) =>
        Arrivals.Tell(Decide.Stay<PurchaseState>(Arrivals.Because(found)), found.Node, found.Arrived, found.Orders);

    /// <summary>Nobody can say who waits now: those it was bought for are told.</summary>
    public static Decision<PurchaseState> ServeAsPlanned(Purchase order, WaitingNotFound answer, Context context) =>
        Arrivals.Tell(Decide.Stay<PurchaseState>(answer.Reason), answer.Node, answer.Arrived, order.Needs.Serves);

    public static Decision<PurchaseState> BookDespiteLedger(Purchase order, StockSettleRefused answer, Context context) =>
        Aside(order, Decide.To(Booking, $"The ledger would not: {answer.Reason}").Ask(Booked(order, order.Counting!)),
            $"Stock of {order.Counting!.Receipt} does not agree", answer.Reason, ExceptionCategory.StockVariance, context);

    public static Decision<PurchaseState> GoOn(Purchase order, GoodsReceiptPosted answer, Context context)
    {
        var booked = new ReceiptBooked(answer.Receipt);
        var after = PurchaseFacts.Fold(order, booked, answer);
        var decision = TellPayables(
            order, Decide.To(AwaitingDespatch, $"The ERP has {answer.Receipt} as {answer.Document}.").With(booked),
            Kept(order, order.Counting!));
        return after.Queue.IsEmpty ? Next(after, decision, context) : Count(after, decision, after.Queue[0], context);
    }

    public static Decision<PurchaseState> NotBooked(Purchase order, GoodsReceiptRejected answer, Context context) =>
        OpenTask(order, Decide.To(Unbooked, answer.Reason), TaskKind.Resolve, $"The ERP refused receipt {answer.Receipt}", answer.Reason,
            ExceptionCategory.ReconciliationOpen, OwnerGroup.FinanceControl, context, new TaskChoice("retry", "Book it again"));

    public static Decision<PurchaseState> StillUnbooked(Purchase order, DeadlinePassed late, Context context) =>
        Climb(order, "A receipt is not in the ERP");

    public static Decision<PurchaseState> BookAgain(Purchase order, LookAgain message, Context context) =>
        Withdraw(order, Decide.To(Booking, message.Note), "It is booked again.").Ask(Booked(order, order.Counting!));

    /// <summary>What is under way comes all the same and is waited for; who asks to end it a second time gives it up.</summary>
    public static Decision<PurchaseState> NoMoreComes(Purchase order, SupplierCancelled answer, Context context)
    {
        var recalled = new PurchaseRecalled();
        var after = PurchaseFacts.Fold(order, recalled, answer);
        var decision = Decide.To(Closing, $"{order.Needs.Supplier} delivers no more of it: {order.Ending}").With(recalled);
        return !after.Queue.IsEmpty ? Count(after, decision, after.Queue[0], context)
            : order.Recalled ? Finish(after, decision, context)
            : Next(after, decision, context);
    }

    /// <summary>The order stands after all: what was to end it is forgotten, and the buyer told.</summary>
    public static Decision<PurchaseState> ItComesAnyway(Purchase order, SupplierCancelRefused answer, Context context)
    {
        var standing = new PurchaseEnding(null, null, "");
        var after = PurchaseFacts.Fold(order, standing, answer);
        var decision = Aside(order, Decide.To(AwaitingDespatch, $"{order.Needs.Supplier} would not: {answer.Reason}").With(standing),
            $"{order.Needs.Supplier} would not cancel {order.Needs.Number}", answer.Reason, ExceptionCategory.SupplierChanged, context);
        return after.Queue.IsEmpty ? LookAtWord(after, decision, context) : Count(after, decision, after.Queue[0], context);
    }

    public static Decision<PurchaseState> Undone(Purchase order, PurchaseVoided answer, Context context) =>
        TellPayables(order, Decide.To(Cancelled, order.Ending ?? "Nothing of it is to come."), Ended(order));

    public static Decision<PurchaseState> NotUndone(Purchase order, PurchaseVoidRefused answer, Context context) =>
        Unended(order, answer.Reason, context);

    public static Decision<PurchaseState> Close(Purchase order, PurchaseClosed answer, Context context) =>
        TellPayables(
            order,
            Decide.To(Closed, order.Outstanding == 0
                ? "All that is owed was received and booked."
                : $"Closed short of {order.Outstanding} pieces: {order.Ending}"),
            Ended(order));

    public static Decision<PurchaseState> NotClosed(Purchase order, PurchaseCloseRefused answer, Context context) =>
        Unended(order, answer.Reason, context);

    public static Decision<PurchaseState> StillUnclosed(Purchase order, DeadlinePassed late, Context context) =>
        Climb(order, "The ERP still has it open");

    public static Decision<PurchaseState> CloseAgain(Purchase order, LookAgain message, Context context) =>
        End(order, Withdraw(order, Decide.To(Closing, message.Note), "It is tried again."));

    private static Decision<PurchaseState> Unended(Purchase order, string reason, Context context) =>
        OpenTask(order, Decide.To(Unclosed, reason), TaskKind.Resolve, $"The ERP keeps {order.Needs.Number} open", reason,
            ExceptionCategory.ReconciliationOpen, OwnerGroup.FinanceControl, context, new TaskChoice("retry", "Try again"));

    /// <summary>
    /// Where an order goes from which nothing is in hand: to its end, to the supplier with a wish, or to waiting. What the goods cost is
    /// still to be agreed when all of them are here.
    /// </summary>
    private static Decision<PurchaseState> Next(Purchase order, Decision<PurchaseState> decision, Context context) =>
        order.Outstanding == 0 && !order.Recalled && order.Ending is null && order.Word?.Confirmed is not null
            ? LookAtWord(order, decision, context)
        : order.Outstanding == 0 || (order.Recalled && !order.UnderWay) ? Finish(order, decision, context)
        : order.Recalled ? (decision with { To = OnTheWay }).With(new PurchaseAwaited(context.Policy.Read(Policy.PurchaseLateLook)))
        : order.Ending is { } why ? (decision with { To = Recalling }).Ask(CancelOf(order, why, context))
        : LookAtWord(order, decision, context);

    private static Decision<PurchaseState> AwaitRest(Purchase order, Decision<PurchaseState> decision, Context context) =>
        (decision with { To = order.UnderWay ? OnTheWay : AwaitingDespatch }).With(new PurchaseAwaited(DueIn(order, context)));

    private static Decision<PurchaseState> Finish(Purchase order, Decision<PurchaseState> decision, Context context) =>
        End(order, Replace(order, decision, context));

    private static Decision<PurchaseState> End(Purchase order, Decision<PurchaseState> decision) => order.AnythingReceived
        ? (decision with { To = Closing }).Ask(new ClosePurchase(order.Needs.Number, order.Outstanding > 0))
        : (decision with { To = Voiding }).Ask(new VoidPurchase(order.Needs.Number, order.Ending ?? "Nothing of it is to come."));

    private static TimeSpan DueIn(Purchase order, Context context)
    {
        var left = order.Due - context.Now + context.Policy.Read(Policy.PurchaseShipmentGrace);
        var least = Policy.PurchaseUntilDue.Bounds!.Value.Least;
        return left > least ? left : least;
    }

    private static Decision<PurchaseState>? WhyNoReceipt(Purchase order, GoodsReceived received) =>
        order.Receipts.Contains(received.Receipt) || order.Queue.Any(waiting => waiting.Receipt == received.Receipt)
            ? Decide.Again<PurchaseState>($"{received.Receipt} was counted before.")
            : Pieces(received) == 0 ? Decide.TooLate<PurchaseState>($"{received.Receipt} counts nothing.") : null;

    private static int Pieces(GoodsReceived received) =>
        received.Lines.IsDefault ? 0 : received.Lines.Sum(line => Math.Max(0, line.Received));

    /// <summary>
    /// Counts a receipt against order and advice. What is whole and was ordered goes on the shelf; what is damaged, too much or was
    /// never ordered is rejected.
    /// </summary>
    private static Decision<PurchaseState> Count(
        Purchase order, Decision<PurchaseState> decision, GoodsReceived received, Context context)
    {
        var over = context.Policy.Read(Policy.ReceiptOver);
        List<CountedLine> lines = [.. received.Lines.Where(line => line.Received > 0).GroupBy(line => line.Sku)
            .Select(line => Counted(order.Items.FirstOrDefault(item => item.Sku == line.Key), line, over))];
        var node = context.Network.Find(received.Node) is null ? order.Needs.Node : received.Node;
        // An advice is made good once, by the first receipt that names it; what comes of it later adds to that.
        var first = received.Advice is { } advice && !order.AdvicesCounted.Contains(advice) ? advice : null;
        var counted = new CountedReceipt(received.Receipt, node, first, [.. lines]);
        var because = $"{decision.Because} {counted.Stocked} of {Pieces(received)} pieces of {received.Receipt} go on the shelf.";
        var said = (decision with { Because = because.TrimStart() }).With(new ReceiptCounted(counted))
            .With(first is null ? Array.Empty<Fact>() : [new AdviceCounted(first)]);
        var told = Complain(order, said, received, counted, context);
        return counted.Stocked == 0
            ? (told with { To = Booking }).Ask(Booked(order, counted))
            : (told with { To = Receiving }).Ask(new SettleStock([.. lines.Where(line => line.Stocked > 0).Select(line => new StockOrder(
                line.Sku,
                new StockInstruction(StockAct.Receive, node, line.Stocked, null, $"Received with {received.Receipt}.")))]));
    }

    private static CountedLine Counted(PurchaseItem? item, IGrouping<string, ReceivedLine> lines, decimal over)
    {
        var received = lines.Sum(line => line.Received);
        var whole = received - Math.Min(received, lines.Sum(line => Math.Clamp(line.Damaged, 0, line.Received)));
        var room = item is null ? 0 : Math.Max(0, item.Ordered + (int)(item.Ordered * over) - item.Stocked);
        var stocked = Math.Min(whole, room);
        return new CountedLine(lines.Key, received, stocked, received - stocked);
    }

    /// <summary>One task a receipt that says all that is wrong with it.</summary>
    private static Decision<PurchaseState> Complain(
        Purchase order, Decision<PurchaseState> decision, GoodsReceived received, CountedReceipt counted, Context context)
    {
        var advised = order.Despatches.FirstOrDefault(despatch => despatch.Advice == counted.Advice)?.Lines ?? [];
        List<string> wrong =
        [
            .. counted.Lines.Where(line => order.Items.All(item => item.Sku != line.Sku))
                .Select(line => $"{line.Received} of {line.Sku}, which was not ordered."),
            .. counted.Lines.Where(line => line.Rejected > 0 && order.Items.Any(item => item.Sku == line.Sku))
                .Select(line => $"{line.Rejected} of {line.Received} of {line.Sku} damaged or too many."),
            .. advised.Select(line => (line.Sku, line.Quantity,
                    Came: counted.Lines.Where(came => came.Sku == line.Sku).Sum(came => came.Received)))
                .Where(line => line.Came < line.Quantity)
                .Select(line => $"{line.Came} of {line.Quantity} of {line.Sku} came with {received.Advice}."),
        ];
        return wrong.Count == 0
            ? decision
            : Aside(order, decision, $"Receipt {received.Receipt} of {order.Needs.Number} is not what was ordered",
                string.Join(" ", wrong),
                counted.Lines.Any(line => line.Rejected > 0) ? ExceptionCategory.NotOrdered : ExceptionCategory.NotReceived, context);
    }

    private static PostGoodsReceipt Booked(Purchase order, CountedReceipt counted) =>
        new(order.Needs.Number, counted.Receipt, counted.Node, counted.Lines);
}
