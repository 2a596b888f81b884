using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>How facts about money, books and returns change an order.</summary>
public static partial class Folding
{
    private static Order FoldMoney(Order order, Fact fact) => fact switch
    {
        CaptureAsked asked => Charge(order, asked),
        CaptureTriedAgain again => order with { MoneyInFlight = order.MoneyInFlight.Add(again.Reference) },
        RefundStarted started => StartRefund(order, started),
        PartRefundDue due => EditPart(order, due.Part, part => part with { RefundDue = due.Cost }),
        PartRefundStarted started => EditPart(order, started.Part, part => part with
        {
            Refund = started.Shares, RefundDue = 0, RefundReference = Tenders.RefundOf(part.Case),
        }) with
        {
            MoneyInFlight = InFlight(order, Tenders.RefundOf(started.Part), started.Shares),
            Tenders = Promise(order.Tenders, started.Shares),
        },
        MoneyMoved moved => Move(order, moved),
        SettledEarly early => order with { Early = order.Early.Add(early) },
        MoneySettled settled => order with
        {
            Moved =
            [
                .. order.Moved.Select(money => money.Reference == settled.Reference && money.Kind == settled.Kind
                    ? money with { Payout = settled.Payout, Line = settled.Line } : money),
            ],
        },
        MoneyRefused refused => order with
        {
            MoneyInFlight = order.MoneyInFlight.Remove(refused.Reference),
            Unsettled = order.Unsettled.SetItem($"money {refused.Reference}", refused.Reason),
        },
        DeliveryAsked asked => order with { DeliveriesInFlight = order.DeliveriesInFlight.Add(asked.Reference) },
        DeliveryBooked booked => order with { DeliveriesInFlight = order.DeliveriesInFlight.Remove(booked.Reference) },
        DeliveryRefused refused => order with
        {
            DeliveriesInFlight = order.DeliveriesInFlight.Remove(refused.Reference),
            Unsettled = order.Unsettled.SetItem($"delivery {refused.Reference}", refused.Reason),
        },
        ErpKept kept => order with { Unsettled = order.Unsettled.SetItem(Order.ErpCancellation, kept.Reason) },
        UnsettledCleared => order with { Unsettled = ImmutableDictionary<string, string>.Empty },
        ChargesWrittenOff off => order with { WrittenOff = order.WrittenOff.Union(off.References) },
        RefundAccepted accepted => TakeBack(order, RefundOf(order, accepted)),
        ReturnClaimed claimed => order with
        {
            Claims = order.Claims.RemoveAll(claim => claim.Return == claimed.Return).Add(new ReturnClaim(claimed.Return, claimed.Lines)),
        },
        RefundCalledOff off => CallOff(order, order.Returns.First(done => done.Return == off.Return)),
        PostageGivenBack postage => order with
        {
            PostageReturned = true,
            PostageRefund = postage.Shares,
            MoneyInFlight = InFlight(order, order.PostageReference, postage.Shares),
            Tenders = Promise(order.Tenders, postage.Shares),
        },
        ReturnReleased released => order with { Claims = order.Claims.RemoveAll(claim => claim.Return == released.Return) },
        _ => throw new InvalidOperationException($"An order knows no fact {fact.GetType().Name}."),
    };

    /// <summary>What was asked for before, of a part, is not asked for on top of it.</summary>
    private static Order Charge(Order order, CaptureAsked asked)
    {
        var shares = Tenders.Of(asked.Shares, asked.Amount);
        var first = order.Parts.Any(part => part.Case == asked.Part && !part.Captured);
        return EditPart(order, asked.Part, part => part with { Captured = true, Charged = asked.Amount, Shares = shares }) with
        {
            MoneyInFlight = InFlight(order, asked.Part.ToString(), shares),
            ChargedGross = order.ChargedGross + (first ? asked.Gross : 0),
            Tenders = first
                ? [.. order.Tenders.Select((tender, n) => tender with { Asked = tender.Asked + AmountOver(shares, n) })]
                : order.Tenders,
        };
    }

    private static Order StartRefund(Order order, RefundStarted started) => order with
    {
        Parts = started.Shares.IsDefault ? order.Parts
            : [.. order.Parts.Select(part => part.Case.ToString() == started.Reference ? part with { Refund = started.Shares } : part)],
        MoneyInFlight = started.Shares.IsDefault
            ? order.MoneyInFlight.Add(started.Reference)
            : InFlight(order, started.Reference, started.Shares),
        Unsettled = order.Unsettled.Remove($"money {started.Reference}"),
        Tenders = started.Shares.IsDefault ? order.Tenders : Promise(order.Tenders, started.Shares),
    };

