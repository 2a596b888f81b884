using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.BulkOperations.BulkState;

namespace Crossdock.Processes.BulkOperations;

internal static class Handlers
{
    public static Decision<BulkState> Freeze(BulkOperation bulk, BulkFrozen message, Context context) =>
        Decide.To(Frozen, $"{message.Items} items frozen, {message.WillRun} of them will run: {message.Why}.").With(new BulkBegun());

    public static Decision<BulkState> Lapse(BulkOperation bulk, DeadlinePassed message, Context context) =>
        Decide.To(Lapsed, "It was not started in time; the world has moved on from what was shown.");

    public static Decision<BulkState> Start(BulkOperation bulk, BulkStarted message, Context context) =>
        Go(bulk, message.Why, message.PerSecond, context.Who);

    public static Decision<BulkState> Resume(BulkOperation bulk, BulkResumed message, Context context) =>
        Go(bulk, message.Why, message.PerSecond, context.Who);

    public static Decision<BulkState> Count(BulkOperation bulk, BulkProgressed message, Context context) =>
        message.Run != bulk.Run ? Decide.TooLate<BulkState>("An earlier run; the operation goes on in a later one.")
        : message.Counts.Ended < bulk.Standing.Ended ? Decide.Stay<BulkState>("An older count; what is known stays.")
        : Decide.Stay<BulkState>($"{message.Counts.Ended} of {bulk.Needs.Items} have an outcome.").With(new BulkCounted(message.Counts));

    public static Decision<BulkState> Pause(BulkOperation bulk, BulkPaused message, Context context) =>
        Decide.To(Paused, $"Paused: {message.Why}.").With(new BulkStopped(message.Why));

    public static Decision<BulkState> Cancel(BulkOperation bulk, BulkCancelled message, Context context) =>
        Decide.To(Cancelled, $"Cancelled: {message.Why}. {bulk.Standing.Ended} of {bulk.Needs.Items} had an outcome and keep it.")
            .With(new BulkStopped(message.Why));

    public static Decision<BulkState> End(BulkOperation bulk, BulkRan message, Context context) =>
        message.Run != bulk.Run ? Decide.TooLate<BulkState>("An earlier run; the operation goes on in a later one.")
        : message.Complete ? Decide.To(Done, Sum(message.Counts)).With(new BulkCounted(message.Counts))
        : Go(bulk, "the run before it stopped at its own", bulk.PerSecond, bulk.For ?? context.Who);

    public static Decision<BulkState> EndWhilePaused(BulkOperation bulk, BulkRan message, Context context) =>
        message.Run != bulk.Run ? Decide.TooLate<BulkState>("An earlier run.")
        : message.Complete ? Decide.To(Done, Sum(message.Counts)).With(new BulkCounted(message.Counts))
        : Decide.Stay<BulkState>("The run has stopped.").With(Later(bulk, message.Counts));

    public static Decision<BulkState> Fail(BulkOperation bulk, BulkFailed message, Context context) =>
        Decide.To(Paused, $"The run could not go on: {message.Reason}").With(new BulkStopped(message.Reason));

    public static Decision<BulkState> FailWhilePaused(BulkOperation bulk, BulkFailed message, Context context) =>
        Decide.Stay<BulkState>($"The run that was paused could not go on: {message.Reason}").With(new BulkStopped(message.Reason));

    public static Decision<BulkState> StayPaused(BulkOperation bulk, DeadlinePassed message, Context context) =>
        Decide.Stay<BulkState>("Still paused; resume it or cancel it.");

    private static BulkCounted Later(BulkOperation bulk, BulkCounts counts) =>
        new(counts.Ended < bulk.Standing.Ended ? bulk.Standing : counts);

    private static Decision<BulkState> Go(BulkOperation bulk, string why, int perSecond, Actor who)
    {
        var run = bulk.Run + 1;
        return Decide.To(UnderWay, $"Run {run}, {perSecond} a second at most: {why}.")
            .With(new BulkRunStarted(run, perSecond, who))
            .Ask(new RunBulk(bulk.Needs.Act, bulk.Needs.Why, who, run, perSecond));
    }

    private static string Sum(BulkCounts counts) =>
        $"{counts.Done} done, {counts.MovedOn} had moved on, {counts.NotAllowed} not allowed, {counts.Failed} failed.";
}
