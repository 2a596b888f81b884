using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Estate.Geography;
using Crossdock.Estate.People;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

public sealed class RetailMapTests
{
    [Fact]
    public void the_network_is_large_enough_to_be_a_retailer_and_survives_its_file()
    {
        var network = JsonSerializer.Deserialize(RetailMap.Write(RetailMap.Build([2026])), ContractsJson.Default.RetailNetwork)
            .ShouldNotBeNull();
        network.Nodes.Count(node => node.Kind == NodeKind.Store).ShouldBe(40);
        network.Nodes.Count(node => node.Kind == NodeKind.Dc).ShouldBeGreaterThanOrEqualTo(3);
        network.Nodes.Count(node => node.Kind == NodeKind.Supplier).ShouldBeGreaterThanOrEqualTo(3);
        network.Regions.Length.ShouldBeGreaterThanOrEqualTo(3);
        network.Nodes.Select(node => node.Id).ShouldBeUnique();
        network.Nodes.ShouldAllBe(node => CaseId.IsKey(node.Id));
        network.Channels.Select(channel => channel.Kind).ShouldBe(["web", "app", "till", "marketplace", "marketplace"]);
    }

    [Fact]
    public void every_country_of_the_books_lies_in_one_region_and_no_place_is_in_another()
    {
        var network = RetailMap.Build([2026]);
        Countries.Codes.ShouldAllBe(code => network.Regions.Count(region => region.Countries.Contains(code)) == 1);
        network.Nodes.ShouldAllBe(node => network.RegionOfCountry(node.Country)!.Id == node.Region);
        network.RegionOfCountry(Countries.Unknown).ShouldBeNull();
    }

    [Theory]
    [InlineData("United Kingdom", "GB")]
    [InlineData("EIRE", "IE")]
    [InlineData("channel islands", "JE")]
    [InlineData("de", "DE")]
    [InlineData("Unspecified", "ZZ")]
    [InlineData("European Community", "ZZ")]
    [InlineData("", "ZZ")]
    public void countries_are_known_by_the_names_that_books_use(string name, string code) => Countries.CodeOf(name).ShouldBe(code);

    [Theory]
    [InlineData("ST-DE-BERLIN", "2026-11-02T08:30:00Z", true)]
    [InlineData("ST-DE-BERLIN", "2026-11-02T07:30:00Z", false)]
    [InlineData("ST-DE-BERLIN", "2026-11-01T12:00:00Z", false)]
    [InlineData("ST-GB-LEEDS", "2026-11-01T12:00:00Z", true)]
    [InlineData("ST-GB-LEEDS", "2026-12-25T12:00:00Z", false)]
    [InlineData("ST-GB-LEEDS", "2026-07-01T08:30:00Z", true)]
    public void people_are_at_work_in_their_own_time_zone(string node, string at, bool open) =>
        new OpeningTimes().IsOpen(RetailMap.Build([2026]).Find(node)!, DateTimeOffset.Parse(at, null)).ShouldBe(open);
}
