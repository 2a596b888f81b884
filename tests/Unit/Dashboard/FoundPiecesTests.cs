using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Host.Dashboard.Store;
using Microsoft.Extensions.Primitives;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>How many pieces a person in a store found, pressed or written.</summary>
public class FoundPiecesTests
{
    [Theory]
    [InlineData("15", 15)]
    [InlineData("0", 0)]
    [InlineData("", null)]
    [InlineData("-1", null)]
    [InlineData("1e9", null)]
    [InlineData("100001", null)]
    public void More_than_there_are_buttons_for_is_written(string written, int? found) =>
        FoundPieces.Of([Field("set", "1.written"), Field("other-1", written), Field("other-2", "7")]).Of(1).ShouldBe(found);

    [Fact]
    public void A_number_that_was_written_and_not_taken_counts_for_nothing() =>
        FoundPieces.Of([Field("set", "2.3"), Field("other-1", "15")]).ByLine.ShouldBe([new(2, 3)]);

    [Fact]
    public void An_inspection_that_finds_every_piece_as_new_has_nothing_to_choose()
    {
        var found = FoundPieces.Of([Field("found-1", "30"), Field("found-2", "1")]);
        found.Result(Inspection(), "", "").ShouldNotBeNull().Choice.ShouldBeNull();
    }

    [Fact]
    public void An_inspection_that_finds_less_says_what_becomes_of_the_rest()
    {
        var found = FoundPieces.Of([Field("found-1", "29"), Field("found-2", "1")]);
        found.Result(Inspection(), "", "").ShouldBeNull();
        found.Result(Inspection(), "scrap", "").ShouldNotBeNull().Choice.ShouldBe("scrap");
    }

    [Fact]
    public void Whatever_else_offers_choices_wants_one() =>
        FoundPieces.Of([]).Result(Inspection() with { Kind = TaskKind.Resolve }, "", "").ShouldBeNull();

    private static KeyValuePair<string, StringValues> Field(string name, string value) => new(name, value);

    private static TaskOpened Inspection() => new(
        TaskKind.Inspect, "Look", "Why", new CaseId("return", "R-1"), null, OwnerGroup.StoreOperations, "S101", null, null, null, null,
        null, null, 1, TimeSpan.FromHours(1), [new TaskLine(1, "A", "Thing", "A 1", 30), new TaskLine(2, "B", "Other", "A 2", 1)],
        [new TaskChoice("scrap", "Scrap"), new TaskChoice("missing", "Not there")]);
}
