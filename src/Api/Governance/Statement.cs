using Crossdock.Api.Governance.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Crossdock.Api.Governance;

/// <summary>What an endpoint takes, for its enforcement and for the API document alike.</summary>
internal sealed record Takes(Shape? Body, Shape? Query, string ContentType = "application/json");

/// <summary>The lasting no's of an endpoint, beyond those that any may give.</summary>
internal sealed record Refuses(params int[] Statuses);

/// <summary>The words in which each endpoint states itself.</summary>
internal static class Statement
{
    /// <summary>A write: who may, what it takes, how much of it, and behind which queue.</summary>
    public static RouteHandlerBuilder Write(
        this RouteHandlerBuilder endpoint, string policy, Shape body, int maxBytes, string contentType = "application/json",
        string queue = BackPressure.Writes) =>
        endpoint.RequireAuthorization(policy)
            .RequireRateLimiting(queue)
            .WithMetadata(new Takes(body, null, contentType), new RequestSizeLimit(ReadOut * (long)maxBytes));

    public static RouteHandlerBuilder Read(this RouteHandlerBuilder endpoint, string policy, Shape? query = null) =>
        endpoint.RequireAuthorization(policy).WithMetadata(new Takes(null, query));

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status, string name, string summary,
        params int[] no) =>
        endpoint.WithName(name).WithSummary(summary).Produces<T>(status).WithMetadata(new Refuses(no));

    // Ours speaks first and in our words, and the server reads the rest of a body that is somewhat too large, so that the answer
    // reaches a caller who is still sending. Beyond this the connection is cut: a body that never ends gets no patience.
    private const int ReadOut = 8;

    private sealed record RequestSizeLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
