using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Figures;
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

    public static void Map(RouteGroupBuilder screens) =>
        screens.MapGet(Screen, Page).RequireAuthorization(DashboardSetup.Readers);

    private static async Task<RazorComponentResult<InvestmentPage>> Page(
        HttpContext context, InvestmentReader reader, GoodsLook goods, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock, CancellationToken cancel)
    {
        var slice = InvestmentSlice.Of(context.Request.Query);
        var asked = slice.Place.At(clock.GetUtcNow());
        var whole = await reader.Read(asked, ReturnBy.Whole, cancel);
        var parts = await reader.Read(asked, slice.By, cancel);
        var frame = DeskFrame.Of(context, settings, clock, "Return on investment", PerformanceEndpoints.Screen);
        return new RazorComponentResult<InvestmentPage>(new
        {
            View = new InvestmentView(frame, slice, whole, parts, network) { Goods = await goods.Read() },
        });
    }
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

public sealed record InvestmentView(
    DeskFrame Frame, InvestmentSlice Slice, ImmutableArray<InvestmentReturn> Whole, ImmutableArray<InvestmentReturn> Parts,
    RetailNetwork Network)
{
    public KnownGoods Goods { get; init; } = KnownGoods.None;

    public static readonly ImmutableArray<string> Shown =
    [
        ReturnOnInvestment.TouchesAvoided, ReturnOnInvestment.HoursSaved, ReturnOnInvestment.WorkSaved,
        ReturnOnInvestment.DuplicatesStopped, ReturnOnInvestment.Cost, ReturnOnInvestment.Net,
    ];

    /// <summary>What net is left, in each currency, and what it was made of.</summary>
    public string Headline => Whole.IsEmpty ? $"No case was closed in the {Slice.Place.Period} that a return could be reckoned from."
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
