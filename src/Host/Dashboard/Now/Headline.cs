using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Intelligence.Overview;

namespace Crossdock.Host.Dashboard.Now;

/// <summary>A stretch of a headline; with a door when it is a number.</summary>
public readonly record struct Phrase(string Text, string? Door = null);

/// <summary>One sentence on what is the matter now, put together by rule from the figures below it.</summary>
public static class Headline
{
    /// <param name="cases">those that the figures count, as a list</param>
    public static IReadOnlyList<Phrase> Of(NowFigures figures, Slice cases)
    {
        if (figures.Cases.Open == 0)
        {
            return [new Phrase("No case is open. Nothing waits for anybody.")];
        }

        return [.. Lateness(figures, cases), .. Cause(figures, cases), .. Broken(figures)];
    }

    public static string Text(IEnumerable<Phrase> phrases) => string.Concat(phrases.Select(phrase => phrase.Text));

    private static IEnumerable<Phrase> Lateness(NowFigures figures, Slice cases)
    {
        var (open, risk, late) = (figures.Cases.Open, figures.Cases.AtRisk, figures.Cases.Late);
        if (late == 0)
        {
            yield return new Phrase("All ");
            yield return new Phrase(Words.Count(open), cases.Url());
            yield return new Phrase(open == 1 ? " open case is in time" : " open cases are in time");
        }
        else
        {
            yield return new Phrase($"{Words.Count(late)} of {Words.Count(open)}", (cases with { Clock = "late", Order = "due" }).Url());
            yield return new Phrase(open == 1 ? " open case is late" : late == 1 ? " open cases is late" : " open cases are late");
        }

        if (risk > 0)
        {
            yield return new Phrase(late == 0 ? ", " : " and ");
            yield return new Phrase(Words.Count(risk), (cases with { Clock = "risk", Order = "due" }).Url());
            yield return new Phrase(late == 0 ? " of them at risk" : risk == 1 ? " is at risk" : " are at risk");
        }

        yield return new Phrase(".");
    }

    /// <summary>The state with most late cases, when it holds at least a third of them.</summary>
    private static IEnumerable<Phrase> Cause(NowFigures figures, Slice cases)
    {
        if (figures.Slowest is not [var worst, ..] || worst.Load.Late == 0 || worst.Load.Late * 3 < figures.Cases.Late)
        {
            yield break;
        }

        yield return new Phrase(worst.Load.Late == figures.Cases.Late ? " All of it is "
            : worst.Load.Late * 2 > figures.Cases.Late ? " Most of it is "
            : " The largest part is ");
        yield return new Phrase(
            Words.Title(worst.Place, worst.State).ToLowerInvariant(),
            (cases with { Kind = worst.Kind, State = worst.State, Clock = "late", Order = "due" }).Url());
        yield return new Phrase($"{ForWhom(worst.Waits)}.");
    }

    private static string ForWhom(Waits waits) => waits == Waits.OnTime ? ", until its time" : $", for a {Words.Of(waits)}";

    private static IEnumerable<Phrase> Broken(NowFigures figures)
    {
        var down = figures.Systems.Where(system => system.Circuit != "closed").OrderByDescending(system => system.Waiting).ToArray();
        if (down is [var system, ..])
        {
            yield return new Phrase($" {Words.System(system.System)} does not answer");
            yield return new Phrase(
                system.Waiting == 0 ? "." : $": {Words.Count(system.Waiting, "message waits", "messages wait")}.");
        }
    }
}
