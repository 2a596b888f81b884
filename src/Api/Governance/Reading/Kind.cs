using System.Text.Json;
using Crossdock.Api.Governance.Problems;
using Microsoft.OpenApi;

namespace Crossdock.Api.Governance.Reading;

/// <summary>
/// What a value may be: how it is read out of JSON or a query string, and how the API document describes it. One table, so
/// that what is documented is what is enforced.
/// </summary>
internal abstract class Kind<T>
{
    public abstract IOpenApiSchema Describe(OpenApiDocument document);

    /// <summary>False when refused; the reason is among the faults then.</summary>
    public abstract bool TryRead(JsonElement json, string path, Faults faults, out T value);

    /// <summary>Out of a query string.</summary>
    public virtual bool TryParse(string text, string path, Faults faults, out T value) =>
        throw new InvalidOperationException("This kind of value does not go into a query string.");
}

/// <summary>A value that is text on the wire.</summary>
internal abstract class TextKind<T> : Kind<T>
{
    public override bool TryRead(JsonElement json, string path, Faults faults, out T value)
    {
        value = default!;
        if (json.ValueKind != JsonValueKind.String)
        {
            faults.Add(path, $"must be text; got {JsonWords.Of(json)}");
            return false;
        }

        string text;
        try
        {
            text = json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            faults.Add(path, "holds half of a surrogate pair; send whole Unicode characters");
            return false;
        }

        return TryParse(text, path, faults, out value);
    }
}

internal static class JsonWords
{
    public static string Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => Faults.Shown(json.GetRawText()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
