using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.PriceTargets.TargetState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PriceTargets;

/// <summary>From sending the prices until they are live and stay so.</summary>
public static partial class Handlers
{
    public static Policy<TimeSpan> PaceOf(PriceTargetCase target) => Policy.PriceSchedule with { Default = target.Pace };

    public static Decision<TargetState> Accept(PriceTargetCase target, TargetAsked asked, Context context) =>
        Decide.To(Staging, $"{asked.Lines.Length} prices for {asked.Target.Id}, from {asked.From:u} until {asked.Until:u}.")
            .With(new TargetBegun()).Ask(Stage(asked));

    public static Decision<TargetState> ReadBack(PriceTargetCase target, PricesStaged answer, Context context) =>
        target.IsOver(context.Now)
            ? Revert(target, OverWhy(target)).With(new TargetHolds(answer.Receipt))
            : Decide.To(ReadingBack, $"Received as {answer.Receipt}.").With(new TargetHolds(answer.Receipt)).Ask(Read(target));

    public static Decision<TargetState> NotStaged(PriceTargetCase target, StagingRefused answer, Context context) =>
        LagOrRevert(target, TargetStep.Stage, ExceptionCategory.ChannelLagging, answer.Reason, context);

    public static Decision<TargetState> Compare(PriceTargetCase target, PricesRead answer, Context context)
    {
        var wrong = Reading.NotWaiting(target.Needs, answer.Prices);
        if (target.IsOver(context.Now))
        {
            return Revert(target, OverWhy(target));
        }

        if (wrong.IsEmpty)
        {
            var ready = target.MayGoLive(context.Now)
                ? Decide.To(GoingLive, "Read back as sent, and its start has come.").Ask(Activate(target))
                : Decide.To(Ready, "Read back as sent.").With(new TargetPaced(UntilStart(target, context.Now)));
            ready = ready.With(new TargetTried(TargetStep.Activate, 0));
            return WithoutTask(target, Say(target, ready, TargetStanding.Ready, null, context));
        }

        return MayTryAgain(target, TargetStep.Stage, context)
            ? Decide.To(Staging, $"Read back, and {wrong[0]}: sent once more.")
                .With(NextTry(target, TargetStep.Stage)).Ask(Stage(target.Needs))
            : Lag(target, TargetStep.Stage, ExceptionCategory.PriceMismatch, $"Read back, and {wrong[0]}.", context);
    }

    public static Decision<TargetState> NotReadBack(PriceTargetCase target, ReadingRefused answer, Context context) =>
        LagOrRevert(target, TargetStep.Stage, ExceptionCategory.ChannelLagging, answer.Reason, context);

    public static Decision<TargetState> StartHasCome(PriceTargetCase target, DeadlinePassed late, Context context) =>
        target.IsOver(context.Now) ? Revert(target, OverWhy(target))
        : target.MayGoLive(context.Now) ? Decide.To(GoingLive, "Its local start has come.").Ask(Activate(target))
        : Decide.Stay<TargetState>("Its local start has come, and it is held back.")
            .With(new TargetPaced(UntilStart(target, context.Now)));

    public static Decision<TargetState> Release(PriceTargetCase target, TargetReleased message, Context context)
    {
        var freed = new TargetFreed(message.By);
        return target.IsOver(context.Now) ? Revert(target, OverWhy(target)).With(freed)
            : (target with { Released = true }).MayGoLive(context.Now)
                ? Decide.To(GoingLive, "Its local start has passed already.").With(freed).Ask(Activate(target))
            : Decide.Stay<TargetState>($"It may go live at {target.Needs.From:u}.").With(freed);
    }

    public static Decision<TargetState> GoLive(PriceTargetCase target, PricesActivated answer, Context context)
    {
        var live = new TargetWentLive(context.Now);
        if (target.IsOver(context.Now))
        {
            return Revert(target, OverWhy(target)).With(new TargetHolds(answer.Receipt), live);
        }

        var decision = Decide.To(Live, $"Live, by {answer.Receipt}.")
            .With(new TargetHolds(answer.Receipt), live, new TargetTried(TargetStep.Look, 0))
            .With(new TargetPaced(UntilLook(target, context)));
        decision = WithoutTask(target, Say(target, decision, TargetStanding.Live, null, context));
        return target.Needs.Target.Node is null || target.Labels is not null ? decision
            : Labels(target, decision, "LABELS", "Put up the new shelf labels", line => line.Price, context);
    }

    public static Decision<TargetState> NotActivated(PriceTargetCase target, ActivationRefused answer, Context context) =>
        LagOrRevert(target, TargetStep.Activate, ExceptionCategory.ChannelLagging, answer.Reason, context);

