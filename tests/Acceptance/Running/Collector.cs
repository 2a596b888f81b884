using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>Takes what a host exports by OTLP over HTTP and keeps it as it came.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<byte[]> _traces = new();
    private readonly ConcurrentQueue<byte[]> _metrics = new();
    private readonly WebApplication _app;

    private Collector(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/traces", http => Keep(http, _traces));
        app.MapPost("/v1/metrics", http => Keep(http, _metrics));
        app.MapPost("/v1/logs", _ => Task.CompletedTask);
    }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };

    public static async Task<Collector> Start()
    {
        // Not the folder it was called from: a web server watches its own for changed settings, and there a store may be written.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = new Collector(builder.Build());
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Whether spans of that name came in a batch that speaks of the trace.</summary>
    public bool HasSpan(string name, string traceId) => _traces.Any(batch => Holds(batch, Encoding.UTF8.GetBytes(name))
        && Holds(batch, Convert.FromHexString(traceId)));

    public bool HasMetric(string name) => _metrics.Any(batch => Holds(batch, Encoding.UTF8.GetBytes(name)));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static bool Holds(byte[] batch, byte[] part) => batch.AsSpan().IndexOf(part) >= 0;

    private static async Task Keep(HttpContext http, ConcurrentQueue<byte[]> batches)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        batches.Enqueue(body.ToArray());
    }
}
