using System.Runtime.InteropServices;
using Crossdock.Intelligence.Flow;

namespace Crossdock.Intelligence.Logs;

/// <summary>Takes objects, events and their relations in any order: an event may name an object that the file declares later.</summary>
internal sealed class ObjectLogBuilder(OddEvents odd)
{
    public const string UnknownObject = "relation to an unknown object";
    public const string UnknownEvent = "relation of an unknown event";
    public const string RepeatedEvent = "event id used again; the first counts";
    public const string RepeatedObject = "object id used again; the first counts";

    private const int Undeclared = -1;

    private readonly Dictionary<string, int> _objectNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _eventNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _typeNumbers = new(StringComparer.Ordinal);
    private readonly List<string> _types = [];
    private readonly List<int> _objectType = [];
    private readonly List<(string Activity, long Ticks, long Order)> _events = [];
    private readonly List<(int Event, int Object)> _relations = [];
    private readonly List<(int From, int To)> _objectRelations = [];

    public void Object(string id, string type, string where)
    {
        var number = NumberOf(id);
        if (_objectType[number] != Undeclared)
        {
            odd.Add(RepeatedObject, where);
            return;
        }

        if (!_typeNumbers.TryGetValue(type, out var known))
        {
            _typeNumbers[type] = known = _types.Count;
            _types.Add(type);
        }

        _objectType[number] = known;
    }

    /// <param name="order">of equal times the lower comes first</param>
    /// <returns>the number of the event for its relations; null when the id was there before</returns>
    public int? Event(string id, string activity, long ticks, long order, string where)
    {
        if (!_eventNumbers.TryAdd(id, _events.Count))
        {
            odd.Add(RepeatedEvent, where);
            return null;
        }

        if (_events.Count == EventLogBuilder.MostEvents)
        {
            throw new InvalidDataException($"The log has more than {EventLogBuilder.MostEvents:N0} events; read it in parts, by period.");
        }

        _events.Add((activity, ticks, order));
        return _events.Count - 1;
    }

    public int? EventOf(string id) => _eventNumbers.TryGetValue(id, out var number) ? number : null;

    public void Relation(int @event, string objectId) => _relations.Add((@event, NumberOf(objectId)));

    public void ObjectRelation(string from, string to) => _objectRelations.Add((NumberOf(from), NumberOf(to)));

    public ObjectLog Build()
    {
        var unknown = _relations.RemoveAll(relation => _objectType[relation.Object] == Undeclared);
        odd.Add(UnknownObject, "relations", unknown);
        var (hasObject, hasEvent) = (new bool[_events.Count], new bool[_objectType.Count]);
        foreach (var (e, o) in _relations)
        {
            (hasObject[e], hasEvent[o]) = (true, true);
        }

        var (events, objects) = (hasObject.Count(has => has), hasEvent.Count(has => has));
        return new ObjectLog(
            events, objects, _relations.Count, _objectRelations.Count(relation => hasEvent[relation.From] && hasEvent[relation.To]),
            Counted(Enumerable.Range(0, hasEvent.Length).Where(o => hasEvent[o]).Select(o => _types[_objectType[o]])),
            Counted(Enumerable.Range(0, hasObject.Length).Where(e => hasObject[e]).Select(e => _events[e].Activity)),
            Flattened(), _events.Count - events, _objectType.Count(type => type != Undeclared) - objects);
    }

    private SortedDictionary<string, EventLog> Flattened()
    {
        var rank = new int[_events.Count];
        foreach (var (place, e) in Enumerable.Range(0, rank.Length).OrderBy(e => _events[e].Order).Index())
        {
            rank[e] = place;
        }

        // A stable order: several relations of one event stay as they stood in the file.
        var names = new string[_objectType.Count];
        foreach (var (id, number) in _objectNumbers)
        {
            names[number] = id;
        }

        var builders = new Dictionary<int, EventLogBuilder>();
        var cases = new int[_objectType.Count];
        Array.Fill(cases, -1);
        foreach (var (e, o) in _relations.OrderBy(relation => rank[relation.Event]))
        {
            ref var builder = ref CollectionsMarshal.GetValueRefOrAddDefault(builders, _objectType[o], out _);
            builder ??= new EventLogBuilder([]);
            cases[o] = cases[o] < 0 ? builder.NewCase(names[o]) : cases[o];
            builder.Add(cases[o], builder.ActivityOf(_events[e].Activity), _events[e].Ticks, []);
        }

        return new SortedDictionary<string, EventLog>(
            builders.ToDictionary(pair => _types[pair.Key], pair => pair.Value.Build()), StringComparer.Ordinal);
    }

    private int NumberOf(string objectId)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_objectNumbers, objectId, out var known);
        if (!known)
        {
            number = _objectType.Count;
            _objectType.Add(Undeclared);
        }

        return number;
    }

    private static SortedDictionary<string, int> Counted(IEnumerable<string> names) =>
        new(names.CountBy(name => name).ToDictionary(), StringComparer.Ordinal);
}
