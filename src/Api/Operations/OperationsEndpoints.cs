using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Operations;

internal static class OperationsEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder app)
    {
        var operations = app.MapGroup("/v1/operations").WithTags("Operations");
        operations.MapGet("incidents", ListIncidents)
            .Read(Policies.Reader, IncidentQuery.List)
            .Answers<IncidentPage>(200, "listIncidents", "Open incidents, the newest failure first, each with its latest reason");
        operations.MapGet("incidents/groups", ListGroups)
            .Read(Policies.Reader, IncidentQuery.Groups)
            .Answers<IncidentGroups>(200, "listIncidentGroups", "Open incidents by cause, the most frequent first");
        Act(operations, "retry", ActShapes.Retry, "retryIncident",
            "Have the message behind an incident decided again, corrected or as it was",
            (desk, post, kind, key) => desk.Retry(post, kind, key));
        Act(operations, "skip", ActShapes.Skip, "skipIncident", "Take the message behind an incident as handled, or another answer instead",
            (desk, post, kind, key) => desk.Skip(post, kind, key));
        Act(operations, "cancel", ActShapes.Cancel, "cancelCase", "End a case by its map's own cancel row, which undoes what was done",
            (desk, post, kind, key) => desk.Cancel(post, kind, key));
        Act(operations, "hold", ActShapes.Hold, "holdCase", "Stop a case: what it is told waits, its deadline stops",
            (desk, post, kind, key) => desk.Hold(post, kind, key));
        Act(operations, "resume", ActShapes.Resume, "resumeCase", "Let a held case go on; the rest of its budget runs",
            (desk, post, kind, key) => desk.Resume(post, kind, key));
        Act(operations, "hand-over", ActShapes.HandOver, "handOverCase", "Give a case to another person or owner group",
            (desk, post, kind, key) => desk.HandOver(post, kind, key));
        operations.MapPost(
                "cases/{kind}/{key}/effects/{effect}/resend",
                (HttpContext http, string kind, string key, string effect, Posts posts, OperationsDesk desk) =>
                    posts.Handle(http, ActShapes.Resend, ApiLimits.ActBytes, post => desk.Resend(post, kind, key, effect)))
            .Write(Policies.Operator, ActShapes.Resend, ApiLimits.ActBytes)
            .Answers<ActTaken>(200, "resendEffect", "Have an effect tried at once, under its own key", 404, 409);
        operations.MapPost(
                "cases/{kind}/{key}/effects/{effect}/answer",
                (HttpContext http, string kind, string key, string effect, Posts posts, OperationsDesk desk) =>
                    posts.Handle(http, ActShapes.Stating, ApiLimits.ActBytes, post => desk.State(post, kind, key, effect)))
            .Write(Policies.Operator, ActShapes.Stating, ApiLimits.ActBytes)
            .Answers<ActTaken>(200, "answerEffect", "State the answer to an effect that the outside did not give", 404, 409);
        MapBulk(operations.MapGroup("bulk"));
    }

    private static void MapBulk(RouteGroupBuilder bulk)
    {
        bulk.MapGet("", ListBulk)
            .Read(Policies.Reader, BulkQuery.List)
            .Answers<BulkPage>(200, "listBulkOperations", "Bulk operations, newest first");
        bulk.MapPost("", (HttpContext http, Posts posts, BulkOperations desk) =>
                posts.Handle(http, FreezeShape.Shape, ApiLimits.OrderBytes, desk.Freeze))
            .Write(Policies.Operator, FreezeShape.Shape, ApiLimits.OrderBytes)
            .Answers<BulkView>(200, "freezeBulkOperation", "Freeze a set and preview an act on it; nothing runs until it is started", 413);
        bulk.MapGet("{key}", async (HttpContext http, string key, BulkOperations desk) => await desk.View(key, http.RequestAborted))
            .Read(Policies.Reader)
            .Answers<BulkView>(200, "readBulkOperation", "A bulk operation: where it stands and how its items ended", 404);
        bulk.MapGet("{key}/items", ListItems)
            .Read(Policies.Reader, BulkQuery.Items)
            .Answers<BulkItemPage>(200, "listBulkItems",
                "The items of a bulk operation in the order of the set, each with its outcome", 404);
        Step(bulk, "start", BulkActShapes.Start, "startBulkOperation", "Start what was frozen, at a pace",
            (desk, post, key) => desk.Start(post, key));
        Step(bulk, "pause", BulkActShapes.Stop, "pauseBulkOperation", "Stop after the items under way",
            (desk, post, key) => desk.Pause(post, key));
        Step(bulk, "resume", BulkActShapes.Start, "resumeBulkOperation", "Go on where it stopped",
            (desk, post, key) => desk.Resume(post, key));
        Step(bulk, "cancel", BulkActShapes.Stop, "cancelBulkOperation", "End it; what is done stays done",
            (desk, post, key) => desk.Cancel(post, key));
    }

    private static void Act(
        RouteGroupBuilder group, string act, Shape shape, string name, string summary,
        Func<OperationsDesk, Post, string, string, Task<Answer>> work) =>
        group.MapPost($"cases/{{kind}}/{{key}}/{act}", (HttpContext http, string kind, string key, Posts posts, OperationsDesk desk) =>
                posts.Handle(http, shape, ApiLimits.ActBytes, post => work(desk, post, kind, key)))
            .Write(Policies.Operator, shape, ApiLimits.ActBytes)
            .Answers<ActTaken>(200, name, summary, 404, 409);

    private static void Step(
        RouteGroupBuilder group, string step, Shape shape, string name, string summary,
        Func<BulkOperations, Post, string, Task<Answer>> work) =>
        group.MapPost($"{{key}}/{step}", (HttpContext http, string key, Posts posts, BulkOperations desk) =>
                posts.Handle(http, shape, ApiLimits.ActBytes, post => work(desk, post, key)))
            .Write(Policies.Operator, shape, ApiLimits.ActBytes)
            .Answers<BulkView>(200, name, summary, 404, 409);

    private static async Task<IResult> ListIncidents(HttpContext http, IncidentReader reader)
    {
        var faults = new Faults();
        var asked = Query.Read(http, IncidentQuery.List, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var (skip, take) = (asked.Get(IncidentQuery.After), asked.Get(IncidentQuery.Take, IncidentQuery.PageSize));
        var found = await reader.Read(IncidentQuery.Filter(asked), skip, take, http.RequestAborted);
        return Answer.Ok(
            new IncidentPage(
                [.. found.Select(one => IncidentView.Of(one.Incident, one.Head))], found.Count == take ? $"{skip + take}" : null),
            ApiJson.Default.IncidentPage);
    }

    private static async Task<IResult> ListGroups(HttpContext http, IIncidents incidents)
    {
        var faults = new Faults();
        var asked = Query.Read(http, IncidentQuery.Groups, faults);
        return faults.Any
            ? Answer.Refused(faults)
            : Answer.Ok(
                new IncidentGroups(
                    [.. await incidents.CountByCause(IncidentQuery.GroupFilter(asked), IncidentReader.MostGroups, http.RequestAborted)]),
                ApiJson.Default.IncidentGroups);
    }

    private static async Task<IResult> ListBulk(HttpContext http, BulkReader reader)
    {
        var faults = new Faults();
        var asked = Query.Read(http, BulkQuery.List, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var (skip, take) = (asked.Get(BulkQuery.After), asked.Get(BulkQuery.Take, BulkQuery.PageSize));
        var found = await reader.List(skip, take, http.RequestAborted);
        return Answer.Ok(
            new BulkPage(
                [.. found.Select(head => new BulkItemLine(
                    head.Case.Key, head.Card.Title, System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(head.State), head.Card.Why,
                    head.Opened, head.Closed))],
                found.Count == take ? $"{skip + take}" : null),
            ApiJson.Default.BulkPage);
    }

    private static async Task<IResult> ListItems(HttpContext http, string key, IBulkItems items, BulkReader reader)
    {
        var faults = new Faults();
        var asked = Query.Read(http, BulkQuery.Items, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        if (await reader.Read(key, http.RequestAborted) is null)
        {
            return Answer.Unknown($"bulk operation {Faults.Shown(key)}");
        }

        var take = asked.Get(BulkQuery.Take, BulkQuery.PageSize);
        var found = await items.Read(key, asked.Maybe(BulkQuery.Outcome), asked.Get(BulkQuery.After), take, http.RequestAborted);
        return Answer.Ok(
            new BulkItemPage([.. found.Select(BulkItemView.Of)], found.Count == take ? $"{found[^1].Place}" : null),
            ApiJson.Default.BulkItemPage);
    }
}
