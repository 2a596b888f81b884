using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Crossdock.Estate.Wire;

/// <summary>An answer of the front door. A broken connection is no answer.</summary>
/// <param name="Attempts">how often it was asked for</param>
public sealed record Answer(int Status, byte[] Body, int Attempts)
{
    public bool Done => Status is >= 200 and < 300;

    public T? Read<T>() where T : class => WireJson.TryRead<T>(Body);

    /// <summary>The reason of a no, as it is told to people.</summary>
    public string Why()
    {
        var problem = Read<Problem>();
        var fields = problem?.Errors is { Count: > 0 } errors
            ? string.Join("; ", errors.Take(3).Select(error => $"{error.Field}: {error.Reason}"))
            : null;
        return fields ?? problem?.Detail ?? problem?.Title ?? $"status {Status}";
    }
}

/// <summary>
/// The way in to Crossdock for everybody in the estate. What is sent is sent until its answer is known: broken connections,
/// 429, 503 and 5xx are tried again, however long the other side is down. Repeats carry the same key.
/// </summary>
public sealed class CrossdockClient : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http;
    private readonly TimeProvider _wall;
    private volatile AuthenticationHeaderValue? _authorization;
    private long _attempts, _broken, _throttled;

    public CrossdockClient(Uri host, TimeProvider wall, HttpMessageHandler? handler = null)
    {
        _http = new HttpClient(handler ?? new SocketsHttpHandler { MaxConnectionsPerServer = 128,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            BaseAddress = host,
            Timeout = TimeSpan.FromSeconds(30),
        };
        _wall = wall;
    }

    public long Attempts => Interlocked.Read(ref _attempts);

    /// <summary>Connections that broke or timed out, and 5xx.</summary>
    public long Broken => Interlocked.Read(ref _broken);

    public long Throttled => Interlocked.Read(ref _throttled);

    /// <summary>The key that every later request carries.</summary>
    public void UseKey(string key) => _authorization = new AuthenticationHeaderValue("Bearer", key);

    public Task<Answer> Get(string path, CancellationToken cancel) => UntilAnswered(HttpMethod.Get, path, null, null, null, cancel);

    /// <param name="person">who acts, where a person does</param>
    public Task<Answer> Post(string path, byte[] body, string? key, CancellationToken cancel, string? person = null) =>
        UntilAnswered(HttpMethod.Post, path, body, key, person, cancel);

    /// <summary>One try; null when there was no answer.</summary>
    public async Task<Answer?> TryOnce(
        HttpMethod method, string path, byte[]? body, string? key, CancellationToken cancel, string mediaType = "application/json")
    {
        var (answer, _) = await Ask(method, path, body, key, null, mediaType, 1, cancel);
        return answer;
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> UntilAnswered(
        HttpMethod method, string path, byte[]? body, string? key, string? person, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, pause) = await Ask(method, path, body, key, person, "application/json", attempt, cancel);
            if (answer is { Status: < 500 and not 429 })
            {
                return answer;
            }

            await Task.Delay(pause ?? Backoff(attempt), _wall, cancel);
        }
    }

    private async Task<(Answer? Answer, TimeSpan? Pause)> Ask(
        HttpMethod method, string path, byte[]? body, string? key, string? person, string mediaType, int attempt, CancellationToken cancel)
    {
        Interlocked.Increment(ref _attempts);
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = _authorization;
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (person is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Person", person);
        }

        try
        {
            using var response = await _http.SendAsync(request, cancel);
            var answer = new Answer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancel), attempt);
            Count(response.StatusCode);
            return (answer, response.Headers.RetryAfter?.Delta is { } delta && delta < LongestPause ? delta : null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException || (e is OperationCanceledException
            && !cancel.IsCancellationRequested))
        {
            Interlocked.Increment(ref _broken);
            return (null, null);
        }
    }

    private void Count(HttpStatusCode status)
    {
        if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            Interlocked.Increment(ref _throttled);
        }
        else if ((int)status >= 500)
        {
            Interlocked.Increment(ref _broken);
        }
    }

    private static TimeSpan Backoff(int attempt) =>
        TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 50 * Math.Pow(2, Math.Min(attempt, 6))));
}
