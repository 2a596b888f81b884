using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.BankEntries;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.Policies;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes.Payables;

/// <summary>Movements on the bank account against the invoices that they pay: what cannot be told first.</summary>
public class BankEntryTests
{
    private readonly World _world = new();

    [Fact]
    public void A_movement_that_belongs_to_no_payment_is_finance_controls_after_a_second_look()
    {
        var entry = _world.Shows("E-1", 55m, "RENT-11");
        _world.EntryAt("E-1").ShouldBe(MovementState.Waiting);
        _world.OpenTasks.ShouldBeEmpty("it may only be early");
        _world.Pass(TimeSpan.FromHours(2));

        _world.EntryAt("E-1").ShouldBe(MovementState.Unmatched);
        var task = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (task.Owner, task.Exception).ShouldBe((OwnerGroup.FinanceControl, ExceptionCategory.ReconciliationOpen));
        _world.Latest(entry).Card.ShouldNotBeNull().Exception.ShouldBe(ExceptionCategory.ReconciliationOpen);
        _world.DoAs(World.Payables, "GBP 55.00", "clear-entry");
        _world.EntryAt("E-1").ShouldBe(MovementState.Unmatched, "Pat is not of finance, and the question is asked anew");
        _world.DoAs(World.Finance, "GBP 55.00", "clear-entry", "The rent.");
        _world.EntryAt("E-1").ShouldBe(MovementState.Cleared);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_that_the_bank_uses_again_loses_no_movement()
    {
        _world.Supplied(pieces: 20).Bill(Bills.Of("I-1"), Bills.Of("I-2", pieces: 5));
        void Booked(decimal amount, string reference) =>
            _world.Tell(World.Entry("NONREF"), new BankEntryBooked(Bills.Entry("NONREF", amount, reference, _world.Now)));
        Booked(100m, "PAY-I-1");
        Booked(50m, "PAY-I-2");
        Booked(7m, "RENT");

        (_world.InvoiceAt("I-1"), _world.InvoiceAt("I-2")).ShouldBe((InvoiceState.Closed, InvoiceState.Closed));
        (_world.EntryAt("NONREF.2"), _world.EntryAt("NONREF.3")).ShouldBe((MovementState.Matched, MovementState.Waiting));
        Booked(50m, "PAY-I-2");
        Booked(100m, "PAY-I-1");
        _world.InvoiceOf("I-2").Paid.ShouldBe(50m, "the same movement shown again is the same movement");
        _world.Knows(World.Entry("NONREF.4")).ShouldBeFalse();
    }

    [Fact]
    public void Among_two_payments_of_one_sum_nothing_is_chosen_but_by_a_person()
    {
        _world.Supplied(pieces: 20).Bill(Bills.Of("I-1"), Bills.Of("I-2", number: "I-9", days: -3));
        foreach (var alike in _world.OpenTasks.Where(open => open.Task.Title.Contains("duplicate")).ToList())
        {
            _world.DoAs(World.Payables, alike.Task.Title, "is-original");
        }

        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.AwaitingPayment);
        _world.Shows("E-1", 100m, null, Bills.Account, days: 25);
        _world.EntryAt("E-1").ShouldBe(MovementState.Unmatched);
        _world.OpenTasks.Single().Task.Choices.Select(choice => choice.Code).ShouldBe(
            ["retry", "assign-entry:invoice/I-1", "assign-entry:invoice/I-2", "assign-entry", "clear-entry"]);
        _world.DoAs(World.Buyer, "GBP 100.00", "assign-entry:invoice/I-2");
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.AwaitingPayment, "a buyer does not say what was paid");
        _world.DoAs(World.Payables, "GBP 100.00", "assign-entry:invoice/I-2");

