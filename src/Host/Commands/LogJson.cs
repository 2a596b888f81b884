using System.Text;
using System.Text.Json;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.Logs;

namespace Crossdock.Host.Commands;

/// <summary>The figures of a log as one JSON object. Pairs are rows, so that a name never has to be made of two.</summary>
internal static class LogJson
{
    public static string Of(LogReport report)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("file", report.File);
            json.WriteString("format", report.Content.Format);
            if (report.Content is LogContent.Objects objects)
            {
                Write(json, objects.Log, report.Flattened);
            }
            else
            {
                json.WriteString("kind", "case-log");
                Write(json, report.Flow!);
            }

            if (report.Comparison is { } comparison)
            {
                Write(json, comparison);
            }

            if (report.Held is { } held)
            {
                Write(json, held);
            }

            Write(json, report.Content.Odd);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ObjectLog log, IReadOnlyDictionary<string, FlowFigures> flattened)
    {
        json.WriteString("kind", "object-centric-log");
        json.WriteNumber("events", log.Events);
        json.WriteNumber("objects", log.Objects);
        json.WriteNumber("relations", log.Relations);
        json.WriteNumber("o2o", log.ObjectRelations);
        Write(json, "objectTypes", log.ObjectTypes);
        Write(json, "activities", log.Activities);
        json.WriteNumber("eventsWithoutObjects", log.EventsWithoutObjects);
        json.WriteNumber("objectsWithoutEvents", log.ObjectsWithoutEvents);
        json.WriteStartObject("flattened");
        foreach (var (type, figures) in flattened)
        {
            json.WriteStartObject(type);
            Write(json, figures);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FlowFigures flow)
    {
        json.WriteNumber("events", flow.Events);
        json.WriteNumber("cases", flow.Cases);
        json.WriteNumber("activities", flow.Activities.Count);
        json.WriteNumber("variants", flow.Variants);
        json.WriteNumber("resources", flow.Resources);
        Write(json, "startActivities", flow, activity => activity.Starts);
        Write(json, "endActivities", flow, activity => activity.Ends);
        Write(json, "activityEvents", flow, activity => activity.Events);
        Write(json, "rework", flow, activity => activity.Rework);
        json.WriteStartArray("directlyFollows");
        foreach (var arc in flow.Arcs)
        {
            json.WriteStartArray();
            json.WriteStringValue(arc.From);
            json.WriteStringValue(arc.To);
            json.WriteNumberValue(arc.Count);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("directlyFollowsSeconds");
        foreach (var arc in flow.Arcs.OrderBy(arc => arc.From, StringComparer.Ordinal).ThenBy(arc => arc.To, StringComparer.Ordinal))
        {
            json.WriteStartArray();
            json.WriteStringValue(arc.From);
            json.WriteStringValue(arc.To);
            Write(json, arc.Times);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WritePropertyName("caseDurationSeconds");
        Write(json, flow.CaseDuration);
        Write(json, "caseArrivalSecondsMean", flow.ArrivalSeconds);
        json.WriteStartArray("topVariants");
        foreach (var variant in flow.TopVariants)
        {
            json.WriteStartArray();
            json.WriteStartArray();
            foreach (var activity in variant.Activities)
            {
                json.WriteStringValue(activity);
            }

            json.WriteEndArray();
            json.WriteNumberValue(variant.Cases);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, FlowComparison comparison)
    {
        json.WriteStartObject("comparison");
        json.WriteStartObject("other");
        Write(json, comparison.Other);
        json.WriteEndObject();
        json.WriteStartArray("activities");
        foreach (var activity in comparison.Activities)
        {
            json.WriteStartObject();
            json.WriteString("activity", activity.Name);
            json.WriteNumber("perCase", activity.PerCase);
            json.WriteNumber("otherPerCase", activity.OtherPerCase);
            json.WriteNumber("rework", activity.Rework);
            json.WriteNumber("otherRework", activity.OtherRework);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("directlyFollows");
        foreach (var arc in comparison.Arcs)
        {
            json.WriteStartObject();
            json.WriteString("from", arc.From);
            json.WriteString("to", arc.To);
            json.WriteNumber("count", arc.Count);
            json.WriteNumber("otherCount", arc.OtherCount);
            json.WriteNumber("perCase", arc.PerCase);
            json.WriteNumber("otherPerCase", arc.OtherPerCase);
            Write(json, "medianSeconds", arc.MedianSeconds);
            Write(json, "otherMedianSeconds", arc.OtherMedianSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, HeldAgainst held)
    {
        var found = held.Flow.Conformance;
        json.WriteStartObject("conformance");
        json.WriteString("process", held.Map.Process);
        json.WriteNumber("mapVersion", held.Map.Version);
        json.WriteNumber("steps", found.Steps);
        json.WriteNumber("fits", found.Fits);
        json.WriteNumber("casesOff", found.CasesOff);
        json.WriteStartArray("deviations");
        foreach (var off in found.Deviations)
        {
            json.WriteStartArray();
            json.WriteStringValue(JsonNamingPolicy.KebabCaseLower.ConvertName(off.Deviation.ToString()));
            json.WriteStringValue(off.From);
            json.WriteStringValue(off.To);
            json.WriteNumberValue(off.Steps);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OddEvents odd)
    {
        json.WriteStartObject("odd");
        json.WriteNumber("count", odd.Count);
        Write(json, "reasons", odd.Reasons);
        json.WriteStartArray("examples");
        foreach (var example in odd.Examples)
        {
            json.WriteStartObject();
            json.WriteString("where", example.Where);
            json.WriteString("reason", example.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, FlowFigures flow, Func<ActivityFigures, int> count)
    {
        json.WriteStartObject(name);
        foreach (var activity in flow.Activities.Where(activity => count(activity) > 0).OrderByDescending(count))
        {
            json.WriteNumber(activity.Name, count(activity));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, int> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts.OrderByDescending(pair => pair.Value))
        {
            json.WriteNumber(key, count);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Spread? spread)
    {
        if (spread is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("min", spread.Min);
        json.WriteNumber("median", spread.Median);
        json.WriteNumber("mean", spread.Mean);
        json.WriteNumber("p95", spread.P95);
        json.WriteNumber("max", spread.Max);
        json.WriteNumber("sum", spread.Sum);
        Write(json, "stdev", spread.Deviation);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
