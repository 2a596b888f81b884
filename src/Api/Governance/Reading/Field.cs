using System.Text.Json;
using Crossdock.Api.Governance.Problems;
using Microsoft.OpenApi;

namespace Crossdock.Api.Governance.Reading;

/// <summary>A member of a request: one row of its shape.</summary>
internal abstract class Field(string name, bool required, string about)
{
    public string Name { get; } = name;

    public bool Required { get; } = required;

    public string About { get; } = about;

    public abstract IOpenApiSchema Describe(OpenApiDocument document);

    /// <summary>The value, or null when it was refused.</summary>
    public abstract object? Read(JsonElement json, string path, Faults faults);

    public abstract object? Parse(string text, string path, Faults faults);
}

internal sealed class Field<T>(string name, Kind<T> kind, bool required, string about) : Field(name, required, about)
{
    public override IOpenApiSchema Describe(OpenApiDocument document)
    {
        var schema = kind.Describe(document);
        if (schema is OpenApiSchema plain && About.Length > 0)
        {
            plain.Description = About;
        }

        if (schema is OpenApiSchema optional && !Required && optional.Type is { } type)
        {
            optional.Type = type | JsonSchemaType.Null;
        }

        return schema;
    }

    public override object? Read(JsonElement json, string path, Faults faults) =>
        kind.TryRead(json, path, faults, out var value) ? value : null;

    public override object? Parse(string text, string path, Faults faults) =>
        kind.TryParse(text, path, faults, out var value) ? value : null;
}

internal static class Fields
{
    public static Field<T> Required<T>(string name, Kind<T> kind, string about = "") => new(name, kind, true, about);

    public static Field<T> Optional<T>(string name, Kind<T> kind, string about = "") => new(name, kind, false, about);
}
