using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.InvoiceToReconciliation.Matching;
using Shouldly;
using Xunit;
using static Crossdock.Unit.Tests.Invoices.Matching.Papers;

namespace Crossdock.Unit.Tests.Invoices.Matching;

public sealed class DuplicateAndCreditTests
{
    private static readonly PurchaseOrder Six = Order("P1", Ordered("1", "A", 6m, 10m));
    private static readonly GoodsReceipt All = Receipt("R1", Counted("P1", "1", "A", 6m));

    [Theory]
    [InlineData("INV-00123", "INV-00123", 1, true)]
    [InlineData("INV-00123", "inv 123", 1, true)]
    [InlineData("INV-00123", "INV123", 90, true)]
    [InlineData("INV-00123", "INV123", 91, false)]
    [InlineData("2026/0123", "2026/123", 1, true)]
    [InlineData("2026/0123", "20260123", 1, true)]
    [InlineData("INV-10", "INV-1", 1, false)]
    [InlineData("INV-10", "INV-100", 1, false)]
    [InlineData("INV-12", "INV-21", 1, false)]
    public void a_number_in_another_spelling_is_the_same_invoice(string first, string second, int days, bool same)
    {
        var book = Book(
            Six, All, Invoice(first, Billed("P1", "1", "A", 3m, 10m)) with { Id = "1" },
            Invoice(second, Billed("P1", "1", "A", 3m, 10m)) with { Id = "2", Date = Day.AddDays(days) });

        book.Of("1")!.Outcome.ShouldBe(MatchOutcome.Matched);
        book.Of("2")!.DuplicateOf.ShouldBe(same ? "1" : null);
        book.Line("2").Kind.ShouldBe(same ? DiscrepancyKind.Duplicate : null);
    }

    [Fact]
    public void a_copy_takes_no_pieces_from_others_and_says_which_it_repeats()
    {
        var book = Book(
            Six, All, Invoice("I-1", Billed("P1", "1", "A", 3m, 10m)),
            Invoice("I1", Billed("P1", "1", "A", 3m, 10m)) with { Date = Day.AddDays(1) },
            Invoice("I2", Billed("P1", "1", "A", 3m, 10m)) with { Date = Day.AddDays(2) });

        book.Line("I1").Reason.ShouldBe("number I1 is I-1 of 2026-11-02 in another spelling, for the same amount");
        book.Line("I1").Money.Disputed.ShouldBe(30m);
        book.Line("I2").Outcome.ShouldBe(MatchOutcome.Matched);
    }

    [Fact]
    public void another_amount_under_a_used_number_is_a_duplicate_and_under_a_like_one_is_none()
    {
        SupplierInvoice Of(string id, string number, decimal quantity) =>
            Invoice(number, Billed("P1", "1", "A", quantity, 10m)) with { Id = id };
        Book(Six, All, Of("1", "I1", 2m), Of("2", "I1", 3m)).Line("2")
            .Reason.ShouldBe("number I1 of 2026-11-02 was used before, for 20.00 USD");
        Book(Six, All, Of("1", "I1", 2m), Of("2", "I-1", 3m)).Of("2")!.DuplicateOf.ShouldBeNull();
        Book(Six, All, Of("1", "I1", 2m), Of("2", "I1", 2m) with { Supplier = "S-2" }).Of("2")!.DuplicateOf.ShouldBeNull();
        Book(Six, All, Of("1", "I1", 2m), Of("2", "I1", 2m) with { Kind = BillingKind.CreditNote }).Of("2")!.DuplicateOf.ShouldBeNull();
    }

    [Fact]
    public void an_earlier_invoice_that_comes_later_becomes_the_original()
    {
        var book = Book(Six, All, Invoice("I1", Billed("P1", "1", "A", 3m, 10m)) with { Date = Day.AddDays(5) });
        book.Line("I1").Outcome.ShouldBe(MatchOutcome.Matched);
        book.Changed();
        book.Tell(Invoice("I-1", Billed("P1", "1", "A", 3m, 10m)));
        book.Changed().Select(match => (match.Id, match.DuplicateOf)).ShouldBe([("I-1", null), ("I1", "I-1")]);
    }

