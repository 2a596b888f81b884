using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.PromotionToPricing.PromotionState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PromotionToPricing;

/// <summary>Who has to say yes, and what follows when all have.</summary>
public static partial class Handlers
{
    /// <summary>The ladder: a reminder, the lead, the head. Above it nobody is left to be told.</summary>
    private const int LastStep = 3;

    public static Policy<TimeSpan> ApprovalBudget(Promotion promotion) =>
        promotion.IsFix ? Policy.PriceFixApprovalTime : Policy.PriceApprovalTime;

    /// <summary>Four eyes: nobody approves what they asked for, nor twice.</summary>
    public static Decision<PromotionState> Approve(Promotion promotion, PromotionApproved message, Context context)
    {
        var who = Speaker(message.By, context);
        if (promotion.Askers.Contains(who) || promotion.Approvals.Any(given => given.By == who))
        {
            var because = promotion.Askers.Contains(who)
                ? $"{who} asked for it and may not approve it." : $"{who} has approved it already; another person has to.";
            var stay = Decide.Stay<PromotionState>(because);
            // Told by a task, that task is done: the right person needs another one.
            return context.Who.Role == "system" ? AskApproval(promotion, stay, promotion.Missing.First(), because, context) : stay;
        }

        var given = new PromotionApprovedBy(promotion.Missing.First(), who, message.Note);
        var approved = promotion with { Approvals = [.. promotion.Approvals, new Approval(given.Group, who, message.Note)] };
        if (approved.Missing.Any())
        {
            var next = approved.Missing.First();
            var stay = Decide.Stay<PromotionState>($"Approved by {who}; {next} is still to.").With(given);
            return AskApproval(promotion, WithoutTask(promotion, stay, "Approved."), next, $"Approved by {who}.", context);
        }

        var gone = Go(approved, WithoutTask(promotion, Decide.Stay<PromotionState>($"Approved by {who}."), "Approved."), context);
        return gone with { Facts = [given, .. gone.Facts] };
    }

    public static Decision<PromotionState> Reject(Promotion promotion, PromotionRejected message, Context context) =>
        Refuse(promotion, $"{Speaker(message.By, context)}: {message.Reason}", context);

    public static Decision<PromotionState> RemindApprover(Promotion promotion, DeadlinePassed late, Context context)
    {
        if (IsOver(promotion.Needs, context))
        {
            return Refuse(promotion, "Its end has passed before it was approved.", context);
        }

        var step = Math.Min(promotion.Late + 1, LastStep);
        var whom = step switch { 1 => "reminded", 2 => "with the lead now", _ => "with the head now" };
        var stay = Decide.Stay<PromotionState>($"The approval is late: {whom}.").With(new PromotionLate(step));
        return promotion.Late == LastStep ? stay
            : AskApproval(
                promotion, WithoutTask(promotion, stay, "Asked anew."), promotion.Missing.First(), $"The approval is late: {whom}.",
                context);
    }

    private static Decision<PromotionState> Weigh(Promotion promotion, Context context)
    {
        var weighed = ApprovalRules.Weigh(promotion, context.Policy, context.Network);
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

    /// <summary>A task says who; whoever speaks for himself is taken by his own name.</summary>
    private static string Speaker(string by, Context context) => context.Who.Role == "system" ? by : context.Who.Name;

    private static Decision<PromotionState> Refuse(Promotion promotion, string why, Context context) =>
        GiveUp(promotion, WithoutTask(promotion, Decide.To(Refused, why), why), context);
}
