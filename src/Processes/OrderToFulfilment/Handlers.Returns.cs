using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>
/// What came back. The order is the authority on what was delivered, returned before and paid: it sets pieces aside for one return
/// at a time, and pays back what it captured and no more.
/// </summary>
public static partial class Handlers
{
    public static Decision<OrderState> TellRights(Order order, ReturnRightsAsked asked, Context context)
    {
        ImmutableArray<ReturnRight> rights = [.. asked.Lines.GroupBy(line => line.Sku)
            .Select(line => RightTo(order, asked.Return, line.Key, line.Sum(one => one.Quantity)))];
        ImmutableArray<ReturnLine> claimed = [.. rights.Where(right => Math.Min(right.Asked, right.Open) > 0)
            .Select(right => new ReturnLine(right.Sku, "", Math.Min(right.Asked, right.Open), right.UnitPrice))];
        var decision = Decide.Stay<OrderState>(
            claimed.IsEmpty ? $"Nothing that {asked.Return} names can come back." : $"Set aside for {asked.Return}.")
            .Tell(asked.Return, new ReturnRightsKnown(order.DeliveredAt, rights, order.Needs.Customer, order.Needs.Currency));
        return claimed.IsEmpty || order.Returns.Any(done => done.Return == asked.Return)
            ? decision
            : decision.With(new ReturnClaimed(asked.Return, claimed));
    }

    /// <summary>
    /// Also after the refund was decided, as long as nothing of it moved: the provider declined, and the return is refused.
    /// </summary>
    public static Decision<OrderState> ReleaseRights(Order order, ReturnRightsReleased message, Context context) =>
        order.Returns.FirstOrDefault(done => done.Return == message.Return) is { } refund
            && refund.Open.Count == refund.Shares.Length
            && !refund.Open.Any(share => order.MoneyInFlight.Contains(Tenders.Reference(message.Return.ToString(), share)))
            ? Decide.Stay<OrderState>($"{message.Return} is refused, and nothing of it was paid back: {message.Reason}")
                .With(new RefundCalledOff(message.Return))
            : order.Claims.Any(claim => claim.Return == message.Return)
            ? Decide.Stay<OrderState>($"{message.Return} does not take place: {message.Reason}").With(new ReturnReleased(message.Return))
            : Decide.Again<OrderState>($"Nothing is set aside for {message.Return}.");

    public static Decision<OrderState> RefundReturn(Order order, RefundAsked asked, Context context)
    {
        if (order.Returns.FirstOrDefault(done => done.Return == asked.Return) is { } before)
        {
            return RefundAgain(order, before);
        }

        foreach (var line in asked.Lines.GroupBy(line => line.Sku))
        {
            var right = RightTo(order, asked.Return, line.Key, line.Sum(piece => piece.Quantity));
            if (right.Asked > right.Open)
            {
                var why = $"{right.Open} of {line.Key} delivered and not returned, {right.Asked} brought back.";
                return Decide.Stay<OrderState>(why).Tell(asked.Return, new ReturnRefused(why));
            }
        }

        var worth = PiecePrices.Returned(order, Charged(order, asked.Lines));
        var postage = PostageOf(order, asked.Lines, context);
        var owed = worth - Math.Clamp(asked.Keep, 0, worth) + postage;
        var shares = Tenders.GiveBack(order, owed, context.Policy.Read(Policy.RefundOrder));
        var amount = shares.Sum(share => share.Amount);
        if ((amount < owed && order.Parts.Any(part => ChargeIsOpen(order, part))) || !AreCharged(order, asked.Lines))
        {
            // What was paid for something else would go back, or nothing, and the customer might be charged afterwards.
            const string Why = "What was delivered is not charged yet: the payment provider has not answered, or declined.";
            return Decide.Stay<OrderState>(Why).Tell(asked.Return, new ReturnRefused(Why));
        }

        if (asked.Credit > 0 && (amount >= asked.Credit || !asked.WholeOnly))
        {
            shares = Tenders.Credit(shares, asked.Credit);
        }

        var accepted = Decide.Stay<OrderState>($"{new Money(amount, order.Needs.Currency)} goes back for {asked.Return}.")
            .With(new RefundAccepted(asked.Return, asked.Lines, amount, postage > 0, Tenders.Kept(shares)));
        return amount > 0
            ? accepted.Ask(Refunds(order, asked.Return.ToString(), shares))
            : accepted.Tell(asked.Return, new PaymentRefunded("none", 0, order.Needs.Currency, asked.Return.ToString()));
    }

    private static IEnumerable<string> ChargesOf(Part part) => part.Shares.Select((_, n) => Tenders.Reference(part.Case.ToString(), n));

    /// <summary>What was declined for a part of which nothing is left will not be asked for again.</summary>
    private static bool ChargeIsOpen(Order order, Part part) => part.Refund.IsEmpty && ChargesOf(part).Any(reference =>
        order.MoneyInFlight.Contains(reference) || (!part.Lines.IsEmpty && order.Unsettled.ContainsKey($"money {reference}")));

