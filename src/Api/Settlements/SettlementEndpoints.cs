using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Settlements;

internal static class SettlementEndpoints
{
    public static void MapSettlements(this IEndpointRouteBuilder app)
    {
        var settlements = app.MapGroup("/v1/settlements").WithTags("Settlements");
        settlements.MapPost("", (HttpContext http, Posts posts, SettlementDesk desk) =>
                posts.Handle(http, SettlementShape.Shape, ApiLimits.StatementBytes, desk.Submit))
            .Write(Policies.Payables, SettlementShape.Shape, ApiLimits.StatementBytes)
            .Answers<SettlementTakenView>(
                202, "submitSettlement", "Submit a payout of the payment provider, as CSV or JSON: one answer a line; 200 where known");
        settlements.MapGet("{number}", Read)
            .Read(Policies.PayablesOrReader)
            .Answers<SettlementView>(
                200, "readSettlement", "A payout: state, what its orders say of each line, and what the bank shows of it", 404);
    }

    private static async Task<IResult> Read(HttpContext http, string number, CaseReader reader)
    {
        // A slash within a number comes as it was sent, so that it parts no path.
        var payout = SettlementDesk.CaseOf(number.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        return await reader.Read(payout, http.RequestAborted) is { } story && story.Rows[0].Message.Data is PayoutReported reported
            ? Answer.Ok(SettlementView.Of(story, reported.Payout), ApiJson.Default.SettlementView)
            : Answer.Unknown($"payout {Faults.Shown(number)}");
    }
}
