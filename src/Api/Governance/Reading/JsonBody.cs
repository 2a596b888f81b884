using System.Text.Json;
using System.Text.Unicode;
using Crossdock.Api.Governance.Problems;
using Microsoft.AspNetCore.Http;

namespace Crossdock.Api.Governance.Reading;

/// <summary>A request's body: its bytes first (they are what an idempotency key stands for), then its JSON.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = ApiLimits.JsonDepth };

    private static readonly byte[] Nothing = "{}"u8.ToArray();

    /// <summary>The bytes, or the answer that refuses them.</summary>
    /// <param name="nothingToSay">whether the request has no members, so that no body at all is as good as an empty object</param>
    public static async Task<(ReadOnlyMemory<byte> Bytes, Answer? Refusal)> ReadBytes(
        HttpContext http, int maxBytes, bool nothingToSay, TimeProvider clock)
    {
        if (nothingToSay && http.Request.ContentLength is (null or 0) && !http.Request.Headers.ContainsKey("Transfer-Encoding"))
        {
            return (Nothing, null);
        }

        if (!IsJson(http.Request.ContentType))
        {
            var got = http.Request.ContentType is { Length: > 0 } type ? $"'{Faults.Shown(type)}'" : "none";
            return (default, Answer.Problem(ProblemKind.WrongType, $"Send application/json in UTF-8; the content type is {got}."));
        }

        var tooLarge = Answer.Problem(ProblemKind.TooLarge, $"At most {maxBytes} bytes are taken here. Send less at once.");
        if (http.Request.ContentLength > maxBytes)
        {
            return (default, tooLarge);
        }

        var body = new MemoryStream((int)(http.Request.ContentLength ?? 4_096));
        var chunk = new byte[16_384];
        // Whoever sends holds one of few places for as long as that takes.
        using var patience = new CancellationTokenSource(ApiLimits.LongestBody, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, patience.Token);
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(chunk, either.Token)) > 0)
            {
                if (body.Length + read > maxBytes)
                {
                    return (default, tooLarge);
                }

                body.Write(chunk, 0, read);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            return (default, Answer.Problem(
                ProblemKind.TooSlow, $"The body did not come within {ApiLimits.LongestBody.TotalSeconds:0} s. Nothing of it was taken."));
        }

        return (body.GetBuffer().AsMemory(0, (int)body.Length), null);
    }

    /// <summary>The document, or null with the fault said.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, Faults faults)
    {
        if (utf8.IsEmpty)
        {
            faults.Add("", "is empty; send a JSON object");
            return null;
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            faults.Add("", "is not valid UTF-8");
            return null;
        }

        try
        {
            return JsonDocument.Parse(utf8, Strict);
        }
        catch (JsonException broken)
        {
            faults.Add("", $"is not JSON at line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}, or is nested too deep");
            return null;
        }
    }

    // Our own JSON types and any that says it is JSON inside, such as application/cloudevents+json.
    private static bool IsJson(string? contentType)
    {
        var parts = (contentType ?? "").Split(';', StringSplitOptions.TrimEntries);
        var json = parts[0].Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (parts[0].StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && parts[0].EndsWith("+json", StringComparison.OrdinalIgnoreCase));
        var charset = parts.FirstOrDefault(part => part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase));
        return json && (charset is null || charset["charset=".Length..].Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
