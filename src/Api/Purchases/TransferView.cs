using System.Collections.Immutable;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Purchases;

/// <param name="Shipped">pieces that left, which have arrived or were lost once it is counted</param>
public sealed record TransferLineView(string Sku, string Description, int Asked, int Shipped, int Arrived, int Lost);

/// <summary>A transfer as both of its nodes follow it.</summary>
/// <param name="Waits">who is waited for: on-system, on-person, on-partner, on-time or nothing</param>
public sealed record TransferView(
    string Case,
    string Number,
    string From,
    string To,
    string State,
    string Title,
    string Waits,
    bool Final,
    DateTimeOffset Since,
    string? Exception,
    string? Why,
    string AskedBy,
    ImmutableArray<TransferLineView> Lines)
{
    /// <summary>Read off what the ledger was asked to do.</summary>
    internal static TransferView Of(CaseStory story, TransferAsked asked)
    {
        var head = story.Head;
        var moved = story.Rows.Where(row => row.Outcome == Outcome.Applied)
            .SelectMany(row => row.Effects).Select(effect => effect.Effect).OfType<SettleStock>().SelectMany(settle => settle.Orders)
            .ToLookup(order => (order.Sku, order.Instruction.Act), order => order.Instruction.Quantity);
        return new TransferView(
            head.Case.ToString(), asked.Number, asked.From, asked.To, head.State, story.Place?.Title ?? head.State,
            Words<Waits>.Of(head.Waits), head.Closed is not null, head.Since,
            head.Card.Exception is { } category ? ExceptionRules.CodeOf(category) : null, head.Card.Why, asked.AskedBy,
            [.. asked.Lines.Select(line => new TransferLineView(
                line.Sku, line.Description, line.Quantity, moved[(line.Sku, StockAct.Ship)].Sum(),
                moved[(line.Sku, StockAct.Arrive)].Sum(), moved[(line.Sku, StockAct.WriteOffTransit)].Sum()))]);
    }
}
