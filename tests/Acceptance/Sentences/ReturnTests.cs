using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Return to refund: bought anywhere, returned anywhere, closed when money, stock and books agree and not before.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class ReturnTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task What_was_bought_in_one_store_is_returned_in_another_and_closed_when_money_stock_and_books_agree()
    {
        await Bought("RET-1", 2);
        await Return("R-1", "RET-1", 1);
        await Api.Work(await Api.TaskFor("R-1", "inspect", Network.Sheffield), Orders.Picked("SKU-RET-1", 1));

        await Api.CaseIn("return", "R-1", "Settling");
        ((decimal)Systems.CallsAbout("RET-1", "payment", "refunds").ShouldHaveSingleItem().Body["amount"]!).ShouldBe(2.55m);
        ((decimal)Systems.CallsAbout("R-1", "erp", "credit-notes").ShouldHaveSingleItem().Body["amount"]!).ShouldBe(2.55m);
        await Api.Free("SKU-RET-1", 8);
        await Settled("R-1", 2.55m);

        await Api.CaseIn("return", "R-1", "Closed");
        ((decimal)(await Api.Order("RET-1"))!["money"]!["refunded"]!).ShouldBe(2.55m);
    }

    [Fact]
    public async Task A_piece_comes_back_at_most_once()
    {
        await Bought("RET-2", 1);
        await Return("R-2", "RET-2", 1);
        await Api.TaskFor("R-2", "inspect", Network.Sheffield);

        await Return("R-3", "RET-2", 1);

        await Api.CaseIn("return", "R-3", "Deciding");
        var task = await Api.TaskFor("R-3", "resolve", exception: "data-invalid");
        task["choices"]!.AsArray().Select(choice => (string)choice!["code"]!).ShouldBe(["retry", "refuse-return"]);
        await Api.Choose(task, "refuse-return", "It is another return's.");
        Systems.CallsAbout("R-3", "payment", "refunds").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_return_without_a_known_order_is_refunded_when_customer_service_has_found_it()
    {
        await Bought("RET-4", 1);
        await Return("R-4", null, 1, "SKU-RET-4");
        var task = await Api.TaskFor("R-4", "resolve", exception: "data-invalid");
        ((string)task["owner"]!).ShouldBe("customer-service");

        await Api.Choose(task, "match", "RET-4");
        await Api.Work(await Api.TaskFor("R-4", "inspect", Network.Sheffield), Orders.Picked("SKU-RET-4", 1));

        await Api.CaseIn("return", "R-4", "Settling");
        Systems.CallsAbout("RET-4", "payment", "refunds").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_return_after_its_window_is_decided_by_a_person_and_never_refused_by_a_rule()
    {
        await Bought("RET-5", 1);
        await Return("R-5", "RET-5", 1, askedAt: (await Api.Now()).AddDays(300));

        await Api.CaseIn("return", "R-5", "Deciding");
        await Api.Choose(await Api.TaskFor("R-5", "resolve", exception: "data-invalid"), "accept-return", "A good customer.");

        await Api.TaskFor("R-5", "inspect", Network.Sheffield);
    }

    [Fact]
    public async Task A_refund_that_the_statement_shows_otherwise_is_a_mismatch_of_finance_control_and_not_closed()
    {
        await Bought("RET-6", 1);
        await Return("R-6", "RET-6", 1);
        await Api.Work(await Api.TaskFor("R-6", "inspect", Network.Sheffield), Orders.Picked("SKU-RET-6", 1));
        await Api.CaseIn("return", "R-6", "Settling");

        await Settled("R-6", 25.50m);

        await Api.CaseIn("return", "R-6", "Disputed");
        var task = await Api.TaskFor("R-6", "resolve", exception: "refund-mismatch");
        ((string)task["owner"]!).ShouldBe("finance-control");
    }

    [Fact]
    public async Task A_refund_that_the_ERP_will_not_credit_is_disputed_and_closed_only_when_the_books_have_it()
    {
        Systems.Refuses("erp", "credit-notes", "R-7", "The period is closed.");
        await Bought("RET-7", 1);
        await Return("R-7", "RET-7", 1);
        await Api.Work(await Api.TaskFor("R-7", "inspect", Network.Sheffield), Orders.Picked("SKU-RET-7", 1));
        await Api.CaseIn("return", "R-7", "Disputed");
        await Settled("R-7", 2.55m);
        var task = await Api.TaskFor("R-7", "resolve", exception: "refund-mismatch");

        Systems.AgreesAgain("erp", "credit-notes", "R-7");
        await Api.Choose(task, "retry");

        await Api.CaseIn("return", "R-7", "Closed");
        Systems.CallsAbout("RET-7", "payment", "refunds").ShouldHaveSingleItem("money goes back once");
    }

    /// <summary>Pieces that a customer has fetched in Leeds, of nine that were there.</summary>
    private async Task Bought(string number, int pieces)
    {
        await Api.Receive($"SKU-{number}", Network.Leeds, 9);
        await Api.Done("/v1/orders", Orders.PickedUp(number, $"SKU-{number}", pieces, Network.Leeds));
        await Api.Work(await Api.TaskFor(number, "pick"), Orders.Picked($"SKU-{number}", pieces));
        await Api.Collect(number);
        await Api.OrderIn(number, "Closed");
    }

    /// <summary>Handed in at the counter in Sheffield.</summary>
    private async Task Return(string number, string? order, int pieces, string? sku = null, DateTimeOffset? askedAt = null)
    {
        var asked = new JsonObject
        {
            ["number"] = number, ["channel"] = "web", ["node"] = Network.Sheffield, ["askedAt"] = askedAt ?? await Api.Now(),
            ["currency"] = "GBP", ["customerId"] = "C-17850", ["reason"] = "Not as it looked.",
            ["lines"] = new JsonArray(new JsonObject
            {
                ["sku"] = sku ?? $"SKU-{order}", ["description"] = "A lamp", ["quantity"] = pieces, ["unitPrice"] = 2.55,
            }),
        };
        await Api.Done("/v1/returns", order is null ? asked : asked.With("order", order));
    }

    /// <summary>The provider's statement shows it.</summary>
    private Task Settled(string number, decimal amount) => Api.Hear("payment", "refund-settled", $"return/{number}", new JsonObject
    {
        ["reference"] = $"ST-{number}", ["amount"] = amount, ["currency"] = "GBP",
    });
}
