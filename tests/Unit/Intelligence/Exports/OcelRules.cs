using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Shouldly;

namespace Crossdock.Unit.Tests.Intelligence.Exports;

/// <summary>
/// What a log of OCEL 2.0 in JSON has to be: valid against the published schema, and beyond it where the schema leaves open what a tool
/// relies on: no other keys, ids used once, every type, attribute and object declared, and values that are what their declaration says.
/// </summary>
internal sealed class OcelRules
{
    private static readonly string[] AttributeTypes = ["string", "time", "integer", "float", "boolean"];

    private static readonly JsonSchema Published = ReadPublished();

    private readonly Dictionary<string, Dictionary<string, string>> _eventTypes, _objectTypes;
    private readonly HashSet<string> _objects;

    private OcelRules(JsonElement log)
    {
        Keys(log, "eventTypes", "objectTypes", "events", "objects");
        (_eventTypes, _objectTypes) = (Types(log.GetProperty("eventTypes")), Types(log.GetProperty("objectTypes")));
        _objects = Ids(log.GetProperty("objects"));
        Ids(log.GetProperty("events"));
    }

    /// <summary>What the published schema has against a log, with the place of each.</summary>
    public static IReadOnlyList<string> Faults(JsonNode log)
    {
        var options = new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
        var judged = Published.Evaluate(log, options);
        var faults = judged.Details.Where(one => one.HasErrors);
        return judged.IsValid ? [] : [.. faults.Select(one => $"{one.InstanceLocation}: {string.Join("; ", one.Errors!.Values)}")];
    }

    public static void Check(JsonElement log)
    {
        Faults(JsonNode.Parse(log.GetRawText())!).ShouldBeEmpty();
        var rules = new OcelRules(log);
        foreach (var one in log.GetProperty("events").EnumerateArray())
        {
            Keys(one, "id", "type", "time", "attributes", "relationships");
            Time(one.GetProperty("time"));
            rules.Attributes(one, rules._eventTypes, "name", "value");
            rules.Relations(one).ShouldBeGreaterThan(0);
        }

        foreach (var one in log.GetProperty("objects").EnumerateArray())
        {
            Keys(one, "id", "type", "attributes", "relationships");
            rules.Attributes(one, rules._objectTypes, "name", "time", "value");
            rules.Relations(one);
            foreach (var attribute in one.GetProperty("attributes").EnumerateArray())
            {
                Time(attribute.GetProperty("time"));
            }
        }
    }

    private static JsonSchema ReadPublished()
    {
        using var published = typeof(OcelRules).Assembly.GetManifestResourceStream("ocel20-schema-json.json")!;
        using var reader = new StreamReader(published);
        return JsonSchema.FromText(reader.ReadToEnd());
    }

    private static Dictionary<string, Dictionary<string, string>> Types(JsonElement types)
    {
        foreach (var type in types.EnumerateArray())
        {
            Keys(type, "name", "attributes");
            type.GetProperty("attributes").EnumerateArray().ToList().ForEach(attribute => Keys(attribute, "name", "type"));
        }

        var declared = types.EnumerateArray().ToDictionary(Name, type => type.GetProperty("attributes").EnumerateArray().ToDictionary(
            Name, attribute => attribute.GetProperty("type").GetString()!));
        declared.Values.SelectMany(attributes => attributes.Values).Except(AttributeTypes).ShouldBeEmpty();
        return declared;
    }

    private void Attributes(JsonElement one, Dictionary<string, Dictionary<string, string>> types, params string[] keys)
    {
        var declared = types[one.GetProperty("type").GetString()!];
        foreach (var attribute in one.GetProperty("attributes").EnumerateArray())
        {
            Keys(attribute, keys);
            var text = attribute.GetProperty("value").GetString()!;
            switch (declared[Name(attribute)])
            {
                case "integer":
                    long.Parse(text, CultureInfo.InvariantCulture);
                    break;
                case "float":
                    double.Parse(text, CultureInfo.InvariantCulture);
                    break;
                case "time":
                    Time(attribute.GetProperty("value"));
                    break;
            }
        }
    }

    private int Relations(JsonElement one)
    {
        foreach (var relation in one.GetProperty("relationships").EnumerateArray())
        {
            Keys(relation, "objectId", "qualifier");
            _objects.ShouldContain(relation.GetProperty("objectId").GetString()!);
            relation.GetProperty("qualifier").GetString().ShouldNotBeNullOrEmpty();
        }

        return one.GetProperty("relationships").GetArrayLength();
    }

    private static HashSet<string> Ids(JsonElement all)
    {
        var ids = all.EnumerateArray().Select(one => one.GetProperty("id").GetString()!).ToList();
        ids.ShouldBeUnique();
        return [.. ids];
    }

    private static void Time(JsonElement time) => DateTimeOffset.ParseExact(
        time.GetString()!, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"], CultureInfo.InvariantCulture);

    private static string Name(JsonElement one) => one.GetProperty("name").GetString()!;

    private static void Keys(JsonElement one, params string[] keys) =>
        one.EnumerateObject().Select(property => property.Name).ShouldBe(keys, ignoreOrder: true);
}
