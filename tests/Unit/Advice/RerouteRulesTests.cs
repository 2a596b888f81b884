using System.Collections.Immutable;
using Crossdock.Advice.Reroute;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Advice;

public class RerouteRulesTests
{
    // A Tuesday in winter, so that British local time is UTC.
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableArray<OpeningHours> Daily =
        [.. Enum.GetValues<DayOfWeek>().Select(day => new OpeningHours(day, new TimeOnly(9, 0), new TimeOnly(19, 0)))];

    private static readonly RetailNetwork Network = new("Test", [], [],
    [
        Place("LEEDS", NodeKind.Store, "UK", 53.7997, -1.5492),
        Place("YORK", NodeKind.Store, "UK", 53.9600, -1.0873),
        Place("LONDON", NodeKind.Store, "UK", 51.5072, -0.1276),
        Place("DC-DONCASTER", NodeKind.Dc, "UK", 53.5228, -1.1285),
        Place("PARIS", NodeKind.Store, "FR", 48.8566, 2.3522),
        Place("SUP-X", NodeKind.Supplier, "UK", 53.8, -1.5),
    ])
    {
        Substitutes = SubstitutePlan.Of(new Dictionary<string, string[]> { ["A"] = ["B"] }),
    };

    // wish, stock of A and B by node -> the options in order, "!" where the customer is asked first
    [Theory]
    [InlineData(DeliveryWish.StorePickup, "", "Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.StorePickup, "YORK 2 1", "OtherStore YORK!, Ship YORK!, Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.Kerbside, "YORK 2 1", "OtherStore YORK!, Ship YORK!, Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.StorePickup, "YORK 1 9", "Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.StorePickup, "LONDON 2 1", "Ship LONDON!, Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.StorePickup, "DC-DONCASTER 9 9", "Ship DC-DONCASTER!, Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.StorePickup, "LEEDS 9 9", "Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.StorePickup, "SUP-X 9 9", "Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.Ship, "YORK 2 1", "Ship YORK, Wait LEEDS, Refund")]
    [InlineData(
        DeliveryWish.Ship, "DC-DONCASTER 9 9, LONDON 9 9, PARIS 9 9", "Ship DC-DONCASTER, Ship LONDON, Ship PARIS!, Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.Ship, "PARIS 2 1", "Ship PARIS!, Wait LEEDS, Refund")]
    public async Task Options_come_in_order_and_customers_are_never_moved_silently(DeliveryWish wish, string stock, string expected)
    {
        var advised = await Advise(Question(wish), stock);

        var options = advised.Options.Select(option => $"{option.Kind} {option.Node}".TrimEnd() + (option.CustomerMustAgree ? "!" : ""));
        string.Join(", ", options).ShouldBe(expected);
    }

    [Fact]
    public async Task A_shipment_costs_its_parcel_and_distance_and_comes_the_next_working_day()
    {
        var ship = (await Advise(Question(DeliveryWish.Ship), "DC-DONCASTER 9 9")).Options[0];

        ship.Cost.ShouldBe(4.58m, "4.50 for the parcel and 0.20 for each of 0.41 hundred km");
        ship.Promise.ShouldBe(new DateTimeOffset(2026, 11, 25, 18, 0, 0, TimeSpan.Zero));
        ship.Summary.ShouldBe("Ship 3 pieces from DC-DONCASTER, 41 km away, by Wed 25 Nov 18:00 UTC. Costs GBP 4.58.");
    }

    [Fact]
    public async Task Another_store_has_it_ready_after_two_open_hours()
    {
        var evening = new DateTimeOffset(2026, 11, 24, 18, 0, 0, TimeSpan.Zero);

        var store = (await Advise(Question(DeliveryWish.StorePickup), "YORK 2 1", evening)).Options[0];

        store.Promise.ShouldBe(new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        store.Summary.ShouldContain("35 km from LEEDS");
    }

    // stock of A and its substitute B by node
    [Theory]
    [InlineData(DeliveryWish.StorePickup, true, "LEEDS 0 2", "Substitute:B LEEDS!, Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.StorePickup, true, "YORK 0 2", "Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.StorePickup, true, "LEEDS 0 1", "Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.StorePickup, false, "LEEDS 0 2", "Wait LEEDS, Refund")]
    [InlineData(DeliveryWish.Ship, true, "DC-DONCASTER 0 9", "Substitute:B DC-DONCASTER!, Wait LEEDS, Refund")]
    [InlineData(
        DeliveryWish.Ship, true, "DC-DONCASTER 9 9", "Ship DC-DONCASTER, Substitute:B DC-DONCASTER!, Wait LEEDS, Refund")]
    public async Task Something_else_is_proposed_to_who_takes_it_and_asked_first(
        DeliveryWish wish, bool takes, string stock, string expected)
    {
        var question = Question(wish);
        question = question with { AcceptsSubstitutes = takes, Missing = [question.Missing[0]] };

        var options = (await Advise(question, stock)).Options.Select(option =>
            $"{option.Kind}{(option.Sku is { } sku ? $":{sku}" : "")} {option.Node}".TrimEnd() + (option.CustomerMustAgree ? "!" : ""));

        string.Join(", ", options).ShouldBe(expected);
    }

    [Fact]
    public async Task A_refund_is_always_there_always_last_and_costs_the_lost_margin()
    {
        var refund = (await Advise(Question(DeliveryWish.Ship), "YORK 2 1")).Options[^1];

        refund.Kind.ShouldBe(RerouteKind.Refund);
        refund.Cost.ShouldBe(9.00m, "2.00 and 35 % of 20.00");
        refund.Promise.ShouldBeNull();
    }

    [Fact]
    public async Task The_reasons_add_up_to_the_first_options_confidence()
    {
        var advised = await Advise(Question(DeliveryWish.StorePickup), "YORK 2 1, DC-DONCASTER 9 9");

        advised.Model.ShouldBe("reroute-rules 1");
        advised.Reasons.ShouldNotBeEmpty();
        (0.5 + advised.Reasons.Sum(reason => reason.Weight)).ShouldBe(advised.Options[0].Confidence, 0.006);
        advised.Options.ShouldAllBe(option => option.Confidence > 0 && option.Confidence < 1);
    }

    [Fact]
    public async Task A_node_that_is_full_today_ranks_lower_and_comes_later()
    {
        var free = (await Advise(Question(DeliveryWish.Ship), "YORK 2 1")).Options[0];
        var full = (await Advise(Question(DeliveryWish.Ship), "YORK 2 1", loads: [new NodeLoad("YORK", 100)]))
            .Options.Single(option => option.Kind is RerouteKind.Ship);

        full.Confidence.ShouldBeLessThan(free.Confidence);
        full.Promise.ShouldBe(free.Promise!.Value.AddDays(1));
    }

    [Fact]
    public async Task The_same_question_gets_the_same_advice()
    {
        var (question, stock) = (Question(DeliveryWish.StorePickup), "YORK 2 1, LONDON 3 3, DC-DONCASTER 9 9");

        var (first, second) = (await Advise(question, stock), await Advise(question, stock));

        first.Options.ShouldBe(second.Options);
        first.Reasons.ShouldBe(second.Reasons);
    }

    [Fact]
    public async Task Stock_that_cannot_be_read_makes_the_advice_unavailable_with_the_reason()
    {
        var rules = Rules(new FixedStock(() => throw new StoreUnavailableException("The ledger is starting.")), Now);

        var answer = await rules.Advise(Question(DeliveryWish.Ship), TestContext.Current.CancellationToken);

        answer.ShouldBeOfType<AdviceUnavailable>().Reason.ShouldContain("The ledger is starting.");
    }

    [Theory]
    [InlineData("NOWHERE", 1, "NOWHERE")]
    [InlineData("LEEDS", 0, "no missing line")]
    public async Task A_question_that_makes_no_sense_gets_no_advice(string node, int lines, string reason)
    {
        var question = Question(DeliveryWish.Ship);
        question = question with { Node = node, Missing = [.. question.Missing.Take(lines)] };

        var answer = await Rules(new FixedStock(() => Found("")), Now).Advise(question, TestContext.Current.CancellationToken);

        answer.ShouldBeOfType<AdviceUnavailable>().Reason.ShouldContain(reason);
    }

    private static async Task<RerouteAdvised> Advise(
        AskReroute question, string stock, DateTimeOffset? now = null, ImmutableArray<NodeLoad> loads = default)
    {
        var rules = Rules(new FixedStock(() => Found(stock) with { Loads = loads.IsDefault ? [] : loads }), now ?? Now);
        return (await rules.Advise(question, TestContext.Current.CancellationToken)).ShouldBeOfType<RerouteAdvised>();
    }

    private static RerouteRules Rules(IReadStock stock, DateTimeOffset now) =>
        new(stock, Network, BusinessClock.Wall(new FakeTimeProvider(now)));

    private static AskReroute Question(DeliveryWish wish) => new(
        CaseId.Order("WEB-1"), "UK", wish, "LEEDS", AcceptsSubstitutes: true, Now.AddDays(2), "GBP",
        [new PartLine(1, "A", "Holder", 2, 7.50m), new PartLine(2, "B", "Lamp", 1, 5.00m)],
        new WayTerms(4.50m, 6.50m, 0.20m, 8.00m, 1.50m, 0.10m, 1.00m, 2.00m, 0.35m, 3, 60, TimeSpan.FromHours(2)));

    private static StockFound Found(string stock) => new(
        [
            .. stock.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(at => at.Split(' ')).SelectMany(at => new[]
            {
                new NodeAvailability("A", at[0], int.Parse(at[1])), new NodeAvailability("B", at[0], int.Parse(at[2])),
            }),
        ], []);

    private static Node Place(string id, NodeKind kind, string region, double latitude, double longitude) => new(
        id, id, kind, region, region == "FR" ? "FR" : "GB", region == "FR" ? "Europe/Paris" : "Europe/London", latitude, longitude,
        100, new TimeOnly(16, 0), Daily, []);

    private sealed class FixedStock(Func<StockFound> found) : IReadStock
    {
        public ValueTask<StockFound> Availability(IReadOnlyCollection<string> skus, string? node, CancellationToken cancel) =>
            new(found());

        public ValueTask<ImmutableArray<StockPosition>> Positions(
            IReadOnlyCollection<string> skus, string? node, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<ImmutableArray<string>> Skus(string? after, int max, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
