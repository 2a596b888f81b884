using System.Collections.Immutable;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Logs;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.WhereTimeWent;

namespace Crossdock.Host.Dashboard.Logs;

/// <param name="Values">of the attribute that was chosen, with the cases or events of the whole log that have each</param>
public sealed record LogView(
    FlowView Flow, LogSource Source, LogAsked Asked, FlowFigures Figures, IReadOnlyList<(string Value, int Count)> Values)
{
    public ShelvedLog Log => Source.Log;

    public LogPart Part => Asked.Part;

    /// <summary>Of an object-centric log, whose figures are those of one type of object.</summary>
    public ImmutableArray<string> Types => TypesOf(Source.Content);

    public string? Type => Source.Type;

    public OddEvents Odd => Source.Content.Odd;

    public static ImmutableArray<string> TypesOf(LogContent content) =>
        content is LogContent.Objects objects ? [.. objects.Log.Flattened.Keys.Order(StringComparer.Ordinal)] : [];

    /// <summary>The page of the log, as it stands in the URL.</summary>
    public static ProcessSlice SliceOf(LogSource source, LogAsked asked, IQueryCollection query)
    {
        var shown = ProcessSlice.Of("", query);
        return new ProcessSlice(
            source.Type ?? source.Log.Name, Rows: shown.Rows, Against: asked.Against, Time: shown.Time, Table: shown.Table)
        {
            Under = source.Type is null ? LogsEndpoints.Screen : $"{LogsEndpoints.Screen}/{Uri.EscapeDataString(source.Log.Name)}",
            Part = asked.Part,
        };
    }

    public static async Task<LogView> Of(DeskFrame frame, LogSource source, LogLook look, IQueryCollection query)
    {
        var asked = LogAsked.Of(query, source);
        var read = await look.Read(source, asked.Part.Slice);
        var other = asked.Part.Beside(asked.Against) is { } part ? await look.Read(source, part.Slice) : null;
        var values = asked.Part.Attribute is { } attribute ? await look.Values(source, attribute) : [];
        var answer = Answer(frame, read);
        var glance = new FlowGlance(
            answer, new TimeWent([], []), other is null ? null : (answer, Answer(frame, other)), TimeSpan.Zero);
        return new LogView(
            new FlowView(frame, SliceOf(source, asked, query), glance, [], new RetailNetwork("", [], [], [])), source, asked, read.Figures,
            values);
    }

    public IReadOnlyList<Phrase> Headline
    {
        get
        {
            var said = Part.Said;
            if (Figures.Cases == 0)
            {
                return [new(said.Length == 0 ? $"{Log.Name} has no case." : $"{Log.Name} has no case in this part ({said}).")];
            }

            return
            [
                new(Words.Count(Figures.Cases, "case", "cases"), Flow.Slice.Door(new FlowSubject.Closed())),
                new(said.Length == 0 ? " went " : $" of {Words.Count(Source.Events.Cases)} ({said}) went "),
                new(Words.Count(Figures.Variants, "way", "different ways")),
                new(Figures.CaseDuration is { } spread
                    ? $". Half of them took longer than {FlowView.Duration(spread.Median)}." : "."),
            ];
        }
    }

    private static FlowAnswer Answer(DeskFrame frame, LogReading read) => new(
        read.Map, new FigureSlice(), read.Flow, [], ImmutableDictionary<string, Load>.Empty, frame.Now, FeedPosition.Start);
}

/// <summary>The cases of a log behind one of its figures.</summary>
public sealed record LogCasesView(
    DeskFrame Frame, ProcessSlice Slice, LogSource Source, LogAsked Asked, FlowSubject Subject, LogCases Cases)
{
    /// <summary>Whether a figure of this log can count it.</summary>
    public static bool Counts(FlowSubject subject, EventLog log) => subject switch
    {
        FlowSubject.Closed or FlowSubject.Went or FlowSubject.CameAgain { State: null } => true,
        FlowSubject.CameInto came => log.Activities.Contains(came.State),
        FlowSubject.EndedIn ended => log.Activities.Contains(ended.State),
        FlowSubject.CameAgain again => log.Activities.Contains(again.State!),
        FlowSubject.Took took => (took.From is null || log.Activities.Contains(took.From)) && log.Activities.Contains(took.To),
        _ => false,
    };

    public string Headline
    {
        get
        {
            var (behind, said) = (Cases.Behind, Asked.Part.Said);
            var times = behind.Times > behind.Cases ? $", {Words.Count(behind.Times)} times in all" : "";
            return $"{Words.Count(behind.Cases, "case", "cases")} {What}{times}{(said.Length == 0 ? "" : $" ({said})")}.";
        }
    }

    private string What => Subject switch
    {
        FlowSubject.Closed when Cases.Behind.Cases == 1 => "is in the log",
        FlowSubject.Closed => "are in the log",
        FlowSubject.CameInto came => $"had {came.State}",
        FlowSubject.EndedIn ended => $"ended with {ended.State}",
        FlowSubject.CameAgain { State: { } state } => $"had {state} more than once",
        FlowSubject.CameAgain => "had an activity more than once",
        FlowSubject.Took { From: { } from } took => $"went from {from} to {took.To}",
        FlowSubject.Took took => $"began with {took.To}",
        _ => "went this way",
    };
}
