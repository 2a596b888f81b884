using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.OneCase;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Work;
using Crossdock.Runtime.Approvals;
using Crossdock.Runtime.Bulk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Work;

/// <summary>Exceptions and approvals of all processes in one list: what is first, why, and whose turn it is.</summary>
public static class WorkEndpoints
{
    public const string Path = "/work";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Path, Page).RequireAuthorization(DashboardSetup.Workers);
        screens.MapGet(Path + "-fragment", Fragment).RequireAuthorization(DashboardSetup.Workers);
        screens.MapPost(Path + "-approve", Approve).RequireAuthorization(DashboardSetup.Workers);
        screens.MapPost(Path + "-freeze", Freeze).RequireAuthorization(DashboardSetup.Actors);
    }

    private static async Task<RazorComponentResult> Page(
        HttpContext context, QueueReader reader, RetailNetwork network, IMaps maps, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<WorkPage>(new { View = await Read(context, reader, network, maps, settings, clock) });

    private static async Task<RazorComponentResult> Fragment(
        HttpContext context, QueueReader reader, RetailNetwork network, IMaps maps, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<WorkLive>(
            new { View = await Read(context, reader, network, maps, settings, clock), WithStatus = true });

    private static async Task<WorkView> Read(
        HttpContext context, QueueReader reader, RetailNetwork network, IMaps maps, DashboardSettings settings, BusinessClock clock)
    {
        var slice = WorkSlice.Of(context.Request.Query);
        var (queue, lag) = await reader.Read(slice.Place);
        var frame = DeskFrame.Of(context, settings, clock, "Work", Path) with
        {
            Lag = lag,
            Now = queue.At,
            LiveFrom = Path + "-fragment" + context.Request.QueryString,
        };
        return new WorkView(frame, queue, slice, network, maps.All, context.Request.Query["told"].ToString());
    }

    private static async Task<IResult> Freeze(IFormCollection form, HttpContext context, BulkDesk desk, CancellationToken cancel)
    {
        var (token, why, person) = (form["token"].ToString(), CaseEndpoints.Clean(form["why"]), Person.Of(context.User));
        if (!Acts.IsToken(token) || !Enum.TryParse<BulkAct>(form["act"], out var act)
            || act is not (BulkAct.HoldCases or BulkAct.ResumeCases or BulkAct.CancelCases))
        {
            return ScreenGuard.NotFound(context);
        }

        var picked = Picked(form, BulkDesk.MostItems);
        // The form's token names the operation, so that a second press shows the set that the first one froze.
        return why.Length == 0 || picked.Length == 0
            || await desk.Freeze(
                token, act, new BulkSelection([.. picked.Select(one => one.Case)]) { Words = "chosen in the work list" }, why,
                person.Actor, person.Source, cancel) is null
            ? Results.LocalRedirect(Path + "?told=empty")
            : Results.LocalRedirect($"/bulk/{token}");
    }

    /// <summary>What was ticked is approved as it stood then; who may what, each case says.</summary>
    private static async Task<IResult> Approve(IFormCollection form, HttpContext context, ApprovalDesk desk, CancellationToken cancel)
    {
        var (token, why, person) = (form["token"].ToString(), CaseEndpoints.Clean(form["why"]), Person.Of(context.User).Self);
        var picked = Picked(form, ApprovalDesk.MostAtOnce);
        if (!Acts.IsToken(token) || person.Role is "reader" or "service")
        {
            return Acts.IsToken(token) ? ScreenGuard.NotAllowed(context) : ScreenGuard.NotFound(context);
        }

        if (why.Length == 0 || picked.Length == 0)
        {
            return Results.LocalRedirect(Path + "?told=empty");
        }

        await desk.Approve(token, picked, why, person.Actor, person.Source, cancel);
        return Results.LocalRedirect($"/bulk/{token}");
    }

    /// <summary>Each with the row it was seen in, which stands behind the hash.</summary>
    private static (CaseId Case, int Seen)[] Picked(IFormCollection form, int most) =>
    [
        .. form["pick"].OfType<string>().Select(pick => pick.Split('#')).Where(parts => parts.Length == 2)
            .Select(parts => (Known: CaseId.TryParse(parts[0], null, out var id) && int.TryParse(parts[1], out _), Id: id, parts))
            .Where(one => one.Known).Select(one => (one.Id, int.Parse(one.parts[1], CultureInfo.InvariantCulture)))
            .DistinctBy(one => one.Id).Take(most),
    ];
}
