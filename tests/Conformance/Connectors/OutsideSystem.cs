using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Crossdock.Conformance.Tests.Connectors;

internal sealed record Received(string Path, string Key, string? Authorisation, string? Trace, string Body);

/// <summary>A system on a real socket that answers as the test scripts it, one act a request; without a script, as agreed.</summary>
internal sealed class OutsideSystem : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _script = new();
    private readonly Channel<Received> _arrivals = Channel.CreateUnbounded<Received>();

    private OutsideSystem(WebApplication app, Func<HttpContext, Task> asAgreed)
    {
        _app = app;
        Otherwise = asAgreed;
    }

    public string Address { get; private set; } = "";

    public Func<HttpContext, Task> Otherwise { get; set; }

    public ConcurrentQueue<Received> Log { get; } = new();

    public static async Task<OutsideSystem> Start(Func<HttpContext, Task> asAgreed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        var system = new OutsideSystem(builder.Build(), asAgreed);
        system._app.Run(system.Serve);
        await system._app.StartAsync();
        system.Address = system._app.Urls.Single();
        return system;
    }

    public OutsideSystem Then(Func<HttpContext, Task> act)
    {
        _script.Enqueue(act);
        return this;
    }

    public async Task<Received> NextArrival() =>
        await _arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon("no request arrived");

    public bool HasUnseenArrival => _arrivals.Reader.Count > 0;

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task Serve(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var received = new Received(
            http.Request.Path.ToString(), http.Request.Headers["Idempotency-Key"].ToString(),
            http.Request.Headers.Authorization.FirstOrDefault(), http.Request.Headers["traceparent"].FirstOrDefault(),
            await reader.ReadToEndAsync(http.RequestAborted));
        Log.Enqueue(received);
        var act = _script.TryDequeue(out var scripted) ? scripted : Otherwise;
        _arrivals.Writer.TryWrite(received);
        await act(http);
    }
}

/// <summary>Ways in which a system can answer.</summary>
internal static class Acts
{
    public static Func<HttpContext, Task> Json(string body, int status = 200, string contentType = "application/json") => http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        return http.Response.WriteAsync(body);
    };

    public static Func<HttpContext, Task> Problem(int status, string detail) =>
        Json($$"""{"type":"about:blank","title":"No","status":{{status}},"detail":"{{detail}}"}""", status, "application/problem+json");

    public static Func<HttpContext, Task> Status(int status, string? retryAfter = null) => http =>
    {
        http.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            http.Response.Headers.RetryAfter = retryAfter;
        }

        return Task.CompletedTask;
    };

    public static Func<HttpContext, Task> Bytes(byte[] body) => async http =>
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(body);
    };

    public static Func<HttpContext, Task> Redirect(string to) => http =>
    {
        http.Response.Redirect(to);
        return Task.CompletedTask;
    };

    public static Task ManyHeaders(HttpContext http)
    {
        for (var i = 0; i < 100; i++)
        {
            http.Response.Headers[$"x-{i}"] = new string('x', 1000);
        }

        return Task.CompletedTask;
    }

    public static Task Drop(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Promises more than it sends; the server then closes the connection.</summary>
    public static Func<HttpContext, Task> HalfOf(string body) => http =>
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        return http.Response.WriteAsync(body[..(body.Length / 2)]);
    };

    public static async Task Endless(HttpContext http)
    {
        http.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        http.Response.ContentType = "application/json";
        var spaces = new byte[64 * 1024];
        Array.Fill(spaces, (byte)' ');
        while (!http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.Body.WriteAsync(spaces, http.RequestAborted);
        }
    }

    /// <summary>Does the work, and never says so.</summary>
    public static Task Silence(HttpContext http) => http.Silent();

    /// <summary>Answers only once the gate is open.</summary>
    public static Func<HttpContext, Task> Behind(Task gate, Func<HttpContext, Task> act) => async http =>
    {
        await gate.WaitAsync(http.RequestAborted);
        await act(http);
    };

    private static async Task Silent(this HttpContext http)
    {
        var aborted = new TaskCompletionSource();
        await using var _ = http.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }
}

internal static class Patience
{
    /// <summary>Real time within which a signal must come; it bounds a broken test, and no test waits for it to pass.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<T> Soon<T>(this Task<T> task, string otherwise)
    {
        try
        {
            return await task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(otherwise);
        }
    }
}
