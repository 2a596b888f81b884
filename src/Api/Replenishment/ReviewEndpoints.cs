using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Runtime.Replenishment;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Replenishment;

internal static class ReviewEndpoints
{
    public static void MapReplenishment(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/replenishment").WithTags("Replenishment")
            .MapPost("reviews", (HttpContext http, Posts posts, ReviewDesk desk) =>
                posts.Handle(http, ReviewShape.Shape, ApiLimits.StockBatchBytes, desk.Review))
            .Write(Policies.Buyer, ReviewShape.Shape, ApiLimits.StockBatchBytes, queue: BackPressure.NewWork)
            .Answers<Review>(
                200, "reviewStock", "Review stock: propose what to buy and to move, or show it and what changed rules would do");
}
