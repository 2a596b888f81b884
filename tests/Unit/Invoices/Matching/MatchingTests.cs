using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.InvoiceToReconciliation.Matching;
using Crossdock.Processes.Policies;
using Shouldly;
using Xunit;
using static Crossdock.Unit.Tests.Invoices.Matching.Papers;

namespace Crossdock.Unit.Tests.Invoices.Matching;

public sealed class MatchingTests
{
    private static readonly PurchaseOrder Three = Order("P1", Ordered("1", "A", 3m, 50.26m));

    [Fact]
    public void what_was_ordered_received_and_billed_alike_is_matched_without_a_word()
    {
        var line = Book(Three, Receipt("R1", Counted("P1", "1", "A", 3m)), Invoice("I1", Billed("P1", "1", "A", 3m, 50.26m))).Line("I1");

        (line.Outcome, line.Kind, line.Reason).ShouldBe((MatchOutcome.Matched, null, ""));
        line.Money.ShouldBe(new MatchedMoney(150.78m, 0m, 0m, 0m));
    }

    [Theory]
    [InlineData(2, 0, "3 billed, 2 received and kept: 1 piece too many, 50.26 USD")]
    [InlineData(3, 1, "3 billed, 3 received, 1 rejected, 2 kept: 1 piece too many, 50.26 USD")]
    [InlineData(0, 0, "3 billed, 0 received and kept: 3 pieces too many, 150.78 USD")]
    public void billed_more_than_kept_says_how_many_and_how_much(int received, int rejected, string reason)
    {
        var line = Book(
            Three, Invoice("I1", Billed("P1", "1", "A", 3m, 50.26m)),
            Receipt("R1", Counted("P1", "1", "A", received, rejected, last: true))).Line("I1");

        (line.Outcome, line.Kind, line.Reason).ShouldBe((MatchOutcome.Discrepant, DiscrepancyKind.QuantityShort, reason));
        line.Money.Disputed.ShouldBe(line.Pieces.TooMany * 50.26m);
        line.Money.Sum.ShouldBe(150.78m);
    }

    [Fact]
    public void an_invoice_waits_for_its_receipt_then_matches()
    {
        var book = Book(Three, Invoice("I1", Billed("P1", "1", "A", 3m, 50.26m)));
        var early = book.Line("I1");
        (early.Outcome, early.WaitsFor, early.Kind).ShouldBe((MatchOutcome.Waiting, AwaitedDocument.Receipt, DiscrepancyKind.Early));
        early.Reason.ShouldBe("3 billed, none received yet: 3 pieces may still arrive");

        book.Tell(Receipt("R1", Counted("P1", "1", "A", 2m)));
        (book.Line("I1").Outcome, book.Line("I1").Money.Payable, book.Line("I1").Money.Waiting)
            .ShouldBe((MatchOutcome.Waiting, 100.52m, 50.26m));
        book.Tell(Receipt("R2", Counted("P1", "1", "A", 1m)));
        book.Line("I1").Outcome.ShouldBe(MatchOutcome.Matched);
    }

    [Fact]
    public void patience_ends_after_its_days()
    {
        var book = Book(Three, Invoice("I1", Billed("P1", "1", "A", 3m, 50.26m)), Invoice("I2", Billed("P9", "1", "A", 3m, 50.26m)));

        book.Line("I1", 0, Day.AddDays(14)).Outcome.ShouldBe(MatchOutcome.Waiting);
        var late = book.Line("I1", 0, Day.AddDays(15));
        (late.Outcome, late.Kind, late.Money.Disputed).ShouldBe((MatchOutcome.Discrepant, DiscrepancyKind.Early, 150.78m));
        book.Line("I2", 0, Day.AddDays(15)).Kind.ShouldBe(DiscrepancyKind.NotOrdered);
        book.Line("I1").Outcome.ShouldBe(MatchOutcome.Waiting);
    }

    [Fact]
    public void an_invoice_waits_for_its_order()
    {
        var book = Book(Receipt("R1", Counted("P1", "1", "A", 3m)), Invoice("I1", Billed("P1", "1", "A", 3m, 50.26m)));
        (book.Line("I1").Outcome, book.Line("I1").WaitsFor).ShouldBe((MatchOutcome.Waiting, AwaitedDocument.Order));

        book.Tell(Three);
        book.Line("I1").Outcome.ShouldBe(MatchOutcome.Matched);
    }

