using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.InvoiceToReconciliation.Matching;
using Crossdock.Processes.Policies;
using CsCheck;
using Shouldly;
using Xunit;
using static Crossdock.Unit.Tests.Invoices.Matching.Papers;

namespace Crossdock.Unit.Tests.Invoices.Matching;

/// <summary>The match of any documents of two orders, in any order of arrival.</summary>
public sealed class MatchingLaws
{
    private const decimal Spare = 1m;

    private static readonly MatchTolerances Loose = MatchTolerances.Defaults with { Quantity = new Tolerance(Spare, null) };

    private static readonly Gen<PurchaseOrder[]> Orders = Gen.Select(
        Gen.Int[0, 8], Gen.Int[1, 8], Gen.Int[1, 8], Gen.Bool,
        (first, second, third, receipt) => new[]
        {
            Order("P1", Ordered("1", "A", first, 10m), Ordered("2", "B", second, 3.3333m)) with { Freight = 7m },
            Order("P2", Ordered("1", "A", third, 10m) with { ReceiptNeeded = receipt }),
        });

    private static readonly Gen<SupplierInvoiceLine> Lines = Gen.Select(
        Gen.Int[0, 4], Gen.Int[1, 7], Gen.Int[0, 9], Gen.Int[0, 9],
        (where, quantity, price, odd) =>
        {
            var (order, line, sku) = where switch
            {
                0 => ("P1", "1", "A"),
                1 => ("P1", "2", "B"),
                2 => ("P2", null, "A"),
                3 => ("P3", "1", "A"),
                _ => ("P1", "5", "C"),
            };
            var unit = (sku == "B" ? 3.3333m : 10m) + (price == 0 ? 0.01m : price == 1 ? 2m : 0m);
            return Billed(order, line, sku, odd == 0 ? -quantity : quantity, unit) with
            {
                Amount = Math.Round(quantity * unit * (odd == 0 ? -1m : 1m), 2) + (odd == 1 ? 1m : 0m),
            };
        });

    private static readonly Gen<SupplierInvoice> Invoices = Gen.Select(
        Lines.Array[1, 3], Gen.Int[1, 6], Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[0, 3],
        (lines, number, day, kind, freight) =>
        {
            var invoice = Invoice(number == 6 ? "0-1" : $"{number}", lines) with { Date = Day.AddDays(day), Freight = freight };
            return kind > 1 ? invoice : Credit($"C{number}", kind == 0 ? null : $"{day + 1}", [.. lines.Where(line => line.Quantity > 0m)]);
        });

