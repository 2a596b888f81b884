using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Cases;
using Crossdock.Host.Dashboard.Figures;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Stays;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Flow;

/// <summary>How the cases of one process flow: its map with load, times and bottleneck, and the cases behind each figure.</summary>
public static class ProcessEndpoints
{
    public const string Screen = "/process";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, First).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/{name}", Page).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/{name}/fragment", Fragment).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/{name}/cases", Cases).RequireAuthorization(DashboardSetup.Readers);
    }

    private static IResult First(IMaps maps) => maps.All.FirstOrDefault(map => !Books.Is(map)) is { } map
        ? Results.LocalRedirect(new ProcessSlice(map.Process).Url()) : Results.LocalRedirect("/");

    private static async Task<IResult> Page(
        HttpContext context, string name, FlowReader flows, FlowLook look, GoodsLook goods, IMaps maps, RetailNetwork network,
        DashboardSettings settings, BusinessClock clock) =>
        await Read(context, name, flows, look, goods, maps, network, settings, clock) is { } view
            ? new RazorComponentResult<ProcessPage>(new { View = view }) : ScreenGuard.NotFound(context);

    private static async Task<IResult> Fragment(
        HttpContext context, string name, FlowReader flows, FlowLook look, GoodsLook goods, IMaps maps, RetailNetwork network,
        DashboardSettings settings, BusinessClock clock) =>
        await Read(context, name, flows, look, goods, maps, network, settings, clock) is { } view
            ? new RazorComponentResult<ProcessLive>(new { View = view, WithStatus = true }) : ScreenGuard.NotFound(context);

    private static async Task<FlowView?> Read(
        HttpContext context, string name, FlowReader flows, FlowLook look, GoodsLook goods, IMaps maps, RetailNetwork network,
        DashboardSettings settings, BusinessClock clock)
    {
        if (flows.MapOf(name) is not { } map)
        {
            return null;
        }

        var slice = ProcessSlice.Of(map.Process, context.Request.Query);
        var glance = await look.Read(map, slice);
        var frame = DeskFrame.Of(context, settings, clock, Words.Sentence(map.Process), Screen) with
        {
            Lag = glance.Lag, Now = glance.Answer.At,
            LiveFrom = $"{Screen}/{Uri.EscapeDataString(map.Process)}/fragment{context.Request.QueryString}",
        };
        return new FlowView(frame, slice, glance, maps.All, network) { Goods = await goods.Read() };
    }

    private static async Task<IResult> Cases(
        HttpContext context, string name, FlowReader flows, IHeads heads, IMaps maps, RetailNetwork network, LagReader lag,
        DashboardSettings settings, BusinessClock clock, CancellationToken cancel)
    {
        if (flows.MapOf(name) is not { } map || FlowSubject.Parse(context.Request.Query["of"].ToString()) is not { } subject)
        {
            return ScreenGuard.NotFound(context);
        }

        var (slice, now) = (ProcessSlice.Of(map.Process, context.Request.Query), clock.GetUtcNow());
        var page = Slice.Of(context.Request.Query).Page;
        var behind = await ReadPage(page);
        if (behind is { Cases.IsEmpty: true, Count: > 0 })
        {
            // A link may name a page that has emptied since: the last is shown.
            page = (int)((behind.Count - 1) / Slice.PageSize) + 1;
            behind = await ReadPage(page);
        }

        var known = await heads.ReadMany(behind.Cases, cancel);
        var frame = DeskFrame.Of(context, settings, clock, $"Cases of {Words.Sentence(map.Process).ToLowerInvariant()}", Screen);
        var list = new CaseList(
            new Slice(Kind: map.Kind, Page: page), [.. known.OrderBy(head => head.CaseNo)], (int)behind.Count, [], [], [], [],
            await lag.Read(now, cancel), now);
        return new RazorComponentResult<BehindPage>(new
        {
            View = new CasesView(frame, list, network), Slice = slice, Map = map, Subject = subject, Behind = behind,
        });

        Task<CasesBehind> ReadPage(int number) =>
            flows.ReadBehind(map, slice.At(now), subject, (number - 1) * Slice.PageSize, Slice.PageSize, cancel);
    }
}