    [Fact]
    public void earlier_billed_pieces_count()
    {
        var book = Book(
            Order("P1", Ordered("1", "A", 10m, 2m)), Receipt("R1", Counted("P1", "1", "A", 4m)),
            Receipt("R2", Counted("P1", "1", "A", 4m, 0m, true)),
            Invoice("I1", Billed("P1", "1", "A", 5m, 2m)), Invoice("I2", Billed("P1", "1", "A", 5m, 2m)) with { Date = Day.AddDays(1) },
            Invoice("I3", Billed("P1", "1", "A", 5m, 2m)) with { Date = Day.AddDays(2) });

        book.Line("I1").Outcome.ShouldBe(MatchOutcome.Matched);
        book.Line("I2").Reason.ShouldBe("5 billed on top of 5 billed before, 8 received and kept: 2 pieces too many, 4.00 USD");
        book.Line("I3").Reason.ShouldBe("5 billed on top of 10 billed before, 10 ordered: 5 pieces more than ordered, 10.00 USD");
        book.Line("I3").Kind.ShouldBe(DiscrepancyKind.OverBilled);
    }

    [Fact]
    public void one_invoice_may_bill_several_orders_and_find_a_line_by_its_sku()
    {
        var book = Book(
            Three, Order("P2", Ordered("1", "B", 2m, 7m), Ordered("2", "A", 1m, 50m)), Receipt("R1", Counted("P1", null, "A", 3m)),
            Receipt("R2", Counted("P2", null, "B", 2m), Counted("P2", null, "A", 1m)),
            Invoice("I1", Billed("P1", null, "a ", 3m, 50.26m), Billed("P2", "777", "B", 2m, 7m), Billed("P2", "1", "A", 1m, 50m)));

        book.Of("I1")!.Outcome.ShouldBe(MatchOutcome.Matched);
        book.Of("I1")!.Lines.Select(line => line.OrderLine).ShouldBe(["1", "1", "2"]);
    }

    [Fact]
    public void pieces_counted_by_sku_fill_the_lines_of_that_sku_in_their_sequence()
    {
        var book = Book(
            Order("P1", Ordered("1", "A", 4m, 2m), Ordered("2", "A", 4m, 3m)), Receipt("R1", Counted("P1", null, "A", 6m, 0m, true)),
            Invoice("I1", Billed("P1", null, "A", 4m, 2m), Billed("P1", null, "A", 4m, 3m)));

        book.Line("I1", 0).Outcome.ShouldBe(MatchOutcome.Matched);
        (book.Line("I1", 1).OrderLine, book.Line("I1", 1).Pieces.TooMany).ShouldBe(("2", 2m));
    }

    [Fact]
    public void without_a_receipt_needed_two_papers_suffice()
    {
        var service = new PurchaseOrder("P1", Supplier, "USD", [Ordered("1", "CLEAN", 4m, 30m) with { ReceiptNeeded = false }]);

        Book(service, Invoice("I1", Billed("P1", "1", "CLEAN", 4m, 30m))).Line("I1").Outcome.ShouldBe(MatchOutcome.Matched);
        var line = Book(service, Invoice("I1", Billed("P1", "1", "CLEAN", 5m, 30m))).Line("I1");
        (line.Kind, line.Money.Disputed).ShouldBe((DiscrepancyKind.OverBilled, 30m));
    }

    [Theory]
    [InlineData("P1", "1", "B", "bills B on line 1 of order P1, which is for A")]
    [InlineData("P1", "9", "B", "order P1 has no line for B")]
    [InlineData(null, null, "A", "names no order")]
    public void what_was_not_ordered_is_told(string? order, string? line, string sku, string reason)
    {
        var match = Book(Three, Invoice("I1", Billed(order, line, sku, 1m, 9m))).Line("I1");
        (match.Kind, match.Reason, match.Money.Disputed).ShouldBe((DiscrepancyKind.NotOrdered, reason, 9m));
    }

    [Fact]
    public void another_suppliers_order_or_another_currency_is_refused()
    {
        var invoice = Invoice("I1", Billed("P1", "1", "A", 3m, 50.26m));
        Book(Three, invoice with { Supplier = "S-2" }).Line("I1").Kind.ShouldBe(DiscrepancyKind.NotOrdered);
        Book(Three, invoice with { Currency = "EUR" }).Line("I1").Kind.ShouldBe(DiscrepancyKind.Currency);
    }

