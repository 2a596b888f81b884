using System.Globalization;
using System.Text;

namespace Crossdock.Host.Commands;

/// <summary>The report for people: what matters in a sentence, then what may mislead, then the lines, the dearest first.</summary>
internal static class MatchTable
{
    private const int Shown = 20;
    private const int Vendors = 5;
    private const int NameWidth = 26;

    public static string Of(MatchReport report)
    {
        var text = new StringBuilder().AppendLine(Headline(report)).AppendLine();
        Line(text, Counted($"{report.Orders:N0} orders of {report.Lines:N0} lines, {report.Invoices:N0} bills: ")
            + Counted($"{report.Matched:N0} lines match, ")
            + Counted($"{report.Overcharged:N0} are overcharged, {report.NotBilled:N0} have nothing to bill")
            + (report.OtherDiscrepancies.Count == 0 ? "." : Counted($", {report.OtherDiscrepancies.Count:N0} differ otherwise.")));
        Line(text, $"Rounding: {report.Rounding}.");
        report.Notes.ToList().ForEach(note => text.AppendLine(note));
        Unread(text, report);
        Findings(text, report);
        foreach (var other in report.OtherDiscrepancies.Take(Shown))
        {
            Line(text, $"  order {other.Order}, line {other.Line}: {other.Kind}: {other.Reason}");
        }

        if (report.Overcharged > 0)
        {
            ByVendor(text, report);
            ByLine(text, report);
        }

        return text.ToString().TrimEnd();
    }

    private static string Headline(MatchReport report) => report.Overcharged == 0
        ? Counted($"No line is billed for more than was kept, of {report.BilledAmount:#,##0.00} {report.Currency} billed.")
        : Counted($"{report.Overcharged:N0} of {report.Lines:N0} lines are billed for more than was kept: ")
            + Counted($"{report.OverchargedQuantity:#,##0.######} pieces, {report.OverchargedAmount:#,##0.00} {report.Currency} too much, ")
            + Counted($"of {report.BilledAmount:#,##0.00} {report.Currency} billed.");

    private static void Unread(StringBuilder text, MatchReport report)
    {
        if (report.UnreadCount == 0)
        {
            return;
        }

        text.AppendLine();
        Line(text, $"{report.UnreadCount:N0} fields or rows could not be read; rows without what is needed are left out:");
        foreach (var row in report.Unread.Take(Shown))
        {
            Line(text, $"  {row.File}, line {row.Line}{(row.Column is null ? "" : $", column {row.Column}")}: {row.What}");
        }

        More(text, report.UnreadCount);
    }

    private static void Findings(StringBuilder text, MatchReport report)
    {
        foreach (var (kind, count) in report.FindingCounts)
        {
            text.AppendLine();
            Line(text, $"{count:N0} x {kind}, no overcharge:");
            foreach (var found in report.Findings.Where(found => found.Kind == kind).Take(Shown))
            {
                var line = found.Line is null ? "" : $", line {found.Line}";
                Line(text, $"  order {found.Order}{line} ({found.File}, {found.Row}): {found.What}");
            }

            More(text, count);
        }
    }

    private static void ByVendor(StringBuilder text, MatchReport report)
    {
        text.AppendLine();
        var vendors = report.Overcharges.GroupBy(line => (line.Vendor, line.VendorName))
            .Select(group => (Vendor: group.Key, Lines: group.Count(), Amount: group.Sum(line => line.Amount)))
            .OrderByDescending(vendor => vendor.Amount).ThenBy(vendor => vendor.Vendor.Vendor, StringComparer.Ordinal).ToList();
        var shown = Math.Min(Vendors, vendors.Count);
        Line(text, $"{"vendor",-10}{"",-NameWidth} {"lines",7}{"amount",18}   {shown} of {vendors.Count:N0} vendors");
        foreach (var ((vendor, name), lines, amount) in vendors.Take(Vendors))
        {
            Line(text, $"{Cut(vendor, 9),-10}{Cut(name, NameWidth),-NameWidth} {lines,7:N0}{amount,18:#,##0.00##}");
        }
    }

    private static void ByLine(StringBuilder text, MatchReport report)
    {
        text.AppendLine();
        Line(text, $"{"order",-8}{"line",-8}{"product",-9}{"",-NameWidth} {"vendor",-8}{"ordered",9}{"received",9}{"rejected",9}{"kept",9}"
            + Counted($"{"billed",9}{"too many",9}{"price",13}{"amount",16}"));
        foreach (var line in report.Overcharges.OrderByDescending(line => line.Amount))
        {
            Line(text, $"{line.Order,-7} {line.Line,-7} {line.Product,-8} {Cut(line.ProductName, NameWidth),-NameWidth} {line.Vendor,-8}"
                + Counted($"{line.Ordered,9:#,##0.##}{line.Received,9:#,##0.##}{line.Rejected,9:#,##0.##}{line.Kept,9:#,##0.##}")
                + Counted($"{line.Billed,9:#,##0.##}{line.OverchargedQuantity,9:#,##0.##}")
                + Counted($"{line.UnitPrice,13:#,##0.00##}{line.Amount,16:#,##0.00##}"));
        }
    }

    private static void More(StringBuilder text, int all)
    {
        if (all > Shown)
        {
            Line(text, $"  and {all - Shown:N0} more; --json lists them.");
        }
    }

    private static string Cut(string? text, int width) =>
        text is null ? "" : text.Length <= width ? text : string.Concat(text.AsSpan(0, width - 1), "~");

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(Counted(line));

    private static void Line(StringBuilder text, string line) => text.AppendLine(line);

    private static string Counted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
