using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.OneCase;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Overview;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.StoreTasks;

/// <summary>
/// What a store has to do, for whoever runs it: which kinds, what is late, who has what in hand since when. Tasks are given to somebody
/// else or taken back by the acts that their map allows, each with a reason and under the name of who did it.
/// </summary>
public static class StoreTasksEndpoints
{
    public const string Path = "/stores";

    public static void Map(RouteGroupBuilder screens)
    {
        var stores = screens.MapGroup(Path).RequireAuthorization(policy =>
            policy.AddAuthenticationSchemes(Person.Scheme).RequireRole([.. DashboardSetup.ReaderRoles, "store"]));
        stores.MapGet("", Stores);
        stores.MapGet("/{node}/tasks", async (
            string node, HttpContext context, StoreTasksReader reader, LagReader lag, RetailNetwork network, IMaps maps,
            DashboardSettings settings, BusinessClock clock, CancellationToken cancel) =>
            await Read(node, context, reader, lag, network, maps, settings, clock, cancel) is { } view
                ? new RazorComponentResult<StoreTasksPage>(new { View = view }) : Closed(node, context, network));
        stores.MapGet("/{node}/tasks-fragment", async (
            string node, HttpContext context, StoreTasksReader reader, LagReader lag, RetailNetwork network, IMaps maps,
            DashboardSettings settings, BusinessClock clock, CancellationToken cancel) =>
            await Read(node, context, reader, lag, network, maps, settings, clock, cancel) is { } view
                ? new RazorComponentResult<StoreTasksLive>(new { View = view, WithStatus = true }) : Closed(node, context, network));
        stores.MapPost("/{node}/tasks/{key}/{act}", Act);
    }

    private static async Task<IResult> Stores(
        HttpContext context, OverviewReader overview, DashboardSettings settings, BusinessClock clock, CancellationToken cancel)
    {
        var frame = DeskFrame.Of(context, settings, clock, "Store tasks", Path);
        return frame.Person.Scope is { } own
            ? Results.LocalRedirect($"{Path}/{Uri.EscapeDataString(own)}/tasks")
            : new RazorComponentResult<CompareStoresPage>(new { Frame = frame, Stores = await overview.ReadStores(cancel) });
    }

    /// <summary>Null where there is no such place, or it is not for this person.</summary>
    private static async Task<StoreTasksView?> Read(
        string node, HttpContext context, StoreTasksReader reader, LagReader lag, RetailNetwork network, IMaps maps,
        DashboardSettings settings, BusinessClock clock, CancellationToken cancel)
    {
        if (network.Find(node) is not { } place || !MayLook(Person.Of(context.User), node))
        {
            return null;
        }

        var tasks = await reader.Read(node, cancel);
        var slice = StoreTasksSlice.Of(node, context.Request.Query);
        var frame = DeskFrame.Of(context, settings, clock, $"Tasks of {place.Name}", Path) with
        {
            Lag = await lag.Read(tasks.At, cancel),
            Now = tasks.At,
            Zone = CaseEndpoints.Zone(place) ?? settings.Zone,
            LiveFrom = $"{Path}/{Uri.EscapeDataString(node)}/tasks-fragment{context.Request.QueryString}",
        };
        var map = maps.All.FirstOrDefault(one => one.Kind == "task");
        return new StoreTasksView(frame, place, tasks, slice, map, context.Request.Query["told"].ToString());
    }

    private static IResult Closed(string node, HttpContext context, RetailNetwork network) =>
        network.Find(node) is null ? ScreenGuard.NotFound(context) : ScreenGuard.NotAllowed(context);

    private static async Task<IResult> Act(
        string node, string key, string act, IFormCollection form, HttpContext context, CaseReader reader, Acts acts,
        CancellationToken cancel)
    {
        var (person, token) = (Person.Of(context.User), form["token"].ToString());
        if (!CaseId.IsKey(key) || !Acts.IsToken(token) || await reader.Read(CaseId.Task(key), cancel) is not { } task
            || task.Rows[0].Message.Data is not TaskOpened opened || opened.Node != node)
        {
            return ScreenGuard.NotFound(context);
        }

        if (!StoreTasksView.MayRun(person, node) || (!person.MayActOnCases && !person.MayWork(opened)))
        {
            return ScreenGuard.NotAllowed(context);
        }

        var (reason, assignee) = (CaseEndpoints.Clean(form["reason"]), CaseEndpoints.Clean(form["assignee"]));
        Message? told = act switch
        {
            _ when reason.Length == 0 => null,
            "reassign" when assignee.Length is > 0 and <= 80 => new TaskReassigned(assignee, reason),
            "hand-back" => new TaskHandedBack(reason),
            _ => null,
        };
        // Where a task stands by now, its own map decides: what it does not hear is recorded and does nothing.
        var outcome = told is null ? "empty" : (await acts.Tell(task.Id, told, person, token, cancel)).Result.ToString();
        return Results.LocalRedirect((StoreTasksSlice.OfText(node, form["slice"].ToString()) with { Told = outcome }).Url());
    }

    private static bool MayLook(Person person, string node) => person.MayReadCases || person.MayWorkIn(node);
}
