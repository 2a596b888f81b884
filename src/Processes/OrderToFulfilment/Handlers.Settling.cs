using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>What the payment provider settles later, held against what was captured and paid back.</summary>
public static partial class Handlers
{
    /// <summary>Each capture and each refund is settled once; a payout that asks again about its own line hears the same.</summary>
    public static Decision<OrderState> HearSettlement(Order order, SettlementShown shown, Context context)
    {
        var line = shown.Line;
        return WhyNotSettled(order, shown) is { } no
            ? Decide.Stay<OrderState>($"{shown.Payout} settles what it may not: {no}.")
                .Tell(shown.Payout, new SettlementDenied(context.Case, line.Id, no))
            : Decide.Stay<OrderState>($"{line.Reference} is settled by {shown.Payout}.")
                .With(new MoneySettled(line.Reference, line.Kind, shown.Payout))
                .Tell(shown.Payout, new SettlementTaken(context.Case, line.Id));
    }

    private static string? WhyNotSettled(Order order, SettlementShown shown)
    {
        var (line, currency) = (shown.Line, order.Needs.Currency);
        var word = line.Kind == SettledKind.Capture ? "captured" : "paid back";
        return line.Currency != currency ? $"it was {word} in {currency}"
            : order.Moved.FirstOrDefault(money => money.Reference == line.Reference && money.Kind == line.Kind) is not { } money
                ? $"nothing was {word} under {line.Reference}"
            : money.Payout is { } before && before != shown.Payout ? $"{before} has settled it before"
            : money.Amount != line.Amount ? $"{new Money(money.Amount, currency)} were {word}"
            : null;
    }
}
