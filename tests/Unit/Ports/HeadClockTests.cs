using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;

namespace Crossdock.Unit.Tests.Ports;

/// <summary>When a case is late, looked at by itself.</summary>
public sealed class HeadClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Waits.OnPerson, -1, null, Clock.Late)]
    [InlineData(Waits.OnPerson, 0, null, Clock.AtRisk)]
    [InlineData(Waits.OnPerson, 60, null, Clock.AtRisk)]
    [InlineData(Waits.OnPerson, 61, null, Clock.InTime)]
    [InlineData(Waits.OnPerson, 300, -1, Clock.Late)]
    [InlineData(Waits.OnPerson, -1, 300, Clock.Late)]
    [InlineData(Waits.OnPerson, null, null, Clock.InTime)]
    [InlineData(Waits.OnTime, -1, null, Clock.InTime)]
    [InlineData(Waits.OnTime, 30, null, Clock.InTime)]
    [InlineData(Waits.OnTime, 30, 300, Clock.InTime)]
    [InlineData(Waits.OnTime, 300, 30, Clock.AtRisk)]
    [InlineData(Waits.OnTime, 300, -1, Clock.Late)]
    public void A_case_is_late_by_what_passes_first_and_a_plan_is_no_promise(Waits waits, int? due, int? promise, Clock clock)
    {
        DateTimeOffset? At(int? minutes) => minutes is { } given ? Now.AddMinutes(given) : null;
        var deadline = At(due) is { } at ? new Deadline("Current", TimeSpan.FromHours(1), "always", Now, at, 1) : null;
        var head = new CaseHead(
            1, CaseId.Order("O-1"), "order", 1, 1, "Current", waits, Now, Now, null, Now, deadline, null, 0,
            new CaseCard("x", Promise: At(promise)));

        head.ClockAt(Now, OverviewReader.AtRiskWithin).ShouldBe(clock);
        Load.Of(head, Now).ShouldBe(new Load(1, clock == Clock.AtRisk ? 1 : 0, clock == Clock.Late ? 1 : 0));
    }
}