    private static Order Move(Order order, MoneyMoved moved)
    {
        var (of, share) = Tenders.Parse(moved.Reference);
        var part = order.Parts.FirstOrDefault(part => part.Case.ToString() == of);
        var over = share < part?.Shares.Length ? part.Shares[share].Tender : 0;
        return order with
        {
            Tenders = [.. order.Tenders.Select((tender, n) => n == over
                ? tender with { Captured = tender.Captured + moved.Captured }
                : tender)],
            Refunded = order.Refunded + moved.Refunded,
            Moved = order.Moved.Add(new MovedMoney(
                moved.Reference, KindOf(moved), moved.Captured > 0 ? moved.Captured : moved.Refunded)),
            Early = order.Early.RemoveAll(early => early.Line.Reference == moved.Reference && early.Line.Kind == KindOf(moved)),
            MoneyInFlight = order.MoneyInFlight.Remove(moved.Reference),
            Returns = [.. order.Returns.Select(done => done.Return.ToString() == of ? Post(done, share, moved) : done)],
        };
    }

    private static SettledKind KindOf(MoneyMoved moved) => moved.Captured > 0 ? SettledKind.Capture : SettledKind.Refund;

    private static RefundDone Post(RefundDone done, int share, MoneyMoved moved) => done with
    {
        Open = done.Open.Remove(share),
        Credits = moved.Credit is { } token ? done.Credits.Add(new PaymentTender("store-credit", token, moved.Refunded)) : done.Credits,
    };

    private static Order TakeBack(Order order, RefundDone done) => order with
    {
        Returns = order.Returns.Add(done),
        Tenders = Promise(order.Tenders, done.Shares),
        Claims = order.Claims.RemoveAll(claim => claim.Return == done.Return),
        PostageReturned = order.PostageReturned || done.Postage,
        ReturnedBySku = done.Lines.Aggregate(
            order.ReturnedBySku, (all, line) => all.SetItem(line.Sku, all.GetValueOrDefault(line.Sku) + line.Quantity)),
        ReturnedByLine = done.ByLine.Aggregate(
            order.ReturnedByLine, (all, line) => all.SetItem(line.Key, all.GetValueOrDefault(line.Key) + line.Value)),
        MoneyInFlight = InFlight(order, done.Return.ToString(), done.Shares),
    };

    /// <summary>A refund of nothing has no share: nothing of it is the provider's to confirm.</summary>
    private static RefundDone RefundOf(Order order, RefundAccepted accepted)
    {
        var shares = accepted.Amount > 0 ? Tenders.Of(accepted.Shares, accepted.Amount) : [];
        return new RefundDone(accepted.Return, accepted.Amount, shares, [.. Enumerable.Range(0, shares.Length)], [])
        {
            Lines = accepted.Lines,
            ByLine = PiecePrices.LinesOf(order, accepted.Lines.Select(line => (line.Sku, line.Quantity))),
            Postage = accepted.Postage,
        };
    }

    /// <summary>Nothing of it went back, and nothing will: its pieces are the customer's as before.</summary>
    private static Order CallOff(Order order, RefundDone done) => order with
    {
        Returns = order.Returns.Remove(done),
        PostageReturned = order.PostageReturned && !done.Postage,
        ReturnedBySku = done.Lines.Aggregate(
            order.ReturnedBySku, (all, line) => all.SetItem(line.Sku, all.GetValueOrDefault(line.Sku) - line.Quantity)),
        ReturnedByLine = done.ByLine.Aggregate(
            order.ReturnedByLine, (all, line) => all.SetItem(line.Key, all.GetValueOrDefault(line.Key) - line.Value)),
        Tenders = Promise(order.Tenders, [.. done.Shares.Select(share => share with { Amount = -share.Amount })]),
        Unsettled = order.Unsettled.RemoveRange(
            done.Shares.Select((_, n) => $"money {Tenders.Reference(done.Return.ToString(), n)}")),
    };

    private static ImmutableHashSet<string> InFlight(Order order, string of, ImmutableArray<MoneyShare> shares) =>
        order.MoneyInFlight.Union(shares.Select((_, n) => Tenders.Reference(of, n)));

    private static ImmutableArray<Tender> Promise(ImmutableArray<Tender> tenders, ImmutableArray<MoneyShare> shares) =>
        [.. tenders.Select((tender, n) => tender with { Returned = tender.Returned + AmountOver(shares, n) })];

    private static decimal AmountOver(ImmutableArray<MoneyShare> shares, int tender) =>
        shares.Where(share => share.Tender == tender).Sum(share => share.Amount);
}
