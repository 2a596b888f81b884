using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>
/// The benches themselves: each is the real program put together by hand, and would rot unseen between two measurements. What they measure
/// here is of no interest.
/// </summary>
public sealed class BenchTests
{
    [Theory]
    [InlineData("readsPerSecond", "availability", "--seconds", "1", "--connections", "4")]
    [InlineData("reservationsPerSecond", "stock", "--seconds", "1", "--skus", "10")]
    [InlineData("invoicesPerSecond", "invoices", "--invoices", "40", "--suppliers", "4")]
    [InlineData("itemsPerSecond", "bulk", "--items", "200")]
    [InlineData("reviewedPerSecond", "replenish", "--skus", "50", "--nodes", "4")]
    public async Task A_bench_runs_and_says_what_it_measured(string measure, params string[] asked)
    {
        using var folder = new TempFolder();
        var (code, said) = await ChildProcess.Run("dotnet", [Programs.Bench, .. asked, "--json"], folder.Path, Eventually.Patience);

        code.ShouldBe(0, said);
        ((double)JsonNode.Parse(said)![measure]!).ShouldBeGreaterThan(0, said);
    }
}
