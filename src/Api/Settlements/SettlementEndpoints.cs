using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Settlements;

internal static class SettlementEndpoints
{
    public static void MapSettlements(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/settlements").WithTags("Settlements")
            .MapPost("", (HttpContext http, Posts posts, SettlementDesk desk) =>
                posts.Handle(http, SettlementShape.Shape, ApiLimits.StatementBytes, desk.Submit))
            .Write(Policies.Payables, SettlementShape.Shape, ApiLimits.StatementBytes)
            .Answers<SettlementTakenView>(
                202, "submitSettlement", "Submit a payout of the payment provider, as CSV or JSON: one answer a line; 200 where known");
}
