using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.PromotionToPricing.PromotionState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PromotionToPricing;

/// <summary>Sent out ahead of time, let go live by policy, heard of by every target, and over when none holds anything of it.</summary>
public static partial class Handlers
{
    /// <summary>A plan whose time has come is carried out at once, but not in the same moment over and over.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    public static Policy<TimeSpan> PaceOf(Promotion promotion) => Policy.PriceSchedule with { Default = promotion.Pace };

    public static Decision<PromotionState> SendOut(Promotion promotion, DeadlinePassed late, Context context) =>
        Send(promotion, Decide.Stay<PromotionState>("Time to send it out."), context);

    /// <summary>Two hours before the first start: what is ready goes live region by region, as policy says.</summary>
    public static Decision<PromotionState> DecideGoLive(Promotion promotion, DeadlinePassed late, Context context)
    {
        var regions = Releasable(promotion, context.Policy);
        var next = promotion with { Released = promotion.Released.Union(regions) };
        if (next.HeldBack.IsEmpty)
        {
            return LetGo(promotion, Run(promotion, ReadyOn(promotion), context), regions, "policy", context);
        }

        var held = Decide.To(Held, $"{ReadyOn(promotion)} Held back: {string.Join(", ", next.HeldBack)}.").With(new PromotionLate(0));
        held = regions.IsEmpty ? held : LetGo(promotion, held, regions, "policy", context);
        return OpenTask(
            promotion, held, TaskKind.Resolve, $"Let {promotion.Needs.Number} go live?", held.Because,
            ExceptionCategory.ChannelLagging, OwnerGroup.Merchandising,
            [new("go-live", "Let it go live where it is ready"), new("withdraw-price", "Withdraw it")], context);
    }

    public static Decision<PromotionState> HearWhileDistributing(Promotion promotion, TargetReported word, Context context)
    {
        var next = PromotionFacts.Heard(promotion, word);
        if (ReferenceEquals(promotion, next))
        {
            return Overtaken();
        }

        var everywhere = next.Targets.Values.All(target => target.HasIt)
            && Releasable(next, context.Policy).SetEquals(next.HeldBack);
        var decision = next.IsCleared ? Finish(next, context)
            : everywhere ? LetGo(next, Run(next, ReadyOn(next), context), next.HeldBack, "policy", context)
            : Decide.Stay<PromotionState>($"{word.Target}: {word.Note} {ReadyOn(next)}");
        return decision.With(new PromotionHeard(next.Live, next.Selling));
    }

    /// <summary>What was missing may come while people think; policy decides it then as it would have before.</summary>
    public static Decision<PromotionState> HearWhileHeld(Promotion promotion, TargetReported word, Context context)
    {
        var next = PromotionFacts.Heard(promotion, word);
        if (ReferenceEquals(promotion, next))
        {
            return Overtaken();
        }

        var heard = new PromotionHeard(next.Live, next.Selling);
        if (next.IsCleared)
        {
            return Finish(next, context).With(heard);
        }

        var regions = Releasable(next, context.Policy);
        var freed = next with { Released = next.Released.Union(regions) };
        var decision = freed.HeldBack.IsEmpty
            ? WithoutTask(next, Run(next, ReadyOn(next), context), "It may go live everywhere.")
            : Decide.Stay<PromotionState>($"{word.Target}: {word.Note} {ReadyOn(next)}");
        return (regions.IsEmpty ? decision : LetGo(next, decision, regions, "policy", context)).With(heard);
    }

    public static Decision<PromotionState> GoAhead(Promotion promotion, PromotionGoAhead message, Context context)
    {
        var who = Speaker(message.By, context);
        var run = Run(promotion, $"{who} lets it go live: {message.Note} {ReadyOn(promotion)}", context);
        return LetGo(promotion, WithoutTask(promotion, run, "Let go live."), promotion.HeldBack, who, context);
    }

    public static Decision<PromotionState> StayHeld(Promotion promotion, DeadlinePassed late, Context context) =>
        Decide.Stay<PromotionState>($"Still held back. {ReadyOn(promotion)}").With(new PromotionLate(promotion.Late + 1));

    public static Decision<PromotionState> Hear(Promotion promotion, TargetReported word, Context context)
    {
        var next = PromotionFacts.Heard(promotion, word);
        if (ReferenceEquals(promotion, next))
        {
            return Overtaken();
        }

        var decision = next.IsCleared
            ? Finish(next, context) : Decide.Stay<PromotionState>($"{word.Target}: {word.Note} {next.LiveOn}");
        return decision.With(new PromotionHeard(next.Live, next.Selling));
    }

