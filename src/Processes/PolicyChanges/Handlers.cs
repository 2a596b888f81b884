using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.PolicyChanges.PolicyChangeState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PolicyChanges;

public static class Handlers
{
    /// <summary>The deadline of a change that is approved is its own date.</summary>
    public static Policy<TimeSpan> UntilItHolds(PolicyChange change) => Policy.PolicySchedule with { Default = change.Until };

    public static Decision<PolicyChangeState> Propose(PolicyChange change, PolicyProposed proposal, Context context)
    {
        var by = context.Who.Name;
        var begun = new PolicyBegun(by);
        var whyNot = context.Case.Key != PolicyChange.KeyOf(proposal.Policy, proposal.Version)
            ? "The case is named after another change."
            : ProposalRules.WhyNot(proposal, context.Who.Role, context.Network).Select(fault => $"{fault.Field} {fault.Reason}.")
                .FirstOrDefault();
        return whyNot is not null
            ? Decide.To(Rejected, whyNot).With(begun, new PolicyEnded(whyNot))
            : Decide.To(AwaitingApproval, $"{by} proposes {Words(proposal)}: {proposal.Reason}").With(begun);
    }

    /// <summary>The area that a policy belongs to says who may; the one who proposed it is not among them.</summary>
    public static ApprovalAsk AskOf(PolicyChange change, PolicyReader policy)
    {
        var (needs, area) = (change.Needs, PolicyRegister.AreaOf(change.Needs.Policy));
        return new ApprovalAsk(
            $"{needs.Policy}@{needs.Version}", [new ApprovalSeat($"{string.Join(" or ", area.Roles)}", area.Owner, area.Roles)], [],
            [new Barred(change.ProposedBy, "proposed it")], []);
    }

    public static Decision<PolicyChangeState> Approve(PolicyChange change, PolicyApproved message, Context context)
    {
        var (voice, needs) = (new Voice(context.Who.Name, context.Who.Role, message.For), change.Needs);
        var by = voice.Says;
        var ask = AskOf(change, context.Policy);
        if (ApprovalRules.WhyNot(ask, voice) is { } no)
        {
            return Decide.Stay<PolicyChangeState>(ask.Seats[0].IsFor(voice) ? no : WhyNotBy(change, context) ?? no);
        }

        // After all that hold already, whatever the clocks of two hosts say: what is approved last is what people see.
        var soonest = change.Rivals.Select(rival => rival.From.AddTicks(1)).Append(context.Now).Max();
        var from = needs.From > soonest ? needs.From.Value : soonest;
        var granted = new PolicyGranted(voice.By, message.Note, from, from - context.Now);
        return from > context.Now
            ? Decide.To(Scheduled, $"Approved by {by}: {Words(needs)} from {from:yyyy-MM-dd HH:mm} UTC on.").With(granted)
            : Hold(change with { From = from }, $"Approved by {by}: {Words(needs)} from now on.").With(granted);
    }

    public static Decision<PolicyChangeState> Reject(PolicyChange change, PolicyRejected message, Context context) =>
        WhyNotBy(change, context) is { } no ? Decide.Stay<PolicyChangeState>(no)
        : End(Rejected, $"{context.Who.Name} rejects it: {message.Reason}");

    /// <summary>Whoever reaches the case may: what holds goes on holding.</summary>
    public static Decision<PolicyChangeState> Withdraw(PolicyChange change, PolicyWithdrawn message, Context context) =>
        End(Withdrawn, $"{context.Who.Name} withdraws it: {message.Reason}");

    public static Decision<PolicyChangeState> Remind(PolicyChange change, DeadlinePassed late, Context context)
    {
        var step = change.Late + 1;
        return step > context.Policy.Read(Policy.PolicyReminders)
            ? End(Lapsed, $"Nobody approved it, and {change.Late} reminders went unheard.")
            : Decide.Stay<PolicyChangeState>($"The approval is late, reminder {step}.").With(new PolicyReminded(step));
    }

    public static Decision<PolicyChangeState> TakeHold(PolicyChange change, DeadlinePassed due, Context context) =>
        change.Rivals.FirstOrDefault(rival => rival.IsAfter(change.From!.Value, change.Needs.Version)) is { } later
            ? End(Superseded, $"Version {later.Version} has held since {later.From:yyyy-MM-dd HH:mm} UTC, which is later.")
            : Hold(change, $"From now on: {Words(change.Needs)}.");

    /// <summary>Another one holds; this one is not that far, and tells it when it is.</summary>
    public static Decision<PolicyChangeState> Hear(PolicyChange change, PolicyTookHold other, Context context) =>
        Decide.Stay<PolicyChangeState>($"Version {other.Version} holds since {other.From:yyyy-MM-dd HH:mm} UTC.").With(Heard(other));

    public static Decision<PolicyChangeState> Yield(PolicyChange change, PolicyTookHold other, Context context)
    {
        var (needs, rival) = (change.Needs, new Rival(other.Version, other.From, other.RollsBack));
        if (!rival.IsAfter(change.From!.Value, needs.Version))
        {
            return Decide.Stay<PolicyChangeState>($"Version {other.Version} holds since before this one; it is told so.")
                .With(Heard(other))
                .Tell(PolicyChange.IdOf(needs.Policy, other.Version), TookHold(change));
        }

        return other.RollsBack == needs.Version
            ? End(RolledBack, $"Rolled back by version {other.Version}.").With(Heard(other))
            : End(Superseded, $"Version {other.Version} holds instead.").With(Heard(other));
    }

    public static Decision<PolicyChangeState> AskForReview(PolicyChange change, DeadlinePassed due, Context context) =>
        Decide.Stay<PolicyChangeState>($"It has held since {change.From:yyyy-MM-dd}; its owner should look whether it is still wanted.")
            .With(new PolicyReviewDue(change.Reviews + 1));

    private static Decision<PolicyChangeState> Hold(PolicyChange change, string because)
    {
        var needs = change.Needs;
        var others = needs.Others.Concat(change.Rivals.Select(rival => rival.Version)).Distinct().Order();
        return others.Aggregate(
            Decide.To(InForce, because), (held, other) => held.Tell(PolicyChange.IdOf(needs.Policy, other), TookHold(change)));
    }

    private static PolicyTookHold TookHold(PolicyChange change) => new(change.Needs.Version, change.From!.Value, change.Needs.RollsBack);

    private static PolicyRivalHeard Heard(PolicyTookHold other) => new(other.Version, other.From, other.RollsBack);

    private static Decision<PolicyChangeState> End(PolicyChangeState state, string why) => Decide.To(state, why).With(new PolicyEnded(why));

    private static string? WhyNotBy(PolicyChange change, Context context)
    {
        var area = PolicyRegister.AreaOf(change.Needs.Policy);
        return area.MayChange(context.Who.Role) ? null : ProposalRules.NotYours(context.Who.Name, context.Who.Role, area);
    }

    private static string Words(PolicyProposed proposal) =>
        $"{proposal.Policy} {proposal.Value ?? "unset"}, {proposal.Scope}"
        + (proposal.RollsBack is { } taken ? $", which rolls back version {taken}" : "");
}
