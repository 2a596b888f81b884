using System.Globalization;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.Logs;

namespace Crossdock.Bench.Intelligence;

/// <param name="Second">since 1 January 2026</param>
internal readonly record struct MadeUpEvent(int Activity, int Resource, long Second);

/// <summary>
/// A log of any length, made of a short one by a stated rule: its cases are taken one after the other, again and again; the n-th case
/// begins n minutes after the start of 2026, and the i-th step of it takes as long as in the original plus (n * 31 + i * 7) mod 60
/// seconds. The case says a channel, every third of them <c>web</c>.
/// </summary>
internal sealed class MadeUpLog
{
    public const string Channel = "case:channel";

    private static readonly string[] Channels = ["web", "shop", "app"];
    private static readonly DateTime Begin = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<List<MadeUpEvent>> _cases;

    private MadeUpLog(string source, List<string> activities, List<string> resources, List<List<MadeUpEvent>> cases) =>
        (Source, Activities, Resources, _cases) = (source, activities, resources, cases);

    public string Source { get; }

    public IReadOnlyList<string> Activities { get; }

    public IReadOnlyList<string> Resources { get; }

    /// <summary>Of a real log, in any form that can be imported as cases.</summary>
    public static MadeUpLog Of(string path)
    {
        if (LogReader.Read(path, new LogColumns()) is not LogContent.Cases { Log: { Cases: > 0 } log })
        {
            throw new InvalidDataException($"{path} is no log of cases with an event at least");
        }

        var people = log.Attributes[LogNames.Resource];
        var cases = new List<List<MadeUpEvent>>();
        for (var c = 0; c < log.Cases; c++)
        {
            var (one, second) = (new List<MadeUpEvent>(), 0L);
            for (var i = log.CaseStarts[c]; i < log.CaseStarts[c + 1]; i++)
            {
                second = log.Times[i] == EventLog.NoTime ? second : log.Times[i] / TimeSpan.TicksPerSecond;
                one.Add(new MadeUpEvent(log.ActivityNumbers[i], Math.Max(0, people.Codes[i]), second));
            }

            cases.Add(one);
        }

        return new MadeUpLog(
            Path.GetFileName(path), [.. log.Activities], people.Values.Count > 0 ? [.. people.Values] : ["nobody"],
            [.. cases.Select(FromZero)]);
    }

    /// <summary>Of orders that are drawn from a seed: the usual way, with holds, short picks and returns in some of them.</summary>
    public static MadeUpLog Seeded(int seed)
    {
        string[] activities =
            ["Placed", "Held", "Released", "Sourced", "Picked", "Short", "Rerouted", "Packed", "Shipped", "Delivered", "Returned"];
        var random = new Random(seed);
        var cases = new List<List<MadeUpEvent>>();
        for (var n = 0; n < 2_000; n++)
        {
            var (one, second) = (new List<MadeUpEvent>(), 0L);
            Step(0);
            if (random.Next(8) == 0)
            {
                Step(1);
                Step(2);
            }

            Step(3);
            while (random.Next(10) == 0)
            {
                Step(5);
                Step(6);
            }

            foreach (var usual in new[] { 4, 7, 8, 9 })
            {
                Step(usual);
            }

            if (random.Next(12) == 0)
            {
                Step(10);
            }

            cases.Add(one);

            void Step(int activity)
            {
                one.Add(new MadeUpEvent(activity, random.Next(40), second));
                // Most steps are short and some are very long.
                second += (long)(60 * Math.Exp(random.NextDouble() * 7));
            }
        }

        return new MadeUpLog(
            string.Create(CultureInfo.InvariantCulture, $"seed {seed}"), [.. activities],
            [.. Enumerable.Range(1, 40).Select(n => $"worker {n}")], cases);
    }

    public EventLog Columns(int transitions)
    {
        var builder = new EventLogBuilder([LogNames.Resource, Channel]);
        var activities = Activities.Select(builder.ActivityOf).ToArray();
        var people = Resources.Select(name => builder.ValueOf(0, name)).ToArray();
        var channels = Channels.Select(name => builder.ValueOf(1, name)).ToArray();
        Span<int> codes = stackalloc int[2];
        foreach (var (n, one) in Cases(transitions))
        {
            var number = builder.NewCase();
            foreach (var e in one)
            {
                codes[0] = people[e.Resource];
                codes[1] = channels[n % channels.Length];
                builder.Add(number, activities[e.Activity], Begin.Ticks + (e.Second * TimeSpan.TicksPerSecond), codes);
            }
        }

        return builder.Build();
    }

    /// <summary>As many whole cases as there are events for; events of different cases stand mixed, as in a journal.</summary>
    public void WriteCsv(string path, int events)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("case:concept:name,concept:name,time:timestamp,org:resource,case:channel");
        foreach (var some in Cases(events).Chunk(100))
        {
            foreach (var (n, e) in some.SelectMany(one => one.Events.Select(e => (one.Number, e))).OrderBy(row => row.e.Second))
            {
                file.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"case-{n},\"{Activities[e.Activity].Replace("\"", "\"\"")}\",{Begin.AddSeconds(e.Second):yyyy-MM-dd HH:mm:ss}+00:00,"
                    + $"\"{Resources[e.Resource].Replace("\"", "\"\"")}\",{Channels[n % Channels.Length]}"));
            }
        }
    }

    public void WriteXes(string path, int events)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1.0\">");
        foreach (var (n, one) in Cases(events))
        {
            file.WriteLine($"<trace><string key=\"concept:name\" value=\"case-{n}\"/>");
            file.WriteLine($"<string key=\"channel\" value=\"{Channels[n % Channels.Length]}\"/>");
            foreach (var e in one)
            {
                file.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"<event><string key=\"concept:name\" value=\"{Escaped(Activities[e.Activity])}\"/>"
                    + $"<string key=\"lifecycle:transition\" value=\"complete\"/>"
                    + $"<date key=\"time:timestamp\" value=\"{Begin.AddSeconds(e.Second):yyyy-MM-ddTHH:mm:ss.fff}+00:00\"/>"
                    + $"<string key=\"org:resource\" value=\"{Escaped(Resources[e.Resource])}\"/></event>"));
            }

            file.WriteLine("</trace>");
        }

        file.WriteLine("</log>");
    }

    private IEnumerable<(int Number, List<MadeUpEvent> Events)> Cases(int events)
    {
        for (var (n, made) = (0, 0); made < events; n++)
        {
            var one = _cases[n % _cases.Count];
            var (moved, more) = (new List<MadeUpEvent>(one.Count), 0);
            for (var i = 0; i < one.Count; i++)
            {
                more += i == 0 ? 0 : ((n * 31) + (i * 7)) % 60;
                moved.Add(one[i] with { Second = (n * 60L) + one[i].Second + more });
            }

            made += one.Count;
            yield return (n, moved);
        }
    }

    private static List<MadeUpEvent> FromZero(List<MadeUpEvent> one)
    {
        var first = one.Min(e => e.Second);
        return [.. one.Select(e => e with { Second = e.Second - first })];
    }

    private static string Escaped(string text) => System.Security.SecurityElement.Escape(text);
}
