using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.OneCase;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Cases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Tasks;

/// <summary>A task that asks for a decision: its reasons, its choices, one button each.</summary>
public static class TaskEndpoints
{
    /// <summary>The choice that is worth nothing without the note that says how.</summary>
    private const string Settles = "settled";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet("/tasks/{key}", Page).RequireAuthorization(DashboardSetup.TaskWorkers);
        screens.MapPost("/tasks/{key}/done", Done).RequireAuthorization(DashboardSetup.TaskWorkers);
    }

    private static async Task<IResult> Page(
        string key,
        HttpContext context,
        CaseReader reader,
        LagReader lag,
        RetailNetwork network,
        DashboardSettings settings,
        BusinessClock clock,
        CancellationToken cancel)
    {
        if (!CaseId.IsKey(key) || await reader.Read(CaseId.Task(key), cancel) is not { } figures
            || figures.Rows[0].Message.Data is not TaskOpened task)
        {
            return ScreenGuard.NotFound(context);
        }

        var frame = DeskFrame.Of(context, settings, clock, task.Title, "/cases?kind=task&order=priority") with
        {
            Lag = await lag.Read(figures.Now, cancel),
            Now = figures.Now,
        };
        if (!frame.Person.MayReadCases && !frame.Person.MayWorkIn(task.Node) && !frame.Person.MayWork(task))
        {
            return ScreenGuard.NotAllowed(context);
        }

        var told = context.Request.Query["told"].ToString();
        return new RazorComponentResult<TaskPage>(new { Frame = frame, Case = figures, Task = task, Node = network.Find(task.Node),
            Told = told });
    }

    private static async Task<IResult> Done(
        string key,
        IFormCollection form,
        HttpContext context,
        CaseReader reader,
        Acts acts,
        CancellationToken cancel)
    {
        var person = Person.Of(context.User);
        var (token, choice, note) = (form["token"].ToString(), form["choice"].ToString(), CaseEndpoints.Clean(form["note"]));
        if (!CaseId.IsKey(key) || !Acts.IsToken(token) || await reader.Read(CaseId.Task(key), cancel) is not { } figures
            || figures.Rows[0].Message.Data is not TaskOpened task)
        {
            return ScreenGuard.NotFound(context);
        }

        if (!person.MayWork(task))
        {
            return ScreenGuard.NotAllowed(context);
        }

        if (task.Choices.Length > 0 && task.Choices.All(offered => offered.Code != choice))
        {
            return Results.LocalRedirect($"/tasks/{key}?told=choice");
        }

        if (choice == Settles && note.Length == 0)
        {
            return Results.LocalRedirect($"/tasks/{key}?told=note");
        }

        person = task.Kind == TaskKind.Approve ? person.Self : person;
        var result = new TaskCompleted(new TaskResult([], choice.Length == 0 ? null : choice, note));
        var receipt = await TaskActs.Complete(acts, figures, result, person, token, cancel);
        return Results.LocalRedirect($"/tasks/{key}?told={receipt.Result}");
    }
}
