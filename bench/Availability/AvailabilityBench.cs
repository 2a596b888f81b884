using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Crossdock.Api;
using Crossdock.Api.Governance.Keys;
using Crossdock.Bench.Measuring;
using Crossdock.Bench.Runtime;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence;
using Crossdock.Runtime;
using Crossdock.Storage;

namespace Crossdock.Bench.Availability;

/// <param name="BaselinePerSecond">reads a second of a bare endpoint of the same framework, in the same process, that answers as many
/// bytes that never change</param>
public sealed record AvailabilityResult(
    string Store, int Connections, double Seconds, double ReadsPerSecond, double P50Milliseconds, double P99Milliseconds,
    double BaselinePerSecond, double BaselineP99Milliseconds, double RatioToBaseline);

/// <summary>Reads of what can be promised of one SKU, over HTTP with a key, beside a constant. The reader lives in this process.</summary>
public static class AvailabilityBench
{
    private const int Skus = 1_000;
    /// <summary>Not longer than what is measured after it.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<AvailabilityResult> Run(Asked asked, int connections, CancellationToken cancel)
    {
        await using var store = await BenchStore.Create(asked.Store, cancel);
        await using var app = Compose(store);
        var (key, text) = KeyText.Mint("bench", "bench", Roles.Admin, scope: null, TimeProvider.System.GetUtcNow());
        await app.Services.GetRequiredService<Store>().Prepare(cancel);
        await app.Services.GetRequiredService<IKeys>().Add(key, cancel);
        app.UseCrossdockApi();
        app.MapCrossdockApi();
        byte[] constant = [];
        app.MapGet("/constant", async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(constant, context.RequestAborted);
        }).AllowAnonymous();
        await app.StartAsync(cancel);
        await Receive(app.Services.GetRequiredService<ITellCases>(), cancel);

        using var client = Client(new Uri(app.Urls.First()), connections);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", text);
        constant = Encoding.UTF8.GetBytes(await client.GetStringAsync(Path(1), cancel));
        // In turn, so that a machine whose speed drifts treats both alike.
        var (first, bare) = (await Measure(client, Path, connections, asked.Seconds / 2, cancel), await Bare());
        var (second, bareAgain) = (await Measure(client, Path, connections, asked.Seconds / 2, cancel), await Bare());
        await app.StopAsync(cancel);
        var (reads, constants) = ((first.PerSecond + second.PerSecond) / 2, (bare.PerSecond + bareAgain.PerSecond) / 2);
        return new AvailabilityResult(
            store.Kind, connections, asked.Seconds, Math.Round(reads), second.P50, second.P99, Math.Round(constants), bareAgain.P99,
            Math.Round(reads / constants, 3));

        Task<Measured> Bare() => Measure(client, _ => "/constant", connections, asked.Seconds / 2, cancel);
    }

    private sealed record Measured(double PerSecond, double P50, double P99);

    private static string Path(long number) => $"/v1/availability?sku={Retail.Sku((int)(number % Skus) + 1)}";

    private static WebApplication Compose(BenchStore store)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(Retail.Network).AddSingleton(TimeProvider.System)
            .AddSingleton(BusinessClock.Wall(TimeProvider.System)).AddCrossdockStorage(store.Address);
        builder.Services.AddSingleton<IOutbound>(services =>
            new InProcessWorld(services.GetRequiredService<ITellCases>, TimeProvider.System));
        builder.AddCrossdockRuntime();
        builder.Services.AddSingleton<IExceptionTerms, UsualTerms>();
        builder.Services.AddCrossdockIntelligence();
        builder.Services.AddCrossdockApi(builder.Configuration);
        return builder.Build();
    }

    /// <summary>No policy of this bench's retailer says otherwise.</summary>
    private sealed class UsualTerms : IExceptionTerms
    {
        public ExceptionRule Of(ExceptionCategory category, string? region, string? channel, string? node) => ExceptionRules.Of(category);

        public int RankOf(string supplier) => 0;

        public ImmutableArray<string> Above(OwnerGroup owner, string? region, string? channel, string? node) => [];
    }

    private static HttpClient Client(Uri address, int connections) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false }) { BaseAddress = address };

    private static async Task<Measured> Measure(
        HttpClient client, Func<long, string> path, int connections, double seconds, CancellationToken cancel)
    {
        var (latencies, count) = (new Latencies(), 0L);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var loops = Enumerable.Range(0, connections).Select(_ => Task.Run(Loop, cancel)).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(Math.Min(WarmUp.TotalSeconds, seconds)), cancel);
        latencies.Clear();
        var (before, clock) = (Interlocked.Read(ref count), Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancel);
        var perSecond = (Interlocked.Read(ref count) - before) / clock.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        await Task.WhenAll(loops);
        return new Measured(perSecond, latencies.At(0.5), latencies.At(0.99));

        async Task Loop()
        {
            while (!stop.IsCancellationRequested)
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(path(Interlocked.Increment(ref count)), CancellationToken.None);
                answer.EnsureSuccessStatusCode();
                await answer.Content.CopyToAsync(Stream.Null, CancellationToken.None);
                latencies.Add(Stopwatch.GetElapsedTime(began));
            }
        }
    }

    private static async Task Receive(ITellCases cases, CancellationToken cancel)
    {
        var at = TimeProvider.System.GetUtcNow();
        var stores = Enumerable.Range(1, Retail.Stores)
            .Select(n => new StockInstruction(StockAct.Receive, Retail.Store(n), 10 + n, null, "Opening.")).ToArray();
        foreach (var some in Enumerable.Range(1, Skus).Chunk(200))
        {
            await Task.WhenAll(some.Select(sku => cases.Tell(
                new Envelope(
                    $"open-{sku}", "bench", CaseId.Stock(Retail.Sku(sku)), at, Actor.System("Bench"),
                    new StockInstructed(Retail.Sku(sku), [.. stores], null)), cancel)));
        }
    }
}
