using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.BankEntries;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.PayablesBooks;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes.Payables;

/// <summary>What holds whatever suppliers, docks, people, systems and banks do, in whatever order it is heard.</summary>
public class PayablesLaws
{
    private const int Runs = 150;

    private static readonly Gen<(uint Seed, (int Act, int Which)[] Acts)> Lives =
        Gen.Select(Gen.UInt, Gen.Select(Gen.Int[0, 18], Gen.Int[0, 1_000_000]).Array[5, 70]);

    private static readonly SharedLives<PayablesChaos> Shared = new(Lives, Lived, Runs);

    [Fact]
    public void Nothing_that_can_be_heard_makes_a_case_fail() => Live(chaos => chaos.World.Incidents
        .Select(row => $"{row.Case} in {row.To} on {row.Message.Data.GetType().Name}: {row.Because}").ShouldBeEmpty());

    [Fact]
    public void Nothing_surprises_an_invoice_or_a_book() => Live(chaos => chaos.World.Journal
        .Where(row => row.Outcome == Outcome.IgnoredUnexpected
            && row.Case.Kind is "invoice" or "payables" or "bank-entry")
        .Select(row => $"{row.Case} in {row.To}: {row.Because}").ShouldBeEmpty());

    [Fact]
    public void A_case_that_hears_nothing_more_is_done_or_waits_with_a_deadline() => Live(chaos =>
    {
        foreach (var run in chaos.World.Cases.Where(run => !run.Final))
        {
            var latest = chaos.World.Latest(run.Id);
            latest.Waits.ShouldNotBe(Waits.OnSystem, $"{run.Id} stands in {latest.To} and no answer is on its way");
            latest.Deadline.ShouldNotBeNull($"{run.Id} stands in {latest.To}");
            latest.To.ShouldNotBeOneOf("Reading", "Claiming", "Offered");
        }
    });

    [Fact]
    public void An_invoice_that_waits_for_a_decision_has_one_open_question_and_no_other_has_any() => Live(chaos =>
    {
        InvoiceState[] asking =
        [
            InvoiceState.Mending, InvoiceState.Suspect, InvoiceState.AccountHeld, InvoiceState.Discrepant, InvoiceState.AwaitingApproval,
            InvoiceState.Unposted, InvoiceState.Unscheduled, InvoiceState.Unreconciled,
        ];
        foreach (var (id, invoice) in chaos.Invoices)
        {
            var at = chaos.World.InvoiceAt(id.Key);
            if (asking.Contains(at))
            {
                invoice.Task.ShouldNotBeNull($"{id} in {at}");
                chaos.World.Latest(invoice.Task.Value).Final.ShouldBeFalse($"{id} in {at} waits on a task that is over");
            }
            else if (at is not (InvoiceState.AwaitingPayment or InvoiceState.AwaitingSetOff))
            {
                invoice.Task.ShouldBeNull($"{id} in {at}");
            }
        }
    });

    [Fact]
    public void What_does_not_match_is_accounts_payables_and_prices_and_what_nobody_ordered_or_received_the_buyers() => Live(chaos =>
    {
        foreach (var row in chaos.World.Journal.Where(row => row is { Case.Kind: "invoice", To: "Discrepant" }))
        {
            foreach (var task in row.Effects.Select(asked => asked.Effect).OfType<TellCase>().Select(told => told.Data)
                .OfType<TaskOpened>().Where(task => task.Title.EndsWith("does not match", StringComparison.Ordinal)))
            {
                var buyers = task.Exception is ExceptionCategory.PriceMismatch or ExceptionCategory.NotOrdered
                    or ExceptionCategory.NotReceived;
                task.Owner.ShouldBe(buyers ? OwnerGroup.Buying : OwnerGroup.AccountsPayable, $"{task.Exception}");
                (row.Card?.Owner ?? task.Owner).ShouldBe(task.Owner, "the case is of whom its task is");
            }
        }
    });

