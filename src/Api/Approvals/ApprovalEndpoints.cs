using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Approvals;

internal static class ApprovalEndpoints
{
    public static void MapApprovals(this IEndpointRouteBuilder app)
    {
        var approvals = app.MapGroup("/v1/approvals").WithTags("Approvals");
        approvals.MapGet("", List)
            .Read(Policies.Worker, ApprovalQuery.Shape)
            .Answers<ApprovalPage>(200, "listApprovals", "What you may approve now, of every process, by priority with the reason");
        approvals.MapPost("{id}/decision", (HttpContext http, string id, Posts posts, ApprovalRequests desk) =>
                posts.Handle(http, DecisionShape.Shape, ApiLimits.ActBytes, post => desk.Decide(post, id)))
            .Write(Policies.Approver, DecisionShape.Shape, ApiLimits.ActBytes)
            .Answers<ApprovalTaken>(200, "decideApproval", "Approve or reject; the case holds it against the approval matrix", 404, 409);
        approvals.MapPost("bulk", (HttpContext http, Posts posts, ApprovalRequests desk) =>
                posts.Handle(http, ApproveShape.Shape, ApiLimits.OrderBytes, desk.Approve))
            .Write(Policies.Approver, ApproveShape.Shape, ApiLimits.OrderBytes)
            .Answers<ApprovalSet>(200, "approveSeveral", "Approve a set as it was seen; what changed since is left out and says so");
        var absences = app.MapGroup("/v1/absences").WithTags("Approvals");
        absences.MapGet("", async (HttpContext http, ApprovalRequests desk) => await desk.Absences(http.RequestAborted))
            .Read(Policies.Worker)
            .Answers<AbsencePage>(200, "listAbsences", "Who is away or will be, and who stands in");
        absences.MapPost("", (HttpContext http, Posts posts, ApprovalRequests desk) =>
                posts.Handle(http, AbsenceShape.Shape, ApiLimits.ActBytes, desk.Record))
            .Write(Policies.Approver, AbsenceShape.Shape, ApiLimits.ActBytes)
            .Answers<AbsenceView>(200, "recordAbsence", "Say that you are away and who approves what you may meanwhile", 409);
        absences.MapPost("{key}/end", (HttpContext http, string key, Posts posts, ApprovalRequests desk) =>
                posts.Handle(http, AbsenceEndShape.Shape, ApiLimits.ActBytes, post => desk.End(post, key)))
            .Write(Policies.Approver, AbsenceEndShape.Shape, ApiLimits.ActBytes)
            .Answers<ApprovalTaken>(200, "endAbsence", "Say that you are back", 404);
    }

    private static async Task<IResult> List(HttpContext http, ApprovalRequests desk)
    {
        var faults = new Faults();
        var asked = Query.Read(http, ApprovalQuery.Shape, faults);
        var who = Caller.Of(http.User).Self(http, faults);
        return faults.Any ? Answer.Refused(faults) : await desk.List(who, asked.Get(ApprovalQuery.All), http.RequestAborted);
    }
}
