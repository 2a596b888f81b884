using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Stock;
using Crossdock.Runtime.Synchronisation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Stock;

/// <summary>What is where of which SKU, why, and how far the channels are with it.</summary>
public static class StockEndpoints
{
    public const string Screen = "/stock";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, Page).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/fragment", Fragment).RequireAuthorization(DashboardSetup.Readers);
    }

    private static async Task<RazorComponentResult> Page(
        HttpContext context, StockLook look, RetailNetwork network, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<StockPage>(new { View = await Read(context, look, network, settings, clock) });

    private static async Task<RazorComponentResult> Fragment(
        HttpContext context, StockLook look, RetailNetwork network, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<StockLive>(new { View = await Read(context, look, network, settings, clock), WithStatus = true });

    private static async Task<StockView> Read(
        HttpContext context, StockLook look, RetailNetwork network, DashboardSettings settings, BusinessClock clock)
    {
        var slice = StockView.SliceOf(context.Request.Query);
        var glance = await look.Read(slice);
        var frame = DeskFrame.Of(context, settings, clock, "Stock", Screen) with
        {
            Lag = glance.Lag, Now = glance.Levels.At, LiveFrom = $"{Screen}/fragment{context.Request.QueryString}",
        };
        return new StockView(frame, slice, glance, network);
    }
}

/// <summary>A part of the stock. Null means: any.</summary>
/// <param name="Text">a SKU, or the beginning of it</param>
/// <param name="Sku">one whose nodes and movements are shown</param>
public sealed record StockSlice(string? Text = null, string? Node = null, string? Sku = null, int Page = 1, int MovementPage = 1);

/// <param name="Story">null where no SKU was asked for, or no ledger has it</param>
public sealed record StockGlance(StockLevels Levels, SkuStory? Story, SyncView Sync, BooksView Books, TimeSpan Lag);

/// <summary>A slice of the stock, read at most once a second however many people look.</summary>
public sealed class StockLook(
    StockReader reader, SyncReading sync, BooksReading books, LagReader lag, BusinessClock clock, TimeProvider wall)
{
    private readonly Kept<StockSlice, StockGlance> _kept = new(wall);

    public Task<StockGlance> Read(StockSlice slice) => _kept.Get(slice, async cancel => new StockGlance(
        await reader.Levels(slice.Text, slice.Node, slice.Page, cancel),
        slice.Sku is { } sku ? await reader.Sku(sku, slice.Node, slice.MovementPage, cancel) : null,
        await sync.Read(cancel), await books.Read(cancel), await lag.Read(clock.GetUtcNow(), cancel)));
}
