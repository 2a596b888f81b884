using System.Globalization;

namespace Crossdock.Connectors.Formats.Purchasing;

/// <summary>What is usual, in percent of the goods.</summary>
public sealed record UsualRates(decimal TaxPercent, decimal FreightPercent);

/// <summary>Compares the figures of the tables with each other. What differs is a finding of its own, never an overcharge.</summary>
internal static class PurchasingChecks
{
    // The tables keep money to four decimals, rounded once.
    private const int Decimals = 4;
    private const decimal LastDigit = 0.0001m;

    public static void Look(
        Dictionary<string, OrderRow> heads, Dictionary<string, List<OrderLineRow>> lines, HashSet<string> unread, UsualRates rates,
        Noticed noticed)
    {
        foreach (var line in lines.Values.SelectMany(order => order))
        {
            void Found(FindingKind kind, string what) =>
                noticed.Findings.Add(new(kind, line.Order, line.Line, TableShape.Lines.Name, line.Row, what));
            OfLine(line, Found);
            if (!heads.ContainsKey(line.Order))
            {
                Found(FindingKind.LineWithoutOrder, "the order itself is not there: its vendor is not known");
            }
        }

        foreach (var head in heads.Values)
        {
            OfHead(
                head, lines.GetValueOrDefault(head.Number) ?? [], unread.Contains(head.Number), rates,
                (kind, what) => noticed.Findings.Add(new(kind, head.Number, null, TableShape.Heads.Name, head.Row, what)));
        }
    }

    private static void OfLine(OrderLineRow line, Action<FindingKind, string> found)
    {
        if (line.Stocked != line.Received - line.Rejected)
        {
            found(
                FindingKind.StockedDiffers,
                $"{Said(line.Stocked)} stocked, {Said(line.Received)} received less {Said(line.Rejected)} rejected is "
                + $"{Said(line.Received - line.Rejected)}; the stocked ones count");
        }

        if (line.LineTotal is { } total && Math.Abs(total - (line.Ordered * line.UnitPrice)) > LastDigit)
        {
            found(
                FindingKind.LineTotalDiffers,
                $"{Said(line.Ordered)} x {Said(line.UnitPrice)} is {Said(line.Ordered * line.UnitPrice)}, the line says {Said(total)}");
        }

        if (line.Received > line.Ordered)
        {
            found(
                FindingKind.OverDelivery,
                $"{Said(line.Received)} received, {Said(line.Ordered)} ordered: "
                + (line.Stocked > line.Ordered ? "what is above the order is not billed" : "delivered more than ordered"));
        }

        if (line.Ordered <= 0m || line.UnitPrice < 0m)
        {
            found(FindingKind.NothingBilled, $"{Said(line.Ordered)} ordered at {Said(line.UnitPrice)}: there is nothing to bill");
        }

        if (line.Received < 0m || line.Rejected < 0m || line.Stocked < 0m)
        {
            found(
                FindingKind.QuantityBelowZero,
                $"{Said(line.Received)} received, {Said(line.Rejected)} rejected, {Said(line.Stocked)} stocked: below zero counts as none");
        }
    }

    private static void OfHead(
        OrderRow head, List<OrderLineRow> lines, bool hasUnread, UsualRates rates, Action<FindingKind, string> found)
    {
        if (lines.Count == 0 && !hasUnread)
        {
            found(FindingKind.OrderWithoutLines, "the order has no line");
        }

        var sum = lines.Sum(line => line.LineTotal ?? (line.Ordered * line.UnitPrice));
        if (head.SubTotal is { } total && lines.Count > 0 && !hasUnread && Math.Abs(total - sum) > LastDigit)
        {
            found(FindingKind.SubTotalDiffers, $"the order says {Said(total)}, its lines make {Said(sum)}");
        }

        if (head.SubTotal is not { } goods)
        {
            return;
        }

        Rate(FindingKind.TaxDiffers, "tax", head.Tax, goods, rates.TaxPercent, found);
        Rate(FindingKind.FreightDiffers, "freight", head.Freight, goods, rates.FreightPercent, found);
        if (head is { Tax: { } tax, Freight: { } freight, Total: { } due } && Math.Abs(due - goods - tax - freight) > LastDigit)
        {
            found(FindingKind.TotalDiffers, $"goods, tax and freight make {Said(goods + tax + freight)}, the order says {Said(due)}");
        }
    }

    private static void Rate(
        FindingKind kind, string what, decimal? said, decimal goods, decimal percent, Action<FindingKind, string> found)
    {
        var usual = Math.Round(goods * percent / 100m, Decimals, MidpointRounding.AwayFromZero);
        if (said is { } amount && Math.Abs(amount - usual) > LastDigit)
        {
            var share = goods == 0m ? "" : $", {(amount / goods * 100m).ToString("0.##", CultureInfo.InvariantCulture)} %";
            found(kind, $"{Said(amount)} of {what} on {Said(goods)}{share}, where {Said(percent)} % make {Said(usual)}");
        }
    }

    private static string Said(decimal number) => number.ToString("#,##0.########", CultureInfo.InvariantCulture);
}
