using System.CommandLine;
using Crossdock.Host.Settings;
using Crossdock.Contracts;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Logs;
using Crossdock.Processes.Running;

namespace Crossdock.Host.Commands;

/// <summary>Reads an event log and says how its cases flowed.</summary>
internal static class ImportCommand
{
    private const string Instant = "an instant as 2026-01-31 or 2026-01-31T08:00:00+01:00";

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "an event log: XES, CSV, or OCEL 2.0 in JSON, XML or SQLite; all but SQLite may be packed with gzip",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "print one JSON object instead of tables" };

    private static readonly Option<string> Case = Column("--case", "the case", LogNames.Case);
    private static readonly Option<string> Activity = Column("--activity", "the activity", LogNames.Activity);
    private static readonly Option<string> Time = Column("--time", "the time", LogNames.Time);
    private static readonly Option<string> Resource = Column("--resource", "who did it", LogNames.Resource);

    private static readonly Option<bool> Zones = new("--mind-zones")
    {
        Description = "mind the zones of times in XES and in OCEL as JSON or XML, which otherwise count as the clock showed them",
    };

    private static readonly Option<string?> Where = Text("--where", "only this part: NAME=VALUE; NAMEs that begin with case: keep cases");
    private static readonly Option<string?> From = Text("--from", $"only cases that began then or later, {Instant}");
    private static readonly Option<string?> Until = Text("--until", "only cases that began before");
    private static readonly Option<string?> OtherWhere = Text("--compare-where", "a second part to set beside the first");
    private static readonly Option<string?> OtherFrom = Text("--compare-from", "the second part: cases that began then or later");
    private static readonly Option<string?> OtherUntil = Text("--compare-until", "the second part: cases that began before");

    private static readonly Option<string?> Against =
        Text("--against", "hold the first part's cases against the map of this process, such as order-to-fulfilment");

    private static readonly Option<bool> Keep = new("--keep")
    {
        Description = "keep the log for the screen Imported logs, in the folder of Crossdock__Logs__Folder, or .data/logs",
    };

    public static Command Create()
    {
        var log = new Command("log", "Read an event log and print how its cases flowed. Exit code 2 when it cannot be read.")
        {
            File, Json, Case, Activity, Time, Resource, Zones, Where, From, Until, OtherWhere, OtherFrom, OtherUntil, Against, Keep,
        };
        log.SetAction(parsed => Run(
            parsed.GetValue(File)!,
            new LogColumns(parsed.GetValue(Case)!, parsed.GetValue(Activity)!, parsed.GetValue(Time)!, parsed.GetValue(Resource)!)
            {
                MindZones = parsed.GetValue(Zones),
            },
            new AskedSlice(parsed.GetValue(Where), parsed.GetValue(From), parsed.GetValue(Until))
            {
                Against = parsed.GetValue(Against),
            },
            new AskedSlice(parsed.GetValue(OtherWhere), parsed.GetValue(OtherFrom), parsed.GetValue(OtherUntil)),
            parsed.GetValue(Json), Console.Out, Console.Error, parsed.GetValue(Keep) ? ShelfOfSettings() : null));
        return new Command("import", "Read data of other systems.") { log };
    }

    internal static int Run(
        string path, LogColumns columns, AskedSlice asked, AskedSlice other, bool asJson, TextWriter output, TextWriter errors,
        LogShelf? shelf = null)
    {
        try
        {
            var (slice, second) = (asked.Read(), other.Read());
            var names = new[] { slice.Attribute, second.Attribute }.OfType<string>().ToList();
            var map = asked.Against is { } process ? MapOf(process) : null;
            var report = Report(path, LogReader.Read(path, columns with { Attributes = names }), slice, second, map);
            // Only what could be read is kept.
            var kept = shelf?.Keep(path, columns);
            output.WriteLine(asJson ? LogJson.Of(report) : LogTable.Of(report));
            if (kept is not null)
            {
                errors.WriteLine(ValidateCommand.Printable($"It is kept as {kept.Name}; the host shows it at /logs."));
            }

            return ExitCodes.Fine;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            errors.WriteLine(ValidateCommand.Printable($"Cannot import: {fault.Message}"));
            return ExitCodes.BadSettings;
        }
    }

    private static LogShelf ShelfOfSettings() =>
        new(AnalysisReading.LogsOf(new ConfigurationBuilder().AddEnvironmentVariables().Build()));

    private static LogReport Report(string path, LogContent content, LogSlice slice, LogSlice second, MapPicture? map)
    {
        switch (content)
        {
            case LogContent.Cases cases:
                return new LogReport(
                    path, content, Flow(cases.Log, slice), new Dictionary<string, FlowFigures>(),
                    second.IsWhole ? null : FlowComparison.Of(Flow(cases.Log, slice), Flow(cases.Log, second)))
                {
                    Held = map is null ? null : new HeldAgainst(map, LogWalks.Of(Cut(cases.Log, slice), map, variants: 0)),
                };
            case LogContent.Objects objects:
                if (slice.Attribute is not null || !second.IsWhole || map is not null)
                {
                    throw new ArgumentException(
                        "of an object-centric log only a period can be cut out, with --from and --until, and no map is its own");
                }

                return new LogReport(
                    path, content, null, objects.Log.Flattened.ToDictionary(type => type.Key, type => Flow(type.Value, slice)), null);
            default:
                throw new InvalidOperationException($"nothing is printed for {content.GetType().Name}");
        }
    }

    private static MapPicture MapOf(string process) =>
        ProcessCatalogue.Retail.All is var all && all.FirstOrDefault(map => map.Process == process) is { } map ? map
        : throw new ArgumentException($"there is no process '{process}'; there is {string.Join(", ", all.Select(map => map.Process))}");

    private static FlowFigures Flow(EventLog log, LogSlice slice)
    {
        if (slice.Attribute is { } name && log.Attributes[name].Values.Count == 0)
        {
            throw new ArgumentException($"no event of the log has {name}");
        }

        return FlowFold.Of(Cut(log, slice));
    }

    private static EventLog Cut(EventLog log, LogSlice slice) => slice.IsWhole ? log : log.Cut(slice);

    private static Option<string> Column(string name, string what, string usual) =>
        new(name) { Description = $"the column or key that says {what}", DefaultValueFactory = _ => usual };

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };
}

