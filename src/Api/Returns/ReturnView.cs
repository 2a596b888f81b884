using System.Collections.Immutable;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Returns;

/// <param name="Open">pieces that may come back as the order said; null before it has said so</param>
/// <param name="Sellable">pieces that are as new and back for sale; null before they were looked at</param>
/// <param name="Others">what becomes of the others</param>
public sealed record ReturnLineView(
    string Sku, string Description, int Asked, int? Open, int? Sellable, ImmutableArray<ReturnOtherView> Others);

/// <param name="To">scrap, refurbish, supplier, liquidate or missing</param>
public sealed record ReturnOtherView(int Pieces, string To);

/// <summary>A return as a customer's channel and the desk follow it.</summary>
/// <param name="Waits">who is waited for: on-system, on-person, on-partner, on-time or nothing</param>
/// <param name="Refunded">what was paid back; null before the order has said so</param>
/// <param name="Settled">what the provider's statement shows; null before it shows anything</param>
public sealed record ReturnView(
    string Case,
    string Number,
    string? Order,
    string State,
    string Title,
    string Waits,
    bool Final,
    DateTimeOffset Since,
    DateTimeOffset? Due,
    string? Exception,
    string Because,
    string Way,
    string? At,
    string? Tracking,
    string Currency,
    decimal? Refunded,
    string? CreditNote,
    decimal? Settled,
    string? ExchangeOrder,
    ImmutableArray<ReturnLineView> Lines)
{
    /// <summary>Read off the words that were heard.</summary>
    internal static ReturnView Of(CaseStory story, ReturnAsked asked)
    {
        var head = story.Head;
        var heard = story.Rows.Where(row => row.Outcome == Outcome.Applied).Select(row => row.Message.Data).ToArray();
        var rights = heard.OfType<ReturnRightsKnown>().LastOrDefault()?.Rights ?? [];
        var inspected = heard.OfType<ReturnInspected>().LastOrDefault();
        var sorted = inspected?.Sorted(asked.Lines.GroupBy(line => line.Sku).Select(line => (line.Key, Pieces: Math.Min(
            line.Sum(one => one.Quantity), rights.FirstOrDefault(right => right.Sku == line.Key)?.Open ?? int.MaxValue)))) ?? [];
        var settled = heard.OfType<RefundSettled>().ToArray();
        return new ReturnView(
            head.Case.ToString(), asked.Number, (asked.Order ?? heard.OfType<ReturnMatched>().LastOrDefault()?.Order)?.Key, head.State,
            story.Place?.Title ?? head.State, Words<Waits>.Of(head.Waits), head.Closed is not null, head.Since, head.Deadline?.Due,
            head.Card.Exception is { } category ? ExceptionRules.CodeOf(category) : null, story.Rows[^1].Because,
            Words<ReturnWay>.Of(asked.Way),
            asked.Way == ReturnWay.HandedIn ? asked.Node : heard.OfType<ReturnArrived>().FirstOrDefault()?.Node,
            heard.OfType<ReturnLabelled>().LastOrDefault()?.Tracking, asked.Currency,
            PaidBack(heard), heard.OfType<CreditNotePosted>().LastOrDefault()?.Document,
            settled.Length > 0 ? settled.Sum(one => one.Amount) : null,
            story.Rows.SelectMany(row => row.Effects).Select(asked => asked.Effect).OfType<TellCase>()
                .FirstOrDefault(told => told.Data is OrderReceived)?.To.Key,
            [.. asked.Lines.GroupBy(line => line.Sku).Select(line => new ReturnLineView(
                line.Key, line.First().Description, line.Sum(one => one.Quantity),
                rights.FirstOrDefault(right => right.Sku == line.Key)?.Open,
                inspected?.Sellable.Where(one => one.Sku == line.Key).Sum(one => one.Quantity),
                [.. sorted.Where(one => one.Sku == line.Key)
                    .Select(one => new ReturnOtherView(one.Quantity, Words<Disposition>.Of(one.To)))]))]);
    }

    /// <summary>Of several means of payment some may have taken the money back and others not.</summary>
    private static decimal? PaidBack(Message[] heard) => heard.OfType<PaymentRefunded>().LastOrDefault()?.Amount
        ?? (heard.OfType<RefundDeclined>().LastOrDefault() is { Returned: > 0 } partly ? partly.Returned : null);
}
