using System.Xml;

namespace Crossdock.Intelligence.Logs;

/// <summary>Reads OCEL 2.0 in XML as a stream. The declarations of types and attributes are not needed.</summary>
internal sealed class OcelXmlReader
{
    public const string NoIdOrType = "event or object without an id or a type; left out";
    public const string NoTime = "event without a time that can be read; left out";

    private readonly LogBytes _bytes;
    private readonly bool _mindZones;
    private readonly OddEvents _odd;
    private readonly ObjectLogBuilder _builder;
    private readonly List<string> _named = [];
    private long _order;

    public OcelXmlReader(LogBytes bytes, bool mindZones, OddEvents odd)
    {
        (_bytes, _mindZones, _odd) = (bytes, mindZones, odd);
        _builder = new ObjectLogBuilder(odd);
    }

    /// <param name="xml">stands on the first element within <c>log</c></param>
    public LogContent Read(XmlReader xml)
    {
        do
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (xml.LocalName is "objects" or "events")
            {
                ReadAll(xml, xml.LocalName == "events");
            }
            else
            {
                XmlLogReader.Skip(xml);
            }

            _bytes.Advanced();
        }
        while (xml.Read());

        return new LogContent.Objects("OCEL 2.0 XML", _odd, _builder.Build());
    }

    private void ReadAll(XmlReader xml, bool areEvents)
    {
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                ReadOne(xml, areEvents);
                _bytes.Advanced();
            }
        }
    }

    private void ReadOne(XmlReader xml, bool isEvent)
    {
        var (id, type, time) = (xml.GetAttribute("id"), xml.GetAttribute("type"), isEvent ? xml.GetAttribute("time") : null);
        var place = XmlLogReader.Place(xml);
        ReadNamed(xml);
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(type))
        {
            _odd.Add(NoIdOrType, place);
        }
        else if (!isEvent)
        {
            _builder.Object(id, type, place);
            _named.ForEach(other => _builder.ObjectRelation(id, other));
        }
        else if (!LogTime.TryRead(time, out var ticks, _mindZones))
        {
            _odd.Add(NoTime, place);
        }
        else if (_builder.Event(id, type, ticks, _order++, place) is { } number)
        {
            _named.ForEach(other => _builder.Relation(number, other));
        }
    }

    // Both <object object-id="..."/> and <relationship object-id="..."/> are met, within <objects>.
    private void ReadNamed(XmlReader xml)
    {
        _named.Clear();
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (xml.Depth == depth + 1 && xml.LocalName == "objects")
            {
                continue;
            }

            if (xml.Depth == depth + 2 && xml.GetAttribute("object-id") is { Length: > 0 } other)
            {
                _named.Add(other);
            }

            XmlLogReader.Skip(xml);
        }
    }
}
