using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Policies;
using static Crossdock.Unit.Tests.Processes.Given;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>An order to be shipped where no parcel can arrive.</summary>
public class OrderAddressTests
{
    private static readonly CaseId Id = CaseId.Order("W-1");
    private static readonly Address Leeds1 = Buyer.Contact!.Address!;

    private readonly World _world = new World().Receive("A", Dc, 9);

    [Theory]
    [InlineData("", "Leeds", "LS1 1AA", "GB", "no street")]
    [InlineData("Main Street 1", " ", "LS1 1AA", "GB", "no city")]
    [InlineData("", "", "LS1 1AA", "GB", "no street and no city")]
    [InlineData("Main Street 1", "Leeds", "", "GB", "no postal code")]
    [InlineData("Main Street 1", "Leeds", "12345", "GB", "12345 cannot be a postal code of GB, where one is written as LS1 1AA")]
    [InlineData("Main Street 1", "Lyon", "69001", "FR", "Nobody delivers to FR; served are GB")]
    public void It_is_held_for_customer_service_which_is_told_what_to_mend(
        string street, string city, string postalCode, string country, string mend)
    {
        _world.Place(To(new Address(street, city, postalCode, country)));

        _world.At("W-1").ShouldBe(OrderState.Held);
        _world.OrderOf("W-1").Holds.ShouldHaveSingleItem().Kind.ShouldBe(HoldKind.Address);
        var task = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (task.Owner, task.Exception).ShouldBe((OwnerGroup.CustomerService, ExceptionCategory.DataInvalid));
        task.Why.ShouldContain(mend);
    }

    [Theory]
    [InlineData("LS1 1AA", "GB")]
    [InlineData("ls11aa", "GB")]
    [InlineData("SW1A 1AA", "GB")]
    [InlineData("10115", "DE")]
    [InlineData("D-10115", "DE")]
    [InlineData("DE10115", "DE")]
    [InlineData("1012 AB", "NL")]
    [InlineData("111 20", "SE")]
    [InlineData("10001-1234", "US")]
    [InlineData("", "AE")]
    public void Codes_as_their_country_writes_them_or_of_countries_of_which_that_is_not_known_go_through(string code, string country)
    {
        var world = In(country);
        world.Place(To(new Address("Main Street 1", "Town", code, country)));

        world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Theory]
    [InlineData("1011", "DE")]
    [InlineData("10115", "NL")]
    [InlineData("ABCDE", "FR")]
    [InlineData("F-1011", "DE")]
    [InlineData("1234567", "US")]
    public void Codes_that_cannot_be_one_of_their_country_do_not(string code, string country)
    {
        var world = In(country);
        world.Place(To(new Address("Main Street 1", "Town", code, country)));

        world.At("W-1").ShouldBe(OrderState.Held);
    }

    [Fact]
    public void A_retailer_that_does_not_rely_on_postal_codes_sets_their_check_off()
    {
        var off = new PolicyValue(Policy.AddressPostalForm.Name, new Scope(), false, 2, Now.AddDays(-1), "Omar", "So decided.");
        var world = new World(policies: new PolicyBook([off])).Receive("A", Dc, 9);
        world.Place(To(Leeds1 with { PostalCode = "?" }));

        world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void Who_fetches_it_needs_no_address()
    {
        var world = new World().Receive("A", Leeds, 9);
        world.Place(Collected("W-1", Leeds, Line(1, "A", 2)) with { Customer = Buyer with { Contact = null } });

        world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void An_address_that_mends_it_releases_the_hold_by_itself_and_its_task_is_withdrawn()
    {
        _world.Place(To(Leeds1 with { PostalCode = "12345" }));
        _world.Tell(Id, new ChangeRequested([], Leeds1));

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.OpenTasks.ShouldNotContain(open => open.Task.Exception == ExceptionCategory.DataInvalid);
        _world.PartOf("W-1-1").Needs.Customer.Contact!.Address.ShouldBe(Leeds1);
        _world.Effects<AuthorisePayment>().ShouldHaveSingleItem();
    }

    [Fact]
    public void An_address_that_mends_it_leaves_the_other_holds()
    {
        _world.Answers<CheckOrder>(_ => new OrderChecked([new PriceInForce("A", 12m)], [], false, null));
        _world.Place(To(Leeds1 with { PostalCode = "12345" }));
        _world.Tell(Id, new ChangeRequested([], Leeds1));

        _world.At("W-1").ShouldBe(OrderState.Held);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Exception.ShouldBe(ExceptionCategory.PriceMismatch);
        _world.Do(TaskKind.Resolve, "release:Price");
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void An_address_that_is_as_wrong_is_refused_with_what_is_wrong_in_it()
    {
        _world.Place(To(Leeds1 with { PostalCode = "12345" }));
        _world.Tell(Id, new ChangeRequested([], Leeds1 with { PostalCode = "54321" }));

        _world.Latest(Id).ShouldSatisfyAllConditions(
            row => row.Outcome.ShouldBe(Outcome.IgnoredLate), row => row.Because.ShouldContain("54321 cannot be a postal code of GB"));
        _world.At("W-1").ShouldBe(OrderState.Held);
    }

    [Fact]
    public void A_country_that_was_a_mistake_is_mended_to_the_one_that_the_order_was_priced_for()
    {
        _world.Place(To(Leeds1 with { Country = "FR", PostalCode = "69001" }));
        _world.Tell(Id, new ChangeRequested([], Leeds1));

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void It_is_released_by_hand_like_any_hold_and_mended_before_payment_it_holds_nothing()
    {
        _world.Place(To(Leeds1 with { PostalCode = "12345" }));
        _world.Do(TaskKind.Resolve, "release:Address", "It is a new estate.");
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);

        var early = new World().Receive("A", Dc, 9);
        early.Hold<AuthorisePayment>();
        early.Place(To(Leeds1 with { Street = "" }));
        early.Tell(Id, new ChangeRequested([], Leeds1));
        early.LetGo<AuthorisePayment>();
        early.At("W-1").ShouldBe(OrderState.Fulfilling);
        early.OpenTasks.ShouldBeEmpty();
    }

    private static OrderReceived To(Address address) =>
        Shipped("W-1", Line(1, "A", 2)) with { Customer = Buyer with { Contact = Buyer.Contact! with { Address = address } } };

    private static World In(string country) =>
        new World(Network with { Regions = [new Region("UK", "Home", ["GB", country], "GBP")] }).Receive("A", Dc, 9);
}
