using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Integrations;

/// <summary>How each outside system answers, what waits for it, and what is given up there.</summary>
public static class IntegrationEndpoints
{
    public const string Screen = "/integrations";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, Page).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/fragment", Fragment).RequireAuthorization(DashboardSetup.Readers);
    }

    private static async Task<RazorComponentResult> Page(
        HttpContext context, IntegrationLook look, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<IntegrationsPage>(new { View = await Read(context, look, settings, clock) });

    private static async Task<RazorComponentResult> Fragment(
        HttpContext context, IntegrationLook look, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<IntegrationsLive>(new { View = await Read(context, look, settings, clock), WithStatus = true });

    private static async Task<IntegrationsView> Read(
        HttpContext context, IntegrationLook look, DashboardSettings settings, BusinessClock clock)
    {
        var asked = IntegrationsView.SystemOf(context.Request.Query);
        var (figures, lag) = await look.Read(asked);
        var frame = DeskFrame.Of(context, settings, clock, "Integrations", Screen) with
        {
            Lag = lag, Now = figures.At, LiveFrom = $"{Screen}/fragment{context.Request.QueryString}",
        };
        return new IntegrationsView(frame, asked, figures);
    }
}

/// <summary>The systems, read at most once a second however many people look.</summary>
public sealed class IntegrationLook(IntegrationReader reader, LagReader lag, BusinessClock clock, TimeProvider wall)
{
    private readonly Kept<string, (IntegrationFigures Figures, TimeSpan Lag)> _kept = new(wall);

    public Task<(IntegrationFigures Figures, TimeSpan Lag)> Read(string? system) => _kept.Get(
        system ?? "", async cancel => (await reader.Read(system, cancel), await lag.Read(clock.GetUtcNow(), cancel)));
}
