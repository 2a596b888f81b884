using System.Buffers;
using System.Text.Json;

namespace Crossdock.Intelligence.Exports;

/// <summary>
/// OCEL 2.0 in JSON. Events come first and the declarations of types last, which JSON leaves free, so that nothing but a page has to be
/// held. The published schema has every value as text; what it is meant as stands in the declarations.
/// </summary>
internal sealed class OcelJsonWriter : ILogWriter
{
    private const int ObjectsAtOnce = 500;

    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _page = new();
    private readonly Utf8JsonWriter _json;
    private readonly SortedSet<string> _activities = new(StringComparer.Ordinal);

    public OcelJsonWriter(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_page);
        _json.WriteStartObject();
        _json.WriteStartArray("events"u8);
    }

    public bool HasObjects => true;

    public void Add(LogEvent happened)
    {
        _activities.Add(happened.Activity);
        _json.WriteStartObject();
        _json.WriteString("id"u8, happened.Id);
        _json.WriteString("type"u8, happened.Activity);
        _json.WriteString("time"u8, ExportTime.Json(happened.Micros));
        _json.WriteStartArray("attributes"u8);
        foreach (var (name, value) in happened.Attributes)
        {
            _json.WriteStartObject();
            _json.WriteString("name"u8, name);
            _json.WriteString("value"u8, value);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        Write(happened.Links);
        _json.WriteEndObject();
    }

    public async Task Flush(CancellationToken cancel)
    {
        _json.Flush();
        await _output.WriteAsync(_page.WrittenMemory, cancel);
        await _output.FlushAsync(cancel);
        _page.ResetWrittenCount();
    }

    public async Task<long> End(ObjectShelf shelf, CancellationToken cancel)
    {
        _json.WriteEndArray();
        _json.WriteStartArray("objects"u8);
        var objects = 0L;
        foreach (var one in shelf.Objects())
        {
            Write(one);
            if (++objects % ObjectsAtOnce == 0)
            {
                await Flush(cancel);
            }
        }

        _json.WriteEndArray();
        Declare("objectTypes", shelf.Types().Select(type => (type.Key, (IEnumerable<string>)type.Value)));
        Declare("eventTypes", _activities.Select(activity => (activity, (IEnumerable<string>)LogEvent.AttributeNames)));
        _json.WriteEndObject();
        await Flush(cancel);
        return objects;
    }

    public void Dispose() => _json.Dispose();

    private void Write(ShelvedObject one)
    {
        _json.WriteStartObject();
        _json.WriteString("id"u8, one.Id);
        _json.WriteString("type"u8, one.Type);
        _json.WriteStartArray("attributes"u8);
        foreach (var value in one.Values)
        {
            _json.WriteStartObject();
            _json.WriteString("name"u8, value.Name);
            _json.WriteString("time"u8, ExportTime.Json(value.Micros));
            _json.WriteString("value"u8, value.Value);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        Write(one.Links);
        _json.WriteEndObject();
    }

    private void Write(IReadOnlyList<Link> links)
    {
        _json.WriteStartArray("relationships"u8);
        foreach (var link in links)
        {
            _json.WriteStartObject();
            _json.WriteString("objectId"u8, link.Object);
            _json.WriteString("qualifier"u8, link.Qualifier);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void Declare(string key, IEnumerable<(string Name, IEnumerable<string> Attributes)> types)
    {
        _json.WriteStartArray(key);
        foreach (var (name, attributes) in types)
        {
            _json.WriteStartObject();
            _json.WriteString("name"u8, name);
            _json.WriteStartArray("attributes"u8);
            foreach (var attribute in attributes)
            {
                _json.WriteStartObject();
                _json.WriteString("name"u8, attribute);
                _json.WriteString("type"u8, ObjectTypes.OfAttribute(attribute));
                _json.WriteEndObject();
            }

            _json.WriteEndArray();
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
