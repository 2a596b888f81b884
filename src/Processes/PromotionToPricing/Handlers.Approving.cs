using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.PromotionToPricing.PromotionState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PromotionToPricing;

/// <summary>Who has to say yes, and what follows when all have.</summary>
public static partial class Handlers
{
    public static Policy<TimeSpan> ApprovalBudget(Promotion promotion) =>
        promotion.IsFix ? Policy.PriceFixApprovalTime : Policy.PriceApprovalTime;

    /// <summary>Who has to approve was laid down when it was weighed; who that may be, the matrix says.</summary>
    public static ApprovalAsk AskOf(Promotion promotion, PolicyReader policy) => ApprovalMatrix.Ask(
        ApprovalMatrix.Prices,
        [
            .. promotion.Needed.Select(group =>
                ApprovalMatrix.Rows.First(row => row.Process == ApprovalMatrix.Prices && row.Owner == group)),
        ],
        promotion.Needs.Number, promotion.Askers.Select(asker => new Barred(asker, "asked for it")),
        promotion.Approvals.Select(given => new Voice(given.By, given.Role, given.For)), policy);

    public static Decision<PromotionState> Approve(Promotion promotion, PromotionApproved message, Context context)
    {
        var voice = Voice.Of(message.By, message.Role, message.For, context);
        if (ApprovalRules.WhyNot(AskOf(promotion, context.Policy), voice) is { } because)
        {
            return Denied(promotion, because, context);
        }

        var given = new PromotionApprovedBy(promotion.Missing.First(), voice.By, message.Note, voice.Role, voice.For);
        var approved = promotion with
        {
            Approvals = [.. promotion.Approvals, new Approval(given.Group, voice.By, message.Note, voice.Role, voice.For)],
        };
        if (approved.Missing.Any())
        {
            var next = approved.Missing.First();
            var stay = Decide.Stay<PromotionState>($"Approved by {voice.Says}; {next} is still to.").With(given);
            return AskApproval(promotion, WithoutTask(promotion, stay, "Approved."), next, $"Approved by {voice.Says}.", context);
        }

        var gone = Go(
            approved, WithoutTask(promotion, Decide.Stay<PromotionState>($"Approved by {voice.Says}."), "Approved."), context);
        return gone with { Facts = [given, .. gone.Facts] };
    }

    public static Decision<PromotionState> Reject(Promotion promotion, PromotionRejected message, Context context)
    {
        var voice = Voice.Of(message.By, message.Role, message.For, context);
        return ApprovalRules.WhyNoRight(AskOf(promotion, context.Policy), voice) is { } because
            ? Denied(promotion, because, context)
            : Refuse(promotion, $"{voice.Says}: {message.Reason}", context);
    }

    public static Decision<PromotionState> RemindApprover(Promotion promotion, DeadlinePassed late, Context context)
    {
        if (IsOver(promotion.Needs, context))
        {
            return Refuse(promotion, "Its end has passed before it was approved.", context);
        }

        var step = promotion.Late + 1;
        var (seat, says) = ApprovalRules.WhenLate(AskOf(promotion, context.Policy), step, context.Policy.Read(Policy.ApprovalReminders));
        var stay = Decide.Stay<PromotionState>(says).With(new PromotionLate(step));
        return AskApproval(promotion, WithoutTask(promotion, stay, "Asked anew."), seat.Owner, says, context);
    }

    private static Decision<PromotionState> Weigh(Promotion promotion, Context context)
    {
        var weighed = PriceWeighing.Weigh(promotion, context.Policy, context.Network);
        var next = promotion with { Lines = weighed.Lines, Needed = weighed.Needed };
        var what = $"{weighed.Depth:0.#%} at most, {new Money(weighed.MarginEffect, promotion.Needs.Currency)} of margin.";
        if (weighed.Needed.IsEmpty)
        {
            var free = Go(next, Decide.Stay<PromotionState>($"Nobody has to approve it: {what}"), context);
            return free with { Facts = [weighed, .. free.Facts] };
        }

        var awaiting = Decide.To(AwaitingApproval, $"To be approved by {string.Join(" and ", weighed.Needed)}: {what}")
            .With(weighed, new PromotionLate(0));
        return AskApproval(promotion, awaiting, weighed.Needed[0], what, context);
    }

    private static Decision<PromotionState> AskApproval(
        Promotion promotion, Decision<PromotionState> decision, OwnerGroup group, string why, Context context) => OpenTask(
            promotion, decision, TaskKind.Approve, $"Approve {promotion.Needs.Number}: {promotion.Needs.Title}", why,
            ExceptionCategory.ApprovalLate, group,
            [new("approve-price", "Approve"), new("reject-price", "Reject: the reason is in the note")], context,
            context.Policy.Read(ApprovalBudget(promotion)));

    /// <summary>
    /// Who answers a task without the right to has closed the task and not the question: the right person needs another one. Who tells the
    /// promotion himself has closed nothing, and is told why not.
    /// </summary>
    private static Decision<PromotionState> Denied(Promotion promotion, string because, Context context) =>
        context.Who == Actor.Crossdock
            ? AskApproval(promotion, Decide.Stay<PromotionState>(because), promotion.Missing.First(), because, context)
            : Decide.TooLate<PromotionState>(because);

    /// <summary>A task says who; whoever speaks for himself is taken by his own name.</summary>
    private static string Speaker(string by, Context context) => Voice.Of(by, "", null, context).By;

    private static Decision<PromotionState> Refuse(Promotion promotion, string why, Context context) =>
        GiveUp(promotion, WithoutTask(promotion, Decide.To(Refused, why), why), context);
}
