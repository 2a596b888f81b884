using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.ReturnToRefund;
using CsCheck;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>A reduction of the whole order is in the price of each piece, when it is charged and when it comes back.</summary>
public class PiecePriceTests
{
    private readonly World _world = new World().Receive("A", Dc, 99).Receive("B", Dc, 99).Receive("A", York, 1);

    [Fact]
    public void A_piece_that_comes_back_is_paid_back_at_what_it_cost_and_not_at_its_full_price()
    {
        Deliver(-5m, Line(1, "A", 2));
        BringBack("R-1", "A", 1);

        Refunds().ShouldBe([7.5m]);
        _world.ReturnOf("R-1").Rights.ShouldHaveSingleItem().UnitPrice.ShouldBe(7.5m);
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Amount.ShouldBe(7.5m);
    }

    [Fact]
    public void Pieces_of_one_sku_at_two_prices_come_back_at_the_price_of_each()
    {
        Deliver(0, Line(1, "A", 1) with { UnitPrice = 4m }, Line(2, "A", 2));
        BringBack("R-1", "A", 2);
        BringBack("R-2", "A", 1);

        Refunds().ShouldBe([14m, 10m]);
    }

    [Fact]
    public void What_came_back_before_the_rest_was_delivered_keeps_its_price()
    {
        var world = new World().Receive("A", Dc, 2);
        world.Place(Shipped("W-1", Line(1, "A", 1), Line(2, "A", 1) with { UnitPrice = 4m }));
        world.Tell(Part("W-1-1"), new WarehousePicked("WMS-1", [new PickedLine(1, "A", 0), new PickedLine(2, "A", 1)], 900));
        world.Do(TaskKind.Approve, "reroute:Wait");
        world.CarrierCollects("W-1-1");
        world.CarrierDelivers("W-1-1");
        world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1));
        world.Finish(world.TaskOf(TaskKind.Inspect).Id, null, "Torn, so that nobody sends it again.", new PickedLine(1, "A", 0));
        world.Receive("A", York, 1);
        world.Pass(TimeSpan.FromDays(1));
        world.Do(TaskKind.Pick);
        world.Do(TaskKind.Pack);
        world.CarrierCollects("W-1-2");
        world.CarrierDelivers("W-1-2");
        BringBack(world, "R-2", "A", 1);

        world.Effects<RefundPayment>().Select(refund => refund.Amount).ShouldBe([4m, 10m]);
    }

    [Fact]
    public void A_piece_that_was_cancelled_takes_its_part_of_the_reduction_with_it()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "C", 1)) with { Charges = [new Charge("D", "Discount", -6m)] });
        _world.Cancel("W-1", 2);
        _world.DcDelivers("W-1-1");

        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(16m, "4 of the 6 are those of the two pieces");
        BringBack("R-1", "A", 2);
        Refunds().ShouldBe([16m]);
    }

    [Fact]
    public void A_parcel_that_comes_back_does_not_take_the_reduction_of_the_others_with_it()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)) with { Charges = [new Charge("D", "Discount", -5m)] });
        _world.WarehousePicks("W-1-1");
        _world.CarrierCollects("W-1-1");
        _world.ComesBackAsNew("W-1-1");

        Refunds().ShouldBe([15m]);
    }

    [Fact]
    public void A_reduction_that_is_more_than_the_goods_is_taken_off_the_postage()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 1)) with
        {
            Charges = [new Charge("D", "Discount", -12m), new Charge("POST", "Postage", 4m)],
        });
        _world.DcDelivers("W-1-1");

        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(2m);
    }

    [Fact]
    public void Whatever_comes_back_in_whatever_order_the_refunds_add_up_to_what_was_paid_and_no_cent_more() => Gen.Select(
            Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 999], Gen.Int[1, 999], Gen.Int[0, 3_000], Gen.Bool.Array[8])
        .Sample((first, second, price, other, off, which) =>
        {
            var world = new World().Receive("A", Dc, 99).Receive("B", Dc, 99);
            OrderLine[] lines =
                [Line(1, "A", first) with { UnitPrice = price / 100m }, Line(2, "B", second) with { UnitPrice = other / 100m }];
            var goods = lines.Sum(line => line.Quantity * line.UnitPrice);
            var reduction = Math.Min(off / 100m, goods - 0.01m);
            world.Place(Shipped("W-1", lines) with { Charges = reduction > 0 ? [new Charge("D", "Discount", -reduction)] : [] });
            world.DcDelivers("W-1-1");
            world.Effects<CapturePayment>().Sum(capture => capture.Amount).ShouldBe(goods - reduction);

            var left = new Dictionary<string, int> { ["A"] = first, ["B"] = second };
            for (var n = 0; left.Values.Sum() > 0; n++)
            {
                var sku = left["B"] == 0 || (which[n] && left["A"] > 0) ? "A" : "B";
                left[sku]--;
                BringBack(world, $"R-{n}", sku, 1);
            }

            world.Effects<RefundPayment>().Sum(refund => refund.Amount).ShouldBe(goods - reduction);
            world.Effects<RefundPayment>().ShouldAllBe(refund => refund.Amount <= Math.Max(price, other) / 100m);
        }, iter: 100, threads: 1);

    [Fact]
    public void What_was_paid_in_one_currency_is_credited_in_it_whatever_the_return_says()
    {
        Deliver(0, Line(1, "A", 1));
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1) with { Currency = "EUR" });
        _world.Do(TaskKind.Inspect);

        var credit = _world.Effects<PostCreditNote>().ShouldHaveSingleItem();
        (credit.Amount, credit.Currency).ShouldBe((10m, "GBP"));
        _world.StatementOf("R-1");
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void What_is_wanted_instead_and_priced_in_another_currency_a_person_decides_about_and_money_goes_back()
    {
        Deliver(0, Line(1, "A", 1));
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1) with
        {
            Currency = "EUR", Exchange = new ExchangeWish([Line(1, "B", 1)], null, null),
        });

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Deciding);
        _world.TaskOf(TaskKind.Resolve).Task.Why.ShouldContain("priced in EUR, and the order was paid in GBP");
        _world.Do(TaskKind.Resolve, "accept-return");
        _world.Do(TaskKind.Inspect);

        _world.Knows(CaseId.Order("EX-R-1")).ShouldBeFalse();
        _world.Effects<RefundPayment>().ShouldHaveSingleItem().AsCredit.ShouldBeFalse();
        _world.Effects<NotifyCustomer>().ShouldContain(told => told.Template == "exchange-refunded");
    }

    private void Deliver(decimal reduction, params OrderLine[] lines)
    {
        _world.Place(Shipped("W-1", lines) with { Charges = reduction == 0 ? [] : [new Charge("D", "Discount", reduction)] });
        _world.DcDelivers("W-1-1");
    }

    private void BringBack(string number, string sku, int pieces) => BringBack(_world, number, sku, pieces);

    private static void BringBack(World world, string number, string sku, int pieces)
    {
        world.Tell(Return(number), Back(number, "W-1", sku, pieces));
        world.Do(TaskKind.Inspect);
    }

    private IEnumerable<decimal> Refunds() => _world.Effects<RefundPayment>().Select(refund => refund.Amount);
}
