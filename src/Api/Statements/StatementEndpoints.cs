using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Statements;

internal static class StatementEndpoints
{
    public static void MapStatements(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/statements").WithTags("Statements")
            .MapPost("", (HttpContext http, Posts posts, StatementDesk desk) =>
                posts.Handle(http, StatementShape.Shape, ApiLimits.StatementBytes, desk.Submit))
            .Write(Policies.Payables, StatementShape.Shape, ApiLimits.StatementBytes)
            .Answers<StatementsTaken>(
                202, "submitStatement", "Submit bank statements as camt.053 or CSV: one answer a movement; 200 where all were known");
}
