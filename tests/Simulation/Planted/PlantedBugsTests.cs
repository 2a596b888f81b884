using System.Text.Json;
using Crossdock.Tests.Shared;

namespace Crossdock.Simulation.Tests.Planted;

/// <summary>
/// The simulator's power: each bug of the list, planted alone, comes to harm within the lives stated beside it. One is planted in
/// every run; CROSSDOCK_PLANTED=all plants every one, which takes minutes, and a part of their names those.
/// </summary>
public sealed class PlantedBugsTests
{
    public const string Variable = "CROSSDOCK_PLANTED";

    private const string Usual = "a reservation is not given back when an order is cancelled";

    public static TheoryData<string> Planted =>
    [
        .. Bugs.All.Select(bug => bug.Name)
            .Where(name => name == Usual || (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } asked
                && (asked == "all" || name.Contains(asked, StringComparison.OrdinalIgnoreCase)))),
    ];

    [Fact]
    public void Every_bug_of_the_list_fits_the_code_as_it_is()
    {
        Bugs.All.Count.ShouldBeGreaterThanOrEqualTo(30);
        Bugs.All.Select(bug => bug.Name).ShouldBeUnique();
        foreach (var bug in Bugs.All)
        {
            var places = PatchedProgram.SourceOf(bug.Project, bug.Source).Split(bug.Was).Length - 1;
            places.ShouldBe(1, $"{bug.File} has to hold this once, for \"{bug.Name}\": {bug.Was}");
            bug.Is.ShouldNotBe(bug.Was);
        }
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task A_planted_bug_is_found(string name)
    {
        var bug = Bugs.All.Single(bug => bug.Name == name);
        var cancel = TestContext.Current.CancellationToken;
        using var program = await PatchedProgram.Of("rehearsal", bug.Project, bug.Plant, cancel);

        var (code, said) = await program.Run(
            "Crossdock.Rehearsal.dll", cancel, "simulate", "--seed", "1", "--seeds", $"{bug.Seeds}", "--stories", "0", "--stop-at-harm",
            "--json");

        code.ShouldBe(1, $"{name}: {said}");
        using var report = JsonDocument.Parse(said);
        var harmed = report.RootElement.GetProperty("harmed").EnumerateArray().ToList();
        harmed.ShouldNotBeEmpty(said);
        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {harmed[0].GetRawText()}");
    }
}
