using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Settings;
using Microsoft.Extensions.Configuration;

namespace Crossdock.Unit.Tests.Settings;

public sealed class HostSettingsTests
{
    [Theory]
    [InlineData("Clock:Factor", "fast", "Crossdock:Clock:Factor must be a number above 0 such as 3600; got 'fast'.")]
    [InlineData("Clock:Factor", "-1", "Crossdock:Clock:Factor must be a number above 0 such as 3600; got '-1'.")]
    [InlineData("Clock:Factor", "Infinity", "Crossdock:Clock:Factor must be a number above 0 such as 3600; got 'Infinity'.")]
    [InlineData("Clock:Epoch", "noon", "Crossdock:Clock:Epoch must be an instant such as 2026-11-01T07:00:00Z; got 'noon'.")]
    [InlineData("Clock:WallEpoch", "noon", "Crossdock:Clock:WallEpoch must be an instant such as 2026-11-01T07:00:00Z; got 'noon'.")]
    public void What_cannot_be_understood_says_what_it_must_be(string name, string value, string said) =>
        Should.Throw<ArgumentException>(() => Read((name, value))).Message.ShouldBe(said);

    [Fact]
    public void What_is_set_to_nothing_is_not_set() =>
        Read(("Network", ""), ("Store", " "), ("Clock:Epoch", ""), ("Clock:WallEpoch", ""), ("Clock:Factor", ""))
            .ShouldBe(Read());

    [Fact]
    public void The_command_line_goes_before_the_settings() =>
        HostSettings.Read(Configuration(("Store", "sqlite:one.db")), "sqlite:other.db").Store.ShouldBe("sqlite:other.db");

    [Theory]
    [InlineData("""{"LEEDS":{"85123A":"C 04-1"}}""", null)]
    [InlineData("""{"MARS":{"85123A":"C 04-1"}}""", "it names the node MARS")]
    [InlineData("""{"LEEDS":{"85123A":""}}""", "the place of 85123A at LEEDS must be 1 to 40 characters")]
    [InlineData("""{"LEEDS":["85123A"]}""", "could not be converted")]
    [InlineData("", "The input does not contain any JSON tokens")]
    public async Task Where_things_are_kept_is_read_from_a_file_of_its_own_and_a_broken_one_says_what_to_mend(string shelves, string? said)
    {
        var folder = Directory.CreateTempSubdirectory("shelves-");
        var (network, file) = (Path.Combine(folder.FullName, "network.json"), Path.Combine(folder.FullName, "shelves.json"));
        await File.WriteAllTextAsync(network, JsonSerializer.Serialize(Leeds, ContractsJson.Default.RetailNetwork), Cancel);
        await File.WriteAllTextAsync(file, shelves, Cancel);
        await using var errors = new StringWriter();
        var read = await Read(("Network", network), ("Shelves", file)).ReadNetwork(errors, Cancel);
        folder.Delete(recursive: true);

        if (said is null)
        {
            (read!.Shelves.PlaceOf("LEEDS", "85123A"), read.Shelves.PlaceOf("LEEDS", "X"), read.Shelves.PlaceOf(null, "85123A"))
                .ShouldBe(("C 04-1", "", ""));
        }
        else
        {
            read.ShouldBeNull();
            errors.ToString().ShouldContain(said);
        }
    }

    [Theory]
    [InlineData("""{"85123A":["85123B","85123C"]}""", null)]
    [InlineData("""{"85123A":[]}""", "85123A must have 1 to 10 others")]
    [InlineData("""{"85123A":null}""", "85123A must have 1 to 10 others")]
    [InlineData("""{"85123A":["85123A"]}""", "what may be sent instead of 85123A must be others, each once")]
    [InlineData("""{"85123A":["X","X"]}""", "what may be sent instead of 85123A must be others, each once")]
    [InlineData("""{"85123A":["a b"]}""", "'a b' is no SKU")]
    [InlineData("""{"85123A":[null]}""", "'' is no SKU")]
    [InlineData("""["85123A"]""", "could not be converted")]
    public async Task What_may_be_sent_instead_is_read_from_a_file_and_a_broken_one_says_what_to_mend(string substitutes, string? said)
    {
        var folder = Directory.CreateTempSubdirectory("substitutes-");
        var (network, file) = (Path.Combine(folder.FullName, "network.json"), Path.Combine(folder.FullName, "substitutes.json"));
        await File.WriteAllTextAsync(network, JsonSerializer.Serialize(Leeds, ContractsJson.Default.RetailNetwork), Cancel);
        await File.WriteAllTextAsync(file, substitutes, Cancel);
        await using var errors = new StringWriter();
        var read = await Read(("Network", network), ("Substitutes", file)).ReadNetwork(errors, Cancel);
        folder.Delete(recursive: true);

        if (said is null)
        {
            read!.Substitutes.Of("85123A").ShouldBe(["85123B", "85123C"]);
            read.Substitutes.Of("85123B").ShouldBeEmpty();
        }
        else
        {
            read.ShouldBeNull();
            errors.ToString().ShouldContain(said);
        }
    }

    private static readonly RetailNetwork Leeds = new(
        "Test", [new Region("UK", "Britain", ["GB"], "GBP")], [new Channel("web", "Web shop", "web")],
        [new Node("LEEDS", "Leeds", NodeKind.Store, "UK", "GB", "Europe/London", 53.8, -1.5, 100, new TimeOnly(15, 0), [], [])]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static HostSettings Read(params (string Name, string Value)[] settings) => HostSettings.Read(Configuration(settings), null);

    private static IConfigurationRoot Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(one => $"Crossdock:{one.Name}", one => (string?)one.Value)).Build();
}
