using Crossdock.Contracts.Messages;
using Crossdock.Host.Settings;
using Crossdock.Runtime.Synchronisation;
using Crossdock.Unit.Tests.Processes;
using Microsoft.Extensions.Configuration;

namespace Crossdock.Unit.Tests.Settings;

/// <summary>Whose books of stock are held against the ledger, and of which places.</summary>
public sealed class StockBooksReadingTests
{
    [Fact]
    public void Nobodys_books_are_compared_unless_a_system_is_named() => Read().ShouldBeEmpty();

    [Fact]
    public void An_ERP_keeps_all_places_and_a_warehouse_system_each_distribution_centre() =>
        Read(("Systems", "erp, wms")).ShouldBe(
            [new BooksOfStock("erp", StockMeasure.Owned, null), new BooksOfStock("wms", StockMeasure.Lying, Given.Dc)]);

    [Fact]
    public void A_system_that_keeps_some_places_has_a_book_of_each_of_them() =>
        Read(("Systems", "wms,erp"), ("Nodes:wms", Given.Dc), ("Nodes:erp", $"{Given.Leeds}, {Given.Dc}")).ShouldBe(
        [
            new BooksOfStock("wms", StockMeasure.Lying, Given.Dc),
            new BooksOfStock("erp", StockMeasure.Owned, Given.Leeds), new BooksOfStock("erp", StockMeasure.Owned, Given.Dc),
        ]);

    [Theory]
    [InlineData("tills", null, null, "names 'tills'; erp and wms keep books of stock")]
    [InlineData("wms", "wms", "MARS", "names 'MARS', which is no distribution centre")]
    [InlineData("wms", "wms", Given.Leeds, "which is no distribution centre")]
    [InlineData("erp", "wms", Given.Dc, "Nodes:wms is set, and Crossdock:StockBooks:Systems does not name 'wms'")]
    [InlineData("erp", "erp", "MARS", "which is no place of the retailer's")]
    public void What_cannot_be_compared_says_what_to_mend(string systems, string? system, string? nodes, string said) =>
        Should.Throw<InvalidOperationException>(() => system is null
                ? Read(("Systems", systems)) : Read(("Systems", systems), ($"Nodes:{system}", nodes!)))
            .Message.ShouldContain(said);

    [Fact]
    public void A_system_without_an_address_cannot_be_asked() =>
        Should.Throw<InvalidOperationException>(() => StockBooksReading.Of(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Crossdock:StockBooks:Systems", "wms")]).Build(),
                Given.Network))
            .Message.ShouldContain("Crossdock:Systems:wms:Address is not set");

    private static IEnumerable<BooksOfStock> Read(params (string Name, string Value)[] given) => StockBooksReading.Of(
        new ConfigurationBuilder().AddInMemoryCollection(
        [
            .. given.Select(one => KeyValuePair.Create<string, string?>($"Crossdock:StockBooks:{one.Name}", one.Value)),
            .. ((string[])["erp", "wms", "tills"]).Select(system =>
                KeyValuePair.Create<string, string?>($"Crossdock:Systems:{system}:Address", "http://localhost:1")),
        ]).Build(),
        Given.Network).All;
}
