using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.PriceTargets;
using static Crossdock.Processes.PromotionToPricing.PromotionState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PromotionToPricing;

/// <summary>From a proposal to one that nothing speaks against.</summary>
public static partial class Handlers
{
    public static Decision<PromotionState> Propose(Promotion promotion, PromotionProposed message, Context context) =>
        Take(promotion, message, context);

    public static Decision<PromotionState> Revise(Promotion promotion, PromotionRevised message, Context context) =>
        message.Proposal.Number == promotion.Needs.Number
            ? Take(promotion, message.Proposal, context)
            : Decide.TooLate<PromotionState>($"That is {message.Proposal.Number}; a promotion keeps its number.");

    public static Decision<PromotionState> HearErp(Promotion promotion, PricesKnown answer, Context context) =>
        answer.Round != promotion.Round
            ? Decide.TooLate<PromotionState>("That was for an earlier proposal.")
            : JudgeWhenAllIsKnown(promotion with { Basis = answer }, new PromotionBased(), "The ERP has answered.", context);

    public static Decision<PromotionState> HearErpRefuse(Promotion promotion, PricesUnknown answer, Context context) =>
        answer.Round != promotion.Round
            ? Decide.TooLate<PromotionState>("That was for an earlier proposal.")
            : JudgeWhenAllIsKnown(promotion with { NoBasis = answer.Reason }, new PromotionBased(), answer.Reason, context);

    public static Decision<PromotionState> HearBook(Promotion promotion, PriceAnswered answer, Context context) =>
        answer.Round != promotion.Round
            ? Decide.TooLate<PromotionState>("That was for an earlier proposal.")
            : IsOvertaken(promotion, answer) ? OvertakenBook()
            : JudgeWhenAllIsKnown(
                promotion with { Books = promotion.Books.SetItem(answer.Sku, answer) }, new PromotionBooked(),
                answer.Conflicts.IsEmpty ? $"The book of {answer.Sku} has it." : $"{answer.Sku} has another price then.", context);

    /// <summary>What has not been answered is a finding like any other.</summary>
    public static Decision<PromotionState> JudgeUnanswered(Promotion promotion, DeadlinePassed late, Context context)
    {
        var heard = promotion.Basis is null && promotion.NoBasis is null
            ? promotion with { NoBasis = "it has not answered in time" } : promotion;
        return Mend(heard, PriceRules.Check(heard, context.Policy, context.Network), claimed: true, context);
    }

    public static Decision<PromotionState> StillToMend(Promotion promotion, DeadlinePassed late, Context context) =>
        IsOver(promotion.Needs, context)
            ? WithoutTask(promotion, Decide.To(Refused, "Its end has passed before it was mended."), "Its end has passed.")
            : Decide.Stay<PromotionState>("Still to be mended.").With(new PromotionLate(promotion.Late + 1));

    /// <summary>Not claimed any more, not sent anywhere: there is nothing to take back.</summary>
    public static Decision<PromotionState> WithdrawUnclaimed(Promotion promotion, PromotionWithdrawn message, Context context) =>
        WithoutTask(promotion, Decide.To(Withdrawn, message.Reason).With(new PromotionEnding(true, message.Reason)), message.Reason);

    public static Decision<PromotionState> WithdrawUnsent(Promotion promotion, PromotionWithdrawn message, Context context) =>
        GiveUp(promotion, WithdrawUnclaimed(promotion, message, context), context);

    private static Decision<PromotionState> Take(Promotion promotion, PromotionProposed proposal, Context context)
    {
        var round = promotion.Round + 1;
        var taken = new PromotionTaken(context.Who.Name, round);
        var begun = promotion with { Proposal = proposal, Round = round };
        var findings = ShapeRules.Check(proposal, context.Network, context.Now);
        if (!findings.IsEmpty)
        {
            var mend = Mend(begun, findings, claimed: false, context);
            return mend with { Facts = [taken, .. mend.Facts] };
        }

        var checking = Decide.To(Checking, $"{proposal.Lines.Length} prices to be checked.").With(taken).Ask(new CheckPrices(
            proposal.Number, round, proposal.Currency, context.Policy.Read(Policy.PriceHistoryDays),
            [.. Targets.Of(proposal.Scope, context.Network).Select(target => target.Region).Distinct()],
            [.. proposal.Lines.Select(line => line.Sku)]));
        checking = proposal.Lines.Aggregate(checking, (all, line) => all.Tell(
            BookOf(line.Sku), new PriceInstructed(context.Case, round, ClaimOf(proposal, line, round, context.Case), Ran: false)));
        return WithoutTask(promotion, checking, "Mended.");
    }

