using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>What the payment provider settles later, held against what was captured and paid back.</summary>
public static partial class Handlers
{
    /// <summary>So many are remembered: whoever settles more of what never moved hears of each, and is not told again.</summary>
    private const int MostEarly = 50;

    /// <summary>
    /// Each capture and each refund is settled once; a payout that asks again about its own line hears the same. A payout may come before
    /// the answer that it settles: it hears no, and is told as soon as the answer is here.
    /// </summary>
    public static Decision<OrderState> HearSettlement(Order order, SettlementShown shown, Context context)
    {
        var heard = Decide.Stay<OrderState>($"{shown.Line.Reference} is settled by {shown.Payout}.");
        if (WhyNotSettled(order, shown) is not { } no)
        {
            // The return that it was for has heard of it the first time.
            return MoneyOf(order, shown.Line) is { Payout: not null }
                ? heard.Tell(shown.Payout, new SettlementTaken(context.Case, shown.Line.Id))
                : Taken(heard, shown.Payout, shown.Line, context);
        }

        var denied = Denied(
            heard with { Because = $"{shown.Payout} settles what it may not: {no}." }, shown.Payout, shown.Line, no, context);
        var early = new SettledEarly(shown.Payout, shown.Line);
        return MoneyOf(order, shown.Line) is null && order.Early.Length < MostEarly && !order.Early.Contains(early)
            ? denied.With(early) : denied;
    }

    /// <summary>Payouts that settled it before it was known here hear of it now.</summary>
    private static Decision<OrderState> TellEarly(
        Order order, MoneyMoved moved, Decision<OrderState> decision, Message answer, Context context)
    {
        var after = Fold(order, [moved], answer);
        foreach (var early in order.Early.Except(after.Early))
        {
            var no = WhyNotSettled(after, new SettlementShown(early.Payout, early.Line));
            decision = no is null ? Taken(decision, early.Payout, early.Line, context)
                : Denied(decision, early.Payout, early.Line, no, context);
            after = Fold(order, decision.Facts, answer);
        }

        return decision;
    }

    /// <summary>The return that a refund was for waits to hear that it is settled.</summary>
    private static Decision<OrderState> Taken(Decision<OrderState> decision, CaseId payout, SettledLine line, Context context)
    {
        var taken = decision.With(new MoneySettled(line.Reference, line.Kind, payout, line.Id))
            .Tell(payout, new SettlementTaken(context.Case, line.Id));
        return line.Kind == SettledKind.Refund && CaseId.TryParse(Tenders.Parse(line.Reference).Of, null, out var id) && id.Kind == "return"
            ? taken.Tell(id, new RefundSettled(line.Reference, line.Amount, line.Currency, payout))
            : taken;
    }

    private static Decision<OrderState> Denied(
        Decision<OrderState> decision, CaseId payout, SettledLine line, string no, Context context) =>
        decision.Tell(payout, new SettlementDenied(context.Case, line.Id, no));

    private static MovedMoney? MoneyOf(Order order, SettledLine line) =>
        order.Moved.FirstOrDefault(money => money.Reference == line.Reference && money.Kind == line.Kind);

    private static string? WhyNotSettled(Order order, SettlementShown shown)
    {
        var (line, currency) = (shown.Line, order.Needs.Currency);
        var word = line.Kind == SettledKind.Capture ? "captured" : "paid back";
        return line.Currency != currency ? $"it was {word} in {currency}"
            : MoneyOf(order, line) is not { } money ? $"nothing was {word} under {line.Reference}"
            : money.Payout is { } before && before != shown.Payout ? $"{before} has settled it before"
            : money.Line is { } first && first != line.Id ? $"line {first} of it has settled it before"
            : money.Amount != line.Amount ? $"{new Money(money.Amount, currency)} were {word}"
            : null;
    }
}
