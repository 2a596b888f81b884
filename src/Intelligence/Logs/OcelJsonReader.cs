using System.Text.Json;

namespace Crossdock.Intelligence.Logs;

/// <summary>
/// Reads OCEL 2.0 in JSON as a stream, and its forerunner JSON-OCEL, where events and objects are named by the keys of an object.
/// The declarations of types and the global keys are not needed.
/// </summary>
internal sealed class OcelJsonReader
{
    public const string NoObject = "event or object that is no JSON object; left out";

    private readonly LogBytes _bytes;
    private readonly bool _mindZones;
    private readonly JsonPieces _json;
    private readonly OddEvents _odd = new();
    private readonly ObjectLogBuilder _builder;
    private readonly List<string> _named = [];
    private long _order;
    private bool _isForerunner;
    private bool _isLog;

    public OcelJsonReader(LogBytes bytes, bool mindZones)
    {
        (_bytes, _mindZones, _json) = (bytes, mindZones, new JsonPieces(bytes));
        _builder = new ObjectLogBuilder(_odd);
    }

    public LogContent Read()
    {
        var reader = _json.Start();
        _json.Next(ref reader);
        while (true)
        {
            _json.Next(ref reader);
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                break;
            }

            var key = _json.Text(ref reader);
            _json.Next(ref reader);
            if (key is "events" or "objects" or "ocel:events" or "ocel:objects")
            {
                _isForerunner |= key.StartsWith("ocel:", StringComparison.Ordinal);
                _isLog = true;
                ReadAll(ref reader, key.EndsWith("events", StringComparison.Ordinal));
            }
            else
            {
                _json.Skip(ref reader);
            }

            _bytes.Advanced();
        }

        if (_json.TryNext(ref reader))
        {
            throw new InvalidDataException("something follows its JSON object");
        }

        return _isLog
            ? new LogContent.Objects(_isForerunner ? "JSON-OCEL 1.0" : "OCEL 2.0 JSON", _odd, _builder.Build())
            : throw new InvalidDataException("its JSON has neither events nor objects, so it is no OCEL");
    }

    private void ReadAll(ref Utf8JsonReader reader, bool areEvents)
    {
        var byKey = reader.TokenType == JsonTokenType.StartObject;
        if (!byKey && reader.TokenType != JsonTokenType.StartArray)
        {
            _json.Skip(ref reader);
            return;
        }

        for (var place = 1; ; place++)
        {
            _json.Next(ref reader);
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                return;
            }

            string? id = null;
            if (byKey)
            {
                id = _json.Text(ref reader);
                _json.Next(ref reader);
            }

            ReadOne(ref reader, areEvents, id, $"{(areEvents ? "event" : "object")} {place}");
            _bytes.Advanced();
        }
    }

    private void ReadOne(ref Utf8JsonReader reader, bool isEvent, string? id, string place)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _odd.Add(NoObject, place);
            _json.Skip(ref reader);
            return;
        }

        _named.Clear();
        var (type, time) = ((string?)null, (string?)null);
        while (true)
        {
            _json.Next(ref reader);
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                break;
            }

            var key = _json.Text(ref reader);
            _json.Next(ref reader);
            switch (key)
            {
                case "id":
                    id = _json.Text(ref reader);
                    break;
                case "type" or "ocel:type" or "ocel:activity":
                    type = _json.Text(ref reader);
                    break;
                case "time" or "ocel:timestamp":
                    time = _json.Text(ref reader);
                    break;
                case "relationships" or "ocel:omap" or "ocel:typedOmap" or "ocel:o2o":
                    ReadNamed(ref reader);
                    break;
                default:
                    _json.Skip(ref reader);
                    break;
            }
        }

        Add(isEvent, id, type, time, place);
    }

    private void Add(bool isEvent, string? id, string? type, string? time, string place)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(type))
        {
            _odd.Add(OcelXmlReader.NoIdOrType, place);
        }
        else if (!isEvent)
        {
            _builder.Object(id, type, place);
            _named.ForEach(other => _builder.ObjectRelation(id, other));
        }
        else if (!LogTime.TryRead(time, out var ticks, _mindZones))
        {
            _odd.Add(OcelXmlReader.NoTime, place);
        }
        else if (_builder.Event(id, type, ticks, _order++, place) is { } number)
        {
            // An object that is named with two qualifiers takes part once.
            foreach (var other in _named.Distinct())
            {
                _builder.Relation(number, other);
            }
        }
    }

    // An array of ids, or of objects that say the id and how it takes part.
    private void ReadNamed(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            _json.Skip(ref reader);
            return;
        }

        while (true)
        {
            _json.Next(ref reader);
            switch (reader.TokenType)
            {
                case JsonTokenType.EndArray:
                    return;
                case JsonTokenType.StartObject:
                    ReadRelation(ref reader);
                    break;
                default:
                    Name(_json.Text(ref reader));
                    break;
            }
        }
    }

    private void ReadRelation(ref Utf8JsonReader reader)
    {
        while (true)
        {
            _json.Next(ref reader);
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return;
            }

            var isId = reader.ValueTextEquals("objectId") || reader.ValueTextEquals("ocel:oid");
            _json.Next(ref reader);
            if (isId)
            {
                Name(_json.Text(ref reader));
            }
            else
            {
                _json.Skip(ref reader);
            }
        }
    }

    private void Name(string? other)
    {
        if (!string.IsNullOrEmpty(other))
        {
            _named.Add(other);
        }
    }
}
