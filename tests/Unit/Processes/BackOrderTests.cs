using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using CsCheck;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What a back-order waits for, how long, and who gets what arrives.</summary>
public class BackOrderTests
{
    private readonly World _world = new();

    [Fact]
    public void What_is_not_on_order_is_refunded_after_the_last_look()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Pass(TimeSpan.FromDays(5.6));

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
    }

    [Fact]
    public void What_is_on_order_is_waited_for_until_it_should_be_there_and_a_while_longer()
    {
        Comes("A", Dc, 5, days: 12);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Effects<NotifyCustomer>().ShouldHaveSingleItem().Facts.ShouldBe([$"{Now.AddDays(12):u}"], "the customer is told for when");

        _world.Pass(TimeSpan.FromDays(14.9));
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);
        _world.Pass(TimeSpan.FromDays(1));
        _world.At("W-1").ShouldBe(OrderState.Cancelled, "it is three days late, and so is the lorry");
    }

    [Fact]
    public void What_is_on_order_no_more_is_not_waited_for()
    {
        Comes("A", Dc, 5, days: 12);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Pass(TimeSpan.FromDays(7));
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);

        _world.Coming.Clear();
        _world.Pass(TimeSpan.FromDays(1.1));
        _world.At("W-1").ShouldBe(OrderState.Cancelled);
    }

    [Fact]
    public void Nothing_is_waited_for_longer_than_the_longest_time()
    {
        Comes("A", Dc, 5, days: 90);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Pass(TimeSpan.FromDays(31));

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
    }

    [Fact]
    public void A_later_day_is_told_to_the_customer_once()
    {
        Comes("A", Dc, 5, days: 4);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        Comes("A", Dc, 5, days: 6);
        _world.Pass(TimeSpan.FromDays(2));

        _world.Effects<NotifyCustomer>().Select(told => (told.Template, told.Facts.Single())).ShouldBe(
            [("back-ordered", $"{Now.AddDays(4):u}"), ("back-order-later", $"{Now.AddDays(6):u}")]);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Fewer_than_are_lacking_are_no_day_to_wait_for(int pieces, bool told)
    {
        Comes("A", Dc, pieces, days: 12);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));

        (_world.OrderOf("W-1").ExpectedBy is not null).ShouldBe(told);
    }

    [Fact]
    public void What_comes_to_a_hall_is_nothing_for_who_fetches_from_a_store()
    {
        Comes("A", Dc, 9, days: 2);
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 1)));

        _world.OrderOf("W-1").ExpectedBy.ShouldBeNull();
    }

    [Fact]
    public void The_rest_of_an_order_waits_for_what_is_on_order_too()
    {
        _world.Receive("A", Dc, 1);
        Comes("A", Dc, 5, days: 12);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.WarehousePicks("W-1-1");
        _world.CarrierCollects("W-1-1");
        _world.CarrierDelivers("W-1-1");
        _world.Pass(TimeSpan.FromDays(10));

        _world.OrderOf("W-1").Unassigned.ShouldBe(1);
        _world.Receive("A", Dc, 5).Pass(TimeSpan.FromHours(13));
        _world.OrderOf("W-1").Unassigned.ShouldBe(0);
    }

    [Fact]
    public void An_order_that_came_after_the_purchase_was_made_is_served_by_it()
    {
        _world.Propose(Bought("P-1", 10, 1m));
        _world.Confirms("P-1", new ConfirmedLine("A", 10, 1m));
        _world.Place(Shipped("W-1", Line(1, "A", 2)));

        _world.Arrives("P-1", "R-1", "A", 10);

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.PartOf("W-1-1").Needs.Node.ShouldBe(Dc);
    }

    [Fact]
    public void Where_nobody_can_say_who_waits_those_it_was_bought_for_are_told()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Refuses<FindWaiting>("The lists are being built.");
        _world.Propose(Bought("P-1", 10, 1m, new WaitingOrder(CaseId.Order("W-1"), "A", Now)));
        _world.Confirms("P-1", new ConfirmedLine("A", 10, 1m));

        _world.Arrives("P-1", "R-1", "A", 10);

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    /// <summary>Whoever is passed over has a later promise than all that are told, and there is nothing left for it.</summary>
    [Fact]
    public void What_arrives_is_given_by_promise_and_told_to_no_more_than_it_is_enough_for() =>
        Gen.Select(Gen.Int[0, 30], Gen.Select(Gen.Int[0, 5], Gen.Int[0, 9]).Array[0, 20]).Sample((arrived, asked) =>
        {
            ImmutableArray<WaitingOrder> waiting =
                [.. asked.Select((one, n) => new WaitingOrder(CaseId.Order($"W-{n}"), "A", Now.AddDays(one.Item2), one.Item1))];

            var served = BackOrders.Served(Dc, [new ArrivedPieces("A", arrived)], waiting).Select(one => one.Order).ToList();

            var told = served.Select(order => waiting.Single(one => one.Order == order)).ToList();
            var passed = waiting.Where(one => !served.Contains(one.Order)).ToList();
            (told.Count == 0 || passed.Count == 0 || told.Max(one => one.Promise) <= passed.Min(one => one.Promise)).ShouldBeTrue();
            (passed.Count == 0 || told.Sum(one => Math.Max(1, one.Pieces)) >= arrived).ShouldBeTrue("who is passed over lost to another");
            told.SkipLast(1).Sum(one => Math.Max(1, one.Pieces)).ShouldBeLessThanOrEqualTo(arrived);
        });

    private void Comes(string sku, string node, int pieces, int days) =>
        _world.Coming[sku] = new ExpectedSupply(sku, node, pieces, Now.AddDays(days), PurchaseId("P-9"));
}
