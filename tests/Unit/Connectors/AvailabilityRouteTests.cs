using System.Text;
using System.Text.Json;
using Crossdock.Connectors.Channels;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Connectors;

/// <summary>What a channel answers is not believed unless it is as agreed.</summary>
public class AvailabilityRouteTests
{
    [Theory]
    [InlineData("""{"receipt":"R-1"}""")]
    [InlineData("""{"receipt":"R-1","refused":null}""")]
    [InlineData("""{"receipt":" ","refused":[]}""")]
    [InlineData("""{"receipt":"R-1","refused":[null]}""")]
    [InlineData("""{"receipt":"R-1","refused":[{"sku":"A"}]}""")]
    [InlineData("""{"receipt":"R-1","refused":[{"sku":"A\u0000","reason":"no"}]}""")]
    public void An_answer_to_figures_names_its_receipt_and_each_refusal(string answer) =>
        Should.Throw<JsonException>(() => Read(new PublishAvailability("web", "web", 1, [new ChannelFigure("A", 1)]), answer));

    [Theory]
    [InlineData("""{"hashes":["",""]}""")]
    [InlineData("""{"hashes":["","","",""]}""")]
    [InlineData("""{"hashes":["","",null]}""")]
    [InlineData("""{"hashes":["","","xyz"]}""")]
    [InlineData("""{"hashes":["","","0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0"]}""")]
    public void There_is_one_hexadecimal_hash_a_bucket(string answer) =>
        Should.Throw<JsonException>(() => Read(new HashAvailability("web", "web", 3), answer));

    [Theory]
    [InlineData("""{"figures":[{"sku":"A","available":-1,"sequence":1}]}""")]
    [InlineData("""{"figures":[{"sku":"A","available":2000000000,"sequence":1}]}""")]
    [InlineData("""{"figures":[{"sku":"A","available":1.5,"sequence":1}]}""")]
    [InlineData("""{"figures":[{"sku":"","available":1,"sequence":1}]}""")]
    [InlineData("""{"figures":[{"sku":"A","available":1}]}""")]
    public void A_figure_that_is_held_is_pieces_of_a_SKU(string answer) =>
        Should.Throw<JsonException>(() => Read(new ReadAvailability("web", "web", 64, [1]), answer));

    [Fact]
    public void The_path_names_the_channel_and_cannot_be_climbed_out_of()
    {
        var route = ChannelRoutes.All.Single(route => route.Effect == typeof(HashAvailability));

        route.Path(new HashAvailability("a/../b", "web", 64)).ShouldBe("/availability/a%2F..%2Fb/hashes");
        Should.Throw<FormatException>(() => route.Path(new HashAvailability("..", "web", 64)));
    }

    private static Message Read(Effect effect, string answer) =>
        ChannelRoutes.All.Single(route => route.Effect == effect.GetType()).Read(effect, Encoding.UTF8.GetBytes(answer));
}
