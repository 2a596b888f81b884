using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class InvoiceServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    private const string Sample = "samples/invoices/R-2001.json";

    [Fact]
    public async Task An_invoice_is_read_checked_and_told_to_a_case_of_its_own()
    {
        var heard = await house.As("pat").Post("/v1/invoices", Invoice(Text()));

        heard.Status.ShouldBe(202);
        var received = House(heard).Single().Message.Data.ShouldBeOfType<InvoiceReceived>().Document;
        (received.Form, received.Gross, received.Account).ShouldBe(("json", 238m, "DE02120300000000202051"));
        received.Due.ShouldBe(new DateOnly(2026, 12, 2));
        (received.Billed.Number, received.Billed.Supplier, received.Billed.Kind, received.Billed.Net).ShouldBe(
            ("R-2001", "SUP-14", BillingKind.Invoice, 200m));
        received.Billed.Tax.ShouldBe(38m);
        received.Billed.Lines[0].ShouldBe(
            new SupplierInvoiceLine("1", "PO-7", null, "", 10m, "H87", 10m, 100m, "S", 19m));
        received.Billed.Lines[1].UnitPrice.ShouldBe(25m, "what the line takes off is part of the price");
        received.Billed.Id.ShouldBe(Key(heard));
        heard.Message.Headers.Location!.ToString().ShouldBe($"/v1/invoices/{Key(heard)}");
    }

    [Fact]
    public async Task The_same_text_is_the_same_invoice_whoever_sends_it()
    {
        var first = await house.As("pat").Post("/v1/invoices", Invoice(Text("R-2002")));
        var again = await house.As("supplier").Post("/v1/invoices", Invoice(Text("R-2002")));
        var other = await house.As("supplier").Post("/v1/invoices", Invoice(Text("R-2002"), "SUP-15"));

        (again.Status, (bool)again.Body["duplicate"]!, Key(again)).ShouldBe((202, true, Key(first)));
        Key(other).ShouldNotBe(Key(first));
    }

    [Fact]
    public async Task What_breaks_a_rule_is_taken_with_what_is_wrong_and_what_is_no_invoice_is_not()
    {
        var broken = await house.As("pat").Post(
            "/v1/invoices", Invoice(Text("R-2003").Replace("\"BT-115\": \"238.00\"", "\"BT-115\": \"239\"")));
        House(broken).Single().Message.Data.ShouldBeOfType<InvoiceReceived>().Document.Findings
            .ShouldContain(found => found.Rule == "BR-CO-16");

        var none = await house.As("pat").Post("/v1/invoices", Invoice("Dear Sirs, please pay."));
        (none.Status, none.Errors.Single().Field).ShouldBe((400, "document"));
    }

    [Fact]
    public async Task A_hostile_document_gets_a_clear_answer()
    {
        foreach (var text in new[]
        {
            """<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Invoice>&e;</Invoice>""",
            string.Concat(Enumerable.Repeat("<a>", 5_000)),
            new string('[', 5_000),
            "a,b\n\"",
        })
        {
            var heard = await house.As("pat").Post("/v1/invoices", Invoice(text));
            heard.Status.ShouldBe(400, text[..3]);
            heard.Errors.Single().Reason.ShouldStartWith("holds no invoice: ");
        }

        (await house.As("pat").Post("/v1/invoices", Invoice(new string('x', 6_000_000)))).Status.ShouldBe(413);
    }

    [Fact]
    public async Task A_discount_is_read_as_xrechnung_writes_it()
    {
        var heard = await house.As("pat").Post("/v1/invoices", Invoice(Text("R-2004").Replace(
            "\"BT-13\"", "\"BT-20\": \"#SKONTO#TAGE=7#PROZENT=1.00#\\n#SKONTO#TAGE=10#PROZENT=2.50#\\n\", \"BT-13\"")));

        House(heard).Single().Message.Data.ShouldBeOfType<InvoiceReceived>().Document.Discount
            .ShouldBe(new EarlyDiscount(0.025m, new DateOnly(2026, 11, 12)));
    }

    [Fact]
    public async Task A_decision_carries_the_name_and_the_role_of_the_key_and_nothing_else()
    {
        var key = Key(await house.As("supplier").Post("/v1/invoices", Invoice(Text("R-2005"))));
        var heard = await house.As("finance").PostText($"/v1/invoices/{key}/approve", """{ "note": "fine" }""");

        heard.Status.ShouldBe(202);
        House(heard)[^1].Message.Data.ShouldBe(new InvoiceApproved("finance", "finance", "fine"));
        House(heard)[^1].Message.Who.ShouldBe(new Actor("finance", "finance"));
        (await house.As("finance").PostText($"/v1/invoices/{key}/approve", """{ "by": "admin" }""")).Status.ShouldBe(400);
        (await house.As("finance").PostText("/v1/invoices/none/approve", "{}")).Status.ShouldBe(404);
        (await house.As("buyer").PostText($"/v1/invoices/{key}/accept-variance", "{}")).Status.ShouldBe(202);
        (await house.As("buyer").PostText($"/v1/invoices/{key}/refuse", """{ "reason": "not ours" }""")).Status.ShouldBe(202);
        House(heard)[^1].Message.Data.ShouldBe(new InvoiceRefused("buyer", "buyer", "not ours"));
    }

    [Fact]
    public async Task A_person_is_named_where_a_key_speaks_for_people_and_refused_from_a_key_of_ones_own()
    {
        var key = Key(await house.As("supplier").Post("/v1/invoices", Invoice(Text("R-2009"))));
        (await house.As("finance").PostText($"/v1/invoices/{key}/approve", "{}", person: "Cleo")).Errors.Single().Field
            .ShouldBe("X-Person");
        (await house.As("admin").PostText($"/v1/invoices/{key}/approve", "{}", person: "Cleo")).Status.ShouldBe(202);

        house.Cases.RowsOf(new CaseId("invoice", key))[^1].Message.Who.ShouldBe(new Actor("Cleo", "admin"));
    }

    [Fact]
    public async Task What_the_case_does_not_allow_is_a_conflict_with_its_reason()
    {
        var key = Key(await house.As("pat").Post("/v1/invoices", Invoice(Text("R-2006"))));
        house.Cases.Decide = _ => (Outcome.IgnoredLate, "Fay ordered it and may not approve it.");
        var heard = await house.As("finance").PostText($"/v1/invoices/{key}/approve", "{}");
        house.Cases.Decide = _ => null;

        (heard.Status, (string)heard.Body["detail"]!).ShouldBe((409, "Fay ordered it and may not approve it."));
    }

    [Fact]
    public async Task Who_may_call_what()
    {
        var key = Key(await house.As("supplier").Post("/v1/invoices", Invoice(Text("R-2007"))));

        (await house.As("web").Post("/v1/invoices", Invoice(Text()))).Status.ShouldBe(403);
        (await house.As("carrier").Post("/v1/invoices", Invoice(Text()))).Status.ShouldBe(403);
        (await house.As("buyer").PostText($"/v1/invoices/{key}/approve", "{}")).Status.ShouldBe(403);
        (await house.As("supplier").PostText($"/v1/invoices/{key}/approve", "{}")).Status.ShouldBe(403);
        (await house.As("supplier").Get($"/v1/invoices/{key}")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task The_erp_tells_what_was_paid()
    {
        var sent = await house.As("pat").Post("/v1/invoices", Invoice(Text("R-2008")));
        var heard = await house.As("admin").PostBytes("/v1/inbound/erp", System.Text.Encoding.UTF8.GetBytes($$"""
            { "specversion": "1.0", "id": "1", "source": "erp", "type": "erp.payable-paid", "subject": "invoice/{{Key(sent)}}",
              "time": "2026-11-26T15:04:05Z",
              "data": { "payment": "B-1", "amount": 238.00, "currency": "EUR", "on": "2026-11-26T00:00:00Z" } }
            """), contentType: "application/cloudevents+json");

        heard.Status.ShouldBe(202);
        House(sent)[^1].Message.Data.ShouldBe(new PayablePaid("B-1", 238m, "EUR", new DateOnly(2026, 11, 26)));
    }

    private static string Text(string number = "R-2001") =>
        File.ReadAllText(Path.Combine(Repository.Root(), Sample)).Replace("R-2001", number);

    private static JsonObject Invoice(string text, string supplier = "SUP-14") => new() { ["supplier"] = supplier, ["document"] = text };

    private static string Key(Heard heard) => ((string)heard.Body["case"]!)["invoice/".Length..];

    private IReadOnlyList<Transition> House(Heard heard) => house.Cases.RowsOf(new CaseId("invoice", Key(heard)));
}
