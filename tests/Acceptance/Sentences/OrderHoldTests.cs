using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Order to fulfilment, step 1: holds are typed, several at once, each with its own owner and release rule.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class OrderHoldTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task An_order_whose_payment_is_declined_is_held_by_customer_service_until_it_can_be_paid()
    {
        Systems.Refuses("payment", "authorisations", "DECLINED-1", "The card has expired.");
        var task = await Held("DECLINED-1", "payment-failed", "customer-service");
        ((string)task["why"]!).ShouldContain("The card has expired.");

        Systems.AgreesAgain("payment", "authorisations", "DECLINED-1");
        await Api.Choose(task, "release:Payment");

        ((decimal)(await Api.OrderIn("DECLINED-1", "Fulfilling"))["money"]!["authorised"]!).ShouldBe(2.55m);
        Systems.CallsAbout("DECLINED-1", "payment", "authorisations").Count().ShouldBe(2);
    }

    [Fact]
    public async Task An_order_whose_payment_stays_declined_is_held_again()
    {
        Systems.Refuses("payment", "authorisations", "DECLINED-2", "There is no money on it.");
        var first = await Held("DECLINED-2", "payment-failed", "customer-service");
        await Api.Choose(first, "release:Payment");

        var again = await Eventually.Get("it is held anew", async () =>
            (await Api.TasksAbout("DECLINED-2")).SingleOrDefault(task => (string?)task["key"] != (string?)first["key"]));
        await Api.Choose(again, "refuse", "The customer has no other card.");

        await Api.OrderIn("DECLINED-2", "Refused");
        Systems.CallsAbout("DECLINED-2", "erp", "sales-orders").ShouldBeEmpty();
        await Eventually.Holds("the customer is told", () =>
            Task.FromResult(Systems.LettersAbout("DECLINED-2").Contains("order-cancelled")));
    }

    [Fact]
    public async Task An_order_that_is_suspected_of_fraud_is_held_before_stock_is_touched_and_gives_the_money_back_when_refused()
    {
        Systems.Answers("payment", "authorisations", "FRAUD-1", yes => yes["fraudScore"] = 0.97);
        var task = await Held("FRAUD-1", "fraud-suspected", "customer-service");
        await Api.Free("SKU-FRAUD-1", 9);

        await Api.Choose(task, "refuse", "The address is an empty house.");

        await Api.OrderIn("FRAUD-1", "Refused");
        Systems.CallsAbout("FRAUD-1", "erp", "sales-orders").ShouldBeEmpty();
        Systems.CallsAbout("FRAUD-1", "payment", "void").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_order_that_was_wrongly_suspected_goes_on_when_customer_service_releases_it()
    {
        Systems.Answers("payment", "authorisations", "FRAUD-2", yes => yes["fraudScore"] = 0.97);
        await Api.Choose(await Held("FRAUD-2", "fraud-suspected", "customer-service"), "release:Fraud");

        await Api.OrderIn("FRAUD-2", "Fulfilling");
        Systems.CallsAbout("FRAUD-2", "payment", "authorisations").ShouldHaveSingleItem("it is not charged twice for the doubt");
    }

    [Fact]
    public async Task An_order_at_another_price_than_the_one_in_force_is_held_by_merchandising()
    {
        Systems.Answers("erp", "order-checks", "PRICE-1", yes => yes["prices"]![0]!["unitPrice"] = 3.95);
        var task = await Held("PRICE-1", "price-mismatch", "merchandising");
        ((string)task["why"]!).ShouldContain("2.55");
        ((string)task["why"]!).ShouldContain("3.95");

        await Api.Choose(task, "release:Price", "The leaflet said so.");

        await Api.OrderIn("PRICE-1", "Fulfilling");
    }

    [Fact]
    public async Task An_order_for_a_SKU_that_the_ERP_does_not_know_is_held_as_invalid()
    {
        Systems.Answers("erp", "order-checks", "UNKNOWN-1", yes =>
        {
            yes["prices"] = new JsonArray();
            yes["unknownSkus"] = new JsonArray("SKU-UNKNOWN-1");
        });
        var task = await Held("UNKNOWN-1", "data-invalid", "customer-service");
        ((string)task["why"]!).ShouldContain("SKU-UNKNOWN-1");

        await Api.Choose(task, "release:Data", "Master data has it now.");

        await Api.OrderIn("UNKNOWN-1", "Fulfilling");
    }

    [Fact]
    public async Task An_order_that_looks_like_one_before_it_is_held_as_a_duplicate_and_may_be_refused()
    {
        Systems.Answers("erp", "order-checks", "TWICE-2", yes => yes["likelyDuplicateOf"] = "TWICE-1");
        var task = await Held("TWICE-2", "duplicate", "customer-service");
        ((string)task["why"]!).ShouldContain("TWICE-1");

        await Api.Choose(task, "refuse", "Clicked twice, says the customer.");

        await Api.OrderIn("TWICE-2", "Refused");
        await Api.Free("SKU-TWICE-2", 9);
    }

    [Fact]
    public async Task An_order_of_a_blocked_customer_is_held_as_suspected_fraud()
    {
        Systems.Answers("erp", "order-checks", "BLOCKED-1", yes => yes["customerBlocked"] = true);
        await Api.Choose(await Held("BLOCKED-1", "fraud-suspected", "customer-service"), "release:Fraud", "Paid what was open.");

        await Api.OrderIn("BLOCKED-1", "Fulfilling");
    }

    [Fact]
    public async Task An_order_that_the_ERP_refuses_to_check_is_held_by_integration_and_checked_again()
    {
        Systems.Refuses("erp", "order-checks", "UNCHECKED-1", "The customer is not known.");
        var task = await Held("UNCHECKED-1", "integration-failed", "integration");

        Systems.AgreesAgain("erp", "order-checks", "UNCHECKED-1");
        await Api.Choose(task, "release:Erp");

        await Api.OrderIn("UNCHECKED-1", "Fulfilling");
    }

    [Fact]
    public async Task An_order_that_the_ERP_refuses_to_book_is_held_with_its_stock_and_nothing_is_picked_before_it_is_booked()
    {
        Systems.Refuses("erp", "sales-orders", "UNBOOKED-1", "The period is closed.");
        var task = await Held("UNBOOKED-1", "integration-failed", "integration");
        await Api.Free("SKU-UNBOOKED-1", 8);
        ((await Api.Order("UNBOOKED-1"))!["parts"]!.AsArray()).ShouldBeEmpty();

        Systems.AgreesAgain("erp", "sales-orders", "UNBOOKED-1");
        await Api.Choose(task, "release:Erp");

        await Api.TaskFor("UNBOOKED-1", "pick", Network.Leeds);
        Systems.CallsAbout("UNBOOKED-1", "erp", "sales-orders").Count().ShouldBe(2);
    }

    [Fact]
    public async Task Several_holds_stand_at_once_and_each_is_released_on_its_own()
    {
        Systems.Answers("erp", "order-checks", "MANY-1", yes =>
        {
            yes["prices"]![0]!["unitPrice"] = 3.95;
            yes["likelyDuplicateOf"] = "MANY-0";
        });
        Systems.Answers("payment", "authorisations", "MANY-1", yes => yes["fraudScore"] = 0.97);
        await Held("MANY-1", "fraud-suspected", "customer-service");
        (string Exception, string Owner, string Choice)[] holds =
        [
            ("duplicate", "customer-service", "release:Duplicate"), ("fraud-suspected", "customer-service", "release:Fraud"),
            ("price-mismatch", "merchandising", "release:Price"),
        ];

        foreach (var (exception, owner, choice) in holds)
        {
            ((string)(await Api.OrderIn("MANY-1", "Held"))["state"]!).ShouldBe("Held", $"{exception} is still open");
            var task = await Api.TaskFor("MANY-1", "resolve", exception: exception);
            ((string)task["owner"]!).ShouldBe(owner);
            await Api.Choose(task, choice);
        }

        await Api.OrderIn("MANY-1", "Fulfilling");
        (await Api.TasksAbout("MANY-1", "resolve")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hold_of_the_payment_and_one_of_the_price_are_both_to_be_released_in_whatever_order()
    {
        Systems.Answers("erp", "order-checks", "MANY-2", yes => yes["prices"]![0]!["unitPrice"] = 3.95);
        Systems.Refuses("payment", "authorisations", "MANY-2", "The card has expired.");
        await Api.Choose(await Held("MANY-2", "payment-failed", "customer-service"), "release:Payment");
        await Api.OrderIn("MANY-2", "Held");
        Systems.CallsAbout("MANY-2", "payment", "authorisations").ShouldHaveSingleItem("nothing is charged while a hold stands");

        Systems.AgreesAgain("payment", "authorisations", "MANY-2");
        await Api.Choose(await Api.TaskFor("MANY-2", "resolve", exception: "price-mismatch"), "release:Price");

        ((decimal)(await Api.OrderIn("MANY-2", "Fulfilling"))["money"]!["authorised"]!).ShouldBe(2.55m);
    }

    /// <summary>An order for a piece from the shelf in Leeds that is held; its task, which is its owner's to see to.</summary>
    private async Task<JsonObject> Held(string number, string exception, string owner)
    {
        await Api.Receive($"SKU-{number}", Network.Leeds, 9);
        await Api.Done("/v1/orders", Orders.PickedUp(number, $"SKU-{number}", 1, Network.Leeds));
        await Api.OrderIn(number, "Held");
        var task = await Api.TaskFor(number, "resolve", exception: exception);
        ((string)task["owner"]!).ShouldBe(owner);
        return task;
    }
}