    [Fact]
    public void Nothing_is_posted_or_scheduled_twice() => Live(chaos =>
    {
        foreach (var (id, _) in chaos.Invoices)
        {
            var heard = chaos.World.RowsOf(id).Where(row => row.Outcome == Outcome.Applied).Select(row => row.Message.Data).ToList();
            heard.OfType<PayablePosted>().Count().ShouldBeLessThanOrEqualTo(1, id.ToString());
            heard.OfType<PaymentScheduled>().Count().ShouldBeLessThanOrEqualTo(1, id.ToString());
        }
    });

    [Fact]
    public void Nothing_is_posted_that_its_book_has_not_promised() => Live(chaos =>
    {
        foreach (var (id, _) in chaos.Invoices)
        {
            var rows = chaos.World.RowsOf(id).ToList();
            var posted = rows.FindIndex(row => row.Effects.Any(asked => asked.Effect is PostPayable));
            if (posted >= 0)
            {
                rows[posted].Message.Data.ShouldBeOfType<PayablesAnswered>().Reading.Promised.ShouldBeTrue(id.ToString());
            }
        }
    });

    [Fact]
    public void What_is_posted_was_approved_by_as_many_as_its_value_asks_and_by_none_who_ordered_or_touched_it() => Live(chaos =>
    {
        foreach (var (id, invoice) in chaos.Invoices.Where(one => Asked<PostPayable>(chaos, one.Id)))
        {
            var (gross, read) = (invoice.Needs.Gross, invoice.Read!);
            var taken = read.Standing is InvoiceStanding.Waiting or InvoiceStanding.Discrepant;
            var eyes = gross >= 10_000m ? 2 : gross > 2_500m || taken || invoice.FindingsAccepted ? 1 : 0;
            invoice.Approvals.Count(yes => !invoice.Read!.OrderedBy.Contains(yes.By))
                .ShouldBeGreaterThanOrEqualTo(eyes, $"{id} over {gross}");
            invoice.Approvals.Select(yes => yes.By).ShouldBeUnique(id.ToString());
            foreach (var yes in invoice.Approvals.Where(yes => !read.OrderedBy.Contains(yes.By)))
            {
                new[] { "payables", "finance" }.ShouldContain(yes.Role, id.ToString());
                invoice.Hands.ShouldNotContain(yes.By, $"{id} was approved by who had a hand in it");
            }

            if (taken)
            {
                invoice.AcceptedPrint.ShouldBe(read.Print, $"{id} differs, and nobody has taken that");
            }
        }
    });

    [Fact]
    public void Money_goes_to_no_account_that_somebody_else_has_not_made_sure_of() => Live(chaos =>
    {
        var cleared = chaos.World.RowsOf(new CaseId("payables", "SUP-A")).Select(row => row.Message.Data).OfType<PayablesTold>()
            .Select(told => told.News).OfType<AccountCleared>().ToLookup(news => news.Account, news => news.By);
        foreach (var payment in chaos.World.Effects<SchedulePayment>())
        {
            var orderedBy = chaos.World.InvoiceOf(payment.Invoice.Key).Read!.OrderedBy;
            cleared[payment.Account!].Any(by => !orderedBy.Contains(by)).ShouldBeTrue($"{payment.Invoice} is paid to {payment.Account}");
            cleared[payment.Account!].ShouldBeSubsetOf(["Cleo", "Fay", "Finn", "Nia"], payment.Invoice.ToString());
        }
    });

    [Fact]
    public void No_piece_is_posted_on_two_invoices_but_by_a_person() => Live(chaos =>
    {
        var posted = chaos.Invoices.Where(one => chaos.World.RowsOf(one.Id).Any(row => row.Message.Data is PayablePosted))
            .Select(one => one.Invoice).ToList();
        foreach (var order in new[] { "P-1", "P-2" })
        {
            var kept = chaos.World.RowsOf(new CaseId("payables", "SUP-A")).Where(row => row.Outcome == Outcome.Applied)
                .Select(row => row.Message.Data).OfType<PayablesTold>().Select(told => told.News).OfType<GoodsKept>()
                .DistinctBy(news => news.Receipt.Id).SelectMany(news => news.Receipt.Lines)
                .Where(line => line.Order == order).Sum(line => line.Kept);
            // What credit notes say they take back may be billed beside what was kept; what a person took is his to answer for.
            var credited = chaos.Sent.Where(sent => sent.Billed.Kind == BillingKind.CreditNote).SelectMany(sent => sent.Billed.Lines)
                .Where(line => line.Order == order).Sum(line => line.Quantity);
            posted.Where(invoice => !invoice.IsCredit && invoice.AcceptedPrint != invoice.Read!.Print)
                .SelectMany(invoice => invoice.Billed.Lines).Where(line => line.Order == order).Sum(line => line.Quantity)
                .ShouldBeLessThanOrEqualTo(kept + credited, order);
        }
    });

