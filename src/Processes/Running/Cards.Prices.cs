using Crossdock.Contracts;
using Crossdock.Processes.PriceBooks;
using Crossdock.Processes.PriceTargets;
using Crossdock.Processes.PromotionToPricing;
using Handlers = Crossdock.Processes.PromotionToPricing.Handlers;

namespace Crossdock.Processes.Running;

/// <summary>What lists show of prices.</summary>
public static partial class Cards
{
    public static CaseCard Of(Promotion promotion, PromotionState at)
    {
        var needs = promotion.Needs;
        return new CaseCard(
            $"{needs.Title} ({needs.Number})", Handlers.OneOf(needs.Scope.Regions), Handlers.OneOf(needs.Scope.Channels),
            Exception: ExceptionOf(promotion, at), Currency: needs.Currency, Kind: needs.Kind.ToString(), Why: WhyOf(promotion, at),
            Terms: needs.Lines.IsDefaultOrEmpty
                ? default : [.. needs.Lines.Select(line => $"sku:{line.Sku}").Distinct().Take(SearchableSkus)]);
    }

    public static CaseCard Of(PriceTargetCase state, TargetState at)
    {
        var needs = state.Needs;
        return new CaseCard(
            $"{needs.Number} at {needs.Target.Id}", needs.Target.Region, needs.Target.Channel, needs.Target.Node,
            at == TargetState.Cleared ? null : Targets.OwnerOf(needs.Target),
            at == TargetState.Cleared ? null : state.Trouble, Currency: needs.Currency, Parent: needs.Promotion, Kind: needs.Target.System,
            Why: state.Recalled);
    }

    public static CaseCard Of(PriceBook book, BookState at) => new($"Prices of {book.Sku}", Terms: [$"sku:{book.Sku}"]);

    private static ExceptionCategory? ExceptionOf(Promotion promotion, PromotionState at) => at switch
    {
        PromotionState.Mending => Handlers.CategoryOf(promotion.Findings),
        PromotionState.AwaitingApproval when promotion.Late > 0 => ExceptionCategory.ApprovalLate,
        PromotionState.Held => ExceptionCategory.ChannelLagging,
        PromotionState.Ending => ExceptionCategory.PriceMismatch,
        PromotionState.Distributing or PromotionState.Live or PromotionState.Withdrawing =>
            promotion.Targets.Values.FirstOrDefault(target => target.Trouble is not null)?.Trouble,
        _ => null,
    };

    private static string? WhyOf(Promotion promotion, PromotionState at) => at switch
    {
        PromotionState.Mending => Handlers.SaysOf(promotion.Findings),
        PromotionState.Distributing or PromotionState.Held or PromotionState.Live or PromotionState.Ending
            or PromotionState.Withdrawing => promotion.LiveOn,
        PromotionState.Withdrawn => promotion.End?.Reason,
        _ => null,
    };
}
