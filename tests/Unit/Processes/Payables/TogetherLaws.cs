using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Map;
using Crossdock.Processes.PayablesBooks;
using Crossdock.Processes.Policies;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes.Payables;

/// <summary>A word to a book costs what hangs together with it. Reading only that must be as good as reading the whole book.</summary>
public class TogetherLaws
{
    private static readonly int Runs = Often.Of(4_000);

    private static readonly string[] Orders = ["P-1", "P-2", " P-3", "P-3"];
    private static readonly string[] Numbers = ["N-1", "N-2", "n-001", "N 1", "N-3"];

    private static readonly Gen<(int Kind, int A, int B, int C)[]> Lives =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 3]).Array[4, 24];

    // One each time: whoever reads policies notes what it read, and laws are tried on several threads at once.
    private static Context Context => new(
        new CaseId("payables", "SUP-A"), Given.Now, World.Payables, new PolicyReader(PolicyBook.Defaults, Scope.Everywhere, Given.Now),
        Given.Network, Given.Calendars);

    [Fact]
    public void What_a_word_changes_hangs_together_with_it_and_reads_as_in_the_whole_book() => Lives.Sample(
        words =>
        {
            var book = PayablesFacts.Fold(PayablesBook.Empty, new PayablesBookBegun("SUP-A"), new PayablesTold("SUP-A", Of(words[0], 0)));
            foreach (var (word, n) in words.Select((word, n) => (word, n)))
            {
                var news = Of(word, n);
                if (news is InvoiceIsDistinct or InvoiceDone && !book.Invoices.ContainsKey(Invoice(word.C).Key))
                {
                    continue;
                }

                var before = BookReading.Of(book, Together.All(book), Context);
                var after = PayablesFacts.Fold(book, new PayablesNewsTaken(Bills.Day), new PayablesTold("SUP-A", news));
                var (together, whole) = (Together.Of(news, book, after), BookReading.Of(after, Together.All(after), Context));
                var part = BookReading.Of(after, together, Context);
                foreach (var (id, reading) in whole)
                {
                    var print = BookReading.PrintOf(reading);
                    if (part.TryGetValue(id, out var alone))
                    {
                        BookReading.PrintOf(alone).ShouldBe(print, $"{id} after {news}");
                    }
                    else
                    {
                        before.TryGetValue(id, out var was).ShouldBeTrue($"{id} is new after {news}");
                        BookReading.PrintOf(was!).ShouldBe(print, $"{id} after {news}, which has nothing to do with it");
                    }
                }

                book = after;
            }
        },
        iter: Runs, print: words => string.Join("; ", words.Select((word, n) => Of(word, n))));

    [Fact]
    public void What_is_forgotten_leaves_nothing_behind()
    {
        var book = PayablesFacts.Fold(PayablesBook.Empty, new PayablesBookBegun("SUP-A"), new PayablesTold("SUP-A", Bill(1, 1, 0, 1)));
        foreach (var news in (PayablesNews[])[Bills.Order("P-2", 9, 2m), Bills.Receipt("R-1", "P-2", 9), Bill(1, 1, 0, 1)])
        {
            book = PayablesFacts.Fold(book, new PayablesNewsTaken(Bills.Day), new PayablesTold("SUP-A", news));
        }

        book = PayablesFacts.Fold(
            book, new PayablesForgotten(["P-2"], ["R-1"], [Invoice(1).Key], Bills.Day.AddDays(-9)), new DeadlinePassed("Open", Given.Now));

        var around = book.Index.Around(book, ["P-2"], [((InvoiceBilled)Bill(2, 1, 0, 1)).Invoice]);
        (around.Invoices.Count, around.Receipts.Count).ShouldBe((0, 0));
        around.Past.ShouldHaveSingleItem().Id.ShouldBe(Invoice(1).Key, "only that it was billed is still known");
    }

    private static PayablesNews Of((int Kind, int A, int B, int C) word, int n) => word.Kind switch
    {
        0 => Bills.Order(Orders[word.A], 5 + word.B, 10m, revision: 1 + word.C),
        1 => Bills.Receipt($"R-{n}", Orders[word.A], 3 + word.B, word.C),
        2 => Bills.End(Orders[word.A]),
        3 => new InvoiceIsDistinct(Invoice(word.C)),
        4 => new InvoiceDone(Invoice(word.C)),
        5 => new InvoiceWithdrawn(Invoice(word.C)),
        6 => new GoodsKept(new GoodsReceipt($"R-{n}",
        [
            new GoodsReceiptLine(Orders[word.A], "1", "A", 2, 0, 2), new GoodsReceiptLine(Orders[word.C], null, "A", word.B, 0, word.B),
        ])),
        _ => Bill(word.C, word.A, word.B, n),
    };

    /// <summary>Of one order or of two; a copy or not; every fifth a credit note.</summary>
    private static PayablesNews Bill(int id, int order, int number, int n)
    {
        var lines = new List<SupplierInvoiceLine> { new("1", Orders[order], "1", "A", 3 + number, "EA", 10m, (3 + number) * 10m) };
        if (n % 2 == 0)
        {
            lines.Add(new("2", Orders[(order + 1) % Orders.Length], null, "A", 1, "EA", 10m, 10m));
        }

        var credit = n % 5 == 4;
        return new InvoiceBilled(
            Invoice(id), new SupplierInvoice(
                Invoice(id).Key, Numbers[number], "SUP-A", Bills.Day.AddDays(id), "GBP", lines,
                credit ? BillingKind.CreditNote : BillingKind.Invoice, n % 3 == 0 ? 4m : 0m, Credits: credit && n % 2 == 0 ? "N-1" : null),
            n % 4 == 0 ? Bills.Account : null);
    }

    private static CaseId Invoice(int n) => new("invoice", $"I-{n}");
}
