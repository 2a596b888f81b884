using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.ProcureToReplenish.PurchaseState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ProcureToReplenish;

/// <summary>What the supplier says, and what he does not say.</summary>
public static partial class Handlers
{
    /// <summary>The order's own date, or after it the interval at which late goods are looked at.</summary>
    public static Policy<TimeSpan> ShipmentBudget(Purchase order) =>
        order.Late > 0 ? Policy.PurchaseLateLook : Policy.PurchaseUntilDue with { Default = order.DueIn };

    public static Decision<PurchaseState> RemindOrTellBuyer(Purchase order, DeadlinePassed late, Context context) =>
        order.Reminders < context.Policy.Read(Policy.PurchaseReminders)
            ? Remind(order, Decide.Stay<PurchaseState>($"Not confirmed: reminder {order.Reminders + 1}."), order.Reminders + 1, context)
            : OpenTask(order, Decide.To(Silent, $"{order.Reminders} reminders and no word."), TaskKind.Contact,
                $"Call {order.Needs.Supplier} about {order.Needs.Number}", "It is not confirmed.", ExceptionCategory.SupplierSilent,
                OwnerGroup.Buying, context,
                new("retry", "Remind again"), new("elsewhere", "Buy elsewhere: the supplier is in the note"),
                new("cancel-purchase", "Cancel it"));

    public static Decision<PurchaseState> StillSilent(Purchase order, DeadlinePassed late, Context context) =>
        Climb(order, "Nobody has reached the supplier");

    public static Decision<PurchaseState> RemindAgain(Purchase order, LookAgain message, Context context) =>
        Remind(order, Withdraw(order, Decide.To(AwaitingConfirmation, message.Note), "Reminded again."), 1, context);

    public static Decision<PurchaseState> NoteReminder(Purchase order, SupplierReminded answer, Context context) =>
        Decide.Stay<PurchaseState>("The reminder has arrived.");

    public static Decision<PurchaseState> NotReminded(Purchase order, SupplierNotReached answer, Context context) =>
        Decide.Stay<PurchaseState>($"The reminder did not arrive: {answer.Reason}");

    /// <summary>While it is being sent, a wish to cancel comes first: whatever the supplier says shows that he has it.</summary>
    public static Decision<PurchaseState> HearWhileSending(Purchase order, Message message, Context context) =>
        order.Ending is { } why
            ? Decide.To(Recalling, why).With(new PurchaseAtSupplier("")).With(WordOf(order, message)).Ask(CancelOf(order, why, context))
            : Hear(order, message, context);

    /// <summary>A supplier's word about an order that did not go out shows that it did; before the ERP has it, it has to wait.</summary>
    public static Decision<PurchaseState> HearUnsent(Purchase order, Message message, Context context) =>
        order.InErp ? Hear(order, message, context)
        : message is not DespatchAdvised advised ? KeepWord(order, message, context)
        : NoteDespatch(order, advised, context) is { Outcome: Outcome.Applied } noted && !order.AtSupplier
            ? noted.With(new PurchaseAtSupplier(""))
        : NoteDespatch(order, advised, context);

    public static Decision<PurchaseState> Hear(Purchase order, Message message, Context context)
    {
        var decision = message switch
        {
            PurchaseConfirmed confirmed => Confirm(order, confirmed, context),
            PurchaseDeclined declined => AskBuyer(order, null, declined.Reason, context),
            DespatchAdvised advised => Despatched(order, advised, context),
            _ => throw new InvalidOperationException($"A supplier does not say {message.GetType().Name}."),
        };
        return order.AtSupplier || decision.Outcome != Outcome.Applied ? decision : decision.With(new PurchaseAtSupplier(""));
    }

    public static Decision<PurchaseState> StillChanged(Purchase order, DeadlinePassed late, Context context) =>
        Climb(order, "Nobody has decided about the change");

