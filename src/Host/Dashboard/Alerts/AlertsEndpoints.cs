using Crossdock.Api.Alerts;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Figures;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Alerts;
using Crossdock.Intelligence.Figures;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Alerts;

/// <summary>Which figures are held against which limits, what they are now, and which of them somebody has to see to.</summary>
public static class AlertsEndpoints
{
    public const string Screen = "/alerts";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, Page).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/fragment", Fragment).RequireAuthorization(DashboardSetup.Readers);
    }

    private static async Task<RazorComponentResult> Page(
        HttpContext context, AlertLook look, RetailNetwork network, DashboardSettings settings, BusinessClock clock,
        IExceptionTerms terms) =>
        new RazorComponentResult<AlertsPage>(new { View = await Read(context, look, network, settings, clock, terms) });

    private static async Task<RazorComponentResult> Fragment(
        HttpContext context, AlertLook look, RetailNetwork network, DashboardSettings settings, BusinessClock clock,
        IExceptionTerms terms) =>
        new RazorComponentResult<AlertsLive>(new { View = await Read(context, look, network, settings, clock, terms), WithStatus = true });

    private static async Task<AlertsView> Read(
        HttpContext context, AlertLook look, RetailNetwork network, DashboardSettings settings, BusinessClock clock,
        IExceptionTerms terms)
    {
        var known = await look.Read();
        var glance = known ?? new AlertGlance([], TimeSpan.Zero, clock.GetUtcNow());
        var frame = DeskFrame.Of(context, settings, clock, "Limits of figures", PerformanceEndpoints.Screen) with
        {
            Lag = glance.Lag, Now = glance.Now, LiveFrom = $"{Screen}/fragment",
        };
        return new AlertsView(frame, glance.Limits, network, terms) { IsCounting = known is null };
    }
}

/// <summary>The limits, measured once for all who look, and seldom enough that measuring takes a tenth of the time at most.</summary>
public sealed class AlertLook(
    AlertDesk desk, FigureReader figures, LagReader lag, DashboardSettings settings, BusinessClock clock, TimeProvider wall)
{
    private const int RestsFor = 10;

    private readonly Latest<bool, AlertGlance> _latest = new(wall, settings.Patience, RestsFor);

    /// <returns>null while they are measured for the first time</returns>
    public Task<AlertGlance?> Read() => _latest.Get(true, async cancel =>
    {
        var now = clock.GetUtcNow();
        return new AlertGlance(await desk.Show(cancel), await lag.ReadOf(figures, now, cancel), now);
    });
}

/// <param name="Lag">how far the figures are behind the journal</param>
public sealed record AlertGlance(IReadOnlyList<AlertShown> Limits, TimeSpan Lag, DateTimeOffset Now);

public sealed record AlertsView(DeskFrame Frame, IReadOnlyList<AlertShown> Limits, RetailNetwork Network, IExceptionTerms Terms)
{
    /// <summary>They are measured for the first time.</summary>
    public bool IsCounting { get; init; }

    public OwnerGroup OwnerOf(AlertRule rule) => Terms.Of(rule.Category).Owner;

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

    public static string Limit(AlertShown one)
    {
        var (limit, rule) = ((double)one.Limit.Value, one.Reading.Rule);
        var side = rule.IsHighBad ? "above" : "below";
        return rule.Kind switch
        {
            AlertKind.AgainstPast => $"{Words.Figure(limit)} points {side} before",
            AlertKind.AgainstOthers => $"{Words.Figure(limit)} points {side} the others",
            AlertKind.AgainstSameHours => $"{Words.Figure(limit)} % {side} before",
            _ => Value(limit, one.Reading.Unit),
        };
    }

    public static string Against(AlertShown one) => !AlertRules.IsCompared(one.Reading.Rule) ? ""
        : one.Reading.Past is { } past ? Value(past, one.Reading.Unit) + Measure(one.Reading.Rule) : "too few to say";

    private static string Measure(AlertRule rule) => rule.Kind switch
    {
        AlertKind.AgainstOthers => " in the middle of the others",
        AlertKind.AgainstSameHours => " in the same hours, weakest week",
        _ => $" in {AlertRules.Past.TotalDays:0} days",
    };

    public string Of(AlertReading reading) => reading switch
    {
        { Of: { } of, Rule.Of.By: "channel" } => Network.Channels.FirstOrDefault(channel => channel.Id == of)?.Name ?? of,
        { Of: { } of, Rule.Of.By: "system" } => Words.System(of),
        { Of: { } of, Rule.Of.By: "node" } => Network.Find(of)?.Name ?? of,
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
        _ when reading is { Process: { } process, Of: { } node, Rule.Of.By: "node" } =>
            new PerformanceSlice(process, Node: node, Days: 1).Url(),
        _ when reading is { Process: { } process, Of: { } channel, Rule.Of.By: "channel" } =>
            new PerformanceSlice(process, Channel: channel, Days: 1).Url(),
        _ when reading.Process is { } process => new PerformanceSlice(process, Days: 1).Url(),
        _ => PerformanceEndpoints.Screen,
    };
}
