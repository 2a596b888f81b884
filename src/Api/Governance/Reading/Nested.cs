using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance.Problems;
using Microsoft.OpenApi;

namespace Crossdock.Api.Governance.Reading;

internal sealed class ItemKind(Shape shape) : Kind<Given>
{
    public override IOpenApiSchema Describe(OpenApiDocument document) => shape.Describe(document);

    public override bool TryRead(JsonElement json, string path, Faults faults, out Given value)
    {
        value = shape.Read(json, path, faults);
        return json.ValueKind == JsonValueKind.Object;
    }
}

internal sealed class ListKind<T>(Kind<T> item, int min, int max) : Kind<ImmutableArray<T>>
{
    public override IOpenApiSchema Describe(OpenApiDocument document) => new OpenApiSchema
    {
        Type = JsonSchemaType.Array, Items = item.Describe(document), MinItems = min, MaxItems = max,
    };

    public override bool TryRead(JsonElement json, string path, Faults faults, out ImmutableArray<T> value)
    {
        value = [];
        var reason =
            json.ValueKind != JsonValueKind.Array ? $"must be a list; got {JsonWords.Of(json)}"
            : json.GetArrayLength() < min ? $"must hold {min} or more; got {json.GetArrayLength()}"
            : json.GetArrayLength() > max ? $"must hold {max} or fewer; got {json.GetArrayLength()}"
            : null;
        if (reason is not null)
        {
            faults.Add(path, reason);
            return false;
        }

        var items = ImmutableArray.CreateBuilder<T>(json.GetArrayLength());
        foreach (var (element, i) in json.EnumerateArray().Select((element, i) => (element, i)))
        {
            if (item.TryRead(element, $"{path}[{i}]", faults, out var read))
            {
                items.Add(read);
            }
        }

        value = items.ToImmutable();
        return true;
    }

    /// <summary>Values apart by commas.</summary>
    public override bool TryParse(string text, string path, Faults faults, out ImmutableArray<T> value)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        value = [];
        if (parts.Length < min || parts.Length > max)
        {
            faults.Add(path, $"must hold {min} to {max}, apart by commas; got {parts.Length}");
            return false;
        }

        var items = ImmutableArray.CreateBuilder<T>(parts.Length);
        foreach (var part in parts)
        {
            if (item.TryParse(part, path, faults, out var read))
            {
                items.Add(read);
            }
        }

        value = items.ToImmutable();
        return true;
    }
}
