using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Logs;

namespace Crossdock.Host.Dashboard.Logs;

/// <summary>A log as it is looked at.</summary>
/// <param name="Type">of an object-centric log: the type of object whose cases are shown</param>
public sealed record LogSource(ShelvedLog Log, LogContent Content, string? Type)
{
    /// <summary>A longer value makes no URL.</summary>
    private const int LongestValue = 300;

    public bool IsObjectCentric => Content is LogContent.Objects;

    public EventLog Events => Content switch
    {
        LogContent.Cases cases => cases.Log,
        LogContent.Objects objects => objects.Log.Flattened[Type!],
        _ => throw new InvalidOperationException($"nothing is shown for {Content.GetType().Name}"),
    };

    /// <summary>What it can be cut by: first what is said of whole cases.</summary>
    public IEnumerable<string> Attributes => Events.Attributes.Where(one => one.Value.Values.Count > 0).Select(one => one.Key)
        .OrderByDescending(LogSlice.IsOfCase).ThenBy(name => name, StringComparer.Ordinal);

    /// <summary>Whether its part is one that the log has.</summary>
    public bool Has(LogPart part) =>
        part.Attribute is null || part.Value is null || Events.Attributes[part.Attribute].Values.Contains(part.Value);

    public static bool CanStandInUrl(string value) => value.Length <= LongestValue;
}

/// <param name="Figures">as the command that imports a log prints them</param>
public sealed record LogReading(FlowFigures Figures, MapPicture Map, ProcessFlow Flow);

/// <summary>The cases behind a figure.</summary>
/// <param name="Part">the log that they are in</param>
/// <param name="Page">from 1: which of them are named</param>
public sealed record LogCases(EventLog Part, LogBehind Behind, int Page)
{
    public const int APage = 200;

    public int Pages => Math.Max(1, (Behind.Cases + APage - 1) / APage);
}

/// <summary>Counts a part of a log once for all who look at it.</summary>
public sealed class LogLook(TimeProvider wall)
{
    /// <summary>A log does not change: what was counted is good for as long as it is looked at.</summary>
    private const int RestsFor = 1_000;

    /// <summary>What is shown of an event besides; a part is counted faster that keeps no more.</summary>
    private static readonly string[] Besides = [LogNames.Resource];

    private readonly Kept<(ShelvedLog, string?, LogSlice), LogReading> _kept = new(wall, RestsFor);
    private readonly Kept<(ShelvedLog, string?, string), IReadOnlyList<(string Value, int Count)>> _values = new(wall, RestsFor);

    public Task<LogReading> Read(LogSource source, LogSlice slice) => _kept.Get((source.Log, source.Type, slice), cancel => Task.Run(
        () =>
        {
            var part = Cut(source, slice);
            var figures = FlowFold.Of(part);
            var map = LogMaps.Of(source.Type ?? source.Log.Name, figures);
            return new LogReading(figures, map, LogWalks.OfItself(part, map, FlowReader.UsualVariants));
        },
        cancel));

    /// <summary>The values of an attribute in the whole log, the commonest first.</summary>
    public Task<IReadOnlyList<(string Value, int Count)>> Values(LogSource source, string attribute) => _values.Get(
        (source.Log, source.Type, attribute), cancel => Task.Run(() => source.Events.Counted(attribute), cancel));

    /// <param name="page">the last one where there are fewer</param>
    public async Task<LogCases> Behind(LogSource source, LogSlice slice, FlowSubject subject, int page)
    {
        var map = (await Read(source, slice)).Map;
        return await Task.Run(() =>
        {
            var part = Cut(source, slice);
            var cases = At(page);
            return cases.Page <= cases.Pages ? cases : At(cases.Pages);

            LogCases At(int number) => new(
                part, LogWalks.Behind(part, map, subject, (number - 1) * LogCases.APage, LogCases.APage), number);
        });
    }

    private static EventLog Cut(LogSource source, LogSlice slice) => slice.IsWhole ? source.Events : source.Events.Cut(slice, Besides);
}