    [Theory]
    [InlineData(100, 1.000, MatchOutcome.Matched, null)]
    [InlineData(100, 1.005, MatchOutcome.MatchedInTolerance, DiscrepancyKind.PriceOutdated)]
    [InlineData(100, 1.006, MatchOutcome.Discrepant, DiscrepancyKind.PriceOutdated)]
    [InlineData(100, 0.900, MatchOutcome.Discrepant, DiscrepancyKind.PriceOutdated)]
    [InlineData(100, 1.0002, MatchOutcome.MatchedInTolerance, DiscrepancyKind.Rounding)]
    [InlineData(10000, 1.004, MatchOutcome.Discrepant, DiscrepancyKind.PriceOutdated)]
    public void the_nearer_of_two_limits_decides_on_a_price(int pieces, double price, MatchOutcome outcome, DiscrepancyKind? kind)
    {
        var line = Book(
            Order("P1", Ordered("1", "A", pieces, 1m)), Receipt("R1", Counted("P1", "1", "A", pieces)),
            Invoice("I1", Billed("P1", "1", "A", pieces, (decimal)price))).Line("I1");

        (line.Outcome, line.Kind).ShouldBe((outcome, kind));
        line.Money.Disputed.ShouldBe(outcome == MatchOutcome.Discrepant ? Math.Max(0m, ((decimal)price - 1m) * pieces) : 0m);
        line.Money.Sum.ShouldBe((decimal)price * pieces);
    }

    [Fact]
    public void a_price_variance_has_its_reason_and_an_amount_rounded_to_cents_is_none()
    {
        LineMatch Of(decimal ordered, SupplierInvoiceLine billed) => Book(
            Order("P1", Ordered("1", "A", 3m, ordered)), Receipt("R1", Counted("P1", "1", "A", 3m)), Invoice("I1", billed)).Line("I1");

        Of(45m, Billed("P1", "1", "A", 3m, 50m)).Reason.ShouldBe("billed at 50.00, ordered at 45.00: 15.00 USD more for 3 pieces");
        Of(45.5805m, Billed("P1", "1", "A", 3m, 45.5805m) with { Amount = 136.74m }).Outcome.ShouldBe(MatchOutcome.Matched);
        var wrong = Of(50.26m, Billed("P1", "1", "A", 3m, 50.26m) with { Amount = 151.78m });
        (wrong.Kind, wrong.Reason).ShouldBe((DiscrepancyKind.Rounding, "3 x 50.26 is 150.78 USD, the line says 151.78 USD"));
        wrong.Money.ShouldBe(new MatchedMoney(150.78m, 0m, 1.00m, 0m));
    }

    [Fact]
    public void a_quantity_tolerance_is_used_up_once_for_all_invoices()
    {
        var loose = MatchTolerances.Defaults with { Quantity = new Tolerance(2m, 0.5m) };
        var book = Book(
            loose, Order("P1", Ordered("1", "A", 10m, 2m)), Receipt("R1", Counted("P1", "1", "A", 8m, 0m, true)),
            Invoice("I1", Billed("P1", "1", "A", 9m, 2m)), Invoice("I2", Billed("P1", "1", "A", 2m, 2m)) with { Date = Day.AddDays(1) });

        book.Line("I1").Reason.ShouldBe("9 billed, 8 received and kept: 1 piece too many, within the tolerance of 2 and 50 %");
        book.Line("I1").Outcome.ShouldBe(MatchOutcome.MatchedInTolerance);
        (book.Line("I2").Pieces.Tolerated, book.Line("I2").Pieces.TooMany).ShouldBe((1m, 1m));
    }

    [Fact]
    public void a_carton_is_what_the_order_says_it_holds_and_otherwise_a_question()
    {
        var packed = Ordered("1", "A", 24m, 2m) with { Packs = new Dictionary<string, decimal> { ["CTN"] = 12m } };
        var billed = Billed("P1", "1", "A", 2m, 24m) with { Unit = "ctn " };
        var receipt = Receipt("R1", Counted("P1", "1", "A", 24m));

        Book(Order("P1", packed), receipt, Invoice("I1", billed)).Line("I1").Outcome.ShouldBe(MatchOutcome.Matched);
        var line = Book(Order("P1", packed with { Packs = null }), receipt, Invoice("I1", billed)).Line("I1");
        (line.Kind, line.Reason).ShouldBe((DiscrepancyKind.UnitOfMeasure,
            "billed in ctn, ordered in EA, and the order does not say how many EA one ctn holds"));
    }

