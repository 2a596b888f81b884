using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.Policies;

namespace Crossdock.Unit.Tests.Processes.Payables;

/// <summary>The book of a supplier: what it says does not depend on what it heard first, and it does not grow for ever.</summary>
public class PayablesBookTests
{
    private static readonly CaseId Id = new("payables", "SUP-A");

    /// <summary>Nothing is let through without a person, so that nothing is promised before all is known.</summary>
    private static readonly PolicyBook Asking = new([new PolicyValue(
        "invoice-touchless-to", new Scope(), 0m, 2, Given.Now.AddDays(-1), "Fay", "For a test.")]);

    private readonly World _world = new();

    [Fact]
    public void Every_order_of_arrival_of_the_same_documents_ends_in_the_same_match()
    {
        var first = Readings(Enumerable.Range(0, 9).ToArray());
        first.Values.Select(reading => reading.Standing).ShouldBe(
            [InvoiceStanding.Matched, InvoiceStanding.Matched, InvoiceStanding.Discrepant, InvoiceStanding.Matched], ignoreOrder: true);
        for (var seed = 1u; seed <= 200; seed++)
        {
            var order = Shuffled(9, seed);
            var readings = Readings(order);
            foreach (var (id, reading) in first)
            {
                readings[id].Print.ShouldBe(reading.Print, $"{id} after {string.Join(", ", order)}");
            }
        }
    }

    [Fact]
    public void A_revision_that_comes_late_changes_nothing()
    {
        _world.TellBook(Bills.Order("P-1", 10, 8m, revision: 2)).TellBook(Bills.Order("P-1", 10, 10m));

        _world.Latest(Id).Outcome.ShouldBe(Outcome.IgnoredDuplicate);
        _world.Book.Orders["P-1"].Order!.Lines[0].UnitPrice.ShouldBe(8m);
    }

    [Fact]
    public void A_withdrawal_that_overtakes_the_invoice_holds()
    {
        _world.Supplied().TellBook(new InvoiceWithdrawn(Bills.Id("I-1")));
        _world.TellBook(new InvoiceBilled(Bills.Id("I-1"), Bills.Of("I-1").Billed, null));

        _world.Book.Invoices.ShouldBeEmpty();
    }

    [Fact]
    public void A_promise_that_nobody_may_have_begins_a_book_and_promises_nothing()
    {
        _world.TellBook(new PromiseAsked(Bills.Id("I-1"), 1, 1));
        _world.TellBook(new PromiseAsked(Bills.Id("I-1"), 1, 1));

        _world.Book.Promises.ShouldBe(0);
        _world.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_paid_and_closed_leaves_the_book_and_its_copy_is_still_known()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Pays("I-1", 100m);
        _world.Pass(TimeSpan.FromDays(60));
        _world.Book.Orders.Keys.ShouldBe(["P-1"], "the order is not closed");
        _world.TellBook(Bills.End("P-1"));
        _world.Pass(TimeSpan.FromDays(29));
        _world.Book.Orders.Count.ShouldBe(1, "it was heard of a month ago");

        _world.Pass(TimeSpan.FromDays(14));

        (_world.Book.Orders.Count, _world.Book.Receipts.Count, _world.Book.Invoices.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void A_copy_that_comes_after_the_original_has_left_the_book_is_a_duplicate()
    {
        _world.Supplied().TellBook(Bills.End("P-1")).Bill(Bills.Of("I-1"));
        _world.Pays("I-1", 100m);
        _world.Pass(TimeSpan.FromDays(50));
        _world.Book.Orders.ShouldBeEmpty();
        _world.Bill(Bills.Of("I-2", number: "I-1"), Bills.Of("I-3", number: "I1", days: 40));

        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Duplicate);
        _world.InvoiceAt("I-3").ShouldBe(InvoiceState.Suspect);
        _world.Pass(TimeSpan.FromDays(100));
        _world.Book.Past.ShouldBeEmpty("a copy after a quarter is another invoice");
    }

    [Fact]
    public void What_was_not_billed_stays_until_finance_writes_it_off()
    {
        _world.Supplied().TellBook(Bills.End("P-1")).Bill(Bills.Of("I-1", pieces: 6));
        _world.Pays("I-1", 60m);
        _world.Pass(TimeSpan.FromDays(380));
        _world.Book.Orders.Count.ShouldBe(1);

        _world.Pass(TimeSpan.FromDays(40));

        _world.Book.Orders.ShouldBeEmpty();
    }

    [Fact]
    public void Orders_that_one_invoice_bills_leave_together_or_not_at_all()
    {
        _world.Supplied().Ordered("P-2").Kept("R-2", 10, "P-2").TellBook(Bills.End("P-1"));
        var both = Bills.Of("I-1");
        _world.Bill(both with
        {
            Billed = both.Billed with { Lines = [both.Billed.Lines[0], both.Billed.Lines[0] with { Line = "2", Order = "P-2" }] },
            Gross = 200m,
        });
        _world.Pays("I-1", 200m);
        _world.Pass(TimeSpan.FromDays(90));
        _world.Book.Orders.Keys.ShouldBe(["P-1", "P-2"], "P-2 is under way");
        _world.TellBook(Bills.End("P-2"));

        _world.Pass(TimeSpan.FromDays(43));

        _world.Book.Orders.ShouldBeEmpty();
    }

    [Fact]
    public void A_book_is_closed_only_when_nothing_is_open_and_says_so_to_who_asks()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Tell(Id, new PayablesBookClosed("Gone."));
        _world.StateOf(Id).ShouldBe("Open");
        _world.TellBook(Bills.End("P-1")).Pays("I-1", 100m);
        _world.Tell(Id, new PayablesBookClosed("Gone."));
        _world.StateOf(Id).ShouldBe("Closed");
        _world.Bill(Bills.Of("I-2"));

        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Discrepant);
        _world.DoAs(World.Payables, "I-2 does not match", "accept-variance");
        _world.DoAs(World.Finance, "Approve I-2", "approve-invoice");
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Discrepant, "a closed book promises nothing");
        _world.Incidents.ShouldBeEmpty();
    }

    private static Dictionary<string, InvoiceReading> Readings(int[] order)
    {
        var world = new World(policies: Asking);
        InvoiceDocument[] bills =
        [
            Bills.Of("I-1", pieces: 6), Bills.Of("I-2", pieces: 6, days: 1), Bills.Of("I-3", pieces: 4, order: "P-2"),
            Bills.Credit("C-1", 1, "I-2"),
        ];
        PayablesNews[] news =
        [
            Bills.Order("P-1", 10, 10m), Bills.Receipt("R-1", "P-1", 4), Bills.Receipt("R-2", "P-1", 6), Bills.Order("P-2", 4, 10m),
            Bills.Receipt("R-3", "P-2", 4),
        ];
        world.TellBook(new AccountCleared(Bills.Account, "Cleo"));
        foreach (var at in order)
        {
            if (at < bills.Length)
            {
                world.Bill(bills[at]);
            }
            else
            {
                world.TellBook(news[at - bills.Length]);
            }
        }

        world.Incidents.ShouldBeEmpty();
        return bills.ToDictionary(bill => bill.Billed.Id, bill => world.InvoiceOf(bill.Billed.Id).Read!);
    }

    private static int[] Shuffled(int count, uint seed)
    {
        var (all, state) = (Enumerable.Range(0, count).ToArray(), seed * 2_654_435_761u | 1);
        for (var at = count - 1; at > 0; at--)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            var other = (int)(state % (uint)(at + 1));
            (all[at], all[other]) = (all[other], all[at]);
        }

        return all;
    }
}
