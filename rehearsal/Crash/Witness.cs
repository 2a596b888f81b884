using System.Collections.Concurrent;
using System.Text.Json;

namespace Crossdock.Rehearsal.Crash;

/// <summary>
/// Reads along at the front door: whatever was answered with a yes is noted here, in the words in which it must stand in the
/// journal. Nobody else's record is needed to find a loss.
/// </summary>
public sealed class Witness(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly ConcurrentDictionary<string, byte> _cases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _messages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private long _failures;

    /// <summary>Orders and returns that were taken, and tasks that were done: cases that must be there.</summary>
    public IReadOnlyCollection<string> Cases => [.. _cases.Keys];

    /// <summary>Messages of partners and movements that were taken, by the id that the journal knows them by.</summary>
    public IReadOnlyCollection<string> Messages => [.. _messages.Keys];

    public long Acknowledged => _cases.Count + _messages.Count;

    /// <summary>Answers that say the fault is Crossdock's: there is to be none, whatever breaks below it.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    public IReadOnlyDictionary<int, int> Statuses => _statuses.ToDictionary();

    /// <summary>The form in which a message's id is compared: who sent a movement does not matter, which one it is does.</summary>
    public static string FormOf(string messageId) =>
        messageId.StartsWith("movement/", StringComparison.Ordinal)
            ? $"movement/{messageId[(messageId.LastIndexOf('/') + 1)..]}"
            : messageId;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var body = request.Method == HttpMethod.Post && request.Content is { } content
            ? await content.ReadAsByteArrayAsync(cancellationToken)
            : null;
        var answer = await base.SendAsync(request, cancellationToken);
        _statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, times) => times + 1);
        if ((int)answer.StatusCode == 500)
        {
            Interlocked.Increment(ref _failures);
        }
        else if (body is { Length: > 0 } && answer.IsSuccessStatusCode)
        {
            Note(path, body, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        }

        return answer;
    }

    private void Note(string path, byte[] body, byte[] answer)
    {
        using var asked = JsonDocument.Parse(body);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (parts)
        {
            case ["v1", "orders"]:
                _cases[$"order/{asked.RootElement.GetProperty("number").GetString()}"] = 0;
                break;
            case ["v1", "returns"]:
                _cases[$"return/{asked.RootElement.GetProperty("number").GetString()}"] = 0;
                break;
            case ["v1", "tasks", var key, "done"]:
                _cases[$"task/{Uri.UnescapeDataString(key)}"] = 0;
                break;
            case ["v1", "inbound", var system]:
                var (source, id) = (asked.RootElement.GetProperty("source").GetString(), asked.RootElement.GetProperty("id").GetString());
                _messages[$"{system}/{source}/{id}"] = 0;
                break;
            case ["v1", "stock", "movements"]:
                NoteMovements(answer);
                break;
            default:
                // A claim, a cancellation, a change: what it did shows in its case.
                break;
        }
    }

    private void NoteMovements(byte[] answer)
    {
        using var results = JsonDocument.Parse(answer);
        foreach (var result in results.RootElement.GetProperty("results").EnumerateArray())
        {
            if (result.GetProperty("outcome").GetString() is "accepted" or "duplicate")
            {
                _messages[$"movement/{result.GetProperty("id").GetString()}"] = 0;
            }
        }
    }
}
