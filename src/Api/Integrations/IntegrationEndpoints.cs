using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Intelligence.Integrations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Integrations;

/// <param name="Failures">attempts without success, a clear no included</param>
/// <param name="MedianSeconds">half of the attempts took no longer; null where none was made</param>
/// <param name="Circuit">closed, open or half-open, as the host that answers has it; so are waiting and retrying</param>
/// <param name="GivenUp">open incidents; see operations/incidents with the same system</param>
public sealed record IntegrationView(
    string System, string Name, string Owner, string Contract, int Attempts, int Failures, double PerMinute, double? MedianSeconds,
    double? P95Seconds, string Circuit, int Waiting, int Retrying, DateTimeOffset? OldestSince, string? Reason, int GivenUp)
{
    internal static IntegrationView Of(SystemStanding one) => new(
        one.System.System, one.System.Name, Words<OwnerGroup>.Of(one.System.Owner), one.System.Contract, one.Answers.Attempts,
        one.Answers.Failures, Math.Round(one.PerMinute, 2), one.Answers.Median?.TotalSeconds, one.Answers.P95?.TotalSeconds, one.Circuit,
        one.Waiting, one.Retrying, one.Oldest, one.Reason, one.GivenUp);
}

/// <param name="Outcome">not-expected or refused</param>
public sealed record InboundProblemView(DateTimeOffset At, string? Type, string? Subject, string Outcome, string Reason);

/// <summary>What a system has sent to the host that answers in the last 15 minutes of the wall.</summary>
/// <param name="Repeated">known by their id; <paramref name="NotExpected"/>: the case had gone on; <paramref name="Refused"/>: about no
/// case, or not of the form its type has</param>
/// <param name="MedianDelaySeconds">from when it happened to when it was heard, on the wall</param>
/// <param name="Last">when something came last, however long ago</param>
/// <param name="Problems">the latest that led to nothing</param>
public sealed record InboundView(
    string System, int Events, double PerMinute, int Repeated, int NotExpected, int Refused, double? MedianDelaySeconds,
    double? P95DelaySeconds, DateTimeOffset? Last, ImmutableArray<InboundProblemView> Problems)
{
    internal static InboundView Of(InboundStanding one) => new(
        one.System, one.Events, Math.Round(one.PerMinute, 2), one.Repeated, one.NotExpected, one.Refused, one.MedianDelay?.TotalSeconds,
        one.P95Delay?.TotalSeconds, one.Last,
        [.. one.Problems.Select(problem => new InboundProblemView(
            problem.At, problem.Type, problem.Subject, Words<InboundOutcome>.Of(problem.Outcome), problem.Reason))]);
}

/// <param name="WindowSeconds">the stretch of the wall that the attempts are of</param>
/// <param name="Oldest">of the system that was asked for, the effects that wait longest; empty where none was asked for</param>
public sealed record IntegrationList(
    DateTimeOffset AsOf, double WindowSeconds, ImmutableArray<IntegrationView> Systems, ImmutableArray<WaitingEffect> Oldest,
    ImmutableArray<InboundView> Inbound);

internal static class IntegrationEndpoints
{
    private static readonly Field<string> System = Optional("system", Kinds.Key, "Whose oldest waiting effects are told, such as erp.");
    private static readonly Shape Asked = new("IntegrationQuery", [System]);

    public static void MapIntegrations(this IEndpointRouteBuilder app) => app.MapGroup("/v1/integrations").WithTags("Operations")
        .MapGet("", List)
        .Read(Policies.Reader, Asked)
        .Answers<IntegrationList>(
            200, "listIntegrations", "Each outside system: rate, latency, failures, circuit, queue, what is given up, and what it sends");

    private static async Task<IResult> List(HttpContext http, IntegrationReader reader)
    {
        var faults = new Faults();
        var asked = Query.Read(http, Asked, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var system = asked.TryGet(System, out var name) ? name : null;
        var figures = await reader.Read(system, http.RequestAborted);
        if (system is not null && figures.Chosen is null)
        {
            faults.Add(
                System.Name,
                $"is not known; got '{Faults.Shown(system)}'{NearestName.Hint(system, figures.Systems.Select(one => one.System.System))}");
            return Answer.Refused(faults);
        }

        return Answer.Ok(
            new IntegrationList(
                figures.At, figures.Window.TotalSeconds, [.. figures.Systems.Select(IntegrationView.Of)], figures.Chosen?.Waiting ?? [],
                [.. figures.Inbound.Select(InboundView.Of)]),
            ApiJson.Default.IntegrationList);
    }
}
