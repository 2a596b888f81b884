using System.Diagnostics;
using Crossdock.Bench.Measuring;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.Logs;
using EventLog = Crossdock.Intelligence.Flow.EventLog;

namespace Crossdock.Bench.Intelligence;

/// <param name="Runs">how often the figure was made in the time given, after one run that is not counted</param>
/// <param name="Milliseconds">the median of the runs</param>
public sealed record FigureResult(
    string Figure, string Part, int Events, int Cases, int Runs, double Milliseconds, double SlowestMilliseconds);

/// <param name="PeakMegabytes">resident memory at most so far in the whole process, logs of earlier settings included</param>
public sealed record ImportResult(
    string Format, int Events, int Cases, double FileMegabytes, double Seconds, double EventsPerSecond, double PeakMegabytes);

/// <param name="BytesPerTransition">what the managed heap grew by to hold the log with two attributes</param>
/// <param name="PlainScanMilliseconds">the baseline: every time and activity of the log is read once and added up</param>
public sealed record IntelligenceResult(
    string Source, int Processors, int Transitions, int Cases, int Activities, int Variants, double BuildSeconds, double BytesPerTransition,
    double PlainScanMilliseconds, IReadOnlyList<FigureResult> Figures, IReadOnlyList<ImportResult> Imports, double PeakMegabytes);

/// <summary>The figures over a long log, all of it and a slice, and the import of files.</summary>
internal static class IntelligenceBench
{
    private static readonly LogSlice Web = new(MadeUpLog.Channel, "web");

    private static readonly (string Name, Wanted Wanted)[] AllFigures =
    [
        ("directly-follows graph", Wanted.Arcs),
        ("directly-follows graph with min, median, mean, p95, max of each step", Wanted.Arcs | Wanted.ArcTimes),
        ("variants", Wanted.Variants),
        ("percentiles of case durations", Wanted.CaseDurations),
        ("all of these", Wanted.All),
    ];

    private static long _added;

    public static IntelligenceResult Run(Asked asked, MadeUpLog made, int transitions, int imported)
    {
        var imports = Imports(made, imported);
        var (before, clock) = (GC.GetTotalMemory(forceFullCollection: true), Stopwatch.StartNew());
        var log = made.Columns(transitions);
        var built = clock.Elapsed.TotalSeconds;
        var bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / log.Events;
        var whole = FlowFold.Of(log);
        var scan = Median(Measured(asked.Seconds / 10, () => PlainScan(log)));
        var figures = new List<FigureResult>();
        foreach (var (name, wanted) in AllFigures)
        {
            figures.Add(Figure(asked, name, "all", () => FlowFold.Of(log, wanted)));
            figures.Add(Figure(asked, name, "case:channel=web", () => FlowFold.Of(log.Cut(Web), wanted)));
        }

        return new IntelligenceResult(
            made.Source, Environment.ProcessorCount, log.Events, log.Cases, whole.Activities.Count, whole.Variants, Math.Round(built, 2),
            Math.Round(bytes, 1), scan, figures, imports, Peak());
    }

    private static List<ImportResult> Imports(MadeUpLog made, int events)
    {
        var folder = Directory.CreateTempSubdirectory("crossdock-bench-");
        try
        {
            var (csv, xes) = (Path.Combine(folder.FullName, "log.csv"), Path.Combine(folder.FullName, "log.xes"));
            made.WriteCsv(csv, events);
            made.WriteXes(xes, events);
            return [Import(csv), Import(xes)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ImportResult Import(string path)
    {
        var clock = Stopwatch.StartNew();
        var content = (LogContent.Cases)LogReader.Read(path, new LogColumns());
        var flow = FlowFold.Of(content.Log);
        var seconds = clock.Elapsed.TotalSeconds;
        return content.Odd.Count == 0
            ? new ImportResult(
                content.Format, flow.Events, flow.Cases, Math.Round(new FileInfo(path).Length / 1e6, 1), Math.Round(seconds, 2),
                Math.Round(flow.Events / seconds), Peak())
            : throw new InvalidOperationException($"{content.Odd.Count} events of the bench's own log are odd");
    }

    private static FigureResult Figure(Asked asked, string name, string part, Func<FlowFigures> make)
    {
        FlowFigures? last = null;
        var times = Measured(asked.Seconds / 10, () => last = make());
        return new FigureResult(name, part, last!.Events, last.Cases, times.Count, Median(times), Math.Round(times.Max(), 1));
    }

    // Kept in a field, so that no compiler leaves it out.
    private static void PlainScan(EventLog log)
    {
        foreach (var ticks in log.Times)
        {
            _added += ticks;
        }

        foreach (var activity in log.ActivityNumbers)
        {
            _added += activity;
        }
    }

    private static List<double> Measured(double seconds, Action act)
    {
        act();
        var (times, all) = (new List<double>(), Stopwatch.StartNew());
        do
        {
            var one = Stopwatch.StartNew();
            act();
            times.Add(one.Elapsed.TotalMilliseconds);
        }
        while (all.Elapsed.TotalSeconds < seconds || times.Count < 5);
        return times;
    }

    private static double Median(List<double> times) => Math.Round(times.Order().ElementAt(times.Count / 2), 1);

    private static double Peak()
    {
        using var self = Process.GetCurrentProcess();
        return Math.Round(self.PeakWorkingSet64 / 1e6);
    }
}