    private static Decision<PromotionState> JudgeWhenAllIsKnown(Promotion promotion, Fact fact, string heard, Context context)
    {
        if ((promotion.Basis is null && promotion.NoBasis is null) || promotion.Books.Count < promotion.Needs.Lines.Length)
        {
            return Decide.Stay<PromotionState>(heard).With(fact);
        }

        var findings = PriceRules.Check(promotion, context.Policy, context.Network);
        var judged = findings.IsEmpty ? Weigh(promotion, context) : Mend(promotion, findings, claimed: true, context);
        return judged with { Facts = [fact, .. judged.Facts] };
    }

    /// <summary>Says all that is to be mended at once, and gives up what was claimed: what may never come keeps no other away.</summary>
    private static Decision<PromotionState> Mend(
        Promotion promotion, ImmutableArray<Finding> findings, bool claimed, Context context)
    {
        var (says, category) = (SaysOf(findings), CategoryOf(findings));
        var mending = Decide.To(Mending, says).With(new PromotionFound(findings), new PromotionLate(0));
        mending = OpenTask(
            promotion, WithoutTask(promotion, mending, "Proposed anew."), TaskKind.Resolve, $"Mend {promotion.Needs.Number}", says,
            category, owner: null, [new("withdraw-price", "Withdraw it")], context);
        return claimed ? GiveUp(promotion, mending, context) : mending;
    }

    public static ExceptionCategory CategoryOf(ImmutableArray<Finding> findings) =>
        findings.Any(finding => finding.Category == ExceptionCategory.MarginBreach)
            ? ExceptionCategory.MarginBreach : ExceptionCategory.PriceMismatch;

    /// <summary>As people read it; a list that is too long for that is told in part, and stands whole in the case.</summary>
    public static string SaysOf(ImmutableArray<Finding> findings)
    {
        const int Told = 5;
        var said = findings.Take(Told)
            .Select(finding => $"{(finding.Sku is null ? "" : $"{finding.Sku}: ")}{finding.Says} {finding.Mend}");
        return string.Join(" ", said) + (findings.Length > Told ? $" And {findings.Length - Told} more." : "");
    }

    private static bool IsOver(PromotionProposed proposal, Context context) =>
        ShapeRules.Check(proposal, context.Network, context.Now).Any(finding => finding.Code is "over" or "times");

    private static CaseId BookOf(string sku) => new("price", sku);

    private static PriceClaim ClaimOf(PromotionProposed proposal, PriceLine line, int round, CaseId id) =>
        new(id, round, proposal.Scope, proposal.StartsLocal, proposal.EndsLocal, proposal.Currency, line.Price);

    private static Decision<PromotionState> GiveUp(Promotion promotion, Decision<PromotionState> decision, Context context) =>
        promotion.Needs.Lines.Aggregate(decision, (all, line) => all.Tell(
            BookOf(line.Sku), new PriceInstructed(context.Case, promotion.Round, Claim: null, promotion.Ran)));

    private static Decision<PromotionState> OpenTask(
        Promotion promotion, Decision<PromotionState> decision, TaskKind kind, string title, string why, ExceptionCategory category,
        OwnerGroup? owner, ImmutableArray<TaskChoice> choices, Context context, TimeSpan? budget = null)
    {
        var before = decision.Facts.OfType<PromotionTask>().Count(fact => fact.Task is not null);
        var task = CaseId.Task($"PRICE-{context.Case.Key}-{promotion.Tasks + before + 1}");
        var needs = promotion.Needs;
        return decision.With(new PromotionTask(task)).Tell(task, new TaskOpened(
            kind, title, why, context.Case, context.Case, context.Policy.OwnerOf(category, owner), null, OneOf(needs.Scope.Regions),
            OneOf(needs.Scope.Channels), category, null, null, needs.Currency, StoreTasks.Tasks.Priority(context.Now, null, 0, ""),
            budget ?? context.Policy.BudgetOf(category), [], choices)
        {
            AroundTheClock = kind == TaskKind.Approve && promotion.IsFix,
        });
    }

    private static Decision<PromotionState> WithoutTask(Promotion promotion, Decision<PromotionState> decision, string why) =>
        promotion.Task is { } task ? decision.With(new PromotionTask(null)).Tell(task, new TaskWithdrawn(why)) : decision;

    /// <summary>The one that a scope names, for lists; null for several or all.</summary>
    public static string? OneOf(ImmutableArray<string> ids) => !ids.IsDefault && ids is [var one] ? one : null;
}