    public static Decision<PurchaseState> AcceptChange(Purchase order, PurchaseChangeAccepted message, Context context)
    {
        if (order.Offer is not { } offer)
        {
            return AskBuyer(order, null, "There is nothing to accept: the supplier will not deliver.", context) with { To = null };
        }

        var agreed = new PurchaseAgreed(offer.Lines, offer.Due, offer.Freight);
        var after = PurchaseFacts.Fold(order, agreed, message);
        var voice = Voice.Of(message.By, message.Role, null, context);
        var (rows, ask) = (RowsOf(after, context.Policy), AskOf(after, context.Policy));
        // A yes to an amount is none to a larger one, though the same person would have to say it.
        var more = AsksMore(order, after, context) || (after.Total > TermsOf(order).Total && !rows.IsEmpty);
        if ((more ? ApprovalRules.WhyNot(ask, voice) : WhyNoBuyer(voice, context)) is { } no)
        {
            return AskToo(order, offer, no, more ? ask.Next : null, context);
        }

        var yes = new PurchaseYesSaid(voice.By, voice.Role, voice.For);
        if (more && ask.Missing > 1)
        {
            var why = $"{voice.By} accepts it; {ask.Missing - 1} more of {ask.Seats.Length} people have to.";
            return AskToo(order, offer, why, AskOf(PurchaseFacts.Fold(after, yes, message), context.Policy).Next, context).With(yes);
        }

        var accepted = Withdraw(
            order, Decide.To(AwaitingDespatch, $"Accepted by {voice.By}. {message.Note}".TrimEnd()), "It is accepted.");
        var cleared = more ? accepted.With(new PurchaseCleared(LevelOf(rows), voice.By, rows.Length)) : accepted;
        var taken = new PurchaseTermsTaken(
            [.. after.Items.Select(item => new ConfirmedLine(item.Sku, item.Ordered, item.UnitPrice))],
            after.Due, after.Freight, after.Total);
        return Settled(order, after, cleared.With(agreed, taken), context);
    }

    /// <summary>Whether the matrix asks somebody higher, or more people, than have said yes.</summary>
    private static bool AsksMore(Purchase order, Purchase after, Context context) =>
        RowsOf(after, context.Policy) is var rows && (LevelOf(rows) > order.Cleared || rows.Length > order.ClearedEyes);

    /// <summary>The same question, and whose it is now; who has said yes to it stays counted.</summary>
    /// <param name="seat">who has to say yes besides the buyer</param>
    private static Decision<PurchaseState> AskToo(
        Purchase order, PurchaseConfirmed offer, string why, ApprovalSeat? seat, Context context) =>
        AskChange(order, Decide.Stay<PurchaseState>(why), offer, why, context, seat);

    /// <summary>What people last said yes to.</summary>
    private static PurchaseTermsTaken TermsOf(Purchase order)
    {
        if (order.Taken is { } taken)
        {
            return taken;
        }

        var needs = order.Needs;
        var goods = needs.Lines.Sum(line => line.Quantity * line.UnitPrice);
        var freight = needs.Freight?.Of(goods) ?? 0m;
        return new PurchaseTermsTaken(
            [.. needs.Lines.Select(line => new ConfirmedLine(line.Sku, line.Quantity, line.UnitPrice))],
            needs.Due, freight, goods + freight);
    }

    /// <summary>What asks for no more than was approved is any buyer's to decide.</summary>
    private static string? WhyNoBuyer(Voice voice, Context context) =>
        ApprovalMatrix.Rows.First(row => row.Process == ApprovalMatrix.Purchases).Seat(context.Policy) is var seat && !seat.IsFor(voice)
            ? $"{voice} may not decide about a purchase; {seat.Title} has to." : null;

    public static Decision<PurchaseState> Renegotiate(Purchase order, PurchaseRenegotiated message, Context context)
    {
        var revised = new PurchaseRevised(order.Revision + 1);
        var by = SpeakerOf(message.By, context);
        return Withdraw(order, Decide.To(Sending, $"{by} insists on the order. {message.Note}".TrimEnd()), "The order goes out again.")
            .With(revised).Ask(Sent(PurchaseFacts.Fold(order, revised, message), context));
    }

    public static Decision<PurchaseState> AskAgain(Purchase order, LookAgain message, Context context) =>
        AskBuyer(order, order.Offer, "The supplier's change is still to be decided.", context) with { To = null };

    /// <summary>The first time a buyer is asked; after that it is counted until he decides.</summary>
    public static Decision<PurchaseState> ShipmentIsLate(Purchase order, DeadlinePassed late, Context context)
    {
        var climbed = Climb(order, order.UnderWay ? "The goods have not arrived" : "Nothing was despatched");
        return order.Task is not null
            ? climbed
            : OpenTask(order, climbed, TaskKind.Contact, $"{order.Needs.Number} from {order.Needs.Supplier} is late",
                $"{order.Outstanding} pieces were due {order.Due:u}.", ExceptionCategory.LateShipment, OwnerGroup.Buying, context,
                new("retry", "Wait on"), new("elsewhere", "Buy the rest elsewhere: the supplier is in the note"),
                new("cancel-purchase", "Do without the rest"));
    }

    public static Decision<PurchaseState> WaitOn(Purchase order, LookAgain message, Context context) =>
        Withdraw(order, Decide.Stay<PurchaseState>($"Waiting on. {message.Note}".TrimEnd()), "It is waited for.")
            .With(new PurchaseAwaited(context.Policy.Read(Policy.PurchaseLateLook)));

