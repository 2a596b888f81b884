using System.Globalization;
using System.Text;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.Logs;

namespace Crossdock.Host.Commands;

/// <summary>The figures of a log for people: what matters first, long lists cut.</summary>
internal static class LogTable
{
    private const int Shown = 20;
    private const int VariantsShown = 10;
    private const int NameWidth = 40;

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static string Of(LogReport report)
    {
        var text = new StringBuilder();
        if (report.Content is LogContent.Objects objects)
        {
            text.AppendLine(Plain, $"{report.Content.Format}: {objects.Log.Events:N0} events of {objects.Log.Objects:N0} objects, "
                + $"{objects.Log.ObjectTypes.Count:N0} object types, {objects.Log.Relations:N0} relations.");
            foreach (var (type, figures) in report.Flattened)
            {
                text.AppendLine();
                Flow(text, type, figures);
            }

            LeftOut(text, objects.Log);
        }
        else
        {
            Flow(text, report.Content.Format, report.Flow!);
            if (report.Comparison is { } comparison)
            {
                Compared(text, comparison);
            }

            if (report.Held is { } held)
            {
                Held(text, held);
            }
        }

        Odd(text, report.Content.Odd);
        return text.ToString().TrimEnd();
    }

    private static void Held(StringBuilder text, HeldAgainst held)
    {
        var found = held.Flow.Conformance;
        text.AppendLine();
        text.AppendLine(Plain, $"Against {held.Map.Process}, map {held.Map.Version}: {found.Fits:N0} of {found.Steps:N0} steps are on it; "
            + $"{found.CasesOff:N0} of {held.Flow.Cases:N0} cases do what it does not say.");
        foreach (var off in found.Deviations.Take(Shown))
        {
            text.AppendLine(
                Plain, $"{Cut(off.From ?? "(beginning)"),-NameWidth}{Cut(off.To),-NameWidth}{off.Steps,10:N0}  {off.Deviation}");
        }

        More(text, found.Deviations.Length, Shown);
    }

    private static void Flow(StringBuilder text, string name, FlowFigures flow)
    {
        text.AppendLine(Plain, $"{Cut(name)}: {flow.Events:N0} events of {flow.Cases:N0} cases, {flow.Activities.Count:N0} activities, "
            + $"{flow.Variants:N0} variants, {flow.Resources:N0} resources.");
        if (flow.CaseDuration is { } took)
        {
            text.AppendLine(Plain, $"A case takes {Time(took.Median)} in the median, {Time(took.Mean)} on average, {Time(took.Min)} to "
                + $"{Time(took.Max)}; 95 of 100 take {Time(took.P95)} at most.");
        }

        text.AppendLine();
        text.AppendLine(Plain, $"{"activity",-NameWidth}{"events",10}{"starts",9}{"ends",9}{"rework",9}");
        foreach (var activity in flow.Activities.OrderByDescending(activity => activity.Events).Take(Shown))
        {
            text.AppendLine(Plain, $"{Cut(activity.Name),-NameWidth}{activity.Events,10:N0}{activity.Starts,9:N0}{activity.Ends,9:N0}"
                + $"{activity.Rework,9:N0}");
        }

        More(text, flow.Activities.Count, Shown);
        text.AppendLine();
        text.AppendLine(Plain, $"{"directly followed by",-NameWidth}{"",-NameWidth}{"count",10}{"min",10}{"median",10}"
            + $"{"mean",10}{"max",10}");
        foreach (var arc in flow.Arcs.Take(Shown))
        {
            text.AppendLine(Plain, $"{Cut(arc.From),-NameWidth}{Cut(arc.To),-NameWidth}{arc.Count,10:N0}"
                + $"{Time(arc.Times?.Min),10}{Time(arc.Times?.Median),10}{Time(arc.Times?.Mean),10}{Time(arc.Times?.Max),10}");
        }

        More(text, flow.Arcs.Count, Shown);
        text.AppendLine();
        text.AppendLine(Plain, $"{"cases",7}  variant");
        foreach (var variant in flow.TopVariants.Take(VariantsShown))
        {
            text.AppendLine(Plain, $"{variant.Cases,7:N0}  {ValidateCommand.Printable(Row(variant))}");
        }

        More(text, flow.Variants, VariantsShown);
    }

    private static void Compared(StringBuilder text, FlowComparison comparison)
    {
        text.AppendLine();
        text.AppendLine(Plain, $"Beside it the second part: {comparison.Other.Events:N0} events of {comparison.Other.Cases:N0} cases, "
            + $"{Time(comparison.One.CaseDuration?.Median)} and {Time(comparison.Other.CaseDuration?.Median)} in the median.");
        text.AppendLine(Plain, $"{"times a case",-NameWidth}{"",-NameWidth}{"first",9}{"second",9}{"median",10}{"median",10}");
        foreach (var arc in comparison.Arcs.Take(Shown))
        {
            text.AppendLine(Plain, $"{Cut(arc.From),-NameWidth}{Cut(arc.To),-NameWidth}{arc.PerCase,9:N3}{arc.OtherPerCase,9:N3}"
                + $"{Time(arc.MedianSeconds),10}{Time(arc.OtherMedianSeconds),10}");
        }

        More(text, comparison.Arcs.Count, Shown);
    }

    private static void LeftOut(StringBuilder text, ObjectLog log)
    {
        if (log.EventsWithoutObjects + log.ObjectsWithoutEvents > 0)
        {
            text.AppendLine();
            text.AppendLine(Plain, $"Left out: {log.EventsWithoutObjects:N0} events without objects, "
                + $"{log.ObjectsWithoutEvents:N0} objects without events.");
        }
    }

    private static void Odd(StringBuilder text, OddEvents odd)
    {
        if (odd.Count == 0)
        {
            return;
        }

        text.AppendLine();
        text.AppendLine(Plain, $"{odd.Count:N0} x odd:");
        foreach (var (reason, count) in odd.Reasons)
        {
            var first = odd.Examples.FirstOrDefault(example => example.Reason == reason);
            text.AppendLine(Plain, $"{count,9:N0}  {reason}{(first is null ? "" : $" (first: {ValidateCommand.Printable(first.Where)})")}");
        }
    }

    private static string Row(Variant variant)
    {
        var row = string.Join(" > ", variant.Activities.Take(Shown));
        return variant.Activities.Count > Shown ? Counted($"{row} > ... {variant.Activities.Count - Shown:N0} more") : row;
    }

    private static string Time(double? seconds) => seconds switch
    {
        null => "",
        < 60 => Counted($"{seconds:0.#} s"),
        < 3_600 => Counted($"{seconds / 60:0.#} min"),
        < 86_400 => Counted($"{seconds / 3_600:0.#} h"),
        _ => Counted($"{seconds / 86_400:#,##0.#} d"),
    };

    private static void More(StringBuilder text, int all, int shown)
    {
        if (all > shown)
        {
            text.AppendLine(Plain, $"  and {all - shown:N0} more; --json lists them.");
        }
    }

    private static string Cut(string name)
    {
        var shown = ValidateCommand.Printable(name);
        return shown.Length < NameWidth ? shown : string.Concat(shown.AsSpan(0, NameWidth - 2), "~");
    }

    private static string Counted(FormattableString text) => text.ToString(Plain);
}
