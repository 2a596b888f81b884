using System.Diagnostics;
using Crossdock.Rehearsal.Simulation;
using Crossdock.Rehearsal.Simulation.Running;

namespace Crossdock.Simulation.Tests;

/// <summary>The simulator itself: that a seed is one life, and that the lives are hard enough to mean something.</summary>
public sealed class SimulatorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1UL)]
    [InlineData(17UL)]
    [InlineData(4_711UL)]
    public void The_same_seed_lives_the_same_life(ulong seed)
    {
        var (one, other) = (Trial.Run(Scenario.Of(seed)), Trial.Run(Scenario.Of(seed)));
        one.Rows.ShouldBeGreaterThan(20);
        other.Hash.ShouldBe(one.Hash);
        other.Steps.ShouldBe(one.Steps);
        other.Struck.SetEquals(one.Struck).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_process_lives_the_same_life()
    {
        // Texts hash otherwise in every process: whatever goes by the order of a hash table shows here.
        var here = new SimulationRun(TimeProvider.System).Play(31, 4, Scenario.Of(0), _ => { }, Cancel).Hash;
        var program = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "..", "..", "..", "rehearsal", "bin", "Release", "net10.0", "Crossdock.Rehearsal.dll"));
        using var other = Process.Start(new ProcessStartInfo("dotnet", [program, "simulate", "--seed", "31", "--seeds", "4", "--json"])
        {
            RedirectStandardOutput = true,
        })!;
        (await other.StandardOutput.ReadToEndAsync(Cancel)).ShouldContain(here);
        await other.WaitForExitAsync(Cancel);
    }

    [Fact]
    public void Another_seed_lives_another_life() => Trial.Run(Scenario.Of(2)).Hash.ShouldNotBe(Trial.Run(Scenario.Of(1)).Hash);

    /// <summary>
    /// Each of these lives found a fault of the product once: money still authorised after a write-off, a return that nobody would
    /// answer, an activation that was overtaken and knew nothing of the effect it was poked for.
    /// </summary>
    [Theory]
    [InlineData(103UL)]
    [InlineData(255UL)]
    [InlineData(295UL)]
    public void A_life_that_came_to_harm_once_does_not_again(ulong seed) => Trial.Run(Scenario.Of(seed)).Harms.ShouldBeEmpty();

    [Fact]
    public void Whatever_goes_wrong_no_law_is_broken()
    {
        var report = new SimulationRun(TimeProvider.System).Play(1_000, 60, Scenario.Of(0), _ => { }, Cancel);
        report.Harmed.ShouldBeEmpty(string.Join(
            Environment.NewLine, report.Harmed.Select(one => $"seed {one.Seed}: {string.Join("; ", one.Harms)}")));
        Enum.GetNames<FaultKind>().Except(report.FaultsByKind.Keys).ShouldBeEmpty("a fault that never strikes tries nothing");
    }
}
