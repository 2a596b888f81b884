using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Crossdock.Api.Governance.Problems;

/// <summary>What goes back to a caller: kept as it was written, so that a repeat can be answered the same.</summary>
internal sealed record Answer(int Status, string Body, string? Location = null, int? RetryAfterSeconds = null) : IResult
{
    public static Answer Of<T>(int status, T value, JsonTypeInfo<T> shape, string? location = null) =>
        new(status, JsonSerializer.Serialize(value, shape), location);

    public static Answer Ok<T>(T value, JsonTypeInfo<T> shape) => Of(StatusCodes.Status200OK, value, shape);

    public static Answer Problem(ProblemKind kind, string detail, IReadOnlyList<FieldProblem>? errors = null) =>
        Of(kind.Status, new ProblemDocument(kind.Type, kind.Title, kind.Status, detail, errors), ApiJson.Default.ProblemDocument);

    public static Answer Refused(Faults faults)
    {
        var all = faults.All;
        var detail = all.Length == 1 ? $"{all[0].Field} {all[0].Reason}."
            : $"{all.Length} things need mending; each is listed under errors.";
        return Problem(ProblemKind.Invalid, detail, all);
    }

    public static Answer Unknown(string what) => Problem(ProblemKind.Unknown, $"There is no {what}.");

    public static Answer Unavailable(string detail) => Problem(ProblemKind.Overloaded, detail) with { RetryAfterSeconds = 1 };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await Write(httpContext, Status, Encoding.UTF8.GetBytes(Body));
    }

    /// <summary>Its length is known, so that it goes out in one piece.</summary>
    internal static async Task Write(HttpContext http, int status, byte[] body)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = status >= 400 ? "application/problem+json" : "application/json; charset=utf-8";
        // Answers hold names and addresses: no cache on the way may keep them.
        response.Headers.CacheControl = "no-store";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
