using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Intelligence.Cases;

/// <summary>A line of goods that a case is about.</summary>
/// <param name="Done">pieces picked or sent so far, by the kind of case; null while nobody has said</param>
public sealed record GoodsLine(int Line, string Sku, string Description, int Ordered, int? Done, decimal? Price)
{
    public decimal? Amount => Price * Ordered;

    /// <summary>Read off the message that began the case, and what later ones say was done.</summary>
    public static ImmutableArray<GoodsLine> Of(ImmutableArray<Transition> rows) => rows[0].Message.Data switch
    {
        OrderReceived order =>
            [.. order.Lines.Select(line =>
                new GoodsLine(line.Line, line.Sku, line.Description, line.Quantity, Sent(rows, line.Line), line.UnitPrice))],
        FulfilmentAsked part =>
            [.. part.Lines.Select(line =>
                new GoodsLine(line.Line, line.Sku, line.Description, line.Quantity, Picked(rows, line.Line), line.UnitPrice))],
        TaskOpened task =>
            [.. task.Lines.Select(line =>
                new GoodsLine(line.Line, line.Sku, line.Description, line.Quantity, Picked(rows, line.Line), null))],
        ReturnAsked back =>
            [.. back.Lines.Select((line, i) => new GoodsLine(i + 1, line.Sku, line.Description, line.Quantity, null, line.UnitPrice))],
        _ => [],
    };

    private static int? Picked(ImmutableArray<Transition> rows, int line)
    {
        var lines = rows.Select(row => row.Message.Data switch
        {
            PickReported picked => picked.Lines,
            WarehousePicked picked => picked.Lines,
            TaskCompleted done => done.Result.Lines,
            _ => default,
        }).LastOrDefault(lines => !lines.IsDefaultOrEmpty);
        return lines.IsDefaultOrEmpty ? null : lines.Where(picked => picked.Line == line).Sum(picked => picked.Picked);
    }

    private static int? Sent(ImmutableArray<Transition> rows, int line)
    {
        var sent = rows.Select(row => row.Message.Data).OfType<PartShipped>()
            .Where(part => !part.Lines.IsDefaultOrEmpty).SelectMany(part => part.Lines).ToArray();
        return sent.Length == 0 ? null : sent.Where(picked => picked.Line == line).Sum(picked => picked.Picked);
    }
}
