using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crossdock.Connectors.Http;

/// <summary>A problem document (RFC 9457), as far as it is read: why the other side says no.</summary>
internal sealed record Problem(string? Title = null, string? Detail = null)
{
    public const string MediaType = "application/problem+json";

    private const int LongestReason = 500;

    /// <summary>The reason for people, on one line; null when the body is no problem document.</summary>
    public static string? ReasonIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            var problem = JsonSerializer.Deserialize(body.Span, ProblemJson.Default.Problem);
            return problem is null ? null : OneLine(problem.Detail) ?? OneLine(problem.Title);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? OneLine(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var shown = text.Length > LongestReason ? text[..LongestReason] : text;
        return string.Create(shown.Length, shown, static (line, from) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        }).Trim();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
