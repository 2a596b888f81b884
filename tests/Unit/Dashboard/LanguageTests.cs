using System.Text.RegularExpressions;
using Crossdock.Host.Dashboard;

namespace Crossdock.Unit.Tests.Dashboard;

public sealed partial class LanguageTests
{
    [Theory]
    [InlineData("paper", "#FAF8F3", "#141310")]
    [InlineData("raised", "#FFFFFF", "#1F1D19")]
    [InlineData("well", "#F0EDE5", "#262320")]
    [InlineData("line", "#E1DCD1", "#322F29")]
    [InlineData("flow", "#D6D0C3", "#3D3932")]
    [InlineData("edge", "#8B8578", "#7E786C")]
    [InlineData("ink", "#1C1A16", "#ECE8DF")]
    [InlineData("ink-2", "#4F4A42", "#BDB7AA")]
    [InlineData("ink-3", "#6A6459", "#9A9487")]
    [InlineData("rule", "#1C1A16", "#8A8477")]
    [InlineData("accent", "#0F5499", "#86B8EE")]
    [InlineData("accent-weak", "#E4ECF4", "#1B2B3B")]
    [InlineData("ok", "#1C7446", "#5CD6A4")]
    [InlineData("risk", "#7F5000", "#EDB23C")]
    [InlineData("risk-fill", "#BD7800", "#EDB23C")]
    [InlineData("late", "#B02418", "#FF8A76")]
    [InlineData("held", "#5F687A", "#98A3BA")]
    [InlineData("info", "#0B4759", "#C0E8F5")]
    public void Tokens_stand_once_and_as_agreed(string token, string light, string dark)
    {
        var said = Tokens().Matches(ScreenFiles.Text("crossdock.css")).Where(match => match.Groups[1].Value == token).ToArray();
        said.Length.ShouldBe(1);
        (said[0].Groups[2].Value, said[0].Groups[3].Value).ShouldBe((light, dark));
    }

    [Fact]
    public void Every_variable_that_is_used_is_a_token()
    {
        var css = ScreenFiles.Text("crossdock.css");
        var known = KnownNames().Matches(css).Select(match => match.Groups[1].Value).ToHashSet();
        var used = Used().Matches(css).Select(match => match.Groups[1].Value).ToHashSet();
        used.Count.ShouldBeGreaterThan(20);
        used.Except(known).ShouldBeEmpty();
    }

    [Fact]
    public void Colours_are_written_only_in_the_tokens()
    {
        var css = ScreenFiles.Text("crossdock.css");
        var afterTokens = css[css.IndexOf("/* base */", StringComparison.Ordinal)..];
        Colour().Matches(afterTokens).Select(match => match.Value).Where(colour => colour != "#000").ShouldBeEmpty();
    }

    [GeneratedRegex(@"--([a-z0-9-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)")]
    private static partial Regex Tokens();

    [GeneratedRegex(@"(?m)^\s*--([a-z0-9-]+):")]
    private static partial Regex KnownNames();

    [GeneratedRegex(@"var\(--([a-z0-9-]+)\)")]
    private static partial Regex Used();

    [GeneratedRegex(@"#[0-9A-Fa-f]{3,6}\b(?![^{]*\{)")]
    private static partial Regex Colour();
}
