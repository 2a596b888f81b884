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
    public void Another_seed_lives_another_life() => Trial.Run(Scenario.Of(2)).Hash.ShouldNotBe(Trial.Run(Scenario.Of(1)).Hash);

    [Fact]
    public void Whatever_goes_wrong_no_law_is_broken()
    {
        var report = new SimulationRun(TimeProvider.System).Play(1_000, 60, Scenario.Of(0), _ => { }, Cancel);
        report.Harmed.ShouldBeEmpty(string.Join(
            Environment.NewLine, report.Harmed.Select(one => $"seed {one.Seed}: {string.Join("; ", one.Harms)}")));
        Enum.GetNames<FaultKind>().Except(report.FaultsByKind.Keys).ShouldBeEmpty("a fault that never strikes tries nothing");
    }
}
