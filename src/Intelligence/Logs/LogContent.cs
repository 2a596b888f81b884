using Crossdock.Intelligence.Flow;

namespace Crossdock.Intelligence.Logs;

/// <summary>What a file turned out to be.</summary>
public abstract record LogContent(string Format, OddEvents Odd)
{
    /// <summary>Each event belongs to one case.</summary>
    public sealed record Cases(string Format, OddEvents Odd, EventLog Log) : LogContent(Format, Odd);

    /// <summary>Each event belongs to objects of several types.</summary>
    public sealed record Objects(string Format, OddEvents Odd, ObjectLog Log) : LogContent(Format, Odd);
}

/// <summary>Where the file says what, and what of it is kept besides case, activity, time and resource.</summary>
/// <param name="Attributes">names as slices use them: those of whole cases begin with <c>case:</c></param>
/// <param name="MindZones">
/// false takes the times of XES and of OCEL in JSON and XML as the clock showed them, as PM4Py does, and leaves their zones aside; those
/// of tables and databases always mind them
/// </param>
public sealed record LogColumns(
    string Case = LogNames.Case, string Activity = LogNames.Activity, string Time = LogNames.Time, string Resource = LogNames.Resource,
    IReadOnlyList<string>? Attributes = null, bool MindZones = false)
{
    /// <summary>Besides those named, whatever attributes the file turns out to have, within what parts a log can be cut by.</summary>
    public bool FindsAttributes { get; init; }

    /// <summary>All that is kept of an event; the resource first, under its standard name.</summary>
    internal IReadOnlyList<string> Kept => [LogNames.Resource, .. (Attributes ?? []).Where(name => name != LogNames.Resource).Distinct()];

    /// <summary>Whether it has a part of its own in a log, so that it is not kept a second time.</summary>
    internal bool Has(string name) => name == Case || name == Activity || name == Time || name == Resource || Kept.Contains(name);

    /// <summary>The name in the file of what is kept under this name.</summary>
    internal string InFile(string kept) => kept == LogNames.Resource ? Resource : kept;
}