        (_world.InvoiceAt("I-1"), _world.InvoiceAt("I-2")).ShouldBe((InvoiceState.AwaitingPayment, InvoiceState.Closed));
        _world.Shows("E-2", 100m, null, Bills.Account, days: 25);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed, "now only one is open");
    }

    [Theory]
    [InlineData(99.99, "GBP", Bills.Account, 25)]
    [InlineData(100, "EUR", Bills.Account, 25)]
    [InlineData(100, "GBP", "LT12", 25)]
    [InlineData(100, "GBP", null, 25)]
    [InlineData(100, "GBP", Bills.Account, 0)]
    [InlineData(-100, "GBP", Bills.Account, 25)]
    public void What_only_resembles_a_payment_is_not_taken_for_it(double amount, string currency, string? account, int days)
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Shows("E-1", (decimal)amount, null, account, currency, days);
        _world.Pass(TimeSpan.FromHours(2));

        _world.EntryAt("E-1").ShouldBe(MovementState.Unmatched);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void A_lost_reference_is_made_up_for_by_sum_and_account_where_policy_says_so()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Shows("E-1", 100m, "UNKNOWN", Bills.Account, days: 25);
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);

        var strict = new World(policies: PolicyBook.Defaults.With(new PolicyValue(
            "bank-match-by-amount", Scope.Everywhere, false, 2, DateTimeOffset.MinValue, "Fay", "Our bank loses no reference.")));
        strict.Supplied().Bill(Bills.Of("I-1"));
        strict.Shows("E-1", 100m, "UNKNOWN", Bills.Account, days: 25);
        strict.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void A_payment_that_the_bank_returned_is_open_again_in_finance()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Pays("I-1", 100m);
        _world.Shows("E-2", -100m, "PAY-I-1", returned: "AC04 account closed");

        _world.EntryAt("E-2").ShouldBe(MovementState.Matched);
        var task = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (task.Title, task.Owner, task.Exception).ShouldBe(
            ("I-1: money came back", OwnerGroup.FinanceControl, ExceptionCategory.ReconciliationOpen));
        task.Why.ShouldContain("AC04 account closed");
        _world.InvoiceOf("I-1").Paid.ShouldBe(0m);
    }

    [Fact]
    public void A_return_that_is_shown_before_its_payment_settles_nothing()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Shows("E-2", -100m, "PAY-I-1", returned: "AC04");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Unreconciled);
        _world.Pays("I-1", 100m);

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Unreconciled, "in sum nothing has left");
        _world.OpenTasks.ShouldHaveSingleItem().Task.Owner.ShouldBe(OwnerGroup.FinanceControl);
        _world.Pays("I-1", 100m, "BANK-2");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
    }

    [Theory]
    [InlineData("assign-entry", "that one", "The note has to name")]
    [InlineData("assign-entry", "order/W-1", "The note has to name")]
    public void Who_names_no_invoice_is_asked_again(string choice, string note, string says)
    {
        var entry = _world.Shows("E-1", 55m, null);
        _world.Pass(TimeSpan.FromHours(2));
        _world.DoAs(World.Finance, "GBP 55.00", choice, note);

        _world.Latest(entry).Because.ShouldStartWith(says);
        _world.OpenTasks.ShouldHaveSingleItem();
    }

    [Fact]
    public void An_invoice_that_is_not_there_takes_nothing()
    {
        _world.Shows("E-1", 55m, null);
        _world.Pass(TimeSpan.FromHours(2));
        _world.DoAs(World.Finance, "GBP 55.00", "assign-entry", "invoice/NONE");
        _world.EntryAt("E-1").ShouldBe(MovementState.Offered);
        _world.Pass(TimeSpan.FromMinutes(5));

        _world.EntryAt("E-1").ShouldBe(MovementState.Unmatched);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldStartWith("There is no invoice/NONE.");
    }

    [Fact]
    public void A_movement_that_is_shown_again_with_other_words_is_the_same()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        var entry = _world.Shows("E-1", 100m, "PAY-I-1");
        _world.Tell(entry, new BankEntryBooked(Bills.Entry("E-1", 100m, "PAY-I-1", _world.Now) with { Name = "Supplier A plc" }));

        _world.Latest(entry).Outcome.ShouldNotBe(Outcome.Applied);
        _world.InvoiceOf("I-1").Paid.ShouldBe(100m);
    }

    [Fact]
    public void Whatever_comes_first_invoice_goods_order_or_statement_it_ends_the_same() => Gen.Select(
        Gen.Shuffle(Enumerable.Range(0, 6).ToArray()), Gen.Bool, Gen.Int[0, 18]).Sample((order, named, hours) =>
    {
        var world = new World();
        Action[] papers =
        [
            () => world.TellBook(new AccountCleared(Bills.Account, "Cleo")), () => world.Ordered(), () => world.Kept("R-1", 10),
            () => world.Bill(Bills.Of("I-1", days: -25)), () => world.ErpPaid("I-1", 100m),
            () => world.Shows("E-1", 100m, named ? "PAY-I-1" : null, Bills.Account),
        ];
        // The ERP speaks of what it was told: not before there is an invoice, and then not before it is to be paid.
        foreach (var paper in order.Where(paper => paper != 4).Append(4))
        {
            papers[paper]();
            world.Pass(TimeSpan.FromHours(hours));
        }

        world.Pass(TimeSpan.FromDays(3));
        (world.InvoiceAt("I-1"), world.EntryAt("E-1"), world.OpenTasks.Count).ShouldBe(
            (InvoiceState.Closed, MovementState.Matched, 0), $"{string.Join(',', order)} {named} {hours}");
    }, iter: 300, threads: 1);
}
