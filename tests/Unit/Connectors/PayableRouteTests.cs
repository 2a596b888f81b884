using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crossdock.Connectors;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Connectors;

/// <summary>What the ERP and the supplier gateway are asked about invoices, and what is believed of their answers.</summary>
public class PayableRouteTests
{
    private static readonly CaseId Invoice = new("invoice", "I-7");

    private static readonly PostPayable Posting = new(
        Invoice, "SUP-1", BillingKind.CreditNote, "C-7", new(2026, 11, 20), new(2026, 12, 20), "GBP", 10m, 12.34m, "I-6",
        [new PayableLine("1", null, "85123A", 8.5m, 10m)]);

    private static readonly SchedulePayment Payment =
        new(Invoice, "SUP-1", "I-7", new(2026, 12, 19), 98.01m, "GBP", "GB33", "Thanks");

    private static readonly DisputeInvoice Dispute = new(Invoice, "SUP-1", "I-7", 2, "Two are missing.");

    [Fact]
    public void A_payable_is_posted_with_its_lines_and_what_it_takes_back() => Sends(
        "erp", Posting, "/payables",
        """
        {"invoice":"invoice/I-7","supplier":"SUP-1","kind":"credit-note","number":"C-7","date":"2026-11-20","due":"2026-12-20",
         "currency":"GBP","net":10,"gross":12.34,"credits":"I-6",
         "lines":[{"line":"1","order":null,"sku":"85123A","quantity":8.5,"amount":10}]}
        """);

    [Fact]
    public void A_payment_names_its_day_its_amount_and_its_account() => Sends(
        "erp", Payment, "/payments",
        """
        {"invoice":"invoice/I-7","supplier":"SUP-1","number":"I-7","on":"2026-12-19","amount":98.01,"currency":"GBP","account":"GB33",
         "remittance":"Thanks","credits":[]}
        """);

    [Fact]
    public void A_dispute_names_the_suppliers_own_number_and_why() => Sends(
        "supplier", Dispute, "/invoices/disputes",
        """{"invoice":"invoice/I-7","supplier":"SUP-1","number":"I-7","dispute":2,"why":"Two are missing."}""");

    [Fact]
    public void Each_answer_becomes_the_word_that_the_case_waits_for()
    {
        Read("erp", Posting, """{"document":"AP-1"}""").ShouldBe(new PayablePosted("AP-1"));
        Read("erp", Payment, """{"reference":"PAY-1"}""").ShouldBe(new PaymentScheduled("PAY-1"));
        Read("supplier", Dispute, """{"reference":"D-1"}""").ShouldBe(new DisputeSent("D-1"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"reference":null}""")]
    [InlineData("""{"reference":" "}""")]
    [InlineData("""{"reference":"A","reference":"B"}""")]
    [InlineData("[]")]
    public void An_answer_that_is_not_as_agreed_is_not_believed(string answer)
    {
        Should.Throw<JsonException>(() => Read("erp", Payment, answer));
        Should.Throw<JsonException>(() => Read("supplier", Dispute, answer));
    }

    private static void Sends(string system, Effect effect, string path, string body)
    {
        var route = RouteOf(system, effect);
        route.Path(effect).ShouldBe(path);
        JsonNode.DeepEquals(JsonNode.Parse(route.Write(effect)), JsonNode.Parse(body))
            .ShouldBeTrue(Encoding.UTF8.GetString(route.Write(effect)));
    }

    private static Message Read(string system, Effect effect, string answer) =>
        RouteOf(system, effect).Read(effect, Encoding.UTF8.GetBytes(answer));

    private static Route RouteOf(string system, Effect effect) =>
        ConnectorCatalogue.Connectors.Single(connector => connector.Card.System == system).Routes
            .Single(route => route.Effect == effect.GetType());
}
