using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Return to refund, steps 3 to 5: by parcel or over any counter, and what goes back over which means of payment.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class ReturnWayTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task A_return_by_parcel_has_a_label_from_the_carrier_and_is_looked_at_where_the_parcel_comes()
    {
        await Bought("PARCEL-1", 1);
        await Asks("R-PARCEL-1", "PARCEL-1", 1, way: "parcel");
        await Api.CaseIn("return", "R-PARCEL-1", "Awaited");
        await Eventually.Holds("the customer has the label", () => Task.FromResult(
            Systems.LettersAbout("R-PARCEL-1").SequenceEqual(["return-label"])));
        var tracking = (string)(await Api.Get("/v1/returns/R-PARCEL-1"))["tracking"]!;
        Systems.CallsAbout("PARCEL-1", "payment", "refunds").ShouldBeEmpty("the goods are with the customer still");

        await Api.Hear("carrier", "return-arrived", "return/R-PARCEL-1", new JsonObject
        {
            ["tracking"] = tracking, ["node"] = Network.Daventry,
        });
        await Api.Work(await Api.TaskFor("R-PARCEL-1", "inspect", Network.Daventry), Orders.Picked("SKU-PARCEL-1", 1));

        await Api.CaseIn("return", "R-PARCEL-1", "Settling");
        ((string)(await Api.Get("/v1/returns/R-PARCEL-1"))["at"]!).ShouldBe(Network.Daventry);
    }

    [Fact]
    public async Task Where_no_carrier_takes_a_return_the_customer_is_told_to_bring_it_to_any_store()
    {
        Systems.Refuses("carrier", "return-labels", "R-PARCEL-2", "It is too long for a parcel.");
        await Bought("PARCEL-2", 1);
        await Asks("R-PARCEL-2", "PARCEL-2", 1, way: "parcel");
        await Eventually.Holds("the customer is told", () => Task.FromResult(
            Systems.LettersAbout("R-PARCEL-2").SequenceEqual(["return-drop-off"])));

        await Api.Done("/v1/returns/R-PARCEL-2/arrivals", new JsonObject { ["node"] = Network.Manchester });

        await Api.Work(await Api.TaskFor("R-PARCEL-2", "inspect", Network.Manchester), Orders.Picked("SKU-PARCEL-2", 1));
        await Api.CaseIn("return", "R-PARCEL-2", "Settling");
    }

    [Fact]
    public async Task Of_fewer_pieces_than_were_announced_only_those_that_came_are_paid_back_when_a_person_says_so()
    {
        await Bought("SHARE-1", 2);
        await Asks("R-SHARE-1", "SHARE-1", 2);
        await Api.Work(
            await Api.TaskFor("R-SHARE-1", "inspect", Network.Sheffield), Orders.Picked("SKU-SHARE-1", 1).With("choice", "missing"));
        await Api.CaseIn("return", "R-SHARE-1", "Deciding");
        Systems.CallsAbout("SHARE-1", "payment", "refunds").ShouldBeEmpty();

        await Api.Choose(await Api.TaskFor("R-SHARE-1", "resolve", exception: "data-invalid"), "accept-found", "One was in the box.");

        await Api.CaseIn("return", "R-SHARE-1", "Settling");
        ((decimal)Systems.CallsAbout("SHARE-1", "payment", "refunds").ShouldHaveSingleItem().Body["amount"]!).ShouldBe(2.55m);
        await Api.Free("SKU-SHARE-1", 8);
    }

    [Fact]
    public async Task What_a_gift_card_paid_goes_back_to_the_gift_card_first_and_the_rest_to_the_card_that_paid_it()
    {
        await Bought("TENDERS-1", 2, giftCard: 3.00m);
        Paid("TENDERS-1", "captures").ShouldBe([("gift", 3.00m), ("tok_4f2a", 2.10m)]);

        await Returned("R-TENDERS-1", "TENDERS-1", "Closed");
        Paid("TENDERS-1", "refunds").ShouldBe([("gift", 2.55m)], "a gift card is no way to money");
        await Returned("R-TENDERS-2", "TENDERS-1");

        Paid("TENDERS-1", "refunds").Skip(1).ShouldBe([("gift", 0.45m), ("tok_4f2a", 2.10m)]);
        await Settled("R-TENDERS-2", 2.10m);
        await Api.CaseIn("return", "R-TENDERS-2", "Closed");
    }

    [Fact]
    public async Task A_payout_of_the_provider_that_has_the_refund_on_a_line_closes_the_return()
    {
        await Bought("PAID-1", 1);
        await Returned("R-PAID-1", "PAID-1");
        await Api.Done("/v1/settlements", new JsonObject
        {
            ["document"] = """
                record,payout,date,currency,amount,id,order,reference,fee
                payout,PO-R-PAID,2026-11-26,GBP,-2.55,,,,
                refund,,,,2.55,L-1,PAID-1,return/R-PAID-1,
                """,
        });

        await Api.CaseIn("return", "R-PAID-1", "Closed");
    }

    [Fact]
    public async Task An_exchange_is_an_order_of_its_own_that_the_credit_of_what_came_back_pays()
    {
        await Api.Receive("SKU-OTHER", Network.Sheffield, 5);
        await Bought("SWAP-1", 1);
        await Asks("R-SWAP-1", "SWAP-1", 1, exchange: new JsonObject
        {
            ["node"] = Network.Sheffield,
            ["lines"] = new JsonArray(new JsonObject { ["sku"] = "SKU-OTHER", ["quantity"] = 1, ["unitPrice"] = 2.55 }),
        });
        await Api.Work(await Api.TaskFor("R-SWAP-1", "inspect", Network.Sheffield), Orders.Picked("SKU-SWAP-1", 1));

        await Api.CaseIn("return", "R-SWAP-1", "Closed");
        var number = (string)(await Api.Get("/v1/returns/R-SWAP-1"))["exchangeOrder"]!;
        await Api.OrderIn(number, "Fulfilling");
        var refund = Systems.CallsAbout("SWAP-1", "payment", "refunds").ShouldHaveSingleItem().Body;
        ((string)refund["to"]!).ShouldBe("store-credit");
        ((string)Systems.CallsAbout(number, "payment", "authorisations").ShouldHaveSingleItem().Body["token"]!).ShouldStartWith("credit-");
    }

    /// <summary>Pieces that a customer has fetched in Leeds, of nine that were there.</summary>
    private async Task Bought(string number, int pieces, decimal? giftCard = null)
    {
        await Api.Receive($"SKU-{number}", Network.Leeds, 9);
        var order = Orders.PickedUp(number, $"SKU-{number}", pieces, Network.Leeds);
        if (giftCard is { } amount)
        {
            order["payment"]!["tenders"] = new JsonArray(new JsonObject
            {
                ["kind"] = "gift-card", ["token"] = "gift", ["amount"] = amount,
            });
        }

        await Api.Done("/v1/orders", order);
        await Api.Work(await Api.TaskFor(number, "pick"), Orders.Picked($"SKU-{number}", pieces));
        await Api.Collect(number);
        await Api.OrderIn(number, "Closed");
    }

    private async Task Asks(string number, string order, int pieces, string way = "handed-in", JsonObject? exchange = null)
    {
        var asked = new JsonObject
        {
            ["number"] = number, ["channel"] = "web", ["node"] = Network.Sheffield, ["askedAt"] = await Api.Now(), ["order"] = order,
            ["currency"] = "GBP", ["customerId"] = "C-17850", ["reason"] = "Not as it looked.", ["way"] = way,
            ["lines"] = new JsonArray(new JsonObject { ["sku"] = $"SKU-{order}", ["quantity"] = pieces, ["unitPrice"] = 2.55 }),
        };
        await Api.Done("/v1/returns", exchange is null ? asked : asked.With("exchange", exchange));
    }

    private async Task Returned(string number, string order, string state = "Settling")
    {
        await Asks(number, order, 1);
        await Api.Work(await Api.TaskFor(number, "inspect", Network.Sheffield), Orders.Picked($"SKU-{order}", 1));
        await Api.CaseIn("return", number, state);
    }

    private Task Settled(string number, decimal amount) => Api.Hear("payment", "refund-settled", $"return/{number}", new JsonObject
    {
        ["reference"] = $"ST-{number}-{amount}", ["amount"] = amount, ["currency"] = "GBP",
    });

    /// <summary>Which means of payment was moved how much, in the order of the calls; an authorisation is named by its token.</summary>
    private IEnumerable<(string Token, decimal Amount)> Paid(string order, string verb) =>
        Systems.CallsAbout(order, "payment", verb).Select(call => (call.Path.Split('/')[1].Split('-')[1], (decimal)call.Body["amount"]!))
            .OrderBy(paid => verb == "captures" ? paid.Item1 : "");
}