    public static Decision<PurchaseState> NoteDespatch(Purchase order, DespatchAdvised advised, Context context) =>
        WhyNoAdvice(order, advised) is { } no
            ? Decide.Again<PurchaseState>(no)
            : Decide.Stay<PurchaseState>($"{Pieces(advised)} pieces are on the way as {advised.Advice}.")
                .With(new PurchaseAdvised(advised))
                // Whoever sends something has thought better of his no.
                .With(order.Word is { Declined: not null } ? [new PurchaseOffered(null)] : Array.Empty<Fact>());

    /// <summary>Who gives up what is under way has not changed his mind about buying the rest elsewhere.</summary>
    public static Decision<PurchaseState> Recall(Purchase order, PurchaseCancelAsked message, Context context) =>
        TakeBack(order, message.Reason, new PurchaseEnding(message.Reason, order.Elsewhere, order.ElsewhereBy), message, context);

    /// <summary>A supplier who has agreed is not asked again: what is under way is given up then, and nobody is waited for.</summary>
    private static Decision<PurchaseState> TakeBack(
        Purchase order, string reason, PurchaseEnding ending, Message message, Context context)
    {
        var decision = Withdraw(order, Decide.To(Recalling, reason), reason).With(ending);
        return order is { Recalled: true, AtSupplier: false }
            ? Finish(PurchaseFacts.Fold(order, ending, message), decision, context)
            : decision.Ask(CancelOf(order, reason, context));
    }

    public static Decision<PurchaseState> BuyElsewhere(Purchase order, PurchaseElsewhere message, Context context)
    {
        var by = SpeakerOf(message.By, context);
        if (WhyNotFrom(order, message.Supplier, context) is { } no)
        {
            return OpenTask(order, Decide.Stay<PurchaseState>(no), TaskKind.Contact, $"Decide about {order.Needs.Number}", no,
                ExceptionCategory.SupplierChanged, OwnerGroup.Buying, context,
                new("retry", "Leave it as it is"), new("elsewhere", "Buy elsewhere: the supplier is in the note"),
                new("cancel-purchase", "Cancel it"));
        }

        var reason = $"{by} buys it from {message.Supplier}.";
        return TakeBack(order, reason, new PurchaseEnding(reason, message.Supplier, by), message, context);
    }

    private static Decision<PurchaseState> Confirm(Purchase order, PurchaseConfirmed said, Context context)
    {
        var confirmed = said.Lines.IsDefault ? said with { Lines = [] } : said;
        var changes = Changes(order, confirmed, context);
        if (changes.Count > 0)
        {
            return AskBuyer(order, CanBeAccepted(confirmed) ? confirmed : null, string.Join(" ", changes), context);
        }

        var agreed = new PurchaseAgreed(confirmed.Lines, confirmed.Due, confirmed.Freight);
        var after = PurchaseFacts.Fold(order, agreed, confirmed);
        if (after.Total > TermsOf(order).Total && AsksMore(order, after, context))
        {
            var why = $"{MoneyOf(after)} is more than was approved: {AskOf(after, context.Policy).Next?.Title} has to say yes.";
            return AskBuyer(order, confirmed, why, context);
        }

        var decision = Withdraw(order, Decide.To(AwaitingDespatch, $"Confirmed for {confirmed.Due:u}."), "It is confirmed.").With(agreed);
        return Settled(order, after, decision, context);
    }

    /// <summary>
    /// Both agree. The ERP hears of terms that are not what it has; where nothing is to come any more, it is over, once the ERP has what
    /// the goods cost.
    /// </summary>
    private static Decision<PurchaseState> Settled(Purchase before, Purchase after, Decision<PurchaseState> decision, Context context)
    {
        var same = before.Lines.SequenceEqual(after.Lines) && before.Freight == after.Freight;
        if (after.Outstanding == 0 && (same || !after.AnythingReceived))
        {
            return Finish(after, decision, context);
        }

        var waiting = after.Outstanding == 0 ? decision with { To = Posting } : AwaitRest(after, decision, context);
        if (same && before.Due == after.Due)
        {
            return waiting;
        }

        var revised = new PurchaseRevised(before.Revision + 1);
        return waiting.With(revised).Ask(Posted(after with { Revision = revised.Revision }));
    }

    private static Decision<PurchaseState> AskBuyer(Purchase order, PurchaseConfirmed? offer, string why, Context context) =>
        AskChange(order, Decide.To(Changed, why).With(new PurchaseOffered(offer)), offer, why, context, seat: null);

    private static Decision<PurchaseState> AskChange(
        Purchase order, Decision<PurchaseState> decision, PurchaseConfirmed? offer, string why, Context context, ApprovalSeat? seat)
    {
        ImmutableArray<TaskChoice> always =
        [
            new("renegotiate", "Insist on the order"), new("elsewhere", "Buy elsewhere: the supplier is in the note"),
            new("cancel-purchase", "Cancel it"),
        ];
        var title = $"{order.Needs.Supplier} changed {order.Needs.Number}";
        var (category, owner) = seat is null
            ? (ExceptionCategory.SupplierChanged, OwnerGroup.Buying) : (ExceptionCategory.ApprovalLate, seat.Owner);
        return OpenTask(
            order, decision, TaskKind.Approve, seat is null ? title : $"{title} ({seat.Title})", why, category, owner, context,
            offer is null ? always : [new("accept-change", "Accept"), .. always]);
    }