    [Fact]
    public void A_copy_is_posted_only_when_a_person_calls_it_an_original() => Live(chaos =>
    {
        var posted = chaos.Invoices.Where(one => chaos.World.RowsOf(one.Id).Any(row => row.Message.Data is PayablePosted))
            .Select(one => one.Invoice).Where(invoice => !invoice.Original).ToList();
        posted.Select(invoice => (invoice.Billed.Number, invoice.Billed.Kind)).ShouldBeUnique();
    });

    [Fact]
    public void What_is_closed_was_paid_as_owed_or_ended_by_finance() => Live(chaos =>
    {
        foreach (var (id, invoice) in chaos.Invoices.Where(one => chaos.World.InvoiceAt(one.Id.Key) == InvoiceState.Closed))
        {
            var last = chaos.World.RowsOf(id).First(row => row.To == nameof(InvoiceState.Closed)).Message;
            (last.Data is InvoiceSettled
                || (last.Data is PayablePosted && invoice.Needs.Gross == 0m)
                || (last.Data is CreditTaken && invoice.IsCredit && invoice.TakenOff == invoice.Needs.Gross)
                || (last.Data is PaymentScheduled && invoice.Plan!.Amount == 0m)
                || (last.Data is PaymentShown && PaidBefore(chaos, id) == invoice.Plan!.Amount)).ShouldBeTrue($"{id} on {last.Data}");
        }
    });

    [Fact]
    public void A_movement_is_on_the_books_of_one_invoice_or_waits_for_a_person_or_was_cleared_by_finance() => Live(chaos =>
    {
        var booked = chaos.Invoices.SelectMany(one => one.Invoice.Payments.Select(payment => (payment, one.Id)))
            .ToLookup(one => one.payment.Payment, one => one.payment);
        foreach (var run in chaos.World.Cases.Where(run => run.Id.Kind == "bank-entry"))
        {
            var (at, entry) = (chaos.World.EntryAt(run.Id.Key), ((BankMovement)run.State).Needs);
            var signed = entry.Side == BankSide.Debit ? entry.Amount : -entry.Amount;
            var movement = (BankMovement)run.State;
            booked[run.Id.ToString()].Sum(payment => payment.Amount).ShouldBe(
                Math.Sign(signed) * movement.Shares.Where(share => share.Taken).Sum(share => share.Amount), $"{run.Id} in {at}");
            movement.Left.ShouldBeGreaterThanOrEqualTo(0m, run.Id.ToString());
            (at == MovementState.Matched).ShouldBe(movement is { Left: 0m, HasPending: false }, $"{run.Id} in {at}");
            booked[run.Id.ToString()].Select(payment => payment.Currency).ShouldAllBe(currency => currency == entry.Currency);
            if (at == MovementState.Unmatched)
            {
                var task = ((BankMovement)run.State).Task.ShouldNotBeNull(run.Id.ToString());
                chaos.World.Latest(task).Final.ShouldBeFalse(run.Id.ToString());
            }
            else
            {
                ((BankMovement)run.State).Task.ShouldBeNull($"{run.Id} in {at}");
            }

            if (at == MovementState.Cleared)
            {
                // Whatever came after it is of no account any more.
                var cleared = chaos.World.RowsOf(run.Id).First(row => row.To == nameof(MovementState.Cleared));
                new[] { "Fay", "Finn", "Nia" }.ShouldContain(
                    by => cleared.Because.StartsWith(by, StringComparison.Ordinal), $"{run.Id}: {cleared.Because}");
            }
        }
    });

