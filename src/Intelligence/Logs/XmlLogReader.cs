using System.Xml;
using Crossdock.Intelligence.Flow;

namespace Crossdock.Intelligence.Logs;

/// <summary>Reads XES (IEEE 1849) as a stream, and hands over to OCEL when that is what stands in the <c>log</c>.</summary>
internal sealed class XmlLogReader
{
    public const string NoActivity = "event without an activity; left out";
    public const string NoTime = "event without a time; it stands behind the event before it";
    public const string BrokenTime = "time that cannot be read; the event stands behind the event before it";
    public const string OutsideOfTrace = "event outside of a trace; left out";
    public const string NamelessTrace = "trace without a name; it is a case of its own";
    public const string EmptyTrace = "trace without events; it is no case";

    /// <summary>Attributes may hold attributes; real logs hold three of them in one another.</summary>
    public const int MostDepth = 64;

    private const int MostKeys = 10_000;

    private readonly LogBytes _bytes;
    private readonly LogColumns _columns;
    private readonly IReadOnlyList<string> _kept;
    private readonly string _caseKey;
    private readonly EventLogBuilder _builder;
    private readonly OddEvents _odd = new();
    private readonly List<(int Activity, long Ticks)> _trace = [];
    private readonly List<int> _traceCodes = [];
    private readonly int[] _caseCodes;
    private readonly int[] _eventCodes;

    /// <summary>What was named, as a trace or an event has it; one key may be kept under two names.</summary>
    private readonly (string Key, bool OfCase)[] _named;

    /// <summary>Where the value of a key that nobody named goes, of a trace and of an event: -1 for nowhere.</summary>
    private readonly Dictionary<string, int> _foundOfCase = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _foundOfEvent = new(StringComparer.Ordinal);

    /// <summary>What says something of whole cases, by place.</summary>
    private readonly bool[] _ofCase;

    public XmlLogReader(LogBytes bytes, LogColumns columns)
    {
        (_bytes, _columns, _kept) = (bytes, columns, columns.Kept);
        _caseKey = LogSlice.IsOfCase(columns.Case) ? columns.Case[LogSlice.OfCase.Length..] : columns.Case;
        _builder = new EventLogBuilder(_kept);
        var room = _kept.Count + (columns.FindsAttributes ? EventLogBuilder.MostFound : 0);
        (_caseCodes, _eventCodes, _ofCase) = (new int[room], new int[room], new bool[room]);
        _named =
        [
            .. _kept.Select(columns.InFile)
                .Select(key => LogSlice.IsOfCase(key) ? (key[LogSlice.OfCase.Length..], true) : (key, false)),
        ];
        for (var place = 0; place < _named.Length; place++)
        {
            _ofCase[place] = _named[place].OfCase;
        }
    }

