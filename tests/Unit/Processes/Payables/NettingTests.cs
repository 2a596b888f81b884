using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.BankEntries;
using Crossdock.Processes.InvoiceToReconciliation;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes.Payables;

/// <summary>Credit notes are taken off what is paid, and one payment for several is found again at each.</summary>
public class NettingTests
{
    private readonly World _world = new();

    [Fact]
    public void A_credit_note_is_taken_off_the_next_payment_and_the_remittance_names_both()
    {
        Delivered(20);
        Credited("C-1", pieces: 2);
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.AwaitingSetOff);
        _world.Bill(Bills.Of("I-2", pieces: 5));

        var payment = _world.Effects<SchedulePayment>().Last();
        (payment.Invoice, payment.Amount).ShouldBe((Bills.Id("I-2"), 30m));
        payment.Remittance.ShouldBe("I-2 less C-1 20.00");
        payment.Credits.ShouldBe([new CreditShare(Bills.Id("C-1"), "C-1", 20m)]);
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.Closed);
        _world.Latest(Bills.Id("C-1")).Because.ShouldBe("GBP 20.00 are taken off the payment of I-2 (invoice/I-2). GBP 0.00 are left.");

        _world.Pays("I-2", 30m);
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Closed);
    }

    [Fact]
    public void A_payment_that_finance_ends_by_hand_does_not_lose_the_credit_notes_that_were_taken_off()
    {
        Delivered(20);
        Credited("C-1", pieces: 2);
        _world.Refuses<SchedulePayment>("Blocked.");
        _world.Bill(Bills.Of("I-2", pieces: 5));
        _world.DoAs(World.Controller, "I-2 is not paid", "settle-invoice", "Paid by cheque.");

        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Closed);
        var asked = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (asked.Owner, asked.Title).ShouldBe((OwnerGroup.FinanceControl, "I-2: credit notes of a payment that was not made"));
        asked.Why.ShouldStartWith("C-1 GBP 20.00 were taken off GBP 30.00, and GBP 0.00 were paid.");
    }

    [Fact]
    public void Nothing_is_taken_off_what_the_supplier_collects_himself()
    {
        Delivered(20);
        Credited("C-1", pieces: 2);
        _world.Bill(Bills.Of("I-2", pieces: 5) with { Collected = true });

        (_world.InvoiceAt("I-2"), _world.InvoiceAt("C-1")).ShouldBe((InvoiceState.AwaitingPayment, InvoiceState.AwaitingSetOff));
        _world.InvoiceOf("I-2").Plan!.Amount.ShouldBe(50m);
    }

    [Fact]
    public void A_payment_is_never_below_nothing_and_the_rest_of_the_credit_note_goes_to_the_next()
    {
        Delivered(20);
        Credited("C-1", pieces: 5);
        _world.Bill(Bills.Of("I-2", pieces: 3));

        _world.Effects<SchedulePayment>().Last().Amount.ShouldBe(0m);
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Closed, "nothing is left to pay of it");
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.AwaitingSetOff, "20 are left");
        _world.Bill(Bills.Of("I-3", pieces: 4));
        _world.Effects<SchedulePayment>().Last().Amount.ShouldBe(20m);
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.Closed);
    }

    [Fact]
    public void A_credit_note_in_another_currency_takes_nothing_off()
    {
        Delivered(20);
        var credit = Bills.Credit("C-1", 2, "I-1");
        _world.Bill(credit with { Billed = credit.Billed with { Currency = "EUR" } });
        _world.DoAs(World.Payables, "C-1 does not match", "accept-variance");
        _world.DoAs(World.Finance, "Approve C-1", "approve-invoice");
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.AwaitingSetOff);
        _world.Bill(Bills.Of("I-2", pieces: 5));

        _world.Effects<SchedulePayment>().Last().Amount.ShouldBe(50m);
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.AwaitingSetOff);
    }

    [Fact]
    public void A_credit_note_that_is_taken_off_nothing_is_open_with_finance_until_somebody_ends_it()
    {
        Delivered(20);
        _world.Pays("I-1", 100m);
        Credited("C-1", pieces: 2);
        _world.Pass(TimeSpan.FromDays(31));

        var task = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (task.Title, task.Exception, task.Owner)
            .ShouldBe(("C-1 is taken off nothing", ExceptionCategory.ReconciliationOpen, OwnerGroup.FinanceControl));
        _world.DoAs(World.Payables, "C-1 is taken", "settle-invoice");
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.AwaitingSetOff, "accounts payable may not end it");
        _world.DoAs(World.Controller, "C-1 is taken", "settle-invoice");
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.Closed);
        _world.Bill(Bills.Of("I-2", pieces: 5));
        _world.Effects<SchedulePayment>().Last().Amount.ShouldBe(50m, "what is ended is taken off no more");
    }

    [Fact]
    public void What_the_erp_refuses_to_schedule_keeps_its_credit_note()
    {
        Delivered(20);
        Credited("C-1", pieces: 2);
        _world.Refuses<SchedulePayment>("No such bank.").Bill(Bills.Of("I-2", pieces: 5));
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Unscheduled);
        _world.DoAs(World.Finance, "I-2 is not paid", "retry");

        _world.Effects<SchedulePayment>().Last().Amount.ShouldBe(30m);
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.Closed);
    }

    [Fact]
    public void In_whatever_order_the_documents_come_as_much_is_paid() => Check.Sample(
        Gen.Shuffle(new[] { 0, 1, 2, 3, 4 }),
        order =>
        {
            var world = Delivered(new World(), 20);
            InvoiceDocument[] documents =
            [
                Bills.Of("I-2", pieces: 3), Bills.Of("I-3", pieces: 4), Bills.Credit("C-1", 2, "I-1"), Bills.Credit("C-2", 3, "I-1"),
                Bills.Of("I-4", pieces: 3),
            ];
            world.Bill(order.Select(n => documents[n]));
            var paid = world.Effects<SchedulePayment>().Sum(payment => payment.Amount);
            var left = world.Book.Credits.Values.Sum(credit => credit.Left);
            (paid - left).ShouldBe(100m + 30m + 40m + 30m - 50m, string.Join(',', order));
        },
        iter: 60);

    [Fact]
    public void One_payment_for_several_invoices_is_found_at_each_by_the_documents_that_it_names()
    {
        Delivered(30, billed: 10);
        Credited("C-1", pieces: 2);
        _world.Bill(Bills.Of("I-2", pieces: 5), Bills.Of("I-3", pieces: 4));
        _world.Shows(
            "B-1", 70m, "RUN-1", Bills.Account, documents:
            [new("I-2", false, 50m), new("I-3", false, 40m), new("C-1", true, 20m)]);

        _world.EntryAt("B-1").ShouldBe(MovementState.Matched, "what both owe makes the payment, credit note and all");
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Closed);
        _world.InvoiceAt("I-3").ShouldBe(InvoiceState.Closed);
        _world.InvoiceOf("I-2").Paid.ShouldBe(30m);
    }

    [Fact]
    public void One_reference_of_several_invoices_pays_each_what_it_owes()
    {
        _world.Answers<SchedulePayment>(_ => new PaymentScheduled("RUN-7"));
        Delivered(30, billed: 10);
        _world.Bill(Bills.Of("I-2", pieces: 5), Bills.Of("I-3", pieces: 4));
        _world.Shows("B-1", 190m, "RUN-7");

        _world.EntryAt("B-1").ShouldBe(MovementState.Matched);
        _world.InvoiceOf("I-3").Paid.ShouldBe(40m);
    }

    [Fact]
    public void What_a_payment_says_of_unknown_documents_is_open_and_the_rest_goes_on()
    {
        Delivered(30, billed: 10);
        _world.Bill(Bills.Of("I-2", pieces: 5));
        _world.Shows("B-1", 62m, "RUN-1", Bills.Account, documents: [new("I-2", false, 50m), new("X-9", false, 12m)]);

        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Closed);
        _world.EntryAt("B-1").ShouldBe(MovementState.Unmatched);
        var task = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (task.Title, task.Value, task.Exception).ShouldBe(
            ("GBP 12.00 on 2026-11-24 belongs to no payment", 12m, ExceptionCategory.ReconciliationOpen));
        _world.DoAs(World.Finance, "GBP 12.00", "clear-entry");
        _world.EntryAt("B-1").ShouldBe(MovementState.Cleared);
    }

    [Fact]
    public void A_payment_of_less_than_its_documents_say_is_nobodys_until_a_person_says_so()
    {
        Delivered(30, billed: 10);
        _world.Bill(Bills.Of("I-2", pieces: 5), Bills.Of("I-3", pieces: 4));
        _world.Shows("B-1", 80m, "RUN-1", Bills.Account, documents: [new("I-2", false, 50m), new("I-3", false, 40m)]);

        _world.EntryAt("B-1").ShouldBe(MovementState.Unmatched);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldStartWith("It may pay I-2, I-3, and nothing tells which.");
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void A_payment_for_several_that_comes_back_is_open_at_each()
    {
        Delivered(30, billed: 10);
        _world.Bill(Bills.Of("I-2", pieces: 5), Bills.Of("I-3", pieces: 4));
        RemittedDocument[] documents = [new("I-2", false, 50m), new("I-3", false, 40m)];
        _world.Shows("B-1", 90m, "RUN-1", Bills.Account, documents: documents);
        _world.Shows("B-2", -90m, "RUN-1", Bills.Account, returned: "AC04", documents: documents);

        _world.EntryAt("B-2").ShouldBe(MovementState.Matched);
        _world.OpenTasks.Select(open => open.Task.Title).Order().ShouldBe(["I-2: money came back", "I-3: money came back"]);
    }

    [Fact]
    public void Two_invoices_of_one_number_are_both_it_and_neither_is_paid_by_guess()
    {
        Delivered(30, billed: 10);
        _world.Bill(Bills.Of("I-2", pieces: 5));
        _world.Bill(Bills.Of("K-2", pieces: 4, number: "I-2", days: 1));
        _world.DoAs(World.Payables, "Is I-2 a duplicate", "is-original");
        _world.InvoiceAt("K-2").ShouldBe(InvoiceState.AwaitingPayment);
        _world.Shows("B-1", 55m, "RUN-1", Bills.Account, documents: [new("I-2", false, 50m), new("X-1", false, 5m)]);

        _world.EntryAt("B-1").ShouldBe(MovementState.Unmatched);
        _world.InvoiceOf("I-2").Paid.ShouldBe(0m);
    }

    private void Delivered(int pieces, int billed = 10) => Delivered(_world, pieces, billed);

    /// <summary>So many were ordered and kept, and I-1 has billed and scheduled a part of them.</summary>
    private static World Delivered(World world, int pieces, int billed = 10) =>
        world.Supplied(pieces).Bill(Bills.Of("I-1", pieces: billed));

    private void Credited(string id, int pieces)
    {
        _world.Bill(Bills.Credit(id, pieces, "I-1"));
        _world.InvoiceAt(id).ShouldBe(InvoiceState.AwaitingSetOff, _world.Latest(Bills.Id(id)).Because);
    }
}
