using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Intelligence.Alerts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Alerts;

/// <summary>Which figures are held against which limits, and which are past them.</summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/intelligence").WithTags("Intelligence").MapGet("alerts", Read)
            .Read(Policies.Reader)
            .Answers<AlertList>(200, "listAlerts", "Every limit of a figure with what is measured now; what is past it first");

    private static async Task<IResult> Read(AlertDesk desk, CancellationToken cancel) =>
        Answer.Ok(new AlertList([.. (await desk.Show(cancel)).Select(AlertView.Shown)]), ApiJson.Default.AlertList);
}

public sealed record AlertList(ImmutableArray<AlertView> Alerts);

/// <param name="Of">the channel, system, place or state it is measured for; null for a process as a whole</param>
/// <param name="Kind">absolute, against-past, ageing, against-same-hours or against-others</param>
/// <param name="Past">what it is held against: of the 28 days before, of the same hours of weeks before, or of the other places</param>
/// <param name="Base">out of how many it is computed</param>
/// <param name="Limit">in the unit, or points of it worse, or percent below, what it is held against</param>
/// <param name="Policy">whose value the limit is</param>
/// <param name="OverHours">how far back it looks</param>
/// <param name="IsEnough">false where there are too few, now or in what it is held against, to open or end an alert</param>
/// <param name="Task">the open alert's task; null while it is within its limit</param>
public sealed record AlertView(
    string Rule, string Figure, string Measure, string Unit, string? Process, string? Of, string Kind, double Value, double? Past,
    long Base, decimal Limit, string Policy, int PolicyVersion, double OverHours, bool IsEnough, string Owner,
    string? Task, DateTimeOffset? Since)
{
    internal static AlertView Shown(AlertShown one)
    {
        var (reading, rule) = (one.Reading, one.Reading.Rule);
        return new AlertView(
            rule.Name, rule.Figure, rule.Measure, reading.Unit, reading.Process, reading.Of, Words<AlertKind>.Of(rule.Kind), reading.Value,
            reading.Past, reading.Base, one.Limit.Value, rule.Policy, one.Limit.Version, rule.Over.TotalHours, one.IsEnough,
            Words<OwnerGroup>.Of(one.Owner), one.Task?.ToString(), one.Since);
    }
}
