using System.Collections.Immutable;
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

/// <summary>An object of a request: its members, each once. Unknown members are refused unless the shape is open.</summary>
/// <param name="open">whether other members may stand beside the known ones, as a CloudEvent's extensions do</param>
internal sealed class Shape(string name, ImmutableArray<Field> fields, bool open = false)
{
    public string Name { get; } = name;

    public ImmutableArray<Field> Fields { get; } = fields;

    /// <summary>An example for the API document.</summary>
    public string? Example { get; init; }

    public Given Read(JsonElement json, string path, Faults faults)
    {
        var values = new object?[Fields.Length];
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, $"must be an object; got {JsonWords.Of(json)}");
            return new Given(this, path, values);
        }

        var seen = new bool[Fields.Length];
        foreach (var member in json.EnumerateObject())
        {
            ReadMember(member, path, values, seen, faults);
        }

        for (var i = 0; i < Fields.Length; i++)
        {
            if (!seen[i] && Fields[i].Required)
            {
                faults.Add(Under(path, Fields[i].Name), "is missing");
            }
        }

        return new Given(this, path, values);
    }

    public int IndexOf(Field field)
    {
        for (var i = 0; i < Fields.Length; i++)
        {
            if (ReferenceEquals(Fields[i], field))
            {
                return i;
            }
        }

        throw new InvalidOperationException($"{Name} has no field {field.Name}.");
    }

    /// <summary>A reference to this shape, which is described once.</summary>
    public IOpenApiSchema Describe(OpenApiDocument document)
    {
        if (document.Components?.Schemas?.ContainsKey(Name) != true)
        {
            document.AddComponent(Name, new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = Fields.ToDictionary(field => field.Name, field => field.Describe(document)),
                Required = Fields.Where(field => field.Required).Select(field => field.Name).ToHashSet(),
                AdditionalPropertiesAllowed = open,
            });
        }

        return new OpenApiSchemaReference(Name, document);
    }

    internal static string Under(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private void ReadMember(JsonProperty member, string path, object?[] values, bool[] seen, Faults faults)
    {
        if (!TryFind(member, out var i))
        {
            faults.Add(path, "has a member whose name holds half of a surrogate pair");
            return;
        }

        if (i < 0)
        {
            if (!open)
            {
                var hint = NearestName.Hint(member.Name, Fields.Select(field => field.Name));
                faults.Add(Under(path, Faults.Shown(member.Name)), $"is not known here{hint}");
            }

            return;
        }

        var at = Under(path, Fields[i].Name);
        if (seen[i])
        {
            faults.Add(at, "is given twice; say it once");
        }
        else if (member.Value.ValueKind != JsonValueKind.Null)
        {
            values[i] = Fields[i].Read(member.Value, at, faults);
        }
        else if (Fields[i].Required)
        {
            faults.Add(at, "is missing: it is null");
        }

        seen[i] = true;
    }

    // Escapes can spell half a character, which is found out only when the name is looked at.
    private bool TryFind(JsonProperty member, out int index)
    {
        index = -1;
        try
        {
            for (var i = 0; i < Fields.Length && index < 0; i++)
            {
                index = member.NameEquals(Fields[i].Name) ? i : -1;
            }

            return index >= 0 || member.Name is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>What was given of a shape. A value that was refused or left out is not there.</summary>
internal sealed class Given(Shape shape, string path, object?[] values)
{
    public string Path { get; } = path;

    public bool Has(Field field) => values[shape.IndexOf(field)] is not null;

    public bool TryGet<T>(Field<T> field, out T value)
    {
        if (values[shape.IndexOf(field)] is T given)
        {
            value = given;
            return true;
        }

        value = default!;
        return false;
    }

    /// <summary>The value; its type's default when it was left out.</summary>
    public T Get<T>(Field<T> field) => TryGet(field, out var value) ? value : default!;

    public T Get<T>(Field<T> field, T otherwise) => TryGet(field, out var value) ? value : otherwise;

    public T? Maybe<T>(Field<T> field) where T : struct => TryGet(field, out var value) ? value : null;

    public string At(Field field) => Shape.Under(Path, field.Name);
}

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
