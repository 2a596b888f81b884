using System.Text;
using System.Text.Json;
using Crossdock.Connectors.Formats.Statements;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.Bank;
using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Wire;
using Crossdock.Unit.Tests.Invoices;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;
using Request = Crossdock.Estate.Systems.Request;

namespace Crossdock.Unit.Tests.Estate;

/// <summary>What suppliers bill and the bank shows: papers that the product's own readers take.</summary>
public sealed class BillingTests
{
    private static readonly AgreedTax Standard = new("S", 20m);
    private static readonly AgreedTax Zero = new("Z", 0m);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly SupplierOrders _orders = new();
    private readonly Desk _desk;
    private readonly BillingBehaviour _billing;

    public BillingTests()
    {
        _desk = new Desk("supplier", "s3cret", 1, _time, _time, (_, _, _) => Task.FromResult<Answer?>(null));
        _billing = new BillingBehaviour(_desk, _orders);
    }

    [Fact]
    public void an_invoice_and_a_credit_note_break_no_rule_and_wrong_tax_breaks_one()
    {
        var bill = new Bill(
            "INV-1", "VEN-MORTON", "PO-1", new DateOnly(2026, 11, 2), "GBP", "GB29VENMORTON",
            [BillLine.Of("A", 3, 1.25m, Standard), BillLine.Of("B", 7, 0.33m, Zero)], Freight: 15m);

        SampleInvoice.Check(UblDocuments.Write(bill)).Errors().ShouldBeEmpty();
        SampleInvoice.Check(UblDocuments.Write(bill with { Number = "INV-1-CR", Credits = "INV-1" })).Errors().ShouldBeEmpty();
        SampleInvoice.Check(UblDocuments.Write(bill with { Credits = "INV-1", Lines = [new BillLine("A", 0, 0, 2m, Zero)] })).Errors()
            .ShouldBeEmpty();
        SampleInvoice.Check(UblDocuments.Write(bill with { Credits = "INV-1", Lines = [new BillLine("A", 0, 0, 0, Standard)] })).Errors()
            .ShouldBeEmpty("freight alone is taken back beside a line of nothing");
        SampleInvoice.Check(UblDocuments.Write(bill with { Freight = 0 })).Errors().ShouldBeEmpty();
        SampleInvoice.Check(UblDocuments.Write(bill with { TaxOff = 1 })).Errors().ShouldNotBeEmpty();
    }

    [Fact]
    public void an_order_is_billed_once_after_its_goods_left_and_what_is_wrong_is_what_is_credited()
    {
        for (var n = 0; n < 200; n++)
        {
            Order($"P-{n}", loaded: n % 2 == 0 ? 10 : 8);
        }

        _billing.DueBy(_time.GetUtcNow()).ShouldBeEmpty("nobody writes at once");
        _time.Advance(TimeSpan.FromDays(2));
        var sent = Send();
        sent.Count(one => one.Fault != BillingFault.SentTwice).ShouldBe(200 - (sent.Count(one => one.Fault == BillingFault.SentTwice) / 2));
        Enum.GetValues<BillingFault>().Except(sent.Select(one => one.Fault)).ShouldBeEmpty("each fault is met");

        foreach (var one in sent.Where(
            one => one.Fault is BillingFault.OrderedQuantity or BillingFault.HigherPrice or BillingFault.UnagreedFreight))
        {
            Ask(_billing.Dispute, one, "1").Status.ShouldBe(201);
        }

        _time.Advance(TimeSpan.FromDays(1));
        var credits = Send().ToDictionary(one => one.Bill.Credits!);
        foreach (var one in sent.Where(one => credits.ContainsKey(one.Bill.Number)))
        {
            var due = (one.Order.Loaded["A"] * 2m) + one.Order.Freight;
            (one.Bill.Net - credits[one.Bill.Number].Bill.Net).ShouldBe(due, $"{one.Bill.Number} {one.Fault}");
        }

        credits.ShouldNotBeEmpty();
    }

    [Fact]
    public void what_was_refused_is_sent_once_more_as_it_should_be()
    {
        for (var n = 0; n < 200; n++)
        {
            Order($"P-{n}", loaded: 10);
        }

        _time.Advance(TimeSpan.FromDays(2));
        var wrong = Send().First(one => one.Fault == BillingFault.WrongTax);
        Ask(_billing.Refused, wrong, "").Status.ShouldBe(201);
        _time.Advance(TimeSpan.FromDays(1));

        var again = Send().Single(one => one.Order == wrong.Order);
        (again.Bill.Number, again.Bill.TaxOff, again.Bill.Net).ShouldBe(($"{wrong.Bill.Number}-B", 0m, 20m));
        Ask(_billing.Refused, wrong with { Bill = wrong.Bill with { Number = "NONE" } }, "").Status.ShouldBe(404);
    }

