using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors;

/// <summary>How one effect becomes a request, and the answer to it a message.</summary>
/// <param name="Template">the path with its variable parts in braces</param>
/// <param name="Path">the path of one request, its variable parts escaped</param>
/// <param name="Write">the request's body, UTF-8 JSON</param>
/// <param name="Read">the message out of a 200 or 201 answer's body; <see cref="JsonException"/> when it cannot be understood</param>
public sealed record Route(
    Type Effect,
    string Operation,
    string Template,
    Func<Effect, string> Path,
    Func<Effect, byte[]> Write,
    Func<Effect, ReadOnlyMemory<byte>, Message> Read)
{
    /// <param name="segment">the value of the template's variable part, for paths that have one</param>
    public static Route For<TEffect, TRequest, TAnswer>(
        string operation,
        string template,
        JsonTypeInfo<TRequest> request,
        Func<TEffect, TRequest> ask,
        JsonTypeInfo<TAnswer> answer,
        Func<TEffect, TAnswer, Message> hear,
        Func<TEffect, string>? segment = null)
        where TEffect : Effect =>
        new(
            typeof(TEffect),
            operation,
            template,
            effect => segment is null ? template : Fill(template, segment((TEffect)effect)),
            effect => JsonSerializer.SerializeToUtf8Bytes(ask((TEffect)effect), request),
            (effect, body) => hear((TEffect)effect, Understood(body, answer)));

    private static TAnswer Understood<TAnswer>(ReadOnlyMemory<byte> body, JsonTypeInfo<TAnswer> answer) =>
        !Utf8.IsValid(body.Span)
            ? throw new JsonException("the answer is not UTF-8")
            : JsonSerializer.Deserialize(body.Span, answer) ?? throw new JsonException("the answer is null");

    private static string Fill(string template, string segment)
    {
        // "." and ".." would climb out of the path however they are escaped; other systems choose these values.
        if (segment is "" or "." or "..")
        {
            throw new FormatException($"'{segment}' cannot be a part of {template}.");
        }

        var open = template.IndexOf('{', StringComparison.Ordinal);
        var close = template.IndexOf('}', StringComparison.Ordinal);
        return string.Concat(template.AsSpan(0, open), Uri.EscapeDataString(segment), template.AsSpan(close + 1));
    }
}
