using System.Text.Json.Nodes;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Intelligence;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Unit.Tests.Dashboard;
using Crossdock.Unit.Tests.Intelligence.LiveFlow;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

/// <summary>The answers themselves; keys, quotas and the document are those of every service.</summary>
public sealed class FlowServiceTests : IAsyncLifetime
{
    private static readonly RetailNetwork Network = MadeUpRetailer.Network;

    private readonly string _folder = Directory.CreateTempSubdirectory("flow-").FullName;
    private FlowReader _reader = null!;

    public async ValueTask InitializeAsync() =>
        _reader = await FlowCases.Read(_folder, FlowCases.Rows(), FlowCases.Map, FlowCases.HeadOfH());

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_flow_says_what_follows_what_with_times_and_what_stands_now()
    {
        var (status, body) = await Read("made-up", "?variants=2");

        status.ShouldBe(200);
        ((string)body["process"]!, (int)body["mapVersion"]!).ShouldBe(("made-up", 3));
        body["compared"].ShouldBeNull();
        var flow = body["flow"]!;
        ((int)flow["cases"]!, (int)flow["closed"]!, (int)flow["again"]!).ShouldBe((9, 6, 2));
        var step = flow["steps"]!.AsArray()[1]!;
        ((string)step["from"]!, (string)step["to"]!, (int)step["count"]!, (double)step["times"]!["medianSeconds"]!)
            .ShouldBe(("Checking", "Picking", 5, 600));
        var held = flow["states"]!.AsArray().Single(state => (string)state!["state"]! == "Held")!;
        ((int)held["open"]!, (int)held["late"]!, (int)held["came"]!).ShouldBe((1, 1, 3));
        ((int)flow["variants"]!["different"]!, (int)flow["variants"]!["restCases"]!, flow["variants"]!["top"]!.AsArray().Count)
            .ShouldBe((5, 3, 2));
        flow["conformance"]!["deviations"]!.AsArray().Select(one => (string)one!["deviation"]!)
            .ShouldBe(["skipped", "repeated", "out-of-order", "unknown"]);
    }

    [Fact]
    public async Task Two_slices_are_compared_in_times_a_case()
    {
        var (status, body) = await Read("made-up", "?region=dach&compareRegion=uk&compareTo=2027-01-01T00:00:00Z");

        status.ShouldBe(200);
        ((int)body["flow"]!["cases"]!, (int)body["compared"]!["other"]!["cases"]!).ShouldBe((8, 1));
        body["flow"]!["to"].ShouldBeNull();
        ((string)body["compared"]!["other"]!["to"]!).ShouldStartWith("2027-01-01");
        var off = body["compared"]!["steps"]!.AsArray()[0]!;
        ((string)off["from"]!, (string)off["to"]!, (double)off["perCase"]!, (double)off["otherPerCase"]!)
            .ShouldBe(("Picking", "Held", 0, 1));
    }

    [Fact]
    public async Task The_cases_behind_a_figure_are_named()
    {
        var (status, body) = await Cases("made-up", "?of=took/Checking/Picking&take=2&node=S101");

        (status, (int)body["count"]!).ShouldBe((200, 4));
        body["cases"]!.AsArray().Select(id => (string)id!).ShouldBe(["order/A", "order/B"]);
    }

    [Theory]
    [InlineData("mad-up", "", 404, "There is no process 'mad-up' whose cases flow; did you mean 'made-up'?.")]
    [InlineData("made-up", "?region=ukk", 400, "region is not known")]
    [InlineData("made-up", "?compareNode=S10", 400, "compareNode is not known")]
    [InlineData("made-up", "?from=2026-11-24T00:00:00Z&to=2026-11-24T00:00:00Z", 400, "to must come after from.")]
    [InlineData("made-up", "?to=2026-11-24T00:00:00Z&compareFrom=2026-11-24T00:00:00Z", 400, "compareTo must come after compareFrom.")]
    [InlineData("made-up", "?variants=0", 400, "variants")]
    [InlineData("made-up", "?regoin=uk", 400, "region")]
    [InlineData("made-up", "?compareRegoin=uk", 400, "compareRegion")]
    public async Task What_cannot_be_answered_is_refused_with_what_to_mend(string process, string query, int status, string words)
    {
        var (said, body) = await Read(process, query);

        said.ShouldBe(status);
        $"{body["detail"]} {body["errors"]}".ShouldContain(words);
    }

    [Theory]
    [InlineData("", "of is missing")]
    [InlineData("?of=everything", "is nothing that a flow counts")]
    [InlineData("?of=closed&take=501", "take")]
    public async Task A_figure_that_nobody_counts_has_no_cases(string query, string words)
    {
        var (status, body) = await Cases("made-up", query);

        status.ShouldBe(400);
        $"{body["detail"]} {body["errors"]}".ShouldContain(words);
    }

    private async Task<(int Status, JsonObject Body)> Read(string process, string query) =>
        Said(await FlowEndpoints.Read(Asked(query), process, _reader, new FakeMaps(FlowCases.Map), Network));

    private async Task<(int Status, JsonObject Body)> Cases(string process, string query) =>
        Said(await FlowEndpoints.ReadCases(Asked(query), process, _reader, new FakeMaps(FlowCases.Map), Network));

    private static DefaultHttpContext Asked(string query) => new() { Request = { QueryString = new QueryString(query) } };

    private static (int, JsonObject) Said(IResult result) =>
        result.ShouldBeOfType<Answer>() is var answer ? (answer.Status, JsonNode.Parse(answer.Body)!.AsObject()) : default;
}
