using Crossdock.Api.Alerts;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Figures;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Alerts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Alerts;

/// <summary>Which figures are held against which limits, what they are now, and which of them somebody has to see to.</summary>
public static class AlertsEndpoints
{
    public const string Screen = "/alerts";

    public static void Map(RouteGroupBuilder screens) =>
        screens.MapGet(Screen, Page).RequireAuthorization(DashboardSetup.Readers);

    private static async Task<RazorComponentResult<AlertsPage>> Page(
        HttpContext context, AlertDesk desk, RetailNetwork network, DashboardSettings settings, BusinessClock clock,
        CancellationToken cancel)
    {
        var frame = DeskFrame.Of(context, settings, clock, "Limits of figures", PerformanceEndpoints.Screen);
        return new RazorComponentResult<AlertsPage>(new { View = new AlertsView(frame, [.. await desk.Show(cancel)], network) });
    }
}

public sealed record AlertsView(DeskFrame Frame, IReadOnlyList<AlertShown> Limits, RetailNetwork Network)
{
    public IReadOnlyList<AlertShown> Past => [.. Limits.Where(one => one.Task is not null)];

    public int Unsure => Limits.Count(one => !one.IsEnough);

    /// <summary>Rules over which nothing was measured, so that a limit nobody is near is not missed.</summary>
    public IReadOnlyList<AlertRule> Silent => [.. AlertRules.All.Where(rule => Limits.All(one => one.Reading.Rule != rule))];

    public static string Value(double value, string unit) => unit switch
    {
        "s" => Words.Duration(TimeSpan.FromSeconds(value)),
        "%" => $"{Words.Figure(value)} %",
        _ => $"{Words.Count((long)Math.Round(value))} {unit}",
    };

    public static string Limit(AlertShown one) => one.Reading.Rule.Kind == AlertKind.AgainstPast
        ? $"{Words.Figure((double)one.Limit.Value)} points {(one.Reading.Rule.IsHighBad ? "above" : "below")} before"
        : Value((double)one.Limit.Value, one.Reading.Unit);

    public static string Past28(AlertShown one) => one.Reading.Rule.Kind != AlertKind.AgainstPast ? ""
        : one.Reading.Past is { } past ? Value(past, one.Reading.Unit) : "too few to say";

    public string Of(AlertReading reading) => reading switch
    {
        { Of: { } of, Rule.Of.By: "channel" } => Network.Channels.FirstOrDefault(channel => channel.Id == of)?.Name ?? of,
        { Of: { } of, Rule.Of.By: "system" } => Words.System(of),
        { Of: { } of } => Words.Sentence(of),
        { Process: { } process } => Words.Sentence(process),
        _ => "all",
    };

    /// <summary>Where the cases behind a figure are.</summary>
    public static string Door(AlertReading reading) => reading.Rule.Figure switch
    {
        "sync-latency" => "/stock",
        "price-parity" => "/prices",
        "integration-retries" => "/integrations",
        "reconciliation-backlog" => "/reconciliation",
        _ when reading.Process is { } process => new PerformanceSlice(process, Days: 1).Url(),
        _ => PerformanceEndpoints.Screen,
    };
}