    public static XmlReaderSettings Settings => new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true, CloseInput = false,
    };

    public LogContent Read()
    {
        using var xml = XmlReader.Create(_bytes, Settings);
        xml.MoveToContent();
        if (xml.LocalName != "log")
        {
            throw new InvalidDataException($"its root is <{xml.LocalName}>, and XES and OCEL begin with <log>");
        }

        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "trace":
                    ReadTrace(xml);
                    break;
                case "event":
                    _odd.Add(OutsideOfTrace, Place(xml));
                    Skip(xml);
                    break;
                case "object-types" or "event-types" or "objects" or "events" when _builder.Events == 0:
                    return new OcelXmlReader(_bytes, _columns.MindZones, _odd).Read(xml);
                default:
                    Skip(xml);
                    break;
            }

            _bytes.Advanced();
        }

        return new LogContent.Cases("XES", _odd, _builder.Build());
    }

    internal static string Place(XmlReader xml) => $"line {((IXmlLineInfo)xml).LineNumber}";

    /// <summary>Passes over what is in an element; the reader stands at its end.</summary>
    internal static void Skip(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.Depth > MostDepth)
            {
                throw new InvalidDataException($"its elements are nested more than {MostDepth} deep, {Place(xml)}");
            }
        }
    }

    // What the trace says of itself may stand behind its events, so these wait until it ends.
    private void ReadTrace(XmlReader xml)
    {
        _trace.Clear();
        _traceCodes.Clear();
        Array.Fill(_caseCodes, -1);
        string? name = null;
        var place = Place(xml);
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
                if (xml.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (xml.LocalName == "event")
                {
                    ReadEvent(xml);
                    _bytes.Advanced();
                    continue;
                }

                if (xml.GetAttribute("key") is { } key)
                {
                    name = key == _caseKey ? xml.GetAttribute("value") ?? name : name;
                    Keep(xml, key, ofCase: true, _caseCodes);
                }

                Skip(xml);
            }
        }

        Add(name, place);
    }

    private void Add(string? name, string place)
    {
        if (_trace.Count == 0)
        {
            _odd.Add(EmptyTrace, place);
            return;
        }

        if (string.IsNullOrEmpty(name))
        {
            _odd.Add(NamelessTrace, place);
        }

        var number = string.IsNullOrEmpty(name) ? _builder.NewCase() : _builder.CaseOf(name);
        Span<int> codes = stackalloc int[_caseCodes.Length];
        for (var i = 0; i < _trace.Count; i++)
        {
            for (var a = 0; a < codes.Length; a++)
            {
                codes[a] = _ofCase[a] ? _caseCodes[a] : _traceCodes[(i * codes.Length) + a];
            }

            _builder.Add(number, _trace[i].Activity, _trace[i].Ticks, codes);
        }
    }

    private void ReadEvent(XmlReader xml)
    {
        var place = xml.IsEmptyElement ? Place(xml) : null;
        string? activity = null;
        string? time = null;
        Array.Fill(_eventCodes, -1);
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
                if (xml.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (xml.GetAttribute("key") is { } key)
                {
                    activity = key == _columns.Activity ? xml.GetAttribute("value") : activity;
                    time = key == _columns.Time ? xml.GetAttribute("value") : time;
                    Keep(xml, key, ofCase: false, _eventCodes);
                }

                Skip(xml);
            }
        }

        if (string.IsNullOrEmpty(activity))
        {
            _odd.Add(NoActivity, place ?? Place(xml));
            return;
        }

        var ticks = EventLog.NoTime;
        if (string.IsNullOrEmpty(time))
        {
            _odd.Add(NoTime, place ?? Place(xml));
        }
        else if (!LogTime.TryRead(time, out ticks, _columns.MindZones))
        {
            _odd.Add(BrokenTime, place ?? Place(xml));
        }

        _trace.Add((_builder.ActivityOf(activity), ticks));
        _traceCodes.AddRange(_eventCodes);
    }

    private void Keep(XmlReader xml, string key, bool ofCase, int[] codes)
    {
        for (var i = 0; i < _named.Length; i++)
        {
            if (_named[i].OfCase == ofCase && _named[i].Key == key && xml.GetAttribute("value") is { Length: > 0 } value)
            {
                codes[i] = _builder.ValueOf(i, value);
            }
        }

        if (_columns.FindsAttributes && Found(key, ofCase) is >= 0 and var place
            && xml.GetAttribute("value") is { Length: > 0 } found)
        {
            codes[place] = _builder.ValueOf(place, found);
        }
    }

    private int Found(string key, bool ofCase)
    {
        var known = ofCase ? _foundOfCase : _foundOfEvent;
        if (known.TryGetValue(key, out var place))
        {
            return place;
        }

        // A log whose keys are all different is not remembered key by key.
        if (known.Count == MostKeys)
        {
            return -1;
        }

        var name = ofCase ? LogSlice.OfCase + key : key;
        // What an event says under a name that begins with case: would have the name of what its trace says.
        var left = key.Length == 0 || _columns.Has(name) || (ofCase ? key == _caseKey : LogSlice.IsOfCase(key));
        known[key] = place = left ? -1 : _builder.Find(name);
        if (place >= 0)
        {
            _ofCase[place] = ofCase;
        }

        return place;
    }
}
