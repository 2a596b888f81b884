using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Runtime.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.PolicyChanges;

internal static class PolicyEndpoints
{
    public static void MapPolicies(this IEndpointRouteBuilder app)
    {
        var policies = app.MapGroup("/v1/policies").WithTags("Policies");
        policies.MapGet("", List)
            .Read(Policies.PolicyReader, PolicyQuery.Shape)
            .Answers<PolicyPage>(
                200, "listPolicies", "Every policy: unit, bounds, the reason of its default, and what holds in each scope now");
        policies.MapGet("{name}", async (HttpContext http, string name, PolicyDesk desk) =>
                await desk.Read(name, http.RequestAborted) is { } history
                    ? Answer.Ok(history, ApiJson.Default.PolicyHistory) : Answer.Unknown($"policy {Faults.Shown(name)}"))
            .Read(Policies.PolicyReader)
            .Answers<PolicyHistory>(200, "readPolicy", "One of them, with every change there was, the newest first", 404);
        policies.MapGet("{name}/changes/{version:int}", async (HttpContext http, string name, int version, PolicyDesk desk) =>
                await desk.Read(name, version, http.RequestAborted) is { } change
                    ? Answer.Ok(change, ApiJson.Default.PolicyChangeView)
                    : Answer.Unknown($"version {version} of {Faults.Shown(name)}"))
            .Read(Policies.PolicyReader)
            .Answers<PolicyChangeView>(200, "readPolicyChange", "One change, by the version that transitions name", 404);
        policies.MapPost("{name}/preview", (HttpContext http, string name, Posts posts, PolicyRequests requests) =>
                posts.Handle(http, PolicyProposalShape.Preview, ApiLimits.ActBytes, post => requests.Preview(post, name)))
            .Write(Policies.PolicyReader, PolicyProposalShape.Preview, ApiLimits.ActBytes)
            .Answers<PolicyPreview>(200, "previewPolicy", "What a value would do to open cases; nothing is changed or kept", 404);
        policies.MapPost("{name}/changes", (HttpContext http, string name, Posts posts, PolicyRequests requests) =>
                posts.Handle(http, PolicyProposalShape.Proposal, ApiLimits.ActBytes, post => requests.Propose(post, name)))
            .Write(Policies.PolicyChanger, PolicyProposalShape.Proposal, ApiLimits.ActBytes)
            .Answers<PolicyChangeView>(202, "proposePolicy", "Propose a value for a scope, from some time on", 404, 409);
        Act(policies, "approve", PolicyActShapes.Noted, "approvePolicy", "Approve it; nobody approves what they proposed",
            (requests, post, name, version) => requests.Approve(post, name, version));
        Act(policies, "reject", PolicyActShapes.Reasoned, "rejectPolicy", "Refuse it for good",
            (requests, post, name, version) => requests.Reject(post, name, version));
        Act(policies, "withdraw", PolicyActShapes.Reasoned, "withdrawPolicy", "Take it back before it has taken hold",
            (requests, post, name, version) => requests.Withdraw(post, name, version));
        Act(policies, "roll-back", PolicyActShapes.Reasoned, "rollBackPolicy",
            "Propose what held before the version that holds; somebody else approves it, as any other",
            (requests, post, name, version) => requests.RollBack(post, name, version));
    }

    private static void Act(
        RouteGroupBuilder policies, string act, Shape shape, string name, string summary,
        Func<PolicyRequests, Post, string, int, Task<Answer>> work) =>
        policies.MapPost(
                $"{{name}}/changes/{{version:int}}/{act}",
                (HttpContext http, string name, int version, Posts posts, PolicyRequests requests) =>
                    posts.Handle(http, shape, ApiLimits.ActBytes, post => work(requests, post, name, version)))
            .Write(Policies.PolicyChanger, shape, ApiLimits.ActBytes)
            .Answers<PolicyChangeView>(202, name, summary, 404, 409);

    private static IResult List(HttpContext http, PolicyDesk desk)
    {
        var faults = new Faults();
        var asked = Query.Read(http, PolicyQuery.Shape, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var (area, text) = (asked.Get(PolicyQuery.Area), asked.Get(PolicyQuery.Text));
        var found = desk.List().Where(policy => (area is null || policy.Area == area) && (text is null || policy.IsAbout(text)));
        return Answer.Ok(new PolicyPage([.. found]), ApiJson.Default.PolicyPage);
    }
}
