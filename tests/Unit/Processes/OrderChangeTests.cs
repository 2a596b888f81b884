using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>An order whose customer wants it elsewhere, as long as nobody works on it.</summary>
public class OrderChangeTests
{
    private static readonly Address Elsewhere = new("2 New Road", "Hull", "HU1 1AA", Buyer.Contact!.Address!.Country);
    private static readonly CaseId Id = CaseId.Order("W-1");

    private readonly World _world = new World().Receive("A", Dc, 9);

    [Fact]
    public void Another_address_is_where_the_parts_and_the_carrier_send_it()
    {
        _world.Refuses<AuthorisePayment>("Declined.").Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Tell(Id, new ChangeRequested([], Elsewhere));
        _world.Latest(Id).Outcome.ShouldBe(Outcome.Applied);
        _world.Effects<NotifyCustomer>().Last().ShouldSatisfyAllConditions(
            told => told.Template.ShouldBe("order-changed"), told => told.Customer.Contact!.Address.ShouldBe(Elsewhere));

        _world.Do(TaskKind.Resolve, "release:Payment");
        _world.PartOf("W-1-1").Needs.Customer.Contact!.Address.ShouldBe(Elsewhere);
        _world.WarehousePicks("W-1-1");
        _world.Effects<BookCarrier>().ShouldHaveSingleItem().Customer.Contact!.Address.ShouldBe(Elsewhere);
        _world.OrderOf("W-1").Needs.Customer.Contact!.Name.ShouldBe(Buyer.Contact!.Name);
    }

    [Fact]
    public void Quantities_and_address_are_changed_both_or_neither()
    {
        _world.Refuses<AuthorisePayment>("Declined.").Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Tell(Id, new ChangeRequested([new LineChange(7, 3)], Elsewhere));
        Address().ShouldNotBe(Elsewhere);
        _world.Tell(Id, new ChangeRequested([new LineChange(1, 1)], Elsewhere with { Country = "FR" }));
        (_world.OrderOf("W-1").Lines[0].Wanted, Address()).ShouldBe((2, Buyer.Contact!.Address));

        _world.Tell(Id, new ChangeRequested([new LineChange(1, 1)], Elsewhere));

        (_world.OrderOf("W-1").Lines[0].Wanted, Address()).ShouldBe((1, Elsewhere));
    }

    public static TheoryData<string, Type> Early => new()
    {
        { nameof(OrderState.Checking), typeof(CheckOrder) },
        { nameof(OrderState.Authorising), typeof(AuthorisePayment) },
        { nameof(OrderState.Sourcing), typeof(FindStock) },
        { nameof(OrderState.Reserving), typeof(ReserveStock) },
        { nameof(OrderState.Firming), typeof(SettleStock) },
        { nameof(OrderState.Releasing), typeof(PostSalesOrder) },
    };

    [Theory]
    [MemberData(nameof(Early))]
    public void Quantities_and_the_address_are_changed_in_every_state_before_parts_begin(string state, Type effect)
    {
        Hold(effect);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.StateOf(Id).ShouldBe(state);

        _world.Tell(Id, new ChangeRequested([new LineChange(1, 1)], Elsewhere));
        (_world.StateOf(Id), _world.OrderOf("W-1").Lines[0].Wanted, Address()).ShouldBe((state, 1, Elsewhere));

        LetGo(effect);
        _world.PartOf("W-1-1").Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        _world.Stock("A", Dc).Reserved.ShouldBe(1);
        _world.DcDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
        ErpHas(1).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Early))]
    public void A_line_is_cancelled_in_every_state_before_parts_begin(string state, Type effect)
    {
        _world.Receive("B", Dc, 9);
        Hold(effect);
        _world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        _world.Cancel("W-1", 1);
        (_world.StateOf(Id), _world.OrderOf("W-1").Lines[0].Wanted).ShouldBe((state, 0));

        LetGo(effect);
        _world.PartOf("W-1-1").Lines.ShouldHaveSingleItem().Sku.ShouldBe("B");
        _world.Stock("A", Dc).Reserved.ShouldBe(0);
        _world.DcDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Closed);
        (ErpHas(1), ErpHas(2)).ShouldBe((0, 1));
    }

    [Fact]
    public void A_back_ordered_order_may_go_elsewhere()
    {
        _world.Place(Shipped("W-1", Line(1, "C", 2)));
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);
        _world.Tell(Id, new ChangeRequested([], Elsewhere));
        Address().ShouldBe(Elsewhere);
    }

    [Fact]
    public void Once_parts_are_begun_it_is_too_late_and_the_caller_is_told_so()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Tell(Id, new ChangeRequested([], Elsewhere));

        _world.Latest(Id).ShouldSatisfyAllConditions(
            row => row.Outcome.ShouldNotBe(Outcome.Applied), row => row.Because.ShouldContain("being worked on"));
        Address().ShouldBe(Buyer.Contact!.Address);
    }

    [Fact]
    public void Another_country_is_another_order()
    {
        _world.Refuses<AuthorisePayment>("Declined.").Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Tell(Id, new ChangeRequested([], Elsewhere with { Country = "FR" }));

        _world.Latest(Id).Because.ShouldContain("cancel it and order anew");
        Address().ShouldBe(Buyer.Contact!.Address);
    }

    /// <summary>What the ERP was told of a line, with what it was told since.</summary>
    private int ErpHas(int line) =>
        _world.Effects<CancelSalesOrder>().SelectMany(told => told.Lines).LastOrDefault(told => told.Line == line)?.Quantity
        ?? _world.Effects<PostSalesOrder>().Last().Lines.FirstOrDefault(told => told.Line == line)?.Quantity ?? 0;

    private void LetGo(Type effect) =>
        typeof(World).GetMethod(nameof(World.LetGo))!.MakeGenericMethod(effect).Invoke(_world, null);

    private Address? Address() => _world.OrderOf("W-1").Needs.Customer.Contact!.Address;

    private void Hold(Type effect) =>
        typeof(World).GetMethod(nameof(World.Hold))!.MakeGenericMethod(effect).Invoke(_world, null);
}
