using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.OneCase;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Overview;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Store;

/// <summary>
/// A store's queue. Every act is a plain form with a token, so that it works without scripts and a repeat changes nothing.
/// Pieces found are kept in the URL until the task is done: the server holds nothing that could be lost.
/// </summary>
public static class StoreEndpoints
{
    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet("/store", Stores).RequireAuthorization(DashboardSetup.Stores);
        screens.MapGet("/store/{node}", Queue).RequireAuthorization(DashboardSetup.Stores);
        var tasks = screens.MapGroup("/store/{node}/tasks/{key}").RequireAuthorization(DashboardSetup.Stores);
        tasks.MapPost("/claim", Claim);
        tasks.MapPost("/hand-back", HandBack);
        tasks.MapPost("/found", (string node, string key, IFormCollection form, HttpContext context) =>
            Results.LocalRedirect(Back(node, form["tab"].ToString(), null) + FoundPieces.Of(form).Query(key)));
        tasks.MapPost("/done", Done);
    }

    private static async Task<IResult> Stores(HttpContext context, OverviewReader overview, CancellationToken cancel)
    {
        var person = Person.Of(context.User);
        if (person.Scope is { } scope)
        {
            return Results.LocalRedirect($"/store/{scope}");
        }

        var stores = await overview.ReadStores(cancel);
        return new RazorComponentResult<StoresPage>(new { Person = person, Theme = DeskFrame.ThemeOf(context.Request), Stores = stores });
    }

    private static async Task<IResult> Queue(
        string node, HttpContext context, StoreReader reader, DashboardSettings settings, CancellationToken cancel)
    {
        var person = Person.Of(context.User);
        if (!person.MayWorkIn(node))
        {
            return ScreenGuard.NotAllowed(context);
        }

        var query = context.Request.Query;
        var find = CaseEndpoints.Clean(query["find"]) is { Length: > 0 } scanned ? scanned : null;
        if (await reader.Read(node, query["tab"], find, person.Name, cancel) is not { } queue)
        {
            return ScreenGuard.NotFound(context);
        }

        return new RazorComponentResult<StorePage>(new
        {
            Person = person,
            Theme = DeskFrame.ThemeOf(context.Request),
            Queue = queue,
            Find = find,
            Found = FoundPieces.Of(query),
            FoundFor = query["task"].ToString(),
            Told = query["told"].ToString(),
            Zone = CaseEndpoints.Zone(queue.Node) ?? settings.Zone,
        });
    }

    private static Task<IResult> Claim(
        string node, string key, IFormCollection form, HttpContext context, CaseReader reader, Acts acts, CancellationToken cancel) =>
        Act(node, key, form, context, reader, async (task, person, token) =>
            await acts.Tell(task.Id, new TaskClaimed(person.Name), person, token, cancel), cancel);

    private static Task<IResult> HandBack(
        string node, string key, IFormCollection form, HttpContext context, CaseReader reader, Acts acts, CancellationToken cancel) =>
        Act(node, key, form, context, reader, async (task, person, token) =>
            await acts.Tell(task.Id, new TaskHandedBack(Reason(form)), person, token, cancel), cancel);

    private static Task<IResult> Done(
        string node, string key, IFormCollection form, HttpContext context, CaseReader reader, Acts acts, BusinessClock clock,
        CancellationToken cancel) =>
        Act(node, key, form, context, reader, async (task, person, token) =>
        {
            var opened = (TaskOpened)task.Rows[0].Message.Data;
            return FoundPieces.Of(form).Result(opened, CaseEndpoints.Clean(form["choice"]), CaseEndpoints.Clean(form["note"])) is { } result
                ? await TaskActs.Complete(
                    acts, task, new TaskCompleted(result with { At = FoundPieces.DoneAt(form["age"].ToString(), clock) }), person, token,
                    cancel)
                : null;
        }, cancel);

    private static async Task<IResult> Act(
        string node,
        string key,
        IFormCollection form,
        HttpContext context,
        CaseReader reader,
        Func<CaseStory, Person, string, Task<TellReceipt?>> act,
        CancellationToken cancel)
    {
        var person = Person.Of(context.User);
        var token = form["token"].ToString();
        if (!CaseId.IsKey(key) || !Acts.IsToken(token) || await reader.Read(CaseId.Task(key), cancel) is not { } task
            || task.Rows[0].Message.Data is not TaskOpened opened || opened.Node != node)
        {
            return ScreenGuard.NotFound(context);
        }

        if (!person.MayWorkIn(node) || !person.MayWork(opened))
        {
            return ScreenGuard.NotAllowed(context);
        }

        var told = await act(task, person, token) is { } receipt ? receipt.Result.ToString() : "pieces";
        return Results.LocalRedirect(Back(node, form["tab"].ToString(), told));
    }

    private static string Reason(IFormCollection form) =>
        CaseEndpoints.Clean(form["reason"]) is { Length: > 0 } why ? why : "handed back in the store";

    private static string Back(string node, string tab, string? told)
    {
        var kind = Enum.TryParse<TaskKind>(tab, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : TaskKind.Pick;
        return $"/store/{Uri.EscapeDataString(node)}?tab={kind}" + (told is null ? "" : "&told=" + told);
    }
}
