using System.Collections.Concurrent;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Systems;

/// <summary>A system's answer: a status and a body, or a problem.</summary>
public sealed record Reply(int Status, object Body)
{
    public static Reply Ok(object body) => new(200, body);

    public static Reply Created(object body) => new(201, body);

    public static Reply No(int status, string detail) =>
        new(status, new { type = "about:blank", title = status == 409 ? "Too late" : "Refused", status, detail });
}

/// <summary>A request as a system sees it: who asks (the idempotency key) and what.</summary>
public sealed record Request(string Key, JsonElement Body, IReadOnlyDictionary<string, string?> Path)
{
    public string Text(string name) => Body.TryGetProperty(name, out var value) ? value.ToString() : "";

    public decimal Number(string name) => Body.TryGetProperty(name, out var value) && value.TryGetDecimal(out var number) ? number : 0;

    public IEnumerable<JsonElement> Items(string name) =>
        Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select(item => item.ToString())];
}

/// <summary>
/// The front of every system: looks at the key, answers a repeat as the first time, meets faults, and hands the rest to the
/// system's own behaviour, once for each key.
/// </summary>
public sealed class Desk(string name, string secret, int seed, TimeProvider business, TimeProvider wall, Deliver deliver)
{
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Lazy<(int Status, byte[] Body)>> _answers = new(StringComparer.Ordinal);
    private Callbacks? _callbacks;

    public string Name => name;

    /// <summary>Sent by Crossdock as <c>Authorization: Bearer</c>.</summary>
    public string Secret => secret;

    public Books Books { get; } = new(name);

    public Faults Faults { get; } = new(name, seed, wall);

    public Seeded Chance { get; } = new(seed);

    public TimeProvider Business => business;

    public Callbacks Callbacks => _callbacks ??= new Callbacks(name, business, wall, Faults, deliver);

    /// <summary>Told of every request that is understood, whatever comes of it.</summary>
    public Action<JsonElement>? Hears { get; set; }

    /// <summary>How long every answer takes at least, in wall time.</summary>
    public int DelayMilliseconds { get; set; }

    public void Post(IEndpointRouteBuilder routes, string path, Func<Request, Reply> behave) =>
        routes.MapPost(path, context => Handle(context, behave));

    private async Task Handle(HttpContext context, Func<Request, Reply> behave)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (context.Request.Headers.Authorization != $"Bearer {secret}")
        {
            await Write(context, 401, WireJson.Write(Reply.No(401, "the key is missing or not known").Body));
            return;
        }

        if (key.Length == 0 || await Body(context) is not { } body)
        {
            await Write(context, 400, WireJson.Write(Reply.No(400, "an Idempotency-Key and a JSON object are needed").Body));
            return;
        }

        Hears?.Invoke(body);
        var fault = Faults.Next(key, Books.Ask(key));
        if (await Stumble(context, fault))
        {
            return;
        }

        var path = context.Request.RouteValues.ToDictionary(value => value.Key, value => value.Value?.ToString());
        var (status, answer) = Answer(key, new Request(key, body, path), behave);
        if (fault == Fault.DoneThenSilent)
        {
            await Task.Delay(SilentFor, wall, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Abort();
            return;
        }

        await Write(context, status, fault == Fault.Garbage ? [.. answer.AsSpan(0, answer.Length / 2), (byte)'\0'] : answer);
    }

    /// <summary>The first answer to a key, worked out once however many ask at the same time.</summary>
    public (int Status, byte[] Body) Answer(string key, Request request, Func<Request, Reply> behave) =>
        _answers.GetOrAdd(key, _ => new Lazy<(int, byte[])>(() =>
        {
            var reply = behave(request);
            return (reply.Status, WireJson.Write(reply.Body));
        })).Value;

    // True when the request goes no further.
    private async Task<bool> Stumble(HttpContext context, Fault fault)
    {
        var delay = DelayMilliseconds + (fault == Fault.Slow ? 1500 : 0);
        if (delay > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(delay), wall, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        switch (fault)
        {
            case Fault.Down:
                context.Abort();
                return true;
            case Fault.Error500:
                await Write(context, 500, WireJson.Write(Reply.No(500, "something broke inside").Body));
                return true;
            case Fault.Throttled:
                context.Response.Headers.RetryAfter = "1";
                var status = Chance.Chance(0.5, "throttle-kind", context.TraceIdentifier) ? 429 : 503;
                await Write(context, status, WireJson.Write(Reply.No(status, "not now").Body));
                return true;
            case Fault.None or Fault.Slow or Fault.DoneThenSilent or Fault.Garbage:
                return false;
            default:
                throw new InvalidOperationException($"The fault {fault} has no behaviour.");
        }
    }

    private static async Task<JsonElement?> Body(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task Write(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
