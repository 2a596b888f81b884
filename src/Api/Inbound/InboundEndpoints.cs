using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Inbound;

internal static class InboundEndpoints
{
    public static void MapInbound(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/inbound").WithTags("Partners")
            .MapPost("{system}", (HttpContext http, string system, Posts posts, InboundDesk desk) =>
                posts.Handle(http, CloudEventShape.Shape, ApiLimits.ActBytes, post => desk.Hear(post, system)))
            .Write(Policies.Partner, CloudEventShape.Shape, ApiLimits.ActBytes, CloudEventShape.ContentType)
            .Answers<Taken>(202, "hearPartner", "One CloudEvent of an outside system about a case", 404);
}
