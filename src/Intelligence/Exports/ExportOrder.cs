using System.Collections.Immutable;

namespace Crossdock.Intelligence.Exports;

public enum LogFormat { OcelJson, OcelSqlite, Csv }

/// <summary>What of the journal is exported, and in which form.</summary>
/// <param name="Processes">only events of these; empty for all. What other cases say of an object is known of it all the same</param>
/// <param name="From">only events then or later</param>
/// <param name="To">only events before; and of objects what was known before</param>
/// <param name="IncludePersonal">customers' names, addresses and ids, parcels' tracking numbers, and the names of people who work</param>
public sealed record ExportOrder(
    LogFormat Format, ImmutableArray<string> Processes, DateTimeOffset? From = null, DateTimeOffset? To = null,
    bool IncludePersonal = false);

/// <summary>How far an export is, or what it came to.</summary>
/// <param name="Rows">rows of the journal that were read</param>
/// <param name="NoEvents">rows in the period that decided nothing: repeats, late or unexpected messages, incidents, deferred ones</param>
/// <param name="Objects">known at the end only</param>
public sealed record ExportCount(long Rows, long Events, long NoEvents, long Objects);

/// <summary>That something takes part in an event, or belongs to an object, and how.</summary>
internal readonly record struct Link(string Object, string Type, string Qualifier);

/// <summary>Something that happened.</summary>
/// <param name="Id">the journal's own key of the row: it stays the same in every export</param>
/// <param name="Case">the case that decided it</param>
/// <param name="Micros">microseconds since 1970, in business time</param>
/// <param name="State">where the case stood afterwards</param>
/// <param name="Links">the case first</param>
internal sealed record LogEvent(
    string Id, string Case, string Activity, long Micros, string Process, string State, string? Node, string Resource,
    IReadOnlyList<Link> Links)
{
    public static readonly IReadOnlyList<string> AttributeNames = ["process", "state", "resource", "node"];

    public IEnumerable<(string Name, string Value)> Attributes
    {
        get
        {
            yield return ("process", Process);
            yield return ("state", State);
            yield return ("resource", Resource);
            if (Node is not null)
            {
                yield return ("node", Node);
            }
        }
    }
}

/// <summary>What a row says of an object.</summary>
/// <param name="Attributes">null where one does not hold any more</param>
/// <param name="Links">to other objects</param>
internal sealed record ObjectNews(
    string Id, string Type, IReadOnlyList<(string Name, string? Value)> Attributes, IReadOnlyList<Link> Links);
