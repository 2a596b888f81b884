using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class PurchaseServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public async Task Whoever_sends_a_proposal_is_who_proposed_it()
    {
        var heard = await house.As("buyer").Post("/v1/purchases", Proposal("P-1"));

        heard.Status.ShouldBe(202);
        heard.Message.Headers.Location!.ToString().ShouldBe("/v1/purchases/P-1");
        var told = house.Cases.RowsOf(new CaseId("purchase", "P-1")).Single().Message;
        told.Who.ShouldBe(new Actor("buyer", "buyer"));
        var proposed = told.Data.ShouldBeOfType<PurchaseProposed>();
        (proposed.ProposedBy, proposed.Region, proposed.Lines.Single()).ShouldBe(
            ("buyer", "uk", new PurchaseLine(1, "85123A", "Heart", 48, 1.2m)));
    }

    [Fact]
    public async Task The_same_proposal_is_a_repeat_and_another_under_its_number_a_conflict()
    {
        await house.As("buyer").Post("/v1/purchases", Proposal("P-2"));
        var repeat = await house.As("buyer").Post("/v1/purchases", Proposal("P-2"));
        var other = Proposal("P-2");
        other["lines"]![0]!["quantity"] = 96;
        house.Cases.Decide = _ => (Outcome.IgnoredDuplicate, "This purchase was begun before.");
        var conflict = await house.As("buyer").Post("/v1/purchases", other);
        house.Cases.Decide = _ => null;

        (repeat.Status, (bool)repeat.Body["duplicate"]!).ShouldBe((202, true));
        conflict.Status.ShouldBe(409);
    }

    [Fact]
    public async Task An_approval_carries_the_name_and_the_role_of_the_key_and_nothing_else()
    {
        await house.As("buyer").Post("/v1/purchases", Proposal("P-3"));
        var heard = await house.As("finance").PostText("/v1/purchases/P-3/approve", """{ "note": "fine" }""");

        heard.Status.ShouldBe(202);
        house.Cases.RowsOf(new CaseId("purchase", "P-3"))[^1].Message.Data
            .ShouldBe(new PurchaseApproved("finance", "finance", "fine"));
        (await house.As("finance").PostText("/v1/purchases/P-3/approve", """{ "by": "admin" }""")).Status.ShouldBe(400);
        (await house.As("web").PostText("/v1/purchases/P-3/approve", "{}")).Status.ShouldBe(403);
        (await house.As("finance").PostText("/v1/purchases/P-9/approve", "{}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_person_is_named_where_a_key_speaks_for_people_and_refused_from_a_key_of_ones_own()
    {
        await house.As("buyer").Post("/v1/purchases", Proposal("P-7"));
        (await house.As("finance").PostText("/v1/purchases/P-7/approve", "{}", person: "Cleo")).Errors.Single().Field.ShouldBe("X-Person");
        house.Cases.RowsOf(new CaseId("purchase", "P-7")).Count.ShouldBe(1);
        (await house.As("admin").PostText("/v1/purchases/P-7/approve", "{}", person: "Cleo")).Status.ShouldBe(202);
        (await house.As("phone").PostText("/v1/purchases/P-7/receipts", Receipt("LEEDS"), person: "Sam")).Status.ShouldBe(202);

        var told = house.Cases.RowsOf(new CaseId("purchase", "P-7")).Skip(1).Select(row => row.Message).ToList();
        told.Select(message => message.Who.Name).ShouldBe(["Cleo", "Sam"]);
        told[0].Data.ShouldBe(new PurchaseApproved("Cleo", "admin", ""));
    }

    [Fact]
    public async Task What_the_case_does_not_allow_is_a_conflict_however_often_it_is_said_and_the_first_of_two_words_is_none()
    {
        await house.As("buyer").Post("/v1/purchases", Proposal("P-6"));
        house.Cases.Decide = _ => (Outcome.IgnoredLate, "buyer proposed it and may not approve it.");
        var own = await house.As("buyer").PostText("/v1/purchases/P-6/approve", "{}");
        house.Cases.Decide = _ => null;
        var ownAgain = await house.As("buyer").PostText("/v1/purchases/P-6/approve", "{}");
        var first = await house.As("finance").PostText("/v1/purchases/P-6/approve", "{}");

        (own.Status, (string)own.Body["detail"]!).ShouldBe((409, "buyer proposed it and may not approve it."));
        (ownAgain.Status, (string)ownAgain.Body["detail"]!).ShouldBe((409, "buyer proposed it and may not approve it."));
        first.Status.ShouldBe(202, "it counts, though the order still waits for another");
    }

    [Fact]
    public async Task A_receipt_is_told_once_whatever_state_the_purchase_is_in()
    {
        await house.As("buyer").Post("/v1/purchases", Proposal("P-4"));
        var first = await house.As("phone").PostText("/v1/purchases/P-4/receipts", Receipt("LEEDS"));
        var again = await house.As("phone").PostText("/v1/purchases/P-4/receipts", Receipt("LEEDS"));

        (first.Status, again.Status, (bool)again.Body["duplicate"]!).ShouldBe((202, 202, true));
        var received = house.Cases.RowsOf(new CaseId("purchase", "P-4"))[^1].Message.Data.ShouldBeOfType<GoodsReceived>();
        (received.Node, received.Lines.Single()).ShouldBe(("LEEDS", new ReceivedLine("85123A", 40, 2)));
    }

    [Fact]
    public async Task Goods_are_counted_where_the_key_speaks_for_and_never_by_their_supplier()
    {
        await house.As("buyer").Post("/v1/purchases", Proposal("P-5"));

        (await house.As("phone").PostText("/v1/purchases/P-5/receipts", Receipt("DC-NORTH"))).Status.ShouldBe(400);
        (await house.As("supplier").PostText("/v1/purchases/P-5/receipts", Receipt("DC-NORTH"))).Status.ShouldBe(403);
        (await house.As("wms").PostText("/v1/purchases/P-5/receipts", Receipt("DC-NORTH"))).Status.ShouldBe(202);
    }

    [Theory]
    [InlineData("node", "\"HAMBORG\"", "did you mean 'HAMBURG'?")]
    [InlineData("lines", "[]", "")]
    [InlineData("currency", "\"pounds\"", "")]
    [InlineData("due", "\"soon\"", "")]
    public async Task What_is_no_proposal_is_refused_with_the_field(string field, string value, string hint)
    {
        var odd = Proposal("P-6");
        odd[field] = JsonNode.Parse(value);
        var heard = await house.As("buyer").Post("/v1/purchases", odd);

        heard.Status.ShouldBe(400);
        var error = heard.Errors.ShouldHaveSingleItem();
        error.Field.ShouldBe(field);
        error.Reason.ShouldContain(hint);
    }

    [Fact]
    public async Task A_SKU_that_stands_on_two_lines_is_refused()
    {
        var odd = Proposal("P-7");
        odd["lines"]!.AsArray().Add(odd["lines"]![0]!.DeepClone());

        (await house.As("buyer").Post("/v1/purchases", odd)).Errors.ShouldHaveSingleItem().Field.ShouldBe("lines[1].sku");
    }

    [Fact]
    public async Task A_transfer_is_asked_for_and_counted_where_it_goes()
    {
        var asked = await house.As("buyer").PostText("/v1/transfers", """
            { "number": "T-1", "from": "DC-NORTH", "to": "LEEDS", "lines": [{ "sku": "85123A", "quantity": 8 }] }
            """);
        asked.Status.ShouldBe(202);
        (await house.As("wms").PostText("/v1/transfers/T-1/receipts", Receipt("DC-NORTH"))).Status.ShouldBe(400);
        (await house.As("phone").PostText("/v1/transfers/T-1/receipts", Receipt("LEEDS"))).Status.ShouldBe(202);
        (await house.As("buyer").PostText("/v1/transfers/T-1/cancel", """{ "reason": "lost" }""")).Status.ShouldBe(202);

        house.Cases.RowsOf(new CaseId("transfer", "T-1")).Select(row => row.Message.Data.GetType()).ShouldBe(
            [typeof(TransferAsked), typeof(TransferReceived), typeof(TransferCancelAsked)]);
    }

    private static string Receipt(string node) =>
        $$"""{ "receipt": "R-1", "node": "{{node}}", "lines": [{ "sku": "85123A", "received": 40, "damaged": 2 }] }""";

    private static JsonObject Proposal(string number) => JsonNode.Parse($$"""
        { "number": "{{number}}", "supplier": "SUP-1", "node": "DC-NORTH", "category": "toys", "currency": "GBP",
          "due": "2026-12-03T08:00:00Z",
          "lines": [{ "sku": "85123A", "description": "Heart", "quantity": 48, "unitPrice": 1.20 }], "why": "below its level" }
        """)!.AsObject();
}
