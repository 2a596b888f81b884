using System.Collections.Immutable;
using System.Globalization;

namespace Crossdock.Intelligence.Overview;

/// <summary>A piece of the sentence.</summary>
/// <param name="Slice">the query of the cases behind it, such as <c>open=true&amp;clock=late</c>; null for plain words</param>
public sealed record HeadlinePart(string Text, string? Slice = null);

/// <summary>The one sentence over the first screen, put together by rule: what is the matter now, or that nothing is.</summary>
public static class Headline
{
    /// <param name="titleOf">a state's words for people, by process and name</param>
    /// <param name="nameOfRegion">a region's words for people</param>
    public static ImmutableArray<HeadlinePart> Of(
        Health health, Func<string, string, string> titleOf, Func<string, string> nameOfRegion)
    {
        var total = health.Total;
        if (total.Open == 0)
        {
            return [new("No case is open.")];
        }

        if (total is { Late: 0, AtRisk: 0 })
        {
            return [new(total.Open == 1 ? "The one " : "All "), new(Count(total.Open, "open case"), "open=true"),
                new(total.Open == 1 ? " is in time." : " are in time.")];
        }

        return [.. Matter(total).Where(part => part.Text.Length > 0), .. Where(health, titleOf, nameOfRegion)];
    }

    private static IEnumerable<HeadlinePart> Matter(HealthFigures total)
    {
        if (total.Late > 0)
        {
            yield return new($"{Number(total.Late)} of {Number(total.Open)}", "open=true&clock=late");
            yield return new(total.Late == 1 ? " open cases is late" : " open cases are late");
        }

        if (total.AtRisk > 0)
        {
            yield return new(total.Late > 0 ? " and " : "");
            yield return new(
                total.Late > 0 ? Number(total.AtRisk) : $"{Number(total.AtRisk)} of {Number(total.Open)}", "open=true&clock=at-risk");
            yield return new(total.Late > 0 ? "" : " open cases");
            yield return new(total.AtRisk == 1 ? " is at risk" : " are at risk");
        }

        yield return new(".");
    }

    // Only where one place stands out: the worst holds more than half of what is late, or at risk when nothing is late.
    private static IEnumerable<HeadlinePart> Where(
        Health health, Func<string, string, string> titleOf, Func<string, string> nameOfRegion)
    {
        var late = health.Total.Late > 0;
        var whole = late ? health.Total.Late : health.Total.AtRisk;
        if (health.States.IsEmpty)
        {
            yield break;
        }

        var worst = health.States[0];
        var part = late ? worst.Figures.Late : worst.Figures.AtRisk;
        if (part * 2 <= whole)
        {
            yield break;
        }

        var region = worst.Region is null ? "" : $" in {nameOfRegion(worst.Region)}";
        var slice = $"open=true&state={Uri.EscapeDataString(worst.State)}&clock={(late ? "late" : "at-risk")}"
            + (worst.Region is null ? "" : $"&region={Uri.EscapeDataString(worst.Region)}");
        yield return new(whole == 1 ? " It stands in " : part == whole ? " All of them stand in " : " Most stand in ");
        yield return new($"{titleOf(worst.Process, worst.State)}{region}", slice);
        yield return new(part == whole ? "." : $": {Number(part)}.");
    }

    private static string Number(int value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Count(int value, string thing) => value == 1 ? thing : $"{Number(value)} {thing}s";
}
