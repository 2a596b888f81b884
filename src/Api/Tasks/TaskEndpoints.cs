using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Overview;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Tasks;

internal static class TaskEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        var tasks = app.MapGroup("/v1/tasks").WithTags("Tasks");
        tasks.MapGet("", List)
            .Read(Policies.TaskWorker, TaskQuery.Shape)
            .Answers<TaskPage>(200, "listTasks", "Open tasks, the most urgent first, with what to handle");
        tasks.MapGet("load", Load)
            .Read(Policies.StoreOrReader, TaskLoadQuery.Shape)
            .Answers<TaskLoad>(200, "readTaskLoad", "What a place has to do, by kind and by whoever has it", 404);
        tasks.MapPost("{key}/reassign", (HttpContext http, string key, Posts posts, TaskDesk desk) =>
                posts.Handle(http, ReassignShape.Shape, ApiLimits.ActBytes, post => desk.Reassign(post, key)))
            .Write(Policies.TaskWorker, ReassignShape.Shape, ApiLimits.ActBytes)
            .Answers<TaskTaken>(200, "reassignTask", "Give a task to somebody else, with the reason", 404, 409);
        tasks.MapPost("{key}/claim", (HttpContext http, string key, Posts posts, TaskDesk desk) =>
                posts.Handle(http, ClaimShape.Shape, ApiLimits.ActBytes, post => desk.Claim(post, key)))
            .Write(Policies.TaskWorker, ClaimShape.Shape, ApiLimits.ActBytes)
            .Answers<TaskTaken>(200, "claimTask", "Take a task; 409 when another has it", 404, 409);
        tasks.MapPost("{key}/hand-back", (HttpContext http, string key, Posts posts, TaskDesk desk) =>
                posts.Handle(http, HandBackShape.Shape, ApiLimits.ActBytes, post => desk.HandBack(post, key)))
            .Write(Policies.TaskWorker, HandBackShape.Shape, ApiLimits.ActBytes)
            .Answers<TaskTaken>(200, "handBackTask", "Give a task back to the list", 404, 409);
        tasks.MapPost("{key}/done", (HttpContext http, string key, Posts posts, TaskDesk desk) =>
                posts.Handle(http, DoneShape.Shape, ApiLimits.ActBytes, post => desk.Complete(post, key)))
            .Write(Policies.TaskWorker, DoneShape.Shape, ApiLimits.ActBytes)
            .Answers<TaskTaken>(200, "completeTask", "Say how a task ended", 404, 409);
    }

    private static async Task<IResult> List(HttpContext http, TaskReader reader, IMaps maps, BusinessClock clock)
    {
        var faults = new Faults();
        var asked = Query.Read(http, TaskQuery.Shape, faults);
        var own = Caller.Of(http.User).LimitOf(Roles.Store);
        var node = asked.TryGet(TaskQuery.Node, out var wanted) ? wanted : own;
        if (own is not null && node != own)
        {
            faults.Add("node", $"must be {own}, whose key this is");
        }

        var owner = asked.Maybe(TaskQuery.Owner);
        if (Caller.Of(http.User).Role is not (Roles.Store or Roles.Admin) and var role)
        {
            var groups = Enum.GetValues<OwnerGroup>().Where(group => Roles.Of(group).Contains(role)).ToList();
            owner ??= groups is [var only] ? only : null;
            if (owner is not { } one || !groups.Contains(one))
            {
                faults.Add("owner", $"must be {string.Join(" or ", groups.Select(Words<OwnerGroup>.Of))}, whose tasks a {role} works");
            }
        }

        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var filter = new HeadFilter(
            Kind: "task",
            State: asked.TryGet(TaskQuery.State, out var state) ? StateName(maps, state) : null,
            Node: node,
            Owner: owner,
            Open: true,
            With: asked.TryGet(TaskQuery.With, out var with) ? with : null,
            TaskKind: asked.TryGet(TaskQuery.Kind, out var kind) ? kind.ToString() : null,
            Now: clock.GetUtcNow());
        var (skip, take) = (asked.Get(TaskQuery.After), asked.Get(TaskQuery.Take, TaskQuery.PageSize));
        var tasks = await reader.Read(filter, HeadOrder.Priority, skip, take, http.RequestAborted);
        return Answer.Ok(
            new TaskPage([.. tasks.Select(TaskView.Of)], tasks.Length == take ? $"{skip + take}" : null), ApiJson.Default.TaskPage);
    }

    private static async Task<IResult> Load(HttpContext http, StoreTasksReader reader, RetailNetwork network)
    {
        var faults = new Faults();
        var asked = Query.Read(http, TaskLoadQuery.Shape, faults);
        var own = Caller.Of(http.User).LimitOf(Roles.Store);
        var node = asked.TryGet(TaskLoadQuery.Node, out var wanted) ? wanted : own;
        if (own is not null && node != own)
        {
            faults.Add("node", $"must be {own}, whose key this is");
        }
        else if (node is null && !faults.Any)
        {
            faults.Add("node", "is missing");
        }

        return faults.Any ? Answer.Refused(faults)
            : network.Find(node) is not { } place ? Answer.Unknown($"place {Faults.Shown(node!)}")
            : Answer.Ok(TaskLoad.Of(await reader.Read(place.Id, http.RequestAborted)), ApiJson.Default.TaskLoad);
    }

    // The map names its states; the wire says them small.
    private static string StateName(IMaps maps, string word) =>
        maps.All.Where(map => map.Kind == "task").SelectMany(map => map.States)
            .FirstOrDefault(state => state.Name.Equals(word, StringComparison.OrdinalIgnoreCase))?.Name ?? word;
}