    private static readonly Gen<GoodsReceiptLine> Counts = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 6], Gen.Int[0, 2], Gen.Int[0, 5],
        (where, received, rejected, last) => Counted(
            where == 3 ? "P2" : "P1", where is 0 or 1 ? $"{where + 1}" : null, where == 1 ? "B" : "A", received,
            Math.Min(received, rejected),
            last == 0));

    private static readonly Gen<object[]> Documents = Gen.Select(
        Orders, Invoices.Array[1, 6], Counts.Array[0, 6],
        (orders, invoices, counts) => (object[])
        [
            .. orders,
            .. invoices.Select((invoice, place) => invoice with { Id = $"I{place}" }),
            .. counts.Select((line, place) => Receipt($"R{place}", line)),
        ]);

    [Fact]
    public void every_order_of_arrival_ends_in_the_same_match() =>
        Documents.SelectMany(documents => Gen.Shuffle(documents.ToArray()).Select(shuffled => (documents, shuffled)))
            .Sample((documents, shuffled) =>
            {
                var looked = new MatchBook(_ => Loose);
                foreach (var document in shuffled)
                {
                    Tell(looked, document);
                    looked.Changed();
                }

                Said(looked).ShouldBe(Said(Book(Loose, documents)));
            });

    [Fact]
    public void whose_match_changes_is_told() =>
        Documents.SelectMany(documents => Gen.Shuffle(documents.ToArray())).Sample(documents =>
        {
            var (book, known) = (new MatchBook(_ => Loose), new Dictionary<string, string>());
            foreach (var document in documents)
            {
                Tell(book, document);
                foreach (var match in book.Changed())
                {
                    known[match.Id] = Said(match);
                }
            }

            known.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).ShouldBe(book.All().Select(Said));
        });

    [Fact]
    public void each_line_ends_in_one_outcome_and_its_money_in_four_parts() => Documents.Sample(documents =>
    {
        foreach (var match in Book(Loose, documents).All())
        {
            foreach (var line in match.Lines)
            {
                line.Money.Sum.ShouldBe(line.Amount, line.ToString());
                (line.Outcome == MatchOutcome.Waiting).ShouldBe(line.WaitsFor is not null && line.Kind is not null
                    && line.Variances.All(found => found.Outcome != MatchOutcome.Discrepant), line.ToString());
                (line.Outcome == MatchOutcome.Matched).ShouldBe(line.Variances.Count == 0, line.ToString());
                line.Variances.ShouldAllBe(found => found.Reason.Length > 0);
            }

            match.Charges.Where(charge => charge.Kind == ChargeKind.Freight).Sum(charge => charge.Money.Sum)
                .ShouldBe(documents.OfType<SupplierInvoice>().Single(invoice => invoice.Id == match.Id).Freight);
        }
    });

    [Fact]
    public void no_more_is_payable_than_was_kept_and_ordered_plus_tolerance() => Documents.Sample(documents =>
    {
        var payable = Book(Loose, documents).All().SelectMany(match => match.Lines).Where(line => line.OrderLine is not null)
            .GroupBy(line => (line.Order, line.OrderLine))
            .ToDictionary(group => group.Key, group => group.Sum(line => line.Pieces.Payable + line.Pieces.Tolerated));
        foreach (var order in documents.OfType<PurchaseOrder>())
        {
            foreach (var line in order.Lines)
            {
                var kept = documents.OfType<GoodsReceipt>().SelectMany(receipt => receipt.Lines)
                    .Where(counted => counted.Order == order.Number && counted.Sku == line.Sku).Sum(counted => counted.Kept);
                var most = line.ReceiptNeeded ? Math.Min(kept, line.Quantity) : line.Quantity;
                payable.GetValueOrDefault((order.Number, line.Line)).ShouldBeLessThanOrEqualTo(most + Spare);
            }
        }
    });

    [Fact]
    public void credit_notes_take_exactly_what_invoices_lose() => Documents.Sample(documents =>
    {
        var invoices = documents.OfType<SupplierInvoice>().ToDictionary(invoice => invoice.Id);
        var (taken, lost) = (0m, 0m);
        foreach (var match in Book(Loose, documents).All())
        {
            foreach (var (place, line) in match.Lines.Index())
            {
                var credits = match.Kind == BillingKind.CreditNote || invoices[match.Id].Lines[place].Quantity < 0m;
                (taken, lost) = (taken + (credits ? line.Money.Credited : 0m), lost + (credits ? 0m : line.Money.Credited));
            }
        }

        // A share of an amount is a quotient, whose 28th digit is rounded.
        taken.ShouldBe(lost, 1e-18m);
    });

    [Fact]
    public void a_receipt_makes_no_matched_line_discrepant() => Gen.Select(Documents, Counts).Sample((documents, more) =>
    {
        var book = Book(Loose, documents);
        var before = book.All().SelectMany(match => match.Lines.Select((line, place) => (match.Id, place, line.Outcome))).ToList();
        book.Tell(Receipt("more", more));
        foreach (var (id, place, outcome) in before.Where(line => line.Outcome <= MatchOutcome.MatchedInTolerance))
        {
            (book.Line(id, place).Outcome <= MatchOutcome.MatchedInTolerance).ShouldBeTrue($"{id}/{place} was {outcome}");
        }
    });

    [Fact]
    public void two_thousand_invoices_over_blanket_orders_add_up()
    {
        var book = new MatchBook();
        const int invoices = 2_000, lines = 20;
        for (var number = 0; number < invoices; number++)
        {
            if (number % 4 == 0)
            {
                // Four invoices share an order of 20 lines of 40 pieces, bill 10 each on every line and find 35 kept.
                book.Tell(Order($"P{number / 4}", [.. Enumerable.Range(1, lines)
                    .Select(line => Ordered($"{line}", $"S{line}", 40m, 1.25m))]));
                book.Tell(Receipt($"R{number}", [.. Enumerable.Range(1, lines)
                    .Select(line => Counted($"P{number / 4}", $"{line}", $"S{line}", 35m, 0m, true))]));
            }

            book.Tell(Invoice($"INV{number + 10_000}", [.. Enumerable.Range(1, lines)
                .Select(line => Billed($"P{number / 4}", $"{line}", $"S{line}", 10m, 1.25m))]));
            book.Changed().Count.ShouldBeInRange(1, 4);
        }

        var all = book.All().SelectMany(match => match.Lines).ToList();
        all.Count(line => line.Outcome == MatchOutcome.Matched).ShouldBe(invoices * lines * 3 / 4);
        all.Count(line => line.Kind == DiscrepancyKind.QuantityShort).ShouldBe(invoices * lines / 4);
        all.Sum(line => line.Money.Disputed).ShouldBe(invoices / 4 * lines * 5 * 1.25m);
    }

    private static string Said(MatchBook book) => string.Join('\n', book.All().Select(Said));

    private static string Said(InvoiceMatch match) =>
        $"{match.Id} {match.Outcome} {match.DuplicateOf} | "
        + string.Join(" | ", match.Lines.Select(line =>
            $"{line.OrderLine} {line.Outcome} {line.WaitsFor} {line.Money} {line.Pieces} {line.Reason}"))
        + string.Join(" | ", match.Charges.Select(charge =>
            $"{charge.Order} {charge.Outcome} {charge.Money} {string.Join(';', charge.Variances.Select(found => found.Reason))}"));
}
