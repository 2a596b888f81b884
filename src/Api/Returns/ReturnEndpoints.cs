using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Returns;

internal static class ReturnEndpoints
{
    public static void MapReturns(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/returns").WithTags("Returns")
            .MapPost("", (HttpContext http, Posts posts, ReturnDesk desk) =>
                posts.Handle(http, ReturnShape.Shape, ApiLimits.OrderBytes, desk.Ask))
            .Write(Policies.Channel, ReturnShape.Shape, ApiLimits.OrderBytes, queue: BackPressure.NewWork)
            .Answers<Taken>(202, "askReturn", "Announce goods that a customer brings or sends back", 409);
}
