using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Figures;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Investment;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.Investment;

/// <summary>What Crossdock gave back: each step with its formula, its numbers and the policies behind it.</summary>
public static class InvestmentEndpoints
{
    public const string Screen = "/roi";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, Page).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/fragment", Fragment).RequireAuthorization(DashboardSetup.Readers);
    }

    private static async Task<RazorComponentResult> Page(
        HttpContext context, InvestmentLook look, GoodsLook goods, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        new RazorComponentResult<InvestmentPage>(new { View = await Read(context, look, goods, network, settings, clock) });

    private static async Task<RazorComponentResult> Fragment(
        HttpContext context, InvestmentLook look, GoodsLook goods, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        new RazorComponentResult<InvestmentLive>(new
        {
            View = await Read(context, look, goods, network, settings, clock), WithStatus = true,
        });

    private static async Task<InvestmentView> Read(
        HttpContext context, InvestmentLook look, GoodsLook goods, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock)
    {
        var slice = InvestmentSlice.Of(context.Request.Query);
        var glance = await look.Read(slice);
        var frame = DeskFrame.Of(context, settings, clock, "Return on investment", PerformanceEndpoints.Screen) with
        {
            Lag = glance?.Lag, LiveFrom = $"{Screen}/fragment{context.Request.QueryString}",
        };
        return new InvestmentView(glance is null ? frame : frame with { Now = glance.At }, slice, glance, network)
        {
            Goods = await goods.Read(),
        };
    }
}

/// <summary>What the screen shows, of one reading.</summary>
/// <param name="Lag">how far the figures are behind the journal</param>
public sealed record InvestmentGlance(
    ImmutableArray<InvestmentReturn> Whole, ImmutableArray<InvestmentReturn> Parts, TimeSpan Lag, DateTimeOffset At);

/// <summary>Reckoned once for all who look at the same slice, and seldom enough that reckoning takes a tenth of the time at most.</summary>
public sealed class InvestmentLook(
    InvestmentReader reader, FigureReader figures, LagReader lag, DashboardSettings settings, BusinessClock clock, TimeProvider wall)
{
    private readonly Latest<InvestmentSlice, InvestmentGlance> _latest = new(wall, settings.Patience, rest: 10);

    public Task<InvestmentGlance?> Read(InvestmentSlice slice) => _latest.Get(slice, async cancel =>
    {
        var now = clock.GetUtcNow();
        var asked = slice.Place.At(now);
        return new InvestmentGlance(
            await reader.Read(asked, ReturnBy.Whole, cancel), await reader.Read(asked, slice.By, cancel),
            await lag.ReadOf(figures, now, cancel), now);
    });
}

/// <summary>The slice and what it is told by, as they stand in the URL.</summary>
public sealed record InvestmentSlice(PerformanceSlice Place, ReturnBy By = ReturnBy.Process)
{
    public static readonly ImmutableArray<ReturnBy> Parts = [ReturnBy.Process, ReturnBy.Region, ReturnBy.Channel, ReturnBy.Node];

    public static InvestmentSlice Of(IQueryCollection query)
    {
        var by = Parts.FirstOrDefault(part => string.Equals($"{part}", query["by"], StringComparison.OrdinalIgnoreCase), ReturnBy.Process);
        return new InvestmentSlice(PerformanceSlice.Of(query) with { Process = null }, by);
    }

    public string Url() => QueryHelpers.AddQueryString(
        InvestmentEndpoints.Screen,
        new Dictionary<string, string?>
        {
            ["region"] = Place.Region, ["channel"] = Place.Channel, ["node"] = Place.Node, ["supplier"] = Place.Supplier,
            ["category"] = Place.Category,
            ["days"] = Place.Days == PerformanceSlice.UsualDays ? null : $"{Place.Days}",
            ["by"] = By == ReturnBy.Process ? null : $"{By}".ToLowerInvariant(),
        }.Where(pair => pair.Value is not null));

    /// <summary>The same, narrowed to one of its parts; null where that is a process, which is no place.</summary>
    public string? Narrowed(string of) => By switch
    {
        _ when of == ReturnOnInvestment.Nowhere => null,
        ReturnBy.Region => (this with { Place = Place with { Region = of } }).Url(),
        ReturnBy.Channel => (this with { Place = Place with { Channel = of } }).Url(),
        ReturnBy.Node => (this with { Place = Place with { Node = of } }).Url(),
        _ => null,
    };
}

/// <param name="Glance">null while it is reckoned for the first time</param>
public sealed record InvestmentView(DeskFrame Frame, InvestmentSlice Slice, InvestmentGlance? Glance, RetailNetwork Network)
{
    public ImmutableArray<InvestmentReturn> Whole => Glance?.Whole ?? [];

    public ImmutableArray<InvestmentReturn> Parts => Glance?.Parts ?? [];

    public KnownGoods Goods { get; init; } = KnownGoods.None;

    public static readonly ImmutableArray<string> Shown =
    [
        ReturnOnInvestment.TouchesAvoided, ReturnOnInvestment.HoursSaved, ReturnOnInvestment.WorkSaved,
        ReturnOnInvestment.DuplicatesStopped, ReturnOnInvestment.Cost, ReturnOnInvestment.Net,
    ];

    /// <summary>What net is left, in each currency, and what it was made of.</summary>
    public string Headline => Glance is null ? "This is being reckoned; it stands here as soon as it is known."
        : Whole.IsEmpty ? $"No case was closed in the {Slice.Place.Period} that a return could be reckoned from."
        : string.Join(" ", Whole.Select(one =>
            $"{Amount(one, ReturnOnInvestment.Net)} net in the {Slice.Place.Period}: {Amount(one, ReturnOnInvestment.HoursSaved)} of work "
            + $"saved over {Words.Count(one.Cases, "case", "cases")}, by what is assumed of before."));

    public static string Amount(InvestmentReturn one, string line) => Amount(one.Lines.First(part => part.Name == line), one.Currency);

    public static string Amount(ReturnLine line, string? currency) => line.Unit switch
    {
        "touches" => Words.Count((long)Math.Round(line.Value)),
        "h" => $"{Words.Figure(line.Value)} h",
        "%" => $"{Words.Figure(line.Value)} %",
        _ => currency is null ? Words.Figure(line.Value) : Words.Money((decimal)line.Value, currency),
    };

    public string Named(InvestmentReturn one) => Slice.By switch
    {
        ReturnBy.Process => Words.Sentence(one.Of ?? ""),
        _ when one.Of == ReturnOnInvestment.Nowhere => $"no {Slice.By}".ToLowerInvariant(),
        ReturnBy.Node => Network.Find(one.Of)?.Name ?? one.Of ?? "",
        _ => one.Of ?? "",
    };
}
