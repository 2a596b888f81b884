using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.Map;
using static Crossdock.Processes.OrderToFulfilment.OrderState;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>
/// What parts answer that were asked for fewer pieces. A part may be found short at the same time: then what is missing is given up first,
/// and nobody decides about a part's shortage before it has answered.
/// </summary>
public static partial class Handlers
{
    /// <summary>A place has taken pieces out of its part: they are wanted no more, and the ERP hears it.</summary>
    public static Decision<OrderState> TakeLess(Order order, PartLessened message, Context context)
    {
        var decision = NoteLess(order, message, context);
        return HeldBy(order, message.Part, message.Lines) is { IsEmpty: false } lines ? Tell(order, decision, lines, message) : decision;
    }

    public static Decision<OrderState> TakeLessAndGoOn(Order order, PartLessened message, Context context) =>
        GoOn(order, TakeLess(order, message, context), message, context);

    public static Decision<OrderState> KeepPieces(Order order, PartKept message, Context context)
    {
        if (!order.IsAsked(message.Part))
        {
            return Decide.Stay<OrderState>($"What {message.Part} was asked to give up is decided already.");
        }

        var done = order.Parts.Any(part => part.Case == message.Part && part.Stage == PartStage.Done);
        if (done && order.Recalls.Any(recall => recall.Part == message.Part && recall.Kept))
        {
            return Decide.Stay<OrderState>($"{message.Part} has ended; what it lacks is given up when it says how much.");
        }

        // What comes back is not sent: its end is the answer.
        if (message.Returns && !done)
        {
            return Decide.Stay<OrderState>($"{message.Part} is on its way back as a whole.").With(new RecallReturns(message.Part));
        }

        var decided = order.HeardShort.Contains(message.Part) && ShortageOf(order, message.Part) is null;
        if (!message.Short || decided || order.CancelReason.Length > 0)
        {
            return NoteKept(order, message, context).Ask(Notify(order, TooLate));
        }

        var asked = Decide.Stay<OrderState>($"{message.Part} keeps what it found: {message.Reason}").With(new RecallKept(message.Part));
        return ShortageOf(order, message.Part) is null ? asked : GiveUpMissing(order, asked, message.Part, message);
    }

    public static Decision<OrderState> KeepPiecesAndGoOn(Order order, PartKept message, Context context) =>
        GoOn(order, KeepPieces(order, message, context), message, context);

    /// <summary>Whatever became of the order meanwhile.</summary>
    public static Decision<OrderState> NoteLess(Order order, PartLessened message, Context context) =>
        Decide.Stay<OrderState>($"{message.Part} goes on with {message.Lines.Sum(line => line.Picked)} pieces less.")
            .With(HeldBy(order, message.Part, message.Lines) is { IsEmpty: false } lines
                ? [new PiecesLeftPart(message.Part, lines, GivenUp: true)] : [])
            .With(new RecallAnswered(message.Part));

    public static Decision<OrderState> NoteKept(Order order, PartKept message, Context context) =>
        Decide.Stay<OrderState>($"{message.Part} keeps its pieces: {message.Reason}").With(new RecallAnswered(message.Part));

    /// <summary>Another shortage waits for its turn; of a part that was asked for fewer pieces, those are the first to go.</summary>
    private static Decision<OrderState> Queue(Order order, PartShort message, string because)
    {
        var decision = Decide.Stay<OrderState>(because)
            .With(new ShortageFound(message.Part, message.Node, message.Missing, Late: false));
        return order.Recalls.Any(recall => recall.Part == message.Part && recall.Kept)
            ? GiveUpMissing(order, decision, message.Part, message)
            : decision;
    }

    /// <summary>The part lacks what the customer no longer wants, or some of it: it is not looked for elsewhere.</summary>
    private static Decision<OrderState> GiveUpMissing(Order order, Decision<OrderState> decision, CaseId part, Message message)
    {
        var after = Fold(order, decision.Facts, message);
        var recall = after.Recalls.First(recall => recall.Part == part);
        var lines = Pieces(ShortageOf(after, part)!.Missing).AtMost(recall.Lines);
        decision = decision.With(new RecallAnswered(part));
        if (lines.Sum(line => line.Picked) < recall.Lines.Sum(line => line.Picked))
        {
            decision = decision.Ask(Notify(order, TooLate));
        }

        if (lines.IsEmpty)
        {
            return decision;
        }

        decision = decision.With(new PiecesLeftPart(part, lines, GivenUp: true), new ShortageLessened(part, lines))
            .Tell(part, new FulfilmentLinesDropped(lines, "The customer wants fewer."));
        return Tell(order, decision, lines, message);
    }

    private static Decision<OrderState> Tell(
        Order order, Decision<OrderState> decision, ImmutableArray<PickedLine> lines, Message message)
    {
        var after = Fold(order, decision.Facts, message);
        ImmutableArray<LineChange> changes = [.. lines.Select(line => new LineChange(line.Line, after.LineOf(line.Line).Wanted))];
        return decision.Ask(Notify(after, "order-changed"), ErpWithout(order, changes, "changed"));
    }

    /// <summary>
    /// From where nothing is being decided: the next shortage is, unless its part has yet to answer; and where nothing is open any more the
    /// order ends.
    /// </summary>
    private static Decision<OrderState> GoOn(Order order, Decision<OrderState> decision, Message message, Context context)
    {
        var after = Fold(order, decision.Facts, message);
        return after.Shortages.IsEmpty ? Finish(order, decision, message, context)
            : after.IsAsked(after.Shortages[0].Part) ? decision
            : decision.Ask(AskFor(after, context)) with { To = Rerouting };
    }

    /// <summary>What the part said before it ended may be heard after that: what it gave back then is counted already.</summary>
    private static ImmutableArray<PickedLine> HeldBy(Order order, CaseId id, ImmutableArray<PickedLine> lines) =>
        lines.AtMost(order.Parts.FirstOrDefault(part => part.Case == id)?.Lines ?? []);

    /// <summary>
    /// More was to be given up than came back with the end of the part: of what it lacks, if that is not decided already.
    /// </summary>
    private static Decision<OrderState> GiveUpRest(Order order, Decision<OrderState> decision, PartEnded message)
    {
        var after = Fold(order, decision.Facts, message);
        return after.Recalls.All(recall => recall.Part != message.Part) ? decision
            : ShortageOf(after, message.Part) is not null ? GiveUpMissing(order, decision, message.Part, message)
            : after.HeardShort.Contains(message.Part)
            ? decision.With(new RecallAnswered(message.Part)).Ask(Notify(order, TooLate))
            : decision;
    }

    private static Shortage? ShortageOf(Order order, CaseId part) =>
        order.Shortages.FirstOrDefault(missing => missing.Part == part && !missing.Late);
}
