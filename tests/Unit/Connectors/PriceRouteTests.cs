using System.Text;
using System.Text.Json;
using Crossdock.Connectors;
using Crossdock.Connectors.Prices;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Connectors;

/// <summary>The price contract: five systems speak it, each on a lane of its own.</summary>
public class PriceRouteTests
{
    private static readonly PriceTarget Till = new("till.LEEDS", "tills", "till", "UK", "LEEDS", "Europe/London");

    [Theory]
    [InlineData("tills", true)]
    [InlineData("web", true)]
    [InlineData("app", true)]
    [InlineData("marketplaces", true)]
    [InlineData("erp", true)]
    [InlineData("mail", false)]
    [InlineData("", false)]
    public void A_price_goes_to_the_system_that_its_target_names_and_to_no_other(string system, bool handled)
    {
        var configuration = new ConfigurationBuilder().Build();
        using var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IAttemptLog, NoLog>().AddCrossdockConnectors(configuration).BuildServiceProvider();
        var outbound = services.GetRequiredService<IOutbound>();

        outbound.Handles(new RevertPrices(Till with { System = system }, "P-1")).ShouldBe(handled);
        outbound.Handles(new CheckPrices("P-1", 1, "GBP", 30, [], [])).ShouldBeTrue("other effects go by their type alone");
    }

    [Fact]
    public void The_path_names_the_target_and_cannot_be_climbed_out_of()
    {
        var route = PriceRoutes.All.Single(route => route.Effect == typeof(ActivatePrices));

        route.Path(new ActivatePrices(Till, "P-1", "GBP", [])).ShouldBe("/prices/till.LEEDS/live");
        route.Path(new ActivatePrices(Till with { Id = "a/../b" }, "P-1", "GBP", [])).ShouldBe("/prices/a%2F..%2Fb/live");
        Should.Throw<FormatException>(() => route.Path(new ActivatePrices(Till with { Id = ".." }, "P-1", "GBP", [])));
    }

    [Fact]
    public void What_a_target_holds_is_read_with_what_waits_and_whose_price_it_is()
    {
        Read("""{"prices":[{"sku":"A","price":8.5,"promotion":"P-1"},{"sku":"B","price":10,"promotion":null,"planned":9}]}""")
            .Prices.ShouldBe([new HeldPrice("A", 8.5m, "P-1", null), new HeldPrice("B", 10m, null, 9m)]);
    }

    [Theory]
    [InlineData("""{"prices":null}""")]
    [InlineData("""{"prices":[null]}""")]
    [InlineData("""{"prices":[{"sku":"A"}]}""")]
    [InlineData("""{"prices":[{"sku":" ","price":1}]}""")]
    [InlineData("""{"prices":[{"sku":"A","price":-1}]}""")]
    [InlineData("""{"prices":[{"sku":"A","price":1,"planned":-1}]}""")]
    [InlineData("""{"prices":[{"sku":"A","price":1,"price":2}]}""")]
    [InlineData("""[]""")]
    public void An_answer_that_is_not_as_agreed_is_not_believed(string answer) =>
        Should.Throw<JsonException>(() => Read(answer));

    [Theory]
    [InlineData("1e28")]
    [InlineData("-1")]
    public void Figures_of_the_erp_that_nobody_could_calculate_with_are_not_believed(string cost)
    {
        var route = Connectors("erp").Routes.Single(route => route.Effect == typeof(CheckPrices));
        var check = new CheckPrices("P-1", 3, "GBP", 30, [], ["A"]);

        Should.Throw<JsonException>(() => route.Read(check, Bytes(Answer(cost))));
        var known = route.Read(check, Bytes(Answer("4"))).ShouldBeOfType<PricesKnown>();
        (known.Round, known.Prices.Single().UnitCost, known.Unknown.Single()).ShouldBe((3, 4m, "B"));

        static string Answer(string cost) =>
            $$"""{"prices":[{"sku":"A","price":10,"unitCost":{{cost}},"dailyDemand":2,"onHand":9,"history":[]}],"unknown":["B"]}""";
    }

    private static Connector Connectors(string system) =>
        ConnectorCatalogue.Connectors.Single(connector => connector.Card.System == system);

    private static PricesRead Read(string answer) => PriceRoutes.All.Single(route => route.Effect == typeof(ReadPrices))
        .Read(new ReadPrices(Till, "P-1", ["A"]), Bytes(answer)).ShouldBeOfType<PricesRead>();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private sealed class NoLog : IAttemptLog
    {
        public Task Record(IReadOnlyList<EffectAttempt> attempts, CancellationToken cancel) => Task.CompletedTask;

        public Task<IReadOnlyList<SystemFigures>> ReadFigures(int latest, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<SystemFigures>>([]);

        public Task<IReadOnlyList<EffectAttempt>> ReadOf(Contracts.CaseId id, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<EffectAttempt>>([]);
    }
}