    /// <summary>What the customer was never charged for, because finance wrote the charge off, is not given back either.</summary>
    private static IEnumerable<(string Sku, int Pieces)> Charged(Order order, ImmutableArray<ReturnLine> lines)
    {
        var free = Delivered(order, part => part.Shares.Length > 0 && ChargesOf(part).All(order.WrittenOff.Contains));
        return lines.GroupBy(line => line.Sku, line => line.Quantity)
            .Select(line => (Sku: line.Key, Pieces: Math.Min(line.Sum(), StillOut(order, line.Key) - free[line.Key].Sum())))
            .Where(line => line.Pieces > 0);
    }

    private static ILookup<string, int> Delivered(Order order, Func<Part, bool> which) =>
        order.Parts.Where(part => part.Stage == PartStage.Done && which(part)).SelectMany(part => part.Lines)
            .ToLookup(piece => piece.Sku, piece => piece.Picked);

    /// <summary>Pieces that were delivered, and that no return has brought back.</summary>
    private static int StillOut(Order order, string sku) =>
        order.Lines.Where(line => line.Sku == sku).Sum(line => line.Delivered) - order.ReturnedBySku.GetValueOrDefault(sku);

    /// <summary>There are as many of each as come back among those whose charge has been answered, and were not returned before.</summary>
    private static bool AreCharged(Order order, ImmutableArray<ReturnLine> lines)
    {
        var open = Delivered(order, part => ChargeIsOpen(order, part));
        return lines.GroupBy(line => line.Sku, line => line.Quantity)
            .All(line => !open.Contains(line.Key) || line.Sum() <= StillOut(order, line.Key) - open[line.Key].Sum());
    }

    private static IEnumerable<RefundPayment> Refunds(Order order, string of, ImmutableArray<MoneyShare> shares) =>
        shares.Select((share, n) => new RefundPayment(
            order.Tenders[share.Tender].Authorisation, share.Amount, order.Needs.Currency, Tenders.Reference(of, n), share.Credit));

    private static ReturnRight RightTo(Order order, CaseId @return, string sku, int asked)
    {
        var setAside = order.Claims.Where(claim => claim.Return != @return).SelectMany(claim => claim.Lines)
            .Where(line => line.Sku == sku).Sum(line => line.Quantity);
        var open = Math.Max(0, StillOut(order, sku) - setAside);
        var pieces = Math.Min(asked, open);
        return new ReturnRight(sku, asked, open, pieces > 0
            ? decimal.Round(PiecePrices.Returned(order, [(sku, pieces)]) / pieces, 2)
            : order.Lines.FirstOrDefault(line => line.Sku == sku)?.UnitPrice ?? 0);
    }

    /// <summary>Postage goes back once, with the return by which the whole order has come back.</summary>
    private static decimal PostageOf(Order order, ImmutableArray<ReturnLine> returned, Context context) =>
        order.Unassigned > 0 || order.OpenParts.Any() ? 0 : PostageWithoutGoods(order, returned, context);

    /// <summary>
    /// Or by itself, where what had not been returned came back undelivered, or never left: nothing of the order is with the customer then.
    /// </summary>
    private static Decision<OrderState> PostageBack(Order order, Decision<OrderState> decision, Message message, Context context)
    {
        var after = Fold(order, decision.Facts, message);
        if (after.Parts.Any(part => IsBeingCharged(after, part)))
        {
            return decision;
        }

        var shares = Tenders.GiveBack(after, PostageWithoutGoods(after, [], context), context.Policy.Read(Policy.RefundOrder));
        return shares.IsEmpty ? decision
            : decision.With(new PostageGivenBack(shares)).Ask(Refunds(after, after.PostageReference, shares));
    }

    private static decimal PostageWithoutGoods(Order order, ImmutableArray<ReturnLine> returned, Context context)
    {
        var back = returned.Sum(line => line.Quantity) + order.ReturnedBySku.Values.Sum();
        if (order.PostageReturned || back < order.Lines.Sum(line => line.Delivered))
        {
            return 0;
        }

        const StringSplitOptions Plain = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var codes = context.Policy.Read(Policy.PostageCodes).Split(',', Plain);
        return order.Needs.Charges.Where(charge => charge.Amount > 0 && codes.Contains(charge.Code)).Sum(charge => charge.Amount);
    }

    /// <summary>A return that asks again is always answered: with what became of it, or by another try, also after a write-off.</summary>
    private static Decision<OrderState> RefundAgain(Order order, RefundDone before)
    {
        var of = before.Return.ToString();
        if (before.Open.Any(share => order.MoneyInFlight.Contains(Tenders.Reference(of, share))))
        {
            return Decide.Again<OrderState>($"The refund for {before.Return} is on its way.");
        }

        if (before.Posted)
        {
            return Decide.Stay<OrderState>($"{before.Return} was paid back before.").Tell(before.Return, PaidBack(order, before));
        }

        var open = before.Open.Order().Select(share => Tenders.Reference(of, share)).ToList();
        return Decide.Stay<OrderState>($"The refund for {before.Return} is tried again.")
            .With(open.Select(reference => new RefundStarted(reference)))
            .Ask(Refunds(order, of, before.Shares).Where(refund => open.Contains(refund.Reference)));
    }
}
