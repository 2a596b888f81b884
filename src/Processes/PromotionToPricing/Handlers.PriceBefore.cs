using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.PromotionToPricing;

/// <summary>
/// The price that is shown before a reduction stays true until it is sent out, whatever others plan in the days before its start.
/// </summary>
public static partial class Handlers
{
    /// <summary>It is weighed when it is sent out: what lowers it may be withdrawn until then.</summary>
    public static Decision<PromotionState> HearLowest(Promotion promotion, PriceAnswered answer, Context context) =>
        answer.Round != promotion.Round ? Decide.TooLate<PromotionState>("That was for an earlier proposal.")
        : IsOvertaken(promotion, answer) ? OvertakenBook()
        : Decide.Stay<PromotionState>(LowestOf(answer)).With(new PromotionBooked());

    /// <summary>The targets have it with what is shown before; a person decides what becomes of it.</summary>
    public static Decision<PromotionState> HearLowestSent(Promotion promotion, PriceAnswered answer, Context context)
    {
        var heard = HearLowest(promotion, answer, context);
        var after = promotion with { Books = promotion.Books.SetItem(answer.Sku, answer) };
        var hasBegun = promotion.Targets.Values.Any(target => target.From <= context.Now);
        if (heard.Facts.Count == 0 || hasBegun || !IsUntrue(after, answer.Sku) || IsUntrue(promotion, answer.Sku))
        {
            return heard;
        }

        var line = promotion.Lines.First(line => line.Sku == answer.Sku);
        var why = $"It was sent out with {new Money(line.ShownBefore!.Value, promotion.Needs.Currency)} as the price before of {line.Sku}. "
            + LowestOf(answer);
        // Not the promotion's one task: it may be held back at the same time.
        return OpenTask(
            promotion, heard, TaskKind.Resolve, $"The price before of {promotion.Needs.Number} is too high", why,
            ExceptionCategory.PriceMismatch, OwnerGroup.Merchandising,
            [new("withdraw-price", "Withdraw it; it can be proposed anew"), new("done", "Seen to")], context)
            .With(new PromotionTask(promotion.Task));
    }

    private static string LowestOf(PriceAnswered answer) => answer.Lowest is { } lowest
        ? $"Before its start {answer.Sku} is sold for {PriceRules.Said(lowest)}, as planned by now."
        : $"Nothing else is planned for {answer.Sku} before its start.";

    private static bool IsUntrue(Promotion promotion, string sku) =>
        promotion.Lines.Any(line => line.Sku == sku && PriceRules.TrueNow(promotion, line) != line);

    private static bool IsOvertaken(Promotion promotion, PriceAnswered answer) =>
        promotion.Books.TryGetValue(answer.Sku, out var known) && known.Turn > answer.Turn;

    private static Decision<PromotionState> OvertakenBook() =>
        Decide.TooLate<PromotionState>("A later word of that book was heard before.");
}
