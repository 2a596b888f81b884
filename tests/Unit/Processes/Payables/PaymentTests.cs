using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.ProcureToReplenish;

namespace Crossdock.Unit.Tests.Processes.Payables;

/// <summary>Invoice to reconciliation, from the books to the bank: what can go wrong first.</summary>
public class PaymentTests
{
    private readonly World _world = new();

    [Fact]
    public void What_the_erp_refuses_waits_for_a_person_and_is_posted_once()
    {
        _world.Refuses<PostPayable>("Period closed.").Supplied().Bill(Bills.Of("I-1"));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Unposted);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldBe("Period closed.");
        _world.DoAs(World.Finance, "The ERP does not take", "retry");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
        _world.Messages<PayablePosted>().Count().ShouldBe(1);
    }

    [Fact]
    public void What_a_refused_invoice_billed_is_free_for_another_one()
    {
        _world.Refuses<PostPayable>("Unknown supplier.").Supplied().Bill(Bills.Of("I-1"), Bills.Of("I-2", number: "I-9"));
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Discrepant, "the pieces are promised to I-1");
        _world.DoAs(World.Finance, "The ERP does not take", "refuse-invoice", "Not ours.");

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Refused);
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void A_payment_that_is_refused_waits_for_finance()
    {
        _world.Refuses<SchedulePayment>("No such bank.").Supplied().Bill(Bills.Of("I-1"));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Unscheduled);
        _world.DoAs(World.Finance, "I-1 is not paid", "retry");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
        _world.Messages<PaymentScheduled>().Count().ShouldBe(1);
    }

    [Fact]
    public void What_the_supplier_collects_himself_is_not_paid_and_the_bank_ends_it()
    {
        _world.Supplied().Bill(Bills.Of("I-1") with { Collected = true });

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
        _world.Effects<SchedulePayment>().ShouldBeEmpty("it would be paid twice");
        _world.Shows("E-1", 100m, "SEPA-9", Bills.Account, days: 26);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
    }

    [Fact]
    public void What_the_supplier_was_to_collect_and_did_not_is_open_with_finance()
    {
        _world.Supplied().Bill(Bills.Of("I-1") with { Collected = true });
        _world.Pass(TimeSpan.FromDays(60));

        _world.OpenTasks.ShouldHaveSingleItem().Task.Owner.ShouldBe(OwnerGroup.FinanceControl);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void Money_that_moved_before_it_was_owed_is_not_paid_on_top()
    {
        _world.TellBook(new AccountCleared(Bills.Account, "Cleo")).Ordered().Bill(Bills.Of("I-1"));
        _world.ErpPaid("I-1", 100m);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Title.ShouldBe("I-1: it was paid, and was not to be");
        _world.Kept("R-1", 10);

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Unreconciled);
        _world.Effects<SchedulePayment>().ShouldBeEmpty();
        _world.DoAs(World.Finance, "Payment of I-1", "settle-invoice");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
    }

    [Fact]
    public void The_word_of_the_erp_ends_nothing_before_the_bank_shows_it()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.ErpPaid("I-1", 100m);
        _world.ErpPaid("I-1", 100m);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment, "nothing has left");
        _world.OpenTasks.ShouldBeEmpty();
        _world.Pays("I-1", 100m);

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
        _world.ErpPaid("I-1", 100m, "RUN-2");
        _world.OpenTasks.ShouldBeEmpty("a second transfer would show on a statement");
    }

    [Fact]
    public void Paid_too_little_is_open_until_the_rest_has_gone_and_each_counts_once()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Pays("I-1", 60m);
        _world.Pays("I-1", 60m);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Unreconciled);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldEndWith("GBP 40.00 are missing.");
        _world.Pays("I-1", 40m, "BANK-2");

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
        _world.InvoiceOf("I-1").Paid.ShouldBe(100m);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100.01, "GBP")]
    [InlineData(100, "EUR")]
    public void What_does_not_agree_is_open_and_ended_by_nobody_who_approved_it(double amount, string currency)
    {
        _world.Supplied(pieces: 300).Bill(Bills.Of("I-1", pieces: 300));
        _world.DoAs(World.Finance, "Approve I-1", "approve-invoice");
        _world.Pays("I-1", (decimal)amount + 2_900m, currency: currency);

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Unreconciled);
        _world.Latest(Bills.Id("I-1")).Card.ShouldNotBeNull().Exception.ShouldBe(ExceptionCategory.ReconciliationOpen);
        _world.DoAs(World.Finance, "Payment of I-1", "settle-invoice");
        _world.DoAs(World.Payables, "Payment of I-1", "settle-invoice");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Unreconciled, "Fay approved it, and Pat is not of finance");
        _world.DoAs(World.Controller, "Payment of I-1", "settle-invoice");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
    }

    [Fact]
    public void Money_that_came_back_opens_the_payment_again_before_it_is_too_late()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Pays("I-1", 110m);
        _world.Pays("I-1", -10m, "BANK-2");

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void Paid_once_more_after_the_end_it_is_told_to_finance()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Pays("I-1", 100m);
        _world.Pays("I-1", 100m);
        _world.OpenTasks.ShouldBeEmpty("that was the same movement");
        _world.Pays("I-1", 100m, "BANK-2");

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Owner.ShouldBe(OwnerGroup.FinanceControl);
    }

    [Fact]
    public void A_payment_that_no_statement_shows_is_open_in_finance()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Pass(TimeSpan.FromDays(31));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Exception.ShouldBe(ExceptionCategory.ReconciliationOpen);
        _world.Latest(Bills.Id("I-1")).Card.ShouldNotBeNull().Exception.ShouldBe(ExceptionCategory.ReconciliationOpen);
        _world.Pays("I-1", 100m);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
        _world.OpenTasks.ShouldBeEmpty();
    }

    // Two percent for twenty days is a third a year; for a tenth of a percent nobody pays early.
    [Theory]
    [InlineData(0.02, "2026-11-30", "2026-11-29", 98)]
    [InlineData(0.02, "2026-11-24", "2026-12-19", 100)]
    [InlineData(0.001, "2026-11-30", "2026-12-19", 100)]
    public void Paid_early_where_that_earns_more_than_it_costs(double rate, string until, string on, int amount)
    {
        _world.Supplied().Bill(Bills.Of("I-1") with { Discount = new EarlyDiscount((decimal)rate, DateOnly.Parse(until, null)) });

        var payment = _world.Effects<SchedulePayment>().ShouldHaveSingleItem();
        (payment.On, payment.Amount).ShouldBe((DateOnly.Parse(on, null), (decimal)amount));
    }

    [Fact]
    public void An_invoice_that_is_over_due_is_paid_today() =>
        _world.Supplied().Bill(Bills.Of("I-1") with { Due = Bills.Day }).Effects<SchedulePayment>().ShouldHaveSingleItem()
            .On.ShouldBe(DateOnly.FromDateTime(Given.Now.UtcDateTime));

    [Fact]
    public void A_credit_note_takes_back_what_was_billed_and_is_set_off()
    {
        _world.Supplied().Bill(Bills.Credit("C-1", 4, "I-1"));
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.AwaitingMatch, "it waits for the invoice that it takes back");
        _world.Bill(Bills.Of("I-1"));

        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.Closed);
        _world.Effects<PostPayable>().Count().ShouldBe(2);
        _world.Effects<SchedulePayment>().ShouldHaveSingleItem().Amount.ShouldBe(60m);
    }

    [Fact]
    public void A_refusal_is_told_to_the_supplier_and_to_a_person_where_he_cannot_be_told()
    {
        _world.Refuses<TellRefusal>("No such address.").Supplied().Bill(Bills.Of("I-1", pieces: 12));
        _world.DoAs(World.Payables, "I-1 does not match", "refuse-invoice", "Two too many.");

        var told = _world.Effects<TellRefusal>().ShouldHaveSingleItem();
        (told.Supplier, told.Number, told.Why).ShouldBe(("SUP-A", "I-1", "Two too many."));
        var task = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (task.Title, task.Owner).ShouldBe(("Tell SUP-A that I-1 is refused", OwnerGroup.AccountsPayable));
        _world.Bill(Bills.Of("I-2", pieces: 12));
        _world.DoAs(World.Payables, "I-2 does not match", "refuse-invoice", "Two too many.");
        _world.OpenTasks.ShouldHaveSingleItem("the second could be told");
    }

    [Fact]
    public void A_credit_note_that_is_refused_after_it_reduced_an_invoice_says_that_too_much_may_be_paid()
    {
        _world.TellBook(new AccountCleared(Bills.Account, "Cleo")).Ordered().Kept("R-1", 8);
        _world.Refuses<PostPayable>("Period closed.").Bill(Bills.Credit("C-1", 2, "I-1"));
        _world.Bill(Bills.Of("I-1"));
        _world.Pays("I-1", 100m);
        _world.DoAs(World.Finance, "The ERP does not take", "refuse-invoice", "Not ours.");

        var task = _world.OpenTasks.Single(open => open.Task.Title.StartsWith("C-1", StringComparison.Ordinal)).Task;
        (task.Title, task.Exception).ShouldBe(("C-1 took back what may be paid", ExceptionCategory.ReconciliationOpen));
        task.Why.ShouldStartWith("It took back GBP 20.00 of invoice I-1");
    }

    [Fact]
    public void An_invoice_that_is_refused_after_it_was_credited_says_that_the_credit_note_is_taken_off_another()
    {
        _world.TellBook(new AccountCleared(Bills.Account, "Cleo")).Ordered().Kept("R-1", 8);
        _world.Answers<PostPayable>(post => post.Number == "I-1" ? post.Refused("Period closed.") : null).Bill(Bills.Of("I-1"));
        _world.Bill(Bills.Credit("C-1", 2, "I-1"));
        _world.DoAs(World.Finance, "The ERP does not take", "refuse-invoice", "Not ours.");

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Refused);
        var task = _world.OpenTasks.Single(open => open.Task.Title.StartsWith("I-1", StringComparison.Ordinal)).Task;
        (task.Title, task.Exception).ShouldBe(("I-1 is refused, and was credited", ExceptionCategory.ReconciliationOpen));
        task.Why.ShouldStartWith("Credit notes of SUP-A took back GBP 20.00 of it, net.");
    }

    [Fact]
    public void From_a_purchase_to_its_payment_and_who_ordered_it_may_not_approve_its_invoice()
    {
        _world.Propose(Given.Bought("P-1", pieces: 300));
        _world.DoAs(new Actor("Fay", "finance"), "Approve P-1", "approve-purchase");
        _world.Bill(Bills.Of("I-1", pieces: 300));
        _world.DoAs(World.Controller, "Account on I-1", "approve-account");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingMatch);
        _world.Confirms("P-1", new ConfirmedLine("A", 300, 10m));
        _world.Arrives("P-1", "R-1", "A", 100);
        _world.Arrives("P-1", "R-2", "A", 200);

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingApproval);
        _world.DoAs(World.Finance, "Approve I-1", "approve-invoice");
        _world.Latest(Bills.Id("I-1")).Because.ShouldBe("Fay ordered it and may not approve it.");
        _world.DoAs(World.Payables, "Approve I-1", "approve-invoice");
        _world.Pays("I-1", 3_000m);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
    }

    [Fact]
    public void A_cancelled_purchase_leaves_its_invoice_with_nothing_to_wait_for()
    {
        _world.Propose(Given.Bought("P-1"));
        _world.DoAs(World.Buyer, "Approve P-1", "approve-purchase");
        _world.Bill(Bills.Of("I-1"));
        _world.DoAs(World.Finance, "Account on I-1", "approve-account");
        _world.Tell(Given.PurchaseId("P-1"), new PurchaseCancelAsked("Not needed."));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Discrepant);
    }
}