    [Fact]
    public void statements_add_up_show_everything_once_and_what_came_back_under_its_reference()
    {
        var bank = new BankBooks(new Seeded(1));
        for (var n = 0; n < 300; n++)
        {
            bank.Order(new Transfer($"PAY-{n}", 10m + n, "GBP", $"GB29VEN{n}", $"VEN-{n}", new DateOnly(2026, 11, 2 + (n % 3))));
        }

        var (entries, closing) = (new List<BankEntry>(), 5_000_000m);
        for (var day = 0; day < 6; day++)
        {
            if (bank.Close(_time.GetUtcNow()) is { } text)
            {
                var statement = new StatementReader().Read(Encoding.UTF8.GetBytes(text)).Statements.Single();
                (statement.Fault, statement.Proved, statement.Opening).ShouldBe((null, true, closing));
                statement.Lines.ShouldAllBe(line => line.Entry != null);
                (closing, entries) = (statement.Closing, [.. entries, .. statement.Lines.Select(line => line.Entry!)]);
            }

            _time.Advance(TimeSpan.FromDays(1));
        }

        entries.Select(entry => entry.Reference).ShouldBeUnique();
        entries.Count(entry => entry is { Side: BankSide.Debit, Counterparty: not null }).ShouldBe(300);
        entries.ShouldContain(entry => entry.Side == BankSide.Debit && entry.Counterparty != null && entry.EndToEnd == null);
        entries.Where(entry => entry.Side == BankSide.Credit).ShouldAllBe(entry => entry.Returned == "AC04" && entry.EndToEnd != null);
        entries.ShouldContain(entry => entry.Side == BankSide.Credit);
        bank.Shown.Count.ShouldBe(entries.Count);
    }

    [Fact]
    public void transfers_to_one_supplier_leave_in_one_sum_whose_remittance_names_each_invoice_and_credit_note()
    {
        var bank = new BankBooks(new Seeded(1));
        var day = new DateOnly(2026, 11, 2);
        bank.Order(new Transfer("PAY-1", 80m, "GBP", "GB29MORTON", "VEN-MORTON", day, "INV-1", [("INV-0-CR", 20m)]));
        bank.Order(new Transfer("PAY-2", 50m, "GBP", "GB29MORTON", "VEN-MORTON", day, "INV-2"));

        var statement = new StatementReader().Read(Encoding.UTF8.GetBytes(bank.Close(_time.GetUtcNow())!)).Statements.Single();
        var entry = statement.Lines.Single().Entry!;
        (entry.Amount, entry.Counterparty).ShouldBe((130m, "GB29MORTON"));
        entry.Documents!.Value.ShouldBe(
        [
            new RemittedDocument("INV-1", false, 80m), new RemittedDocument("INV-0-CR", true, 20m),
            new RemittedDocument("INV-2", false, 50m),
        ]);
        (bank.Shown.Single().PartOf("PAY-1"), bank.Shown.Single().PartOf("PAY-2")).ShouldBe((-80m, -50m));
    }

    private void Order(string number, int loaded)
    {
        var order = _orders.Open($"purchase/{number}", "VEN-MORTON", "DC-NORTH");
        order.Asked["A"] = (10, 2m);
        order.Loaded["A"] = loaded;
        order.LeftAt = _time.GetUtcNow();
    }

    private List<SentBill> Send()
    {
        List<SentBill> all = [.. _billing.DueBy(_time.GetUtcNow())];
        _time.Advance(TimeSpan.FromHours(12));
        all.AddRange(_billing.DueBy(_time.GetUtcNow()));
        all.ForEach(one => _billing.Note(one, $"invoice/{one.Bill.Number}"));
        return all;
    }

    private static Reply Ask(Func<Request, Reply> behave, SentBill sent, string dispute) => behave(new Request(
        $"k-{sent.Bill.Number}-{dispute}",
        JsonDocument.Parse($$"""
            {"invoice":"invoice/{{sent.Bill.Number}}","supplier":"{{sent.Bill.Supplier}}","number":"{{sent.Bill.Number}}",
            "dispute":"{{dispute}}"}
            """).RootElement,
        new Dictionary<string, string?>()));
}
