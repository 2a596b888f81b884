using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Net.Sockets;
using System.Text.Json;
using Crossdock.Connectors.Delivery;
using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Http;

/// <summary>
/// One call to one outside system: the request out of its route, and every way it can end as an <see cref="Attempt"/>. The
/// mapping of statuses is that of the wire contract.
/// </summary>
internal sealed class SystemClient(IHttpClientFactory clients, SystemSettings settings, DeliveryOptions options, TimeProvider wall)
{
    public static string ClientName(string system) => $"crossdock-{system}";

    /// <exception cref="OperationCanceledException">only when <paramref name="cancel"/> asked for it</exception>
    public async Task<Attempt> Call(Connector connector, Route route, OutboundEffect effect, CancellationToken cancel)
    {
        if (!settings.TryAddress(route.Path(effect.Effect), out var uri, out var whyNot))
        {
            return Attempt.NotMade(whyNot, options.LongestRetry);
        }

        using var request = RequestTo(uri!, route, effect);
        try
        {
            using var client = clients.CreateClient(ClientName(connector.Card.System));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return await Understand(response, route, effect, cancel);
        }
        catch (HttpRequestException broken) when (NotHttp(broken.HttpRequestError))
        {
            return Attempt.NotUnderstood($"the answer is not HTTP as agreed: {broken.HttpRequestError}");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException)
        {
            // A peer that dies between the handshake and the first byte comes up as the bare socket's own complaint.
            return Attempt.Transient($"no connection: {Reason(broken)}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Attempt.Transient("no connection in time");
        }
    }

    private HttpRequestMessage RequestTo(Uri uri, Route route, OutboundEffect effect)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(route.Write(effect.Effect)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json, "utf-8");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Problem.MediaType));
        request.Headers.Add("Idempotency-Key", effect.Key);
        if (settings.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if ((Activity.Current?.Id ?? effect.Trace) is { } trace)
        {
            request.Headers.TryAddWithoutValidation("traceparent", trace);
        }

        return request;
    }

    private async Task<Attempt> Understand(HttpResponseMessage response, Route route, OutboundEffect effect, CancellationToken cancel)
    {
        try
        {
            return await ByStatus(response, route, effect, cancel);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            // The head of the answer is here already, so it is the answer that is broken and not the way to it.
            return Attempt.NotUnderstood($"status {(int)response.StatusCode}, and the answer broke off half-way");
        }
    }

    private async Task<Attempt> ByStatus(HttpResponseMessage response, Route route, OutboundEffect effect, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK or HttpStatusCode.Created:
                return await Done(response, route, effect, cancel);
            case HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                return await Refused(response, effect, cancel);
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return Attempt.Unauthorised($"status {status}: our credentials are not accepted");
            case HttpStatusCode.TooManyRequests:
                return Attempt.Throttled("status 429: too many requests", RetryAfter(response));
            case HttpStatusCode.RequestTimeout:
            case >= HttpStatusCode.InternalServerError:
                return Attempt.Transient($"status {status}", RetryAfter(response));
            default:
                return Attempt.NotUnderstood($"status {status} is not in the contract");
        }
    }

    private static async Task<Attempt> Done(
        HttpResponseMessage response, Route route, OutboundEffect effect, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        if (!Is(response, MediaTypeNames.Application.Json))
        {
            return Attempt.NotUnderstood($"status {status} with content type '{response.Content.Headers.ContentType}', not JSON");
        }

        if (await AnswerBody.Read(response.Content, cancel) is not { } body)
        {
            return Attempt.NotUnderstood($"the answer is longer than {AnswerBody.MostBytes} bytes");
        }

        try
        {
            return Attempt.Succeeded($"status {status}", route.Read(effect.Effect, body));
        }
        catch (JsonException wrong)
        {
            return Attempt.NotUnderstood($"the answer is not as agreed: {WithoutContent(wrong)}");
        }
    }

    private static async Task<Attempt> Refused(HttpResponseMessage response, OutboundEffect effect, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        if (!Is(response, Problem.MediaType))
        {
            // A proxy's 404 page is no business answer: only a problem document is a no.
            return Attempt.NotUnderstood($"status {status} without a problem document");
        }

        if (await AnswerBody.Read(response.Content, cancel) is not { } body || Problem.ReasonIn(body) is not { } reason)
        {
            return Attempt.NotUnderstood($"status {status} with a problem document that says nothing");
        }

        return Attempt.Rejected($"status {status}: {reason}", effect.Effect.Refused(reason));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } at } when at > wall.GetUtcNow() => at - wall.GetUtcNow(),
        _ => null,
    };

    private static bool Is(HttpResponseMessage response, string mediaType) =>
        response.Content.Headers.ContentType is { } type
        && string.Equals(type.MediaType, mediaType, StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static bool NotHttp(HttpRequestError error) =>
        error is HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded;

    private static string Reason(Exception broken) =>
        broken is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http
            ? http.HttpRequestError.ToString()
            : broken.GetBaseException().Message;

    // The serialiser's own words say where; what it read there may be a customer's data and stays out of the log.
    private static string WithoutContent(JsonException wrong) =>
        wrong.Path is { } path ? $"at {path}" : wrong.Message;
}
