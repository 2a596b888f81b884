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
    public void An_inspection_says_line_by_line_what_becomes_of_each_piece()
    {
        var found = FoundPieces.Of(
        [
            Field("set", "1.sorted"), Field("to-1-new", "27"), Field("to-1-scrap", "2"), Field("to-1-missing", "1"),
            Field("found-2", "1"),
        ]);
        var result = found.Result(Inspection(), "", "").ShouldNotBeNull();

        result.Lines.ShouldBe([new PickedLine(1, "A", 27), new PickedLine(2, "B", 1)]);
        result.Sorted.ShouldBe([new SortedLine(1, 2, Disposition.Scrap), new SortedLine(1, 1, Disposition.Missing)]);
        FoundPieces.Of(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(found.Query("T")))
            .Result(Inspection(), "", "").ShouldNotBeNull().Sorted.ShouldBe(result.Sorted, "also without scripts");
    }

    [Theory]
    [InlineData("27", "2")]
    [InlineData("29", "2")]
    [InlineData("", "")]
    [InlineData("30", "1")]
    public void An_inspection_that_does_not_say_each_piece_once_is_not_done(string asNew, string scrapped) =>
        FoundPieces.Of([Field("set", "1.sorted"), Field("to-1-new", asNew), Field("to-1-scrap", scrapped), Field("found-2", "1")])
            .Result(Inspection(), "", "").ShouldBeNull();

    [Fact]
    public void Whoever_then_finds_all_of_them_good_has_said_nothing_of_others()
    {
        var found = FoundPieces.Of([Field("set", "1.30"), Field("to-1-scrap", "2"), Field("found-2", "1")]);

        found.Result(Inspection(), "", "").ShouldNotBeNull().Sorted.IsDefaultOrEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("to-1-0")]
    [InlineData("to-1-burn")]
    [InlineData("to-x-scrap")]
    [InlineData("to-1-scrap-2")]
    public void A_field_that_names_no_line_or_no_fate_counts_for_nothing(string name) =>
        FoundPieces.Of([Field(name, "2")]).Sorted.ShouldBeEmpty();

    [Fact]
    public void Whatever_else_offers_choices_wants_one() =>
        FoundPieces.Of([]).Result(Inspection() with { Kind = TaskKind.Resolve }, "", "").ShouldBeNull();

    private static KeyValuePair<string, StringValues> Field(string name, string value) => new(name, value);

    private static TaskOpened Inspection() => new(
        TaskKind.Inspect, "Look", "Why", new CaseId("return", "R-1"), null, OwnerGroup.StoreOperations, "S101", null, null, null, null,
        null, null, 1, TimeSpan.FromHours(1), [new TaskLine(1, "A", "Thing", "A 1", 30), new TaskLine(2, "B", "Other", "A 2", 1)],
        [new TaskChoice("scrap", "Scrap"), new TaskChoice("missing", "Not there")]);
}
