using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Overview;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Now;

public static class NowEndpoints
{
    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet("/", Page).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet("/now/fragment", Fragment).RequireAuthorization(DashboardSetup.Readers);
    }

    private static async Task<RazorComponentResult> Page(
        HttpContext context, NowReader reader, RetailNetwork network, IMaps maps, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<NowPage>(new { View = await Read(context, reader, network, maps, settings, clock) });

    private static async Task<RazorComponentResult> Fragment(
        HttpContext context, NowReader reader, RetailNetwork network, IMaps maps, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<NowLive>(new { View = await Read(context, reader, network, maps, settings, clock), WithStatus = true });

    private static async Task<NowView> Read(
        HttpContext context, NowReader reader, RetailNetwork network, IMaps maps, DashboardSettings settings, BusinessClock clock)
    {
        // Only what the figures are cut by: a door would cut the list further.
        var asked = Slice.Of(context.Request.Query);
        var isProcess = maps.All.Any(map => map.Kind == asked.Kind && NowFigures.IsProcess(map));
        var slice = new Slice(Kind: isProcess ? asked.Kind : null, Region: asked.Region, Channel: asked.Channel, Node: asked.Node);
        var figure = context.Request.Query["figure"].ToString() is "open" or "risk" ? context.Request.Query["figure"].ToString() : "late";
        var glance = await reader.Read(slice, figure);
        var frame = DeskFrame.Of(context, settings, clock, "Now", "/") with
        {
            Lag = glance.Lag,
            Now = glance.Figures.At,
            OpenTasks = glance.Figures.Tasks.Open,
            LiveFrom = "/now/fragment" + context.Request.QueryString,
        };
        return new NowView(frame, glance.Figures, glance.Ticker, slice, figure, network, maps.All, glance.Days);
    }
}

/// <param name="Figure">what the heat grid shows: late, risk or open</param>
/// <param name="Days">the days against each other; null until they were read</param>
public sealed record NowView(
    DeskFrame Frame,
    NowFigures Figures,
    Ticker Ticker,
    Slice Slice,
    string Figure,
    RetailNetwork Network,
    IReadOnlyList<MapPicture> Maps,
    DayTrend? Days)
{
    public string Url(string figure) => Slice.Url("/") is var url && figure == "late" ? url
        : url + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "figure=" + figure;

    /// <summary>The cases that the screen counts, as a list of the same slice; tasks stand beside them.</summary>
    public Slice Cases => Slice with { Kind = Slice.Kind ?? Slice.Processes };

    /// <summary>The door behind a figure.</summary>
    public Slice Door(string figure) => Cases with
    {
        Clock = figure switch { "late" => "late", "risk" => "risk", _ => null },
        Order = figure == "open" ? null : "due",
    };

    /// <summary>The columns of the grid that the slice leaves.</summary>
    public IEnumerable<Region> Regions => Network.Regions.Where(region => Slice.Region is null || region.Id == Slice.Region);

    public IEnumerable<Channel> Channels => Network.Channels.Where(channel => Slice.Channel is null || channel.Id == Slice.Channel);

    public string FigureWord => Figure switch { "open" => "open", "risk" => "at risk", _ => "late" };
}