    /// <summary>That goods are on the way ends every question but the one what they cost.</summary>
    private static Decision<PurchaseState> Despatched(Purchase order, DespatchAdvised advised, Context context)
    {
        if (order.Offer is not null)
        {
            return NoteDespatch(order, advised, context);
        }

        if (WhyNoAdvice(order, advised) is { } no)
        {
            return Decide.Again<PurchaseState>(no);
        }

        var noted = new PurchaseAdvised(advised);
        var after = PurchaseFacts.Fold(order, noted, advised) with { Due = advised.Arrives };
        return Withdraw(order, Decide.To(OnTheWay, $"{Pieces(advised)} pieces are on the way as {advised.Advice}."), "It is on the way.")
            .With(noted, new PurchaseOffered(null), new PurchaseAwaited(DueIn(after, context)));
    }

    private static string? WhyNoAdvice(Purchase order, DespatchAdvised advised) =>
        order.Despatches.Any(known => known.Advice == advised.Advice) ? $"{advised.Advice} was advised before."
        : advised.Lines.IsDefaultOrEmpty || advised.Lines.Any(line => line.Quantity <= 0)
            ? $"{advised.Advice} advises nothing that can come."
        : null;

    private static int Pieces(DespatchAdvised advised) => advised.Lines.Sum(line => line.Quantity);

    private static Decision<PurchaseState> Remind(Purchase order, Decision<PurchaseState> decision, int reminder, Context context) =>
        decision.With(new PurchaseReminded(reminder)).Ask(new RemindSupplier(context.Case, order.Needs.Supplier, reminder));

    private static bool CanBeAccepted(PurchaseConfirmed confirmed) =>
        confirmed.Lines.All(line => line is { Quantity: >= 0, UnitPrice: >= 0 }) && !(confirmed.Freight < 0)
        && confirmed.Lines.Select(line => line.Sku).Distinct().Count() == confirmed.Lines.Length;

    /// <summary>Where the supplier's answer leaves the tolerances, in sentences: held against what people said yes to.</summary>
    private static List<string> Changes(Purchase order, PurchaseConfirmed confirmed, Context context)
    {
        var changes = new List<string>();
        var (pieces, price) = (context.Policy.Read(Policy.PurchaseQuantityTolerance), context.Policy.Read(Policy.PurchasePriceTolerance));
        foreach (var twice in confirmed.Lines.GroupBy(line => line.Sku).Where(line => line.Count() > 1))
        {
            changes.Add($"{twice.Key} is confirmed on {twice.Count()} lines.");
        }

        var terms = TermsOf(order);
        foreach (var was in terms.Lines)
        {
            var line = confirmed.Lines.FirstOrDefault(line => line.Sku == was.Sku) ?? was with { Quantity = 0 };
            if (line.Quantity < 0 || line.UnitPrice < 0 || Math.Abs(line.Quantity - was.Quantity) > pieces.Of(was.Quantity))
            {
                changes.Add($"{line.Quantity} of {was.Sku} instead of {was.Quantity}.");
            }

            if (line.UnitPrice - was.UnitPrice > price.Of(was.UnitPrice))
            {
                changes.Add($"{was.Sku} at {line.UnitPrice} instead of {was.UnitPrice}.");
            }
        }

        changes.AddRange(confirmed.Lines.Where(line => order.Items.All(item => item.Sku != line.Sku))
            .Select(line => $"{line.Quantity} of {line.Sku}, which was not ordered."));
        if (confirmed.Due - terms.Due > context.Policy.Read(Policy.PurchaseDateTolerance))
        {
            changes.Add($"On {confirmed.Due:u} instead of {terms.Due:u}.");
        }

        return FreightChange(order, confirmed, context) is { } freight ? [.. changes, freight] : changes;
    }

    /// <summary>Held against what the terms make of the pieces that he confirms: fewer goods may be too few to come for nothing.</summary>
    private static string? FreightChange(Purchase order, PurchaseConfirmed confirmed, Context context)
    {
        var agreed = order.Taken?.Freight
            ?? PurchaseFacts.Fold(order with { FreightSaid = null }, new PurchaseAgreed(confirmed.Lines, confirmed.Due), confirmed).Freight;
        return confirmed.Freight is { } said
            && (said < 0 || said - agreed > context.Policy.Read(Policy.PurchaseFreightTolerance).Of(agreed))
            ? $"{new Money(said, order.Needs.Currency)} of freight instead of {new Money(agreed, order.Needs.Currency)}." : null;
    }
}