/// <summary>A slice as it is written on a command line.</summary>
internal sealed record AskedSlice(string? Where = null, string? From = null, string? Until = null)
{
    /// <summary>The process whose map it is held against; null for none.</summary>
    public string? Against { get; init; }

    public LogSlice Read()
    {
        var sign = Where?.IndexOf('=', StringComparison.Ordinal);
        if (sign is <= 0)
        {
            throw new ArgumentException($"'{Where}' is no NAME=VALUE");
        }

        return new LogSlice(
            sign is { } at ? Where![..at] : null, sign is { } behind ? Where![(behind + 1)..] : null, Instant(From), Instant(Until));
    }

    public static DateTimeOffset? Instant(string? text) =>
        text is null ? null
        : LogTime.TryRead(text, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw new ArgumentException($"'{text}' is no instant; write it as 2026-01-31 or 2026-01-31T08:00:00+01:00");
}

/// <summary>What is said of a log.</summary>
/// <param name="Flow">of a case log</param>
/// <param name="Flattened">of an object-centric log, for each object type</param>
internal sealed record LogReport(
    string File, LogContent Content, FlowFigures? Flow, IReadOnlyDictionary<string, FlowFigures> Flattened, FlowComparison? Comparison)
{
    /// <summary>Null where it is held against no map.</summary>
    public HeldAgainst? Held { get; init; }
}

internal sealed record HeldAgainst(MapPicture Map, ProcessFlow Flow);