    public static Decision<TargetState> LookOrEnd(PriceTargetCase target, DeadlinePassed late, Context context) =>
        target.IsOver(context.Now)
            ? Revert(target, OverWhy(target))
            : Decide.To(LookingForDrift, "Time to look what it sells at.").Ask(Read(target));

    /// <summary>A drift is corrected, and read once more before it counts as corrected.</summary>
    public static Decision<TargetState> Judge(PriceTargetCase target, PricesRead answer, Context context)
    {
        if (target.IsOver(context.Now))
        {
            return Revert(target, OverWhy(target));
        }

        var wrong = Reading.NotLive(target.Needs, answer.Prices);
        if (wrong.IsEmpty)
        {
            var right = Decide.To(Live, target.Tries > 0 ? "Corrected: it sells at the price again." : "It sells at the price.")
                .With(new TargetSeenRight(context.Now), new TargetTried(TargetStep.Look, 0))
                .With(new TargetPaced(UntilLook(target, context)));
            return WithoutTask(
                target, target.Trouble is null ? right : Say(target, right, TargetStanding.Live, null, context));
        }

        var since = context.Now - (target.SeenRight ?? target.LiveSince ?? context.Now);
        var drift = new TargetDrifted(answer.Prices, target.Needs.Lines, context.Now, since);
        var seen = target with { Wrong = target.Wrong + since };
        return MayTryAgain(target, TargetStep.Look, context)
            ? Say(
                seen, Decide.To(Correcting, $"Drifted: {wrong[0]}.").With(drift, NextTry(target, TargetStep.Look)).Ask(Activate(target)),
                TargetStanding.Live, ExceptionCategory.PriceMismatch, context)
            : Lag(seen, TargetStep.Look, ExceptionCategory.PriceMismatch, $"It drifts again and again: {wrong[0]}.", context).With(drift);
    }

    /// <summary>What was seen to sell at another price still does, as far as anybody knows.</summary>
    public static Decision<TargetState> NotLookedAt(PriceTargetCase target, ReadingRefused answer, Context context) => LagOrRevert(
        target, TargetStep.Look,
        target.Trouble == ExceptionCategory.PriceMismatch ? ExceptionCategory.PriceMismatch : ExceptionCategory.ChannelLagging,
        answer.Reason, context);

    /// <summary>It is read again, and corrected again, before anybody says that it sells at the price.</summary>
    public static Decision<TargetState> NotCorrected(PriceTargetCase target, ActivationRefused answer, Context context)
    {
        var lagging = LagOrRevert(target, TargetStep.Look, ExceptionCategory.PriceMismatch, answer.Reason, context);
        // A correction that was never made is no drift: the next look may make it.
        var tries = Math.Min(target.Tries, Math.Max(0, context.Policy.Read(Policy.PriceTries) - 2));
        return lagging.To == Lagging ? lagging.With(new TargetTried(TargetStep.Look, tries)) : lagging;
    }

    public static Decision<TargetState> LookAgainAfterCorrection(PriceTargetCase target, PricesActivated answer, Context context) =>
        target.IsOver(context.Now)
            ? Revert(target, OverWhy(target)).With(new TargetHolds(answer.Receipt))
            : Decide.To(LookingForDrift, $"Corrected by {answer.Receipt}; read once more.")
                .With(new TargetHolds(answer.Receipt)).Ask(Read(target));

    private static StagePrices Stage(TargetAsked needs) =>
        new(needs.Target, needs.Number, needs.Currency, needs.From, needs.Until, needs.Lines);

    private static ReadPrices Read(PriceTargetCase target) => new(target.Needs.Target, target.Needs.Number, target.Skus);

    private static ActivatePrices Activate(PriceTargetCase target) =>
        new(target.Needs.Target, target.Needs.Number, target.Needs.Currency, target.Needs.Lines);

    private static TimeSpan UntilStart(PriceTargetCase target, DateTimeOffset now) =>
        (target.Needs.From > now ? target.Needs.From : target.Needs.Until) - now;

    private static TimeSpan UntilLook(PriceTargetCase target, Context context)
    {
        var (look, end) = (context.Policy.Read(Policy.PriceDriftLook), target.Needs.Until - context.Now);
        return look < end ? look : end;
    }

    private static bool MayTryAgain(PriceTargetCase target, TargetStep step, Context context) =>
        NextTry(target, step).Tries < context.Policy.Read(Policy.PriceTries);

    private static TargetTried NextTry(PriceTargetCase target, TargetStep step) =>
        new(step, target.Step == step ? target.Tries + 1 : 1);
}
