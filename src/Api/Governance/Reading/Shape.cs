using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance.Problems;
using Microsoft.OpenApi;

namespace Crossdock.Api.Governance.Reading;

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