    [Fact]
    public void What_is_paid_with_discount_and_credit_notes_is_what_was_billed_and_never_below_nothing() => Live(chaos =>
    {
        var payments = chaos.World.Effects<SchedulePayment>().GroupBy(payment => payment.Invoice).Select(times => times.Last()).ToList();
        foreach (var payment in payments)
        {
            var (invoice, credits) = (chaos.World.InvoiceOf(payment.Invoice.Key), payment.Credits ?? []);
            payment.Amount.ShouldBeGreaterThanOrEqualTo(0m);
            (payment.Amount + credits.Sum(share => share.Amount) + invoice.Plan!.Discount).ShouldBe(invoice.Needs.Gross);
            credits.ShouldAllBe(share => payment.Remittance!.Contains(share.Number) && share.Amount > 0m);
        }

        foreach (var credit in payments.SelectMany(payment => payment.Credits ?? []).GroupBy(share => share.Case))
        {
            var of = chaos.World.InvoiceOf(credit.Key.Key);
            chaos.World.RowsOf(credit.Key).ShouldContain(row => row.Message.Data is PayablePosted, $"{credit.Key} is in no ERP");
            credit.Sum(share => share.Amount).ShouldBeLessThanOrEqualTo(of.Needs.Gross, $"{credit.Key} is taken off twice");
        }
    });

    [Fact]
    public void A_credit_note_knows_what_was_taken_off_it_and_the_book_what_is_left() => Live(chaos =>
    {
        var book = chaos.World.Cases.FirstOrDefault(run => run.Id.Kind == "payables") is { } found
            ? (PayablesBook)found.State : PayablesBook.Empty;
        foreach (var (id, credit) in chaos.Invoices.Where(one => one.Invoice.IsCredit))
        {
            var at = chaos.World.InvoiceAt(id.Key);
            var left = book.Credits.GetValueOrDefault(id.Key)?.Left ?? 0m;
            (at == InvoiceState.AwaitingSetOff ? credit.Needs.Gross - credit.TakenOff : 0m).ShouldBe(left, $"{id} in {at}");
        }
    });

    [Fact]
    public void Folding_what_the_journal_keeps_gives_the_same_case_and_the_same_next_decision() => Shared.Some(
        Runs / 3,
        chaos => chaos.World.FoldsBack(chaos.World.Cases.Where(run => run.Incident is null), new LookAgain("Next.")));

    [Fact]
    public void The_lives_tried_are_rich_enough_to_mean_something()
    {
        string[] all = [.. Enum.GetNames<InvoiceState>(), .. Enum.GetNames<MovementState>()];
        var seen = new HashSet<string>();
        for (var seed = 1u; seed <= 400 && all.Except(seen).Any(); seed++)
        {
            var chaos = new PayablesChaos(seed * 2_654_435_761u);
            chaos.Live(Enumerable.Range(1, 60).Select(n => ((int)((seed * 31) + (uint)(n * n * 7)) % 19, (int)seed * n)));
            seen.UnionWith(chaos.World.Journal.Where(row => row.Case.Kind is "invoice" or "bank-entry").Select(row => row.To));
        }

        all.Except(seen).ShouldBeEmpty();
    }

    private static decimal PaidBefore(PayablesChaos chaos, CaseId id) =>
        chaos.World.RowsOf(id).TakeWhile(row => row.From != nameof(InvoiceState.Closed)).SelectMany(row => row.Facts)
            .OfType<InvoicePaymentNoted>().Sum(noted => noted.Payment.Amount);

    private static bool Asked<TEffect>(PayablesChaos chaos, CaseId id) where TEffect : Effect =>
        chaos.World.RowsOf(id).Any(row => row.Effects.Any(asked => asked.Effect is TEffect));

    private static void Live(Action<PayablesChaos> holds) => Shared.All(holds);

    private static PayablesChaos Lived((uint Seed, (int Act, int Which)[] Acts) life)
    {
        var chaos = new PayablesChaos(life.Seed);
        chaos.Live(life.Acts);
        return chaos;
    }
}
