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

    private static HostSettings Read(params (string Name, string Value)[] settings) => HostSettings.Read(Configuration(settings), null);

    private static IConfigurationRoot Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(one => $"Crossdock:{one.Name}", one => (string?)one.Value)).Build();
}
