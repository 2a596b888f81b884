using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Figures;

/// <summary>Every figure by its definition; one of them with its values in a slice, beside those of the period before.</summary>
public static class FiguresEndpoints
{
    public const string Screen = "/figures";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, All).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/fragment", AllAgain).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/{name}", One).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/{name}/fragment", OneAgain).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/{name}/csv", Csv).RequireAuthorization(DashboardSetup.Readers);
    }

    private static async Task<RazorComponentResult> All(
        HttpContext context, FiguresLook look, GoodsLook goods, IMaps maps, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        new RazorComponentResult<FiguresPage>(new
        {
            View = await Read(context, FigureCatalogue.All, look, goods, maps, network, settings, clock),
        });

    private static async Task<RazorComponentResult> AllAgain(
        HttpContext context, FiguresLook look, GoodsLook goods, IMaps maps, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        new RazorComponentResult<FiguresLive>(new
        {
            View = await Read(context, FigureCatalogue.All, look, goods, maps, network, settings, clock), WithStatus = true,
        });

    private static async Task<IResult> One(
        HttpContext context, string name, FiguresLook look, GoodsLook goods, IMaps maps, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        FigureCatalogue.Find(name) is { } figure
            ? new RazorComponentResult<FigurePage>(new
            {
                View = await Read(context, [figure], look, goods, maps, network, settings, clock),
            })
            : ScreenGuard.NotFound(context);

    private static async Task<IResult> OneAgain(
        HttpContext context, string name, FiguresLook look, GoodsLook goods, IMaps maps, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        FigureCatalogue.Find(name) is { } figure
            ? new RazorComponentResult<FigureLive>(new
            {
                View = await Read(context, [figure], look, goods, maps, network, settings, clock), WithStatus = true,
            })
            : ScreenGuard.NotFound(context);

    private static async Task<IResult> Csv(
        HttpContext context, string name, FigureReader reader, BusinessClock clock, CancellationToken cancel)
    {
        if (FigureCatalogue.Find(name) is not { } figure)
        {
            return ScreenGuard.NotFound(context);
        }

        var answer = await reader.Read(figure, PerformanceSlice.Of(context.Request.Query).At(clock.GetUtcNow()), cancel);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename={figure.Name}.csv";
        return Results.Text(FigureCsv.Write(answer.Rows), "text/csv; charset=utf-8");
    }

    private static async Task<FiguresView> Read(
        HttpContext context, ImmutableArray<Figure> figures, FiguresLook look, GoodsLook goods, IMaps maps, RetailNetwork network,
        DashboardSettings settings, BusinessClock clock)
    {
        var slice = new FiguresSlice(PerformanceSlice.Of(context.Request.Query), figures is [var one] ? one.Name : null);
        var glance = await look.Read(figures, slice);
        var frame = DeskFrame.Of(context, settings, clock, figures is [var only] ? only.Title : "Figures", PerformanceEndpoints.Screen) with
        {
            Lag = glance?.Lag,
            LiveFrom = $"{Screen}{(slice.Figure is { } name ? "/" + name : "")}/fragment{context.Request.QueryString}",
        };
        return new FiguresView(glance is null ? frame : frame with { Now = glance.At }, slice, figures, glance, maps.All, network)
        {
            Goods = await goods.Read(),
        };
    }
}

/// <summary>What the screens show, of one reading.</summary>
/// <param name="Before">the same over the period before; what is open counts in none that is over</param>
/// <param name="MovedOn">of those that count what stands now: the same without it, which is what compares</param>
/// <param name="Lag">how far the figures are behind the journal</param>
public sealed record FiguresGlance(
    ImmutableArray<FigureAnswer> Answers, ImmutableArray<FigureAnswer> Before, ImmutableArray<FigureAnswer> MovedOn, TimeSpan Lag,
    DateTimeOffset At);

/// <summary>Read once for all who look at the same slice, and seldom enough that reading takes a tenth of the time at most.</summary>
public sealed class FiguresLook(FigureReader reader, LagReader lag, DashboardSettings settings, BusinessClock clock, TimeProvider wall)
{
    private readonly Latest<FiguresSlice, FiguresGlance> _latest = new(wall, settings.Patience, rest: 10);

    public Task<FiguresGlance?> Read(IReadOnlyList<Figure> figures, FiguresSlice slice) => _latest.Get(slice, async cancel =>
    {
        var now = clock.GetUtcNow();
        var asked = slice.Place.At(now);
        var before = asked with { From = asked.From!.Value.AddDays(-slice.Place.Days), To = asked.From };
        return new FiguresGlance(
            await reader.Read(figures, asked, cancel), await reader.Read(figures, before, cancel),
            await reader.Read([.. figures.Where(figure => figure.CountsStanding)], asked with { To = now }, cancel),
            await lag.ReadOf(reader, now, cancel), now);
    });
}