    [Theory]
    [InlineData("S", 20.0, MatchOutcome.Matched)]
    [InlineData("S", 20.1, MatchOutcome.MatchedInTolerance)]
    [InlineData("S", 25.0, MatchOutcome.Discrepant)]
    [InlineData("Z", 20.0, MatchOutcome.Discrepant)]
    public void another_tax_than_agreed_is_told(string code, double rate, MatchOutcome outcome) => Book(
        Order("P1", Ordered("1", "A", 4m, 10m) with { TaxCode = "S", TaxRate = 20m }), Receipt("R1", Counted("P1", "1", "A", 4m)),
        Invoice("I1", Billed("P1", "1", "A", 4m, 10m) with { TaxCode = code, TaxRate = (decimal)rate })).Line("I1")
            .Outcome.ShouldBe(outcome);

    [Fact]
    public void a_document_whose_tax_is_not_what_its_rates_make_is_told()
    {
        InvoiceMatch Of(decimal tax) => Book(
            Order("P1", Ordered("1", "A", 4m, 10m)), Receipt("R1", Counted("P1", "1", "A", 4m)),
            Invoice("I1", Billed("P1", "1", "A", 4m, 10m) with { TaxRate = 20m }) with { Tax = tax }).Of("I1")!;

        Of(8m).Outcome.ShouldBe(MatchOutcome.Matched);
        Of(8.05m).Outcome.ShouldBe(MatchOutcome.MatchedInTolerance);
        Of(8.06m).Charges.ShouldHaveSingleItem().Variances[0].Reason
            .ShouldBe("8.06 USD of tax billed, the lines' rates make 8.00 USD");
    }

    [Theory]
    [InlineData(20.0, 20.0, 10.0, MatchOutcome.Matched)]
    [InlineData(20.0, 20.0, 8.0, MatchOutcome.Discrepant)]
    [InlineData(0.0, 0.0, 0.0, MatchOutcome.Matched)]
    [InlineData(0.0, 0.0, 2.0, MatchOutcome.Discrepant)]
    [InlineData(0.0, 20.0, 4.0, MatchOutcome.Matched)]
    [InlineData(0.0, 20.0, 5.3, MatchOutcome.Matched)]
    [InlineData(0.0, 20.0, 6.0, MatchOutcome.Matched)]
    [InlineData(0.0, 20.0, 6.2, MatchOutcome.Discrepant)]
    public void freight_bears_the_tax_of_its_goods_and_no_other(double one, double other, double tax, MatchOutcome outcome)
    {
        var match = Book(
            Order("P1", Ordered("1", "A", 2m, 10m), Ordered("2", "B", 2m, 10m)) with { Freight = 10m },
            Receipt("R1", Counted("P1", "1", "A", 2m), Counted("P1", "2", "B", 2m)),
            Invoice(
                "I1", Billed("P1", "1", "A", 2m, 10m) with { TaxRate = (decimal)one },
                Billed("P1", "2", "B", 2m, 10m) with { TaxRate = (decimal)other }) with { Freight = 10m, Tax = (decimal)tax }).Of("I1")!;

        var said = match.Charges.SelectMany(charge => charge.Variances).Select(found => found.Reason);
        match.Outcome.ShouldBe(outcome, string.Join(' ', said));
    }

    [Fact]
    public void tax_on_freight_of_goods_that_bear_none_is_told()
    {
        var match = Book(
            Order("P1", Ordered("1", "A", 4m, 10m)) with { Freight = 10m }, Receipt("R1", Counted("P1", "1", "A", 4m)),
            Invoice("I1", Billed("P1", "1", "A", 4m, 10m) with { TaxRate = 0m }) with { Freight = 10m, Tax = 2m }).Of("I1")!;

        match.Charges.Single(charge => charge.Kind == ChargeKind.Tax).Variances[0].Reason
            .ShouldBe("2.00 USD of tax billed, the lines' rates make 0.00 USD and 10.00 USD of freight at most 0.00 USD");
    }

    [Fact]
    public void agreed_freight_is_paid_once()
    {
        var order = Three with { Freight = 100m };
        var receipt = Receipt("R1", Counted("P1", "1", "A", 3m));
        var first = Invoice("I1", Billed("P1", "1", "A", 2m, 50.26m)) with { Freight = 60m };
        var second = Invoice("I2", Billed("P1", "1", "A", 1m, 50.26m)) with { Freight = 60m, Date = Day.AddDays(1) };

        var book = Book(order, receipt, first, second);
        book.Of("I1")!.Charges.ShouldHaveSingleItem().Outcome.ShouldBe(MatchOutcome.Matched);
        var charge = book.Of("I2")!.Charges.ShouldHaveSingleItem();
        charge.Variances[0].Reason
            .ShouldBe("60.00 USD of freight billed on top of 60.00 USD, 100.00 USD agreed: 20.00 USD too much");
        charge.Money.Disputed.ShouldBe(15m);

        book.Tell(Credit("C1", null, Billed("P1", "1", "A", 0m, 0m)) with { Freight = 20m });
        book.Of("I2")!.Charges[0].Outcome.ShouldBe(MatchOutcome.Matched);
    }

