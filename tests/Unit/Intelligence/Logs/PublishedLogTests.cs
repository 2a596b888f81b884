using System.Text.Json;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Logs;

/// <summary>Real logs, and what PM4Py 2.7.11 made of them. They are read where they lie and are not here.</summary>
public sealed class PublishedLogTests
{
    private static readonly string? Suites = Environment.GetEnvironmentVariable("CROSSDOCK_SUITES");

    [Theory]
    [InlineData("running-example.xes", "running-example.xes")]
    [InlineData("receipt.csv", "receipt.csv.gz")]
    [InlineData("roadtraffic100traces.xes", "roadtraffic100traces.xes.gz")]
    public void every_figure_of_a_case_log_is_that_of_PM4Py(string name, string file)
    {
        var (expected, ours) = (Expected("logs", name), LogFiles.Import(Path.Combine(Suites!, "logs", file)));

        foreach (var (theirs, mine) in new[] { ("events", "events"), ("cases", "cases"), ("activities", "activities"),
            ("variant_count", "variants") })
        {
            ours.GetProperty(mine).GetInt32().ShouldBe(expected.GetProperty(theirs).GetInt32(), mine);
        }

        ShouldCount(ours.GetProperty("startActivities"), expected.GetProperty("start_activities"));
        ShouldCount(ours.GetProperty("endActivities"), expected.GetProperty("end_activities"));
        ShouldCount(ours.GetProperty("rework"), expected.GetProperty("rework_cases_per_activity"));
        Raw(ours.GetProperty("directlyFollows")).ShouldBe(Raw(expected.GetProperty("dfg")));
        ShouldSpreads(ours.GetProperty("directlyFollowsSeconds"), expected.GetProperty("performance_dfg_seconds"));
        ShouldSpread(ours.GetProperty("caseDurationSeconds"), expected.GetProperty("case_duration_seconds"), name);
        Near(ours.GetProperty("caseArrivalSecondsMean"), expected.GetProperty("case_arrival_avg_s"), "arrival");
        Raw(ours.GetProperty("topVariants")).Take(5).ShouldBe(Raw(expected.GetProperty("top5_variants")));
        ours.GetProperty("odd").GetProperty("count").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("ocel20_example.jsonocel")]
    [InlineData("ocel20_example.xmlocel")]
    [InlineData("ocel20_example.sqlite")]
    public void every_figure_of_an_object_centric_log_is_that_of_PM4Py(string name)
    {
        var (expected, ours) = (Expected("ocel", name), LogFiles.Import(Path.Combine(Suites!, "ocel", name)));

        foreach (var count in new[] { "events", "objects", "relations", "o2o" })
        {
            ours.GetProperty(count).GetInt32().ShouldBe(expected.GetProperty(count).GetInt32(), count);
        }

        ShouldCount(ours.GetProperty("objectTypes"), expected.GetProperty("object_types"));
        ShouldCount(ours.GetProperty("activities"), expected.GetProperty("activities"));
        var flattened = ours.GetProperty("flattened");
        flattened.EnumerateObject().Select(type => type.Name)
            .ShouldBe(expected.GetProperty("flattened").EnumerateObject().Select(type => type.Name));
        foreach (var type in expected.GetProperty("flattened").EnumerateObject())
        {
            var mine = flattened.GetProperty(type.Name);
            foreach (var count in new[] { "cases", "events", "variants" })
            {
                mine.GetProperty(count).GetInt32().ShouldBe(type.Value.GetProperty(count).GetInt32(), $"{type.Name} {count}");
            }

            ShouldCount(mine.GetProperty("startActivities"), type.Value.GetProperty("start"));
            ShouldCount(mine.GetProperty("endActivities"), type.Value.GetProperty("end"));
            Raw(mine.GetProperty("directlyFollows")).ShouldBe(Raw(type.Value.GetProperty("dfg")), ignoreOrder: true);
            ShouldSpread(mine.GetProperty("caseDurationSeconds"), type.Value.GetProperty("duration_s"), type.Name);
        }
    }

    private static JsonElement Expected(string folder, string name)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Suites), "CROSSDOCK_SUITES does not name a folder with logs and ocel.");
        var file = Path.Combine(Suites!, folder, "expected.json");
        Assert.SkipUnless(File.Exists(file), $"There is no {file}.");
        // Python writes NaN for the deviation of a single value, which JSON does not know.
        var text = File.ReadAllText(file).Replace(": NaN", ": null", StringComparison.Ordinal);
        return JsonDocument.Parse(text).RootElement.GetProperty(name);
    }

    private static List<string> Raw(JsonElement rows) => [.. rows.EnumerateArray().Select(row => JsonSerializer.Serialize(row))];

    private static void ShouldCount(JsonElement ours, JsonElement expected) =>
        ours.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32())
            .ShouldBe(expected.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32()), ignoreOrder: true);

    private static void ShouldSpreads(JsonElement ours, JsonElement expected)
    {
        ours.GetArrayLength().ShouldBe(expected.GetArrayLength());
        foreach (var (mine, theirs) in ours.EnumerateArray().Zip(expected.EnumerateArray()))
        {
            var pair = $"{theirs[0]} > {theirs[1]}";
            $"{mine[0]} > {mine[1]}".ShouldBe(pair);
            ShouldSpread(mine[2], theirs[2], pair);
        }
    }

    private static void ShouldSpread(JsonElement ours, JsonElement expected, string what)
    {
        foreach (var figure in expected.EnumerateObject())
        {
            Near(ours.GetProperty(figure.Name), figure.Value, $"{what} {figure.Name}");
        }
    }

    private static void Near(JsonElement ours, JsonElement expected, string what)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            ours.ValueKind.ShouldBe(JsonValueKind.Null, what);
            return;
        }

        ours.GetDouble().ShouldBe(expected.GetDouble(), 1e-9 * Math.Max(1, Math.Abs(expected.GetDouble())), what);
    }
}