    /// <summary>The last local end and the time for taking back are over, and something may remain.</summary>
    public static Decision<PromotionState> EndIsDue(Promotion promotion, DeadlinePassed late, Context context)
    {
        var left = promotion.Targets.Values.Where(target => target.Standing != TargetStanding.Cleared).ToList();
        var because = $"It is over, and not known to be gone from {left.Count} targets: {string.Join(", ",
            left.Take(5).Select(target => target.Target.Id))}{(left.Count > 5 ? " and more" : "")}.";
        return OpenTask(
            promotion, Decide.To(Ending, because).With(new PromotionLate(0)), TaskKind.Resolve,
            $"See that {promotion.Needs.Number} is gone everywhere", because, ExceptionCategory.PriceMismatch, OwnerGroup.Merchandising,
            [new("done", "Seen to")], context);
    }

    public static Decision<PromotionState> StillThere(Promotion promotion, DeadlinePassed late, Context context) =>
        Decide.Stay<PromotionState>(
            $"{promotion.Targets.Values.Count(target => target.Standing != TargetStanding.Cleared)} targets are not cleared yet.")
            .With(new PromotionLate(promotion.Late + 1));

    public static Decision<PromotionState> TakeBack(Promotion promotion, PromotionWithdrawn message, Context context)
    {
        var taken = Decide.To(Withdrawing, message.Reason).With(new PromotionEnding(true, message.Reason), new PromotionLate(0));
        return promotion.Targets.Values.Where(target => target.Standing != TargetStanding.Cleared).Aggregate(
            WithoutTask(promotion, taken, message.Reason),
            (all, target) => all.Tell(TargetCase(context.Case, target), new TargetRecalled(message.Reason)));
    }

    /// <summary>A word overtook what begins the target's case; it is told until somebody is there.</summary>
    public static Decision<PromotionState> RecallAgain(Promotion promotion, CaseNotThere answer, Context context) =>
        IsOurs(promotion, answer, context)
            ? Decide.Stay<PromotionState>($"{answer.Case} is not there yet.").Tell(answer.Case, new TargetRecalled(promotion.End!.Reason))
            : Decide.TooLate<PromotionState>("It needs nothing of that case any more.");

    public static Decision<PromotionState> TellTargetAgain(Promotion promotion, CaseNotThere answer, Context context) =>
        IsOurs(promotion, answer, context)
            ? Decide.Stay<PromotionState>($"{answer.Case} is not there yet.").Tell(answer.Case, new TargetReleased("policy"))
            : Decide.TooLate<PromotionState>("It needs nothing of that case any more.");

    /// <summary>Approved: planned until it is time to send it out.</summary>
    private static Decision<PromotionState> Go(Promotion promotion, Decision<PromotionState> decision, Context context)
    {
        if (HasPassed(Window.Of(promotion.Needs, context.Network), context))
        {
            return Send(promotion, decision, context);
        }

        if (promotion.IsFix)
        {
            decision = Review(promotion, decision, context);
        }

        var first = Window.Of(promotion.Needs, context.Network).Min(window => window.From);
        var wait = first - context.Policy.Read(Policy.PriceDistributeAhead) - context.Now;
        return wait > TimeSpan.Zero && !promotion.IsFix
            ? decision with { To = Planned, Facts = [.. decision.Facts, new PromotionPaced(wait)] }
            : Send(promotion, decision, context);
    }

    /// <summary>An emergency fix went the short way: finance looks at it when it is out.</summary>
    private static Decision<PromotionState> Review(Promotion promotion, Decision<PromotionState> decision, Context context) => OpenTask(
        promotion, decision, TaskKind.Resolve, $"Review the emergency fix {promotion.Needs.Number}",
        $"{string.Join(", ", promotion.Askers)} asked, {string.Join(", ", promotion.Approvals.Select(given => given.By))} approved: "
        + promotion.Needs.Reason, ExceptionCategory.PriceMismatch, OwnerGroup.FinanceControl, [new("done", "Reviewed")], context)
        .With(new PromotionTask(null));

    private static Decision<PromotionState> Send(Promotion promotion, Decision<PromotionState> decision, Context context)
    {
        var windows = Window.Of(promotion.Needs, context.Network).ToList();
        if (HasPassed(windows, context))
        {
            return GiveUp(promotion, decision with { To = Refused, Because = $"{decision.Because} Its end has passed." }, context);
        }

        ImmutableArray<PriceLine> lines = [.. promotion.Lines.Select(line => PriceRules.TrueNow(promotion, line))];
        if (PriceRules.NoReductions(lines) is { IsEmpty: false } none)
        {
            var mending = Mend(promotion with { Task = null }, none, claimed: true, context);
            return mending with { Facts = [.. decision.Facts, .. mending.Facts], Effects = [.. decision.Effects, .. mending.Effects] };
        }

        if (!lines.SequenceEqual(promotion.Lines))
        {
            decision = decision.With(new PromotionShown(lines)) with
            {
                Because = $"{decision.Because} The price before is lower by now.",
            };
        }

        ImmutableArray<KnownTarget> targets =
        [
            .. windows.Select(window => new KnownTarget(
                window.Target, window.From, window.Until, 0, TargetStanding.Pending, null, null, TimeSpan.Zero)),
        ];
        var sent = promotion with { Targets = targets.ToImmutableSortedDictionary(target => target.Target.Id, target => target) };
        var until = windows.Min(window => window.From) - context.Policy.Read(Policy.PriceGoLiveLead) - context.Now;
        var plan = promotion.IsFix
            ? Run(sent, decision.Because, context).With(new PromotionLetGo([.. sent.Regions], "emergency"))
            : Decide.To(Distributing, decision.Because).With(new PromotionPaced(until > Soon ? until : Soon));
        plan = plan with
        {
            Facts = [.. decision.Facts, new PromotionSentOut(targets), .. plan.Facts], Effects = decision.Effects,
            Because = $"{decision.Because} Sent to {targets.Length} targets.",
        };
        return targets.Aggregate(plan, (all, target) => all.Tell(TargetCase(context.Case, target), new TargetAsked(
            context.Case, promotion.Needs.Number, target.Target, promotion.Needs.Currency, target.From, target.Until, lines,
            promotion.IsFix)));
    }

    private static bool HasPassed(IEnumerable<Window> windows, Context context) => windows.All(window => window.Until <= context.Now);

    /// <summary>Until the last local end, and the time that taking back may take.</summary>
    private static Decision<PromotionState> Run(Promotion promotion, string because, Context context)
    {
        var end = promotion.Targets.Values.Max(target => target.Until) + context.Policy.Read(Policy.PriceRevertTime) - context.Now;
        return Decide.To(Live, because).With(new PromotionPaced(end > Soon ? end : Soon));
    }

    /// <summary>The regions that the policy of each lets go live with what is ready now.</summary>
    private static ImmutableSortedSet<string> Releasable(Promotion promotion, PolicyReader policy) => promotion.HeldBack
        .Where(region => policy.ReadIn(Policy.PriceGoLive, region) switch
        {
            Policies.GoLive.Hold => false,
            Policies.GoLive.All => promotion.Targets.Values.All(target => target.HasIt),
            _ => HasQuorum(promotion, region, policy),
        })
        .ToImmutableSortedSet(StringComparer.Ordinal);

    // Orders are checked against the ERP's prices: without it a region would sell at prices that hold its own orders.
    private static bool HasQuorum(Promotion promotion, string region, PolicyReader policy)
    {
        var there = promotion.Targets.Values.Where(target => target.Target.Region == region).ToLookup(target => target.Sells);
        return there[false].All(target => target.HasIt)
            && there[true].Count(target => target.HasIt) >= policy.ReadIn(Policy.PriceQuorum, region) * there[true].Count();
    }

    private static Decision<PromotionState> LetGo(
        Promotion promotion, Decision<PromotionState> decision, IReadOnlyCollection<string> regions, string by,
        Context context) =>
        promotion.Targets.Values
            .Where(target => regions.Contains(target.Target.Region) && target.Standing != TargetStanding.Cleared)
            .Aggregate(
                decision.With(new PromotionLetGo([.. regions], by)),
                (all, target) => all.Tell(TargetCase(context.Case, target), new TargetReleased(by)));

    private static Decision<PromotionState> Overtaken() =>
        Decide.TooLate<PromotionState>("A later word of that target was heard before.");

    private static Decision<PromotionState> Finish(Promotion promotion, Context context)
    {
        var over = promotion.End is { } end
            ? Decide.To(Withdrawn, $"{end.Reason} Nothing of it remains anywhere.")
            : Decide.To(Ended, "Nothing of it remains anywhere.");
        return GiveUp(promotion, WithoutTask(promotion, over, "It is over."), context);
    }

    private static bool IsOurs(Promotion promotion, CaseNotThere answer, Context context) =>
        promotion.Targets.Values.Any(target => TargetCase(context.Case, target) == answer.Case
            && (promotion.End is not null || promotion.Released.Contains(target.Target.Region)));

    private static string ReadyOn(Promotion promotion) =>
        $"Ready on {promotion.Targets.Values.Count(target => target.Sells && target.HasIt)} of {promotion.Selling}.";

    private static CaseId TargetCase(CaseId promotion, KnownTarget target) =>
        new("price-target", $"{promotion.Key}:{target.Target.Id}");
}
