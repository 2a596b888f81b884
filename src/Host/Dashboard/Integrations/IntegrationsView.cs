using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Integrations;

namespace Crossdock.Host.Dashboard.Integrations;

/// <param name="Asked">the system that was asked for, known or not</param>
public sealed record IntegrationsView(DeskFrame Frame, string? Asked, IntegrationFigures Figures)
{
    /// <summary>The axis of latencies is logarithmic: from a hundredth of a second to 100 seconds.</summary>
    private const double ShortestSeconds = 0.01;
    private const double LongestSeconds = 100;

    public const int AxisWidth = 144;

    public bool NotFound => Asked is not null && Figures.Chosen is null;

    /// <summary>What is the matter, by rule: systems that do not answer, then what is given up, then what is tried again.</summary>
    public IReadOnlyList<Phrase> Headline
    {
        get
        {
            var down = Figures.Systems.Where(one => one.Circuit != "closed").OrderByDescending(one => one.Waiting + one.Retrying).ToArray();
            var givenUp = Figures.Systems.Sum(one => one.GivenUp);
            List<Phrase> said = [];
            if (down is [var worst, ..])
            {
                var queue = worst.Waiting + worst.Retrying;
                said.AddRange(
                [
                    new(worst.System.Name, UrlOf(worst.System.System)), new(" does not answer"),
                    .. down.Length == 1 ? (Phrase[])[] : [new(" nor "), new(Words.Count(down.Length - 1, "other", "others"), "#h-systems")],
                    new(": "), new(Words.Count(queue, "effect", "effects"), UrlOf(worst.System.System) + "#h-waiting"),
                    new(queue == 1 ? " waits." : " wait."),
                ]);
            }

            if (givenUp > 0)
            {
                said.AddRange(
                [
                    new(said.Count > 0 ? " " : ""), new(Words.Count(givenUp, "effect", "effects"), "/incidents"),
                    new(givenUp == 1 ? " is given up for now and waits for an operator."
                        : " are given up for now and wait for an operator."),
                ]);
            }

            return said.Count > 0 ? said : Well;
        }
    }

    private IReadOnlyList<Phrase> Well
    {
        get
        {
            var again = Figures.Systems.Where(one => one.Retrying > 0).ToArray();
            if (again is [var first, ..])
            {
                var effects = again.Sum(one => one.Retrying);
                return
                [
                    new("Every system answers; "),
                    new(Words.Count(effects, "effect", "effects"), UrlOf(first.System.System) + "#h-waiting"),
                    new(effects == 1 ? " is tried again." : " are tried again."),
                ];
            }

            return
            [
                new("Every system answers: "),
                new(Words.Count(Figures.Systems.Sum(one => one.Answers.Attempts), "attempt", "attempts"), "#h-systems"),
                new($" in the last {Words.Duration(Figures.Window)}, and nothing is given up."),
            ];
        }
    }

    public static string UrlOf(string system) => $"{IntegrationEndpoints.Screen}?system={Uri.EscapeDataString(system)}";

    public static string IncidentsOf(string system) => $"/incidents?system={Uri.EscapeDataString(system)}";

    public static string? SystemOf(IQueryCollection query) =>
        query["system"].ToString().Trim() is { Length: > 0 and <= 100 } word ? word : null;

    public static string CircuitWords(string circuit) => circuit switch
    {
        "closed" => "answers",
        "half-open" => "being tried",
        _ => "not answering",
    };

    public static double At(TimeSpan took) =>
        AxisWidth * Math.Log10(Math.Clamp(took.TotalSeconds, ShortestSeconds, LongestSeconds) / ShortestSeconds)
        / Math.Log10(LongestSeconds / ShortestSeconds);
}
