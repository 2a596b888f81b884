using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Prices;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Prices;

/// <summary>Promotions and price changes: where they are live, who lags, what drifts and what is left over.</summary>
public static class PricesEndpoints
{
    public const string Screen = "/prices";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, Page).RequireAuthorization(DashboardSetup.PriceReaders);
        screens.MapGet(Screen + "/fragment", Fragment).RequireAuthorization(DashboardSetup.PriceReaders);
    }

    private static async Task<RazorComponentResult> Page(
        HttpContext context, PricesLook look, RetailNetwork network, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<PricesPage>(new { View = await Read(context, look, network, settings, clock) });

    private static async Task<RazorComponentResult> Fragment(
        HttpContext context, PricesLook look, RetailNetwork network, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<PricesLive>(new { View = await Read(context, look, network, settings, clock), WithStatus = true });

    private static async Task<PricesView> Read(
        HttpContext context, PricesLook look, RetailNetwork network, DashboardSettings settings, BusinessClock clock)
    {
        var slice = PricesView.SliceOf(context.Request.Query);
        var (board, rule, lag) = await look.Read(slice);
        var frame = DeskFrame.Of(context, settings, clock, "Prices", Screen) with
        {
            Lag = lag, Now = board.At, LiveFrom = $"{Screen}/fragment{context.Request.QueryString}",
        };
        return new PricesView(frame, slice, board, rule, network);
    }
}

/// <summary>What has to be ready before a price goes live in a place, as policy has it now.</summary>
/// <param name="Quorum">the share of a region's targets that has to be ready</param>
/// <param name="LookEvery">how often a live target is looked at for drift</param>
public sealed record GoLiveRule(GoLive GoLive, decimal Quorum, TimeSpan LookEvery);

/// <summary>The board, read at most once a second for each slice however many people look.</summary>
public sealed class PricesLook(PriceStandingReader reader, Rulebook rules, LagReader lag, BusinessClock clock, TimeProvider wall)
{
    private readonly Kept<PriceSlice, (PriceBoard Board, GoLiveRule Rule, TimeSpan Lag)> _kept = new(wall);

    public Task<(PriceBoard Board, GoLiveRule Rule, TimeSpan Lag)> Read(PriceSlice slice) => _kept.Get(slice, async cancel =>
    {
        var now = clock.GetUtcNow();
        var policy = new PolicyReader(rules.Policies, new Scope(slice.Region, slice.Channel, slice.Node), now);
        var rule = new GoLiveRule(
            policy.Read(Policy.PriceGoLive), policy.Read(Policy.PriceQuorum), policy.Read(Policy.PriceDriftLook));
        return (await reader.Read(slice, cancel), rule, await lag.Read(now, cancel));
    });
}
