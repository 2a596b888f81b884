using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <param name="UnitPrice">what was paid for one piece</param>
public sealed record ReturnLine(string Sku, string Description, int Quantity, decimal UnitPrice);

/// <summary>What a customer wants for what comes back, instead of money.</summary>
/// <param name="PickupNode">the store where it is fetched; null to have it sent</param>
/// <param name="Payment">pays what it costs more than comes back; null where nothing more is to be paid</param>
public sealed record ExchangeWish(ImmutableArray<OrderLine> Lines, string? PickupNode, PaymentMethod? Payment)
{
    /// <summary>How the numbers of the orders begin that exchanges are; a return's own number follows.</summary>
    public const string Prefix = "EX-";

    [JsonIgnore]
    public decimal Total => Lines.Sum(line => line.UnitPrice * line.Quantity);
}

/// <summary>Goods that a customer brings or sends back.</summary>
/// <param name="Order">the order they were bought with, where it is known</param>
/// <param name="Exchange">null where money is wanted</param>
public sealed record ReturnAsked(
    string Number,
    string Channel,
    string Region,
    string Node,
    DateTimeOffset AskedAt,
    string Currency,
    string? CustomerId,
    CaseId? Order,
    ImmutableArray<ReturnLine> Lines,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ReturnWay Way = ReturnWay.HandedIn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ExchangeWish? Exchange = null) : Message;

/// <summary>
/// A return asks its order what may come back. What may is set aside for it, so that a second return cannot have the same pieces.
/// </summary>
public sealed record ReturnRightsAsked(CaseId Return, ImmutableArray<ReturnLine> Lines) : Message;

/// <param name="Open">pieces that were delivered, and that no return has or is set aside for</param>
/// <param name="UnitPrice">what the order charged for one, its share of a reduction of the whole order taken off</param>
public sealed record ReturnRight(string Sku, int Asked, int Open, decimal UnitPrice);

/// <param name="DeliveredAt">when the last piece reached the customer; null where none did</param>
/// <param name="Customer">who bought, to be written to</param>
/// <param name="Currency">in which the order was paid, and is paid back</param>
public sealed record ReturnRightsKnown(
    DateTimeOffset? DeliveredAt,
    ImmutableArray<ReturnRight> Rights,
    Customer? Customer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Currency = null) : Message;

/// <summary>The return does not take place: what was set aside for it is free again.</summary>
public sealed record ReturnRightsReleased(CaseId Return, string Reason) : Message;

/// <summary>A person takes a return that the rules do not.</summary>
/// <param name="FoundOnly">of what was sent, only what was found is paid back</param>
public sealed record ReturnAllowed(string By, bool FoundOnly, string Note) : Message;

/// <summary>The goods are there, at any place that takes returns.</summary>
public sealed record ReturnArrived(string Node, string? Tracking) : Message;

public sealed record ReturnLabelled(string Tracking) : Message;

public sealed record ReturnLabelRefused(string Reason) : Message;

/// <summary>The payment provider shows that the refund reached the customer.</summary>
/// <param name="Payout">which payout settled it, where its order says so; null for the provider's own word</param>
public sealed record RefundSettled(
    string Reference,
    decimal Amount,
    string Currency,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CaseId? Payout = null) : Message;

/// <summary>A person of finance has done by hand what did not come about by itself, the first of it that is missing.</summary>
public sealed record RefundSettledByHand(string By, string Note) : Message;

/// <summary>A return asks its order to pay back; the order knows what was paid and what came back before.</summary>
/// <param name="Keep">what is kept of the pieces' worth, for wear</param>
/// <param name="Credit">what of it is to become a credit that pays an exchange</param>
/// <param name="WholeOnly">less than that is of no use: nothing else pays the exchange</param>
public sealed record RefundAsked(
    CaseId Return,
    ImmutableArray<ReturnLine> Lines,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal Keep = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal Credit = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool WholeOnly = false) : Message;

/// <summary>A person does not take it back, or its order says that nothing of it is owed.</summary>
/// <param name="ByPerson">it is not the order's word</param>
public sealed record ReturnRefused(
    string Reason, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ByPerson = false) : Message;

/// <summary>Pieces that came back, or should have, and do not go to the shelf.</summary>
public sealed record DisposedPieces(string Sku, int Quantity, Disposition To);

/// <param name="Sellable">pieces per SKU that go back to the shelf</param>
/// <param name="Rest">what becomes of the others of which <paramref name="Disposed"/> does not speak</param>
/// <param name="Disposed">what becomes of the others, one by one</param>
public sealed record ReturnInspected(
    ImmutableArray<ReturnLine> Sellable,
    string Note,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Disposition Rest = Disposition.Scrap,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<DisposedPieces> Disposed = default)
    : Message
{
    /// <summary>
    /// Each piece that was looked at and is not sellable, with what becomes of it; together with what is sellable they are all pieces.
    /// </summary>
    public ImmutableArray<DisposedPieces> Sorted(IEnumerable<(string Sku, int Pieces)> looked)
    {
        var sorted = ImmutableArray.CreateBuilder<DisposedPieces>();
        foreach (var sku in looked.GroupBy(line => line.Sku))
        {
            var left = sku.Sum(line => line.Pieces) - Sellable.Where(line => line.Sku == sku.Key).Sum(line => line.Quantity);
            foreach (var said in Disposed.IsDefault ? [] : Disposed.Where(pieces => pieces.Sku == sku.Key))
            {
                Take(sku.Key, Math.Min(said.Quantity, left), said.To);
                left -= Math.Min(said.Quantity, left);
            }

            Take(sku.Key, left, Rest);
        }

        return sorted.ToImmutable();

        void Take(string sku, int pieces, Disposition to)
        {
            if (pieces > 0)
            {
                sorted.Add(new DisposedPieces(sku, pieces, to));
            }
        }
    }
}

/// <summary>A person found the order behind an unmatched return.</summary>
public sealed record ReturnMatched(CaseId Order, string Note) : Message;

public sealed record CreditNotePosted(string Document) : Message;

public sealed record CreditNoteRejected(string Reason) : Message;
