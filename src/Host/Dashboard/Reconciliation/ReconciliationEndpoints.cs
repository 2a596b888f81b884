using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Reconciliation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Reconciliation;

/// <summary>What is open between suppliers' bills and the bank's word that they are paid.</summary>
public static class ReconciliationEndpoints
{
    public const string Screen = "/reconciliation";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, Page).RequireAuthorization(DashboardSetup.ReconciliationReaders);
        screens.MapGet(Screen + "/fragment", Fragment).RequireAuthorization(DashboardSetup.ReconciliationReaders);
    }

    private static async Task<RazorComponentResult> Page(
        HttpContext context, ReconciliationLook look, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<ReconciliationPage>(new { View = await Read(context, look, settings, clock) });

    private static async Task<RazorComponentResult> Fragment(
        HttpContext context, ReconciliationLook look, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<ReconciliationLive>(new { View = await Read(context, look, settings, clock), WithStatus = true });

    private static async Task<ReconciliationView> Read(
        HttpContext context, ReconciliationLook look, DashboardSettings settings, BusinessClock clock)
    {
        var slice = ReconciliationView.SliceOf(context.Request.Query);
        var (backlog, lag) = await look.Read(slice);
        var frame = DeskFrame.Of(context, settings, clock, "Reconciliation", Screen) with
        {
            Lag = lag, Now = backlog.At, LiveFrom = $"{Screen}/fragment{context.Request.QueryString}",
        };
        return new ReconciliationView(frame, slice, backlog);
    }
}

/// <summary>The backlog, read at most once a second for each slice however many people look.</summary>
public sealed class ReconciliationLook(ReconciliationReader reader, LagReader lag, BusinessClock clock, TimeProvider wall)
{
    private readonly Kept<ReconciliationSlice, (Backlog Backlog, TimeSpan Lag)> _kept = new(wall);

    public Task<(Backlog Backlog, TimeSpan Lag)> Read(ReconciliationSlice slice) => _kept.Get(
        slice, async cancel => (await reader.Read(slice, cancel), await lag.Read(clock.GetUtcNow(), cancel)));
}