    [Fact]
    public void freight_over_several_orders_is_spread_by_their_amounts()
    {
        var book = Book(
            Order("P1", Ordered("1", "A", 1m, 100m)) with { Freight = 3.33m },
            Order("P2", Ordered("1", "B", 2m, 100m)) with { Freight = 6m },
            Invoice("I1", Billed("P1", "1", "A", 1m, 100m), Billed("P2", "1", "B", 2m, 100m)) with { Freight = 10m });

        book.Of("I1")!.Charges.Select(charge => (charge.Order, charge.Amount, charge.Outcome))
            .ShouldBe([("P1", 3.33m, MatchOutcome.Matched), ("P2", 6.67m, MatchOutcome.Discrepant)]);
    }

    [Fact]
    public void a_later_revision_of_an_order_counts()
    {
        var book = Book(Receipt("R1", Counted("P1", "1", "A", 3m)), Three with { Revision = 2, Lines = [Ordered("1", "A", 3m, 55m)] });
        book.Tell(Three).ShouldBe(Told.Superseded);
        book.Tell(Invoice("I1", Billed("P1", "1", "A", 3m, 55m)));
        book.Line("I1").Outcome.ShouldBe(MatchOutcome.Matched);
        book.Tell(Three with { Revision = 3 }).ShouldBe(Told.New);
        book.Line("I1").Kind.ShouldBe(DiscrepancyKind.PriceOutdated);
    }

    [Fact]
    public void a_document_told_again_changes_nothing_and_other_contents_under_its_id_are_told()
    {
        var (receipt, invoice) = (Receipt("R1", Counted("P1", "1", "A", 3m)), Invoice("I1", Billed("P1", "1", "A", 3m, 50.26m)));
        var book = Book(Three, receipt, invoice);
        book.Tell(Three with { Lines = [.. Three.Lines] }).ShouldBe(Told.Again);
        book.Tell(receipt with { Lines = [.. receipt.Lines] }).ShouldBe(Told.Again);
        book.Tell(invoice with { Lines = [.. invoice.Lines] }).ShouldBe(Told.Again);
        book.Tell(invoice with { Freight = 1m }).ShouldBe(Told.Contradicts);
        book.Tell(receipt with { Lines = [] }).ShouldBe(Told.Contradicts);
        book.Tell(Three with { Currency = "EUR" }).ShouldBe(Told.Contradicts);
        book.Of("I1")!.Outcome.ShouldBe(MatchOutcome.Matched);
        Should.Throw<ArgumentException>(() => book.Tell(Order("P9", Ordered("1", "A", 1m, 1m), Ordered("1", "B", 1m, 1m))))
            .Message.ShouldContain("two lines with the number 1");
    }

    [Fact]
    public void only_what_a_document_touches_is_looked_at_again()
    {
        var book = Book(
            Three, Order("P2", Ordered("1", "B", 1m, 1m)), Invoice("I1", Billed("P1", "1", "A", 3m, 50.26m)),
            Invoice("I2", Billed("P2", "1", "B", 1m, 1m)));
        book.Changed().Select(match => match.Id).ShouldBe(["I1", "I2"]);
        book.Changed().ShouldBeEmpty();
        book.Tell(Receipt("R1", Counted("P2", "1", "B", 1m)));
        book.Changed().Select(match => (match.Id, match.Outcome)).ShouldBe([("I2", MatchOutcome.Matched)]);
    }

    [Fact]
    public void tolerances_come_from_the_policies_of_the_suppliers_scope()
    {
        var book = new PolicyBook(
        [
            new PolicyValue(
                Policy.InvoicePriceTolerance.Name, new Scope(Supplier: "S-1"), new Tolerance(null, 0.02m), 2, DateTimeOffset.MinValue,
                "Aylin",
                "New list."),
        ]);
        MatchTolerances.Read(new PolicyReader(book, new Scope(Supplier: "S-1"), DateTimeOffset.MaxValue)).Price.ToString().ShouldBe("2 %");
        MatchTolerances.Read(new PolicyReader(book, new Scope(Supplier: "S-2"), DateTimeOffset.MaxValue))
            .ShouldBe(MatchTolerances.Defaults);
    }
}
