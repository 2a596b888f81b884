using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Overview;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Cases;

public static class CasesEndpoints
{
    public static void Map(RouteGroupBuilder screens) =>
        screens.MapGet("/cases", Page).RequireAuthorization(DashboardSetup.Readers);

    private static async Task<IResult> Page(
        HttpContext context,
        CasesReader reader,
        IHeads heads,
        RetailNetwork network,
        DashboardSettings settings,
        BusinessClock clock,
        CancellationToken cancel)
    {
        var slice = Slice.Of(context.Request.Query);

        // A key typed whole is the case itself, not a list of one.
        if (slice.Text is { } text && CaseId.TryParse(text, null, out var id) && await heads.Read(id, cancel) is not null)
        {
            return Results.LocalRedirect($"/cases/{id}");
        }

        var list = await reader.Read(slice, cancel);
        var isTasks = slice is { Kind: "task", Order: "priority" };
        var frame = DeskFrame.Of(context, settings, clock, isTasks ? "Tasks" : "Cases", isTasks ? "/cases?kind=task&order=priority"
            : "/cases") with
        {
            Lag = list.Lag,
            Now = list.At,
        };
        return new RazorComponentResult<CasesPage>(new { View = new CasesView(frame, list, network) });
    }
}

public sealed record CasesView(DeskFrame Frame, CaseList List, RetailNetwork Network)
{
    public Slice Slice => List.Slice;

    public string? MarkOf(CaseHead head) => head switch
    {
        { Closed: not null } => null,
        { Incident: not null } => "held",
        _ => head.ClockAt(List.At, OverviewReader.AtRiskWithin) switch { Clock.Late => "late", Clock.AtRisk => "risk", _ => null },
    };

    /// <summary>What the list is about, in one sentence.</summary>
    public string Sentence
    {
        get
        {
            var (one, many) = Slice.Kind switch
            {
                null => ("case", "cases"),
                Slice.Processes => ("case of all processes", "cases of all processes"),
                var kind => (kind, kind + "s"),
            };
            var open = Slice.Open switch { "no" => "closed ", "any" => "", _ => Slice.Text is null ? "open " : "" };
            var clock = Slice.Clock switch { "late" => " past their time", "risk" => " at risk", "in-time" => " in time", _ => "" };
            var what = Slice.Text is { } text ? $" found for {text}" : "";
            var place = Network.Find(Slice.Node)?.Name is { } node ? $" at {node}" : "";
            return $" {open}{(List.Count == 1 ? one : many)}{clock}{place}{what}.";
        }
    }
}
