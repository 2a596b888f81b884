using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Wire;

namespace Crossdock.Rehearsal.Overload;

/// <summary>Customers who do not wait for one another: orders go out at a rate, however slow the answers are.</summary>
public sealed class Shop(HttpClient http, Book book, TimeProvider business, TimeProvider wall)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly OrderDocument[] _templates = [.. book.Events.OfType<OrderPlaced>().Select(placed => placed.Order)];
    private int _number;

    /// <summary>Offers orders at the rate and waits for the last answer.</summary>
    public async Task<Offered> Offer(double ratePerSecond, TimeSpan lasts, CancellationToken cancel)
    {
        var answers = new ConcurrentBag<(int Status, double Milliseconds, bool RetryAfter)>();
        var sent = new List<Task>();
        var begun = wall.GetTimestamp();
        while (wall.GetElapsedTime(begun) is var elapsed && elapsed < lasts)
        {
            for (var due = (int)(elapsed.TotalSeconds * ratePerSecond) - sent.Count; due > 0; due--)
            {
                sent.Add(Task.Run(async () => answers.Add(await Place(cancel)), cancel));
            }

            await Task.Delay(Tick, wall, cancel);
        }

        await Task.WhenAll(sent);
        var accepted = answers.Where(answer => answer.Status == 202).Select(answer => answer.Milliseconds).Order().ToArray();
        return new Offered(
            Math.Round(ratePerSecond, 1), Math.Round(lasts.TotalSeconds, 1), sent.Count,
            answers.GroupBy(answer => answer.Status).OrderBy(status => status.Key)
                .ToDictionary(status => status.Key, status => status.Count()),
            At(accepted, 0.5), At(accepted, 0.95), At(accepted, 0.99),
            answers.Count(answer => answer is { Status: 429 or 503, RetryAfter: false }));
    }

    public async Task<(int Status, double Milliseconds, bool RetryAfter)> Place(CancellationToken cancel)
    {
        var number = Interlocked.Increment(ref _number);
        var order = _templates[number % _templates.Length] with
        {
            Number = $"FLOOD-{number.ToString(CultureInfo.InvariantCulture)}", PlacedAt = business.GetUtcNow(), AvailableFrom = null,
        };
        var begun = wall.GetTimestamp();
        try
        {
            using var body = new ByteArrayContent(WireJson.Write(order));
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await http.PostAsync(new Uri("/v1/orders", UriKind.Relative), body, cancel);
            return ((int)answer.StatusCode, wall.GetElapsedTime(begun).TotalMilliseconds, answer.Headers.RetryAfter is not null);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException
            || (broken is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (0, wall.GetElapsedTime(begun).TotalMilliseconds, false);
        }
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : Math.Round(sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)], 1);
}