    [Fact]
    public void a_credit_note_takes_back_what_is_too_many()
    {
        var book = Book(
            Six, Receipt("R1", Counted("P1", "1", "A", 6m, 2m, last: true)), Invoice("I1", Billed("P1", "1", "A", 6m, 10m)));
        book.Line("I1").Money.ShouldBe(new MatchedMoney(40m, 0m, 20m, 0m));

        book.Tell(Credit("C1", "i1", Billed("P1", "1", "A", 2m, 10m)));
        book.Line("I1").Outcome.ShouldBe(MatchOutcome.Matched);
        book.Line("I1").Money.ShouldBe(new MatchedMoney(40m, 0m, 0m, 20m));
        book.Line("C1").Money.ShouldBe(new MatchedMoney(0m, 0m, 0m, 20m));
    }

    [Fact]
    public void a_credit_note_for_the_price_settles_the_price()
    {
        var book = Book(Six, All, Invoice("I1", Billed("P1", "1", "A", 6m, 12m)));
        book.Line("I1").Kind.ShouldBe(DiscrepancyKind.PriceOutdated);
        book.Tell(Credit("C1", "I1", Billed("P1", "1", "A", 0m, 0m) with { Amount = 12m }));

        (book.Line("I1").Outcome, book.Line("I1").Money).ShouldBe((MatchOutcome.Matched, new MatchedMoney(60m, 0m, 0m, 12m)));
    }

    [Fact]
    public void a_credit_note_waits_for_its_invoice_and_credits_no_more_than_was_billed()
    {
        var book = Book(Six, All, Credit("C1", "I1", Billed("P1", "1", "A", 5m, 10m)));
        (book.Line("C1").Outcome, book.Line("C1").WaitsFor).ShouldBe((MatchOutcome.Waiting, AwaitedDocument.Invoice));

        book.Tell(Invoice("I1", Billed("P1", "1", "A", 3m, 10m)));
        book.Line("C1").Reason.ShouldBe("credits 5 pieces, 3 billed by I1: 2 pieces too many, 20.00 USD");
        book.Line("C1").Money.ShouldBe(new MatchedMoney(0m, 0m, 20m, 30m));
        book.Line("I1").Money.ShouldBe(new MatchedMoney(0m, 0m, 0m, 30m));
    }

    [Fact]
    public void what_was_credited_may_be_billed_again()
    {
        var book = Book(
            Six, All, Invoice("I1", Billed("P1", "1", "A", 6m, 10m)), Credit("C1", "I1", Billed("P1", "1", "A", 6m, 10m)),
            Invoice("I2", Billed("P1", "1", "A", 6m, 10m)) with { Date = Day.AddDays(4) });

        book.Line("I2").Outcome.ShouldBe(MatchOutcome.Matched);
        book.Line("I1").Money.Credited.ShouldBe(60m);
    }

    [Fact]
    public void a_credit_that_names_no_invoice_takes_from_the_latest()
    {
        var book = Book(
            Six, All, Invoice("I1", Billed("P1", "1", "A", 4m, 10m)),
            Invoice("I2", Billed("P1", "1", "A", 4m, 10m)) with { Date = Day.AddDays(1) },
            Invoice("I3", Billed("P1", "1", "A", -2m, 10m)) with { Date = Day.AddDays(2) });

        book.Line("I1").Money.Credited.ShouldBe(0m);
        (book.Line("I2").Outcome, book.Line("I2").Money.Credited).ShouldBe((MatchOutcome.Matched, 20m));
        book.Line("I3").Outcome.ShouldBe(MatchOutcome.Matched);
    }

    [Fact]
    public void an_invoice_that_was_promised_because_it_was_credited_keeps_its_credit_when_another_one_comes()
    {
        var book = Book(
            Order("P-1", Ordered("1", "A", 40m, 10m)), Receipt("R-1", Counted("P-1", "1", "A", 2m, last: true)),
            Credit("C-1", null, Billed("P-1", "1", "A", 30m, 10m)));
        book.Tell(Invoice("I-1", Billed("P-1", "1", "A", 20m, 10m)), promised: 1);
        book.Line("I-1").Money.ShouldBe(new MatchedMoney(0m, 0m, 0m, 200m));

        Tell(book, Invoice("I-2", Billed("P-1", "1", "A", 20m, 10m)));

        book.Line("I-1").Money.ShouldBe(new MatchedMoney(0m, 0m, 0m, 200m), "it is posted as that");
        book.Line("I-2").Money.ShouldBe(new MatchedMoney(20m, 0m, 80m, 100m), "two of its ten that are left were kept");
    }
}
