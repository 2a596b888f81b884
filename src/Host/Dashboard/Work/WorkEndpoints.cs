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

    /// <summary>Each is read and told while the person waits.</summary>
    private const int MostRejected = 50;

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Path, Page).RequireAuthorization(DashboardSetup.Workers);
        screens.MapGet(Path + "-fragment", Fragment).RequireAuthorization(DashboardSetup.Workers);
        screens.MapPost(Path + "-approve", Approve).RequireAuthorization(DashboardSetup.Workers);
        screens.MapPost(Path + "-reject", Reject).RequireAuthorization(DashboardSetup.Workers);
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
        return new WorkView(frame, queue, slice, network, maps.All, ToldOf(context.Request.Query));
    }

    private static string ToldOf(IQueryCollection query)
    {
        var known = int.TryParse(query["done"], CultureInfo.InvariantCulture, out var done)
            & int.TryParse(query["of"], CultureInfo.InvariantCulture, out var of);
        return query["told"].ToString() switch
        {
            "rejected" when known => $"{done} of {of} rejected."
                + (done == of ? "" : " What is left has changed since it was chosen, or is not yours to decide."),
            "" => "",
            _ => "Nothing was done: a reason was missing, or nothing was chosen.",
        };
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
        if (!Acts.IsToken(token) || !person.MayApprove)
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

    private static async Task<IResult> Reject(IFormCollection form, HttpContext context, ApprovalDesk desk, CancellationToken cancel)
    {
        var (token, why, person) = (form["token"].ToString(), CaseEndpoints.Clean(form["why"]), Person.Of(context.User).Self);
        var picked = Picked(form, MostRejected);
        return !Acts.IsToken(token) ? ScreenGuard.NotFound(context)
            : !person.MayApprove ? ScreenGuard.NotAllowed(context)
            : why.Length == 0 || picked.Length == 0 ? Results.LocalRedirect(Path + "?told=empty")
            : await RejectEach(token, picked, why, person, desk, cancel);
    }

    /// <summary>One by one, each as it was seen; what has changed since, or is not theirs to decide, stays as it is.</summary>
    private static async Task<IResult> RejectEach(
        string token, (CaseId Case, int Seen)[] picked, string why, Person person, ApprovalDesk desk, CancellationToken cancel)
    {
        var (absences, done) = (await desk.Absences(cancel), 0);
        foreach (var (id, seen) in picked)
        {
            var look = await desk.Look(id, person.Actor, absences, cancel);
            var receipt = await desk.Decide(
                id, look?.For, false, why, seen, person.Actor, person.Source, $"{person.Source}/{token}/{id}", null, cancel);
            done += receipt.Result is TellResult.Applied or TellResult.Duplicate ? 1 : 0;
        }

        return Results.LocalRedirect(
            string.Create(CultureInfo.InvariantCulture, $"{Path}?told=rejected&done={done}&of={picked.Length}"));
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
