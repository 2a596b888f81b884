using Crossdock.Intelligence.Flow;

namespace Crossdock.Intelligence.Logs;

/// <summary>An object-centric log. As PM4Py counts, an event without a known object and an object without an event are none.</summary>
/// <param name="Relations">of events to objects</param>
/// <param name="ObjectRelations">of objects to objects, both of them with events</param>
/// <param name="ObjectTypes">the objects of each type</param>
/// <param name="Activities">the events of each type</param>
/// <param name="Flattened">for each object type the log whose cases are its objects</param>
/// <param name="EventsWithoutObjects">left out</param>
/// <param name="ObjectsWithoutEvents">left out</param>
public sealed record ObjectLog(
    int Events, int Objects, int Relations, int ObjectRelations, IReadOnlyDictionary<string, int> ObjectTypes,
    IReadOnlyDictionary<string, int> Activities, IReadOnlyDictionary<string, EventLog> Flattened, int EventsWithoutObjects,
    int ObjectsWithoutEvents);
